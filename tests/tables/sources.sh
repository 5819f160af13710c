#!/bin/sh
# sources.sh: every source is public or in the repository, and is cited
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/tables/sources.sh LEGACYPORTS_TABLES TABLES_DIR
#
# tablegen refuses an id that SOURCES.md has not. Here a source that no row cites fails, one
# without an address that is not known to be public or in the repository, and a place in
# the manual that is no heading there.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
dump=$1 tables=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# none WHAT: standard input has no line
none()
{
    cat >"$work/bad"
    if [ -s "$work/bad" ]; then
        sed "s/^/FAILED: $1: /" "$work/bad"
        failures=$((failures + 1))
    else
        echo "ok: none is $1"
    fi
}

awk -F '\t' '!/^#/ && NF > 1 && $NF != "source" { print $NF }' "$tables"/*.tsv | sort -u >"$work/cited"
cut -d : -f 1 "$work/cited" | sort -u >"$work/ids"
[ -s "$work/ids" ]

"$dump" --sources | sed 1d >"$work/sources"
cut -f 1 "$work/sources" | sort | comm -23 - "$work/ids" | none 'a source that no row cites'

awk -F '\t' '$3 == "-" { print $1 }' "$work/sources" |
    grep -vxE 'page-(9988|1992)|ports-0-1023|wikipedia-2011|protocol-notes|ibm-lmt-7|manual' |
    none 'a source without an address'

sed -n 's/^##* //p' "$tables/../plugin/README.md" | sort -u >"$work/headings"
sed -n 's/^manual://p' "$work/cited" | comm -23 - "$work/headings" | none 'no heading of the manual'

echo "$failures failed"
[ "$failures" = 0 ]
