#!/bin/sh
# lmt-contradicted.sh: what a conversation is instead does not depend on segments
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: RECUT=PROGRAM sh tests/captures/lmt-contradicted.sh PLUGIN_DIR CAPTURE
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
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
    sh "$here/lmt-cut.sh" "$capture" "$work/cut.pcap" $way
    labels "$work/cut.pcap" >"$work/cut"
    diff -u "$work/whole" "$work/cut" || { echo "lmt-contradicted.sh: cut by $way"; exit 1; }
done
