/* test-hdlc.c
 * HDLC address and control fields: modulo 8 and 128, names, marks, FRMR
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ciscostun/hdlc.h"

static ciscostun_hdlc_frame
parse(uint8_t first, uint8_t second, bool extended)
{
    const uint8_t bytes[] = {0xc1, first, second};
    ciscostun_hdlc_frame frame;

    assert_true(ciscostun_hdlc_parse(bytes, sizeof bytes, extended, &frame));
    assert_int_equal(frame.address, 0xc1);
    return frame;
}

static void
every_unnumbered_frame_has_its_names(void **state)
{
    static const struct {
        uint8_t control;
        const char *command;
        const char *response;
    } rows[] = {
        {0x03, "UI", "UI"},       {0x07, "SIM", "RIM"},   {0x0f, "SARM", "DM"},
        {0x23, "UP", "UP"},       {0x2f, "SABM", "SABM"}, {0x43, "DISC", "RD"},
        {0x4f, "SARME", "SARME"}, {0x63, "UA", "UA"},     {0x6f, "SABME", "SABME"},
        {0x83, "SNRM", "SNRM"},   {0x87, "FRMR", "FRMR"}, {0x8f, "RESET", "RESET"},
        {0xaf, "XID", "XID"},     {0xc7, "CFGR", "CFGR"}, {0xcf, "SNRME", "SNRME"},
        {0xe3, "TEST", "TEST"},   {0xef, "BCN", "BCN"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const ciscostun_hdlc_frame plain = parse(rows[i].control, 0, false);
        const ciscostun_hdlc_frame polled = parse(rows[i].control | 0x10, 0, true);

        assert_int_equal(plain.format, CISCOSTUN_HDLC_UNNUMBERED);
        assert_false(plain.poll_final);
        assert_true(polled.poll_final);
        assert_int_equal(plain.type, polled.type);
        assert_int_equal(polled.control_len, 1);
        assert_string_equal(ciscostun_hdlc_name(plain.type, CISCOSTUN_ROLE_PRIMARY),
                            rows[i].command);
        assert_string_equal(ciscostun_hdlc_name(plain.type, CISCOSTUN_ROLE_SECONDARY),
                            rows[i].response);
    }
    assert_string_equal(ciscostun_hdlc_name(CISCOSTUN_HDLC_DISC_RD, CISCOSTUN_ROLE_UNKNOWN),
                        "DISC/RD");
    assert_string_equal(ciscostun_hdlc_name(CISCOSTUN_HDLC_DISC_RD, CISCOSTUN_ROLE_COMBINED),
                        "DISC");
    assert_string_equal(ciscostun_hdlc_name(CISCOSTUN_HDLC_SARM_DM, CISCOSTUN_ROLE_COMBINED), "DM");
    assert_null(ciscostun_hdlc_name(0x2b, CISCOSTUN_ROLE_PRIMARY));
}

static void
the_lowest_bits_say_the_format(void **state)
{
    static const ciscostun_hdlc_format formats[] = {
        CISCOSTUN_HDLC_INFORMATION, CISCOSTUN_HDLC_SUPERVISORY, CISCOSTUN_HDLC_INFORMATION,
        CISCOSTUN_HDLC_UNNUMBERED};

    (void)state;
    for (unsigned control = 0; control < 256; control++) {
        const ciscostun_hdlc_frame frame = parse((uint8_t)control, 0, false);

        assert_int_equal(frame.format, formats[control & 3]);
        assert_int_equal(frame.control, control);
    }
}

static void
the_types_that_set_a_link_up_say_how_it_counts(void **state)
{
    (void)state;
    assert_int_equal(ciscostun_hdlc_sets_modulo(CISCOSTUN_HDLC_SNRM), 8);
    assert_int_equal(ciscostun_hdlc_sets_modulo(CISCOSTUN_HDLC_SABM), 8);
    assert_int_equal(ciscostun_hdlc_sets_modulo(CISCOSTUN_HDLC_SNRME), 128);
    assert_int_equal(ciscostun_hdlc_sets_modulo(CISCOSTUN_HDLC_SABME), 128);
    assert_int_equal(ciscostun_hdlc_sets_modulo(CISCOSTUN_HDLC_SARME), 128);
    assert_int_equal(ciscostun_hdlc_sets_modulo(CISCOSTUN_HDLC_SARM_DM), 0);
    assert_int_equal(ciscostun_hdlc_sets_modulo(CISCOSTUN_HDLC_I), 0);
    assert_int_equal(ciscostun_hdlc_sets_modulo(0x2b), 0);
}

static void
counts_are_read_modulo_8(void **state)
{
    ciscostun_hdlc_frame frame = parse(0xd4, 0, false);

    (void)state;
    assert_int_equal(frame.format, CISCOSTUN_HDLC_INFORMATION);
    assert_int_equal(frame.ns, 2);
    assert_int_equal(frame.nr, 6);
    assert_true(frame.poll_final);

    frame = parse(0x71, 0, false);
    assert_int_equal(frame.type, CISCOSTUN_HDLC_RR);
    assert_int_equal(frame.nr, 3);
    assert_int_equal(frame.ns, 0);
    assert_true(frame.poll_final);
    assert_int_equal(parse(0x65, 0, false).type, CISCOSTUN_HDLC_RNR);
    assert_int_equal(parse(0x89, 0, false).type, CISCOSTUN_HDLC_REJ);
    assert_int_equal(parse(0x0d, 0, false).type, CISCOSTUN_HDLC_SREJ);
}

static void
counts_are_read_modulo_128(void **state)
{
    ciscostun_hdlc_frame frame = parse(100 << 1, 77 << 1 | 1, true);

    (void)state;
    assert_int_equal(frame.format, CISCOSTUN_HDLC_INFORMATION);
    assert_int_equal(frame.ns, 100);
    assert_int_equal(frame.nr, 77);
    assert_true(frame.poll_final);
    assert_int_equal(frame.control_len, 2);
    assert_int_equal(frame.control, 0xc89b);

    frame = parse(0x09, 127 << 1, true);
    assert_int_equal(frame.type, CISCOSTUN_HDLC_REJ);
    assert_int_equal(frame.nr, 127);
    assert_false(frame.poll_final);
}

static void
a_cut_control_field_is_refused(void **state)
{
    const uint8_t rr[] = {0xc1, 0x01, 0x00};
    const uint8_t ua[] = {0xc1, 0x73};
    ciscostun_hdlc_frame frame;

    (void)state;
    assert_false(ciscostun_hdlc_parse(rr, 0, false, &frame));
    assert_false(ciscostun_hdlc_parse(rr, 1, false, &frame));
    assert_true(ciscostun_hdlc_parse(rr, 2, false, &frame));
    assert_false(ciscostun_hdlc_parse(rr, 2, true, &frame));
    assert_true(ciscostun_hdlc_parse(rr, 3, true, &frame));
    assert_true(ciscostun_hdlc_parse(ua, 2, true, &frame));
}

static void
marks_need_a_known_type_and_no_surplus(void **state)
{
    const uint8_t rr[] = {0xc1, 0x11, 0x00};
    const uint8_t rr_surplus[] = {0xc1, 0x31, 0x00};
    const uint8_t ui[] = {0xfd, 0x03, 1, 2, 3};
    const uint8_t ua_surplus[] = {0xfd, 0x73, 1};
    const uint8_t unknown[] = {0xfd, 0x2b};
    const uint8_t information[] = {0xc1, 0x00, 1, 2};

    (void)state;
    assert_true(ciscostun_hdlc_is_marked(rr, 2));
    assert_true(ciscostun_hdlc_is_marked(ui, sizeof ui));
    assert_true(ciscostun_hdlc_is_marked(ua_surplus, 2));
    assert_false(ciscostun_hdlc_is_marked(rr, 1));
    assert_false(ciscostun_hdlc_is_marked(rr_surplus, sizeof rr_surplus));
    assert_false(ciscostun_hdlc_is_marked(ua_surplus, sizeof ua_surplus));
    assert_false(ciscostun_hdlc_is_marked(unknown, sizeof unknown));
    assert_false(ciscostun_hdlc_is_marked(information, sizeof information));
}

static void
frmr_tells_what_was_rejected_and_why(void **state)
{
    const uint8_t bytes[] = {0x54, 0x72, 0x09};
    const uint8_t wide[] = {0x12, 0x35, 0x14, 0x2b, 0x04};
    ciscostun_hdlc_frmr frmr;

    (void)state;
    assert_true(ciscostun_hdlc_parse_frmr(bytes, sizeof bytes, false, &frmr));
    assert_int_equal(frmr.control, 0x54);
    assert_int_equal(frmr.vs, 1);
    assert_int_equal(frmr.vr, 3);
    assert_true(frmr.was_response);
    assert_int_equal(frmr.reasons, CISCOSTUN_FRMR_INVALID_CONTROL | CISCOSTUN_FRMR_COUNT);
    assert_false(ciscostun_hdlc_parse_frmr(bytes, 2, false, &frmr));

    assert_true(ciscostun_hdlc_parse_frmr(wide, sizeof wide, true, &frmr));
    assert_int_equal(frmr.control, 0x1235);
    assert_int_equal(frmr.vs, 10);
    assert_int_equal(frmr.vr, 21);
    assert_true(frmr.was_response);
    assert_int_equal(frmr.reasons, CISCOSTUN_FRMR_TOO_LONG);
    assert_false(ciscostun_hdlc_parse_frmr(wide, 4, true, &frmr));
}

static void
a_router_s_encapsulation_is_inferred(void **state)
{
    static const uint8_t lcp[] = {0xff, 0x03, 0xc0, 0x21, 0x01};
    static const uint8_t slarp[] = {0x8f, 0x00, 0x80, 0x35};
    static const uint8_t ip[] = {0x0f, 0x00, 0x08, 0x00};
    static const uint8_t neither[][4] = {
        {0xff, 0x03, 0xc1, 0x21}, {0xff, 0x03, 0xc0, 0x20}, {0xff, 0x13, 0xc0, 0x21},
        {0xfd, 0x03, 0xc0, 0x21}, {0x0f, 0x00, 0x05, 0xff}, {0x0f, 0x10, 0x08, 0x00},
        {0xc1, 0x00, 0x2d, 0x00},
    };
    uint16_t protocol = 0;

    (void)state;
    assert_int_equal(ciscostun_hdlc_inside(lcp, sizeof lcp, &protocol), CISCOSTUN_INSIDE_PPP);
    assert_int_equal(protocol, 0xc021);
    assert_int_equal(ciscostun_hdlc_inside(slarp, sizeof slarp, &protocol),
                     CISCOSTUN_INSIDE_CISCO_HDLC);
    assert_int_equal(protocol, 0x8035);
    assert_int_equal(ciscostun_hdlc_inside(ip, sizeof ip, &protocol), CISCOSTUN_INSIDE_CISCO_HDLC);
    assert_int_equal(protocol, 0x0800);
    assert_int_equal(ciscostun_hdlc_inside(ip, 3, &protocol), CISCOSTUN_INSIDE_UNKNOWN);
    for (size_t i = 0; i < sizeof neither / sizeof neither[0]; i++)
        assert_int_equal(ciscostun_hdlc_inside(neither[i], 4, &protocol), CISCOSTUN_INSIDE_UNKNOWN);
    assert_int_equal(protocol, 0x0800);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_unnumbered_frame_has_its_names),
        cmocka_unit_test(the_lowest_bits_say_the_format),
        cmocka_unit_test(the_types_that_set_a_link_up_say_how_it_counts),
        cmocka_unit_test(counts_are_read_modulo_8),
        cmocka_unit_test(counts_are_read_modulo_128),
        cmocka_unit_test(a_cut_control_field_is_refused),
        cmocka_unit_test(marks_need_a_known_type_and_no_surplus),
        cmocka_unit_test(frmr_tells_what_was_rejected_and_why),
        cmocka_unit_test(a_router_s_encapsulation_is_inferred),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
