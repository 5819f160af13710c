#!/bin/sh
# report-terminal.sh: the report on terminals of some widths, with colours and without
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/report-terminal.sh PLUGIN_DIR CAPTURE ... EXPECTED [--update]
#
# EXPECTED holds the report of each capture as a terminal shows it. The escape that
# begins a colour is written as ^. No line of the table may be longer than the
# terminal is wide. The last capture is shown with the settings for colours, too.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
captures=
while [ "${1%.pcapng}" != "$1" ]; do
    captures="$captures $1"
    shift
done
expected=$1

# Prints the report of the capture $2 on a terminal of $1 columns, in the environment that follows.
on_terminal()
{
    columns=$1 capture=$2
    shift 2
    cat >"$work/run.sh" <<RUN
stty cols $columns
sh "$here/../with-plugin.sh" "$plugins" env TERM=xterm $* \
    tshark -q -z legacyport,conv -r "$capture" 2>/dev/null
RUN
    script -qec "sh $work/run.sh" /dev/null </dev/null | tr -d '\r' | tr '\033' '^' >"$work/shown"
    sed 's/\^\[[0-9]*m//g' "$work/shown" | awk -v most="$columns" '!/^Legacy ports: / && length($0) > most {
        print "longer than " most " columns: " $0; bad = 1 } END { exit bad }' >&2
    cat "$work/shown"
}

{
    for capture in $captures; do
        for columns in 60 80 200; do
            echo "== ${capture##*/}, $columns columns"
            on_terminal "$columns" "$capture"
        done
    done
    for setting in NO_COLOR=1 NO_COLOR= TERM=dumb; do
        echo "== ${capture##*/}, $setting"
        on_terminal 200 "$capture" "$setting"
    done
} >"$work/actual"

if [ "${2:-}" = --update ]; then
    cp "$work/actual" "$expected"
else
    diff -u "$expected" "$work/actual"
fi
