/* test-frame.c
 * Cisco STUN headers: chaining, proof, and finding the next one
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ciscostun/frame.h"

/* The public test vectors: SABM, UA, RR and XID of a radio's tunnel. */
static const uint8_t sabm[] = {0x08, 0x31, 0, 0, 0, 2, 1, 0xfd, 0x3f};
static const uint8_t ua[] = {0x08, 0x31, 0, 0, 0, 2, 1, 0xfd, 0x73};
static const uint8_t xid[] = {0x08, 0x31, 0, 0, 0, 10, 1, 0xfd, 0xbf, 1, 3, 0xc2, 0, 0, 0, 0, 0xff};
static const uint8_t unknown[] = {0x08, 0x31, 0, 5, 0, 1, 9, 0xaa};

/* Read Holding Registers of Modbus/TCP, transaction identifier 0x0831. */
static const uint8_t modbus[] = {0x08, 0x31, 0, 0, 0, 6, 1, 3, 0, 0, 0, 10};

/* A stream to put pieces into. */
typedef struct {
    uint8_t bytes[256];
    size_t len;
} stream;

static void
put(stream *s, const uint8_t *bytes, size_t len)
{
    assert_true(s->len + len <= sizeof s->bytes);
    memcpy(s->bytes + s->len, bytes, len);
    s->len += len;
}

#define PUT(s, piece) put((s), (piece), sizeof(piece))

static void
put_opening(stream *s)
{
    const uint8_t header[] = {0x08, 0x31, 0, 2, 0, 30, 4};
    const uint8_t zeros[30] = {0};

    PUT(s, header);
    PUT(s, zeros);
}

static void
plausible_are_known_opcodes_with_room(void **state)
{
    (void)state;
    assert_true(ciscostun_plausible(&(tunnel_header){0, 2, 0}));
    assert_true(ciscostun_plausible(&(tunnel_header){0, 65535, 255}));
    assert_false(ciscostun_plausible(&(tunnel_header){0, 1, 1}));
    assert_true(ciscostun_plausible(&(tunnel_header){2, 30, 1}));
    assert_false(ciscostun_plausible(&(tunnel_header){2, 31, 1}));
    assert_false(ciscostun_plausible(&(tunnel_header){1, 30, 1}));
}

static void
lengths_are_followed(void **state)
{
    stream s = {{0}, 0};
    ciscostun_chain chain;

    (void)state;
    PUT(&s, sabm);
    put_opening(&s);
    PUT(&s, xid);

    chain = ciscostun_follow(s.bytes, s.len, 100);
    assert_int_equal(chain.headers, 3);
    assert_int_equal(chain.length, s.len);
    assert_true(chain.opening);

    chain = ciscostun_follow(s.bytes, s.len, 1);
    assert_int_equal(chain.headers, 1);
    assert_int_equal(chain.length, sizeof sabm);
    assert_false(chain.opening);

    chain = ciscostun_follow(s.bytes, s.len - 1, 100);
    assert_int_equal(chain.headers, 3);
    assert_int_equal(chain.length, s.len);

    PUT(&s, unknown);
    assert_int_equal(ciscostun_follow(s.bytes, s.len, 100).headers, 3);
}

static void
an_opening_counts_only_when_whole(void **state)
{
    stream s = {{0}, 0};

    (void)state;
    put_opening(&s);
    assert_true(ciscostun_proves_itself(s.bytes, s.len));
    assert_false(ciscostun_proves_itself(s.bytes, s.len - 1));
}

static void
one_header_proves_nothing_two_do(void **state)
{
    stream s = {{0}, 0};

    (void)state;
    PUT(&s, sabm);
    assert_false(ciscostun_proves_itself(s.bytes, s.len));
    put(&s, ua, 6);
    assert_false(ciscostun_proves_itself(s.bytes, s.len));
    put(&s, ua + 6, 1);
    assert_true(ciscostun_proves_itself(s.bytes, s.len));
}

static void
a_lost_first_byte_does_not_hide_a_chain(void **state)
{
    stream s = {{0}, 0};

    (void)state;
    PUT(&s, xid);
    PUT(&s, ua);
    assert_true(ciscostun_proves_itself(s.bytes + 1, s.len - 1));
    assert_false(ciscostun_proves_itself(s.bytes + 1, s.len - 1 - 3));
    assert_false(ciscostun_proves_itself(s.bytes + 2, s.len - 2));
    assert_int_equal(ciscostun_find(s.bytes + 1, s.len - 1), sizeof xid - 1);
}

static void
a_frame_without_its_first_byte_ends_where_another_may_begin(void **state)
{
    stream s = {{0}, 0};

    (void)state;
    PUT(&s, sabm);
    assert_true(ciscostun_lacks_first_byte(s.bytes + 1, s.len - 1));
    assert_false(ciscostun_lacks_first_byte(s.bytes + 1, s.len - 2));
    put(&s, ua, 1);
    assert_true(ciscostun_lacks_first_byte(s.bytes + 1, s.len - 1));
    put(&s, ua, 1);
    assert_false(ciscostun_lacks_first_byte(s.bytes + 1, s.len - 1));
    assert_false(ciscostun_lacks_first_byte(s.bytes, s.len));
    assert_false(ciscostun_lacks_first_byte(modbus + 1, sizeof modbus - 1));
}

static void
modbus_never_proves_itself(void **state)
{
    stream s = {{0}, 0};

    (void)state;
    for (int i = 0; i < 20; i++) {
        PUT(&s, modbus);
        assert_false(ciscostun_proves_itself(s.bytes, s.len));
        assert_false(ciscostun_proves_itself(s.bytes + 1, s.len - 1));
        assert_int_equal(ciscostun_find_chain(s.bytes, s.len), s.len);
    }
}

static void
one_frame_of_marked_hdlc_is_recognised(void **state)
{
    const uint8_t cisco_hdlc[] = {0x08, 0x31, 0, 0, 0, 4, 8, 0x8f, 0, 0x80, 0x35};
    stream s = {{0}, 0};

    (void)state;
    assert_true(ciscostun_is_marked(sabm, sizeof sabm));
    assert_true(ciscostun_is_segment(sabm, sizeof sabm));
    assert_false(ciscostun_is_segment(modbus, sizeof modbus));
    assert_true(ciscostun_begins_datagram(sabm, sizeof sabm));
    assert_false(ciscostun_begins_datagram(sabm, 6));
    assert_true(ciscostun_is_marked(xid, sizeof xid));
    assert_false(ciscostun_is_marked(cisco_hdlc, sizeof cisco_hdlc));
    assert_false(ciscostun_is_marked(modbus, sizeof modbus));
    assert_false(ciscostun_is_marked(sabm, sizeof sabm - 1));
    PUT(&s, sabm);
    PUT(&s, unknown);
    assert_false(ciscostun_is_marked(s.bytes, s.len));
}

static void
the_next_header_is_found_behind_rubbish(void **state)
{
    const uint8_t rubbish[] = {0x31, 0x08, 0x08, 0x31, 0x00, 0x07, 0x08};
    stream s = {{0}, 0};

    (void)state;
    PUT(&s, rubbish);
    assert_int_equal(ciscostun_find(s.bytes, s.len), s.len - 1);
    PUT(&s, sabm);
    assert_int_equal(ciscostun_find(s.bytes, s.len), sizeof rubbish);
    assert_int_equal(ciscostun_find_chain(s.bytes, s.len), s.len);
    PUT(&s, ua);
    assert_int_equal(ciscostun_find_chain(s.bytes, s.len), sizeof rubbish);
}

static void
every_beginning_of_a_header_is_waited_for(void **state)
{
    (void)state;
    for (size_t len = 1; len <= sizeof sabm; len++)
        assert_int_equal(ciscostun_find(sabm, len), 0);
    assert_int_equal(ciscostun_find(unknown, 3), 0);
    assert_int_equal(ciscostun_find(unknown, 4), 4);
}

static void
a_header_inside_a_frame_is_contradicted_by_what_follows(void **state)
{
    const uint8_t inner[] = {0x08, 0x31, 0, 0, 0, 3, 1, 0xfd, 0x03};
    stream s = {{0}, 0};

    (void)state;
    PUT(&s, inner);
    PUT(&s, sabm);
    assert_int_equal(ciscostun_find(s.bytes, s.len), sizeof inner);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plausible_are_known_opcodes_with_room),
        cmocka_unit_test(lengths_are_followed),
        cmocka_unit_test(an_opening_counts_only_when_whole),
        cmocka_unit_test(one_header_proves_nothing_two_do),
        cmocka_unit_test(a_lost_first_byte_does_not_hide_a_chain),
        cmocka_unit_test(a_frame_without_its_first_byte_ends_where_another_may_begin),
        cmocka_unit_test(modbus_never_proves_itself),
        cmocka_unit_test(one_frame_of_marked_hdlc_is_recognised),
        cmocka_unit_test(the_next_header_is_found_behind_rubbish),
        cmocka_unit_test(every_beginning_of_a_header_is_waited_for),
        cmocka_unit_test(a_header_inside_a_frame_is_contradicted_by_what_follows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
