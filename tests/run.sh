#!/bin/sh
# run.sh: set up, build, and run every test that needs no special machine
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/run.sh [--gui] [option of ctest ...]
#
# --gui installs what the tests in Wireshark's window need, too; without it they
# are skipped where that is missing.

set -u
umask 022
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"

# Wireshark ignores a plugin in a folder of ours when it runs as root, so root's
# tests run as nobody. Nobody's home and temporary files end with the tests.
unprivileged()
(
    set -- env -u XDG_CONFIG_HOME HOME="$lp_tmp/home" TMPDIR="$lp_tmp/out" "$@"
    if lp_is_root; then
        set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    fi
    "$@"
)

# Runs the tests of a copy that nobody can read, with the shared captures beside it.
run_copy()
{
    lp_say "Copying the project to $lp_tmp, since unprivileged tests may not read $1"
    mkdir "$lp_tmp/legacyports"
    tar -C "$lp_root" --exclude=./build --exclude=./.git -cf - . |
        tar -C "$lp_tmp/legacyports" -xf - || lp_die "cannot copy the project to $lp_tmp"
    [ ! -d "$lp_root/../shared" ] || cp -R "$lp_root/../shared" "$lp_tmp/shared"
    chmod -R a+rX "$lp_tmp"
    shift
    sh "$lp_tmp/legacyports/tests/run.sh" "$@"
    exit
}

chmod 755 "$lp_tmp"
mkdir "$lp_tmp/home" "$lp_tmp/out"
! lp_is_root || chown 65534:65534 "$lp_tmp/home" "$lp_tmp/out"

needs=$lp_test_needs
if [ "${1:-}" = --gui ]; then
    needs=$lp_gui_needs
    shift
fi
lp_set_up "$needs"
unreadable=$(unprivileged find "$lp_root" \( -name .git -o -path "$lp_root/build" \) -prune \
    -o ! -readable -print 2>&1 | head -n 1)
[ -z "$unreadable" ] || run_copy "$lp_root" "$@"
lp_make all -DBUILD_TESTING=ON

# CTest writes its log there.
mkdir -p "$lp_build/Testing"
! lp_is_root || chown -R 65534:65534 "$lp_build/Testing"
unprivileged ctest --test-dir "$lp_build" --output-on-failure --no-tests=error -j 2 "$@"
