#!/bin/sh
# lmt-secrets.sh: credentials are named, but what they hold is never repeated
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/lmt-secrets.sh PLUGIN_DIR CAPTURE KIND ...
#
# Wireshark's own HTTP shows the values; our protocols, reports and tables, and
# what is exported of them, must not. Each KIND is a value of ibmlmt.credential
# that the capture has.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tshark()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$capture" "$@" 2>/dev/null
}

# The password and the token of captures-lmt.sh and captures-tls.sh, and the headers of
# Basic authentication that have the password in them.
values="not-a-real-password
not-a-real-token
$(printf 'agent:not-a-real-password' | base64)
$(printf 'auditor:not-a-real-password' | base64)"

tshark -V | grep -qF "$values" || { echo "lmt-secrets.sh: $capture has no credential" >&2; exit 1; }

tshark -T fields -E occurrence=a -e ibmlmt.credential | tr ',' '\n' | sort -u >"$work/kinds"
for kind; do
    grep -qxF "$kind" "$work/kinds" || { echo "lmt-secrets.sh: not seen: $kind" >&2; exit 1; }
done

{
    tshark -V -O ibmlmt,legacyport
    tshark -T json -j 'ibmlmt legacyport'
    tshark -T pdml -j 'ibmlmt legacyport'
    tshark -q -z legacyport,conv -z legacyport,tree -z legacyport,table -z legacyport,tsv \
        -z legacyport,ek -z ibmlmt,agents
    tshark -q -z expert | grep -v HTTP
} >"$work/ours"
grep -q 'IBM License Metric Tool' "$work/ours"
if grep -F "$values" "$work/ours"; then
    echo "lmt-secrets.sh: a credential's value is repeated" >&2
    exit 1
fi
