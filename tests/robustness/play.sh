#!/bin/sh
# play.sh: what a fuzzer once found, through tshark
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/play.sh PLUGIN_DIR SCRIPT_TO_PCAP TARGET-NAME ...
#
# Each file is an input of the dissector fuzzer (fuzz/script.h), of the target
# that its name begins with. tshark must not fail, and must label the
# conversations alike with a tree, without one, and in two passes.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 converter=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

report()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -q -r "$work/x.pcap" -z legacyport,conv "$@" \
        2>"$work/stderr" || {
        cat "$work/stderr" >&2
        echo "play.sh: tshark failed on $script" >&2
        exit 1
    }
}

for script in "$@"; do
    name=${script##*/}
    "$converter" "${name%%-*}" "$work/x.pcap" "$script"
    chmod 644 "$work/x.pcap"
    report >"$work/out"
    sed -n '/^Legacy ports:/,$p' "$work/out" >"$work/plain"
    for way in -V -2 "-2 -V"; do
        # shellcheck disable=SC2086 # options
        report $way >"$work/out"
        sed -n '/^Legacy ports:/,$p' "$work/out" | diff "$work/plain" - || {
            echo "play.sh: $script is labelled otherwise with $way" >&2
            exit 1
        }
    done
done
