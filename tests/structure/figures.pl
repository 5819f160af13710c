#!/usr/bin/perl
# figures.pl: how large the plugin's files and functions are
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: perl figures.pl SOURCE [PART]
#
# Prints the files, lines and functions of SOURCE/plugin, or of the files there
# whose path begins with PART, with the median of the functions' lines and the
# twenty shortest and longest of them. Needs Universal Ctags.

use strict;
use warnings;

my ($source, $part) = @ARGV;
die "usage: perl figures.pl SOURCE [PART]\n" unless defined $source && @ARGV < 3;
$part //= '';

chdir "$source/plugin" or die "figures.pl: no $source/plugin: $!\n";
my @files = grep { index($_, $part) == 0 } map { chomp; s{^\./}{}; $_ } `find . -name '*.[ch]' | sort`;
die "figures.pl: no files begin with $part\n" unless @files;

my $lines = 0;
for my $file (@files) {
    open my $in, '<', $file or die "figures.pl: $file: $!\n";
    $lines++ while <$in>;
}

my (@functions, $variables);
open my $tags, '-|', 'ctags', '-o', '-', '--sort=no', '--kinds-C=fv', '--fields=+neK', @files
    or die "figures.pl: no ctags: $!\n";
while (<$tags>) {
    my ($name, $file) = (split /\t/)[0, 1];
    # Wireshark's way of registration needs these, one each.
    $variables++ if /\tvariable\t/ && $name !~ /^(hf|ett|ei|proto|handle)_/;
    next unless /\tfunction\t/ && /\tline:(\d+)/;
    my $first = $1;
    push @functions, [$name, $file, $1 - $first + 1] if /\tend:(\d+)/;
}

@functions or die "figures.pl: no functions in the files that begin with $part\n";
@functions = sort { $a->[2] <=> $b->[2] || $a->[0] cmp $b->[0] } @functions;
printf "files %d, lines %d, functions %d, median lines %d, of 8 lines or fewer %d, of more than 45 %d, variables of files %d\n",
    scalar(@files), $lines, scalar(@functions), $functions[@functions / 2][2],
    scalar(grep { $_->[2] <= 8 } @functions), scalar(grep { $_->[2] > 45 } @functions), $variables // 0;

my $shown = @functions < 20 ? @functions : 20;
print "shortest:\n";
printf "  %4d  %s (%s)\n", @{$_}[2, 0, 1] for @functions[0 .. $shown - 1];
print "longest:\n";
printf "  %4d  %s (%s)\n", @{$_}[2, 0, 1] for reverse @functions[@functions - $shown .. $#functions];
