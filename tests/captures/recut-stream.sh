#!/bin/sh
# recut-stream.sh: a capture in other segments says the same
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: RECUT=PROGRAM sh tests/captures/recut-stream.sh PLUGIN_DIR CAPTURE [OPTION OF RECUT ...]
#
# Each direction of each TCP stream, as tshark follows it, is the same byte for
# byte before and after, and every checksum is right.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
capture=$2
shift 2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT

# Wireshark alone, without any plugin.
tshark()
{
    sh "$here/../with-plugin.sh" /nonexistent tshark "$@"
}

# Writes a line per stream and direction of a capture: number, side, bytes in hex.
streams()
{
    follow=
    for number in $numbers; do
        follow="$follow -z follow,tcp,raw,$number"
    done
    # shellcheck disable=SC2086
    tshark -r "$1" -q $follow 2>"$work/stderr" | awk '
        /^Filter: tcp.stream eq / { number = $NF; next }
        /^$/ { next }
        /^(=|Follow:|Node )/ { next }
        /^\t/ { server[number] = server[number] substr($0, 2); next }
        { client[number] = client[number] $0 }
        END { for (n in client) print n, "client", client[n]
              for (n in server) print n, "server", server[n] }' | sort
}

numbers=$(tshark -r "$capture" -T fields -e tcp.stream 2>/dev/null | grep . | sort -nu)
"$RECUT" "$@" "$capture" "$work/recut.pcap"
packets=$(tshark -r "$work/recut.pcap" -T fields -e frame.number 2>/dev/null | wc -l)
[ "$packets" -gt 0 ] || { echo "recut-stream.sh: nothing came out" >&2; exit 1; }

bad=$(tshark -r "$work/recut.pcap" -o tcp.check_checksum:TRUE -o ip.check_checksum:TRUE \
    -Y 'tcp.checksum.status != 1 || ip.checksum.status == 0' 2>/dev/null | wc -l)
[ "$bad" = 0 ] || { echo "recut-stream.sh: $bad packets with a wrong checksum" >&2; exit 1; }

streams "$capture" >"$work/before"
streams "$work/recut.pcap" >"$work/after"
[ -s "$work/before" ] || { echo "recut-stream.sh: no payload to compare" >&2; exit 1; }
diff "$work/before" "$work/after" >"$work/diff" || {
    cut -c1-100 "$work/diff" >&2
    echo "recut-stream.sh: a stream differs" >&2
    exit 1
}
echo "$packets packets, $(wc -l <"$work/before") directions compared"
