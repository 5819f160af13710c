#!/bin/sh
# check.sh: what the plugin prints of a capture, against what it should
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/check.sh PLUGIN_DIR CAPTURE EXPECTED [--update]
#
# EXPECTED holds the report (-z legacyport,conv), the tree of counts, and the
# packet details of the plugin's own protocols. With --update it is written
# anew: read the diff before you commit it.
#
# Then the same packets are dissected in other ways, which must not matter: the
# details without the rest of the tree, the report with a tree and without, and
# the final labels of two passes.

# Where Wireshark's own wording changed with a version, NAME.4.4.txt is what holds
# from that version on; its first line, "# Since 4.4: ...", says what changed and why.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"

# Prints the expected file of the newest version that is not newer than this Wireshark.
for_version()
{
    this=$(tshark --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9]*\.[0-9]*\).*/\1/p')
    chosen=$1
    for file in "${1%.txt}".[0-9]*.txt; do
        since=${file#"${1%.txt}".}
        since=${since%.txt}
        [ ! -f "$file" ] || [ "$(printf '%s\n' "$since" "$this" | sort -V | head -n 1)" != "$since" ] ||
            chosen=$file
    done
    echo "$chosen"
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2 expected=$(for_version "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tshark()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$capture" "$@" 2>"$work/stderr" || {
        cat "$work/stderr" >&2
        echo "check.sh: tshark failed on $capture" >&2
        exit 1
    }
    # Wireshark 4.6 logs which key exchange an SSH capture has.
    if grep -vE '^Running as user|\[packet-ssh WARNING\]' "$work/stderr"; then
        echo "check.sh: tshark complained about $capture" >&2
        exit 1
    fi
}

# The blocks of our protocols, each under the number of its frame. A block
# starts with a line that is not indented; tshark -O shows what is below it of
# our protocols only, and a line alone is ours by its title. A label is printed when it differs
# from the one before it in its conversation.
details()
{
    awk -v titles="$(sh "$here/../protocols.sh" "$here/../../plugin" --titles | paste -s -d '|' -)" '
        function flush(    number, label) {
            if (lines < 2 && block !~ "^ *\\[?(" titles ")") block = ""
            lines = 0
            if (block == "") return
            label = block ~ /^ *\[?Legacy (Port|Number)/
            number = match(block, /Labelled Conversation: [0-9]+/) ? substr(block, RSTART, RLENGTH) : ""
            if (!label || last[number] != block) {
                if (!shown) { print "Frame " frame; shown = 1 }
                printf "%s", block
            }
            if (label) last[number] = block
            block = ""
        }
        /^Frame [0-9]+:/ { flush(); frame = $2; sub(":", "", frame); shown = 0; mine = 0; next }
        /^[^ ]/ { flush(); mine = 1 }
        /^$/ { mine = 0 }
        # Wireshark 4.0 shows the first 36 bytes of a field, later versions 40 or more,
        # and these mark the name of a field that is cut.
        mine { sub(/ \[…\]:/, ":") }
        mine { sub(/\[\[…\] /, "["); sub(/ bytes\): #.*/, " bytes): ...]") }
        # A control character is octal in 4.0 and hexadecimal later.
        mine {
            while (match($0, /\\[0-3][0-7][0-7]/))
                $0 = substr($0, 1, RSTART - 1) sprintf("\\x%02X", substr($0, RSTART + 1, 1) * 64 + \
                    substr($0, RSTART + 2, 1) * 8 + substr($0, RSTART + 3, 1)) substr($0, RSTART + 4)
        }
        mine && match($0, /: [0-9a-f]*(…)?$/) && RLENGTH > 74 { $0 = substr($0, 1, RSTART + 73) "…" }
        # Wireshark 4.6 shows times below a second in smaller units.
        mine && match($0, /[0-9.]+ (nano|micro|milli)seconds\]$/) {
            split(substr($0, RSTART), time, " ")
            unit = time[2] ~ /^n/ ? 1e-9 : time[2] ~ /^mic/ ? 1e-6 : 1e-3
            $0 = sprintf("%s%.9f seconds]", substr($0, 1, RSTART - 1), time[1] * unit)
        }
        mine { block = block "  " $0 "\n"; lines++ }
        END { flush() }'
}

{
    echo '== report'
    tshark -q -z legacyport,conv
    echo '== tree'
    tshark -q -z legacyport,tree
    echo '== details'
    tshark -O "$(sh "$here/../protocols.sh" "$here/../../plugin" --trees | paste -s -d , -)" | details
} >"$work/actual"

if [ "${4:-}" = --update ]; then
    { grep '^# Since ' "$expected" 2>/dev/null || true; cat "$work/actual"; } >"$work/new"
    cp "$work/new" "$expected"
    exit
fi
grep -v '^# Since ' "$expected" | diff -u --label "$expected" - "$work/actual"

tshark -q -z legacyport,conv | sed -n '/^Legacy ports:/,$p' >"$work/report"
tshark -q -V -z legacyport,conv | sed -n '/^Legacy ports:/,$p' >"$work/with-tree"
tshark -q -2 -z legacyport,conv | sed -n '/^Legacy ports:/,$p' >"$work/two-passes"
diff -u "$work/report" "$work/with-tree"
diff -u "$work/report" "$work/two-passes"

# With two passes every packet of a conversation has its final label.
tshark -2 -T fields -e legacyport.conversation -e legacyport.label -e legacyport.evidence \
    -Y legacyport | sort -u >"$work/final"
cut -f 1 "$work/final" | sort | uniq -d | grep . && {
    echo "check.sh: a conversation has two labels in the second pass" >&2
    exit 1
}

# A field that is asked for alone is what the whole tree says.
tshark -T fields -e frame.number -e legacyport.label -e legacyport.evidence >"$work/fields"
tshark -T fields -e frame.number -e legacyport.label -e legacyport.evidence \
    -Y 'frame && !(legacyport.port == 0)' >"$work/filtered"
diff -u "$work/fields" "$work/filtered"
