/* test-link.c
 * Roles, counts, polls and the life of a serial link
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ciscostun/link.h"

enum { HOST, TERMINAL };

static ciscostun_link link;
static uint32_t packet;

static int
set_up(void **state)
{
    (void)state;
    link = (ciscostun_link){0};
    packet = 0;
    return 0;
}

/* Packets are a millisecond apart, counted from 1. */
static ciscostun_link_account
tell_wide(unsigned direction, uint8_t first, uint8_t second)
{
    const uint8_t bytes[] = {0xc1, first, second};
    ciscostun_hdlc_frame frame;

    assert_true(ciscostun_hdlc_parse(bytes, sizeof bytes, link.extended, &frame));
    packet++;
    return ciscostun_link_track(&link, direction, &frame, packet, packet * 1000000);
}

static ciscostun_link_account
tell(unsigned direction, uint8_t control)
{
    return tell_wide(direction, control, 0);
}

static ciscostun_link_account
tell_i(unsigned direction, unsigned ns, unsigned nr)
{
    return tell(direction, (uint8_t)(nr << 5 | ns << 1));
}

static void
set_mode(uint8_t command)
{
    tell(HOST, command);
    assert_int_equal(tell(TERMINAL, 0x73).shows, CISCOSTUN_LINK_UP);
}

static void
who_polls_is_primary_until_ua_says_otherwise(void **state)
{
    (void)state;
    assert_int_equal(tell(TERMINAL, 0x01).role, CISCOSTUN_ROLE_UNKNOWN);
    assert_int_equal(tell(TERMINAL, 0x11).role, CISCOSTUN_ROLE_PRIMARY);
    assert_int_equal(tell(HOST, 0x11).role, CISCOSTUN_ROLE_SECONDARY);
    assert_int_equal(tell(TERMINAL, 0x73).role, CISCOSTUN_ROLE_SECONDARY);
    assert_int_equal(tell(HOST, 0x11).role, CISCOSTUN_ROLE_PRIMARY);
    assert_int_equal(tell(TERMINAL, 0x11).role, CISCOSTUN_ROLE_SECONDARY);
}

static void
disc_tells_more_than_an_unanswered_question(void **state)
{
    (void)state;
    tell(TERMINAL, 0x11);
    assert_int_equal(tell(HOST, 0x53).role, CISCOSTUN_ROLE_PRIMARY);
    assert_int_equal(tell(TERMINAL, 0x1f).role, CISCOSTUN_ROLE_SECONDARY);
}

static void
balanced_stations_are_combined(void **state)
{
    (void)state;
    assert_int_equal(tell(TERMINAL, 0x3f).role, CISCOSTUN_ROLE_COMBINED);
    assert_int_equal(tell(HOST, 0x73).role, CISCOSTUN_ROLE_COMBINED);
    assert_int_equal(tell(HOST, 0x93).role, CISCOSTUN_ROLE_PRIMARY);
}

static void
a_link_goes_up_and_down(void **state)
{
    (void)state;
    set_mode(0x93);
    assert_int_equal(tell(HOST, 0x53).shows, 0);
    assert_int_equal(tell(TERMINAL, 0x73).shows, CISCOSTUN_LINK_DOWN);
    set_mode(0x93);
    assert_int_equal(tell(TERMINAL, 0x1f).shows, CISCOSTUN_LINK_DOWN);
    assert_int_equal(tell(TERMINAL, 0x73).shows, 0);
}

static void
modulo_128_begins_with_the_acknowledgement(void **state)
{
    (void)state;
    tell(HOST, 0xdf);
    assert_false(link.extended);
    tell(TERMINAL, 0x73);
    assert_true(link.extended);
    for (unsigned i = 0; i < 127; i++)
        assert_int_equal(tell_wide(HOST, (uint8_t)(i << 1), 0).shows,
                         i < 126 ? 0 : CISCOSTUN_LINK_WINDOW_FULL);
    set_mode(0x93);
    assert_false(link.extended);
}

static void
a_full_window_is_seen(void **state)
{
    (void)state;
    set_mode(0x93);
    for (unsigned i = 0; i < 6; i++) {
        const ciscostun_link_account account = tell_i(HOST, i, 0);

        assert_int_equal(account.shows, 0);
        assert_int_equal(account.unacknowledged, i + 1);
    }
    assert_int_equal(tell_i(HOST, 6, 0).shows, CISCOSTUN_LINK_WINDOW_FULL);
    assert_int_equal(tell(TERMINAL, 0xe1).shows, 0);
    assert_int_equal(tell_i(HOST, 7, 0).unacknowledged, 1);
}

static void
repetitions_and_gaps_are_told_apart(void **state)
{
    (void)state;
    set_mode(0x93);
    tell_i(HOST, 0, 0);
    tell_i(HOST, 1, 0);
    assert_int_equal(tell_i(HOST, 1, 0).shows, CISCOSTUN_LINK_RETRANSMITTED);
    assert_int_equal(tell_i(HOST, 0, 0).shows, CISCOSTUN_LINK_RETRANSMITTED);
    assert_int_equal(tell_i(HOST, 2, 0).shows, 0);
    assert_int_equal(tell_i(HOST, 4, 0).shows, CISCOSTUN_LINK_GAP);
    assert_int_equal(tell_i(HOST, 5, 0).shows, 0);
}

static void
rej_brings_repetitions(void **state)
{
    (void)state;
    set_mode(0x93);
    for (unsigned i = 0; i < 4; i++)
        tell_i(HOST, i, 0);
    assert_int_equal(tell(TERMINAL, 0x29).shows, 0);
    assert_int_equal(tell_i(HOST, 1, 0).shows, CISCOSTUN_LINK_RETRANSMITTED);
    assert_int_equal(tell_i(HOST, 2, 0).shows, CISCOSTUN_LINK_RETRANSMITTED);
    assert_int_equal(tell_i(HOST, 3, 0).shows, CISCOSTUN_LINK_RETRANSMITTED);
    assert_int_equal(tell_i(HOST, 4, 0).shows, 0);
}

static void
what_was_not_sent_cannot_be_acknowledged(void **state)
{
    (void)state;
    set_mode(0x93);
    tell_i(HOST, 0, 0);
    assert_int_equal(tell(TERMINAL, 0x21).shows, 0);
    assert_int_equal(tell(TERMINAL, 0x61).shows, CISCOSTUN_LINK_BAD_NR);
    assert_int_equal(tell(TERMINAL, 0x61).shows, 0);
    assert_int_equal(tell_i(HOST, 3, 0).shows, 0);
}

static void
a_capture_may_begin_anywhere(void **state)
{
    (void)state;
    tell(HOST, 0xb1);
    assert_int_equal(tell_i(TERMINAL, 5, 2).shows, 0);
    assert_int_equal(tell_i(TERMINAL, 6, 2).shows, 0);
    assert_int_equal(tell_i(HOST, 2, 7).shows, 0);
}

static void
what_never_had_a_supervisory_frame_does_not_count(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(tell(HOST, 0x00).shows, 0);
}

static void
answers_know_their_polls(void **state)
{
    ciscostun_link_account account;

    (void)state;
    account = tell(HOST, 0x11);
    assert_false(account.answers);
    tell(TERMINAL, 0x01);
    account = tell(TERMINAL, 0x11);
    assert_true(account.answers);
    assert_int_equal(account.answered_frame, 1);
    assert_int_equal(account.answered_time, 1000000);
    assert_false(tell(TERMINAL, 0x11).answers);
}

static void
a_poll_after_an_unanswered_one_says_so(void **state)
{
    (void)state;
    assert_int_equal(tell(HOST, 0x11).shows, 0);
    assert_int_equal(tell(HOST, 0x11).shows, CISCOSTUN_LINK_POLL_LOST);
    assert_int_equal(tell(TERMINAL, 0x11).answered_frame, 2);
    assert_int_equal(tell(HOST, 0x11).shows, 0);
}

static void
broadcasts_need_no_answer(void **state)
{
    const uint8_t test[] = {CISCOSTUN_HDLC_BROADCAST, 0xf3};
    ciscostun_hdlc_frame frame;

    (void)state;
    assert_true(ciscostun_hdlc_parse(test, sizeof test, false, &frame));
    assert_int_equal(ciscostun_link_track(&link, HOST, &frame, 1, 1).shows, 0);
    assert_int_equal(ciscostun_link_track(&link, HOST, &frame, 2, 2).shows, 0);
}

static void
the_length_of_rr_tells_the_modulus_of_an_unseen_set_up(void **state)
{
    static const uint8_t narrow[] = {0xc1, 0x31}, wide[] = {0xc1, 0x01, 0xcb};
    static const uint8_t surplus[] = {0xc1, 0x31, 0x00}, i_frame[] = {0xc1, 0x02, 0x04};

    (void)state;
    ciscostun_link_infer_modulo(&link, i_frame, sizeof i_frame);
    ciscostun_link_infer_modulo(&link, surplus, sizeof surplus);
    ciscostun_link_infer_modulo(&link, wide, 1);
    assert_false(link.extended);

    tell_i(HOST, 0, 0);
    tell(HOST, 0x51);
    ciscostun_link_infer_modulo(&link, wide, sizeof wide);
    assert_true(link.extended);
    assert_false(link.polled);
    assert_int_equal(tell_wide(TERMINAL, 0x01, 0xcb).shows, 0);
    ciscostun_link_infer_modulo(&link, narrow, sizeof narrow);
    assert_false(link.extended);

    set_mode(0x93);
    ciscostun_link_infer_modulo(&link, wide, sizeof wide);
    assert_false(link.extended);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(who_polls_is_primary_until_ua_says_otherwise, set_up),
        cmocka_unit_test_setup(disc_tells_more_than_an_unanswered_question, set_up),
        cmocka_unit_test_setup(balanced_stations_are_combined, set_up),
        cmocka_unit_test_setup(a_link_goes_up_and_down, set_up),
        cmocka_unit_test_setup(modulo_128_begins_with_the_acknowledgement, set_up),
        cmocka_unit_test_setup(a_full_window_is_seen, set_up),
        cmocka_unit_test_setup(repetitions_and_gaps_are_told_apart, set_up),
        cmocka_unit_test_setup(rej_brings_repetitions, set_up),
        cmocka_unit_test_setup(what_was_not_sent_cannot_be_acknowledged, set_up),
        cmocka_unit_test_setup(a_capture_may_begin_anywhere, set_up),
        cmocka_unit_test_setup(what_never_had_a_supervisory_frame_does_not_count, set_up),
        cmocka_unit_test_setup(answers_know_their_polls, set_up),
        cmocka_unit_test_setup(a_poll_after_an_unanswered_one_says_so, set_up),
        cmocka_unit_test_setup(broadcasts_need_no_answer, set_up),
        cmocka_unit_test_setup(the_length_of_rr_tells_the_modulus_of_an_unseen_set_up, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
