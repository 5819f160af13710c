/* test-ipsendmsg.c
 * The shape of IPsendmsg's text
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ipsendmsg/text.h"

static const uint8_t *
bytes(const char *text)
{
    return (const uint8_t *)text;
}

static bool
is_text(const char *text, size_t length, bool continued)
{
    return ipsendmsg_is_text(bytes(text), length, continued);
}

static void
knows_text(void **state)
{
    (void)state;
    assert_true(is_text("to: bob\r\nhello", 14, false));
    assert_true(is_text("caf\xc3\xa9\0bar\0", 10, false));
    assert_true(is_text("caf\xc3", 4, false));
    assert_true(is_text("\xa9 and more", 10, true));
    assert_true(is_text("\0", 1, true));
    assert_true(is_text("", 0, true));
    assert_false(is_text("", 0, false));
    assert_false(is_text("\xa9 and more", 10, false));
    assert_false(is_text("\0text", 5, false));
    assert_false(is_text("\xc3 text", 6, false));
    assert_false(is_text("\x08\x31 text", 7, false));
    assert_false(is_text("\xff", 1, true));
    assert_false(is_text("\xa9\xa9\xa9\xa9", 4, true));
}

static base_match
recognise(const char *text)
{
    return ipsendmsg_recognise(bytes(text), strlen(text));
}

static void
recognises_printable_messages(void **state)
{
    (void)state;
    assert_int_equal(recognise("Getting on"), BASE_MATCH_YES);
    assert_int_equal(recognise("Getting"), BASE_MATCH_MAYBE);
    assert_int_equal(recognise("GET / HTTP/1.0"), BASE_MATCH_NO);
    assert_int_equal(recognise("SUBSCRIB"), BASE_MATCH_NO);
    assert_int_equal(recognise("Getting \x08\x31"), BASE_MATCH_NO);
    assert_int_equal(recognise("QUERY HOMENAME\n"), BASE_MATCH_NO);
    assert_int_equal(recognise("QUERY HOMEN"), BASE_MATCH_MAYBE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_text),
        cmocka_unit_test(recognises_printable_messages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
