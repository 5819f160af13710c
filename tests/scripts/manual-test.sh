# manual-test.sh: the analyst's manual and the README say what the plugin has and does
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name
#
# A name of ours is PROTOCOL.NAME (fields, expert infos, preferences),
# PROTOCOL_NAME (heuristics), PROTOCOL,NAME and NAME,PROTOCOL (-z).

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/harness.sh"

WIRESHARK_PLUGIN_DIR=$binary/plugins
manual=$source/plugin/README.md
protocols=$(sh "$source/tests/protocols.sh" "$source/plugin")
any=$(echo "$protocols" | paste -s -d '|' -)

# Prints "name<tab>title" of each of our fields; an expert info's title is its message.
fields()
{
    tshark -G fields 2>/dev/null | awk -F '\t' -v ours="^($any)[.]" \
        '$1 == "F" && $3 ~ ours { print $3 "\t" $2 }' | sort -u
}

# Prints our preferences. tshark lists neither those of ports nor tables, but
# says whether it knows a name.
preferences()
{
    tshark -G currentprefs 2>/dev/null | sed -nE "s/^#?(($any)\.[a-z0-9_.]+):.*/\1/p"
    for protocol in $protocols; do
        for table in tcp.port udp.port sctp.port dccp.port; do
            ! is_known -o "$protocol.$table:1" || echo "$protocol.$table"
        done
    done
    ! is_known -o 'uat:legacyports_rows:"1","1","tcp","-","x","-","Official","legacy","-","x:y"' ||
        echo uat:legacyports_rows
}

is_known()
{
    tshark "$@" -r "$source/test-captures/ssh-1994.pcapng" -c 1 >/dev/null 2>&1
}

statistics()
{
    tshark -z help 2>&1 | sed 's/^ *//' | grep -E "^($any),|,($any)$"
}

heuristics()
{
    # The lists of ours, legacyport.tcp and legacyport.udp, stand for those of the transport.
    tshark -G heuristic-decodes 2>/dev/null | sed 's/^legacyport\.//' |
        awk -v ours="^($any)$" '$2 ~ ours { print $2 "_" $1 }'
}

exports()
{
    tshark --export-objects help 2>&1 | sed 's/^ *//' | grep -xE "$any"
    tshark -r "$source/test-captures/ssh-1994.pcapng" -U help -w /dev/null 2>&1 |
        sed -n 's/^ *\(Cisco .*\) - .*/\1/p'
}

# Expects a row of the manual that begins with each name that was printed.
expect_rows()
{
    [ -s "$work/$1" ] || fail "Wireshark lists no $1"
    while read -r name; do
        grep -qF -- "| \`$name\` |" "$manual" || echo "$1: $name is not in the manual"
    done <"$work/$1"
}

# Every name of ours in the manual is one that was printed. What follows a name
# in a sentence is no part of it.
expect_known()
{
    grep -oE "\b(($any)[._,][a-z][a-z0-9_.]*|[a-z]+,($any))\b" "$manual" | sed 's/\.$//' | sort -u |
        while read -r name; do
            grep -qxF -- "$name" "$work/all" || echo "$name is in the manual and nowhere else"
        done
}

test_names()
{
    status=0
    fields >"$work/titles"
    cut -f 1 "$work/titles" >"$work/fields"
    for kind in preferences statistics heuristics exports; do
        $kind | sort -u >"$work/$kind"
    done
    cat "$work/fields" "$work/preferences" "$work/statistics" "$work/heuristics" >"$work/all"
    {
        for kind in fields preferences statistics heuristics exports; do
            expect_rows "$kind"
        done
        expect_known
    } >"$work/out" 2>"$work/err"
    expect_nothing err
    expect_nothing out
}

# The manual's tables are those that update-manual makes of the plugin's registration.
test_tables()
{
    status=0
    tshark -G fields >"$work/fields" 2>/dev/null
    tshark -G currentprefs >"$work/preferences" 2>/dev/null
    perl "$source/tests/scripts/manual.pl" "$manual" "$work/fields" "$work/preferences" \
        "$source/plugin" >"$work/manual" 2>"$work/err"
    diff -u "$manual" "$work/manual" >"$work/out"
    expect_nothing err
    expect_nothing out
}

# The report that the README shows is the one that a first-time user sees.
test_readme()
{
    status=0
    tshark -r "$source/test-captures/stun-four-ports.pcapng" -q -z legacyport,conv >"$work/report" 2>/dev/null
    sed -n '/^    Legacy ports: /,/^$/s/^    //p' "$source/README.md" | sed 's/\.\.\.$//' >"$work/shown"
    [ "$(wc -l <"$work/shown")" -gt 2 ] || fail "the README shows no report"
    while read -r line; do
        grep -qF -- "$line" "$work/report" || echo "README.md, not in the report: $line"
    done <"$work/shown" >"$work/out" 2>"$work/err"
    expect_nothing err
    expect_nothing out
}

run_case
