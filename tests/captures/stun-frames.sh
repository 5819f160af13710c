#!/bin/sh
# stun-frames.sh: the STUN frames of a capture are those that its sender put in
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: RECUT=PROGRAM sh tests/captures/stun-frames.sh PLUGIN_DIR CAPTURE FRAMES [OPTION OF RECUT ...]
#
# FRAMES is what stun-peer wrote. All of them must come out, in order, per
# direction, and every conversation keeps its label and its proof.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2 frames=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

"$RECUT" "$@" "$capture" "$work/recut.pcap"
chmod 644 "$work/recut.pcap"

# client port, direction, group, opcode, length of each message
tr '\t' ' ' <"$frames" | awk '{ print $1, $2, $3, $4, length($5) / 2 }' | sort -s -k1,2 >"$work/sent"

sh "$here/../with-plugin.sh" "$plugins" tshark -r "$work/recut.pcap" \
    -o tcp.reassemble_out_of_order:TRUE -Y ciscostun -T fields -E separator=' ' \
    -e tcp.srcport -e tcp.dstport -e ciscostun.group -e ciscostun.opcode -e ciscostun.length \
    2>"$work/stderr" |
    awk '{ to_server = $1 > $2
           n = split($3, group, ","); split($4, opcode, ","); split($5, size, ",")
           for (i = 1; i <= n; i++)
               print (to_server ? $1 : $2), (to_server ? "to-server" : "to-client"), group[i],
                     substr(opcode[i], length(opcode[i])) + 0, size[i] }' |
    sort -s -k1,2 >"$work/shown"
diff -u "$work/sent" "$work/shown"

sh "$here/../with-plugin.sh" "$plugins" tshark -r "$work/recut.pcap" -q -z legacyport,conv \
    -o tcp.reassemble_out_of_order:TRUE 2>/dev/null | grep -c ' Proof ' >"$work/proven"
[ "$(cat "$work/proven")" = "$(cut -f1 "$frames" | sort -u | wc -l)" ]
echo "$(wc -l <"$work/shown") frames"
