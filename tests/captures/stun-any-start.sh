#!/bin/sh
# stun-any-start.sh: a capture that begins at any packet shows the same frames
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/stun-any-start.sh PLUGIN_DIR CAPTURE STEP [PROTOCOL]
#
# PROTOCOL is ciscostun or bstun.
#
# The capture is cut before every STEPth packet. Per stream and direction, what
# is shown must be the last frames of the whole capture, with nothing missing
# between them, nothing new and nothing changed: only the frames before the
# first one that can be found may be lost.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2 step=$3 protocol=${4:-ciscostun}
[ -r "$capture" ] || { echo "Skipped: the captures and documents beside the project, which are no part of it"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# A line a frame: direction, packet time, opcode, group, length.
frames()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$1" -Y "$protocol" -T fields \
        -e frame.time_epoch -e tcp.srcport -e tcp.dstport -e "$protocol.opcode" -e "$protocol.group" \
        -e "$protocol.length" 2>/dev/null |
        awk -F '\t' '{ n = split($4, opcode, ","); split($5, group, ","); split($6, size, ",")
                       for (i = 1; i <= n; i++)
                           print $2 ">" $3, $1, opcode[i], group[i], size[i] }'
}

frames "$capture" >"$work/whole"
packets=$(sh "$here/../with-plugin.sh" "$plugins" tshark -r "$capture" -T fields -e frame.number \
    2>/dev/null | tail -n 1)
start=2 most=0 tried=0
while [ "$start" -le "$packets" ]; do
    editcap -F pcapng -r "$capture" "$work/part.pcapng" "$start-$packets" 2>/dev/null
    chmod 644 "$work/part.pcapng"
    first=$(sh "$here/../with-plugin.sh" "$plugins" tshark -r "$work/part.pcapng" -c 1 -T fields \
        -e frame.time_epoch 2>/dev/null)
    frames "$work/part.pcapng" >"$work/part"
    awk -v first="$first" '$2 >= first' "$work/whole" >"$work/expected"
    worst=$(awk '
        NR == FNR { expected[$1, ++all[$1]] = $0; next }
        { shown[$1, ++some[$1]] = $0 }
        END { for (d in some) if (some[d] > all[d]) { print d, "frames that are none"; exit }
              for (d in all) if (all[d] >= 8 && !some[d]) { print d, "nothing is found"; exit }
              for (d in all) {
                  lost = all[d] - some[d]
                  if (lost > worst) worst = lost
                  for (i = 1; i <= some[d]; i++)
                      if (shown[d, i] != expected[d, lost + i]) { print d, "frame", i; exit } }
              print worst + 0 }' "$work/expected" "$work/part")
    case $worst in
    *' '*)
        echo "FAILED: from packet $start: $worst"
        exit 1 ;;
    esac
    [ "$worst" -le "$most" ] || most=$worst
    tried=$((tried + 1)) start=$((start + step))
done
echo "ok: $tried starts of $capture; at most $most frames of a direction are lost before the first"
