# plugin-test.sh: Wireshark loads the plugin of this build
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

run_case
