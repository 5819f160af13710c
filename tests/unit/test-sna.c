/* test-sna.c
 * What is SNA in an information field, and what is not
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ciscostun/sna.h"

static const uint8_t actpu[] = {0x2d, 0, 0, 2, 0, 0, 0x6b, 0x80, 0, 0x11, 1, 1, 5};
static const uint8_t actpu_response[] = {0x2d, 0, 2, 0, 0, 0, 0xeb, 0x80, 0, 0x11};
static const uint8_t bind_refused[] = {0x2c, 0, 1, 2, 0, 0, 0xef, 0xb0, 0, 8, 0x21, 0, 0, 0x31};
static const uint8_t notify[] = {0x2c, 0, 0, 2, 0, 1, 0x0b, 0x80, 0, 0x81, 0x06, 0x20, 0x0c};
static const uint8_t user_data[] = {0x2c, 0, 1, 2, 0, 1, 0x03, 0x90, 0, 0xc1, 0xc2, 0xc3};
static const uint8_t middle[] = {0x20, 0, 1, 2, 0, 1, 0xf0, 0xf1};
static const uint8_t fid3[] = {0x3c, 0x05, 0x6b, 0x80, 0, 0xa0};
static const uint8_t radio[] = {0x00, 0x02, 0x05, 0x06, 0x01, 0, 0, 0, 0, 0x02};
static const uint8_t ip[] = {0x08, 0x00, 0x45, 0, 0, 0x54, 0, 0, 0x40, 0, 0x40, 1};

#define PIU(bytes) ciscostun_sna_is_piu((bytes), sizeof(bytes))
#define REQUEST(bytes) ciscostun_sna_request_of((bytes), sizeof(bytes))

static void
units_are_sna_by_their_headers(void **state)
{
    uint8_t odd[sizeof actpu] = {0};

    (void)state;
    assert_true(PIU(actpu));
    assert_true(PIU(middle));
    assert_true(PIU(fid3));
    assert_false(ciscostun_sna_is_piu(actpu, 8));
    assert_false(ciscostun_sna_is_piu(middle, 6));
    assert_false(ciscostun_sna_is_piu(actpu, 0));

    for (size_t i = 0; i < sizeof odd; i++)
        odd[i] = actpu[i];
    odd[1] = 1;
    assert_false(PIU(odd));
    odd[1] = 0;
    odd[6] |= 0x10;
    assert_false(PIU(odd));
}

static void
long_headers_count_what_follows(void **state)
{
    uint8_t fid4[26 + 4] = {0x48};
    uint8_t fidf[26] = {0xf0};

    (void)state;
    assert_false(PIU(fid4));
    fid4[25] = 4;
    assert_true(PIU(fid4));
    assert_false(ciscostun_sna_is_piu(fid4, sizeof fid4 - 1));
    assert_true(PIU(fidf));
    assert_false(ciscostun_sna_is_piu(fidf, 25));
}

static void
other_traffic_is_not_sna(void **state)
{
    (void)state;
    assert_false(PIU(radio));
    assert_false(PIU(ip));
}

static void
requests_are_named(void **state)
{
    (void)state;
    assert_string_equal(REQUEST(actpu).name, "ACTPU");
    assert_false(REQUEST(actpu).response);
    assert_int_equal(REQUEST(actpu).offset, 9);
    assert_string_equal(REQUEST(actpu_response).name, "ACTPU");
    assert_true(REQUEST(actpu_response).response);
    assert_false(REQUEST(actpu_response).negative);
    assert_string_equal(REQUEST(bind_refused).name, "BIND");
    assert_true(REQUEST(bind_refused).negative);
    assert_int_equal(REQUEST(bind_refused).offset, 13);
    assert_string_equal(REQUEST(notify).name, "NOTIFY");
    assert_int_equal(REQUEST(notify).len, 3);
    assert_string_equal(REQUEST(fid3).name, "SDT");
    assert_null(REQUEST(user_data).name);
    assert_null(REQUEST(middle).name);
    assert_null(ciscostun_sna_request_of(bind_refused, 13).name);
}

static void
identification_is_snas_by_its_length(void **state)
{
    const uint8_t zero[] = {0x02, 0, 1, 0x70, 0, 1};
    const uint8_t three[] = {0x32, 7, 5, 0xd0, 0, 1, 0};
    const uint8_t radios[] = {0x01, 3, 0xc2, 0, 0, 0, 0, 0xff};

    (void)state;
    assert_true(ciscostun_sna_is_xid(zero, sizeof zero));
    assert_true(ciscostun_sna_is_xid(three, sizeof three));
    assert_false(ciscostun_sna_is_xid(three, sizeof three - 1));
    assert_false(ciscostun_sna_is_xid(radios, sizeof radios));
    assert_false(ciscostun_sna_is_xid(zero, 0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_sna_by_their_headers),
        cmocka_unit_test(long_headers_count_what_follows),
        cmocka_unit_test(other_traffic_is_not_sna),
        cmocka_unit_test(requests_are_named),
        cmocka_unit_test(identification_is_snas_by_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
