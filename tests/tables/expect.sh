#!/bin/sh
# expect.sh: every name in the column expect of ports.tsv is a protocol of Wireshark
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh expect.sh PORTS_TSV
# Exits with 77 (skipped) where no tshark is.

set -eu
command -v tshark >/dev/null || { echo "no tshark: skipped"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tshark -G protocols 2>/dev/null | cut -f 3 | sort -u >"$work/known"
awk -F '\t' '/^first\t/ { rows = 1; next } rows && $8 != "-" { print $8 }' "$1" |
    tr ',' '\n' | sort -u >"$work/named"
echo "$(wc -l <"$work/named") protocols expected of $(wc -l <"$work/known")"
[ -s "$work/named" ] && [ -s "$work/known" ]

comm -23 "$work/named" "$work/known" >"$work/unknown"
sed 's/^/FAILED: no protocol of this Wireshark: /' "$work/unknown"
[ ! -s "$work/unknown" ]
