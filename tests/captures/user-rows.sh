#!/bin/sh
# user-rows.sh: rows of the user's own, good and bad, from the file and the preferences
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/user-rows.sh PLUGIN_DIR SSH_CAPTURE RAW_CAPTURE
#
# SSH_CAPTURE has a conversation on tcp 1994, RAW_CAPTURE one on tcp 5631.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 ssh=$2 raw=$3
work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
failures=0

configuration()
{
    rm -rf "$work/config"
    mkdir "$work/config"
    chmod 755 "$work/config"
}

tshark()
{
    LP_CONFIG_DIR=$work/config sh "$here/../with-plugin.sh" "$plugins" tshark "$@" 2>"$work/errors"
}

expect()
{
    if [ "$2" != "$3" ]; then
        printf 'FAILED: %s\n  expected %s\n  found    %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    else
        echo "ok: $1"
    fi
}

first_label()
{
    tshark -r "$1" -c 1 -T fields -e legacyport.label -e legacyport.alternative
}

stun='Cisco STUN base port (high queue)'
configuration
expect 'without rows' "$stun	" "$(first_label "$ssh")"

# The file: one row counts, each bad line is named, in the order of the file.
{
    printf 'first\tlast\ttransport\tservice\tlabel\tdescription\tstatus\tera\texpect\tsource\n'
    printf '# a remark\n'
    printf '1994\t1994\ttcp\t-\tOur tunnel box\t-\tUnofficial\tcurrent\tssh\tme:rack 7\n'
    printf '5\t4\ttcp\t-\tBackwards\t-\tOfficial\tlegacy\t-\tme:x\n'
    printf '7\t7\ttcp\tstun-p9\t-\tNo such service\tOfficial\tlegacy\t-\tme:x\n'
    printf '7\t7\ttcp\t-\tShort\n'
    printf '7  7  tcp  -  Copied with spaces  -  Unofficial  current  -  me:x\n'
    printf '7\t7\ttcp\t-\tOf an older version\tUnofficial\tcurrent\t-\tme:x\n'
    printf '5631\t5632\ttcp,udp\tstun-p1\t-\tA second good row\tUnofficial\tcurrent\t-\tme:x\n'
} >"$work/config/legacyports.tsv"
chmod a+r "$work/config/legacyports.tsv"
expect 'a row of the file wins, the rest are alternatives' \
    'Our tunnel box	Cisco STUN base port' "$(first_label "$ssh")"
# tshark reads the configuration more than once, so lines may come more than once.
expect 'each bad line is named' \
    "legacyports.tsv:4: first is above last
legacyports.tsv:5: service is none of the plugin's; - stands for none
legacyports.tsv:6: not 10 columns, separated by single tabs
legacyports.tsv:7: spaces stand between the columns, where single tabs must
legacyports.tsv:8: 9 columns instead of 10; rows of older versions lack label, between service and description" \
    "$(sed -n 's/.*\(legacyports.tsv:[0-9]*: .*\)\. The line is left out\./\1/p' "$work/errors" | sort -u)"
expect 'a row with a service of the plugin' \
    "Cisco STUN priority 1 (medium queue)	Symantec pcAnywhere data (pcANYWHEREdata) (encyclopedia's list of port numbers, October 2011)" \
    "$(first_label "$raw")"

# The preferences come before the file.
printf '"1994","1994","tcp","-","Row of the preferences","-","Unofficial","current","-","me:uat"\n' \
    >"$work/config/legacyports_rows"
chmod a+r "$work/config/legacyports_rows"
expect 'a row of the preferences beats one of the file' \
    'Row of the preferences	Our tunnel box (me),Cisco STUN base port' "$(first_label "$ssh")"

configuration
printf '"9","8","tcp","-","Backwards","-","Unofficial","current","-","me:uat"\n' \
    >"$work/config/legacyports_rows"
chmod a+r "$work/config/legacyports_rows"
expect 'a bad row of the preferences leaves the shipped ones' "$stun	" "$(first_label "$ssh")"
grep -q 'first is above last' "$work/errors" || {
    echo 'FAILED: the bad row of the preferences is not reported'
    failures=$((failures + 1))
}

# The command line: rows are a table, and a table is given by uat: alone.
configuration
row='"1994","1994","tcp","-","Of the command line","The words in full","Unofficial","current","-","me:x"'
expect 'a row of the command line' 'Of the command line	The words in full' \
    "$(tshark -r "$ssh" -c 1 -o "uat:legacyports_rows:$row" -T fields -e legacyport.label \
        -e legacyport.description)"
if tshark -r "$ssh" -c 1 -o "legacyport.rows:$row" >"$work/out" || [ -s "$work/out" ]; then
    echo 'FAILED: rows that are no table are taken without a word'
    failures=$((failures + 1))
fi
expect 'a table that is given as a value is refused' 1 \
    "$(grep -c '^tshark: -o flag "legacyport.rows:.*" specifies' "$work/errors")"

# The example of the manual, as it stands there.
configuration
sed -n '/^first\t/,/^```/p' "$here/../../plugin/README.md" | grep -v '^```' >"$work/config/legacyports.tsv"
chmod a+r "$work/config/legacyports.tsv"
expect 'the example of the manual is two lines' 2 "$(wc -l <"$work/config/legacyports.tsv")"
expect 'the example of the manual, copied' "$stun	" "$(first_label "$ssh")"
expect 'the example of the manual is not refused' 0 "$(grep -c 'left out' "$work/errors")"

echo "$failures failed"
[ "$failures" = 0 ]
