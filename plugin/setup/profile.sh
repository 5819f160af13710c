# profile.sh: install and remove the configuration profile "Legacy Ports"
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced after setup.sh. Wireshark writes into a profile whatever its user
# changes, so what was installed is recorded beside it by checksum. A profile
# that its user has edited is never written to again.

lp_profile='Legacy Ports'
lp_record=.legacyports

# Prints the folder where this user's Wireshark keeps profiles.
lp_profiles_folder()
{
    tshark -G folders 2>/dev/null | sed -n 's/^Personal configuration:[[:space:]]*\(.*[^/]\)\/*$/\1\/profiles/p'
}

# Prints the checksums of the files of the profile $1. The window's layout is
# not among them: Wireshark saves that each time it ends.
lp_checksums()
(
    cd "$1" && cksum colorfilters dfilter_buttons io_graphs preferences services 2>/dev/null
)

# Returns 0 if the folder $1 is a profile as run.sh has installed it.
lp_is_unedited()
{
    [ -f "$1/$lp_record" ] && [ "$(lp_checksums "$1")" = "$(cat "$1/$lp_record")" ]
}

# Installs the profile that was built, and sets lp_installed_profile to its
# name: that of the first folder that is free, or holds one nobody edited.
# Ends the program if it cannot write there.
lp_install_profile()
{
    lp_new=${lp_build:?}/profiles/$lp_profile
    lp_profiles=$(lp_profiles_folder)
    lp_installed_profile=$lp_profile
    lp_number=1
    while [ -d "$lp_profiles/$lp_installed_profile" ] &&
        ! lp_is_unedited "$lp_profiles/$lp_installed_profile"; do
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
        { mkdir -p "$2" && cp "$lp_file" "$2/"; } 2>/dev/null ||
            lp_die "cannot write $2: make that folder writable"
    done
    lp_checksums "$1" >"$2/$lp_record"
}

# Removes each profile in the folder $1 that run.sh installed and nobody edited.
# Returns 0 if there was one.
lp_uninstall_profiles()
{
    lp_none_removed=1
    for lp_old in "${1:?}/$lp_profile" "$1/$lp_profile "[0-9]*; do
        [ -f "$lp_old/$lp_record" ] || continue
        if ! lp_is_unedited "$lp_old"; then
            lp_say "Kept:    $lp_old, the profile with your changes"
            continue
        fi
        rm -f "$lp_old"/colorfilters "$lp_old"/dfilter_buttons "$lp_old"/io_graphs \
            "$lp_old"/preferences "$lp_old"/recent "$lp_old"/services "$lp_old/$lp_record"
        # What else the user keeps there stays.
        rmdir "$lp_old" 2>/dev/null
        lp_say "Removed: $lp_old"
        lp_none_removed=0
    done
    return "$lp_none_removed"
}
