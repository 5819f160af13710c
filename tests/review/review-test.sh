# review-test.sh: plugin/review.sh over folders with all that a folder may hold
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/../scripts/harness.sh"

command -v parallel >/dev/null || skip "GNU parallel"
WIRESHARK_PLUGIN_DIR=$binary/plugins
captures=$source/test-captures
folder=$work/folder
result=$work/result
newline='
'

review()
{
    run sh "$source/plugin/review.sh" "$@"
}

# Copies shipped captures into the folder.
put()
{
    mkdir -p "$folder"
    for name; do
        cp "$captures/$name.pcapng" "$folder/"
    done
}

expect_same()
{
    cmp "$1" "$2" || fail "$1 and $2 differ"
}

# Prints how many captures tshark was started for since fake_tshark.
started()
{
    wc -l <"$work/started"
}

# Has every start of tshark on a capture noted, and delayed a little.
fake_tshark()
{
    mkdir -p "$work/bin"
    fake_command tshark <<FAKE
case "\$*" in
    *" legacyport,ek -r "*) echo "\$*" >>"$work/started"; sleep \${SLOW:-0} ;;
esac
exec $(command -v tshark) "\$@"
FAKE
    : >"$work/started"
    PATH=$work/bin:$PATH
}

# Good, packed, damaged and foreign files under names that a shell, a table and a
# page have each to be careful with.
make_odd_folder()
{
    for program in bzip2 xz; do
        command -v "$program" >/dev/null || skip "$program"
    done
    put ssh-1994
    gzip -c "$captures/tls-1994.pcapng" >"$folder/packed.pcapng.gz"
    xz -c "$captures/tls-1994.pcapng" >"$folder/packed.pcapng.xz"
    bzip2 -c "$captures/tls-1994.pcapng" >"$folder/packed"
    : >"$folder/empty.pcap"
    editcap -r "$captures/ssh-1994.pcapng" "$folder/no packets.pcapng" 0 2>/dev/null
    head -c 5000 "$captures/ssh-1994.pcapng" >"$folder/cut.pcapng"
    { head -c 5000 "$captures/ssh-1994.pcapng"; head -c 4000 /dev/zero | tr '\0' x; } >"$folder/broken.pcapng"
    echo "plain text under a capture's name" >"$folder/text.pcap"
    echo "plain text" >"$folder/README"
    echo "plain text" | gzip >"$folder/page.html.gz"
    mkdir "$folder/ sub folder "
    cp "$captures/mining-9999.pcapng" "$folder/ sub folder /a b  c.pcap1"
    cp "$captures/mining-9999.pcapng" "$folder/line${newline}feed	tab.pcapng"
    cp "$captures/mining-9999.pcapng" "$folder/<img src=x onerror=alert(1)>&amp;\"'.pcapng"
    cp "$captures/mining-9999.pcapng" "$folder/\$(touch pwned) \\ \`id\` ;.pcapng"
    cp "$captures/mining-9999.pcapng" "$folder/$(printf 'not \377 UTF-8 \303\251 \342\200\256gnp').pcapng"
    cp "$captures/mining-9999.pcapng" "$folder/-r.pcapng"
    ln -s ssh-1994.pcapng "$folder/link.pcapng"
    ln "$folder/packed" "$folder/packed too"
    ln -s . "$folder/loop"
    mkfifo "$folder/pipe.pcapng"
    cp "$captures/ssh-1994.pcapng" "$folder/secret.pcapng"
    mkdir "$folder/secrets"
    chmod 0 "$folder/secret.pcapng" "$folder/secrets"
}

test_folder()
{
    make_odd_folder
    fake_tshark
    review -j 1 "$folder" "$result"
    expect_status 0
    expect_nothing err
    expect out "17 captures, 12 labelled conversations, 12 contradicted"
    expect out "Page: $result/index.html"
    cut -f 1,3- "$result/files.tsv" >"$work/files"
    cat >"$work/expected" <<'FILES'
file	state	conversations	message
 sub folder /a b  c.pcap1	read	1	
$(touch pwned) \\ `id` ;.pcapng	read	1	
-r.pcapng	read	1	
<img src=x onerror=alert(1)>&amp;"'.pcapng	read	1	
broken.pcapng	partial	1	The file appears to be damaged or corrupt. (pcapng: total block lengths (first 1308 and second 2021161080) don't match)
cut.pcapng	partial	1	The file appears to have been cut short in the middle of a packet.
empty.pcap	unreadable	0	It is empty.
line\x0Afeed\x09tab.pcapng	read	1	
no packets.pcapng	read	0	
not \xFF UTF-8 é \u{202E}gnp.pcapng	read	1	
packed	read	1	
packed.pcapng.gz	read	1	
packed.pcapng.xz	read	1	
secret.pcapng	unreadable	0	You may not read it.
secrets/	unreadable	0	You may not look into this folder.
ssh-1994.pcapng	read	1	
text.pcap	unreadable	0	The file isn't a capture file in a format TShark understands.
FILES
    expect_same "$work/files" "$work/expected"
    find "$work" -name pwned >"$work/out"
    expect_nothing out

    # Two workers, and a second look when nothing has changed: the same bytes.
    first=$(started)
    review -j2 "$folder" "$work/two"
    expect_status 0
    diff -r -x '.legacyports*' "$result" "$work/two" >"$work/out" || fail "two workers: other results"
    [ "$(started)" -eq $((first * 2)) ] || fail "$(started) starts of tshark, not twice $first"
    review "$folder" "$work/two"
    expect_status 0
    diff -r -x '.legacyports*' "$result" "$work/two" >"$work/out" || fail "second look: other results"
    [ "$(started)" -eq $((first * 2)) ] || fail "what was finished is done again"
    chmod 700 "$folder/secrets"
}

# Starts a review in a process group of its own, and waits until $1 captures are finished.
start_review()
{
    SLOW=3 setsid sh "$source/plugin/review.sh" -j 1 "$folder" "$result" >"$work/out" 2>"$work/err" &
    running=$!
    for _ in $(seq 100); do
        set -- "$1" "$result"/.legacyports-review-*/parts/????????????????????????????????
        [ ! -e "$2" ] || [ $# -le "$1" ] || return 0
        sleep 0.5
    done
    status=0
    fail "$1 captures took too long"
}

expect_resumed()
{
    before=$(started)
    [ "$before" -lt 4 ] || fail "not interrupted half way"
    review "$folder" "$result"
    expect_status 0
    # Four captures, and again what was at work when it was interrupted.
    [ "$(started)" -le 5 ] || fail "$(started) starts of tshark for 4 captures and one again"
    review "$folder" "$work/at-once"
    diff -r -x '.legacyports*' "$result" "$work/at-once" >"$work/out" || fail "other results"
}

test_interrupted()
{
    put ssh-1994 tls-1994 mining-9999 jmx-9988
    fake_tshark
    start_review 1
    status=0
    kill -TERM "$running"
    wait "$running" || status=$?
    expect_status 1
    expect err "interrupted; the same command goes on from here"
    expect_resumed
}

# Nobody tidies up. The one capture that is at work is finished, and holds the lock till then.
test_killed()
{
    put ssh-1994 tls-1994 mining-9999 jmx-9988
    fake_tshark
    start_review 1
    kill -KILL "-$running"
    wait "$running" 2>/dev/null
    flock "$result"/.legacyports-review-*/lock true
    expect_resumed
}

# A capture that is there anew, one that has changed, one that has gone; another preference.
test_changed()
{
    put ssh-1994 tls-1994 mining-9999
    fake_tshark
    review "$folder" "$result"
    [ "$(started)" -eq 3 ] || fail "not 3 captures"
    put jmx-9988
    cp "$captures/tls-1994.pcapng" "$folder/ssh-1994.pcapng"
    rm "$folder/mining-9999.pcapng"
    review "$folder" "$result"
    expect_status 0
    [ "$(started)" -eq 5 ] || fail "not 2 captures more"
    [ "$(cut -f 1,3 "$result/conversations.tsv")" = "$(printf '%s\t%s\n' file label \
        jmx-9988.pcapng 'Java RMI, on an IBM LMT port' ssh-1994.pcapng 'TLS, on a Cisco STUN port' \
        tls-1994.pcapng 'TLS, on a Cisco STUN port')" ] || fail "other labels"
    put pcanywhere-5631
    review -o legacyport.label:focus "$folder" "$result"
    expect_status 0
    [ "$(started)" -eq 9 ] || fail "not all 4 captures with another preference"
    ! grep pcanywhere "$result/conversations.tsv" || fail "the preference has no effect"
}

# A document has the fields that a packet of the conversation has with tshark -T ek
# when all is known of it, and the ends that it goes between.
test_documents()
{
    status=0
    : >"$work/err"
    for name in lmt-rest-http numbers stun-four-ports transports; do
        tshark -n -q -z legacyport,ek -r "$captures/$name.pcapng" >"$work/documents" 2>/dev/null
        tshark -n -2 -Y legacyport -T ek -r "$captures/$name.pcapng" >"$work/packets" 2>/dev/null
        perl -w - "$work/documents" "$work/packets" >"$work/out" <<'PERL' || fail "$name: other fields"
use strict;
use JSON::PP;

sub layers
{
    open my $file, '<', $_[0] or die;
    return map { decode_json($_)->{layers} } grep { !/^\{"index":/ } <$file>;
}

sub fields
{
    my ($layers) = @_;
    my %of = %{$layers->{legacyport}};
    # Of a number that is no port, the packet alone knows who else names it.
    delete @of{map { "legacyport_legacyport_$_" } qw(alternative source description)}
        if $of{legacyport_legacyport_kind} ne 'port';
    my @lines = map { "$_=" . (ref $of{$_} eq 'ARRAY' ? join '|', @{$of{$_}} : $of{$_}) }
        grep { /^legacyport_/ } sort keys %of;
    for my $ends ([qw(ip src dst)], [qw(ipv6 src dst)], [qw(tcp srcport dstport)], [qw(udp srcport dstport)]) {
        my ($layer, @names) = @$ends;
        push @lines, join ' ', $layer, sort map { $layers->{$layer}{"${layer}_$layer.$_" =~ tr/./_/r} } @names
            if $layers->{$layer} && $of{legacyport_legacyport_kind} =~ /^(port|ipprotocol)$/;
    }
    return join "\n", @lines;
}

my %packet;
$packet{$_->{legacyport}{legacyport_legacyport_conversation}} //= $_ for layers($ARGV[1]);
my @documents = layers($ARGV[0]);
die "no documents\n" if !@documents || @documents != keys %packet;
for my $document (@documents) {
    my $first = $packet{$document->{legacyport}{legacyport_legacyport_conversation}};
    my ($is, $should) = (fields($document), fields($first));
    die "document:\n$is\n\npacket:\n$should\n" if $is ne $should;
    die "other packet\n" if $document->{frame}{frame_frame_number} != $first->{frame}{frame_frame_number};
}
PERL
    done
}

# The mapping of the help text: each value of a document has the type that it names.
test_mapping()
{
    put ssh-1994 transports
    review "$folder" "$result"
    expect_status 0
    # The two lines of the help are run as they are.
    run sh "$source/plugin/review.sh" --help
    sed -n '/^  tshark -G/,/mapping.json$/p' "$work/out" >"$work/commands"
    (cd "$work" && sh ./commands) 2>/dev/null
    # A name twice in an object, as Wireshark 4.6 prints "frame", is no mapping to a search engine.
    ! grep -E '^          "' "$work/mapping.json" | sort | uniq -d | grep . >"$work/out" || fail "a layer twice"
    perl -w - "$work/mapping.json" "$result/conversations.jsonl" >"$work/out" 2>"$work/err" <<'PERL' || fail "it does not fit"
use strict;
use JSON::PP;

open my $file, '<', $ARGV[0] or die;
my $body = decode_json(do { local $/; <$file> });
die "not what an index is made of\n" if join(' ', sort keys %$body) ne 'mappings settings';
my $mapping = $body->{mappings};
die "not dynamic\n" if !($mapping->{dynamic} // 1);
my $layers = $mapping->{properties}{layers}{properties};
my %is = (
    short => qr/^\d{1,4}$/, integer => qr/^\d{1,9}$/, long => qr/^\d+$/, ip => qr/^[0-9a-f.:]+$/,
    boolean => qr/^[01]$/, date => qr/^\d+$/, date_nanos => qr/^\d+$/, keyword => qr/./,
);
my ($documents, %typed, %ids) = (0);
open my $lines, '<', $ARGV[1] or die;
while (my $action = <$lines>) {
    my $index = decode_json($action)->{index};
    die "an id twice\n" if $index->{_index} ne 'legacyports' || $ids{$index->{_id}}++;
    my $document = decode_json(scalar <$lines>);
    $documents++;
    die "no file\n" if $document->{file} !~ /^(ssh-1994|transports)\.pcapng$/;
    die "no time\n" if $document->{timestamp} !~ /^\d+$/;
    for my $layer (sort keys %{$document->{layers}}) {
        my $values = $document->{layers}{$layer};
        for my $name (sort keys %$values) {
            my $type = ($layers->{$layer}{properties}{$name} or next)->{type};
            $typed{$name} = $type;
            die "$name is no $type: $values->{$name}\n" if $values->{$name} !~ $is{$type};
        }
    }
}
die "$documents documents\n" if $documents != 33;
for my $name (qw(ip_ip_src ipv6_ipv6_dst tcp_tcp_dstport udp_udp_srcport
        legacyport_legacyport_port legacyport_legacyport_contradicted legacyport_legacyport_evidence)) {
    die "$name has no type\n" if !$typed{$name};
}
PERL
}

test_missing_folder()
{
    review "$work/nowhere"
    expect_refusal "there is no folder $work/nowhere"
}

test_no_folder()
{
    review
    expect_status 2
    expect_refusal "name a folder of captures" "usage: "
}

test_unknown_option()
{
    review --frobnicate "$work"
    expect_status 2
    expect_refusal "unknown option --frobnicate" "usage: sh plugin/review.sh"
}

test_unknown_preference()
{
    put ssh-1994
    review -o legacyport.labels:focus "$folder" "$result"
    expect_refusal '"legacyport.labels:focus" specifies unknown preference'
    [ ! -e "$result" ] || fail "something was made"
}

test_no_number()
{
    put ssh-1994
    for jobs in x 0 -1 1.5 ''; do
        review -j "$jobs" "$folder" "$result"
        expect_status 2
        expect_refusal "-j $jobs is no number of captures" "usage: "
    done
    review -jx "$folder" "$result"
    expect_status 2
    [ ! -e "$result" ] || fail "something was made"
}

test_own_words()
{
    review -h
    expect_status 0
    expect out "usage: sh plugin/review.sh"
    cp "$work/out" "$work/help"
    review --help
    expect_same "$work/out" "$work/help"
    review --version
    expect_status 0
    expect out "legacyports $(cat "$source/VERSION")"
}

# Folders and captures whose names begin with a dash.
test_dashes()
{
    put ssh-1994
    mv "$folder" "$work/-r"
    mv "$work/-r/ssh-1994.pcapng" "$work/-r/-j.pcapng"
    cd "$work" || exit 1
    review -- -r -o
    expect_status 0
    expect out "1 capture, 1 labelled conversation, 1 contradicted"
    expect out "Page: $work/-o/index.html"
    mv -- -r -
    OLDPWD=/ review -
    expect_refusal "unknown option -"
    review -- - -o
    expect_refusal "holds the review of another folder"
}

# A package has the script, and what it needs, somewhere else.
test_elsewhere()
{
    put ssh-1994
    mkdir -p "$work/share/plugin"
    cp "$source/VERSION" "$work/share/"
    cp -R "$source/plugin/review.sh" "$source/plugin/review" "$source/plugin/setup" "$work/share/plugin/"
    run sh "$work/share/plugin/review.sh" "$folder" "$result"
    expect_status 0
    expect out "1 capture, 1 labelled conversation, 1 contradicted"
}

test_not_loaded()
{
    WIRESHARK_PLUGIN_DIR=$work/global
    put ssh-1994
    review "$folder" "$result"
    expect_refusal "the plugin is not loaded" "--install"
}

test_other_folder()
{
    put ssh-1994
    review "$folder" "$result"
    expect_status 0
    review "$captures" "$result"
    expect_refusal "$result holds the review of another folder, $folder"

    exec 8>"$(echo "$result"/.legacyports-review-*/lock)"
    flock 8
    review "$folder" "$result"
    expect_refusal "another review writes to $result"
    exec 8>&-
}

run_case
