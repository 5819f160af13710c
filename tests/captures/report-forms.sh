#!/bin/sh
# report-forms.sh: the JSON of a report can be parsed, and says what the TSV says
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/report-forms.sh PLUGIN_DIR CAPTURE ...

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

report()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -q -r "$capture" -z "legacyport,$1" 2>/dev/null
}

for capture; do
    report json >"$work/json"
    report tsv >"$work/tsv"
    perl -w - "$work/json" "$work/tsv" <<'PERL' || { echo "report-forms.sh: $capture"; exit 1; }
use strict;
use JSON::PP;

open my $json, '<', $ARGV[0] or die;
my $conversations = decode_json(do { local $/; <$json> });
die "no array\n" if ref $conversations ne 'ARRAY';
open my $tsv, '<:encoding(UTF-8)', $ARGV[1] or die;
chomp(my @lines = <$tsv>);
my @names = split /\t/, shift @lines;
# Scripts rely on these and their order; a new column comes last.
my @stable = qw(conversation label evidence reason payload service server client packets bytes start duration
    first_packet evidence_packet kind transport port status side_known);
die "other columns\n" if "@names[0 .. $#stable]" ne "@stable";
die "other conversations\n" if @lines != @$conversations;
for my $conversation (@$conversations) {
    my %cell;
    @cell{@names} = split /\t/, shift @lines, -1;
    die "other members\n" if join(' ', sort keys %$conversation) ne join(' ', sort @names);
    for my $name (@names) {
        my $value = $conversation->{$name};
        my $text = !defined $value ? '' : ref $value eq 'ARRAY' ? join('; ', @$value) :
            ref $value ? ($value ? 'true' : 'false') : $value;
        $cell{$name} =~ s/\\([\\tn])/{'\\' => '\\', t => "\t", n => "\n"}->{$1}/ge;
        next if $text =~ /^[0-9]+(?:\.[0-9]+)?$/ && $text == $cell{$name};
        die "$name: $text in JSON, $cell{$name} in TSV\n" if $text ne $cell{$name};
    }
}
PERL
done
