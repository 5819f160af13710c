#!/bin/sh
# lmt-names.sh: the names in certificates are those that Wireshark decodes
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/lmt-names.sh PLUGIN_DIR CAPTURE
#
# The certificates of our captures have an organisation and then a common name:
# Wireshark's values go in such pairs through each conversation, and every name
# of ours must be one of them.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2

sh "$here/../with-plugin.sh" "$plugins" tshark -r "$capture" -Y ibmlmt.server_certificate.subject \
    -T fields -E aggregator='|' -e tcp.stream -e x509sat.uTF8String \
    -e ibmlmt.server_certificate.issuer -e ibmlmt.server_certificate.subject \
    -e ibmlmt.client_certificate.issuer -e ibmlmt.client_certificate.subject 2>/dev/null |
    awk -F '\t' '
        {
            n = split($2, value, "|")
            for (i = 2; i <= n; i += 2) theirs[$1 "CN=" value[i] ",O=" value[i - 1]] = 1
            for (column = 3; column <= NF; column++) {
                n = split($column, ours, "|")
                for (i = 1; i <= n; i++) {
                    checked++
                    if (!(($1 ours[i]) in theirs)) { print "Wireshark has no " ours[i]; wrong = 1 }
                }
            }
        }
        END { print checked + 0 " names"; exit wrong || !checked }'
