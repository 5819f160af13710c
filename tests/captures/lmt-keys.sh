#!/bin/sh
# lmt-keys.sh: HTTP inside TLS on 9977 is there with keys, from either place, and not without
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/lmt-keys.sh PLUGIN_DIR CAPTURE CAPTURE_WITHOUT_KEYS
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 with=$2 without=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# Everything of ours, and what Wireshark says of HTTP.
facts()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark "$@" -T fields -e frame.number \
        -e http.request.method -e http.response.code -e ibmlmt.level_seen \
        -e ibmlmt.client_certificate.requested -e ibmlmt.client_certificate.sent \
        -e ibmlmt.client_certificate.subject -e legacyport.label -e legacyport.reason 2>/dev/null
}

grep -aoE '(CLIENT|SERVER|EXPORTER)_[A-Z0-9_]+ [0-9a-f]{64} [0-9a-f]+' "$with" >"$work/keys"
chmod 644 "$work/keys"
facts -r "$with" >"$work/in-the-file"
facts -r "$without" -o "tls.keylog_file:$work/keys" >"$work/key-log"
facts -r "$without" >"$work/none"
diff -u "$work/in-the-file" "$work/key-log"
[ "$(awk -F '\t' '$2 == "GET"' "$work/in-the-file" | wc -l)" = 4 ]
awk -F '\t' '$2 $3 != "" { print "lmt-keys.sh: HTTP without keys: " $0; found = 1 } END { exit found }' \
    "$work/none"
