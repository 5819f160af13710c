#!/bin/sh
# unchanged.sh: who dissects what on LMT's ports is as it was without the plugin
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh unchanged.sh PLUGIN_DIR CAPTURE
#
# The protocols of each packet are the same as those of Wireshark alone, but
# for our own layers.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

protocols()
{
    sh "$here/../with-plugin.sh" "$@" tshark -r "$capture" -T fields -e frame.number \
        -e frame.protocols 2>/dev/null
}

mkdir "$work/none"
chmod 755 "$work" "$work/none"
protocols "$work/none" >"$work/without"
protocols "$plugins" | sed 's/:ibmlmt//; s/:legacyport//' >"$work/with"
[ -s "$work/without" ]
diff -u "$work/without" "$work/with"
