# doctor.sh: which Wireshark, which folders, and why the plugin is not loaded
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced after setup.sh; lp_doctor needs copies.sh too. Wireshark says little of a plugin that it does not
# load, and nothing at all of one in a folder where it does not look, so every
# known cause is looked for and named with its remedy.

# Prints what is known of the plugin on this machine. Returns 0 if it is loaded.
lp_doctor()
{
    if ! has_command tshark; then
        lp_say "Wireshark: no tshark in the path"
        lp_say "Loaded:    no"
        lp_say "Why:       tshark is not installed: sh $lp_root/plugin/run.sh installs it"
        return 1
    fi
    lp_locate
    lp_say "Wireshark: $lp_version ($(command -v tshark))"
    lp_say "Personal:  $lp_personal/epan: $(lp_holds "$lp_personal/epan")"
    lp_say "Global:    $lp_global/epan: $(lp_holds "$lp_global/epan")"
    if lp_is_root; then
        lp_say "Counts:    the global folder alone, since you are root"
    else
        lp_say "Counts:    both folders; a plugin in the global one goes before the same in the personal one"
    fi

    lp_from=$(lp_loaded_from)
    if [ -z "$lp_from" ]; then
        lp_say "Loaded:    no"
        lp_why_not_loaded | sed 's/^/Why:       /'
        return 1
    fi
    lp_say "Loaded:    yes, from $lp_from"
    lp_second_copies >"$lp_tmp/copies"
    sed 's/^/Trouble:   /' "$lp_tmp/copies"
    [ ! -s "$lp_tmp/copies" ]
}

# Prints, a line for each, the copies beside the one that is loaded.
lp_second_copies()
{
    if lp_is_root; then
        lp_users_copies | while IFS= read -r lp_copy; do
            echo "$lp_copy is a second copy, and the Wireshark of its owner stops at two:" \
                "remove it with: $(lp_how_to_remove "$lp_copy")"
        done
    elif [ -f "$lp_personal/epan/$lp_module" ] && [ -f "$lp_global/epan/$lp_module" ]; then
        echo "there are two copies, and Wireshark stops at two: remove one of them," \
            "with: $(lp_how_to_remove "$lp_personal/epan/$lp_module"), or" \
            "with: $(lp_how_to_remove "$lp_global/epan/$lp_module")"
    fi
}

# Prints the command that puts a good plugin in the place of what is there.
lp_how_to_install()
{
    if [ -f "$lp_root/plugin/run.sh" ]; then
        echo "sh $lp_root/plugin/run.sh --install"
    elif [ -f "$lp_root/install.sh" ]; then
        echo "sh $lp_root/install.sh"
    else
        echo "sudo dpkg --install wireshark-plugin-legacyports_*.deb"
    fi
}

lp_holds()
{
    if [ -f "$1/$lp_module" ]; then echo "$lp_module"; else echo "no $lp_module"; fi
}

# Prints the causes, one a line, what Wireshark itself says of them first. After lp_locate.
lp_why_not_loaded()
{
    lp_status=0
    { tshark -G plugins >/dev/null 2>"$lp_tmp/stderr" || lp_status=$?; } 2>/dev/null
    grep -v '^Running as user ' "$lp_tmp/stderr" >"$lp_tmp/said"

    {
        [ "$lp_status" -lt 128 ] || lp_why_killed
        lp_why_by_message
        lp_why_root
        lp_why_folder
        lp_why_absent
    } >"$lp_tmp/why"
    if [ -s "$lp_tmp/why" ]; then
        cat "$lp_tmp/why"
    else
        echo "Wireshark does not say, and no known cause was found; tshark -G plugins says what it loads"
    fi
}

# What tshark said on its way, translated.
lp_why_by_message()
{
    while IFS= read -r line; do
        case $line in
            *Duplicate\ protocol* | *"already"*registered*)
                lp_why_clash "$line" ;;
            *"$lp_module"*"compiled for Wireshark version"*)
                echo "it was built for Wireshark ${line##*version }, this is $lp_minor, and a plugin loads" \
                    "only in the minor version it was built for: $(lp_how_to_install)" ;;
            *"$lp_module"*"undefined symbol: "*)
                echo "it needs the symbol ${line##*undefined symbol: }, which this Wireshark $lp_version does not" \
                    "have: install one that was built for this Wireshark with: $(lp_how_to_install)" ;;
            *"$lp_module"*": cannot open shared object file: No such file"*)
                lp_why_library ;;
            *"$lp_module"*"Permission denied"*)
                echo "you may not read it: give it mode 644 and its folder 755" ;;
            *"$lp_module"*": file too short" | *"$lp_module"*": invalid ELF header" | \
                *"$lp_module"*": cannot read file data"* | *"$lp_module"*" ELF "* | \
                *"$lp_module"*" no "*symbol*)
                echo "the file there is damaged, or no plugin (${line#tshark: }):" \
                    "put a good one in its place with: $(lp_how_to_install)" ;;
            *"$lp_module"*)
                echo "Wireshark says: ${line#tshark: }" ;;
        esac
    done <"$lp_tmp/said"
}

# The system maps a plugin that was cut short, and kills who reads beyond its end.
lp_why_killed()
{
    for file in "$lp_personal/epan/$lp_module" "$lp_global/epan/$lp_module"; do
        [ ! -f "$file" ] ||
            echo "signal $((lp_status - 128)) ends tshark while it loads its plugins, so $file may be" \
                "damaged: put a good one in its place with: $(lp_how_to_install)"
    done
}

# A second plugin, or a newer Wireshark, has a protocol of the same name.
lp_why_clash()
{
    name=$(printf '%s\n' "$1" | sed -n 's/^[^"]*"\([^"]*\)".*/\1/p')
    others=$(find "$lp_personal" "$lp_global" -name '*.so' ! -name "$lp_module" \
        -exec grep -lF -- "$name" {} + 2>/dev/null | tr '\n' ' ')
    echo "two plugins, or a plugin and Wireshark itself, have a protocol named \"$name\", and Wireshark" \
        "does not start with both: remove one of them${others:+: ${others% }}"
}

lp_why_library()
{
    for file in "$lp_global/epan/$lp_module" "$lp_personal/epan/$lp_module"; do
        [ ! -f "$file" ] || ldd "$file" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p'
    done | sort -u | while read -r library; do
        case $library in
            libwireshark.* | libwiretap.* | libwsutil.*)
                echo "the library $library is not here, that of another Wireshark than this $lp_version:" \
                    "install one that was built for this with: $(lp_how_to_install)" ;;
            *) echo "the library $library is not here: install the package that has it" ;;
        esac
    done
}

# For root, and whoever runs with borrowed rights, Wireshark trusts the global folder only.
lp_why_root()
{
    lp_is_root || return
    [ ! -f "$lp_personal/epan/$lp_module" ] || [ -f "$lp_global/epan/$lp_module" ] ||
        echo "it is in the personal folder, which Wireshark ignores for root:" \
            "put it in $lp_global/epan, as root, with: $(lp_how_to_install); or do not run Wireshark as root"
    [ -z "${WIRESHARK_PLUGIN_DIR:-}" ] ||
        echo "WIRESHARK_PLUGIN_DIR is set, which Wireshark ignores for root: do not run Wireshark as root"
}

# Wireshark looks into plugins/X.Y/epan and, without a word, nowhere else.
lp_why_folder()
{
    for file in "$lp_personal/$lp_module" "$lp_global/$lp_module" \
        "${lp_personal%/*}/$lp_module" "${lp_global%/*}/$lp_module" \
        "${lp_personal%/*}/epan/$lp_module" "${lp_global%/*}/epan/$lp_module"; do
        [ ! -f "$file" ] ||
            echo "$file is in the wrong folder, since Wireshark looks into $lp_minor/epan only:" \
                "move it to the folder ${file%"/${file#*/plugins/}"}/$lp_minor/epan"
    done
    for file in "${lp_personal%/*}"/*/epan/"$lp_module" "${lp_global%/*}"/*/epan/"$lp_module"; do
        case $file in
            "$lp_personal"/* | "$lp_global"/*) continue ;;
        esac
        [ ! -f "$file" ] ||
            echo "$file is in the folder of another minor version, since this Wireshark is $lp_version:" \
                "put one for this version beside it with: $(lp_how_to_install)"
    done
    if [ -n "${WIRESHARK_PLUGIN_DIR:-}" ] && ! lp_is_root; then
        for root in $(lp_global_roots); do
            [ ! -f "$root/$lp_minor/epan/$lp_module" ] ||
                echo "WIRESHARK_PLUGIN_DIR is set and replaces the global folder: unset it"
        done
    fi
}

lp_why_absent()
{
    [ -s "$lp_tmp/why" ] || [ -f "$lp_personal/epan/$lp_module" ] || [ -f "$lp_global/epan/$lp_module" ] ||
        echo "it is in neither folder: $(lp_how_to_install)"
}
