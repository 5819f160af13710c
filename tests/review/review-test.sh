# review-test.sh: plugin/review.sh over folders with all that a folder may hold
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/../scripts/harness.sh"

command -v parallel >/dev/null || skip "no GNU parallel (Debian package parallel)"
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
    *" -r "*) echo "\$*" >>"$work/started"; sleep \${SLOW:-0} ;;
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
    cp "$captures/telnet-9999.pcapng" "$folder/ sub folder /a b  c.pcap1"
    cp "$captures/telnet-9999.pcapng" "$folder/line${newline}feed	tab.pcapng"
    cp "$captures/telnet-9999.pcapng" "$folder/<img src=x onerror=alert(1)>&amp;\"'.pcapng"
    cp "$captures/telnet-9999.pcapng" "$folder/\$(touch pwned) \\ \`id\` ;.pcapng"
    cp "$captures/telnet-9999.pcapng" "$folder/$(printf 'not \377 UTF-8 \303\251 \342\200\256gnp').pcapng"
    cp "$captures/telnet-9999.pcapng" "$folder/-r.pcapng"
    ln -s ssh-1994.pcapng "$folder/link.pcapng"
    ln -s . "$folder/loop"
    mkfifo "$folder/pipe.pcapng"
    cp "$captures/ssh-1994.pcapng" "$folder/secret.pcapng"
    chmod 0 "$folder/secret.pcapng"
}

test_folder()
{
    make_odd_folder
    review "$folder" "$result"
    expect_status 0
    expect_nothing err
    expect out "17 captures, 13 labelled conversations, 13 contradicted"
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
link.pcapng	read	1	
no packets.pcapng	read	0	
not \xFF UTF-8 é \u{202E}gnp.pcapng	read	1	
packed	read	1	
packed.pcapng.gz	read	1	
packed.pcapng.xz	read	1	
secret.pcapng	unreadable	0	You may not read it.
ssh-1994.pcapng	read	1	
text.pcap	unreadable	0	The file isn't a capture file in a format TShark understands.
FILES
    expect_same "$work/files" "$work/expected"
    find "$work" -name pwned >"$work/out"
    expect_nothing out
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
}

run_case
