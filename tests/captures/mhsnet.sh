#!/bin/sh
# mhsnet.sh: what must hold on the captures of real MHSnet daemons
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh mhsnet.sh PLUGIN_DIR CAPTURES_DIR [RECUT]
#
# CAPTURES_DIR holds mhsnet-*.pcapng and sent/, the files that the nodes sent.
# Exits with 77, skipped, where there is no such folder.

set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 captures=$2 recut=${3:-}
[ -d "$captures/sent" ] || { echo "skipped: no captures of MHSnet beside the project"; exit 77; }
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

# Packets of each type, client to server / server to client. The client's port
# is the higher one in these captures of TCP, the lower one in that of UDP.
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

expect_counts()
{
    expect "$1: packets" "$2" "$(counts "$captures/$1")"
}

expect_counts mhsnet-1989-session-crc.pcapng \
    "DATA 97/7 EOM 4/2 EOMA 2/4 EOT 2/2 MQE 2/2 SOM 4/2 SOMA 2/4 SYNC 3/3 "
expect_counts mhsnet-1989-nak.pcapng \
    "DATA 193/12 EOM 4/2 EOMA 2/4 EOT 2/2 MQE 2/2 NAK 0/3 SOM 4/2 SOMA 2/4 SYNC 4/4 "
expect_counts mhsnet-1989-udp-vcdaemon.pcapng \
    "DATA 7/1 EOM 2/1 EOMA 1/2 EOT 2/2 MQE 2/2 SOM 2/1 SOMA 1/2 SYNC 3/3 "
expect_counts mhsnet-1989-htdaemon.pcapng \
    "DATA 15/2 EOM 4/2 EOMA 2/4 EOT 2/2 MQE 2/2 SOM 4/2 SOMA 2/4 SYNC 3/3 "
expect_counts mhsnet-1989-cooked-default.pcapng \
    "DATA 23/1 EOM 2/1 EOMA 1/2 EOT 2/2 MQE 2/2 SOM 2/1 SOMA 1/2 SYNC 3/3 "
expect_counts mhsnet-1989-nndaemon-sun3.pcapng "ACK 11/53 CONTROL 19/26 DATA 45/2 "

exported()
{
    mkdir -m 777 "$work/objects"
    tshark -q -r "$1" --export-objects "mhsnet,$work/objects" >/dev/null
    (cd "$work/objects" && for file in *; do sha256sum <"$file"; done) |
        while read -r sum _; do
            sed -n "s/^$sum  //p" "$captures/sent/SHA256SUMS" | grep . || echo UNKNOWN
        done | sort | uniq -c | awk '{ printf "%s%s ", $2, ($1 > 1 ? "*" $1 : "") }'
    rm -rf "$work/objects"
}

all="big.bin mid.txt*2 short.txt*2 tiny.txt "
most="mid.txt short.txt tiny.txt "
for file in "$captures"/mhsnet-*.pcapng "$captures"/ipsendmsg-*.pcapng; do
    name=$(basename "$file")
    case $name in
    *refusals*) objects="UNKNOWN " ;;
    *cooked* | *nndaemon* | *udp*) objects=$most ;;
    *) objects=$all ;;
    esac
    [ "$objects" = "UNKNOWN " ] || expect "$name: objects" "$objects" "$(exported "$file")"
    expect "$name: unknown bytes, malformed packets, bad header checksums" "" \
        "$(tshark -r "$file" -T fields -e frame.number \
            -Y 'mhsnet.skipped || _ws.malformed || mhsnet.header_crc.status == "Bad" || mhsnet.truncated')"
    expect "$name: payload that nobody took" "" \
        "$(tshark -r "$file" -T fields -e frame.number \
            -Y '(tcp.len > 0 || udp) && !mhsnet && !tcp.segment && !tcp.segment_data')"
    bad=$(tshark -r "$file" -T fields -e mhsnet.data_crc.status | tr ',' '\n' | grep -c '^0$' || true)
    case $name in
    *nak*) expect "$name: bad data checksums" 3 "$bad" ;;
    *) expect "$name: bad data checksums" 0 "$bad" ;;
    esac
    # Nothing that a packet is depends on a second pass.
    fields="-e frame.number -e mhsnet.type -e mhsnet.channel -e mhsnet.address -e mhsnet.size
        -e mhsnet.line -e mhsnet.message_id -e mhsnet.data_crc.status"
    # shellcheck disable=SC2086
    expect "$name: two passes" "$(tshark -r "$file" -T fields $fields | cksum)" \
        "$(tshark -2 -r "$file" -T fields $fields | cksum)"
done

# The same packets, in the same order in each direction, in segments cut otherwise.
packets_of()
{
    tshark -r "$1" -Y mhsnet -T fields -e tcp.srcport -e mhsnet.line -e mhsnet.type -e mhsnet.channel \
        -e mhsnet.address -e mhsnet.message_id | awk -F '\t' '
        { for (i = 2; i <= NF; i++) said[$1, i] = said[$1, i] ($i == "" ? "" : "," $i) }
        END { for (key in said) print key, said[key] }' | LC_ALL=C sort | cksum
}

# Options of recut: joined, then cut into equal pieces, in two, or at random.
if [ -n "$recut" ]; then
    for name in mhsnet-1989-session-crc mhsnet-1989-nak mhsnet-1989-cooked-default \
        mhsnet-1989-htdaemon mhsnet-1989-nndaemon-sun3; do
        for way in "-n 1" "-m -n 3" "-m -n 7" "-m" "-m -k 1" "-m -k 9" "-m -k 1030" "-m -r 1989"; do
            # shellcheck disable=SC2086
            "$recut" $way "$captures/$name.pcapng" "$work/recut.pcap"
            expect "$name: recut $way" "$(packets_of "$captures/$name.pcapng")" \
                "$(packets_of "$work/recut.pcap")"
        done
    done
fi

expect "mixed-public.pcapng: packets that MHSnet or IPsendmsg claims" "" \
    "$(tshark -2 -r "$captures/mixed-public.pcapng" -Y 'mhsnet || ipsendmsg' -T fields \
        -e frame.number)"

echo "$failures failed"
[ "$failures" = 0 ]
