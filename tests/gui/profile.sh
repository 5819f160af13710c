#!/bin/sh
# profile.sh: every name in the profile "Legacy Ports" is one that Wireshark knows
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/gui/profile.sh PLUGIN_DIR PROFILES_DIR CAPTURES_DIR
#
# Wireshark itself says little of a rule that it cannot parse: it switches the
# rule off. So tshark parses each filter of the profile here, the columns and
# colours are compared with what the captures must show, and at the end each
# file is spoilt, to see that the test notices.

set -u
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
plugins=$1
profiles=$2
captures=$3
with_plugin=$(dirname -- "$0")/../with-plugin.sh
name='Legacy Ports'
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/config/profiles"
profile="$work/config/profiles/$name"
tab=$(printf '\t')

complain()
{
    echo "$*" >>"$work/complaints"
}

# Text and background have the contrast that WCAG 2.1 asks of enhanced text (1.4.6), 7 to 1.
check_contrasts()
{
    awk -F '[][,]' '
        function linear(c) { c /= 65535; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ^ 2.4 }
        function luminance(r, g, b) { return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) }
        /^@/ {
            back = luminance($(NF-7), $(NF-6), $(NF-5)) + 0.05
            text = luminance($(NF-3), $(NF-2), $(NF-1)) + 0.05
            ratio = back > text ? back / text : text / back
            if (ratio < 7) print "colorfilters: text is hard to read, contrast " ratio ": " $0
            if (seen[$(NF-7), $(NF-6), $(NF-5)]++) print "colorfilters: a second rule of this colour: " $0
        }' "$profile/colorfilters" >>"$work/complaints"
}

# Prints column $2 of the lines of quoted values in the file $1.
quoted_column()
{
    sed -n 's/^"\(.*\)"$/\1/p' "$profile/$1" | sed "s/\",\"/$tab/g" | cut -f "$2"
}

# Prints "FILE<tab>FILTER" for every filter of the profile.
filters()
{
    sed -n 's/^@[^@]*@\([^@]*\)@\[.*/colorfilters\t\1/p' "$profile/colorfilters"
    quoted_column dfilter_buttons 3 | sed "s/^/dfilter_buttons$tab/"
    quoted_column io_graphs 3 | sed "s/^/io_graphs$tab/"
}

# All filters of a file are parsed as one; tshark says which name it does not know.
check_filters()
{
    filters >"$work/filters"
    for file in colorfilters dfilter_buttons io_graphs; do
        sh "$with_plugin" "$plugins" tshark -r "$captures/transports.pcapng" -c 1 -Y "$(
            sed -n "s/^$file$tab\(.*\)/|| (\1)/p" "$work/filters" | tr '\n' ' ' | sed 's/^|| //'
        )" >"$work/said" 2>&1 || complain "$file: $(cat "$work/said")"
    done
}

check_fields()
{
    {
        sed -n 's/.*%Cus:\([^:"]*\)[:"].*/\1/p' "$profile/preferences"
        sed -n 's/^column\.width: //p' "$profile/recent" | tr ',' '\n' | sed -n 's/.*%Cus:\([^:"]*\)[:"].*/\1/p'
        quoted_column io_graphs 7 | grep .
    } | while read -r field; do
        grep -qxF "$field" "$work/known" || complain "no such field: $field"
    done
}

# Each kind of packet has the colour of the rule that is meant for it.
check_colours()
{
    while read -r capture filter_and_rule; do
        filter=${filter_and_rule%% => *}
        rule=${filter_and_rule#* => }
        seen=$(in_profile -2 -r "$captures/$capture.pcapng" --color -Y "$filter" \
            -T fields -e frame.coloring_rule.name 2>"$work/stderr" | sort -u)
        [ "$seen" = "$rule" ] || complain "colorfilters: $capture, $filter: $rule expected, not: $seen"
    done <<'EOF'
ssh-1994 tcp => Contradicted: the payload is something else
stun-four-ports tcp.port == 1994 => Cisco STUN, high queue, proven
stun-four-ports tcp.port == 1990 => Cisco STUN, medium queue, proven
stun-four-ports tcp.port == 1991 => Cisco STUN, normal queue, proven
stun-four-ports tcp.port == 1992 => Cisco STUN, low queue, proven
mhsnet-1989-htdaemon tcp.port == 1989 => Proof
lmt-9988-http tcp.port == 9988 => Payload shape
pcanywhere-5631 tcp => Number alone
EOF
}

in_profile()
{
    LP_CONFIG_DIR=$work/config sh "$with_plugin" "$plugins" tshark -C "$name" "$@"
}

# The columns are filled, ports have our names, and nobody has a remark to make.
check_columns()
{
    in_profile -r "$captures/stun-four-ports.pcapng" -Y 'frame.number == 230' >"$work/said" 2>&1
    grep -qF 'Cisco STUN priority 2 (normal queue) Proof Cisco STUN 0xc2 RR C2 >' "$work/said" ||
        complain "preferences: not the expected columns: $(cat "$work/said")"
    in_profile -r "$captures/stun-four-ports.pcapng" -Y 'tcp.dstport == 1992 && tcp.flags.syn == 1' >"$work/said" 2>&1
    grep -qF 'stun-p3|ipsendmsg(1992)' "$work/said" || complain "services: $(cat "$work/said")"
    in_profile -r "$captures/lmt-9988-http.pcapng" -c 1 >"$work/said" 2>&1
    grep -qF 'ibmlmt-http|nsesrvr(9988)' "$work/said" || complain "services: $(cat "$work/said")"
    in_profile -r "$captures/lmt-9988-http.pcapng" 2>&1 >/dev/null | while read -r line; do
        complain "tshark: $line"
    done
}

# Tshark says nothing of a preference that it does not know.
check_preferences()
{
    sed -n 's/^\([a-z_.]*\): .*/\1/p' "$profile/preferences" | while read -r preference; do
        grep -q "^#*$preference:" "$work/preferences" || complain "no such preference: $preference"
    done
}

check_graphs()
{
    quoted_column io_graphs 5 | grep -vxE 'Line|Impulse|Bar|Stacked Bar|Dot|Square|Diamond|Cross|Circle|Plus' |
        while read -r style; do complain "io_graphs: no style $style"; done
    quoted_column io_graphs 6 | grep -vxE 'Packets|Bytes|Bits|(SUM|MAX|MIN|AVG|LOAD)\(Y Field\)|COUNT (FRAMES|FIELDS)\(Y Field\)' |
        while read -r axis; do complain "io_graphs: no axis $axis"; done
    for file in dfilter_buttons:4 io_graphs:9; do
        sed -n 's/^"\(.*\)"$/\1/p' "$profile/${file%:*}" | sed "s/\",\"/$tab/g" |
            awk -F "$tab" -v n="${file#*:}" -v file="${file%:*}" 'NF != n { print file ": " n " columns expected: " $0 }'
    done >>"$work/complaints"
}

copy_profile()
{
    rm -rf "$profile"
    cp -R "$profiles/$name" "$profile"
    : >"$work/complaints"
}

# Spoils the file $1 by the sed script $2, and expects the check $3 to complain.
expect_complaint()
{
    copy_profile
    sed "$2" "$profiles/$name/$1" >"$profile/$1"
    cmp -s "$profile/$1" "$profiles/$name/$1" && complaint="$2 changes nothing in $1" || complaint=
    $3
    [ -z "$complaint" ] && [ -s "$work/complaints" ] && return
    echo "$1, spoilt by $2, went unnoticed $complaint"
    failed=1
}

failed=0
sh "$with_plugin" "$plugins" tshark -G fields | awk -F '\t' '$1 == "F" { print $3 }' >"$work/known"
sh "$with_plugin" "$plugins" tshark -G currentprefs >"$work/preferences" 2>/dev/null

copy_profile
check_filters
check_fields
check_columns
check_colours
check_preferences
check_graphs
check_contrasts
if [ -s "$work/complaints" ]; then
    cat "$work/complaints"
    exit 1
fi

expect_complaint colorfilters 's/legacyport.evidence == 2/legacyport.evidense == 2/' check_filters
expect_complaint dfilter_buttons 's/ciscostun.queue == 2/ciscostun.queue = = 2/' check_filters
expect_complaint io_graphs 's/ciscostun.queue == 3/ciscostun.tail == 3/' check_filters
expect_complaint io_graphs 's/"ciscostun.answer_time"/"ciscostun.answer"/g' check_fields
expect_complaint preferences 's/%Cus:legacyport.label/%Cus:legacyport.labels/' check_fields
expect_complaint preferences 's/^legacyport.label:/legacyport.labels:/' check_preferences
expect_complaint colorfilters 's/@\[[0-9,]*\]/@[6000,6000,6000]/' check_contrasts
exit "$failed"
