#!/bin/sh
# make-captures.sh: make the captures of test-captures/ anew, with real programs where there are any
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sudo sh tests/peers/make-captures.sh [BUILD_DIR [OUT_DIR [PART ...]]]
#
# A part is one of the files captures-PART.sh; without any, all are made.
# Needs root: for a network namespace of its own, with nothing in it but
# loopback, and for tcpdump in it. Needs, from Debian: iproute2 tcpdump tshark
# wireshark-common nginx-light curl openssl openssh-server openssh-client
# nghttp2-server python3-pymodbus python3-serial-asyncio python3-websockets. Certificates and keys are
# made for the run and thrown away; only TLS session secrets stay, in the files.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"

here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build}
out=${2:-$here/../../test-captures}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- stun mhsnet programs lmt tls others

if [ "${LP_IN_NAMESPACE:-}" != yes ]; then
    [ "$(id -u)" = 0 ] || { echo "make-captures.sh: needs root, for a network namespace" >&2; exit 1; }
    [ -x "$build/tests/peers/talk" ] ||
        { echo "make-captures.sh: $build/tests/peers/talk is missing: build first" >&2; exit 1; }
    build=$(cd "$build" && pwd)
    mkdir -p "$out"
    out=$(cd "$out" && pwd)
    LP_IN_NAMESPACE=yes exec unshare --net sh "$here/make-captures.sh" "$build" "$out" "$@"
fi

peers=$build/tests/peers
work=$(mktemp -d)
children=
# shellcheck disable=SC2154 # c is set in the trap
trap 'for c in $children; do kill "$c" 2>/dev/null || :; done; rm -rf "$work"' EXIT
chmod 755 "$work"

client=192.0.2.1
server=192.0.2.2
ip link set lo up
ip addr add $client/32 dev lo
ip addr add $server/32 dev lo
ip addr add 2001:db8::1/128 dev lo nodad
ip addr add 2001:db8::2/128 dev lo nodad

# --- small tools ---------------------------------------------------------------------------------

# wait_for COMMAND...: until it succeeds, five seconds at most
wait_for()
{
    tries=50
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "make-captures.sh: waited in vain for: $*" >&2; exit 1; }
        sleep 0.1
    done
}

listening()
{
    ss -Hltn "sport = :$1" | grep -q .
}

# start COMMAND...: in the background, killed at the end or by stop
start()
{
    "$@" >"$work/server.log" 2>&1 </dev/null &
    last=$!
    children="$children $last"
}

stop()
{
    kill "$last" 2>/dev/null || :
    wait "$last" 2>/dev/null || :
}

# capture NAME FILTER FUNCTION: what the function says on the wire, as $work/NAME.pcap
capture()
{
    echo "$1"
    tcpdump -Z root -i lo --immediate-mode -U -B 16384 -w "$work/$1.pcap" "$2" 2>"$work/tcpdump.log" &
    tcpdump=$!
    children="$children $tcpdump"
    wait_for grep -q listening "$work/tcpdump.log"
    sleep 1 # it says so before it hears of packets
    "$3"
    sleep 1 # tcpdump hears of packets a second late at most
    kill -INT $tcpdump
    wait $tcpdump || :
    grep -q '^0 packets dropped' "$work/tcpdump.log" ||
        { echo "make-captures.sh: packets of $1 were lost, try again" >&2; exit 1; }
}

# finish NAME COMMENT [editcap options]: the capture, with what it is written into it
finish()
{
    name=$1
    comment=$2
    shift 2
    editcap -F pcapng --capture-comment "$comment" "$@" "$work/$name.pcap" "$out/$name.pcapng"
}

# talk_to [options of talk] ADDRESS PORT: plays the script on standard input
talk_to()
{
    "$peers/talk" -s $client "$@"
}

# shellcheck disable=SC2034 # for the pieces, captures-*.sh
OWN="Synthetic: both ends are programs of legacyports, tests/peers"
# shellcheck disable=SC2034
REAL="Real programs on loopback, tests/peers/make-captures.sh"

for part; do
    # shellcheck source=/dev/null
    . "$here/captures-$part.sh"
done
