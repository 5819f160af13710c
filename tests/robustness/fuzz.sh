#!/bin/sh
# fuzz.sh: build the fuzzers, make their seeds from the captures, run them
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/fuzz.sh [SECONDS [TARGET ...]]
#
# SECONDS (10) go to each target: a group of ports (fuzz/script.c), rows or
# tables; all of them without a TARGET. Builds in build-fuzz/ and keeps there
# what was learned (corpus/TARGET), so that the next run begins where this one
# ended; a first run begins with the captures and with corpus/TARGET beside this
# file, the few of those inputs that reach every line that all of them reach. What is found goes to build-fuzz/findings/; once mended, a finding of a
# dissector belongs in regressions/, under TARGET-WHAT-IT-WAS.
#
# Without clang there is nothing to run: exit 77.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=${LP_FUZZ_BUILD:-$root/build-fuzz}
seconds=${1:-10}
[ $# = 0 ] || shift
[ $# != 0 ] || set -- bstun ciscostun ibmlmt ipsendmsg labels mhsnet numbers rows tables

command -v clang >/dev/null || {
    echo "fuzz.sh: no clang here, so no fuzzing"
    exit 77
}

prepare()
{
    cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DBUILD_TESTING=ON -DLP_FUZZ=ON &&
        ninja -C "$build" -j2 legacyports script-to-pcap pcap-to-scripts fuzz-dissect fuzz-rows \
            fuzz-tables
}

mkdir -p "$build"
prepare >"$build/fuzz-build.log" 2>&1 || {
    cat "$build/fuzz-build.log" >&2
    exit 1
}
programs=$build/tests/robustness/fuzz
LP_FUZZ_PLUGIN=$(ls "$build"/plugins/*/epan/legacyports.so)
export LP_FUZZ_PLUGIN
asan=allocator_may_return_null=1:malloc_context_size=8:quarantine_size_mb=32
export LSAN_OPTIONS="suppressions=$here/fuzz/not-ours.txt:print_suppressions=0"
mkdir -p "$build/findings"

# Captures whose names say which protocol they show; every one is a seed of the labels.
captures_of()
{
    case $1 in
    ciscostun) set -- 'stun-*' 'modbus-0831*' ;;
    bstun) set -- 'bstun-*' ;;
    mhsnet) set -- 'mhsnet-*' 'ipsendmsg-*' ;;
    ipsendmsg) set -- 'ipsendmsg-*' 'http-1992*' ;;
    ibmlmt) set -- 'lmt-*' '*-99[0-9][0-9]*' ;;
    numbers) set -- 'numbers*' ;;
    *) set -- '*' ;;
    esac
    for pattern in "$@"; do
        # shellcheck disable=SC2086 # a pattern
        ls "$root"/test-captures/$pattern.pcapng 2>/dev/null || :
    done
}

make_seeds()
{
    case $1 in
    rows)
        for first in 1 300 900; do
            { sed -n 1p "$root/tables/ports.tsv"; tail -n +$first "$root/tables/ports.tsv" |
                sed -n 1,8p; } >"$2/ports-$first"
        done
        ;;
    tables)
        number=0
        for table in SOURCES.md families.tsv services.tsv ports.tsv names.tsv; do
            { printf '%b' "\\0$number"; head -n 6 "$root/tables/$table"; } >"$2/$table"
            number=$((number + 1))
        done
        ;;
    *)
        for capture in $(captures_of "$1"); do
            name=${capture##*/}
            "$programs/pcap-to-scripts" "$1" "$capture" "$2" "${name%.pcapng}"
        done
        cp "$here/regressions/$1"-* "$2" 2>/dev/null || :
        ;;
    esac
    cp "$here/corpus/$1"/* "$2" 2>/dev/null || :
}

# The end of libFuzzer's own account: runs, edges reached, inputs kept.
account()
{
    runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p;s/^stat::number_of_executed_units: *//p' "$2" |
        tail -n 1)
    edges=$(sed -n 's/.*cov: \([0-9]*\) .*corp: \([0-9]*\).*/\1 edges, \2 inputs/p' "$2" |
        tail -n 1)
    echo "$1: ${runs:-?} runs, $edges"
}

fuzz()
{
    target=$1 corpus=$build/corpus/$1 seeds=$build/seeds/$1 log=$build/fuzz-$1.log
    # Leaks are looked for once, at the end: after each run it takes nine tenths of the time.
    leaks=1 # where memory is kept on purpose (fuzz-rows.c): 0
    case $target in
    rows | tables) program=fuzz-$target dictionaries="$target" leaks=0 ;;
    labels) program=fuzz-dissect dictionaries="script labels" ;;
    ipsendmsg) program=fuzz-dissect dictionaries="script ipsendmsg mhsnet" ;;
    *) program=fuzz-dissect dictionaries="script $target" ;;
    esac
    rm -rf "$seeds"
    mkdir -p "$corpus" "$seeds"
    make_seeds "$target" "$seeds"
    for dictionary in $dictionaries; do
        cat "$here/fuzz/dictionaries/$dictionary.dict"
    done >"$build/$target.dict"
    ASAN_OPTIONS=$asan:detect_leaks=$leaks LP_FUZZ_TARGET=$target \
        "$programs/$program" -max_total_time="$seconds" -detect_leaks=0 -timeout=20 -rss_limit_mb=3000 \
        -max_len=4000 -dict="$build/$target.dict" -print_final_stats=1 \
        -artifact_prefix="$build/findings/$target-" "$corpus" "$seeds" >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        echo "fuzz.sh: $target: see $build/findings and $log" >&2
        return 1
    }
    account "$target" "$log"
}

failed=0
for target in "$@"; do
    fuzz "$target" || failed=1
done
exit $failed
