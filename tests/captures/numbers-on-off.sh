#!/bin/sh
# numbers-on-off.sh: labels by EtherType, service access point and IP protocol, on and off
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/numbers-on-off.sh PLUGIN_DIR CAPTURE

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2

labels()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$capture" -T fields -e frame.number \
        -e legacyport.kind -e legacyport.label -e legacyport.conversation "$@" 2>/dev/null
}

expected=$(printf '%s\n' \
    '1	ethertype	DEC DECnet LAVC	0' '2	ethertype	DEC DECnet LAVC	0' \
    '3	ethertype	DEC DECnet LAVC	1' \
    '4	sap	EIA RS-511 Manufacturing Message Service	2' \
    '5	sap	EIA RS-511 Manufacturing Message Service	2' \
    '6	ipprotocol	SUN ND PROTOCOL-Temporary	3' '7	ipprotocol	SUN ND PROTOCOL-Temporary	3' \
    '8	ipprotocol	any host internal protocol	4' '9			')
for passes in '' -2; do
    # shellcheck disable=SC2086 # no option, or one
    [ "$(labels $passes)" = "$expected" ] || {
        echo "FAILED: labels by number (${passes:-one pass}):"
        # shellcheck disable=SC2086
        labels $passes
        exit 1
    }
done
[ -z "$(labels -o legacyport.numbers:FALSE -Y legacyport)" ] || {
    echo 'FAILED: the preference does not turn them off'
    exit 1
}
echo 'ok: labels by number, on and off'
