/* test-tunnel.c
 * The header that Cisco's two serial tunnels share
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bstun/bstun.h"
#include "ciscostun/frame.h"

static const tunnel_format stun = CISCOSTUN_FORMAT;
static const tunnel_format bstun = BSTUN_FORMAT;

static void
the_magic_is_seen_missing_or_still_possible(void **state)
{
    const uint8_t bytes[] = {0x08, 0x31, 0};

    (void)state;
    assert_int_equal(tunnel_begins(&stun, bytes, 0), BASE_MATCH_MAYBE);
    assert_int_equal(tunnel_begins(&stun, bytes, 1), BASE_MATCH_MAYBE);
    assert_int_equal(tunnel_begins(&stun, bytes, 2), BASE_MATCH_YES);
    assert_int_equal(tunnel_begins(&stun, bytes + 1, 1), BASE_MATCH_NO);
    assert_int_equal(tunnel_begins(&stun, (const uint8_t *)"\x08\x32", 2), BASE_MATCH_NO);
    assert_int_equal(tunnel_begins(&bstun, bytes, sizeof bytes), BASE_MATCH_NO);
    assert_int_equal(tunnel_begins(&bstun, (const uint8_t *)"\x0e\xbd", 2), BASE_MATCH_YES);
}

static void
a_header_is_read_in_big_endian(void **state)
{
    uint8_t bytes[] = {0x08, 0x31, 0x12, 0x34, 0xfe, 0xdc, 0x65, 0};
    tunnel_header header;

    (void)state;
    assert_true(tunnel_parse(&stun, bytes, 7, &header));
    assert_int_equal(header.opcode, 0x1234);
    assert_int_equal(header.length, 0xfedc);
    assert_int_equal(header.group, 0x65);
    assert_false(tunnel_parse(&stun, bytes, 6, &header));
    assert_false(tunnel_parse(&stun, bytes + 1, 7, &header));

    bytes[0] = 0x0e;
    bytes[1] = 0xbd;
    assert_true(tunnel_parse(&bstun, bytes, 8, &header));
    assert_int_equal(header.length, 0xfedc);
    assert_false(tunnel_parse(&bstun, bytes, 7, &header));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_magic_is_seen_missing_or_still_possible),
        cmocka_unit_test(a_header_is_read_in_big_endian),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
