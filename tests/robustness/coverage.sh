#!/bin/sh
# coverage.sh: how many lines of the plugin the captures and the fuzzers' corpus run
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/coverage.sh [PERCENT [REGULAR_EXPRESSION]]
#
# Builds in build-coverage/ with gcc's --coverage. What ships is dissected in full,
# with all statistics and under every preference: the captures, the fuzzers' inputs
# in corpus/ and regressions/. With an expression, the tests whose names match it
# come next, and are counted apart. It fails if packet-* and the pure code have
# less than PERCENT (95) of their lines run by then. Lines that were not run are in
# build-coverage/FILE.c.gcov, marked #####.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$root/build-coverage
percent=${1:-95} tests=${2:-}

cmake -S "$root" -B "$build" -G Ninja -DBUILD_TESTING=ON -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS='--coverage -Wno-error' >/dev/null
ninja -C "$build" -j2 legacyports script-to-pcap recut >"$build/coverage-build.log"
find "$build" -name '*.gcda' -delete
# tshark runs as nobody and writes its counts beside the objects.
chmod -R a+rwX "$build/plugin"
plugins=$build/plugins
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -m 755 "$work/profile"
mkdir -m 777 "$work/objects"

tshark()
{
    LP_CONFIG_DIR=$work/profile sh "$here/../with-plugin.sh" "$plugins" tshark -r "$@" \
        >"$work/out" 2>"$work/stderr" || {
        tail -n 5 "$work/stderr" >&2
        echo "coverage.sh: tshark failed: $*" >&2
        exit 1
    }
}

statistics="-z legacyport,conv -z legacyport,table -z legacyport,tree -z legacyport,tsv
-z legacyport,counts -z legacyport,json -z legacyport,ek -z ciscostun,tree -z ciscostun,srt -z conv,ciscostun -z endpoints,ciscostun
-z mhsnet,messages -z mhsnet,channels -z mhsnet,tree -z conv,mhsnet -z endpoints,mhsnet
-z ibmlmt,agents"

# The details in two passes, and the summary in one.
dissect()
{
    # shellcheck disable=SC2086
    tshark "$1" -2 -V $statistics
    tshark "$1"
}

# What one capture has been dissected for is dissected in other ways, too.
dissect_otherwise()
{
    for options in "-o legacyport.label:focus" "-o legacyport.label:legacy" \
        "-o legacyport.label:every" "-o legacyport.show_in_info:FALSE" \
        "-o legacyport.numbers:FALSE" "-o ciscostun.framing:strict" \
        "-o ciscostun.modulo_128:TRUE" "-o mhsnet.message_limit:0" \
        "-o tcp.desegment_tcp_streams:FALSE" "-o tcp.reassemble_out_of_order:TRUE"; do
        # shellcheck disable=SC2086
        tshark "$1" -V $options
    done
}

# Files of rows, each of them as the user's own, and a table in the preferences.
dissect_with_rows()
{
    for rows in "$here"/corpus/rows/*; do
        cp "$rows" "$work/profile/legacyports.tsv"
        chmod 644 "$work/profile/legacyports.tsv"
        tshark "$1" -V -c 3
    done
    for rows in "$here"/corpus/preferences/*; do
        cp "$rows" "$work/profile/legacyports_rows"
        chmod 644 "$work/profile/legacyports_rows"
        tshark "$1" -V
    done
    rm "$work/profile"/*
}

# Objects, and the frames of the lines.
export_from()
{
    tshark "$1" -q --export-objects "mhsnet,$work/objects"
    tshark "$1" -U 'Cisco STUN SDLC' -w /dev/null
}

summary()
{
    (cd "$build" && find plugin -name '*.gcda' | while read -r counts; do
        gcov -o "${counts%/*}" "$counts" 2>/dev/null
    done) | awk -v what="$1" -v percent="$2" '
        /^File .*\/plugin\/.*\.c.$/ { file = $2; gsub(/.*\/plugin\/|\x27/, "", file); next }
        /^File / { file = "" }
        /^Lines executed:/ && file != "" {
            split($0, part, /[:% ]+/)
            run = part[3] * part[5] / 100
            if (!(file in lines) || run > best[file]) best[file] = run
            lines[file] = part[5]; file = "" }
        END { for (file in lines) {
                all += lines[file]; ran += best[file]
                if (file !~ /\/tap-|^plugin/) { core += lines[file]; core_ran += best[file] }
                printf "%6.1f %% of %4d  %s\n", 100 * best[file] / lines[file], lines[file],
                    file | "sort -n" }
            close("sort -n")
            printf "%s: %.1f %% of %d lines of packet-* and pure code, %.1f %% of all %d\n", what,
                100 * core_ran / core, core, 100 * ran / all, all
            exit 100 * core_ran < percent * core }'
}

for capture in "$root"/test-captures/*.pcapng; do
    dissect "$capture"
    "$build/tests/robustness/recut" -m -n 7 "$capture" "$work/sevens.pcap"
    chmod 644 "$work/sevens.pcap"
    tshark "$work/sevens.pcap" -V
done
for corpus in "$here"/corpus/*; do
    target=${corpus##*/}
    case $target in rows | tables | preferences) continue ;; esac
    set -- "$corpus"/*
    for script in "$here/regressions/$target"-*; do
        [ ! -e "$script" ] || set -- "$@" "$script"
    done
    "$build/tests/robustness/fuzz/script-to-pcap" "$target" "$work/$target.pcap" "$@"
    chmod 644 "$work/$target.pcap"
    dissect "$work/$target.pcap"
    export_from "$work/$target.pcap"
done
mergecap -a -w "$work/all.pcapng" "$root"/test-captures/*.pcapng "$work"/*.pcap
chmod 644 "$work/all.pcapng"
dissect_otherwise "$work/all.pcapng"
dissect_with_rows "$work/all.pcapng"
export_from "$root/test-captures/mhsnet-1989-htdaemon.pcapng"
if [ -z "$tests" ]; then
    summary "captures and corpus" "$percent"
    exit
fi
summary "captures and corpus" 0
chmod -R a+rwX "$build/plugin"
ninja -C "$build" -j2 >"$build/coverage-build.log"
ctest --test-dir "$build" -j2 -R "$tests" >"$build/coverage-tests.log" 2>&1 ||
    tail -n 20 "$build/coverage-tests.log"
summary "captures, corpus and tests" "$percent"
