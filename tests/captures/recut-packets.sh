#!/bin/sh
# recut-packets.sh: recut -d and -l leave out what they are told to, and nothing else
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: RECUT=PROGRAM sh tests/captures/recut-packets.sh PLUGIN_DIR CAPTURE
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
capture=$2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT

# Wireshark alone, without any plugin.
tshark()
{
    sh "$here/../with-plugin.sh" /nonexistent tshark "$@"
}

bytes()
{
    tshark -r "$1" -T fields -e frame.time_epoch -e frame.len -e frame.cap_len -e ip.id \
        -e tcp.seq_raw -e tcp.payload 2>/dev/null
}

bytes "$capture" >"$work/all"
"$RECUT" -d 25 "$capture" "$work/rest.pcap"
bytes "$work/rest.pcap" >"$work/rest"
sed 1,25d "$work/all" | diff - "$work/rest"

"$RECUT" -l 70 "$capture" "$work/short.pcap"
bytes "$work/short.pcap" | awk '$3 > 70 { exit 1 } { print $1, $2 }' >"$work/short"
awk '{ print $1, $2 }' "$work/all" | diff - "$work/short"

if "$RECUT" -n 0 "$capture" "$work/no.pcap" 2>"$work/complaint"; then exit 1; fi
grep -q 'not a number' "$work/complaint"
if "$RECUT" /nonexistent "$work/no.pcap" 2>"$work/complaint"; then exit 1; fi
grep -q 'nonexistent' "$work/complaint"
