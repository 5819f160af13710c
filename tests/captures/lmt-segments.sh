#!/bin/sh
# lmt-segments.sh: what is said of a handshake or message does not depend on segments
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: RECUT=PROGRAM sh tests/captures/lmt-segments.sh PLUGIN_DIR CAPTURE [OPTION OF RECUT ...]
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# What each stream shows in the second pass; a packet with several records shows it several times.
facts()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -2 -r "$1" -Y ibmlmt \
        -o tcp.reassemble_out_of_order:TRUE -T fields -E occurrence=l \
        -e tcp.stream -e ibmlmt.level -e ibmlmt.level_seen -e ibmlmt.tls.version \
        -e ibmlmt.tls.server_name -e ibmlmt.server_certificate.seen \
        -e ibmlmt.server_certificate.subject -e ibmlmt.server_certificate.issuer \
        -e ibmlmt.client_certificate.requested -e ibmlmt.client_certificate.sent \
        -e ibmlmt.client_certificate.subject -e ibmlmt.client_certificate.issuer 2>/dev/null |
        sort -u
    sh "$here/../with-plugin.sh" "$plugins" tshark -2 -r "$1" -Y ibmlmt \
        -o tcp.reassemble_out_of_order:TRUE -T fields -E occurrence=a \
        -e tcp.stream -e ibmlmt.credential -e ibmlmt.literal -e ibmlmt.rest.resource \
        -e ibmlmt.rest.direction 2>/dev/null | awk -F '\t' '{
            for (i = 2; i <= NF; i++) {
                n = split($i, value, ",")
                for (j = 1; j <= n; j++) print $1, i, value[j] } }' | sort
}

sh "$here/lmt-cut.sh" "$capture" "$work/recut.pcap" "$@"
facts "$capture" >"$work/before"
facts "$work/recut.pcap" >"$work/after"
[ -s "$work/before" ]
diff -u "$work/before" "$work/after"
