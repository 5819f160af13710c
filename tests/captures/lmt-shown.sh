#!/bin/sh
# lmt-shown.sh: label, evidence, security level and certificates of every session
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/lmt-shown.sh PLUGIN_DIR CAPTURES_DIR EXPECTED [--update]
#
# EXPECTED has a line for each session, with what its last packet shows in the
# second pass, when everything is known. "-" is a field that is absent: nothing
# is claimed. The last two are how often the session is remarked on by an expert
# info, and how many HTTP messages Wireshark shows.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 captures=$2 expected=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for name in lmt-9988-http lmt-9999-tls lmt-9999-resumed lmt-9977-tls lmt-9977-tls-no-keys \
    lmt-9977-no-request lmt-9977-refused lmt-rest-http lmt-rest-8080 lmt-rest-tls lmt-rest-tls-h2 lmt-9988-tls \
    lmt-9999-http h2-9977-9988 h2-tls-9977 websocket-9988 jmx-9988 mining-9999 telnet-9999 \
    tplink-9999; do
    sh "$here/../with-plugin.sh" "$plugins" tshark -2 -r "$captures/$name.pcapng" \
        -T fields -E occurrence=l -e tcp.stream -e legacyport.label -e legacyport.evidence \
        -e ibmlmt.level -e ibmlmt.level_seen -e ibmlmt.tls.version \
        -e ibmlmt.client_certificate.requested -e ibmlmt.client_certificate.sent \
        -e ibmlmt.client_certificate.subject -e ibmlmt.server_certificate.subject \
        -e legacyport.expert.clear_text -e ibmlmt.client_certificate.not_requested \
        -e ibmlmt.client_certificate.empty -e ibmlmt.client_certificate.hidden \
        -e http 2>/dev/null |
        awk -F '\t' -v OFS='\t' -v name="$name" '
            $2 == "" { next }
            !($1 in label) { order[++sessions] = $1 }
            { label[$1] = $2; evidence[$1] = $3 }
            { for (i = 4; i <= 10; i++) if ($i != "") field[$1, i] = $i }
            { for (i = 11; i <= 14; i++) if ($i != "") remarks[$1]++ }
            $15 != "" { http[$1]++ }
            END {
                for (n = 1; n <= sessions; n++) {
                    s = order[n]
                    line = name OFS label[s] OFS evidence[s]
                    for (i = 4; i <= 10; i++)
                        line = line OFS ((s, i) in field ? field[s, i] : "-")
                    print line, remarks[s] + 0, http[s] + 0
                }
            }'
done | sed '# Wireshark 4.4 dissects HTTP/2 on 9988 without TLS, by its own name.
    s/HTTP2, on/HTTP\/2 in clear text, on/
    s/,O=legacyports tests//g; s/\tTrue/\t1/g; s/\tFalse/\t0/g' >"$work/sessions"
{
    sed -n '/^# /p' "$expected"
    cat "$work/sessions"
} >"$work/actual"

if [ "${4:-}" = --update ]; then
    cp "$work/actual" "$expected"
    exit
fi
diff -u "$expected" "$work/actual"
