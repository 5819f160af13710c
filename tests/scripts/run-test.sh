# run-test.sh: plugin/run.sh with good and bad arguments, on good and bad machines
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/harness.sh"

installed=$personal/epan/legacyports.so

make_capture()
{
    printf '000000 01 02 03 04\n' >"$work/hex"
    text2pcap -q -T 1234,1992 "$work/hex" "$1" 2>/dev/null || fail "text2pcap"
}

test_help()
{
    for option in --help -h; do
        run_sh "$option"
        expect_status 0
        expect out "usage: sh plugin/run.sh"
        expect out "--doctor"
        expect_nothing err
    done
}

test_version()
{
    run_sh --version
    expect_status 0
    [ "$(cat "$work/out")" = "legacyports $(cat "$source/VERSION")" ] || fail "version"
    expect_nothing err
}

test_unknown_option()
{
    run_sh --frobnicate
    expect_status 2
    expect_refusal "unknown option --frobnicate" "usage: sh plugin/run.sh"
}

test_install_with_capture()
{
    run_sh --install x.pcapng
    expect_status 2
    expect_refusal "--install takes no captures" "usage: "
}

test_missing_capture()
{
    run_sh "$work/no such.pcapng"
    expect_refusal "there is no file $work/no such.pcapng"
}

test_folder_as_capture()
{
    run_sh "$work"
    expect_refusal "$work is a folder"
}

test_bad_capture()
{
    echo "no capture" >"$work/text"
    run_sh "$work/text"
    expect_refusal "$work/text is not a capture"
}

test_empty_capture()
{
    : >"$work/empty"
    run_sh "$work/empty"
    expect_refusal "$work/empty is empty, not a capture"
}

test_no_compiler()
{
    path_without cc gcc c99 apt-get
    run_sh --install
    expect_refusal "a C compiler (Debian package gcc)" "there is no apt-get here"
}

test_no_apt()
{
    path_without cc sudo
    : | fake_command apt-get
    run_sh --install
    expect_refusal "a C compiler" "without sudo only root can install it" \
        "apt-get install gcc libc6-dev"
}

# sudo is there but does not let this user do anything without a password.
test_apt_refused()
{
    path_without cc
    : | fake_command apt-get
    echo 'echo "sudo: a password is required" >&2; exit 1' | fake_command sudo
    run_sh --install
    expect out "Installing with apt: gcc libc6-dev"
    expect_refusal "a C compiler" "sudo: a password is required" "apt-get install gcc libc6-dev"
}

# The lists are fetched once, questions are not asked, and apt's own error is shown.
test_apt_fails()
{
    path_without cc
    fake_command sudo <<'EOF'
[ "$1" != -n ] || shift
exec "$@"
EOF
    fake_command apt-get <<EOF
echo "\$DEBIAN_FRONTEND \$*" >>"$work/apt"
echo "E: Unable to locate package gcc" >&2
exit 100
EOF
    run_sh --install
    expect_refusal "a C compiler" "Unable to locate package gcc"
    grep -q '^noninteractive .*-y .*install.* gcc libc6-dev$' "$work/apt" || fail "install"
    [ "$(grep -c '^noninteractive .* update$' "$work/apt")" -eq 1 ] || fail "update"
}

test_no_headers()
{
    mkdir "$work/prefix"
    Wireshark_ROOT=$work/prefix
    export Wireshark_ROOT
    run_sh --install
    expect_refusal "Wireshark_ROOT=$work/prefix holds no WiresharkConfig.cmake"
}

# Headers of another minor version than tshark's.
test_other_headers()
{
    mkdir -p "$work/prefix/lib/cmake/wireshark"
    echo 'set(Wireshark_VERSION "3.6.2")' >"$work/prefix/lib/cmake/wireshark/WiresharkConfig.cmake"
    Wireshark_ROOT=$work/prefix
    export Wireshark_ROOT
    run_sh --install
    expect_refusal "the headers are those of Wireshark 3.6.2" "loads plugins of $version only"
}

test_install_twice()
{
    use_stub_project
    for time in first second; do
        run_sh --install
        [ "$status" -eq 0 ] || fail "$time time"
        expect out "Installed: $installed, loaded by Wireshark $version."
        expect_nothing err
    done
    run_sh --uninstall
    expect_status 0
    expect out "Removed: $installed"
    [ ! -e "$personal" ] || fail "$personal is still there"
    run_sh --uninstall
    expect_status 0
    expect out "Nothing to remove"
}

# A plugin in the global folder goes before the personal one: the same is used, another refused.
test_install_under_global()
{
    use_stub_project
    run_sh --install
    expect_status 0
    mkdir -p "$WIRESHARK_PLUGIN_DIR/$version/epan"
    mv "$installed" "$WIRESHARK_PLUGIN_DIR/$version/epan"
    run_sh --install
    expect_status 0
    expect out "Installed: $WIRESHARK_PLUGIN_DIR/$version/epan/legacyports.so"
    cp "$binary/tests/scripts/faulty_minor.so" "$WIRESHARK_PLUGIN_DIR/$version/epan/legacyports.so"
    run_sh --install
    expect_refusal "is another build of the plugin" "--uninstall"
}

profiles=$HOME/.config/wireshark/profiles
profile="$profiles/Legacy Ports"

# A later version of the profile, which has another colour.
change_profile()
{
    echo "# $1" >>"$source/profiles/Legacy Ports/colorfilters"
}

# The profile that its user did not touch is brought up to date, but for the window's layout.
test_profile_unedited()
{
    use_stub_project
    run_sh --install
    expect_status 0
    expect out "Profile:   $profile"
    expect out 'wireshark -C "Legacy Ports"'
    grep -q '^stun-p1[[:space:]]1990/tcp' "$profile/services" || fail "services"
    echo "# saved by Wireshark" >>"$profile/recent"
    change_profile later
    run_sh --install
    expect_status 0
    [ "$(tail -n 1 "$profile/colorfilters")" = "# later" ] || fail "not updated"
    [ "$(tail -n 1 "$profile/recent")" = "# saved by Wireshark" ] || fail "recent was overwritten"
    [ "$(ls "$profiles")" = "Legacy Ports" ] || fail "more than one profile"
    run_sh --uninstall
    expect_status 0
    expect out "Removed: $profile"
    [ ! -e "$profile" ] || fail "$profile is still there"
}

# The profile that its user did touch stays, and a new one is put beside it and named.
test_profile_edited()
{
    use_stub_project
    run_sh --install
    echo "# mine" >>"$profile/colorfilters"
    run_sh --install
    expect_status 0
    expect out "Kept:      $profile"
    [ "$(ls "$profiles")" = "Legacy Ports" ] || fail "nothing is new, but there is a new profile"
    for version in second third; do
        change_profile "$version"
        run_sh --install
        expect_status 0
        expect_nothing err
        expect out "Kept:      $profile"
        expect out "Profile:   $profile 2"
        expect out 'wireshark -C "Legacy Ports 2"'
        [ "$(tail -n 1 "$profile/colorfilters")" = "# mine" ] || fail "edited profile overwritten"
        [ "$(tail -n 1 "$profile 2/colorfilters")" = "# $version" ] || fail "not the new profile"
    done
    run_sh --uninstall
    expect_status 0
    expect out "Kept:    $profile"
    expect out "Removed: $profile 2"
    [ "$(ls "$profiles")" = "Legacy Ports" ] || fail "not the profiles that were to stay"
}

# A profile of that name which is not ours is nobody's but the user's.
test_profile_foreign()
{
    use_stub_project
    mkdir -p "$profile"
    echo "# mine" >"$profile/preferences"
    run_sh --install
    expect_status 0
    expect out "Profile:   $profile 2"
    run_sh --uninstall
    [ "$(cat "$profile/preferences")" = "# mine" ] || fail "foreign profile overwritten"
    [ ! -e "$profile 2" ] || fail "$profile 2 is still there"
}

# From another folder, with names that hold spaces, a heading before each report.
test_report()
{
    use_stub_project
    make_capture "$work/one capture.pcapng"
    make_capture "$work/two.pcapng"
    cd "$work" || exit 1
    run_sh "one capture.pcapng" two.pcapng
    expect_status 0
    expect_nothing err
    sed -n '/^one/,/^$/p' "$work/out" | tr '\n' ';' >"$work/report"
    [ "$(cat "$work/report")" = "one capture.pcapng;stub report;two.pcapng;stub report;;" ] ||
        fail "report"
    expect out 'wireshark -C "Legacy Ports" "one capture.pcapng"'
}

# What could be read is reported; the failure is told too.
test_capture_cut_short()
{
    use_stub_project
    make_capture "$work/whole.pcapng"
    head -c -9 "$work/whole.pcapng" >"$work/cut.pcapng"
    run_sh "$work/cut.pcapng"
    expect_status 1
    expect out "stub report"
    expect err "cut short"
}

run_case
