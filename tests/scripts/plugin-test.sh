# plugin-test.sh: Wireshark loads the plugin of this build, beside all that it has itself
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/harness.sh"

# tshark exits 0 without a plugin that it could not load, so its list is what counts.
test_listed()
{
    WIRESHARK_PLUGIN_DIR=$binary/plugins
    run tshark -G plugins
    expect_status 0
    expect_nothing err
    grep -q "^legacyports\.so[[:space:]].*$binary/plugins/$version/epan/legacyports\.so$" "$work/out" ||
        fail "legacyports.so is not listed"
}

# Prints the names of kind $1 that tshark with the plugins in $2 has, sorted.
names()
{
    case $1 in
        taps) WIRESHARK_PLUGIN_DIR=$2 tshark -z help 2>&1 | sed 's/^ *//' ;;
        titles) WIRESHARK_PLUGIN_DIR=$2 tshark -G protocols | cut -f 1 ;;
        short-names) WIRESHARK_PLUGIN_DIR=$2 tshark -G protocols | cut -f 2 ;;
        filters) WIRESHARK_PLUGIN_DIR=$2 tshark -G protocols | cut -f 3 ;;
        fields) WIRESHARK_PLUGIN_DIR=$2 tshark -G fields | awk -F '\t' '$1 == "F" { print $3 }' ;;
        heuristics) WIRESHARK_PLUGIN_DIR=$2 tshark -G heuristic-decodes | cut -f 1,2 ;;
        exports) WIRESHARK_PLUGIN_DIR=$2 tshark --export-objects help 2>&1 | sed 's/^ *//' ;;
    esac 2>/dev/null | sort
}

# A name that Wireshark, of whatever version this is, has too would stop it, or
# would let one filter, field or -z mean two things.
test_names()
{
    status=0
    for kind in titles short-names filters fields heuristics taps exports; do
        names "$kind" "$work/global" >"$work/theirs"
        names "$kind" "$binary/plugins" >"$work/both"
        sort -u "$work/theirs" >"$work/theirs.once"
        sort -u "$work/both" >"$work/both.once"
        comm -13 "$work/theirs.once" "$work/both.once" >"$work/out"
        [ -s "$work/theirs" ] || fail "no $kind of Wireshark's"
        [ -s "$work/out" ] || fail "no $kind of ours"
        # A name of ours that is one of theirs adds a line, but no new one. Fields of
        # one protocol may share a name, as Wireshark's do.
        [ "$kind" = fields ] ||
            [ $(($(wc -l <"$work/both") - $(wc -l <"$work/theirs"))) -eq "$(wc -l <"$work/out")" ] ||
            fail "some of our $kind are not ours alone"
        echo "$kind: $(wc -l <"$work/out")"
    done
}

# The filter names of our protocols are the first part of all our fields, and of none of theirs.
test_fields()
{
    status=0
    names filters "$work/global" >"$work/theirs"
    names filters "$binary/plugins" | comm -13 "$work/theirs" - >"$work/ours"
    names fields "$work/global" | cut -d . -f 1 | sort -u >"$work/roots"
    comm -12 "$work/roots" "$work/ours" >"$work/out"
    expect_nothing out
    names fields "$work/global" >"$work/theirs"
    names fields "$binary/plugins" | comm -13 "$work/theirs" - | cut -d . -f 1 | sort -u |
        comm -23 - "$work/ours" >"$work/out"
    expect_nothing out
}

# Version differences live in compat.h and nowhere else.
test_version_conditions()
{
    status=0
    find "$source/plugin" -name '*.[ch]' ! -name compat.h -exec grep -nE \
        '#[[:space:]]*(el)?if.*(WIRESHARK_(VERSION|AT_LEAST)|VERSION_(MAJOR|MINOR)|_WS_VERSION|STATS_TREE_MENU_SEPARATOR|WS_PLUGIN_DESC)' \
        {} + >"$work/out" 2>"$work/err"
    expect_nothing err
    expect_nothing out
}

# A test does not see the copies of the plugin that are installed where it runs.
test_alone()
{
    for folder in "$personal" "$WIRESHARK_PLUGIN_DIR/$version"; do
        mkdir -p "$folder/epan"
        cp "$binary/tests/scripts/faulty_none.so" "$folder/epan/legacyports.so"
    done
    run sh "$source/tests/with-plugin.sh" "$binary/plugins" tshark -G plugins
    expect_status 0
    expect_nothing err
    [ "$(awk -F '\t' '/^legacyports\.so/ { print $4 }' "$work/out")" = "$binary/plugins/$version/epan/legacyports.so" ] ||
        fail "not the plugin of the build, or not that alone"
}

# What a fuzzer leaves behind is in no commit: git ignores its names, and none is in the project.
test_leftovers()
{
    command -v git >/dev/null || skip "git"
    git init -q "$work/repository" && cp "$source/.gitignore" "$work/repository" || exit 1
    for name in crash oom leak timeout slow-unit; do
        run git -C "$work/repository" check-ignore "$name-da39a3ee5e6b4b0d3255bfef95601890afd80709"
        expect_status 0
    done
    find "$source" -maxdepth 1 -type f -size 0 >"$work/out"
    expect_nothing out
}

run_case
