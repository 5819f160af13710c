#!/bin/sh
# speed.sh: how much faster two workers review a folder than one, with the same result
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/review/speed.sh PLUGIN_DIR [FILES [FOLDER ...]]
#
# Makes a folder of FILES captures (500) out of those in test-captures and in the
# FOLDERs, a third of them packed, and reviews it with one worker and with two.
# Prints how long that takes, twice each, and how many workers were at work on average;
# ends with 1 if the results differ in a byte. It takes minutes. LP_ROUNDS="2 1" does
# each once.
#
# On a machine whose processors have other work too, the seconds say little: two workers
# take from each other what others leave. The average tells whether one ever waited for
# the other, and the seconds of processors whether two do more work than one.

set -u
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1
files=${2:-500}
[ $# -lt 2 ] || shift
shift
if [ "$(id -u)" -eq 0 ]; then
    exec setpriv --reuid=65534 --regid=65534 --clear-groups sh "$0" "$plugins" "$files" "$@"
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
HOME=$work
WIRESHARK_PLUGIN_DIR=$plugins
export HOME WIRESHARK_PLUGIN_DIR
mkdir "$work/folder"

made=0
while [ "$made" -lt "$files" ]; do
    for capture in "$here"/../../test-captures/*.pcap* $(for folder; do printf '%s/*.pcap* ' "$folder"; done); do
        [ "$made" -lt "$files" ] || break
        made=$((made + 1))
        copy=$work/folder/$(printf '%05d' "$made")-${capture##*/}
        case $((made % 3)) in
            0) gzip -c "$capture" >"$copy.gz" ;;
            *) cp "$capture" "$copy" ;;
        esac
    done
done

# Reviews the folder with $1 workers, and adds the seconds that it takes to $work/seconds.
review()
{
    rm -rf "${work:?}/$1"
    # At its end a shell knows what all the programs that it waited for have used.
    sh -c 'sh "$@"; times >&3' sh "$here/../../plugin/review.sh" -j "$1" "$work/folder" "$work/$1" \
        3>"$work/times" >"$work/out" || exit 1
}

echo "files: $files, $(du -sm "$work/folder" | cut -f 1) MB"
# The machine may have other work, more at one time than at another.
for workers in ${LP_ROUNDS:-2 1 1 2}; do
    start=$(date +%s.%N)
    review "$workers"
    end=$(date +%s.%N)
    used=$(tail -n 1 "$work/times" | awk '{ split($0, t, /[ms ]+/); printf "%.1f", t[1] * 60 + t[2] + t[3] * 60 + t[4] }')
    echo "$workers $start $end $used" >>"$work/seconds"
    # The joblog has when each capture was begun, and how long it took.
    busy=$(awk 'NR > 1 { sum += $4; if (!first || $3 < first) first = $3; if ($3 + $4 > last) last = $3 + $4 }
        END { printf "%.2f", sum / (last - first) }' "$work/$workers"/.legacyports-review-*/joblog)
    echo "$workers $start $end $used" | awk -v busy="$busy" -v load="$(cut -d ' ' -f 1 /proc/loadavg)" \
        '{ printf "workers: %d, at work %s, %.1f s, of processors %.1f s, load %s\n", $1, busy, $3 - $2, $4, load }'
done
awk '{ took[$1] += $3 - $2 } END { printf "two workers are %.2f times as fast as one\n", took[1] / took[2] }' \
    "$work/seconds"
head -n 1 "$work/out"
diff -r -x '.legacyports*' "$work/1" "$work/2" && echo "results: the same"
