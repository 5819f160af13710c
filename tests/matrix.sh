#!/bin/sh
# matrix.sh: build and test in a Debian of each supported Wireshark
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/matrix.sh [suite ...]
#
# Each suite is a chroot, made once and kept in the cache folder. The mirror is
# the one that this machine's apt uses for Debian, or LP_MIRROR. In each, as on a
# fresh machine: tests/run.sh, then plugin/run.sh, which must print its report, then
# the packages.

set -u
umask 022
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"
# shellcheck source=tests/debian.sh
. "$lp_root/tests/debian.sh"

# A suite and the minor version of Wireshark that it has.
suites='bookworm 4.0
trixie 4.4
sid 4.6'

cache=$lp_cache/matrix
packages=$(printf '%s\n' "$lp_test_needs" '|dpkg-dev file lintian' | cut -d '|' -f 2 | tr ' \n' ',,' | sed 's/,$//')

# Two runs would build and install in the same chroots. The lock ends with the program.
lock_chroots()
{
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock --nonblock 9 && return
    lp_say "Matrix: waiting for another run to leave the chroots in $cache"
    flock 9
}

# Makes the chroot of a suite unless the cache has one with these packages.
make_chroot()
{
    chroot=$cache/$1
    [ "$(cat "$chroot.packages" 2>/dev/null)" != "$packages" ] || return 0
    # The list goes first: what is left of an interrupted run is no chroot.
    rm -f "$chroot.packages"
    rm -rf "$chroot"
    mkdir -p "$cache"
    lp_apt_ways >"$lp_tmp/apt.conf"
    echo 'APT::Install-Recommends "false";' >>"$lp_tmp/apt.conf"
    mmdebstrap --variant=apt --components=main --mode=root --aptopt="$lp_tmp/apt.conf" \
        --include="$packages" "$1" "$chroot" "$lp_mirror" >"$lp_tmp/chroot.log" 2>&1 || {
        rm -rf "$chroot"
        return 1
    }
    echo "$packages" >"$chroot.packages"
}

# Copies the project, and the shared captures beside it, into the chroot.
copy_project()
{
    rm -rf "$chroot/project" "$chroot/shared"
    mkdir "$chroot/project"
    tar -C "$lp_root" --exclude=./build --exclude='./build-*' --exclude=./.git -cf - . |
        tar -C "$chroot/project" --no-same-owner -xf - || return 1
    [ ! -d "$lp_root/../shared" ] || cp -RL "$lp_root/../shared" "$chroot/shared"
    chmod -R a+rX "$chroot/project"
}

# Runs a command in the chroot, whose mounts end with it.
in_chroot()
{
    # shellcheck disable=SC2016 # expanded inside
    timeout 1800 unshare --mount sh -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount -t tmpfs tmpfs "$1/tmp" || exit
        root=$1
        shift
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 chroot "$root" "$@"
    ' sh "$chroot" "$@" </dev/null >>"$log" 2>&1 9>&-
}

# Sets result to what became of a suite; fails if anything did.
try_suite()
{
    log=$lp_tmp/$1.log
    make_chroot "$1" || {
        result="no chroot from $lp_mirror: $(lp_last_error "$lp_tmp/chroot.log")"
        tail -n 5 "$lp_tmp/chroot.log" >"$log"
        return 1
    }
    version=$(chroot "$chroot" tshark --version 2>/dev/null |
        sed -n '1s/^[^0-9]*\([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p')
    case $version in
        "$2".*) ;;
        *) result="has Wireshark $version"; return 1 ;;
    esac
    copy_project || { result="cannot copy the project"; return 1; }
    # What looks at our code alone is the same here.
    in_chroot sh /project/tests/run.sh -E '^(robustness\.sanitizers|recut\.stream)' || {
        result="tests/run.sh failed: $(sed -n '/tests passed/p' "$log")"
        return 1
    }
    result=$(sed -n '/tests passed/p' "$log")
    if ! in_chroot sh /project/plugin/run.sh || ! grep -q '^Legacy ports:' "$log"; then
        result="plugin/run.sh printed no report"
        return 1
    fi
    in_chroot sh /project/plugin/run.sh --uninstall
    in_chroot sh /project/tests/packages.sh || {
        result=$(tail -n 1 "$log")
        return 1
    }
    result="$result; $(tail -n 1 "$log")"
    rm -rf "$chroot/project" "$chroot/shared"
}

lp_is_root || lp_die "only root can make chroots: sudo sh tests/matrix.sh"
lp_set_up 'has_command mmdebstrap|mmdebstrap|mmdebstrap'
lp_find_mirror
lock_chroots

wanted=" $* "
total=0
passed=0
start=$(date +%s)
while read -r suite minor; do
    [ "$wanted" = "  " ] || case $wanted in *" $suite "*) ;; *) continue ;; esac
    total=$((total + 1))
    if try_suite "$suite" "$minor"; then
        passed=$((passed + 1))
        lp_say "Wireshark $version ($suite): passed; $result"
    else
        lp_say "Wireshark $minor ($suite): FAILED; $result"
        [ ! -f "$log" ] || grep -vE '^ *(Start|[0-9]+/[0-9]+ Test).*' "$log" | tail -n 100 >&2
    fi
done <<EOF
$suites
EOF
lp_say "Matrix: $passed of $total versions passed in $(($(date +%s) - start)) s"
[ "$total" -gt 0 ] && [ "$passed" -eq "$total" ]
