#!/bin/sh
# bad-rows.sh: tablegen stops at each kind of bad row, with file, line and reason
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/tables/bad-rows.sh TABLEGEN TABLES_DIR

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
tablegen=$1 tables=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
tab=$(printf '\t')

fresh()
{
    rm -rf "$work/in" "$work/out"
    mkdir "$work/in" "$work/out"
    cp "$tables"/*.tsv "$tables/SOURCES.md" "$work/in"
    chmod u+w "$work"/in/*
}

# refused WHAT FILE REASON: tablegen must say FILE:LAST LINE: REASON, and write nothing
refused()
{
    line=$(awk 'END { print NR }' "$work/in/$2")
    expected="$work/in/$2:${4-$line}: $3"
    [ "${4-}" != 0 ] || expected="$work/in/$2: $3"
    status=0
    actual=$("$tablegen" "$work/in" "$work/out" 2>&1) || status=$?
    if [ "$status" != 1 ] || [ "$actual" != "$expected" ] || [ -n "$(ls "$work/out")" ]; then
        printf 'FAILED: %s\n  expected %s\n  found    %s (exit %s)\n' \
            "$1" "$expected" "$actual" "$status"
        failures=$((failures + 1))
    else
        echo "ok: $1"
    fi
}

# row TEXT: adds a row to ports.tsv, columns separated by |
row()
{
    fresh
    printf '%s\n' "$1" | tr '|' '\t' >>"$work/in/ports.tsv"
}

good_row='40000|40001|tcp,udp|-|A service|-|Official|unknown|-|wikipedia-2011:line 1'

fresh
"$tablegen" "$work/in" "$work/out" || { echo "FAILED: the shipped tables"; exit 1; }
row "$good_row"
"$tablegen" "$work/in" "$work/out" || { echo "FAILED: a good row"; exit 1; }
echo "ok: the shipped tables and a good row"

bad_row()
{
    row "$2"
    refused "$1" ports.tsv "$3"
}

columns='not 10 columns, separated by single tabs'
port='a port is not a number from 0 to 65535'
empty='a column is empty, or begins or ends with a space'
transport='transport is not tcp, udp, sctp, dccp, a list of them, or -'
expect='expect is not a list of protocol filter names, or -'

bad_row 'eight columns' '1|1|tcp|-|A|-|Official|unknown' "$columns"
bad_row 'nine columns, as before there were labels' '1|1|tcp|-|A|Official|unknown|-|wikipedia-2011:line 1' \
    '9 columns instead of 10; rows of older versions lack label, between service and description'
bad_row 'eleven columns' "$good_row|more" "$columns"
spaces='spaces stand between the columns, where single tabs must'
bad_row 'spaces for tabs' '1  1  tcp  -  A service  -  Official  unknown  -  wikipedia-2011:line 1' "$spaces"
bad_row 'a space for each tab' '1 1 tcp - A - Official unknown - wikipedia-2011:1' "$spaces"
bad_row 'spaces for some tabs' '1|1   tcp|-|A|-|Official|unknown|-' "$spaces"
bad_row 'an empty column' '1|1|tcp|-||-|Official|unknown|-|wikipedia-2011:line 1' "$empty"
bad_row 'a space at an end' '1|1|tcp|-|A |-|Official|unknown|-|wikipedia-2011:line 1' "$empty"
bad_row 'a port above 65535' '1|65536|tcp|-|A|-|Official|unknown|-|wikipedia-2011:line 1' "$port"
bad_row 'a negative port' '-1|1|tcp|-|A|-|Official|unknown|-|wikipedia-2011:line 1' "$port"
bad_row 'a port in hexadecimal' '0x1|1|tcp|-|A|-|Official|unknown|-|wikipedia-2011:line 1' "$port"
bad_row 'a range backwards' '2|1|tcp|-|A|-|Official|unknown|-|wikipedia-2011:line 1' 'first is above last'
bad_row 'an unknown transport' '1|1|tpc|-|A|-|Official|unknown|-|wikipedia-2011:line 1' "$transport"
bad_row 'an empty transport in a list' '1|1|tcp,|-|A|-|Official|unknown|-|wikipedia-2011:line 1' "$transport"
bad_row 'a transport twice' '1|1|tcp,tcp|-|A|-|Official|unknown|-|wikipedia-2011:line 1' \
    'a transport stands twice'
bad_row 'an unknown service' '1|1|tcp|stun-p9|-|A|Official|unknown|-|wikipedia-2011:line 1' \
    'service stun-p9 is not in services.tsv'
bad_row 'an unknown status' '1|1|tcp|-|A|-|official|unknown|-|wikipedia-2011:line 1' \
    'status is not Official, Unofficial, Unassigned or Reserved'
bad_row 'an unknown era' '1|1|tcp|-|A|-|Official|old|-|wikipedia-2011:line 1' \
    'era is not legacy, current or unknown'
bad_row 'a bad list in expect' '1|1|tcp|-|A|-|Official|unknown|tls, http|wikipedia-2011:line 1' "$expect"
bad_row 'a source without a place' '1|1|tcp|-|A|-|Official|unknown|-|wikipedia-2011' 'source is not id:place'
bad_row 'an unknown source' '1|1|tcp|-|A|-|Official|unknown|-|nothing-2011:line 1' \
    'source "nothing-2011" is not in SOURCES.md'
bad_row 'a control character' "$(printf '1|1|tcp|-|A\001|-|Official|unknown|-|wikipedia-2011:line 1')" \
    'a control character'
bad_row 'a CR LF line' "$(printf '%s\r' "$good_row")" 'the line ends in CR LF, or holds a CR'
bad_row 'not UTF-8' "$(printf '1|1|tcp|-|Caf\351|-|Official|unknown|-|wikipedia-2011:line 1')" 'not UTF-8'
bad_row 'an overlong UTF-8 form' "$(printf '1|1|tcp|-|\300\257|-|Official|unknown|-|wikipedia-2011:line 1')" \
    'not UTF-8'
long=$(printf '%0241d' 0)
bad_row 'a long description' "1|1|tcp|-|A|$long|Official|unknown|-|wikipedia-2011:line 1" \
    'description is longer than 240 bytes'
sixty=$(printf '%060d' 0 | sed 's/0/é/g')
row "1|1|tcp|-|$sixty|-|Official|unknown|-|wikipedia-2011:line 1"
"$tablegen" "$work/in" "$work/out" || { echo "FAILED: a label of 60 characters"; exit 1; }
bad_row 'a long label' "1|1|tcp|-|${sixty}x|-|Official|unknown|-|wikipedia-2011:line 1" \
    'label is longer than 60 characters'
bad_row 'no label' '1|1|tcp|-|-|A|Official|unknown|-|wikipedia-2011:line 1' \
    'label is -, and no service is there to give one'
bad_row 'two labels' '1|1|tcp|stun|A|-|Official|unknown|-|wikipedia-2011:line 1' \
    'label is not -, but the service has a label of its own'
bad_row 'a label said twice' '1|1|tcp|-|A|A|Official|unknown|-|wikipedia-2011:line 1' \
    'description is the label again, where - stands for that'
bad_row 'an empty line' '' "$columns"

row "$good_row"
line=$(awk 'END { print NR }' "$work/in/ports.tsv")
printf '%s\n' "$good_row" | tr '|' '\t' >>"$work/in/ports.tsv"
refused 'a row twice' ports.tsv "the same row as line $line"

header="first${tab}last${tab}transport${tab}service${tab}label${tab}description${tab}status${tab}era${tab}expect${tab}source"
fresh
: >"$work/in/ports.tsv"
refused 'an empty file' ports.tsv 'is empty: no header line' 0
printf 'first\tlast\n' >"$work/in/ports.tsv"
refused 'a wrong header' ports.tsv "the header is not \"$header\""
rm "$work/in/ports.tsv"
touch "$work/in/none"
if actual=$("$tablegen" "$work/in" "$work/out" 2>&1) ||
    [ "$actual" != "$work/in/ports.tsv: cannot be opened" ]; then
    echo "FAILED: a missing file: $actual"
    failures=$((failures + 1))
fi

# table_row WHAT FILE ROW REASON
table_row()
{
    fresh
    printf '%s\n' "$3" | tr '|' '\t' >>"$work/in/$2"
    refused "$1" "$2" "$4"
}

table_row 'a family twice' families.tsv 'mhsnet|MHSnet|an|mshnet|-|wikipedia-2011:x' \
    'family mhsnet stands twice'
table_row 'a family with an unknown service' families.tsv 'new|New|a|nothing|-|wikipedia-2011:x' \
    'service nothing is not in services.tsv'
table_row 'a family with an unknown kin' families.tsv 'new|New|a|stun|nobody|wikipedia-2011:x' \
    'family nobody is not in families.tsv'
table_row 'a bad id' families.tsv 'New One|New|a|stun|-|wikipedia-2011:x' \
    'id "New One" is not made of a-z, 0-9 and -'
table_row 'a service twice' services.tsv 'stun|cisco-stun|no|A|A|-|wikipedia-2011:x' \
    'service stun stands twice'
table_row 'a service of no family' services.tsv 'new|nobody|no|A|A|-|wikipedia-2011:x' \
    'family nobody is not in families.tsv'
table_row 'a bad focus' services.tsv 'new|mhsnet|maybe|A|A|-|wikipedia-2011:x' 'focus is not yes or no'
table_row 'a bad value' services.tsv 'new|mhsnet|no|A|A|queue=1 x|wikipedia-2011:x' \
    'values "queue=1 x" is not name=number, by blanks, or -'
table_row 'a long label of a service' services.tsv \
    "new|mhsnet|no|${sixty}x|A|-|wikipedia-2011:x" 'label is longer than 60 characters'
table_row 'a long name of a number' saps.tsv "sap|0x01|0x01|${sixty}x|protocol-notes:x" \
    'label is longer than 60 characters'
table_row 'a bad number' names.tsv 'evidence|four|4|A|manual:x' '"four" is not a number'
table_row 'a bad list' names.tsv 'no list|4|4|A|manual:x' \
    'list "no list" is not made of a-z, 0-9 and _'
table_row 'a number named twice' saps.tsv 'sap|0x04|0x04|A|manual:x' \
    "overlaps line 7 of $work/in/saps.tsv"
table_row 'a number of a range named again' ethertypes.tsv 'ethertype|0x05dc|0x05dd|A|manual:x' \
    "overlaps line 4 of $work/in/ethertypes.tsv"
table_row 'four columns of a list' arpops.tsv 'arp_operation|10|10|A' \
    'not 5 columns, separated by single tabs'
table_row 'a list with an unknown source' arpops.tsv 'arp_operation|10|10|A|nobody:x' \
    'source "nobody" is not in SOURCES.md'
table_row 'a range of names backwards' names.tsv 'evidence|5|4|A|manual:x' 'first is above last'
table_row 'a range of names that a field shows' names.tsv 'evidence|4|5|A|manual:x' \
    'a range, where each number needs a name of its own'
fresh
# shellcheck disable=SC2016 # the backquotes are Markdown's
printf '| `iana` | again | - | x |\n' >>"$work/in/SOURCES.md"
refused 'a source twice' SOURCES.md 'source iana stands twice'
fresh
# shellcheck disable=SC2016 # the backquotes are Markdown's
printf '| `new` | a list |\n' >>"$work/in/SOURCES.md"
# shellcheck disable=SC2016 # the backquotes are Markdown's
refused 'a source without an address' SOURCES.md 'not "| `id` | name | address or - | ..."'

echo "$failures failed"
[ "$failures" = 0 ]
