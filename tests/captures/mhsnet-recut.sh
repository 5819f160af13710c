#!/bin/sh
# mhsnet-recut.sh: the same MHSnet packets, however TCP cut the stream
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: RECUT=PROGRAM sh tests/captures/mhsnet-recut.sh PLUGIN_DIR CAPTURE
#
# What each side said must be the same, in the same order; so must the labels.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
failures=0

said_in()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$1" \
        -o tcp.reassemble_out_of_order:TRUE -Y 'mhsnet || ipsendmsg' -T fields -e tcp.srcport \
        -e mhsnet.line -e mhsnet.type -e mhsnet.channel -e mhsnet.address -e mhsnet.message_id \
        -e mhsnet.data -e mhsnet.files -e legacyport.label 2>/dev/null | awk -F '\t' '
        { for (i = 2; i < NF; i++) said[$1, i] = said[$1, i] ($i == "" ? "" : "," $i)
          label[$1] = $NF }
        END { for (key in said) print key, said[key]; for (port in label) print port, label[port] }' |
        LC_ALL=C sort | cksum
}

expected=$(said_in "$capture")
# Options of recut: each byte alone; what one side says in a row as one segment, then cut in two
# inside a header, or at random, also in another order.
for way in "-n 1" "-m" "-m -k 9" "-m -r 1989" "-m -r 3 -w 8"; do
    # shellcheck disable=SC2086
    "$RECUT" $way "$capture" "$work/recut.pcap"
    found=$(said_in "$work/recut.pcap")
    if [ "$found" = "$expected" ]; then
        echo "ok: recut $way: $found"
    else
        echo "FAILED: recut $way: expected '$expected', found '$found'"
        failures=$((failures + 1))
    fi
done
[ "$failures" = 0 ]
