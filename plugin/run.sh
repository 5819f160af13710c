#!/bin/sh
# run.sh: set up, build and install the plugin, and say what runs on the ports of captures
#
# SPDX-License-Identifier: GPL-2.0-or-later

set -u
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"
# shellcheck source=plugin/setup/doctor.sh
. "$lp_root/plugin/setup/doctor.sh"
# shellcheck source=plugin/setup/profile.sh
. "$lp_root/plugin/setup/profile.sh"

usage='usage: sh plugin/run.sh [capture ...] | --install | --uninstall | --doctor | --help'

help()
{
    cat <<EOF
$usage

Installs missing packages (apt), builds legacyports.so in build/, installs it
where this user's Wireshark loads it, with a configuration profile, checks that
it is loaded, and prints what runs on the legacy and unofficial ports of the
captures, or of a shipped one. A profile that you have edited is kept, and the
new one put beside it.

  --install     stop after installing
  --uninstall   remove the plugin again, and the profile unless you have edited it
  --doctor      say which Wireshark, which folders, and why the plugin is not loaded
  --version     print the version of this plugin
  -h, --help    print this

Wireshark_ROOT=PREFIX in the environment builds for the Wireshark of that prefix.
EOF
}

wrong_usage()
{
    printf 'legacyports: %s; %s\n' "$1" "$usage" >&2
    exit 2
}

# Ends the program unless every argument is a file that can be read.
check_files()
{
    for capture; do
        [ -e "$capture" ] || lp_die "there is no file $capture: give the name of a capture"
        [ ! -d "$capture" ] || lp_die "$capture is a folder: give the name of a capture in it"
        [ -s "$capture" ] || lp_die "$capture is empty, not a capture: give the name of another file"
        [ -r "$capture" ] || lp_die "you may not read $capture: ask its owner, or copy it"
    done
}

# Ends the program unless Wireshark knows the format of every argument.
check_formats()
{
    for capture; do
        type=$(captype "$capture" 2>/dev/null)
        case $type in
            "" | *": unknown")
                lp_die "$capture is not a capture that Wireshark $(lp_wireshark_version) can read:" \
                    "give a pcap or pcapng file, or another format of Wireshark's" ;;
        esac
    done
}

shipped_capture()
{
    for shipped in "$lp_root"/test-captures/stun-four-ports.pcapng "$lp_root"/test-captures/*.pcapng; do
        [ ! -f "$shipped" ] || { echo "$shipped"; return; }
    done
}

# Puts the built plugin where this user's Wireshark loads it. The global folder
# goes before the personal one and is the only one that counts for root.
install_plugin()
{
    lp_locate
    built=$lp_build/plugins/$lp_minor/epan/$lp_module
    if lp_is_root; then
        target=$lp_global/epan/$lp_module
    elif [ -f "$lp_global/epan/$lp_module" ]; then
        target=$lp_global/epan/$lp_module
        cmp -s "$built" "$target" ||
            lp_die "$target is another build of the plugin and would be loaded instead of yours:" \
                "remove it with: $(how_to_remove "$target")"
    else
        target=$lp_personal/epan/$lp_module
    fi
    cmp -s "$built" "$target" || put_plugin "$built" "$target"
    [ "$(lp_loaded_from)" = "$target" ] ||
        lp_die "$target is installed, but not loaded: $(lp_why_not_loaded | head -n 1)"
    lp_say "Installed: $target, loaded by Wireshark $lp_version"
}

# A Wireshark that runs keeps the old file, which is replaced and not written over.
put_plugin()
{
    owner=$(lp_owner "$2")
    [ -z "$owner" ] ||
        lp_die "$2 belongs to the package $owner: remove that first with: apt-get remove $owner"
    if ! { mkdir -p "${2%/*}" && cp "$1" "$2.new" && chmod 644 "$2.new" && mv "$2.new" "$2"; } 2>/dev/null; then
        lp_die "cannot write $2: make that folder writable"
    fi
}

how_to_remove()
{
    owner=$(lp_owner "$1")
    if [ -n "$owner" ]; then
        echo "sudo apt-get remove $owner"
    else
        echo "sudo sh $lp_root/plugin/run.sh --uninstall"
    fi
}

# Wireshark need not be there any more when its plugin is removed.
profiles_folder()
{
    folder=$(lp_profiles_folder)
    echo "${folder:-${XDG_CONFIG_HOME:-$HOME/.config}/wireshark/profiles}"
}

# Says how to see the labels of the captures, or of a shipped one, in Wireshark's window.
say_how_to_look()
{
    [ $# -gt 0 ] || set -- "$(shipped_capture)"
    lp_say
    lp_say "In Wireshark's window: wireshark -C \"$lp_installed_profile\"${1:+ \"$1\"}"
    has_command wireshark || lp_say "(wireshark itself is not installed: Debian package wireshark)"
}

# Removes every copy that run.sh can have installed, for any version of Wireshark.
uninstall_plugin()
{
    if has_command tshark; then
        lp_locate
        set -- "${lp_global%/*}" "${lp_personal%/*}"
    else
        # shellcheck disable=SC2046 # system folders, without spaces
        set -- $(lp_global_roots) "$HOME/.local/lib/wireshark/plugins"
    fi
    removed=0
    left=0
    ! lp_uninstall_profiles "$(profiles_folder)" || removed=1
    for plugins; do
        for file in "$plugins"/*/epan/"$lp_module"; do
            [ -f "$file" ] || continue
            if [ -n "$(lp_owner "$file")" ] || ! rm -f "$file" 2>/dev/null; then
                printf 'legacyports: left %s: remove it with: %s\n' "$file" "$(how_to_remove "$file")" >&2
                left=1
                continue
            fi
            lp_say "Removed: $file"
            removed=1
            # Its folders may have been made for the plugin alone; these calls remove empty ones only.
            lp_is_root || rmdir "${file%/*}" "${file%/*/*}" 2>/dev/null
        done
    done
    [ "$removed" -eq 1 ] || [ "$left" -eq 1 ] || lp_say "Nothing to remove: the plugin is not installed."
    return "$left"
}

# Prints the labels of the captures, a heading with its name before each.
report()
{
    worst=0
    for capture; do
        lp_say "$capture"
        lp_tshark -q -z legacyport,conv -r "$capture" || worst=1
    done
    return "$worst"
}

mode=report
case ${1:-} in
    -h | --help) help; exit 0 ;;
    --version) lp_say_version; exit 0 ;;
    --install | --uninstall | --doctor)
        mode=${1#--}
        shift
        [ $# -eq 0 ] || wrong_usage "--$mode takes no captures" ;;
    --) shift ;;
    -*) wrong_usage "unknown option $1" ;;
esac

case $mode in
    doctor) lp_doctor; exit ;;
    uninstall) uninstall_plugin; exit ;;
esac

[ "$mode" = install ] || check_files "$@"
lp_set_up "$lp_build_needs"
if [ "$mode" = report ]; then
    [ $# -gt 0 ] || set -- "$(shipped_capture)"
    check_formats "$@"
fi
lp_make legacyports
install_plugin
lp_install_profile
status=0
[ "$mode" = install ] || report "$@" || status=1
say_how_to_look "$@"
exit "$status"
