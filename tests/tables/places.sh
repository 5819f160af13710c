#!/bin/sh
# places.sh: what the column source names is there, in the source
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/tables/places.sh TABLES_DIR DOCUMENTS_DIR
#
# A row of wikipedia-2011 must begin in the line that it names with the port, one of
# protocol-notes with the number or the name. A row of ports-0-1023 must have its
# number within the lines after its place, where the extraction kept it
# (SOURCES.md lists the ports where it did not). Exits with 77 (skipped) where
# the sources are not beside the project.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
tables=$1 documents=$2
[ -d "$documents" ] || { echo "Skipped: the captures and documents beside the project, which are no part of it"; exit 77; }

garbled=' 59 67 68 74 75 79 89 94 98 102 263 265 266 267 268 269 281 886 887 '

awk -F '\t' -v garbled="$garbled" '
    function bad(why)
    {
        print "FAILED: " FILENAME ":" FNR ": " why ": " $0
        failures++
    }
    FNR == 1 { file++; rows = 0 }
    file == 1 { three[FNR] = $0; next }
    file == 2 { one[FNR] = $0; next }
    /^(first|list)\t/ { rows = 1; next }
    !rows || !match($NF, /^(wikipedia-2011|protocol-notes|ports-0-1023):line [0-9]+$/) { next }
    {
        place = $NF
        sub(/.*line /, "", place)
        place += 0
        checked++
    }
    $NF ~ /^wikipedia-2011/ {
        text = three[place]
        sub(/[^0-9].*/, "", text)
        if (text != $1)
            bad("the line begins with \"" three[place] "\"")
        next
    }
    $NF ~ /^protocol-notes/ {
        # "U (URG)" is the line of URG; codes and precedences have a number of their own kind.
        text = tolower(three[place])
        if (text != tolower($2) && text != tolower($4) && $1 !~ /^(icmp_code|ip_precedence)$/ &&
            index($4, substr(three[place], 4, 3)) != 1)
            bad("the line is \"" three[place] "\"")
        next
    }
    {
        text = one[place]
        for (i = 1; i <= 6; i++)
            text = text " " one[place + i]
        if (text !~ "(^|[^0-9])" $1 "([^0-9]|$)" && index(garbled, " " $1 " ") == 0 &&
            $7 != "Unofficial")
            bad("no such number from line " place " on")
    }
    END {
        print checked + 0 " rows checked, " failures + 0 " failed"
        exit failures > 0 || checked < 1800
    }' "$documents"/003_*.txt "$documents"/001_*.txt "$tables"/*.tsv
