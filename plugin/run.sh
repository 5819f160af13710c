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
# shellcheck source=plugin/setup/copies.sh
. "$lp_root/plugin/setup/copies.sh"

usage='usage: sh plugin/run.sh [-o NAME:VALUE] [capture ...] | --install | --uninstall | --doctor | --help'

help()
{
    cat <<EOF
$usage

Installs missing packages (apt), builds legacyports.so in build/, installs it
where this user's Wireshark loads it, with a configuration profile, checks that
it is loaded, and prints what runs on the legacy and unofficial ports of the
captures, or of a shipped one. A profile that you have edited is kept, and the
new one put beside it. Wireshark stops at two copies of a plugin, a global one
and yours: you are asked before the other one is removed.

  -o NAME:VALUE  a preference, as for tshark, as often as you like:
                 -o legacyport.label:every
  --install      stop after installing
  --uninstall    remove the plugin again, and the profile unless you have edited it
  --doctor       say which Wireshark, which folders, and why the plugin is not loaded
  --replace      when installing, remove another copy without asking
  --version      print the version of this plugin
  -h, --help     print this

A capture whose name begins with a dash comes after "--". In the environment,
Wireshark_ROOT=PREFIX builds for the Wireshark of that prefix, and LP_BUILD=FOLDER
builds in that folder. Where you may not write to build/, and LP_BUILD is not
set, the folder is legacyports/build in your cache folder.
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

# Says how to see the labels of the captures, or of a shipped one, in Wireshark's window.
say_how_to_look()
{
    [ $# -gt 0 ] || set -- "$(shipped_capture)"
    lp_say
    lp_say "In Wireshark's window: wireshark -C \"$lp_installed_profile\"${1:+ \"$1\"}"
    has_command wireshark || lp_say "(wireshark itself is not installed: Debian package wireshark)"
}

# Ends the program if tshark does not know a preference.
check_preferences()
{
    : >"$lp_tmp/empty"
    while IFS= read -r preference; do
        tshark -o "$preference" -q -r "$lp_tmp/empty" >/dev/null 2>"$lp_tmp/said" ||
            lp_die "$(sed -n 's/^tshark: //p' "$lp_tmp/said" | head -n 1)"
    done <"$lp_tmp/preferences"
}

# Prints the labels of one capture.
report()
{
    set -- -q -z legacyport,conv -r "$1"
    while IFS= read -r preference; do
        set -- "$@" -o "$preference"
    done <"$lp_tmp/preferences"
    lp_tshark "$@"
}

mode=report
: >"$lp_tmp/preferences"
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) help; exit 0 ;;
        --version) lp_say_version; exit 0 ;;
        --install | --uninstall | --doctor)
            [ "$mode" = report ] || wrong_usage "--$mode and $1 do not go together"
            mode=${1#--} ;;
        --replace) lp_replace=yes ;;
        -o)
            [ $# -gt 1 ] || wrong_usage "-o needs a value"
            case $2 in
                ?*:*) printf '%s\n' "$2" >>"$lp_tmp/preferences" ;;
                *) wrong_usage "-o $2 is not NAME:VALUE" ;;
            esac
            shift ;;
        --) shift; break ;;
        -*) wrong_usage "unknown option $1 (a capture of that name is ./$1)" ;;
        *) break ;;
    esac
    shift
done
[ "$mode" = report ] || [ $# -eq 0 ] || wrong_usage "--$mode takes no captures"
[ "$mode" = report ] || [ ! -s "$lp_tmp/preferences" ] || wrong_usage "--$mode takes no -o"

case $mode in
    doctor) lp_doctor; exit ;;
    uninstall) lp_uninstall; exit ;;
esac

# Programs take a name that begins with a dash for an option.
for capture; do
    shift
    case $capture in
        -*) capture=./$capture ;;
    esac
    set -- "$@" "$capture"
done
check_files "$@"
lp_set_up "$lp_build_needs"
if [ "$mode" = report ]; then
    [ $# -gt 0 ] || set -- "$(shipped_capture)"
    check_formats "$@"
fi
lp_make legacyports
lp_locate
lp_install_plugin "$lp_build/plugins/$lp_minor/epan/$lp_module"
lp_install_profile
check_preferences
status=0
if [ "$mode" = report ]; then
    for capture; do
        lp_say
        lp_say "$capture"
        report "$capture" || status=1
    done
fi
say_how_to_look "$@"
exit "$status"
