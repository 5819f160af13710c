#!/bin/sh
# shared.sh: what must hold on the captures that lie beside the project
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/shared.sh PLUGIN_DIR CAPTURES_DIR
#
# Exits with 77, skipped, where there is no such folder.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 captures=$2
[ -d "$captures" ] || { echo "Skipped: the captures and documents beside the project, which are no part of it"; exit 77; }

failures=0
tshark()
{
    file=$1
    shift
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$captures/$file" "$@" 2>/dev/null
}

expect()
{
    what=$1 expected=$2 actual=$3
    if [ "$expected" != "$actual" ]; then
        echo "FAILED: $what: expected '$expected', found '$actual'"
        failures=$((failures + 1))
    else
        echo "ok: $what: $actual"
    fi
}

# Every conversation with data on 1992 is STUN, proven, its alternative named.
file=stun-1992-sdlc.pcapng
with_data=$(tshark "$file" -Y 'tcp.len > 0' -T fields -e tcp.stream | sort -un | tr '\n' ' ')
expect "$file: conversations with data" "0 1 2 3 8 9 " "$with_data"
for stream in $with_data; do
    expect "$file: stream $stream" "stun-p3	3	IPsendmsg" \
        "$(tshark "$file" -2 -Y "tcp.stream == $stream" -T fields \
            -e legacyport.service -e legacyport.evidence -e legacyport.alternative | sort -u)"
done

for file in stun-1994-quantar.pcapng stun-1994-ppp-hdlc.pcapng; do
    expect "$file: service of data" "stun-port" \
        "$(tshark "$file" -2 -Y 'tcp.len > 0' -T fields -e legacyport.service | sort -u)"
done

# How often each value of a field occurs, packets with several counted in full.
occurrences()
{
    tshark "$1" -T fields -e "$2" | tr ',' '\n' | grep . | sort | uniq -c | awk '{ print $2 "=" $1 }' |
        tr '\n' ' '
}

expect "frames of each group" "14=415 4=722 " "$(occurrences stun-1992-sdlc.pcapng ciscostun.group)"
expect "frames of each group" "101=2878 " "$(occurrences stun-1994-quantar.pcapng ciscostun.group)"
expect "frames of each group" "7=259 8=185 " \
    "$(occurrences stun-1994-ppp-hdlc.pcapng ciscostun.group)"
expect "BSTUN frames" "0x0000=2272 0x0002=32 " "$(occurrences bstun-1976-1979-bsc.pcapng bstun.opcode)"
for file in stun-1992-sdlc.pcapng stun-1994-quantar.pcapng stun-1994-ppp-hdlc.pcapng; do
    expect "$file: malformed, or bytes skipped" "" \
        "$(tshark "$file" -Y '_ws.malformed || ciscostun.skipped' -T fields -e frame.number)"
done
expect "SNA requests" "ACTLU ACTPU BIND CLEAR DACTLU DACTPU SDT UNBIND " \
    "$(tshark stun-1992-sdlc.pcapng -T fields -e ciscostun.sna.request | tr ',' '\n' | grep . |
        sort -u | tr '\n' ' ')"
expect "SNA in a radio's HDLC, in PPP, in Cisco HDLC" "" \
    "$(for file in stun-1994-quantar.pcapng stun-1994-ppp-hdlc.pcapng; do
        tshark "$file" -Y 'sna || sna_xid' -T fields -e frame.number; done)"
expect "numbering without a numbered line" "" \
    "$(tshark stun-1994-ppp-hdlc.pcapng -Y ciscostun.line.retransmission -T fields -e frame.number)"

# Nothing of ours is in the mixed capture.
file=mixed-public.pcapng
expect "$file: shape or proof of STUN, BSTUN or MHSnet" "" \
    "$(tshark "$file" -2 -Y 'legacyport.evidence >= 2 && legacyport.service matches "stun|mshnet|ipsendmsg"' \
        -T fields -e frame.number)"
expect "$file: packets that STUN, BSTUN, MHSnet or IPsendmsg claims" "" \
    "$(tshark "$file" -Y 'ciscostun || bstun || mhsnet || ipsendmsg' -T fields -e frame.number)"
# A SYN's sender is a client, whatever its port: the label is never its own.
expect "$file: labelled client ports" "" \
    "$(tshark "$file" -2 -Y 'tcp.flags.syn == 1 && tcp.flags.ack == 0 && legacyport' -T fields \
        -e tcp.srcport -e tcp.dstport -e legacyport.port | awk '$1 == $3 && $2 != $3')"

# The final labels do not depend on the tree, on columns, or on two passes.
for file in stun-1992-sdlc.pcapng stun-1994-quantar.pcapng mixed-public.pcapng; do
    one=$(tshark "$file" -q -z legacyport,conv | sed -n '/^Legacy ports:/,$p' | cksum)
    expect "$file: report with a tree" "$one" \
        "$(tshark "$file" -q -V -z legacyport,conv | sed -n '/^Legacy ports:/,$p' | cksum)"
done

echo "$failures failed"
[ "$failures" = 0 ]
