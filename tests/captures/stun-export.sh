#!/bin/sh
# stun-export.sh: the serial frames that Export PDUs gives back
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/stun-export.sh PLUGIN_DIR CAPTURE [EXPECTED_FRAMES]
#        sh stun-export.sh PLUGIN_DIR CAPTURE GROUP=COUNT ...
#
# With the .frames file of a shipped capture (what its sender put in: client
# port, direction, group, opcode, bytes), the exported frames must be the same
# bytes in the same order, per direction. With groups, so many frames must come
# out, and a Wireshark without plugins must dissect every one of them as SDLC.
# Exits with 77, skipped, where there is no such capture.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
shift 2
[ -r "$capture" ] || { echo "Skipped: the captures and documents beside the project, which are no part of it"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 777 "$work"
failures=0

fail()
{
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# export_where FILTER FILE
export_where()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$capture" -Y "$1" \
        -U 'Cisco STUN SDLC' -w "$2" 2>/dev/null
}

# Without our plugin, whatever this machine has installed.
stock()
{
    sh "$here/../with-plugin.sh" "$work/none" tshark "$@" 2>/dev/null
}

# The bytes of every packet of a file, one a line; what tshark reassembles from
# them comes behind under a title of its own.
bytes()
{
    stock -r "$1" -x | awk '
        /^[A-Z]/ { reassembled = !/^(Frame|Packet)/; next }
        reassembled && NF { next }
        /^$/ { reassembled = 0 }
        /^[0-9a-f]+  / { sub(/^[0-9a-f]+  /, ""); line = line substr($0, 1, 48); next }
        /^$/ { if (line != "") { gsub(/ /, "", line); print line }; line = "" }
        END { if (line != "") { gsub(/ /, "", line); print line } }'
}

compare_direction()
{
    port=$1 direction=$2 side=$3
    awk -F '\t' -v p="$port" -v d="$direction" '$1 == p && $2 == d && $4 == 0 && $5 != "" { print $5 }' \
        "$frames" > "$work/put-in"
    export_where "tcp.${side}port == $port || udp.${side}port == $port" "$work/out.pcap"
    bytes "$work/out.pcap" > "$work/came-out"
    if cmp -s "$work/put-in" "$work/came-out"; then
        echo "ok: $port $direction: $(wc -l < "$work/put-in") frames"
    else
        fail "$port $direction: $(diff "$work/put-in" "$work/came-out" | head -3)"
    fi
}

count_group()
{
    group=${1%=*} expected=${1#*=}
    export_where "ciscostun.group == $group" "$work/out.pcap"
    dissected=$(stock -r "$work/out.pcap" -Y sdlc -T fields -e frame.number | wc -l)
    all=$(stock -r "$work/out.pcap" -T fields -e frame.number | wc -l)
    echo "group $group: $all frames, $dissected dissected as SDLC"
    [ "$all" -eq "$expected" ] || fail "group $group: $expected frames expected"
    [ "$dissected" -eq "$all" ] || fail "group $group: $((all - dissected)) frames not dissected"
}

case $1 in
*=*)
    for group in "$@"; do count_group "$group"; done ;;
*)
    frames=$1
    # shellcheck disable=SC2013 # numbers, one a line
    for port in $(cut -f 1 "$frames" | sort -un); do
        compare_direction "$port" to-server src
        compare_direction "$port" to-client dst
    done ;;
esac
[ "$failures" = 0 ]
