# copies.sh: put the plugin where Wireshark loads it, remove it, and see that it is there once
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced after setup.sh. Wireshark loads a plugin from a global folder and from
# its user's own. It stops at a plugin that both folders have, so nobody is left
# with two copies without a word, and whoever installs may remove the other one.

# "yes" removes other copies without asking.
lp_replace=no

# Puts the plugin $1 where this user's Wireshark loads it, and sets lp_target to that
# file. Root installs for everybody. Ends the program if it cannot, or if this user
# would have two copies. After lp_locate.
lp_install_plugin()
{
    lp_target=$lp_personal/epan/$lp_module
    if lp_is_root; then
        lp_target=$lp_global/epan/$lp_module
    elif [ -f "$lp_global/epan/$lp_module" ]; then
        lp_make_room "$1"
    fi
    cmp -s "$1" "$lp_target" || lp_put_plugin "$1" "$lp_target"
    [ "$(lp_loaded_from)" = "$lp_target" ] ||
        lp_die "$lp_target is installed, but not loaded: $(lp_why_not_loaded | head -n 1)"
    lp_say "Installed: $lp_target, loaded by Wireshark $lp_version"
    ! lp_is_root || lp_tell_users
}

# There is a global copy. If it is the plugin $1, the personal one has to go, else it has to go itself.
lp_make_room()
{
    if ! cmp -s "$1" "$lp_global/epan/$lp_module"; then
        lp_offer_removal "$lp_global/epan/$lp_module" \
            "is another build of the plugin, and Wireshark would load that instead of yours" || exit 1
        return
    fi
    if [ -f "$lp_target" ]; then
        lp_offer_removal "$lp_target" \
            "is a second copy beside $lp_global/epan/$lp_module, and Wireshark stops at two" || exit 1
    fi
    lp_target=$lp_global/epan/$lp_module
}

# A Wireshark that runs keeps the old file, which is replaced and not written over.
lp_put_plugin()
{
    [ -z "$(lp_owner "$2")" ] ||
        lp_offer_removal "$2" "belongs to the package $(lp_owner "$2"), and two cannot be in one place" || exit 1
    if ! { mkdir -p "${2%/*}" && cp "$1" "$2.new" && chmod 644 "$2.new" && mv "$2.new" "$2"; } 2>/dev/null; then
        lp_die "cannot write $2: make that folder writable"
    fi
}

# Says to root whose personal copy is now a second one, and offers its removal.
lp_tell_users()
{
    lp_users_copies >"$lp_tmp/copies"
    while IFS= read -r lp_copy <&3; do
        lp_offer_removal "$lp_copy" "is a second copy, and the Wireshark of its owner stops at two"
    done 3<"$lp_tmp/copies"
}

# Prints the personal copies of the users of this machine but root, whose Wireshark
# ignores a personal plugin.
lp_users_copies()
{
    { getent passwd | awk -F: '$3 != 0 { print $6 }'; printf '%s\n' /home/*; } | sort -u |
        while IFS= read -r lp_home; do
            lp_copy=$lp_home/.local/lib/wireshark/plugins/$lp_minor/epan/$lp_module
            [ ! -f "$lp_copy" ] || printf '%s\n' "$lp_copy"
        done
}

# Says that the copy $1 is in the way, for the reason $2, and removes it if whoever sits
# at the terminal says so. Returns 0 if it is gone.
lp_offer_removal()
{
    lp_how=$(lp_how_to_remove "$1")
    if [ "$lp_replace" = no ]; then
        printf 'legacyports: %s %s: remove it with: %s\n' "$1" "$2" "$lp_how" >&2
        [ -t 0 ] && [ -t 1 ] || return 1
        printf 'Remove it now? [y/N] '
        read -r lp_answer
        case $lp_answer in
            [yY]*) ;;
            *) return 1 ;;
        esac
    fi
    lp_remove "$1" && lp_say "Removed:   $1" && return
    lp_die "$1 could not be removed: $lp_how"
}

lp_remove()
{
    lp_package=$(lp_owner "$1")
    if [ -n "$lp_package" ]; then
        lp_apt "Removing $lp_package" remove "$lp_package"
    elif [ -w "${1%/*}" ]; then
        rm -f "$1"
    else
        # shellcheck disable=SC2046 # sudo with its option
        $(lp_sudo) rm -f "$1"
    fi
}

# Prints the command that removes the copy $1.
lp_how_to_remove()
{
    lp_package=$(lp_owner "$1")
    lp_before=
    lp_is_root || { [ -z "$lp_package" ] && [ -w "${1%/*}" ]; } || lp_before='sudo '
    if [ -n "$lp_package" ]; then
        echo "${lp_before}apt-get remove $lp_package"
    else
        printf "%srm '%s'\n" "$lp_before" "$1"
    fi
}

# Removes the profile unless it was edited, and every copy of the plugin that can have been
# installed for this user, for any version of Wireshark. Returns 0 if no copy is left.
lp_uninstall()
{
    if has_command tshark; then
        lp_locate
        set -- "${lp_global%/*}" "${lp_personal%/*}"
    else
        # shellcheck disable=SC2046 # system folders, without spaces
        set -- $(lp_global_roots) "$HOME/.local/lib/wireshark/plugins"
    fi
    lp_removed=0
    lp_left=0
    ! lp_uninstall_profiles || lp_removed=1
    for lp_plugins; do
        for lp_file in "$lp_plugins"/*/epan/"$lp_module"; do
            [ -f "$lp_file" ] || continue
            if [ -n "$(lp_owner "$lp_file")" ] || ! rm -f "$lp_file" 2>/dev/null; then
                printf 'legacyports: left %s: remove it with: %s\n' "$lp_file" "$(lp_how_to_remove "$lp_file")" >&2
                lp_left=1
                continue
            fi
            lp_say "Removed: $lp_file"
            lp_removed=1
            # Its folders may have been made for the plugin alone; these calls remove empty ones only.
            lp_is_root || rmdir "${lp_file%/*}" "${lp_file%/*/*}" 2>/dev/null
        done
    done
    [ "$lp_removed" -eq 1 ] || [ "$lp_left" -eq 1 ] || lp_say "Nothing to remove: the plugin is not installed."
    return "$lp_left"
}
