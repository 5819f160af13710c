#!/usr/bin/perl
# rooms.pl: the house has no circles, no back doors, and one prefix a room
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: perl rooms.pl SOURCE BUILD [--list]
#
# SOURCE is the checkout, BUILD a folder in which it was built. The rooms and
# their order stand in SOURCE/README.md, one a row: `room/`, its doors, what it
# is for. What files use is read twice: from the includes, and from what the
# object files define and need, variables too. A unit is NAME.c with its NAME.h.
#
# Checked, each with the place where it is broken:
#   - no circle among units
#   - a room uses only rooms above it
#   - of another room only the door is included
#   - every external symbol has its room's prefix
#   - Wireshark's headers stand only in files whose names say so
#   - the label layer names no protocol
# --list prints instead which unit uses which, by room.

use strict;
use warnings;

my ($source, $build, $list) = @ARGV;
die "usage: perl rooms.pl SOURCE BUILD [--list]\n" if @ARGV < 2 || ($list // '--list') ne '--list';

my @complaints;
my %room_order;    # room -> place in the list, the top one 0
my %doors;         # room -> {header -> 1}
my %prefix = (labels => 'label');

sub complain
{
    push @complaints, join('', @_);
}

sub slurp
{
    my ($name) = @_;
    open my $file, '<', $name or die "rooms.pl: cannot read $name: $!\n";
    local $/;
    return scalar <$file>;
}

# A row of the README: | `base/` | `text.h` `match.h` | what the room is for |
sub read_rooms
{
    for (split /\n/, slurp("$source/README.md")) {
        next unless m{^\| `([a-z0-9]+)/` \| ((?:`[\w.-]+`[ ,]*|-)*) \|};
        my ($room, $doors) = ($1, $2);
        $room_order{$room} = keys %room_order;
        $doors{$room}{$_} = 1 for $doors =~ /`([\w.-]+)`/g;
        $prefix{$room} //= $room;
    }
    die "rooms.pl: README.md lists no rooms\n" unless %room_order;
}

# Comments and strings are no code.
sub code_of
{
    my ($text) = @_;
    $text =~ s{(/\*.*?\*/|//[^\n]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')}{defined $2 ? $2 : ''}gse;
    return $text;
}

# plugin/verdict/label.c is the unit verdict/label.
sub unit_of
{
    my ($path) = @_;
    $path =~ s{\.[ch]$}{};
    return $path;
}

sub room_of
{
    my ($path) = @_;
    return $path =~ m{^([^/]+)/} ? $1 : '';
}

my %uses;    # unit -> {unit -> what shows it}

sub read_includes
{
    my @files = map { chomp; $_ } `cd '$source/plugin' && find . -name '*.[ch]' | sed 's|^./||' | sort`;
    my %is_file = map { $_ => 1 } @files;
    for my $file (@files) {
        my $room = room_of($file);
        complain("plugin/$file: the folder $room is no room of README.md") if $room && !exists $room_order{$room};
        my $code = code_of(slurp("$source/plugin/$file"));
        check_wireshark($file, $code);
        check_names_no_protocol($file, $code) if $room eq 'labels';
        while ($code =~ /^[ \t]*#[ \t]*include[ \t]*"([^"]+)"/mg) {
            my $header = $1;
            next if $header =~ /^(compat|registrations|registry-\w+)\.h$/;
            if (!$is_file{$header}) {
                complain("plugin/$file: includes \"$header\", which names no room and file of plugin/");
                next;
            }
            $uses{unit_of($file)}{unit_of($header)} //= "includes $header" if unit_of($file) ne unit_of($header);
            my $other = room_of($header);
            next if $other eq $room || !$room || !exists $room_order{$room} || !exists $room_order{$other};
            (my $name = $header) =~ s{^.*/}{};
            complain("plugin/$file: includes $header, which is no door of $other/") unless $doors{$other}{$name};
        }
    }
}

# Files above Wireshark say so in their names; in labels/, report/ and base/items.h it is known.
sub check_wireshark
{
    my ($file, $code) = @_;
    return if $file =~ m{(^|/)(packet|tap)-[^/]*$|^(plugin\.c|compat\.h|base/items\.h)$|^(labels|report)/};
    complain("plugin/$file: includes Wireshark's <$1>") if $code =~ m{#[ \t]*include[ \t]*<((?:epan|wsutil|wiretap)/[^>]*|wireshark\.h)>};
}

# Rule 2: a protocol registers itself, and what labels/ needs to know stands in tables/.
sub check_names_no_protocol
{
    my ($file, $code) = @_;
    my $line = 0;
    for (split /\n/, $code) {
        $line++;
        complain("plugin/$file: names a protocol: $1") if /\b(\w*(?:ciscostun|bstun|mhsnet|ipsendmsg|ibmlmt|_lmt|_stun)\w*)/i;
        complain("plugin/$file: has the port number $1") if /\b(1989|199[0-4]|9977|9988|9999|9081)\b/;
    }
}

my %defined_in;    # symbol -> unit

# Reads with nm what the object files define for others and what they need.
sub read_objects
{
    my @objects = map { chomp; $_ }
        `find '$build/plugin/CMakeFiles/lp_pure.dir' '$build/plugin/CMakeFiles/legacyports.dir' -name '*.o'`;
    die "rooms.pl: no object files in $build/plugin\n" unless @objects;
    my %needs;
    for my $object (@objects) {
        my ($unit) = $object =~ m{CMakeFiles/\w+\.dir/(.*)\.c\.o$};
        next if $unit =~ m{^(__|generated)/} || $unit =~ /registry-\w+$/;
        for (`nm --extern-only '$object'`) {
            my ($type, $symbol) = /([A-Za-z]) ([\w.]+)$/ or next;
            if ($type eq 'U') {
                $needs{$unit}{$symbol} = 1;
            } else {
                $defined_in{$symbol} = $unit;
                check_prefix($unit, $symbol);
            }
        }
    }
    for my $unit (keys %needs) {
        for my $symbol (sort keys %{$needs{$unit}}) {
            my $from = $defined_in{$symbol};
            $uses{$unit}{$from} //= "uses $symbol" if defined $from && $from ne $unit;
        }
    }
}

sub check_prefix
{
    my ($unit, $symbol) = @_;
    my $room = room_of($unit);
    return if !$room || $symbol =~ /^(proto_register|proto_reg_handoff|register_tap_listener)_/;
    my $wanted = $prefix{$room} // $room;
    complain("plugin/$unit.c: the external symbol $symbol does not begin with ${wanted}_")
        unless $symbol =~ /^\Q$wanted\E_/;
}

sub check_order
{
    for my $unit (sort keys %uses) {
        my $room = room_of($unit);
        next unless $room && exists $room_order{$room};
        for my $other (sort keys %{$uses{$unit}}) {
            my $below = room_of($other);
            next if $below eq $room || !exists $room_order{$below} || $room_order{$below} < $room_order{$room};
            complain("plugin/$unit: $uses{$unit}{$other}, of $below/, which stands below $room/");
        }
    }
}

# Tarjan's strongly connected components: more than one unit in one is a circle.
my ($next, @stack, %number, %low, %on_stack) = (0);

sub visit
{
    my ($unit) = @_;
    $number{$unit} = $low{$unit} = $next++;
    push @stack, $unit;
    $on_stack{$unit} = 1;
    for my $other (sort keys %{$uses{$unit} // {}}) {
        if (!defined $number{$other}) {
            visit($other);
            $low{$unit} = $low{$other} if $low{$other} < $low{$unit};
        } elsif ($on_stack{$other} && $number{$other} < $low{$unit}) {
            $low{$unit} = $number{$other};
        }
    }
    return if $low{$unit} != $number{$unit};
    my @circle;
    do {
        push @circle, pop @stack;
        $on_stack{$circle[-1]} = 0;
    } until $circle[-1] eq $unit;
    return if @circle == 1;
    complain('circle of ', join(', ', sort @circle));
    my %member = map { $_ => 1 } @circle;
    for my $one (sort @circle) {
        complain("    $one $uses{$one}{$_} of $_") for grep { $member{$_} } sort keys %{$uses{$one}};
    }
}

sub print_list
{
    for my $room (sort { $room_order{$a} <=> $room_order{$b} } keys %room_order) {
        print "$room/\n";
        for my $unit (sort grep { room_of($_) eq $room } keys %uses) {
            print "    $unit: ", join(', ', sort keys %{$uses{$unit}}), "\n";
        }
    }
}

no warnings 'recursion';
read_rooms();
read_includes();
read_objects();
if ($list) {
    print_list();
    exit 0;
}
check_order();
visit($_) for sort grep { !defined $number{$_} } keys %uses;
print "$_\n" for @complaints;
printf "%d units in %d rooms, %d uses, %d complaints\n", scalar(keys %uses), scalar(keys %room_order),
    scalar(map { keys %$_ } values %uses), scalar(@complaints);
exit(@complaints ? 1 : 0);
