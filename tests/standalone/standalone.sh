#!/bin/sh
# standalone.sh: a dissector without the label layer shows what it shows with it
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/standalone/standalone.sh PLUGIN_DIR STANDALONE_DIR CAPTURES_DIR PROTOCOL
#
# PROTOCOL is bstun, ciscostun or mhsnet. Every field of the protocol is printed of its
# captures twice, by both plugins, and must be the same. Without tables the
# standalone plugin knows no ports, so they are given; nor does it know what a
# port means, so priority and queue are left out.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
whole=$1 alone=$2 captures=$3 protocol=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case $protocol in
bstun)
    names='bstun-1976'
    set -- -o bstun.tcp.port:1963,1976-1979 ;;
ciscostun)
    names='stun-four-ports stun-errors stun-udp-30000'
    set -- -o ciscostun.tcp.port:1990-1992,1994 ;;
mhsnet)
    names='mhsnet-1989-htdaemon mhsnet-1989-en mhsnet-1989-udp-vcdaemon'
    set -- -o mhsnet.tcp.port:1989 -o mhsnet.udp.port:1989 ;;
*)
    echo "standalone.sh: no captures of $protocol" >&2
    exit 2 ;;
esac

# Prints the words in which plugin folder $1 registers the protocol's fields.
fields()
{
    sh "$here/../with-plugin.sh" "$1" tshark -G fields 2>/dev/null |
        awk -F '\t' -v p="$protocol" '$1 == "F" && $5 == p' | sort
}

fields "$whole" >"$work/whole"
fields "$alone" >"$work/alone"
[ -s "$work/whole" ] || { echo "FAILED: $protocol has no fields"; exit 1; }
diff -u "$work/whole" "$work/alone"

# shellcheck disable=SC2013 # names of fields, without spaces
for field in $(cut -f 3 "$work/alone" | sort -u | grep -vE '^ciscostun\.(priority|queue)$'); do
    set -- "$@" -e "$field"
done

# show PLUGIN_DIR CAPTURE OPTION ...
show()
{
    plugins=$1 capture=$2
    shift 2
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$captures/$capture.pcapng" -Y "$protocol" \
        -T fields -e frame.number "$@" 2>"$work/stderr" || {
        cat "$work/stderr"
        exit 1
    }
}

for name in $names; do
    show "$whole" "$name" "$@" >"$work/whole"
    show "$alone" "$name" "$@" >"$work/alone"
    [ -s "$work/whole" ] || { echo "FAILED: no packet of $name is of $protocol"; exit 1; }
    diff -u "$work/whole" "$work/alone"
    echo "ok: $(wc -l <"$work/alone") packets of $name"
done
