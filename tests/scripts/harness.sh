# harness.sh: what the tests of the scripts share
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced with the arguments of the test: the project's source folder, its build
# folder, and the case to run, a function that test_CASE names. A case runs as an
# ordinary user with an empty home, with a global plugin folder of its own, and
# with no system folders beside it.

# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
if [ "$(id -u)" -eq 0 ]; then
    exec setpriv --reuid=65534 --regid=65534 --clear-groups sh "$0" "$@"
fi

source=${1:?}
binary=${2:?}
case=${3:?}

work=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir "$work/home" "$work/global"
HOME=$work/home
WIRESHARK_PLUGIN_DIR=$work/global
LP_SYSTEM=$work/system
export HOME WIRESHARK_PLUGIN_DIR LP_SYSTEM
unset XDG_CONFIG_HOME Wireshark_ROOT CC

version=$(tshark --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9]*\.[0-9]*\).*/\1/p')
personal=$HOME/.local/lib/wireshark/plugins/$version

# Runs a command; what it prints is in $work/out and $work/err, its status in $status.
run()
{
    status=0
    "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

run_sh()
{
    run sh "$source/plugin/run.sh" "$@"
}

fail()
{
    {
        echo "$*"
        echo "exit status $status, standard output:"
        cat "$work/out"
        echo "standard error:"
        cat "$work/err"
    } >&2
    exit 1
}

# CTest shows the test as skipped (SKIP_RETURN_CODE).
skip()
{
    echo "Skipped: $*"
    exit 77
}

expect_status()
{
    [ "$status" -eq "$1" ] || fail "expected exit status $1"
}

# Expects a fixed string in what was printed to out or err.
expect()
{
    grep -qF -- "$2" "$work/$1" || fail "expected in $1: $2"
}

expect_nothing()
{
    [ ! -s "$work/$1" ] || fail "expected nothing in $1"
}

# A refusal is exactly one line, on standard error.
expect_refusal()
{
    [ "$status" -ne 0 ] || fail "expected a failure"
    [ "$(wc -l <"$work/err")" -eq 1 ] || fail "expected one line in err"
    expect err "legacyports: "
    for words; do
        expect err "$words"
    done
}

# Fills $work/bin with every command of this machine but the ones named, and
# makes it the whole path.
path_without()
{
    mkdir -p "$work/bin"
    for folder in /bin /usr/bin /usr/local/bin /sbin /usr/sbin; do
        find "$folder/" -maxdepth 1 ! -type d -exec ln -sf -t "$work/bin" {} +
    done
    for command; do
        rm -f "$work/bin/$command"
    done
    PATH=$work/bin
}

# Puts a command with the script of standard input into $work/bin.
fake_command()
{
    rm -f "$work/bin/$1"
    { echo '#!/bin/sh'; cat; } >"$work/bin/$1"
    chmod 755 "$work/bin/$1"
}

# Makes $source a small project with the real scripts and profile, whose plugin builds in a second.
use_stub_project()
{
    mkdir "$work/stub project" "$work/stub project/plugin" "$work/stub project/tests"
    cp -R "$source"/plugin/*.sh "$source/plugin/setup" "$source/plugin/compat.h" "$work/stub project/plugin"
    cp "$source/VERSION" "$work/stub project"
    cp "$source/tests/run.sh" "$source/tests/help.sh" "$work/stub project/tests"
    cp "$source/tests/scripts/stub/"* "$work/stub project"
    cp -R "$binary/profiles" "$work/stub project"
    source="$work/stub project"
}

# Ends the test as its case says. To be called last.
run_case()
{
    "test_$case"
    echo "$case: passed"
}
