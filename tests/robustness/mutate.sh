#!/bin/sh
# mutate.sh: every shipped capture with bytes changed at random, through tshark
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/mutate.sh PLUGIN_DIR FIRST PASSES [valgrind]
#
# A pass takes all captures, one behind another, changes some of their bytes
# (editcap -E, seeded with the number of the pass: the same each time) and has
# them dissected in full, in two passes, with the statistics listening; then
# random packets (randpkt). Nothing may crash, assert or be a bug of a dissector,
# and no memory be misused: the allocator is Wireshark's strict one, or valgrind
# watches. What Wireshark without the plugin does as well is its own bug: TLS of
# 4.0 asserts that a fragment is there which it may have thrown away. That is said,
# and no failure. A capture that fails is kept where this was started.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
plugins=$1 first=$2 passes=$3 tool=${4:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
export HOME=/nonexistent
grindlog=$work/grind/log
mkdir -m 777 "$work/grind"

# Those with TLS are on their own, because of its bug above.
tls=$(find "$root/test-captures" -name '*tls*.pcapng' -o -name 'lmt-99*.pcapng' | sort)
others=$(find "$root/test-captures" -name '*.pcapng' ! -name '*tls*' ! -name 'lmt-99*' | sort)
# shellcheck disable=SC2086
mergecap -a -w "$work/tls.pcapng" $tls
# shellcheck disable=SC2086
mergecap -a -w "$work/others.pcapng" $others

dissect()
{
    set -- tshark -r "$1" -2 -V -x -z legacyport,conv -z legacyport,tree -z ciscostun,tree \
        -z ciscostun,srt -z mhsnet,messages -z mhsnet,channels -z mhsnet,tree
    [ -z "$tool" ] || set -- valgrind --quiet --error-exitcode=9 --leak-check=full \
        --show-leak-kinds=definite --errors-for-leak-kinds=none --keep-debuginfo=yes \
        --log-file="$grindlog" "$@"
    sh "$here/../with-plugin.sh" "$plugins" "$@" >"$work/out" 2>"$work/stderr"
}

# Whether Wireshark alone fails on a capture, too.
fails_anyway()
{
    mkdir -p "$work/none"
    ! sh "$here/../with-plugin.sh" "$work/none" tshark -r "$1" -2 -V -x >"$work/alone" \
        2>"$work/stderr.alone" || grep -q 'Dissector bug' "$work/alone"
}

# Leaks that valgrind ascribes to functions of ours.
our_leaks()
{
    [ ! -e "$grindlog" ] || awk '
        function show() { if (block ~ /definitely lost/ && block ~ /legacyports\.so/) print block }
        / bytes? in .* (lost|reachable)/ { show(); block = "" }
        { block = block $0 "\n" }
        END { show() }' "$grindlog"
}

check()
{
    failed=0
    dissect "$1" || failed=1
    if [ $failed = 0 ] && ! grep -q 'Dissector bug' "$work/out" "$work/stderr"; then
        :
    elif fails_anyway "$1"; then
        echo "pass $2: Wireshark fails without the plugin, too:" \
            "$(tail -n 2 "$work/stderr.alone" | tr '\n' ' ')"
        return 0
    fi
    if [ $failed = 1 ]; then
        cp "$1" "mutate-$2.pcapng"
        tail -n 20 "$work/stderr" >&2
        [ -z "$tool" ] || head -n 60 "$grindlog" >&2
        echo "mutate.sh: pass $2 failed; its packets are in mutate-$2.pcapng" >&2
        exit 1
    fi
    if grep -E 'Dissector bug|STATUS_|assert|CRITICAL' "$work/out" "$work/stderr" |
        grep -vE 'TEXT|STATUS_[A-Z_]* \(0x'; then
        cp "$1" "mutate-$2.pcapng"
        echo "mutate.sh: pass $2 shows a bug; its packets are in mutate-$2.pcapng" >&2
        exit 1
    fi
    leaks=$(our_leaks)
    [ -z "$leaks" ] || {
        echo "$leaks" >&2
        exit 1
    }
}

packets=0
count_packets()
{
    packets=$((packets + $(grep -c '^Frame [0-9]*:' "$work/out" || :)))
}

pass=$first
while [ "$pass" -lt $((first + passes)) ]; do
    case $((pass % 4)) in 0) rate=0.001 ;; 1) rate=0.005 ;; 2) rate=0.02 ;; *) rate=0.1 ;; esac
    for group in others tls; do
        editcap -E $rate --seed "$pass" "$work/$group.pcapng" "$work/x.pcapng" 2>"$work/stderr"
        chmod 644 "$work/x.pcapng"
        check "$work/x.pcapng" "$pass-$group"
        count_packets
    done
    pass=$((pass + 1))
done
for type in tcp udp eth; do
    command -v randpkt >/dev/null || break
    randpkt -b 500 -c $((passes * 100)) -t $type "$work/random.pcap" >"$work/randpkt" 2>&1 || continue
    chmod 644 "$work/random.pcap"
    check "$work/random.pcap" "random-$type"
    count_packets
done
echo "$passes passes, $packets packets: nothing broke"
