#!/bin/sh
# stun-statistics.sh: the tables of stations, against what they should say
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/stun-statistics.sh PLUGIN_DIR CAPTURE EXPECTED [--update]

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2 expected=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

statistic()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$capture" -q -z "$1" 2>/dev/null
}

# Apply as Filter, in the tables of Wireshark's window, makes such filters.
packets()
{
    echo "$1: $(sh "$here/../with-plugin.sh" "$plugins" tshark -r "$capture" -Y "$1" 2>/dev/null | wc -l)"
}

# Times are the capture's; which columns the tables have, Wireshark's version
# says. Names and counts are ours.
{
    echo '== polls answered, by station'
    statistic ciscostun,srt | awk '/Group .* station/ { sub(/^ *[0-9]+ */, ""); print $1, $2, $3, $4, $5 }'
    echo '== frames'
    statistic ciscostun,tree | awk '/^Topic/ { on = 1; next } /^(-|=)/ { next } on && NF {
        match($0, /^ */); indent = substr($0, 1, RLENGTH)
        split(substr($0, RLENGTH + 1), cell, /  +/)
        print indent cell[1] ": " cell[2] }'
    echo '== ends of lines'
    statistic conv,ciscostun | awk '/<->/ { gsub(/ +/, " ")
        match($0, /^.* <-> Group [0-9]+ (station [0-9A-F]+|primary)/)
        print substr($0, 1, RLENGTH) }' | sort
    echo '== packets that the rows of the tables filter on'
    packets 'ciscostun.end=="Group 14 primary" && ciscostun.end=="Group 14 station C1"'
    packets 'ciscostun.sender=="Group 14 primary" && ciscostun.receiver=="Group 14 station C1"'
    packets 'ciscostun.station==3777'
    echo '== flow graph: label and comment of its first arrows, and how many there are'
    statistic flow,ciscostun,standard | awk -F '|' '/\|group/ { gsub(/^ +| +$/, "", $3)
        if (++n <= 8) print $3 ": " $NF } END { print n }'
} >"$work/found"

if [ "${4:-}" = --update ]; then
    cp "$work/found" "$expected"
else
    diff -u "$expected" "$work/found"
fi
