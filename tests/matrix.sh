#!/bin/sh
# matrix.sh: a user's first steps on a bare Debian of each supported Wireshark
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/matrix.sh [bookworm] [trixie] [sid] [root]
#
# Without arguments: all four. Each begins from a chroot with Debian's base system
# and apt, and sudo as the one addition; the log lists these packages. What else
# it takes, the commands of the README must install.
#
# bookworm, trixie and sid, as an ordinary user who may use sudo:
#   - plugin/run.sh, which must print its report
#   - plugin/run.sh again, in a network namespace without network
#   - plugin/run.sh --uninstall, after which no plugin is loaded
#   - tests/run.sh, without the tests that look at our code alone
#   - tests/packages.sh, as root
# root, in bookworm:
#   - plugin/run.sh
#   - tests/run.sh --gui, with the copy installed: the tests that could see it
#   - plugin/run.sh again
#   - tests/packages.sh --lintian, which installs the .deb over that copy
#
# The cache folder keeps the bare systems, as archives, for a week, and what apt
# fetched for the runs, but nothing that was installed. The mirror is the one that
# this machine's apt uses for Debian, or LP_MIRROR. Needs root.

set -u
umask 022
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
# shellcheck source=tests/help.sh
. "$lp_root/tests/help.sh"
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"
# shellcheck source=tests/debian.sh
. "$lp_root/tests/debian.sh"

# A run, its suite, the minor version of Wireshark there, and what is done.
runs='bookworm bookworm 4.0 user
trixie trixie 4.4 user
sid sid 4.6 user
root bookworm 4.0 root'

cache=$lp_cache/matrix

# Two runs would use the same chroots. The lock ends with the program.
lock_chroots()
{
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock --nonblock 9 && return
    lp_say "Matrix: waiting for another run to leave the chroots in $cache"
    flock 9
}

# Makes the archive of a suite's bare system unless the cache has one of this week.
make_archive()
{
    find "$cache" -maxdepth 1 -name "$1.tar" -mtime +7 -delete
    [ ! -f "$cache/$1.tar" ] || return 0
    lp_apt_ways >"$lp_tmp/apt.conf"
    mmdebstrap --variant=minbase --components=main --mode=root --aptopt="$lp_tmp/apt.conf" \
        --include=sudo "$1" "$cache/$1.new.tar" "$lp_mirror" >"$lp_tmp/step" 2>&1 &&
        mv "$cache/$1.new.tar" "$cache/$1.tar"
}

# Makes the chroot of a run, with an ordinary user and the project, and the shared
# captures beside it, in that user's home.
make_chroot()
{
    rm -rf "$chroot"
    mkdir -p "$chroot" "$archives/partial"
    tar -C "$chroot" --numeric-owner -xpf "$cache/$1.tar" || return 1
    cp /etc/resolv.conf /etc/hosts "$chroot/etc/"
    # The chroot need not outlive a power cut.
    echo force-unsafe-io >"$chroot/etc/dpkg/dpkg.cfg.d/unsafe-io"
    chroot "$chroot" useradd --create-home --shell /bin/sh user || return 1
    echo 'user ALL=(ALL) NOPASSWD: ALL' >"$chroot/etc/sudoers.d/user"
    mkdir "$project"
    tar -C "$lp_root" --exclude=./build --exclude='./build-*' --exclude=./.git -cf - . |
        tar -C "$project" --no-same-owner -xf - || return 1
    [ ! -d "$lp_root/../shared" ] || cp -RL "$lp_root/../shared" "$project/../shared"
    chmod 755 "$project/.."
    [ "$2" = root ] || chroot "$chroot" chown -R user:user /home/user
}

# Prints the packages of the chroot, and fails if one is of those that the commands have to install.
list_packages()
{
    # shellcheck disable=SC2016 # dpkg-query's own variable
    packages=$(chroot "$chroot" dpkg-query -W -f '${Package}\n') || return 1
    if printf '%s\n' "$packages" | grep -E '^(gcc|clang)(-[0-9]+)?$|^(cmake|ninja-build|make|tshark|pkgconf)$|wireshark|cmocka|pcap'; then
        return 1
    fi
    lp_say "$run: bare, $(printf '%s\n' "$packages" | wc -l) packages," \
        "none of them a compiler, CMake, Wireshark or cmocka:"
    printf '%s\n' "$packages" | tr '\n' ' ' | fold -s -w 100 | sed 's/^/    /; s/ *$//'
    echo
}

# Runs a command as the user $1 in the chroot, which looks like a machine of its
# own: its mounts and processes end with the command. With $offline it has no network.
in_chroot()
{
    who=$1
    shift
    home=/home/user
    [ "$who" = user ] || home=/root
    # shellcheck disable=SC2016 # expanded inside
    timeout 1800 unshare --mount --pid --fork --kill-child ${offline:+--net} sh -c '
        mount --bind "$1" "$1" && cd "$1" && mount -t proc proc proc && mount --rbind /dev dev &&
            mount -t tmpfs tmpfs tmp && mount --bind "$2" var/cache/apt/archives &&
            pivot_root . . && umount -l . || exit
        shift 2
        exec chroot . "$@"
    ' sh "$chroot" "$archives" setpriv --reuid="$who" --regid="$who" --init-groups \
        env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" \
        LC_ALL=C.UTF-8 "$@" </dev/null 9>&-
}

# Runs a step, which is a command of this script after the step's name, and prints how
# the step ended: what its command says in sum, or the end of its output if it failed.
step()
{
    name=$1
    shift
    begun=$(date +%s)
    "$@" >"$lp_tmp/step" 2>&1
    ended=$?
    took=$(($(date +%s) - begun))
    if [ "$ended" -ne 0 ]; then
        grep -vE '^ *(Start|[0-9]+/[0-9]+ Test).*' "$lp_tmp/step" | tail -n 100 >&2
        lp_say "$run: $name: FAILED after $took s"
        return 1
    fi
    lp_say "$run: $name: $(sed -nE '/tests passed|^Left out|^Packages:/p' "$lp_tmp/step" |
        sed 's/$/, /' | tr -d '\n')$took s"
}

expect_report()
{
    in_chroot "$1" sh "$inside/plugin/run.sh" && grep -q '^Legacy ports: [1-9]' "$lp_tmp/step"
}

expect_report_offline()
{
    offline=yes
    expect_report "$1"
    ended=$?
    offline=
    return "$ended"
}

expect_version()
{
    in_chroot user tshark --version && grep -q "^TShark (Wireshark) $1\." "$lp_tmp/step"
}

expect_uninstalled()
{
    in_chroot "$1" sh "$inside/plugin/run.sh" --uninstall && in_chroot "$1" tshark -G plugins &&
        ! grep -q '^legacyports\.so' "$lp_tmp/step"
}

as_user()
{
    step "plugin/run.sh as a user with sudo" expect_report user &&
        step "Wireshark $1" expect_version "$1" &&
        step "plugin/run.sh without network" expect_report_offline user &&
        step "plugin/run.sh --uninstall" expect_uninstalled user &&
        step "tests/run.sh" in_chroot user sh "$inside/tests/run.sh" \
            -E '^(robustness\.sanitizers|recut\.stream)' &&
        step "tests/packages.sh" in_chroot root sh "$inside/tests/packages.sh"
}

as_root()
{
    step "plugin/run.sh as root" expect_report root &&
        step "Wireshark $1" expect_version "$1" &&
        step "tests/run.sh --gui with the plugin installed" in_chroot root sh "$inside/tests/run.sh" --gui \
            -R '^(gui\.profile|gui\.window\.first_start|recut\.packets|review|scripts|tables|unit)' &&
        step "plugin/run.sh as root again" expect_report root &&
        step "tests/packages.sh over that copy" in_chroot root sh "$inside/tests/packages.sh" --lintian
}

# One run, all of it.
try_run()
{
    suite=$1
    chroot=$cache/$run
    archives=$cache/archives-$suite
    inside=/home/user/legacyports
    project=$chroot$inside
    offline=
    step "a bare system" make_archive "$suite" && make_chroot "$suite" "$3" && list_packages &&
        "as_$3" "$2" || return 1
    rm -rf "$chroot"
}

for wanted; do
    case $wanted in
        bookworm | trixie | sid | root) ;;
        *) lp_die "there is no run $wanted: bookworm, trixie, sid or root" ;;
    esac
done
lp_is_root || lp_die "only root can make chroots: sudo sh tests/matrix.sh"
lp_set_up 'has_command mmdebstrap|mmdebstrap|mmdebstrap'
lp_find_mirror
lock_chroots

wanted=" $* "
total=0
passed=0
start=$(date +%s)
while read -r run suite minor who; do
    [ "$wanted" = "  " ] || case $wanted in *" $run "*) ;; *) continue ;; esac
    total=$((total + 1))
    if try_run "$suite" "$minor" "$who"; then
        passed=$((passed + 1))
        lp_say "$run: Wireshark $minor: passed"
    else
        lp_say "$run: Wireshark $minor: FAILED"
    fi
done <<LIST
$runs
LIST
lp_say "Matrix: $passed of $total runs passed in $(($(date +%s) - start)) s"
[ "$total" -gt 0 ] && [ "$passed" -eq "$total" ]
