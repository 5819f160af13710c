#!/bin/sh
# mhsnet.sh: what must hold on the captures of MHSnet, of real daemons and of our own sender
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/mhsnet.sh PLUGIN_DIR CAPTURES_DIR SUMS CAPTURE ...
#
# SUMS names what was sent, as sha256sum prints it. Exits with 77, skipped,
# where a capture is not there.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 captures=$2 sums=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

failures=0
tshark()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark "$@" 2>/dev/null
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

# Packets of each type, client to server / server to client. The client's port is the higher one
# in the captures of real daemons over TCP, the lower one in all others.
counts()
{
    tshark -r "$1" -Y mhsnet.type -T fields -e tcp.srcport -e tcp.dstport -e udp.srcport \
        -e udp.dstport -e mhsnet.daemon -e mhsnet.type -e mhsnet.control | awk -F '\t' '
        BEGIN { split("DATA NAK SOM SOMA EOM EOMA CONTROL EOT", circuit, " ")
                split("DATA ACK NAK CONTROL", node, " ")
                split("MQE SYNC IDLE CTRL", control, " ") }
        { client = $1 != "" ? $1 > $2 : $3 < $4
          packets = split($6, type, ","); split($5, daemon, ","); split($7, kind, ","); next_kind = 1
          for (i = 1; i <= packets; i++) {
              name = daemon[i] >= 3 ? node[type[i] + 1] : circuit[type[i] + 1]
              if (daemon[i] < 3 && type[i] == 6) name = control[kind[next_kind++] + 1]
              count[name, client]++; seen[name] } }
        END { for (name in seen) print name " " count[name, 1] + 0 "/" count[name, 0] + 0 }' |
        LC_ALL=C sort | tr '\n' ' '
}

# The names of what Export Objects writes, as far as sums and names are those of what was sent; the
# second file of a name has a number in it.
exported()
{
    mkdir -m 777 "$work/objects"
    tshark -q -r "$1" --export-objects "mhsnet,$work/objects" >/dev/null
    (cd "$work/objects" && for file in *; do [ ! -f "$file" ] || sha256sum "$file"; done) |
        while read -r sum name; do
            name=$(printf '%s\n' "$name" | sed 's/([0-9]*)//')
            grep -qxF "$sum  $name" "$sums" && echo "$name" || echo "UNKNOWN:$name"
        done | sort | uniq -c | awk '{ printf "%s%s ", $2, ($1 > 1 ? "*" $1 : "") }'
    rm -rf "$work/objects"
}

# For each capture: its packets, the objects in it, how many data checksums are bad.
all="big.bin mid.txt*2 short.txt*2 tiny.txt "
most="mid.txt short.txt tiny.txt "
session="DATA 97/7 EOM 4/2 EOMA 2/4 EOT 2/2 MQE 2/2 SOM 4/2 SOMA 2/4 SYNC "
ours="DATA 7/0 EOM 1/0 EOMA 0/1 EOT 2/2 MQE 2/2 SOM 1/0 SOMA 0/1 SYNC 2/2 "
what_is_in()
{
    bad=0
    case $1 in
    mhsnet-1989-session-crc) packets="${session}3/3 " objects=$all ;;
    ipsendmsg-1992-session-crc) packets="${session}4/4 " objects=$all ;;
    mhsnet-1989-nak)
        packets="DATA 193/12 EOM 4/2 EOMA 2/4 EOT 2/2 MQE 2/2 NAK 0/3 SOM 4/2 SOMA 2/4 SYNC 4/4 "
        objects=$all bad=3 ;;
    mhsnet-1989-udp-vcdaemon)
        packets="DATA 7/1 EOM 2/1 EOMA 1/2 EOT 2/2 MQE 2/2 SOM 2/1 SOMA 1/2 SYNC 3/3 "
        objects=$most ;;
    mhsnet-1989-htdaemon)
        packets="DATA 15/2 EOM 4/2 EOMA 2/4 EOT 2/2 MQE 2/2 SOM 4/2 SOMA 2/4 SYNC 3/3 "
        objects=$all ;;
    mhsnet-1989-cooked-default)
        packets="DATA 23/1 EOM 2/1 EOMA 1/2 EOT 2/2 MQE 2/2 SOM 2/1 SOMA 1/2 SYNC 3/3 "
        objects=$most ;;
    mhsnet-1989-nndaemon-sun3) packets="ACK 11/53 CONTROL 19/26 DATA 45/2 " objects=$most ;;
    mhsnet-1989-refusals) packets='' objects='' ;;
    mhsnet-1989-no-crc) packets=$ours objects="no-crc.bin " ;;
    mhsnet-1989-cooked-x) packets=$ours objects="cooked-x.bin " ;;
    mhsnet-1989-restart)
        packets="DATA 9/0 EOM 1/0 EOMA 0/1 EOT 2/2 MQE 2/2 SOM 3/0 SOMA 0/3 SYNC 4/4 "
        objects="restart.bin " ;;
    mhsnet-1989-en) packets="ACK 2/6 CONTROL 5/5 DATA 4/0 " objects="en.bin " ;;
    mhsnet-1989-cn-pn) packets="ACK 4/17 CONTROL 10/10 DATA 13/0 " objects="cn.bin pn.bin " ;;
    *) expect "$1" "a known capture" "an unknown one" ;;
    esac
}

for name; do
    file=$captures/$name.pcapng
    [ -f "$file" ] || { echo "Skipped: the captures and documents beside the project, which are no part of it"; exit 77; }
    what_is_in "$name"
    expect "$name: packets" "$packets" "$(counts "$file")"
    expect "$name: objects" "$objects" "$(exported "$file")"
    expect "$name: unknown bytes, malformed packets, bad header checksums" "" \
        "$(tshark -r "$file" -T fields -e frame.number \
            -Y 'mhsnet.skipped || _ws.malformed || mhsnet.header_crc.status == "Bad" || mhsnet.truncated')"
    expect "$name: payload that nobody took" "" \
        "$(tshark -r "$file" -T fields -e frame.number \
            -Y '(tcp.len > 0 || udp) && !mhsnet && !tcp.segment && !tcp.segment_data')"
    expect "$name: bad data checksums" "$bad" "$(tshark -r "$file" -T fields \
        -e mhsnet.data_crc.status | tr ',' '\n' | grep -c '^0$' || true)"
    # Nothing that a packet is depends on a second pass.
    fields="-e frame.number -e mhsnet.type -e mhsnet.channel -e mhsnet.address -e mhsnet.size
        -e mhsnet.line -e mhsnet.message_id -e mhsnet.data_crc.status"
    # shellcheck disable=SC2086
    expect "$name: two passes" "$(tshark -r "$file" -T fields $fields | cksum)" \
        "$(tshark -2 -r "$file" -T fields $fields | cksum)"
done

echo "$failures failed"
[ "$failures" = 0 ]
