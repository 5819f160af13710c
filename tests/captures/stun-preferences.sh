#!/bin/sh
# stun-preferences.sh: what the preferences of Cisco STUN change
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/stun-preferences.sh PLUGIN_DIR CAPTURES_DIR

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 captures=$2
failures=0

# Prints field $2 of the packets of capture $1 that filter $3 passes, all in one line.
field()
{
    capture=$1 name=$2 filter=$3
    shift 3
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$captures/$capture.pcapng" -Y "$filter" \
        -T fields -e "$name" "$@" 2>/dev/null | tr '\n,' '  ' | sed 's/  */ /g; s/^ //; s/ $//'
}

expect()
{
    if [ "$3" = "$2" ]; then
        echo "ok: $1: $2"
    else
        echo "FAILED: $1: expected '$2', found '$3'"
        failures=$((failures + 1))
    fi
}

# The first burst of a modulo 128 link, before the RR that shows by its length how it counts.
expect 'modulo 8 until the first RR' '4 5 6 7 0 1 2 3 4 5 110' \
    "$(field stun-errors ciscostun.ns 'ciscostun.group == 128' | cut -d ' ' -f 1-11)"
expect 'modulo 128 by preference' '100 101 102 103 104 105 106 107 108 109 110' \
    "$(field stun-errors ciscostun.ns 'ciscostun.group == 128' -o ciscostun.modulo_128:TRUE |
        cut -d ' ' -f 1-11)"
expect 'a set-up beats the preference' "$(field stun-errors ciscostun.ns 'ciscostun.group == 9')" \
    "$(field stun-errors ciscostun.ns 'ciscostun.group == 9' -o ciscostun.modulo_128:TRUE)"

# On any port by proof, unless the heuristic is switched off; on another port by preference.
expect 'a port of its own' 1 "$(field stun-udp-30000 ciscostun.group 'frame.number == 1' | grep -c .)"
expect 'no heuristic' 0 "$(field stun-udp-30000 ciscostun.group 'ciscostun' \
    --disable-heuristic ciscostun_udp | grep -c . || :)"
expect 'the heuristic that asks for all of ours is no layer' eth:ethertype:ip:udp:ciscostun \
    "$(field stun-udp-30000 frame.protocols 'frame.number == 1')"
expect 'none of our heuristics' 0 "$(field stun-udp-30000 ciscostun.group 'ciscostun' \
    --disable-heuristic anyport_udp | grep -c . || :)"
# (-o adds ports and, in Wireshark 4.0, leaves those it had: only the window takes them away.)
expect 'a port by preference' 1 "$(field stun-udp-30000 ciscostun.group 'frame.number == 1' \
    -o ciscostun.udp.port:30000 --disable-heuristic ciscostun_udp | grep -c .)"
[ "$failures" = 0 ]
