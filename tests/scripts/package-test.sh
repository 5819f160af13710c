# package-test.sh: the programs that the packages hold work where the packages put them
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name
#
# tests/packages.sh installs the packages themselves, which only root can.

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/harness.sh"

staged=$binary/tests/scripts/staged
system=$staged/system/usr
installed=$personal/epan/legacyports.so
profile="$HOME/.config/wireshark/profiles/Legacy Ports"

# Makes Wireshark load the plugin that is to be in the system's folder.
use_system_plugin()
{
    plugin=$(find "$system/lib" -name legacyports.so)
    WIRESHARK_PLUGIN_DIR=${plugin%/*/epan/*}
}

test_tables()
{
    run "$system/bin/legacyports-tables" 1992
    expect_status 0
    expect out "	stun-p3	"
    for option in -h --help; do
        run "$system/bin/legacyports-tables" "$option"
        expect_status 0
        expect out "usage: legacyports-tables "
    done
    run "$system/bin/legacyports-tables" --version
    expect_status 0
    [ "$(cat "$work/out")" = "legacyports $(cat "$source/VERSION")" ] || fail "version"
}

# Started by its name, from the path.
test_review()
{
    command -v parallel >/dev/null || skip "GNU parallel"
    PATH=$system/bin:$PATH
    run legacyports-review --help
    expect_status 0
    expect out "usage: legacyports-review "
    mkdir "$work/captures"
    cp "$source/test-captures/ssh-1994.pcapng" "$work/captures"
    run legacyports-review "$work/captures" "$work/review"
    [ "$status" -ne 0 ] || fail "went on without the plugin"
    expect err "the plugin is not loaded: it is in neither folder: sudo dpkg --install wireshark-plugin-legacyports"
    use_system_plugin
    run legacyports-review "$work/captures" "$work/review"
    expect_status 0
    grep -q "SSH, on a Cisco STUN port" "$work/review/conversations.tsv" || fail "no label"
    [ -s "$work/review/index.html" ] || fail "no page"
}

# Prints the options that a help text names.
options()
{
    grep -oE '(^|[ ,|\[])-(-[a-z]+|[a-z])\b' | grep -oE -- '-.*' | sort -u
}

# A page for each command, which names the options that its help names, and one for the plugin.
test_pages()
{
    status=0
    for page in man1/legacyports-review.1 man1/legacyports-tables.1 man7/legacyports.7; do
        gzip -dc "$system/share/man/$page.gz" >"$work/page" || fail "no $page"
        man --warnings --local-file "$work/page" >"$work/out" 2>"$work/err" || fail "man $page"
        expect_nothing err
        name=${page#*/}
        name=${name%.?}
        [ -x "$system/bin/$name" ] || continue
        "$system/bin/$name" --help >"$work/help" || fail "$name --help"
        # Commands that the help quotes have options of their own.
        sed 's/tshark -T ek//; /^  tshark/,$d' "$work/help" | options >"$work/of help"
        sed -e 's/^\.B[RI]* //; s/\\-/-/g; s/" //g' "$work/page" | options >"$work/of page"
        diff "$work/of help" "$work/of page" >"$work/out" || fail "$name: other options in its page than in its help"
    done
    [ "$(find "$system/bin" -type f | wc -l)" -eq 2 ] || fail "a command without a page"
}

test_archive()
{
    for option in -h --help; do
        run sh "$staged/archive/install.sh" "$option"
        expect_status 0
        expect out "usage: sh install.sh"
        expect out "was built for Wireshark $version"
    done
    run sh "$staged/archive/install.sh" --version
    [ "$(cat "$work/out")" = "legacyports $(cat "$source/VERSION")" ] || fail "version"
    run sh "$staged/archive/install.sh" --frobnicate
    expect_status 2
    run sh "$staged/archive/install.sh"
    expect_status 0
    expect_nothing err
    expect out "Installed: $installed, loaded by Wireshark $version."
    expect out "Profile:   $profile"
    run sh "$staged/archive/plugin/review.sh" --help
    expect_status 0
    run "$staged/archive/legacyports-tables" 1992
    expect_status 0
    run sh "$staged/archive/install.sh" --doctor
    expect_status 0
    : >"$installed"
    run sh "$staged/archive/install.sh" --doctor
    expect_status 1
    expect out "put a good one in its place with: sh $staged/archive/install.sh"
    run sh "$staged/archive/install.sh" --uninstall
    expect_status 0
    expect out "Removed: $installed"
    expect out "Removed: $profile"
}

# Over a copy for everybody, the archive's is as much in the way as run.sh's.
test_archive_under_global()
{
    global=$WIRESHARK_PLUGIN_DIR/$version/epan/legacyports.so
    mkdir -p "${global%/*}"
    cp "$binary/tests/scripts/faulty_none.so" "$global"
    run sh "$staged/archive/install.sh"
    expect_refusal "$global is another build of the plugin" "rm '$global'"
    run sh "$staged/archive/install.sh" --replace
    expect_status 0
    expect out "Removed:   $global"
    expect out "Installed: $installed"
}

test_archive_other_version()
{
    cp -R "$staged/archive" "$work"
    sed -i 's/^built_for=.*/built_for=3.6/' "$work/archive/install.sh"
    run sh "$work/archive/install.sh"
    expect_refusal "this plugin is for Wireshark 3.6, but " "take the archive whose name has wireshark$version"
}

# dpkg shows what the package says of everybody's personal copies.
test_postinst()
{
    unshare --map-root-user --mount true 2>/dev/null || skip "user namespaces, which this machine does not allow"
    # The project itself may be in /home.
    cp "$binary/package/postinst" "$work/"
    # shellcheck disable=SC2016 # expanded inside
    run unshare --map-root-user --mount sh -c '
        mount -t tmpfs tmpfs /home || exit
        sh "$1" configure && echo "none so far"
        copy=/home/anne/.local/lib/wireshark/plugins/$2/epan/legacyports.so
        mkdir -p "${copy%/*}" /home/bob && : >"$copy" && sh "$1" configure
    ' sh "$work/postinst" "$version"
    expect_status 0
    expect out "none so far"
    expect err "has a personal copy of the plugin, and Wireshark stops at two: remove it with: rm '/home/anne/.local/lib/wireshark/plugins/$version/epan/legacyports.so'"
    [ "$(wc -l <"$work/err")" -eq 1 ] || fail "more than one user"
}

run_case
