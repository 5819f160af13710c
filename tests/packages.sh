#!/bin/sh
# packages.sh: make the packages, install, load, remove and purge them
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/packages.sh [--lintian]
#
# --lintian has Debian's checker of packages look at the .deb first.
#
# Installs missing packages (apt) and changes the system's plugins, so matrix.sh runs
# it, as root, in its chroots. Needs a build in build/. The copy that plugin/run.sh may have
# installed for everybody is replaced by the .deb, and goes with it; other users' copies are
# named.

set -eu
umask 022
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=tests/help.sh
. "$lp_root/tests/help.sh"
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"
capture=$lp_root/test-captures/stun-four-ports.pcapng
work=$lp_tmp
chmod 755 "$work"
mkdir "$work/home"
chown 65534:65534 "$work/home"

fail()
{
    echo "packages.sh: $*" >&2
    exit 1
}

as_user()
{
    setpriv --reuid=65534 --regid=65534 --clear-groups env -u XDG_CONFIG_HOME HOME="$work/home" "$@"
}

# What an ordinary user's Wireshark says of the plugin, and prints of a capture.
expect_loaded()
{
    as_user tshark -G plugins >"$work/plugins" 2>"$work/stderr"
    grep -q '^legacyports\.so' "$work/plugins" || { cat "$work/stderr" >&2; fail "$1: not loaded"; }
    as_user tshark -q -z legacyport,conv -r "$capture" | grep -q '^Legacy ports: [1-9]' ||
        fail "$1: no report"
}

expect_gone()
{
    as_user tshark -G plugins 2>/dev/null | grep '^legacyports\.so' && fail "$1: still loaded"
    return 0
}

needs='has_command dpkg-shlibdeps|dpkg-dev|dpkg-shlibdeps
has_command file|file|file'
[ "${1:-}" != --lintian ] || needs="$needs
has_command lintian|lintian|lintian"
lp_set_up "$needs"
for kind in DEB TGZ; do
    (cd "$lp_root/build" && cpack -G "$kind" -B "$work") >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "cpack -G $kind failed"
    }
done

if [ "${1:-}" = --lintian ]; then
    as_user lintian --fail-on error "$work"/*.deb >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "lintian finds errors"
    }
fi

lp_locate
copy=$lp_global/epan/$lp_module
if [ -f "$copy" ]; then expect_loaded "the copy of run.sh"; else expect_gone "before"; fi
# Another user has a copy, too.
home=/home/legacyports-packages
personal=$home/.local/lib/wireshark/plugins/$lp_minor/epan/$lp_module
mkdir -p "${personal%/*}"
cp "$lp_root/build/plugins/$lp_minor/epan/$lp_module" "$personal"
dpkg --install "$work"/*.deb >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "the .deb does not install"; }
grep -qF "remove it with: rm '$personal'" "$work/log" || fail ".deb: does not name the copy $personal"
rm -r "$home"
dpkg-deb --field "$work"/*.deb Depends | grep -q 'libwireshark[0-9]' || fail "no dependency on libwireshark"
expect_loaded ".deb"
as_user legacyports-tables 1992 | grep -q stun-p3 || fail ".deb: no legacyports-tables"
as_user legacyports-review --help >"$work/log" || fail ".deb: no legacyports-review"
[ "$(lp_owner "$copy")" = wireshark-plugin-legacyports ] || fail ".deb: $copy is not its own"
sh "$lp_root/plugin/run.sh" --uninstall >"$work/log" 2>&1 && fail "run.sh removed a file of the package"
grep -q 'apt-get remove wireshark-plugin-legacyports' "$work/log" || fail "run.sh names no remedy"
tar -xzf "$work"/*.tar.gz -C "$work" --no-same-owner
archive=$(echo "$work"/wireshark-plugin-legacyports-*/install.sh)
as_user sh "$archive" >"$work/log" 2>&1 || :
expect_loaded "install.sh over the .deb"
[ ! -e "$work/home/.local/lib/wireshark/plugins/$lp_minor/epan/$lp_module" ] ||
    fail "install.sh made a second copy beside the .deb"
dpkg --remove wireshark-plugin-legacyports >/dev/null
expect_gone ".deb"
dpkg --purge wireshark-plugin-legacyports >/dev/null 2>&1
[ ! -e /usr/share/doc/wireshark-plugin-legacyports ] || fail ".deb: left its documents"

as_user sh "$archive" >/dev/null || fail "install.sh failed"
expect_loaded "install.sh"
as_user sh "$archive" --uninstall >/dev/null
expect_gone "install.sh"

# A Wireshark of another minor version is refused, with the remedy.
sed -i 's/^built_for=.*/built_for=3.6/' "$archive"
as_user sh "$archive" 2>"$work/stderr" && fail "install.sh accepted another version"
grep -q 'this plugin is for Wireshark 3.6, but .* take the archive' "$work/stderr" ||
    fail "install.sh names no remedy"
echo "Packages: installed, loaded, removed"
