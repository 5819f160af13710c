#!/bin/sh
# dump.sh: legacyports-tables prints every row of every table, and finds one
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/tables/dump.sh LEGACYPORTS_TABLES TABLES_DIR

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
dump=$1 tables=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# same WHAT EXPECTED FOUND
same()
{
    if cmp -s "$2" "$3"; then
        echo "ok: $1"
    else
        echo "FAILED: $1"
        diff "$2" "$3" | head -n 10
        failures=$((failures + 1))
    fi
}

# status WHAT EXPECTED ARGUMENTS...
status()
{
    what=$1 expected=$2
    shift 2
    found=0
    "$dump" "$@" >"$work/out" 2>"$work/err" || found=$?
    echo "$expected" >"$work/expected"
    echo "$found" >"$work/found"
    same "$what" "$work/expected" "$work/found"
}

grep -v '^#' "$tables/ports.tsv" | sed '1s/^/kind\t/; 2,$s/^/port\t/' >"$work/expected"
"$dump" port >"$work/found"
same 'every row of ports.tsv as it stands there' "$work/expected" "$work/found"

# The dump has decimal numbers, the tables what their source has: names and sources are compared.
for file in arpops ethertypes icmptypes ipprotocols iptos ipversions layers names saps tcpflags; do
    awk -F '\t' '/^list\t/ { rows = 1; next } rows { print $1 "\t" $4 "\t" $5 }' "$tables/$file.tsv"
done | sort >"$work/expected"
"$dump" | awk -F '\t' 'NR > 1 && $1 != "port" { print $1 "\t" $6 "\t" $11 }' | sort >"$work/found"
same 'every row of the other tables' "$work/expected" "$work/found"

"$dump" 1994 | cut -f 11 | sort >"$work/found"
printf 'iana:stun-port\npage-1992:line 11\nsource\nwikipedia-2011:line 3313\n' \
    >"$work/expected"
same 'the sources of port 1994' "$work/expected" "$work/found"

"$dump" ethertype 0x1008 | cut -f 2,3,6,11 | tail -n 1 >"$work/found"
printf '4097\t4111\tBerkeley Trailer encapsulation for IP\tprotocol-notes:line 124\n' >"$work/expected"
same 'a number within a range' "$work/expected" "$work/found"

status 'a port of no row' 1 45001
status 'a kind that is none' 2 ports
status 'a number too many' 2 port 1 2
status 'a number too large' 2 4294967296
status 'a negative number' 2 -1
status 'help' 0 --help
status 'help, in short' 0 -h
status 'version' 0 --version
echo "legacyports $(cat "$tables/../VERSION")" >"$work/expected"
same 'the version is the one of VERSION' "$work/expected" "$work/out"
status 'an unknown option' 2 --nothing

# shellcheck disable=SC2016 # the backquotes are Markdown's
sed -n 's/^| `\([a-z0-9-]*\)` | \([^|]*\) | \([^ |]*\) |.*/\1\t\2\t\3/p' "$tables/SOURCES.md" |
    sed '1s/^/source\tname\taddress\n/' >"$work/expected"
"$dump" --sources >"$work/found"
same 'every document of SOURCES.md' "$work/expected" "$work/found"

echo "$failures failed"
[ "$failures" = 0 ]
