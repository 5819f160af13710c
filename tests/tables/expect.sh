#!/bin/sh
# expect.sh: every name in the column expect of ports.tsv is a protocol of Wireshark
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/tables/expect.sh PORTS_TSV

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sh "$(dirname -- "$0")/../with-plugin.sh" /nonexistent tshark -G protocols 2>/dev/null | cut -f 3 | sort -u >"$work/known"
awk -F '\t' '/^first\t/ { rows = 1; next } rows && $9 != "-" { print $9 }' "$1" |
    tr ',' '\n' | sort -u >"$work/named"
echo "$(wc -l <"$work/named") protocols expected of $(wc -l <"$work/known")"
[ -s "$work/named" ] && [ -s "$work/known" ]

comm -23 "$work/named" "$work/known" >"$work/unknown"
sed 's/^/FAILED: no protocol of this Wireshark: /' "$work/unknown"
[ ! -s "$work/unknown" ]
