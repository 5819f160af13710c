/* test-greeting.c
 * Text that nobody dissects, by its first line
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ibmlmt/greeting.h"

static void
test_text(void **state)
{
    static const struct {
        const char *text;
        ibmlmt_greeting greeting;
    } cases[] = {
        {"Press Enter\r\n", IBMLMT_GREETING_TEXT},
        {"\r\nlogin: \r\n", IBMLMT_GREETING_TEXT},
        {"Press Enter", IBMLMT_GREETING_UNKNOWN},
        {"hello\n", IBMLMT_GREETING_UNKNOWN},
        {"hello\nworld\n", IBMLMT_GREETING_TEXT},
        {"GET key 1\n", IBMLMT_GREETING_TEXT},
        {"GET / HTTP/1.1\r\n", IBMLMT_GREETING_UNKNOWN},
        {"GET / HTTP/1.1\r", IBMLMT_GREETING_UNKNOWN},
        {"{\"a\": \"bcdefg\"}\n", IBMLMT_GREETING_UNKNOWN},
        {"SSH-2.0-x y\r\n", IBMLMT_GREETING_UNKNOWN},
        {"Press \x01 Enter\r\n", IBMLMT_GREETING_UNKNOWN},
        {"220 mail ready\r\n", IBMLMT_GREETING_REPLY},
        {"220-mail ready\r\n", IBMLMT_GREETING_REPLY},
        {"+OK ready\r\n", IBMLMT_GREETING_REPLY},
        {"* OK ready\r\n", IBMLMT_GREETING_REPLY},
        {"2200 items in stock\r\n", IBMLMT_GREETING_TEXT},
        {"MAC address 00204A000001\r\n", IBMLMT_GREETING_UNKNOWN},
        {"MAC address 00204A000001\r\nSoftware version\r\n", IBMLMT_GREETING_UNKNOWN},
        {"MAC address 00204A000001\r\nHardware version\r\n", IBMLMT_GREETING_TEXT},
        {"MAC address of this device\r\n", IBMLMT_GREETING_TEXT},
        {"A line of text that does not end within what is kept of it", IBMLMT_GREETING_TEXT},
        {"GET /a/line/of/HTTP/that/does/not/end/within/what/is/kept/of/it",
         IBMLMT_GREETING_UNKNOWN},
    };
    static const uint8_t bare_return[] = "Your choice ?\r\0\n";

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(
            ibmlmt_greeting_read((const uint8_t *)cases[i].text, strlen(cases[i].text)),
            cases[i].greeting);
    assert_int_equal(ibmlmt_greeting_read(bare_return, sizeof bare_return - 1),
                     IBMLMT_GREETING_TEXT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
