#!/bin/sh
# many-rows.sh: a table of a million rows of the user's is read as far as the limit
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/many-rows.sh PLUGIN_DIR CAPTURES_DIR
#
# 10,000 rows are in use; what is left out is said, for twenty lines one by one
# and then as a number.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 captures=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
    printf 'first\tlast\ttransport\tservice\tlabel\tdescription\tstatus\tera\texpect\tsource\n'
    seq 1 1000000 | awk '{
        port = $1 % 65535 + 1
        printf "%d\t%d\ttcp\t-\trow %d\t-\tUnofficial\tlegacy\t-\tx:%d\n", port, port, $1, $1
    }'
} >"$work/legacyports.tsv"
chmod -R a+rX "$work"
LP_CONFIG_DIR=$work sh "$here/../with-plugin.sh" "$plugins" tshark -q \
    -r "$captures/ssh-1994.pcapng" -z legacyport,conv >"$work/out" 2>"$work/err"

grep 'SSH, on the port of row 1993 ' "$work/out"
grep -c 'one row too many' "$work/err" | grep -x 20
grep 'legacyports.tsv: 989980 more lines are left out\.$' "$work/err"
