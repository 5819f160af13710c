# profile.sh: install and remove the configuration profile "Legacy Ports"
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced after setup.sh. Wireshark writes into a profile whatever its user
# changes, so what was installed is recorded beside it by checksum. A profile
# that its user has edited is never written to again, and files that the user
# puts into one stay where they are.

lp_profile='Legacy Ports'
lp_record=.legacyports

# Prints the folder where this user's Wireshark keeps profiles.
lp_profiles_folder()
{
    { tshark -G folders | sed -n 's/^Personal configuration:[[:space:]]*\(.*[^/]\)\/*$/\1\/profiles/p'; } 2>/dev/null
}

# Prints the checksums of the files of the profile $1. The window's layout is
# not among them: Wireshark saves that each time it ends.
lp_checksums()
(
    cd "$1" 2>/dev/null && cksum colorfilters dfilter_buttons io_graphs preferences services 2>/dev/null
)

# Returns 0 if the folder $1 is a profile as run.sh has installed it.
lp_is_unedited()
{
    [ -f "$1/$lp_record" ] && [ "$(lp_checksums "$1")" = "$(cat "$1/$lp_record")" ]
}

# Returns 0 if the folder $2 may take the profile $1: it is not there, has nothing of a
# profile's, or has a profile that nobody edited. Wireshark itself copies that of a
# package, without our record.
lp_may_take()
{
    [ -z "$(lp_checksums "$2")" ] || lp_is_unedited "$2" ||
        [ "$(lp_checksums "$1")" = "$(lp_checksums "$2")" ]
}

# Installs the profile that was built, and sets lp_installed_profile to its
# name: that of the first folder that may take it. Ends the program if it cannot
# write there.
lp_install_profile()
{
    lp_new=${lp_build:?}/profiles/$lp_profile
    lp_profiles=$(lp_profiles_folder)
    lp_installed_profile=$lp_profile
    lp_number=1
    while ! lp_may_take "$lp_new" "$lp_profiles/$lp_installed_profile"; do
        if lp_came_from "$lp_new" "$lp_profiles/$lp_installed_profile"; then
            lp_say "Kept:      $lp_profiles/$lp_installed_profile, the profile with your changes"
            return
        fi
        lp_number=$((lp_number + 1))
        lp_installed_profile="$lp_profile $lp_number"
    done
    [ "$lp_number" -eq 1 ] ||
        lp_say "Kept:      $lp_profiles/$lp_profile, the profile with your changes; the new one is beside it"
    lp_put_profile "$lp_new" "$lp_profiles/$lp_installed_profile"
    lp_say "Profile:   $lp_profiles/$lp_installed_profile"
}

# Returns 0 if the edited profile $2 was the built one, $1, before its user edited it.
lp_came_from()
{
    [ -f "$2/$lp_record" ] && [ "$(lp_checksums "$1")" = "$(cat "$2/$lp_record")" ]
}

# Copies the profile $1 to the folder $2; the window's layout only if there is none.
lp_put_profile()
{
    lp_had_layout=no
    [ ! -f "$2/recent" ] || lp_had_layout=yes
    for lp_file in "$1"/*; do
        [ "$lp_had_layout" = no ] || [ "${lp_file##*/}" != recent ] || continue
        # Those of a read-only project are read-only, too.
        { mkdir -p "$2" && cp -f "$lp_file" "$2/" && chmod u+w "$2/${lp_file##*/}"; } 2>/dev/null ||
            lp_die "cannot write $2: make that folder writable"
    done
    lp_checksums "$1" >"$2/$lp_record"
}

# Removes each profile of this user's that was installed and that nobody edited, and says
# what it leaves and why. Returns 0 if there was one to remove.
lp_uninstall_profiles()
{
    lp_profiles=$(lp_profiles_folder)
    # Wireshark need not be there any more.
    : "${lp_profiles:=${XDG_CONFIG_HOME:-$HOME/.config}/wireshark/profiles}"
    lp_none_removed=1
    for lp_old in "$lp_profiles/$lp_profile" "$lp_profiles/$lp_profile "[0-9]*; do
        [ -f "$lp_old/$lp_record" ] || continue
        if ! lp_is_unedited "$lp_old"; then
            lp_say "Left:    $lp_old: you have changed $(lp_edited "$lp_old") in it"
            continue
        fi
        rm -f "$lp_old"/colorfilters "$lp_old"/dfilter_buttons "$lp_old"/io_graphs \
            "$lp_old"/preferences "$lp_old"/recent "$lp_old"/services "$lp_old/$lp_record"
        lp_none_removed=0
        if rmdir "$lp_old" 2>/dev/null; then
            lp_say "Removed: $lp_old"
        else
            lp_say "Removed: $lp_old, but for what is your own: $(lp_list "$lp_old")"
        fi
    done
    return "$lp_none_removed"
}

# Prints which files of the profile $1 differ from what was installed.
lp_edited()
{
    { lp_checksums "$1"; cat "$1/$lp_record"; } | sort | uniq -u |
        sed 's/^[0-9]* [0-9]* //' | sort -u | lp_join
}

# Prints the names of the files in the folder $1.
lp_list()
{
    find "$1" -mindepth 1 -maxdepth 1 | sed 's/.*\///' | sort | lp_join
}

# Puts lines into one, with commas.
lp_join()
{
    sed '2,$s/^/, /' | tr -d '\n'
}
