#!/bin/sh
# pieces-test.sh: an MHSnet message is put together from many pieces, in any order, up to a limit
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/pieces-test.sh PLUGIN_DIR HOSTILE
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 hostile=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
export WIRESHARK_DEBUG_WMEM_OVERRIDE=block

# Prints the size, what was seen, and the state of the message of a case; then its remarks.
message()
{
    "$hostile" "$1" "$2" 1989 >"$work/x.pcap"
    chmod 644 "$work/x.pcap"
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$work/x.pcap" -z mhsnet,messages \
        -Y mhsnet.too_large -T fields -e _ws.expert.message 2>"$work/stderr" |
        sed -nE 's/.*[|] *([0-9]+) [|] *([0-9]+) [|](complete|incomplete|not reassembled) .*/\1 \2 \3/p
            /too many/p'
}

expect()
{
    found=$(message "$1" "$2")
    [ "$found" = "$3" ] || {
        echo "pieces-test.sh: $1 $2: expected '$3', found '$found'" >&2
        exit 1
    }
}

expect crumbs 16 "16384 16384 complete"
expect backward-message 256 "262144 262144 complete"
expect long-message 64 "67108864 65536 incomplete"
expect crumbs 257 "The message comes in too many pieces to be reassembled
263168 263168 not reassembled"
