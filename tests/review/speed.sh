#!/bin/sh
# speed.sh: how much faster two workers review a folder than one, with the same result
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/review/speed.sh PLUGIN_DIR [FILES [FOLDER ...]]
#
# Makes a folder of FILES captures (500) out of those in test-captures and in the
# FOLDERs, a third of them packed, and reviews it with one worker and with two.
# Prints seconds, their ratio, how long everybody's processes waited meanwhile (load
# average), and ends with 1 if the results differ in a byte. It takes minutes.

set -u
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

# Prints the seconds that a review with $1 workers takes.
seconds()
{
    start=$(date +%s.%N)
    sh "$here/../../plugin/review.sh" -j "$1" "$work/folder" "$work/$1" >"$work/out" || exit 1
    echo "$start $(date +%s.%N)" | awk '{ printf "%.1f\n", $2 - $1 }'
}

echo "files: $files, $(du -sm "$work/folder" | cut -f 1) MB"
two=$(seconds 2)
echo "two workers: $two s, load $(cut -d ' ' -f 1-3 /proc/loadavg)"
one=$(seconds 1)
echo "one worker: $one s, load $(cut -d ' ' -f 1-3 /proc/loadavg)"
head -n 1 "$work/out"
echo "$one $two" | awk '{ printf "ratio: %.2f\n", $1 / $2 }'
diff -r -x '.legacyports*' "$work/1" "$work/2" && echo "results: the same"
