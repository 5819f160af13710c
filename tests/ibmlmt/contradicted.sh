#!/bin/sh
# contradicted.sh: what a conversation is instead does not depend on segments
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh contradicted.sh PLUGIN_DIR RECUT CAPTURE
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 recut=$2 capture=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

labels()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -2 -r "$1" -Y legacyport.contradicted==1 \
        -T fields -e tcp.stream -e legacyport.label 2>/dev/null | sort -u
}

labels "$capture" >"$work/whole"
[ -s "$work/whole" ]
for way in '-n 1' '-n 7' '-m'; do
    # shellcheck disable=SC2086 # options
    sh "$here/cut.sh" "$recut" "$capture" "$work/cut.pcap" $way
    labels "$work/cut.pcap" >"$work/cut"
    diff -u "$work/whole" "$work/cut" || { echo "contradicted.sh: cut by $way"; exit 1; }
done
