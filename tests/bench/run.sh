#!/bin/sh
# run.sh: what the plugin costs, against Wireshark without it and against Wireshark's own dissectors
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/bench/run.sh [-p PACKETS] [-g PACKETS] [-r ROUNDS] [-o FOLDER] [part ...]
#
# parts: foreign stun line mhsnet start memory growth; all of them without a part.
# -p  packets (PDUs) of each capture whose instructions are counted
# -g  packets of the smallest of the captures that grow tenfold
# -r  rounds of each comparison of times; 0 takes no times
# -o  where the table (bench.tsv) and the chart (growth.svg) go; build/bench
#
# Instructions are counted by valgrind and repeat to within a few in a thousand
# million; times and memory are the kernel's account of the whole process. Both
# are without what tshark takes for the first packets of the same traffic, so
# that starting is no part of them. A time is compared in turn, A B A: its
# ratio's median and quartiles stand beside those of A against itself, which is
# the noise of the machine.

set -u
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
umask 022
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"

needs="$lp_test_needs
has_command valgrind|valgrind|valgrind
has_command gnuplot|gnuplot-nox|gnuplot"

packets=5000
growth=3000
rounds=5
out=$lp_build/bench
while getopts p:g:r:o: option; do
    case $option in
        p) packets=$OPTARG ;;
        g) growth=$OPTARG ;;
        r) rounds=$OPTARG ;;
        o) out=$OPTARG ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- foreign stun line mhsnet start memory growth

# A capture of so few packets is what the others are counted from.
few=8
# A count of instructions takes a hundred times as long as a run, so a run may have more packets.
times_more=10

# --- Running ------------------------------------------------------------------
#
# Options of bench-traffic and of tshark are words of one argument: "stun -n 64".
# Plugins are named by the folder that they are in.

empty=$lp_build/tests/bench/empty
ours=$lp_build/plugins
none=$lp_tmp/none
dissect="tshark -q -z io,phs"

# Makes the capture of bench-traffic's options $1, once, and sets capture to its name.
make_capture()
{
    capture=$lp_tmp/$(printf '%s' "$1" | tr -d ' ').pcap
    # shellcheck disable=SC2086 # words
    [ -f "$capture" ] || "$lp_build/tests/bench/bench-traffic" $1 >"$capture" ||
        lp_die "bench-traffic $1 failed"
}

# Prints the words before a program of Wireshark's that is to have the plugins $1.
with_plugins()
{
    printf '%s\n' "sh $lp_root/tests/with-plugin.sh $1 env -u WIRESHARK_DEBUG_WMEM_OVERRIDE"
}

# Prints the instructions that tshark with the plugins $1 takes for the traffic $2.
count()
{
    make_capture "$2"
    # shellcheck disable=SC2046,SC2086 # words
    $(with_plugins "$1") valgrind --tool=cachegrind --cache-sim=no \
        --cachegrind-out-file=/dev/null --log-fd=9 \
        $dissect ${3:-} -r "$capture" 9>"$lp_tmp/count" >/dev/null 2>&1
    sed -n 's/,//g; s/.*I *refs: *//p' "$lp_tmp/count" | grep . || lp_die "no count of $2"
}

# The same, the smaller of two counts: now and then starting takes more.
count_twice()
{
    one=$(count "$@") && other=$(count "$@") || exit 1
    echo $((one < other ? one : other))
}

# The same, a packet.
count_packet()
{
    first=$(count_twice "$1" "$2 -p $few" "${3:-}") &&
        last=$(count_twice "$1" "$2 -p $packets" "${3:-}") || exit 1
    echo $(((last - first) / (packets - few)))
}

# Prints bench-compare's line: the plugins $1 and the traffic $2 as A, the plugins
# $3 and the traffic $4 as B, less $5 and $6 seconds.
compare()
{
    make_capture "$2" && first=$capture
    make_capture "$4"
    # shellcheck disable=SC2046,SC2086 # words
    "$lp_build/tests/bench/bench-compare" "$rounds" "$5" "$6" \
        $(with_plugins "$1") $dissect -r "$first" -- $(with_plugins "$3") $dissect -r "$capture" ||
        lp_die "no times of $2 and $4"
    case "$first $capture" in *-p"$few".pcap*) ;; *) rm -f "$first" "$capture" ;; esac
}

# Prints the ratio's and the noise's median and quartiles of the same four.
compare_packets()
{
    [ "$rounds" -gt 0 ] || return 0
    many=$((packets * times_more))
    starts=$(compare "$1" "$2 -p $few" "$3" "$4 -p $few" 0 0 | cut -f 1,2)
    compare "$1" "$2 -p $many" "$3" "$4 -p $many" "${starts%	*}" "${starts#*	}" | cut -f 3-8
}

# --- The table ------------------------------------------------------------------

no_times='-	-	-	-	-	-'

# Writes a row: part, what was measured, ours, what it is held against, ratio or
# difference, target or "-", times.
row()
{
    verdict=-
    [ "$6" = - ] || verdict=$(awk -v value="$5" -v target="$6" \
        'BEGIN { print value <= target ? "met" : "missed" }')
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$6" "$verdict" \
        "${7:-$no_times}" >>"$out/bench.tsv"
}

ratio()
{
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.4f", a / b }'
}

# Holds the traffic $3 with our plugin against the traffic $4 with the plugins $5: a row with the
# target $6.
hold()
{
    mine=$(count_packet "$ours" "$3") && theirs=$(count_packet "$5" "$4") || exit 1
    row "$1" "$2" "$mine" "$theirs" "$(ratio "$mine" "$theirs")" "$6" \
        "$(compare_packets "$5" "$4" "$ours" "$3")"
}

# --- The parts ------------------------------------------------------------------

part_foreign()
{
    hold foreign "DNS and HTTP, Wireshark without plugin" web web "$none" 1.003
    theirs=$(count_packet "$empty" web)
    row foreign "DNS and HTTP, above an empty postdissector" "$mine" "$theirs" $((mine - theirs)) 200
    hold foreign "TCP that nobody dissects, without plugin" bytes bytes "$none" 1.012
    theirs=$(count_packet "$empty" bytes)
    row foreign "the same, above an empty postdissector" "$mine" "$theirs" $((mine - theirs)) 200
}

part_stun()
{
    for size in 16 64 256; do
        hold stun "frames of $size bytes, XOT" "stun -n $size" "xot -n $size" "$none" 1
    done
    hold stun "8 frames of 64 bytes a segment, XOT" "stun -n 64 -f 8" "xot -n 64 -f 8" "$none" 1
}

# What is inside the tunnel is what it takes above an opening message of the same
# size; on a serial line, what it takes above the same frames with SDLC disabled.
part_line()
{
    mine=$(($(count_packet "$ours" "sna -n 37") - $(count_packet "$ours" "opening -n 37")))
    theirs=$(($(count_packet "$none" "sdlc -n 37") -
        $(count_packet "$none" "sdlc -n 37" "--disable-protocol sdlc")))
    row line "SDLC and SNA in the tunnel, on a line" "$mine" "$theirs" "$(ratio "$mine" "$theirs")" 1
}

part_mhsnet()
{
    for size in 128 512 1034; do
        hold mhsnet "packets of $size bytes, DLSw" "mhsnet -n $size" "dlsw -n $size" "$none" 1
    done
    hold mhsnet "8 packets of 128 bytes a segment, DLSw" "mhsnet -n 128 -f 8 -m 1000" \
        "dlsw -n 128 -f 8 -m 1000" "$none" 1
}

part_start()
{
    mine=$(count "$ours" "bytes -p $few") && theirs=$(count "$none" "bytes -p $few") || exit 1
    row start "instructions to start, without plugin" "$mine" "$theirs" "$(ratio "$mine" "$theirs")" -
    [ "$rounds" -gt 0 ] || return 0
    rounds=$((rounds * 5))
    line=$(compare "$none" "bytes -p $few" "$ours" "bytes -p $few" 0 0)
    rounds=$((rounds / 5))
    row start "milliseconds to start, without plugin" \
        "$(echo "$line" | awk '{ printf "%.1f", $2 * 1000 }')" \
        "$(echo "$line" | awk '{ printf "%.1f", $1 * 1000 }')" \
        "$(echo "$line" | awk '{ printf "%.1f", ($2 - $1) * 1000 }')" 3 \
        "$(echo "$line" | cut -f 3-8)"
}

# Prints what each packet or conversation of the traffic $2 keeps, with the plugins $1: the largest
# size of a run with 50,000 less that of one with 5,000. The word N in the options is their number.
memory_of()
(
    rounds=1
    compare "$1" "$(echo "$2" | sed 's/N/5000/g')" "$1" "$(echo "$2" | sed 's/N/50000/g')" 0 0 |
        awk '{ printf "%d", ($10 - $9) / 45000 }'
)

part_memory()
{
    for size in 16 64; do
        traffic="bytes -P 5631 -n $size -c N -p N"
        mine=$(memory_of "$ours" "$traffic") && theirs=$(memory_of "$none" "$traffic") || exit 1
        row memory "bytes a labelled conversation of $size, without plugin" "$mine" "$theirs" \
            $((mine - theirs)) 300
    done
    mine=$(memory_of "$ours" "stun -p N") && theirs=$(memory_of "$none" "xot -p N") || exit 1
    row memory "bytes a frame, XOT" "$mine" "$theirs" $((mine - theirs)) -
    mine=$(memory_of "$ours" "mhsnet -n 128 -p N") && theirs=$(memory_of "$none" "dlsw -n 128 -p N") ||
        exit 1
    row memory "bytes an MHSnet packet, DLSw" "$mine" "$theirs" $((mine - theirs)) -
}

# Grows traffic tenfold, in steps; the word N in its options $2 is the size. The ratio is that of
# the tenfold without the few packets that are subtracted with the start.
grow()
{
    base=$(count "$ours" "${2%% *} -n 128 -p $few") || exit 1
    for times in 1 2 5 10; do
        size=$((growth * times))
        make_capture "$(echo "$2" | sed "s/N/$size/g")"
        took=$(count "$ours" "$(echo "$2" | sed "s/N/$size/g")") || exit 1
        took=$((took - base))
        rm -f "$capture"
        [ "$times" -ne 1 ] || once=$took
        printf '%s\t%s\t%s\n' "$1" "$size" "$took" >>"$out/growth.tsv"
    done
    row growth "10 times the $1" "$took" "$once" \
        "$(ratio $((took * 10)) $((once * (10 * growth - few) / (growth - few))))" 10.5
}

part_growth()
{
    printf 'what\tsize\tinstructions\n' >"$out/growth.tsv"
    grow "frames of a tunnel" "stun -p N"
    grow "labelled conversations" "bytes -P 5631 -c N -p N"
    grow "tunnels" "stun -c N -p N"
    grow "frames of 60 stations" "sna -s 60 -p N"
    grow "packets of a message" "mhsnet -n 128 -m N -p N"
    grow "messages" "mhsnet -n 128 -m 1 -p N"
    gnuplot -e "table = '$out/growth.tsv'; chart = '$out/growth.svg'" \
        "$lp_root/tests/bench/growth.gnuplot"
}

# --- All of it ------------------------------------------------------------------

lp_set_up "$needs"
lp_make all -DBUILD_TESTING=ON
mkdir -p "$none" "$out"
chmod 755 "$lp_tmp" "$none"
printf '%s\t' part measured,against ours other ratio target verdict time lower upper noise lower \
    upper | sed 's/	$/\n/' >"$out/bench.tsv"
for part; do
    part_"$part"
done
column -t -s '	' "$out/bench.tsv"
