#!/bin/sh
# checkers.sh: Wireshark's own checkers, and general ones, over our files
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/checkers.sh
#
# Wireshark's come from Debian's source package. Prints a line for each checker
# and what it finds; a finding is a failure.

set -u
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/help.sh"
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"
# shellcheck source=tests/debian.sh
. "$lp_root/tests/debian.sh"

needs="$lp_test_needs
has_command clang-format|clang-format|clang-format
has_command clang-tidy|clang-tidy|clang-tidy
has_command codespell|codespell|codespell
has_command cppcheck|cppcheck|cppcheck
has_command perl|perl|perl
has_command python3|python3|Python
has_command shellcheck|shellcheck|shellcheck"

files()
{
    find "$lp_root/plugin" "$lp_root/tables" "$lp_root/tests" -name "$1" | sort
}

check_apis()
{
    # As Wireshark runs it: a dissector may do less than a statistic.
    files 'packet-*.c' | xargs perl "$lp_source/tools/checkAPIs.pl" \
        -g dissectors-prohibited -g dissectors-restricted &&
        files 'tap-*.c' | xargs perl "$lp_source/tools/checkAPIs.pl" &&
        perl "$lp_source/tools/checkAPIs.pl" "$lp_root/plugin/plugin.c"
}

# It does not see an entry of an hf array that a macro makes, FIELD(hf_x, ...), so
# what it says of those is left out.
check_hf()
{
    files 'packet-*.c' | xargs perl "$lp_source/tools/checkhf.pl" >"$lp_tmp/hf" 2>&1
    while IFS= read -r finding; do
        file=${finding#*ARRAY: }
        grep -qE "[A-Z]\(${finding##* }[],[]" "${file%%:*}" 2>/dev/null || printf '%s\n' "$finding"
    done <"$lp_tmp/hf" >"$lp_tmp/hf.left"
    cat "$lp_tmp/hf.left"
    [ ! -s "$lp_tmp/hf.left" ]
}

# These scripts want to stand in their source folder, and exit 0 with findings.
check_python()
{
    cd "$lp_source" || exit
    files 'packet-*.c' | while read -r file; do
        python3 "$@" --file "$file"
    done >"$lp_tmp/python" 2>&1
    grep -E 'Traceback|^[1-9][0-9]* (warnings|errors)' "$lp_tmp/python" || return 0
    cat "$lp_tmp/python"
    return 1
}

check_typed_items()
{
    check_python tools/check_typed_item_calls.py --mask --label --consecutive --missing-items
}

check_true_false_strings()
{
    check_python tools/check_tfs.py
}

# One layout: .clang-format's.
check_format()
{
    files '*.[ch]' | xargs clang-format --dry-run --Werror
}

# One way to say a thing: !p for a pointer that is null, bool and the types of stdint.h. Wireshark 4.0's own
# names for these stand in compat.h.
check_style()
{
    ! files '*.[ch]' | grep -v '/compat\.h$' |
        xargs grep -nE '== NULL|if \(.*!= NULL|\<(gboolean|gchar|gu?int(8|16|32|64)?)\>'
}

# cppcheck 2.10 takes a function for one that returns unless GNU C says otherwise.
check_cppcheck()
{
    files '*.c' | xargs cppcheck --quiet --std=c11 --enable=warning,performance,portability \
        --inline-suppr --suppress=missingInclude '-D_Noreturn=__attribute__((noreturn))' \
        '-DUAT_CSTRING_CB_DEF(a,b,c)=' '-DG_GNUC_PRINTF(a,b)=' \
        -I "$lp_root/plugin" --error-exitcode=1
}

# What to look for is in .clang-tidy. What this build does not compile, the fuzzers and the
# stubs of the script tests, it cannot read. A file that several targets compile is read once:
# clang-tidy 14 takes a va_list for uninitialised when it reads a file again.
check_clang_tidy()
{
    mkdir -p "$lp_tmp/tidy"
    perl -MJSON::PP -0e '
        my (%seen, @once);
        for my $command (@{decode_json(<STDIN>)}) {
            push @once, $command unless $seen{$command->{file}}++;
        }
        print encode_json(\@once);' <"$lp_build/compile_commands.json" >"$lp_tmp/tidy/compile_commands.json"
    files '*.c' | while IFS= read -r file; do
        ! grep -qF "\"file\": \"$file\"" "$lp_build/compile_commands.json" || printf '%s\n' "$file"
    done | xargs -n 1 -P "$(lp_jobs)" clang-tidy -p "$lp_tmp/tidy" --quiet 2>/dev/null
}

check_codespell()
{
    # A captured or expected text is not ours to spell, nor what SOURCES.md quotes
    # of garbled sources; ND and SOM are protocols' words, tyes is a tab and a yes.
    (cd "$lp_root" && codespell --ignore-words-list='sercive,boostrap,conetion,nd,som,fro,tyes' --skip='*.pcapng,*.txt,*.tsv,build' plugin tables tests test-captures ./*.md)
}

# A sourced piece is checked within the programs that source it.
check_shellcheck()
{
    { files '*.sh' | xargs grep -lE '^#!|harness\.sh"$'; echo "$lp_root/.ci/run"; } | xargs shellcheck
}

lp_set_up "$needs"
lp_fetch_source
lp_make all -DBUILD_TESTING=ON

failed=0
for check in format style apis hf typed_items true_false_strings cppcheck clang_tidy codespell shellcheck; do
    if (cd "$lp_root" && check_$check) >"$lp_tmp/$check.out" 2>&1; then
        lp_say "$check: clean"
    else
        lp_say "$check: FAILED"
        cat "$lp_tmp/$check.out"
        failed=$((failed + 1))
    fi
done
lp_say "Checkers: $failed failed"
[ "$failed" -eq 0 ]
