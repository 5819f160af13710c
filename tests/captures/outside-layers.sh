#!/bin/sh
# outside-layers.sh: what only looks or passes a question on is no layer of a packet
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/outside-layers.sh PLUGIN_DIR CAPTURE ...
#
# plugin/labels/packet-outside-layers.c goes around Wireshark's list of layers
# in two ways. This fails when one of them stops working:
#  - the list of a packet then names the heuristic that asks ours, or lacks the transport or
#    whatever our heuristics found above it;
#  - an expert info of a label then has another's protocol.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1
shift

read_capture()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark "$@" 2>/dev/null
}

found=0
for capture; do
    layers=$(read_capture -r "$capture" -T fields -e frame.protocols | sort -u)
    if echo "$layers" | grep -E '(^|:)(anyport|legacyport)' ||
        echo "$layers" | grep -Ev ':(tcp|udp|sctp|dccp)(:|$)'; then
        echo "outside-layers.sh: these are the layers of a packet of $capture"
        exit 1
    fi
    if echo "$layers" | grep -q ':ciscostun'; then
        found=1
        echo "$layers" | grep -Eq ':(tcp|udp):ciscostun' || { echo "$layers"; exit 1; }
    fi
    read_capture -r "$capture" -q -z expert |
        awk '/not what the port says|The sources disagree/ && $3 != "LegacyPort" { print; wrong = 1 } END { exit wrong }'
done
[ "$found" = 1 ] || { echo "outside-layers.sh: no capture has Cisco STUN, which a heuristic finds"; exit 1; }
