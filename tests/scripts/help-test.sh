# help-test.sh: --help of every script prints that script's own help
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/harness.sh"

test_tests()
{
    find "$source/tests" -name '*.sh' -exec grep -l '^#!' {} + >"$work/scripts"
    [ -s "$work/scripts" ] || fail "no scripts"
    while IFS= read -r script; do
        for option in --help -h; do
            run sh "$script" "$option"
            expect_status 0
            expect_nothing err
            expect out "${script##*/}: "
            grep -q "^usage: .*sh tests/${script#"$source/tests/"}" "$work/out" ||
                fail "$script $option prints no usage of its own"
        done
    done <"$work/scripts"
}

run_case
