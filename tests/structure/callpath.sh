#!/bin/sh
# callpath.sh: the way of one packet through the plugin's functions
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/structure/callpath.sh SOURCE CAPTURE FRAME
#
# Builds the plugin of the checkout SOURCE with -finstrument-functions and
# without optimisation, dissects CAPTURE once up to FRAME and once up to the
# frame before it, and prints the calls that only the first run has: depth,
# file, function. The last line counts calls, functions and files, and how often
# the packet came from one file to another. Needs addr2line.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
case ${1:-} in
    '' | -h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
source=$(CDPATH='' cd -- "$1" && pwd -P)
capture=$2 frame=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 777 "$work"

cc -shared -fPIC -O1 -o "$work/trace.so" "$here/trace.c" -ldl
{
    cmake -S "$source" -B "$work/build" -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=OFF \
        -DCMAKE_C_FLAGS='-O0 -g -finstrument-functions'
    cmake --build "$work/build" --target legacyports --parallel 2
} >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
plugin=$(find "$work/build/plugins" -name legacyports.so)
cp "$capture" "$work/capture"
chmod -R a+rX "$work"

# Dissects the first $1 packets; the calls go to $2.
trace()
{
    LD_PRELOAD=$work/trace.so TRACE=$work/$2 sh "$here/../with-plugin.sh" "$work/build/plugins" \
        tshark -q -r "$work/capture" -c "$1" -z io,phs >/dev/null 2>&1
}

trace $((frame - 1)) before
trace "$frame" after

# The calls of one packet stand between what both runs begin with and what both end with.
awk 'NR == FNR { before[FNR] = $0; n = FNR; next }
     { after[FNR] = $0; m = FNR }
     END {
         for (first = 1; first <= n && before[first] == after[first]; first++);
         last = m
         for (k = n; k >= first && last >= first && before[k] == after[last]; k--) last--
         for (i = first; i <= last; i++) print after[i]
     }' "$work/before" "$work/after" >"$work/calls"

cut -d ' ' -f 2 "$work/calls" | addr2line -f -s -e "$plugin" | paste - - |
    paste "$work/calls" - | awk -F '[ \t]' -v source="$source" '
    { sub(/:.*/, "", $4); printf "%*s%s  %s\n", $1 * 2, "", $4, $3 }
    { calls++; function_seen[$3] = 1; file_seen[$4] = 1; if ($4 != last) moves++; last = $4 }
    END {
        for (f in function_seen) functions++
        for (f in file_seen) files++
        printf "%d calls of %d functions in %d files, %d stays\n", calls, functions, files, moves
    }'
