#!/bin/sh
# hostile.sh: what captures that mean harm cost, and what the same bytes cost elsewhere
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/hostile.sh PLUGIN_DIR TOOLS_DIR SCALE [CASE ...]
#
# SCALE 1 takes seconds and is for CTest; SCALE 100 is the full size: a million
# conversations, streams of hundreds of MiB; noise at SCALE 256 is a stream of 1 GiB.
# Each case is dissected on its port, at a quarter of the size too, and on a port that
# is nobody's; from SCALE 2 on by Wireshark without the plugin as well. Printed are
# processor seconds and peak MiB. It fails if four times the bytes take more than
# eight times the seconds (of what takes a second at all), or if a case needs
# more memory than a bound times its bytes, over what an empty capture needs.
# `headers` is Wireshark's own: its HTTP dissector takes quadratic time on
# any port, so it is compared with port 80 and not judged. Wireshark's Thrift is
# switched off: the 53,146th segment of our noise looks to it like the first of a
# message of 1.3 GiB, and Wireshark's reassembly then walks its list of fragments for
# each that follows, on any port and without the plugin (4.0).
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 tools=$2 scale=$3
shift 3
# A labelled conversation costs Wireshark 3 KiB and the capture has 174 bytes of it.
bound=40
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
export WIRESHARK_DEBUG_WMEM_OVERRIDE=block

all="conversations:10000:1994 conversations-lmt:10000:9988 stations:2000:1994
long-headers:4096:1994 bstun-headers:4096:1976 short-frames:512:1994
noise:4096:1994 noise:4096:1989 noise:4096:9988 letters:4096:1992 zeros:4096:1989 lines:2048:1989
headers:32:9988 endless-message:2048:1989 long-message:655:1989 backward-message:655:1989
crumbs:16:1989 damage:2048:1989 begun-messages:2000:1989"

# Sets seconds and mib of tshark's on a case.
cost()
{
    "$tools/hostile" "${1%-lmt}" "$2" "$3" >"$work/x.pcap"
    chmod 644 "$work/x.pcap"
    measure "$plugins" -z legacyport,conv -z mhsnet,messages -z ciscostun,srt -z ciscostun,tree
    size=$(wc -c <"$work/x.pcap")
}

measure()
{
    folder=$1
    shift
    "$tools/measure" "$work/cost" sh "$here/../with-plugin.sh" "$folder" tshark -q \
        --disable-heuristic thrift_tcp -r "$work/x.pcap" "$@" >"$work/out" 2>"$work/stderr" || {
        tail -n 5 "$work/stderr" >&2
        echo "hostile.sh: tshark failed on $name, $port" >&2
        exit 1
    }
    read -r seconds mib <"$work/cost"
}

name=letters port=1994
mkdir "$work/none"
cost letters 1 1994
start=$seconds empty=$mib
printf '%-18s %5s %10s %8s %6s %9s %6s %9s %7s %8s %6s\n' Case Port Bytes Seconds MiB Elsewhere \
    MiB Ratio Growth Without MiB
failed=0
for entry in $all; do
    name=${entry%%:*} port=${entry##*:}
    count=${entry#*:} count=$((${count%:*} * scale))
    case " ${*:-$name} " in *" $name "*) ;; *) continue ;; esac
    case $name in headers) other=80 count=$((count / scale)) ;; *) other=30999 ;; esac
    cost "$name" $((count / 4)) "$port"
    quarter=$seconds
    cost "$name" "$count" "$other"
    elsewhere=$seconds elsewhere_mib=$mib
    cost "$name" "$count" "$port"
    with=$seconds with_mib=$mib
    seconds=- mib=-
    [ "$scale" = 1 ] || measure "$work/none" -z io,phs
    awk -v without="$seconds" -v without_mib="$mib" -v case="$name" -v port="$port" -v bytes="$size" -v s="$with" -v e="$elsewhere" -v em="$elsewhere_mib" \
        -v q="$quarter" -v start="$start" -v mib="$with_mib" -v empty="$empty" -v bound=$bound '
        function net(x) { return x - start > 0.02 ? x - start : 0.02 }
        BEGIN {
            growth = net(s) / net(q)
            printf "%-18s %5d %10d %8.2f %6d %9.2f %6d %9.2f %7.1f %8s %6s\n", case, port, bytes,
                s, mib, e, em, net(s) / net(e), growth, without, without_mib
            exit case != "headers" &&
                ((net(s) > 1 && growth > 8) || mib - empty > 32 + bound * bytes / 1048576)
        }' || { echo "hostile.sh: $name on $port takes too much" >&2; failed=1; }
done
exit $failed
