# debian.sh: what the tests fetch from Debian, from where, and where it is kept
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced after plugin/setup/setup.sh.

lp_cache=${XDG_CACHE_HOME:-$HOME/.cache}/legacyports

# Sets lp_mirror to LP_MIRROR, or to the mirror that this machine's apt uses for
# Debian. Ends the program if there is none.
lp_find_mirror()
{
    lp_mirror=${LP_MIRROR:-}
    # shellcheck disable=SC2016 # apt's own variables
    [ -n "$lp_mirror" ] || lp_mirror=$(apt-get indextargets --format '$(REPO_URI)' \
        'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
    [ -n "$lp_mirror" ] || lp_die "apt knows no Debian mirror here: run apt-get update, or name one in LP_MIRROR"
}

# Prints this machine's apt settings for reaching a mirror: proxies, stored copies.
lp_apt_ways()
{
    apt-config dump | grep -E '^Acquire::(https?|Check-Valid-Until)'
}

# Sets lp_source to the unpacked tools, and the names they know, of Wireshark's source package in this
# machine's release, LP_WIRESHARK_SOURCE if that is set. Ends the program if it
# cannot be fetched.
lp_fetch_source()
{
    lp_source=${LP_WIRESHARK_SOURCE:-$lp_cache/source/wireshark}
    [ ! -f "$lp_source/epan/tfs.c" ] || return 0
    lp_find_mirror
    lp_work=$lp_cache/source
    rm -rf "$lp_work"
    mkdir -p "$lp_work/lists/partial" "$lp_source"
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ ! -f "$keyring" ] || keyring=" [signed-by=$keyring]"
    # shellcheck source=/dev/null
    echo "deb-src$keyring $lp_mirror $(. /etc/os-release && echo "$VERSION_CODENAME") main" >"$lp_work/sources.list"
    {
        echo "Dir::Etc::SourceList \"$lp_work/sources.list\";"
        echo 'Dir::Etc::SourceParts "/dev/null"; Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";'
        echo "Dir::State::Lists \"$lp_work/lists\"; APT::Sandbox::User \"\";"
    } >"$lp_work/apt.conf"
    (
        cd "$lp_work" && export APT_CONFIG="$lp_work/apt.conf" && apt-get -q update &&
            apt-get -q source --download-only wireshark &&
            tar -xf wireshark_*.orig.tar.* -C "$lp_source" --strip-components=1 --wildcards '*/tools' '*/epan/tfs.c'
    ) >"${lp_tmp:?}/source.log" 2>&1 ||
        lp_die "cannot fetch Wireshark's source package from $lp_mirror: $(lp_last_error "$lp_tmp/source.log")"
}
