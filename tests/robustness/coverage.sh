#!/bin/sh
# coverage.sh: how many lines of the plugin the captures, the fuzzers' corpus and the tests run
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh coverage.sh [REGULAR_EXPRESSION]
#
# Builds in build-coverage/ with gcc's --coverage. First come the captures and what
# fuzz.sh has kept in build-fuzz/corpus, dissected in full with all statistics; then the
# tests whose names match (unit tests and those of captures, if nothing is given).
# Lines that were not run are in build-coverage/FILE.c.gcov, marked #####.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$root/build-coverage
tests=${1:-'^(unit|capture|robustness.regressions|ibmlmt|labels)'}

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS='--coverage -Wno-error' >/dev/null
ninja -C "$build" -j2 >"$build/coverage-build.log"
find "$build" -name '*.gcda' -delete
# tshark runs as nobody and writes its counts beside the objects.
chmod -R a+rwX "$build/plugin"
plugins=$build/plugins
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

dissect()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$1" -2 -V -z legacyport,conv \
        -z legacyport,tree -z ciscostun,tree -z ciscostun,srt -z mhsnet,messages \
        -z mhsnet,channels -z mhsnet,tree -z conv,mhsnet -z endpoints,mhsnet -z conv,ciscostun \
        -z endpoints,ciscostun >/dev/null 2>&1 || echo "coverage.sh: tshark failed on $1" >&2
}

summary()
{
    (cd "$build" && find plugin -name '*.gcda' | while read -r counts; do
        gcov -o "${counts%/*}" "$counts" 2>/dev/null
    done) | awk -v what="$1" -v list="${2:-}" '
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
                if (list != "") printf "%6.1f %% of %4d  %s\n", 100 * best[file] / lines[file],
                    lines[file], file | "sort -n" }
            close("sort -n")
            printf "%s: %.1f %% of %d lines of packet-* and pure code, %.1f %% of all %d\n", what,
                100 * core_ran / core, core, 100 * ran / all, all }'
}

for capture in "$root"/test-captures/*.pcapng; do
    dissect "$capture"
done
sh "$here/../with-plugin.sh" "$plugins" tshark -q -r \
    "$root/test-captures/mhsnet-1989-htdaemon.pcapng" --export-objects mhsnet,"$work/objects" \
    >/dev/null 2>&1 || :
summary "captures"
for corpus in "$root"/build-fuzz/corpus/* "$root"/build-fuzz/seeds/*; do
    target=${corpus##*/}
    case $target in rows | tables | '*') continue ;; esac
    for script in "$corpus"/*; do
        [ -e "$script" ] || continue 2
        "$build/tests/robustness/fuzz/script-to-pcap" "$target" "$script" \
            "$work/${script##*/}.pcap"
    done
    find "$work" -name '*.pcap' -exec mergecap -a -w "$work/all.pcapng" {} +
    find "$work" -name '*.pcap' -delete
    chmod 644 "$work/all.pcapng"
    dissect "$work/all.pcapng"
done
summary "captures and corpus"
ctest --test-dir "$build" -j2 -R "$tests" >"$build/coverage-tests.log" 2>&1 || tail -n 20 "$build/coverage-tests.log"
summary "captures, corpus and tests" list
