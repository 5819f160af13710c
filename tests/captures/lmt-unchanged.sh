#!/bin/sh
# lmt-unchanged.sh: who dissects what on LMT's ports is as it was without the plugin
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/lmt-unchanged.sh PLUGIN_DIR CAPTURE
#
# The protocols of each packet are the same as those of Wireshark alone, but
# for our own layers; with LMT's protocol disabled there are none of those.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints what is dissected with the plugins $1 and further options of tshark.
protocols()
{
    folder=$1
    shift
    sh "$here/../with-plugin.sh" "$folder" tshark -r "$capture" -T fields -e frame.number \
        -e frame.protocols "$@" 2>/dev/null
}

mkdir "$work/none"
chmod 755 "$work" "$work/none"
protocols "$work/none" >"$work/without"
protocols "$plugins" | sed 's/:ibmlmt//; s/:legacyport//' >"$work/with"
[ -s "$work/without" ]
diff -u "$work/without" "$work/with"
protocols "$plugins" --disable-protocol ibmlmt >"$work/disabled"
diff -u "$work/without" "$work/disabled"
