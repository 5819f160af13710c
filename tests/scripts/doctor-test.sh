# doctor-test.sh: plugin/run.sh --doctor finds each reason why a plugin is not loaded
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/harness.sh"

# Puts one of the plugins of CMakeLists.txt into a folder.
put()
{
    mkdir -p "$2"
    cp "$binary/tests/scripts/$1.so" "$2/legacyports.so"
}

expect_not_loaded()
{
    run_sh --doctor
    expect_status 1
    expect out "Loaded:    no"
    expect out "Why:       "
    for words; do
        expect out "$words"
    done
    expect_nothing err
}

test_loaded()
{
    put faulty_none "$personal/epan"
    run_sh --doctor
    expect_status 0
    expect out "Wireshark: $version."
    expect out "Personal:  $personal/epan: legacyports.so"
    expect out "Global:    $WIRESHARK_PLUGIN_DIR/$version/epan: no legacyports.so"
    expect out "Counts:    both folders"
    expect out "Loaded:    yes, from $personal/epan/legacyports.so"
}

test_absent()
{
    expect_not_loaded "it is in neither folder" "--install"
}

test_no_tshark()
{
    path_without tshark
    run_sh --doctor
    expect_status 1
    expect out "tshark is not installed"
}

test_wrong_level()
{
    put faulty_none "$personal"
    expect_not_loaded "$personal/legacyports.so is in the wrong folder" \
        "move it to the folder $personal/epan"
}

test_minor_folder()
{
    put faulty_none "${personal%/*}/3.6/epan"
    expect_not_loaded "3.6/epan/legacyports.so is in the folder of another minor version"
}

test_minor()
{
    put faulty_minor "$personal/epan"
    expect_not_loaded "it was built for Wireshark 4.99, this is $version"
}

test_symbol()
{
    put faulty_symbol "$personal/epan"
    expect_not_loaded "it needs the symbol stub_nowhere"
}

test_library()
{
    put faulty_library "$personal/epan"
    expect_not_loaded "the library libstub_nowhere.so is not here"
}

# The same protocol a second time, under another file name.
test_clash()
{
    put faulty_none "$personal/epan"
    cp "$personal/epan/legacyports.so" "$personal/epan/other.so"
    expect_not_loaded 'a protocol named "Legacyports Stub"' "$personal/epan/other.so"
}

# Whatever stands there that is no plugin has a remedy.
test_junk()
{
    plugin=$personal/epan/legacyports.so
    mkdir -p "${plugin%/*}"
    : >"$plugin"
    expect_not_loaded "the file there is damaged, or no plugin" "file too short" "run.sh --install"
    printf '%100s' "no plugin" >"$plugin"
    expect_not_loaded "the file there is damaged, or no plugin" "invalid ELF header" "run.sh --install"
    cp "$binary/tests/scripts/libstub_nowhere.so" "$plugin"
    expect_not_loaded "the file there is damaged, or no plugin" "plugin_version" "run.sh --install"
}

# One that was cut short kills tshark, whatever it was asked.
test_cut_short()
{
    put faulty_none "$personal/epan"
    truncate -s 1000 "$personal/epan/legacyports.so"
    expect_not_loaded "signal 7 ends tshark" "$personal/epan/legacyports.so may be damaged" "run.sh --install"
    expect out "Wireshark: $version."
}

# A user namespace makes us root as far as Wireshark can tell.
test_root()
{
    put faulty_none "$personal/epan"
    unshare --map-root-user true 2>/dev/null || skip "user namespaces, which this machine does not allow"
    # What is installed here for everybody is out of sight.
    # shellcheck disable=SC2016 # expanded inside
    run unshare --map-root-user --mount sh -c '
        folder=$(tshark -G folders 2>/dev/null | sed -n "s/^Global Plugins:[[:space:]]*//p")
        [ ! -d "$folder" ] || mount --bind "$1" "$folder" || exit
        exec sh "$2" --doctor
    ' sh "$work/global" "$source/plugin/run.sh"
    expect_status 1
    expect out "Counts:    the global folder alone"
    expect out "it is in the personal folder, which Wireshark ignores for root"
    expect out "WIRESHARK_PLUGIN_DIR is set, which Wireshark ignores for root"
}

run_case
