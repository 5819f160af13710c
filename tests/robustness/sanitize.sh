#!/bin/sh
# sanitize.sh: unit tests and every shipped capture under AddressSanitizer and
# UndefinedBehaviorSanitizer
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/sanitize.sh SOURCE_DIR CMAKE_GENERATOR [CAPTURE ...]
#
# Without captures: the shipped ones, then each of them with one byte in fifty
# damaged, three times over.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
source=$1 generator=$2
shift 2
work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT

build()
{
    cmake -G "$generator" -S "$source" -B "$work/build" -DBUILD_TESTING=ON -DLP_SANITIZE=ON &&
        cmake --build "$work/build" --parallel 2
}

build >"$work/log" 2>&1 || {
    tail -n 20 "$work/log"
    echo "sanitize.sh: the sanitized build failed"
    exit 1
}
ctest --test-dir "$work/build" -R '^unit-' --output-on-failure >"$work/log" 2>&1 || {
    tail -n 40 "$work/log"
    exit 1
}
echo "ok: unit tests"
chmod -R a+rX "$work/build"

sanitizers=$("${CC:-cc}" -print-file-name=libasan.so):$("${CC:-cc}" -print-file-name=libubsan.so)
passes=0
dissect()
{
    LD_PRELOAD=$sanitizers ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 \
        sh "$source/tests/with-plugin.sh" "$work/build/plugins" \
        tshark -r "$1" -2 -V -z legacyport,conv -z legacyport,tree -z legacyport,table \
        -z legacyport,counts -z legacyport,json -z legacyport,ek -z legacyport,tsv \
        >"$work/out" 2>"$work/err" || {
        tail -n 30 "$work/err"
        echo "sanitize.sh: tshark failed on $1"
        cp "$1" "${LP_KEEP:-$work}/" 2>/dev/null || :
        exit 1
    }
    grep -q 'Legacy ports: ' "$work/out" || { echo "sanitize.sh: the plugin was not loaded"; exit 1; }
    passes=$((passes + 1))
}

given=$#
[ "$given" != 0 ] || set -- "$source"/test-captures/*.pcapng
for capture; do
    dissect "$capture"
done
echo "ok: $passes captures"
[ "$given" = 0 ] || exit 0

seed=1
for capture; do
    # Wireshark 4.0 writes no copy of a file that holds TLS secrets.
    if ! editcap "$capture" "$work/plain.pcapng" 2>/dev/null; then
        echo "not damaged: $(basename "$capture"), which editcap cannot write"
        continue
    fi
    for round in 1 2 3; do
        editcap -E 0.02 --seed "$seed" "$work/plain.pcapng" "$work/damaged.pcapng"
        chmod a+r "$work/damaged.pcapng"
        dissect "$work/damaged.pcapng"
        seed=$((seed + round))
    done
done
echo "ok: $passes captures, damaged ones included"
