#!/bin/sh
# lmt-after-others.sh: what is shown of LMT does not depend on who was found before it
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/lmt-after-others.sh PLUGIN_DIR CAPTURE OTHER ...
#
# Wireshark tries the heuristic first that found something last: after TLS and HTTP on
# other ports, it is theirs. Compared is what each packet of CAPTURE shows alone
# and behind the OTHER captures.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# Ports and addresses tell the conversations, whose numbers are others behind others.
facts()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -2 -r "$1" -T fields -E occurrence=a \
        -e tcp.srcport -e tcp.dstport -e tcp.seq -e legacyport.label -e ibmlmt.level \
        -e ibmlmt.level_seen -e ibmlmt.tls.version -e ibmlmt.client_certificate.sent \
        -e ibmlmt.literal -e ibmlmt.rest.resource -e ibmlmt.rest.direction \
        -e ibmlmt.credential 2>/dev/null
}

mergecap -a -w "$work/others.pcapng" "$@"
mergecap -a -w "$work/all.pcapng" "$work/others.pcapng" "$capture"
chmod 644 "$work"/*.pcapng
facts "$capture" >"$work/alone"
facts "$work/all.pcapng" | tail -n "$(wc -l <"$work/alone")" >"$work/behind"
grep -q IBM "$work/alone"
diff -u "$work/alone" "$work/behind"
