#!/usr/bin/perl
# list.pl: which files of a folder are captures, and which of them are reviewed already
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: perl list.pl DIR STATE TOOLS
#
# Writes STATE/files, one capture a line, in the order of their paths:
#
#     key <tab> id <tab> bytes <tab> path below DIR, in hexadecimal <tab> why it cannot be read
#
# and STATE/todo, the keys of those without STATE/parts/KEY, the largest first, so
# that none is left over when the others are done. A key is a digest of the path,
# size and time of a file and of TOOLS, which names all else that a result depends
# on: a part is good as long as its name is asked for. STATE/in/KEY is a link to
# the capture, so no name from outside ever reaches a shell. An id is of the path alone.
#
# A capture that several links lead to is one capture, under the first of its paths
# that is no symbolic link, or else the first of all.

use strict;
use warnings;
use Cwd qw(realpath);
use Digest::SHA qw(sha256_hex);
use File::Find qw(find);
use Time::HiRes qw(stat);

my ($dir, $state, $tools) = @ARGV;
my $top = realpath($dir);
# How a capture begins, or what is packed and may be one. A name counts too: what
# calls itself a capture and is none has to be reported.
my $capture = qr/\A(?:\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x4d\x3c\xb2\xa1|\xa1\xb2\x3c\x4d|
    \x34\xcd\xb2\xa1|\xa1\xb2\xcd\x34|\x0a\x0d\x0d\x0a)/x;
my %packed = (
    "\x1f\x8b" => '', "\x28\xb5\x2f\xfd" => '', "\x04\x22\x4d\x18" => '',
    "\xfd7zXZ\0" => '.xz', 'BZh' => '.bz2',
);
my $named = qr/\.(?:pcap|pcapng|cap|ntar|dmp|snoop|trc|erf|bfr|enc|5vw|trace)
    \d*(?:\.(?:gz|zst|lz4|xz|bz2))?\z/xi;

# Returns how the file is packed as the end of its key, undef if it is no capture.
sub kind
{
    my ($path) = @_;
    my $start = '';

    open my $file, '<:raw', $path or return '';
    read $file, $start, 6;
    close $file;
    my ($pack) = grep { index($start, $_) == 0 } sort keys %packed;
    my $end = defined $pack ? $packed{$pack} : '';
    return $end if $path =~ $named || $start =~ $capture;
    # Archives and pages are packed too; of those, only what says so is a capture.
    return undef if !defined $pack || $path =~ /\.(?:tgz|tar|svgz)\b|\.(?:html|txt|log|\d)\.\w+\z/i;
    return $end;
}

my @files;

# Adds a file, with why it cannot be read, if that is known without a try. Paths with
# the same inode lead to the same file.
sub add
{
    my ($real, $inode, $size, $time, $end, $fault) = @_;
    my $path = substr $real, length($top) + ($top eq '/' ? 0 : 1);
    my $key = substr(sha256_hex(join "\0", $path, $size, sprintf('%.6f', $time), $tools), 0, 32);
    push @files, {key => "$key$end", id => substr(sha256_hex($path), 0, 20), size => $size,
        path => $path, real => $real, fault => $fault, inode => $inode, link => -l $real ? 1 : 0};
}

no warnings 'File::Find'; # of folders that may not be read, which are among the files
find({
    no_chdir => 1,
    # The links to captures in a review's own folder are no captures.
    preprocess => sub { grep { !/^\.legacyports-review-/ } @_ },
    wanted => sub {
        my ($device, $number, $size, $time) = (stat $_)[0, 1, 7, 9];
        return if !defined $time;
        my $inode = "$device:$number";
        return add("$_/", $inode, $size, $time, '', 'You may not look into this folder.')
            if -d _ && !(-r _ && -x _);
        return if !-f _;
        my $fault = !-r _ ? 'You may not read it.' : -z _ ? 'It is empty.' : '';
        my $end = kind($_);
        add($_, $inode, $size, $time, $end, $fault) if defined $end;
    },
}, $top);

sub spew
{
    my ($name, @lines) = @_;
    open my $file, '>', "$state/$name" or die "cannot write $state/$name: $!\n";
    print $file @lines;
    close $file or die "cannot write $state/$name: $!\n";
}

my %seen;
@files = grep { !$seen{$_->{inode}}++ } sort { $a->{link} <=> $b->{link} || $a->{path} cmp $b->{path} } @files;
@files = sort { $a->{path} cmp $b->{path} } @files;
my %wanted = map { $_->{key} => 1 } @files;
my @todo = sort { $b->{size} <=> $a->{size} || $a->{path} cmp $b->{path} }
    grep { !$_->{fault} && !-e "$state/parts/$_->{key}" } @files;

for my $folder ('parts', 'in') {
    opendir my $entries, "$state/$folder" or die "cannot read $state/$folder: $!\n";
    unlink map { "$state/$folder/$_" } grep { !/^\./ && ($folder eq 'in' || !$wanted{$_}) }
        readdir $entries;
}
for my $file (@todo) {
    symlink $file->{real}, "$state/in/$file->{key}" or die "cannot write $state/in: $!\n";
}
spew('files', map { join("\t", @$_{qw(key id size)}, unpack('H*', $_->{path}), $_->{fault}) . "\n" }
    @files);
spew('todo', map { "$_->{key}\n" } @todo);
