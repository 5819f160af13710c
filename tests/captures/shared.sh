#!/bin/sh
# shared.sh: what must hold on the captures that lie beside the project
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh shared.sh PLUGIN_DIR CAPTURES_DIR
#
# Exits with 77, skipped, where there is no such folder.

set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 captures=$2
[ -d "$captures" ] || { echo "skipped: no captures beside the project"; exit 77; }

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

# Nothing of ours is in the mixed capture.
file=mixed-public.pcapng
expect "$file: shape or proof of STUN, BSTUN or MHSnet" "" \
    "$(tshark "$file" -2 -Y 'legacyport.evidence >= 2 && legacyport.service matches "stun|mshnet|ipsendmsg"' \
        -T fields -e frame.number)"
expect "$file: packets that Cisco STUN claims" "" "$(tshark "$file" -Y ciscostun -T fields -e frame.number)"
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
