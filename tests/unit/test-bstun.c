/* test-bstun.c
 * Cisco BSTUN headers, and the control characters of bisync
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bstun/bstun.h"

static const uint8_t polling[] = {0x0e, 0xbd, 0,    0,    0,    13,   5,    0,    0,    0x21, 0,
                                  0x32, 0x32, 0x37, 0x32, 0x32, 0x40, 0x40, 0x7f, 0x7f, 0x2d};
static const uint8_t opening[38] = {0x0e, 0xbd, 0, 2, 0, 30, 5};

static void
constant_bytes_prove_a_frame(void **state)
{
    uint8_t bytes[sizeof polling];

    (void)state;
    assert_true(bstun_is_proven(polling, sizeof polling));
    assert_true(bstun_is_proven(polling, BSTUN_DATA_OFFSET));
    assert_false(bstun_is_proven(polling, BSTUN_DATA_OFFSET - 1));
    assert_true(bstun_is_proven(opening, sizeof opening));
    assert_false(bstun_is_proven(opening, sizeof opening - 1));

    for (size_t at = 7; at < BSTUN_DATA_OFFSET; at++) {
        memcpy(bytes, polling, sizeof bytes);
        bytes[at] ^= 1;
        assert_false(bstun_is_proven(bytes, sizeof bytes));
    }
}

static void
a_stream_is_taken_up_at_the_next_header(void **state)
{
    uint8_t bytes[100] = {0x0e, 0xbd, 0xff, 0x0e};

    (void)state;
    assert_int_equal(bstun_find(bytes, 3), 3);
    assert_int_equal(bstun_find(bytes, 4), 3);
    assert_int_equal(bstun_find(bytes, 50), 50);
    for (size_t at = 4; at < 20; at++) {
        memset(bytes + 4, 0x32, sizeof bytes - 4);
        memcpy(bytes + at, polling, sizeof polling);
        for (size_t seen = at + 1; seen < sizeof bytes; seen++)
            assert_int_equal(bstun_find(bytes, seen), at);
        memcpy(bytes + at, opening, sizeof opening);
        for (size_t seen = at + 1; seen < sizeof bytes; seen++)
            assert_int_equal(bstun_find(bytes, seen), at);
        bytes[at + 20] = 1;
        assert_int_equal(bstun_find(bytes, at + 20), at);
        assert_int_equal(bstun_find(bytes, sizeof bytes), sizeof bytes);
    }
}

static void
expect_controls(const uint8_t *bytes, size_t len, const char *expected)
{
    char seen[128] = "";
    bstun_bsc_walk walk = {0};
    bstun_bsc_control control;

    while (bstun_bsc_next(bytes, len, &walk, &control)) {
        assert_true(control.offset + control.len <= len);
        assert_true(strlen(seen) + strlen(control.name) + 2 < sizeof seen);
        strcat(seen, " ");
        strcat(seen, control.name);
    }
    assert_string_equal(seen, expected);
}

#define EXPECT(bytes, expected) expect_controls((bytes), sizeof(bytes), (expected))

static void
control_characters_are_named(void **state)
{
    const uint8_t ack[] = {0x32, 0x32, 0x10, 0x70};
    const uint8_t block[] = {0x32, 0x32, 0x02, 0xf5, 0xc3, 0x27, 0x03, 0x2d, 0x37};
    const uint8_t transparent[] = {0x10, 0x02, 0x03, 0x37, 0x10, 0x10, 0x10, 0x03, 0x32};
    const uint8_t cut[] = {0x32, 0x10};

    (void)state;
    expect_controls(polling + BSTUN_DATA_OFFSET, sizeof polling - BSTUN_DATA_OFFSET,
                    " SYN SYN EOT SYN SYN ENQ");
    EXPECT(ack, " SYN SYN ACK0");
    EXPECT(block, " SYN SYN STX ETX");
    EXPECT(transparent, " DLE STX DLE ETX");
    EXPECT(cut, " SYN");
    expect_controls(polling, 0, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constant_bytes_prove_a_frame),
        cmocka_unit_test(a_stream_is_taken_up_at_the_next_header),
        cmocka_unit_test(control_characters_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
