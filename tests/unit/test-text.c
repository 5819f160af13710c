/* test-text.c
 * Text in a buffer of fixed size, and characters of UTF-8
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void
test_appends(void **state)
{
    char buffer[16];
    base_text text = base_text_in(buffer, sizeof buffer);

    (void)state;
    assert_string_equal(buffer, "");
    assert_true(base_text_add(&text, "port "));
    assert_true(base_text_printf(&text, "%u %s", 1992U, "tcp"));
    assert_string_equal(buffer, "port 1992 tcp");
    assert_int_equal(text.used, 13);
    assert_true(base_text_add(&text, "!!"));
    assert_false(base_text_add(&text, "!"));
    assert_string_equal(buffer, "port 1992 tcp!!");
}

/* "ab" and a character of three bytes, in every size of a buffer. */
static void
test_cuts_at_a_whole_character(void **state)
{
    static const char *const left[] = {"", "a", "ab", "ab", "ab", "ab\xe2\x82\xac"};
    char buffer[6];

    (void)state;
    for (size_t size = 1; size <= sizeof buffer; size++) {
        base_text text = base_text_in(buffer, size);

        assert_int_equal(base_text_add(&text, "ab\xe2\x82\xac"), size == sizeof buffer);
        assert_string_equal(buffer, left[size - 1]);
        assert_int_equal(text.used, strlen(buffer));
    }

    base_text text = base_text_in(buffer, sizeof buffer);
    base_text_add(&text, "ab\xe2\x82\xac");
    base_text_cut(&text, 5);
    assert_string_equal(buffer, "ab\xe2\x82\xac");
    base_text_cut(&text, 4);
    assert_string_equal(buffer, "ab");
}

static size_t
length_of(const char *bytes)
{
    return base_utf8_length((const uint8_t *)bytes, strlen(bytes));
}

/* RFC 3629, section 4: the first and the last character of each length, and what lies between. */
static void
test_characters(void **state)
{
    (void)state;
    assert_int_equal(length_of(""), 0);
    assert_int_equal(length_of("a"), 1);
    assert_int_equal(length_of("\x7f"), 1);
    assert_int_equal(length_of("\xc2\x80"), 2);
    assert_int_equal(length_of("\xdf\xbf"), 2);
    assert_int_equal(length_of("\xe0\xa0\x80"), 3);
    assert_int_equal(length_of("\xed\x9f\xbf"), 3);
    assert_int_equal(length_of("\xef\xbf\xbf"), 3);
    assert_int_equal(length_of("\xf0\x90\x80\x80"), 4);
    assert_int_equal(length_of("\xf4\x8f\xbf\xbf"), 4);

    assert_int_equal(length_of("\x80"), 0);
    assert_int_equal(length_of("\xc1\xbf"), 0);
    assert_int_equal(length_of("\xe0\x9f\xbf"), 0);
    assert_int_equal(length_of("\xed\xa0\x80"), 0);
    assert_int_equal(length_of("\xf0\x8f\xbf\xbf"), 0);
    assert_int_equal(length_of("\xf4\x90\x80\x80"), 0);
    assert_int_equal(length_of("\xf5\x80\x80\x80"), 0);
    assert_int_equal(length_of("\xe2\x82"), 0);
    assert_int_equal(length_of("\xe2\x82x"), 0);

    assert_int_equal(base_utf8_count("a\xe2\x82\xac\xf0\x90\x80\x80"
                                     "b\xff"),
                     5);
}

static void
test_printable(void **state)
{
    (void)state;
    assert_true(base_is_printable(' '));
    assert_true(base_is_printable('~'));
    assert_false(base_is_printable('\t'));
    assert_false(base_is_printable(0x7f));
    assert_true(base_all_printable((const uint8_t *)"ab c", 4));
    assert_false(base_all_printable((const uint8_t *)"ab\nc", 4));
    assert_true(base_all_printable((const uint8_t *)"", 0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_appends),
        cmocka_unit_test(test_cuts_at_a_whole_character),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_printable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
