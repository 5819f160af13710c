#!/bin/sh
# worker.sh: review one capture, on this machine or on one that ssh reaches
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh FOLDER/worker.sh KEY | --check MINOR | --leave
#
# FOLDER holds what review.sh put there, the same on every machine: this script,
# plugins/X.Y/epan/legacyports.so, config/ for Wireshark, and in/KEY, the capture.
# The result is parts/KEY, written whole or not at all:
#
#     state <tab> read, partial or unreadable <tab> what tshark said
#     the lines of -z legacyport,tsv
#     the lines of -z legacyport,ek
#
# With --check it prints why this machine cannot take part, nothing if it can. With
# --leave it removes FOLDER, unless that is the one of review.sh itself.

set -u
cd "$(dirname -- "$0")" || exit 1
WIRESHARK_PLUGIN_DIR=$PWD/plugins
WIRESHARK_CONFIG_DIR=$PWD/config
TZ=UTC
LC_ALL=C.UTF-8
export WIRESHARK_PLUGIN_DIR WIRESHARK_CONFIG_DIR TZ LC_ALL

# Whether tshark runs with the plugin. Captured first, since tshark dies of a closed pipe.
has_plugin()
{
    known=$(tshark -z help 2>&1) || return 1
    case $known in
        *legacyport,ek*) return 0 ;;
    esac
    return 1
}

check()
{
    if ! command -v tshark >/dev/null; then
        echo "there is no tshark: install Wireshark's tshark $1"
        return
    fi
    version=$(tshark --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9]*\.[0-9]*\).*/\1/p')
    if [ "$version" != "$1" ]; then
        echo "its Wireshark is $version and the plugin is for $1: install Wireshark $1 there"
    elif has_plugin; then
        return
    elif [ "$(id -u)" -eq 0 ]; then
        echo "for root, Wireshark loads no copied plugin: log in as another user, or install it there"
    else
        echo "tshark does not load the plugin: $(tshark -G plugins 2>&1 >/dev/null | head -n 1)"
    fi
}

# Wireshark reads what gzip, zstd and lz4 have packed; these two it leaves to us.
label()
{
    case $1 in
        *.xz) xz -dc <"in/$1" | tshark -n -q -z legacyport,tsv -z legacyport,ek -r - ;;
        *.bz2) bzip2 -dc <"in/$1" | tshark -n -q -z legacyport,tsv -z legacyport,ek -r - ;;
        *) tshark -n -q -z legacyport,tsv -z legacyport,ek -r "in/$1" ;;
    esac
}

# Prints in one line what tshark said, without the name that the capture has here.
said()
{
    sed -e '/^Running as user /d' -e 's/^[a-z0-9]*: //' -e "s| [^ ]*in/$1[^ ]*||" -e 's| standard input||' "parts/$1.err" |
        tr -s '\n\t' '  ' | cut -c 1-400 | sed 's/ *$//'
}

# Whether each row of a table has its two lines of JSON: tshark itself does not look
# whether all that it printed was written.
is_whole()
{
    awk '/^\{/ { lines++; next } { rows++ } END { exit lines != (rows ? 2 * (rows - 1) : 0) }' "$1"
}

review()
{
    mkdir -p parts || return
    label "$1" >"parts/$1.out" 2>"parts/$1.err"
    status=$?
    state='read'
    message=
    if [ "$status" -ne 0 ]; then
        message=$(said "$1")
        [ "$status" -lt 128 ] || message="tshark ended by signal $((status - 128)) $message"
        state=partial
    fi
    if [ ! -s "parts/$1.out" ]; then
        # Without the plugin, nothing has been found out about the capture.
        has_plugin || { echo "tshark runs without the plugin" >&2; return 1; }
        state=unreadable
    fi
    if ! is_whole "parts/$1.out" ||
        ! { printf 'state\t%s\t%s\n' "$state" "$message" && sed -n '/^{/!p' "parts/$1.out" &&
            sed -n '/^{/p' "parts/$1.out"; } >"parts/$1.new"; then
        echo "cannot write to $PWD/parts: is the disk full?" >&2
        rm -f "parts/$1".*
        return 1
    fi
    mv "parts/$1.new" "parts/$1" && rm -f "parts/$1".*
}

case $1 in
    --check) check "$2" ;;
    --leave) [ -e home ] || rm -rf "$PWD" ;;
    *) review "$1" ;;
esac
