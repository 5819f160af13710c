#!/bin/sh
# lmt-agents.sh: the auditor's table of each LMT capture, against what it should be
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/lmt-agents.sh PLUGIN_DIR CAPTURES_DIR EXPECTED [--update]
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 captures=$2 expected=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Conversations that are something else stand in no row.
for name in lmt-9988-http lmt-9999-tls lmt-9977-tls lmt-9977-tls-no-keys lmt-9977-no-request \
    lmt-9977-refused lmt-9999-resumed \
    lmt-rest-http lmt-rest-8080 lmt-rest-tls lmt-rest-tls-h2 h2-tls-9977 lmt-9988-tls lmt-9999-http tplink-9999 telnet-9999 websocket-9988; do
    echo "== $name"
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$captures/$name.pcapng" \
        -q -z ibmlmt,agents 2>/dev/null | grep '|'
done >"$work/actual"

if [ "${4:-}" = --update ]; then
    cp "$work/actual" "$expected"
    exit
fi
diff -u "$expected" "$work/actual"

# Two passes, in which every packet has its final label, count what one does.
for name in lmt-rest-8080 lmt-9999-http lmt-9977-tls; do
    for passes in '' -2; do
        # shellcheck disable=SC2086 # or nothing
        sh "$here/../with-plugin.sh" "$plugins" tshark $passes -r "$captures/$name.pcapng" \
            -q -z ibmlmt,agents 2>/dev/null >"$work/passes$passes"
    done
    diff -u "$work/passes" "$work/passes-2"
done

# A port of one's own, named in the preference: its handshakes are seen from the start.
sh "$here/../with-plugin.sh" "$plugins" tshark -r "$captures/lmt-rest-tls.pcapng" \
    -o ibmlmt.tcp.port:9081,9443 -q -z ibmlmt,agents 2>/dev/null | grep -q '9443 .*TLS 1.3'

# A filter that is wrong ends the program, as with Wireshark's own tables.
if sh "$here/../with-plugin.sh" "$plugins" tshark -r "$captures/lmt-9988-http.pcapng" \
    -q -z 'ibmlmt,agents,ibmlmt.level ===== 0' >"$work/refused" 2>&1; then
    echo "lmt-agents.sh: a wrong filter was taken" >&2
    exit 1
fi
grep -q "Couldn't register tap" "$work/refused"
