#!/bin/sh
# same-labels.sh: a hostile capture is read in seconds, and its labels do not depend on what is shown
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/same-labels.sh PLUGIN_DIR CAPTURE
#
# The labels of CAPTURE are the same without details, with them, and in two passes; no dissector
# ends with a bug. Each reading has twenty seconds; a slow machine needs one or two.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

labels()
{
    sh "$here/../with-plugin.sh" "$plugins" timeout 20 tshark -r "$capture" "$@" \
        -z legacyport,tsv >"$work/out" 2>/dev/null
    sed -n '/^conversation	/,$p' "$work/out"
}

labels -q >"$work/quiet"
[ "$(wc -l <"$work/quiet")" -gt 1 ]
labels -V >"$work/details"
labels -2 -q >"$work/passes"
diff -u "$work/quiet" "$work/details"
diff -u "$work/quiet" "$work/passes"
