#!/bin/sh
# run.sh: set up, build, and run every test that needs no special machine
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/run.sh [--gui] [--browser] [--machines] [--all] [option of ctest ...]
#
# Installs missing packages (apt), builds in build/ and runs the tests. The last line
# names the tests that were left out, the reason, and the option that includes them.
#
#   --gui       install what the tests in Wireshark's window need
#   --browser   install Chromium, for the test of a review's page
#   --machines  install what the tests over several machines need, which are network
#               namespaces, and run those tests first; as root only
#   --all       all three
#   -h, --help  print this
#
# No test sees a copy of the plugin that is installed here.

set -u
umask 022
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
# shellcheck source=tests/help.sh
. "$lp_root/tests/help.sh"
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"

# For the tests in Wireshark's window, which are skipped without them.
gui_needs='has_command wireshark|wireshark|Wireshark
has_command Xvfb|xvfb|Xvfb
has_command xdotool|xdotool|xdotool
has_command import|imagemagick|ImageMagick'

browser_needs='has_command chromium|chromium|Chromium'

machines_needs='has_command ip|iproute2|ip
has_command rsync|rsync|rsync
has_command ssh|openssh-client|ssh
has_command /usr/sbin/sshd|openssh-server|sshd'

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

# Prints one line with the number of tests that were left out for each reason. A test
# that is left out prints "Skipped: REASON".
say_what_was_left_out()
{
    reasons=$(sed -n 's/^Skipped: //p' "$lp_build/Testing/Temporary/LastTest.log" 2>/dev/null |
        sort | uniq -c | sed 's/^ *\([0-9]*\) /\1 for want of /; 2,$s/^/; /' | tr -d '\n')
    [ -z "$reasons" ] || lp_say "Left out: $reasons"
}

chmod 755 "$lp_tmp"
mkdir "$lp_tmp/home" "$lp_tmp/out"
! lp_is_root || chown 65534:65534 "$lp_tmp/home" "$lp_tmp/out"

needs=$lp_test_needs
chosen=
machines=no
while :; do
    case ${1:-} in
        --gui | --browser | --machines | --all) chosen="$chosen $1" ;;
        *) break ;;
    esac
    case $1 in --gui | --all) needs="$needs
$gui_needs" ;; esac
    case $1 in --browser | --all) needs="$needs
$browser_needs" ;; esac
    case $1 in --machines | --all) machines=yes needs="$needs
$machines_needs" ;; esac
    shift
done
lp_set_up "$needs"
unreadable=$(unprivileged find "$lp_root" \( -name .git -o -path "$lp_root/build" \) -prune \
    -o ! -readable -print 2>&1 | head -n 1)
# shellcheck disable=SC2086 # a list
[ -z "$unreadable" ] || run_copy "$lp_root" $chosen "$@"
lp_make all -DBUILD_TESTING=ON

status=0
if [ "$machines" = yes ] && lp_is_root; then
    ctest --test-dir "$lp_build" --output-on-failure -L machines "$@" || status=1
    set -- -LE machines "$@"
fi
# CTest writes its log there.
mkdir -p "$lp_build/Testing"
rm -f "$lp_build/Testing/Temporary/LastTest.log"
! lp_is_root || chown -R 65534:65534 "$lp_build/Testing"
unprivileged ctest --test-dir "$lp_build" --output-on-failure --no-tests=error -j 2 "$@" || status=1
say_what_was_left_out
exit "$status"
