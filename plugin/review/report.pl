#!/usr/bin/perl
# report.pl: one table, one file of documents and one page of all parts of a review
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: perl report.pl STATE OUT PAGE
#
# STATE is what list.pl and worker.sh wrote; PAGE is page.html. Writes OUT/files.tsv,
# conversations.tsv, conversations.jsonl and index.html. They depend on the captures
# and their paths alone, not on when, where and in what order those were reviewed.
# Exits with 1 if some captures have no part.

use strict;
use warnings;
use Digest::SHA qw(sha256_base64);
use Encode qw(decode FB_QUIET);

my ($state, $out, $page) = @ARGV;

my @evidence = ('Contradicted', 'Proof', 'Payload shape', 'Port number', 'Number only');
my %rank = map { $evidence[$_] => $_ } 0 .. $#evidence;
my %says = (read => 'read', partial => 'read in part', unreadable => 'unreadable', missing => 'not reviewed');

# --- Text from outside ----------------------------------------------------------

# Returns bytes as characters: what is no UTF-8, and what does not show or reorders
# its neighbours, as \xNN or \u{NNNN}; a backslash doubled, so nothing is lost.
sub shown
{
    my ($bytes) = @_;
    my $text = '';
    while (length $bytes) {
        my $good = decode('UTF-8', $bytes, FB_QUIET);
        $good =~ s/\\/\\\\/g;
        $text .= $good;
        $text .= sprintf '\\x%02X', ord substr($bytes, 0, 1, '') if length $bytes;
    }
    $text =~ s/([\0-\x1f\x7f-\x9f])/sprintf '\\x%02X', ord $1/ge;
    $text =~ s/([\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}])/sprintf '\\u{%04X}', ord $1/ge;
    return $text;
}

# Undoes what report_print_tsv() does to a cell, but keeps it on one line.
sub plain
{
    my ($cell) = @_;
    my %is = ('\\\\' => '\\', '\\t' => ' ', '\\n' => ' ');
    return $cell =~ s/(\\[\\tn])/$is{$1}/gr;
}

sub html
{
    my ($text) = @_;
    my %entity = ('&' => '&amp;', '<' => '&lt;', '>' => '&gt;', '"' => '&quot;', "'" => '&#39;');
    return $text =~ s/([&<>"'])/$entity{$1}/gr;
}

# A string of JSON that may stand in a script of a page, too.
sub json
{
    my ($text) = @_;
    $text =~ s/([\\"])/\\$1/g;
    $text =~ s/([\0-\x1f<>&\x{2028}\x{2029}])/sprintf '\\u%04x', ord $1/ge;
    return "\"$text\"";
}

sub url
{
    my ($text) = @_;
    utf8::encode($text);
    return $text =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ger;
}

sub counted
{
    my ($count, $one, $many) = @_;
    my $digits = reverse $count;
    $digits = reverse $digits =~ s/(\d{3})(?=\d)/$1,/gr;
    return defined $one ? "$digits " . ($count == 1 ? $one : $many // "${one}s") : $digits;
}

# --- Reading --------------------------------------------------------------------

my (@files, @rows, @names);

# Adds the rows of one part to @rows, its documents to the files that are being written.
sub read_part
{
    my ($file, $tsv, $jsonl) = @_;
    my $path = "$state/parts/$file->{key}";
    my ($first, @documents, @numbers);

    open my $part, '<:encoding(UTF-8)', $path or return;
    no warnings 'utf8';
    chomp(my $line = <$part> // '');
    (undef, $file->{state}, $file->{said}) = split /\t/, $line, 3;
    utf8::encode($file->{said});
    while ($line = <$part>) {
        chomp $line;
        if ($line =~ /^\{/) {
            next if $line =~ /^\{"index":/;
            my $number = shift @numbers;
            print $jsonl "{\"index\":{\"_index\":\"legacyports\",\"_id\":\"$file->{id}-$number\"}}\n",
                '{"file":', json($file->{name}), ',', substr($line, 1), "\n";
            next;
        }
        if (!$first) {
            $first = 1;
            print $tsv "file\t$line\n" if !@names;
            @names = split /\t/, $line, -1;
            next;
        }
        my %row;
        @row{@names} = map { plain($_) } my @cells = split /\t/, $line, -1;
        print $tsv join("\t", $file->{name}, @cells), "\n";
        push @numbers, $row{conversation};
        push @rows, {%row, file => $file->{index}, order => scalar @rows};
        $file->{conversations}++;
    }
}

sub create
{
    my ($name) = @_;
    open my $file, '>:encoding(UTF-8)', "$out/$name.new" or die "cannot write $out/$name.new: $!\n";
    return $file;
}

sub finish
{
    my ($file, $name) = @_;
    close $file or die "cannot write $out/$name: $!\n";
    rename "$out/$name.new", "$out/$name" or die "cannot write $out/$name: $!\n";
}

open my $list, '<', "$state/files" or die "cannot read $state/files: $!\n";
my ($tsv, $jsonl, $table) = map { create($_) } 'conversations.tsv', 'conversations.jsonl', 'files.tsv';
print $table join("\t", qw(file bytes state conversations message)), "\n";
while (my $line = <$list>) {
    chomp $line;
    my ($key, $id, $size, $path, $fault) = split /\t/, $line, -1;
    my $file = {key => $key, id => $id, size => $size, name => shown(pack 'H*', $path), index => scalar @files,
        state => $fault ? 'unreadable' : 'missing', said => $fault, conversations => 0};
    read_part($file, $tsv, $jsonl) if !$fault;
    $file->{said} = shown($file->{said} // '');
    print $table join("\t", @$file{qw(name size state conversations said)}), "\n";
    push @files, $file;
}
print $tsv "file\tconversation\n" if !@names;
finish($tsv, 'conversations.tsv');
finish($jsonl, 'conversations.jsonl');
finish($table, 'files.tsv');

# --- The page -------------------------------------------------------------------

my %states;
$states{$_->{state}}++ for @files;
my (%services, %evidences);
for my $row (@rows) {
    $services{$row->{service}}{$row->{evidence}}++;
    $evidences{$row->{evidence}}++;
}

sub total
{
    my $sum = 0;
    $sum += $_ for values %{$_[0]};
    return $sum;
}

sub css
{
    return lc $_[0] =~ s/ /-/gr;
}

sub filter_link
{
    return '#' . join '&amp;', map { "$_->[0]=" . url($_->[1]) } @_;
}

sub summary
{
    my $with = grep { $_->{conversations} } @files;
    my ($packets, $bytes) = (0, 0);
    for my $row (@rows) {
        $packets += $row->{packets};
        $bytes += $row->{bytes};
    }
    my $unread = ($states{unreadable} // 0) + ($states{missing} // 0);
    my @facts = (
        [counted(scalar @files), @files == 1 ? 'capture' : 'captures'],
        [counted($with), 'with labelled conversations'],
        [counted(scalar @rows), @rows == 1 ? 'labelled conversation' : 'labelled conversations'],
        [counted($evidences{Contradicted} // 0), 'contradicted by the payload'],
        [counted($packets), 'packets in them'],
        [counted($bytes), 'bytes in them'],
        [counted($unread), 'captures that were not read'],
        [counted($states{partial} // 0), 'captures read in part'],
    );
    return join '', map { "<div><dt>$_->[1]</dt><dd>$_->[0]</dd></div>\n" } @facts;
}

# What runs where it should not, by what was found.
sub contradictions
{
    my %found;
    for my $row (grep { $_->{evidence} eq 'Contradicted' } @rows) {
        my $entry = $found{$row->{label}} //= {count => 0, servers => {}, files => {}, reason => $row->{reason}};
        $entry->{count}++;
        $entry->{servers}{$row->{server}}++;
        $entry->{files}{$row->{file}}++;
    }
    return "<p>None.</p>\n" if !%found;
    my $rows = '';
    for my $label (sort { $found{$b}{count} <=> $found{$a}{count} || $a cmp $b } keys %found) {
        my $entry = $found{$label};
        my @servers = sort keys %{$entry->{servers}};
        my $more = @servers > 3 ? ' and ' . counted(@servers - 3) . ' more' : '';
        splice @servers, 3;
        $rows .= '<tr><td><a href="' . filter_link(['evidence', 'Contradicted'], ['q', $label]) . '">' .
            html($label) . '</a></td><td class="number">' . counted($entry->{count}) . '</td><td class="number">' .
            counted(scalar keys %{$entry->{files}}) . '</td><td>' . html(join ', ', @servers) . $more .
            '</td><td>' . html($entry->{reason}) . "</td></tr>\n";
    }
    return "<table class=\"static\"><thead><tr><th>Label</th><th class=\"number\">Conversations</th>" .
        "<th class=\"number\">Captures</th><th>Servers</th><th>Reason</th></tr></thead>\n<tbody>$rows</tbody></table>\n";
}

# A bar a service, the largest first, one part for each evidence.
sub chart
{
    return "<p>No labelled conversations.</p>\n" if !@rows;
    my @names = sort { total($services{$b}) <=> total($services{$a}) || $a cmp $b } keys %services;
    my $rest = @names > 30 ? @names - 30 : 0;
    splice @names, 30;
    my ($left, $wide, $step) = (360, 540, 26);
    my $most = total($services{$names[0]});
    my $high = $step * @names + 8;
    my $width = $left + $wide + 80;
    my $svg = "<svg viewBox=\"0 0 $width $high\" role=\"img\" aria-label=\"Conversations by service and evidence\">\n";
    my $y = 4;
    for my $name (@names) {
        my $text = length $name > 44 ? substr($name, 0, 43) . "\x{2026}" : $name;
        $svg .= sprintf "<a href=\"%s\"><text x=\"%d\" y=\"%d\" class=\"name\">%s<title>%s</title></text></a>\n",
            filter_link(['service', $name]), $left - 10, $y + 15, html($text), html($name);
        my $x = $left;
        for my $evidence (grep { $services{$name}{$_} } @evidence) {
            my $count = $services{$name}{$evidence};
            my $part = $wide * $count / $most;
            $part = 3 if $part < 3;
            $svg .= sprintf "<a href=\"%s\"><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" class=\"%s\">" .
                "<title>%s, %s: %s</title></rect></a>\n",
                filter_link(['service', $name], ['evidence', $evidence]), $x, $y, $part, $step - 6, css($evidence),
                html($name), $evidence, counted($count, 'conversation');
            $x += $part;
        }
        $svg .= sprintf "<text x=\"%.1f\" y=\"%d\">%s</text>\n", $x + 6, $y + 15, counted(total($services{$name}));
        $y += $step;
    }
    my $legend = join '', map {
        "<li><a href=\"" . filter_link(['evidence', $_]) . "\"><span class=\"key " . css($_) . "\"></span>$_: " .
            counted($evidences{$_} // 0) . '</a></li>'
    } grep { $evidences{$_} } @evidence;
    return "<ul class=\"legend\">$legend</ul>\n$svg</svg>\n" .
        ($rest ? '<p>' . counted($rest, 'more service') . " in the table.</p>\n" : '');
}

sub problems
{
    my @bad = grep { $_->{state} ne 'read' } @files;
    return "<p>None.</p>\n" if !@bad;
    return "<table class=\"static\"><thead><tr><th>Capture</th><th>State</th><th class=\"number\">Conversations</th>" .
        "<th>Why</th></tr></thead>\n<tbody>" . join('', map {
            '<tr><td>' . html($_->{name}) . "</td><td>$says{$_->{state}}</td><td class=\"number\">" .
                counted($_->{conversations}) . '</td><td>' . html($_->{said}) . "</td></tr>\n"
        } @bad) . "</tbody></table>\n";
}

# The rows for the script of the page, what is wrong first. A row is a list in the order
# of "columns", since a name in each would double the page.
sub data
{
    my @columns = qw(file evidence label server client packets bytes start duration first_packet reason service);
    my %number = map { $_ => 1 } qw(file evidence packets bytes start duration first_packet);
    my @lines;
    for my $row (sort { $rank{$a->{evidence}} <=> $rank{$b->{evidence}} || $a->{order} <=> $b->{order} } @rows) {
        my %shown = (%$row, evidence => $rank{$row->{evidence}});
        push @lines, '[' . join(',', map { $number{$_} ? $shown{$_} : json($shown{$_}) } @columns) . ']';
    }
    return '{"files":[' . join(",\n", map { json($_->{name}) } @files) . "],\n" .
        '"columns":[' . join(',', map { json($_) } @columns) . "],\n" .
        '"rows":[' . join(",\n", @lines) . ']}';
}

open my $template, '<:encoding(UTF-8)', $page or die "cannot read $page: $!\n";
my $text = do { local $/; <$template> };
my %hash;
for my $element ('style', 'script') {
    my ($content) = $text =~ m{<$element>(.*?)</$element>}s;
    utf8::encode($content);
    $hash{$element} = sha256_base64($content) . '=';
}
my %put = (
    STYLE_HASH => $hash{style}, SCRIPT_HASH => $hash{script}, SUMMARY => summary(), CHART => chart(),
    CONTRADICTIONS => contradictions(), PROBLEMS => problems(), DATA => data(),
);
$text =~ s/\@([A-Z_]+)\@/$put{$1}/g;
my $index = create('index.html');
print $index $text;
finish($index, 'index.html');

printf "%s, %s, %s contradicted\n", counted(scalar @files, 'capture'),
    counted(scalar @rows, 'labelled conversation'), counted($evidences{Contradicted} // 0);
my @bad = grep { $_->{state} ne 'read' } @files;
for my $file (@bad > 20 ? @bad[0 .. 19] : @bad) {
    my $line = "$says{$file->{state}}: $file->{name}" . ($file->{said} ne '' ? ": $file->{said}" : '');
    utf8::encode($line);
    print "  $line\n";
}
print '  and ', counted(@bad - 20, 'more', 'more'), ": see files.tsv\n" if @bad > 20;
exit(($states{missing} // 0) > 0);
