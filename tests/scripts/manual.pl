#!/usr/bin/perl
# manual.pl: the tables of the manual, from what the plugin registers
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: perl manual.pl MANUAL FIELDS PREFERENCES PLUGIN_SOURCE
#
# Prints MANUAL with the words of its tables as they are registered:
#   - a field's title and meaning, by FIELDS (tshark -G fields);
#   - an expert info's message by FIELDS too, its severity by the C files below
#     PLUGIN_SOURCE, since tshark lists none;
#   - a preference's default and meaning by PREFERENCES (tshark -G currentprefs),
#     which lists neither ports nor tables: their rows stay.
# Where a row stands, and what to do about an expert info, is written in the
# manual alone. A registered name without a row, and a row whose name is not
# registered, are complaints.

use strict;
use warnings;

my ($manual, $fields, $preferences, $source) = @ARGV;
die "usage: perl manual.pl MANUAL FIELDS PREFERENCES PLUGIN_SOURCE\n" if @ARGV != 4;
(my $tests = $0) =~ s{[^/]*$}{..};
my $protocols = join '|', map { chomp; $_ } `sh '$tests/protocols.sh' '$source'`;
die "manual.pl: $source registers no protocols\n" unless $protocols;

sub lines_of
{
    my ($name) = @_;
    open my $file, '<', $name or die "manual.pl: cannot read $name: $!\n";
    return <$file>;
}

# name -> [title, meaning]; the protocols' own entries have no dot.
my %field;
for (lines_of($fields)) {
    my ($kind, $title, $name, undef, undef, undef, undef, $meaning) = split /\t/;
    next unless $kind eq 'F' && $name =~ /^($protocols)\./;
    chomp($meaning //= '');
    $meaning =~ s/\|/\\|/g;
    $field{$name} = [$title, $meaning];
}

# name -> severity in the manual's words
my %severity_of;
my %severities = (PI_CHAT => 'chat', PI_NOTE => 'note', PI_WARN => 'warning', PI_ERROR => 'error');
for my $file (glob("$source/*/*.c")) {
    my $text = join '', lines_of($file);
    $severity_of{$1} = $severities{$2} while $text =~ /\{\s*"((?:$protocols)\.[\w.]+)",\s*PI_\w+,\s*(PI_\w+),/g;
}

# name -> [default, meaning]
my %preference;
my @comment;
for (lines_of($preferences)) {
    if (/^# (.*)/) {
        push @comment, $1;
    } elsif (/^#?(($protocols)\.[\w.]+): (.*)/) {
        my %words = (TRUE => 'on', FALSE => 'off');
        $preference{$1} = [$words{$3} // $3, $comment[0] // ''];
        @comment = ();
    } else {
        @comment = ();
    }
}

my (%has_row, @complaints);
my $section = '';
for (lines_of($manual)) {
    $section = $1 if /^## (.*)/;
    if (/^\| `([\w.]+)` \|/) {
        my $name = $1;
        if ($section eq 'Fields') {
            $has_row{$name} = 1;
            if (!$field{$name}) {
                push @complaints, "$name is a field in the manual and nowhere else";
            } else {
                $_ = "| `$name` | $field{$name}[0] | $field{$name}[1] |\n";
                s/\|  \|$/| |/;
            }
        } elsif ($section eq 'Expert infos') {
            $has_row{$name} = 1;
            if (!$field{$name} || !$severity_of{$name}) {
                push @complaints, "$name is an expert info in the manual and nowhere else";
            } else {
                s/^\| `[\w.]+` \|.*?\|.*?\|/| `$name` | $field{$name}[0] | $severity_of{$name} |/;
            }
        } elsif ($section eq 'Preferences' && $preference{$name}) {
            $has_row{$name} = 1;
            $_ = "| `$name` | $preference{$name}[0] | $preference{$name}[1] |\n";
        }
    }
    print;
}
push @complaints, "$_ has no row in the manual: add \"| `$_` | | |\" where it belongs"
    for sort grep { !$has_row{$_} } keys %field, keys %preference;
print STDERR "manual.pl: $_\n" for @complaints;
exit(@complaints ? 1 : 0);
