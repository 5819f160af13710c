# ctest-test.sh: tests/run.sh passes only if tests ran and all passed
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/harness.sh"

# Runs tests/run.sh on the stub project with the tests of standard input.
run_tests()
{
    use_stub_project
    cat >"$source/stub-tests.cmake"
    run sh "$source/tests/run.sh"
}

test_passes()
{
    run_tests <<'EOF'
add_test(NAME home COMMAND sh -c "test -w $HOME && test $HOME != $ENV{HOME} && test -w $TMPDIR")
EOF
    expect_status 0
    expect out "100% tests passed, 0 tests failed out of 1"
}

test_fails()
{
    run_tests <<'EOF'
add_test(NAME good COMMAND true)
add_test(NAME bad COMMAND sh -c "echo what went wrong; exit 1")
EOF
    [ "$status" -ne 0 ] || fail "expected a failure"
    expect out "1 tests failed out of 2"
    expect out "what went wrong"
}

# What is left out is named with its reason, in one line after CTest's summary.
test_left_out()
{
    run_tests <<'EOF'
foreach(number 1 2)
    add_test(NAME window${number} COMMAND sh -c "echo Skipped: a window; exit 77")
    set_tests_properties(window${number} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()
add_test(NAME browser COMMAND sh -c "echo Skipped: Chromium; exit 77")
set_tests_properties(browser PROPERTIES SKIP_RETURN_CODE 77)
add_test(NAME good COMMAND true)
EOF
    expect_status 0
    expect out "100% tests passed"
    [ "$(tail -n 1 "$work/out")" = "Left out: 1 for want of Chromium; 2 for want of a window" ] ||
        fail "what was left out"
}

test_no_tests()
{
    run_tests </dev/null
    [ "$status" -ne 0 ] || fail "expected a failure"
    expect err "No tests were found"
}

run_case
