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

# A sudo that lets this user do everything.
fake_sudo()
{
    fake_command sudo <<'EOF'
[ "$1" != -n ] || shift
exec "$@"
EOF
}

# Runs run.sh on a terminal, with what its user types. What that shows is in $work/out, without
# the terminal's carriage returns.
run_typing()
{
    typed=$1
    shift
    status=0
    printf '%s\n' "$typed" |
        script -qec "sh '$source/plugin/run.sh' $*" /dev/null >"$work/terminal" 2>"$work/err" || status=$?
    tr '\r' '\n' <"$work/terminal" >"$work/out"
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
    fake_sudo
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

# No answer is one sentence, after one try.
test_apt_offline()
{
    path_without cc
    fake_sudo
    fake_command apt-get <<EOF
echo "\$*" >>"$work/apt"
echo "Err:1 http://deb.debian.org/debian bookworm/main amd64 gcc"
echo "  Temporary failure resolving 'deb.debian.org'"
echo "E: Failed to fetch http://deb.debian.org/gcc.deb  Temporary failure resolving 'deb.debian.org'" >&2
echo "E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?" >&2
exit 100
EOF
    run_sh --install
    expect_refusal "a C compiler (Debian package gcc)" \
        "apt gets no answer (Temporary failure resolving 'deb.debian.org')" "connect this machine"
    [ "$(wc -l <"$work/apt")" -eq 1 ] || fail "apt was called again"
}

# What apt does is said in a log at the beginning of each step. What it did is looked at.
test_apt_log()
{
    path_without cc
    fake_sudo
    echo 'echo "Setting up gcc"' | fake_command apt-get
    run_sh --install
    expect_refusal "still missing after apt installed gcc libc6-dev: a C compiler"
    printf '%s\n' "Installing with apt: gcc libc6-dev" "Fetching and installing packages" >"$work/expected"
    cmp -s "$work/out" "$work/expected" || fail "the lines of a log"
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

# Installs the stub in the global folder.
install_globally()
{
    use_stub_project
    run_sh --install
    expect_status 0
    global=$WIRESHARK_PLUGIN_DIR/$version/epan/legacyports.so
    mkdir -p "${global%/*}"
    mv "$installed" "$global"
}

# The same plugin in the global folder is used.
test_global_same()
{
    install_globally
    run_sh --install
    expect_status 0
    expect out "Installed: $global"
    [ ! -e "$installed" ] || fail "two copies"
}

# With a personal copy beside it, Wireshark would stop.
test_global_and_personal()
{
    install_globally
    mkdir -p "${installed%/*}"
    cp "$global" "$installed"
    run_sh --install
    expect_refusal "$installed is a second copy beside $global, and Wireshark stops at two" \
        "remove it with: rm '$installed'"
    run_sh --doctor
    expect_status 1
    expect out "Trouble:   there are two copies"
    expect out "rm '$installed'"
    expect out "rm '$global'"
    run_sh --install --replace
    expect_status 0
    expect out "Removed:   $installed"
    expect out "Installed: $global"
    [ ! -e "$installed" ] || fail "two copies"
    run_sh --doctor
    expect_status 0
}

# Another build goes before the one that was just made, so its removal is offered.
test_global_other()
{
    install_globally
    cp "$binary/tests/scripts/faulty_minor.so" "$global"
    run_sh --install
    expect_refusal "$global is another build of the plugin" "remove it with: rm '$global'"
    for answer in "" n; do
        run_typing "$answer" --install
        [ "$status" -ne 0 ] || fail "went on after the answer '$answer'"
        expect out "Remove it now? [y/N]"
    done
    run_typing y --install
    expect_status 0
    expect out "Removed:   $global"
    expect out "Installed: $installed"
    [ ! -e "$global" ] || fail "two copies"
}

# Root, who installs for everybody, is told of everybody's copies. A namespace of ours has
# folders of its own in place of the system's.
test_root_over_personal()
{
    use_stub_project
    plugins=$(env -u WIRESHARK_PLUGIN_DIR tshark -G folders 2>/dev/null |
        sed -n "s|^Global Plugins:[[:space:]]*\(.*\)/$version\$|\1|p")
    # shellcheck disable=SC2016 # expanded inside
    set -- unshare --map-root-user --mount sh -c '
        mount -t tmpfs tmpfs /home && mount -t tmpfs tmpfs "$1" || exit 77
        copy=/home/anne/.local/lib/wireshark/plugins/$2/epan/legacyports.so
        mkdir -p "${copy%/*}" && : >"$copy" || exit
        sh "$3/plugin/run.sh" --install </dev/null || exit
        sh "$3/plugin/run.sh" --doctor && exit 1
        sh "$3/plugin/run.sh" --install --replace </dev/null && [ ! -e "$copy" ] || exit
        sh "$3/plugin/run.sh" --doctor' sh "$plugins" "$version" "$source"
    unshare --map-root-user --mount true 2>/dev/null || skip "user namespaces, which this machine does not allow"
    run "$@"
    expect_status 0
    copy=/home/anne/.local/lib/wireshark/plugins/$version/epan/legacyports.so
    expect out "Installed: $plugins/$version/epan/legacyports.so"
    expect err "legacyports: $copy is a second copy, and the Wireshark of its owner stops at two: remove it with: rm '$copy'"
    expect out "Trouble:   $copy is a second copy"
    expect out "Removed:   $copy"
}

# A plugin that was cut short kills every tshark, and is replaced nevertheless.
test_over_damaged()
{
    use_stub_project
    for size in 0 1000; do
        mkdir -p "${installed%/*}"
        head -c "$size" "$binary/tests/scripts/faulty_none.so" >"$installed"
        run_sh --install
        [ "$status" -eq 0 ] || fail "over $size bytes"
        expect_nothing err
        expect out "Installed: $installed"
    done
}

# Where build/ is not ours, the plugin is built in the cache folder, or where LP_BUILD says.
test_read_only()
{
    use_stub_project
    chmod -R a-w "$source"
    run_sh --install
    expect_status 0
    expect out "You may not write to $source/build: building in $HOME/.cache/legacyports/build"
    expect out "Installed: $installed"
    run_sh --install
    expect_status 0
    LP_BUILD="$work/my build"
    export LP_BUILD
    run_sh --install
    expect_status 0
    expect out "Building in $work/my build"
    [ -f "$work/my build/CMakeCache.txt" ] || fail "not built there"
    LP_BUILD=/proc/build
    run_sh --install
    expect_refusal "you may not write to /proc/build, which LP_BUILD names"
}

# A terminal shows one line for each step, with its time at the end; a log one without.
test_progress()
{
    use_stub_project
    run_typing "" --install
    expect_status 0
    grep -qE '^Configuring: [0-9]+ s *$' "$work/out" || fail "configuring on a terminal"
    grep -qE "^Building in [^:]*: [0-9]+ s *$" "$work/out" || fail "building on a terminal"
    run_sh --install
    grep -qx 'Configuring' "$work/out" || fail "configuring in a log"
    grep -qxF "Building in $source/build" "$work/out" || fail "building in a log"
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
    expect out "Left:    $profile: you have changed colorfilters in it"
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

# What else the user keeps in the profile's folder survives, and is no reason for another name.
test_profile_round_trip()
{
    use_stub_project
    run_sh --install
    expect_status 0
    printf 'first\tlast\n' >"$profile/legacyports.tsv"
    mkdir "$profile/notes"
    run_sh --uninstall
    expect_status 0
    expect out "Removed: $profile, but for what is your own: legacyports.tsv, notes"
    [ "$(ls "$profile")" = "$(printf 'legacyports.tsv\nnotes')" ] || fail "what is left"
    run_sh --install
    expect_status 0
    expect out "Profile:   $profile"
    expect out 'wireshark -C "Legacy Ports"'
    [ "$(ls "$profiles")" = "Legacy Ports" ] || fail "more than one profile"
    cmp -s "$source/profiles/Legacy Ports/preferences" "$profile/preferences" || fail "not the whole profile"
    [ -f "$profile/legacyports.tsv" ] || fail "legacyports.tsv is gone"

    echo "# mine" >>"$profile/preferences"
    rm "$profile/io_graphs"
    run_sh --uninstall
    expect_status 0
    expect out "Left:    $profile: you have changed io_graphs, preferences in it"
    run_sh --install
    expect_status 0
    expect out 'wireshark -C "Legacy Ports"'
    [ "$(tail -n 1 "$profile/preferences")" = "# mine" ] || fail "edited profile overwritten"
}

# Wireshark copies the profile of a package here, which is none that its user has edited.
test_profile_copied()
{
    use_stub_project
    mkdir -p "$profiles"
    cp -R "$source/profiles/Legacy Ports" "$profiles"
    run_sh --install
    expect_status 0
    [ "$(ls "$profiles")" = "Legacy Ports" ] || fail "more than one profile"
    run_sh --uninstall
    [ ! -e "$profile" ] || fail "$profile is still there"
}

# From another folder, with names that hold spaces or begin with a dash: a blank line and a
# heading before each report.
test_report()
{
    use_stub_project
    make_capture "$work/one capture.pcapng"
    make_capture "$work/-two.pcapng"
    cd "$work" || exit 1
    run_sh -- "one capture.pcapng" -two.pcapng
    expect_status 0
    expect_nothing err
    sed -n '/^Profile:/,$p' "$work/out" | sed 1d | tr '\n' ';' >"$work/report"
    expected=";one capture.pcapng;stub report;;./-two.pcapng;stub report;;In Wireshark's window: "
    case $(cat "$work/report") in
        "$expected"*) ;;
        *) fail "report" ;;
    esac
    expect out 'wireshark -C "Legacy Ports" "one capture.pcapng"'
}

# Preferences go to tshark in their order.
test_preferences()
{
    use_stub_project
    make_capture "$work/one.pcapng"
    tshark=$(command -v tshark)
    path_without tshark
    fake_command tshark <<EOF
printf '%s;' "\$@" >>"$work/arguments"
echo >>"$work/arguments"
exec "$tshark" "\$@"
EOF
    run_sh -o tcp.check_checksum:TRUE -o "frame.force_docsis_encap:FALSE" "$work/one.pcapng"
    expect_status 0
    expect out "stub report"
    grep -qF "$work/one.pcapng;-o;tcp.check_checksum:TRUE;-o;frame.force_docsis_encap:FALSE;" "$work/arguments" ||
        fail "not given to tshark"
    run_sh -o tcp.no_such:1 "$work/one.pcapng"
    expect_refusal "tcp.no_such"
    run_sh -o tcp "$work/one.pcapng"
    expect_refusal "-o tcp is not NAME:VALUE"
    run_sh -o
    expect_refusal "-o needs a value"
    run_sh -o tcp.check_checksum:TRUE --install
    expect_refusal "--install takes no -o"
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
