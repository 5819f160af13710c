/* test-evidence.c
 * The lattice: evidence climbs, proofs do not replace each other
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "label.h"

static const lp_reason header = {"magic, lengths chain over", "headers"};
static const lp_reason crc = {"CRC-16 of", "packet headers"};
static const lp_reason tls = {"dissected by Wireshark as TLS", NULL};

static lp_verdict
by_port(void)
{
    lp_verdict verdict = {0};

    assert_true(lp_verdict_join(&verdict, LP_FAMILY_NONE, NULL, LP_EVIDENCE_PORT, NULL));
    return verdict;
}

static void
test_climbs(void **state)
{
    (void)state;
    lp_verdict verdict = by_port();

    assert_true(lp_verdict_join(&verdict, LP_FAMILY_CISCO_STUN, NULL, LP_EVIDENCE_SHAPE, &header));
    assert_int_equal(verdict.evidence, LP_EVIDENCE_SHAPE);
    assert_true(lp_verdict_join(&verdict, LP_FAMILY_CISCO_STUN, NULL, LP_EVIDENCE_PROOF, &header));
    assert_int_equal(verdict.evidence, LP_EVIDENCE_PROOF);
    assert_int_equal(verdict.family, LP_FAMILY_CISCO_STUN);
}

static void
test_never_falls(void **state)
{
    (void)state;
    lp_verdict verdict = by_port();

    lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_PROOF, &crc);
    assert_false(lp_verdict_join(&verdict, LP_FAMILY_CISCO_STUN, NULL, LP_EVIDENCE_SHAPE, &header));
    assert_false(lp_verdict_join(&verdict, LP_FAMILY_NONE, NULL, LP_EVIDENCE_PORT, NULL));
    assert_int_equal(verdict.family, LP_FAMILY_MHSNET);
    assert_int_equal(verdict.evidence, LP_EVIDENCE_PROOF);
}

static void
test_first_proof_owns(void **state)
{
    (void)state;
    lp_verdict verdict = by_port();

    lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_PROOF, &crc);
    assert_false(lp_verdict_join(&verdict, LP_FAMILY_CISCO_STUN, NULL, LP_EVIDENCE_PROOF, &header));
    assert_false(lp_verdict_contradict(&verdict, "TLS", &tls));
    assert_int_equal(verdict.family, LP_FAMILY_MHSNET);
    assert_false(verdict.contradicted);
}

static void
test_shape_gives_way_to_another_proof(void **state)
{
    (void)state;
    lp_verdict verdict = by_port();

    lp_verdict_join(&verdict, LP_FAMILY_CISCO_STUN, NULL, LP_EVIDENCE_SHAPE, &header);
    assert_false(lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_SHAPE, &crc));
    assert_int_equal(verdict.family, LP_FAMILY_CISCO_STUN);
    assert_true(lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_PROOF, &crc));
    assert_int_equal(verdict.family, LP_FAMILY_MHSNET);
}

static void
test_contradiction_beats_port_and_shape(void **state)
{
    (void)state;
    lp_verdict verdict = by_port();

    lp_verdict_join(&verdict, LP_FAMILY_CISCO_STUN, NULL, LP_EVIDENCE_SHAPE, &header);
    assert_true(lp_verdict_contradict(&verdict, "TLS", &tls));
    assert_true(verdict.contradicted);
    assert_string_equal(verdict.payload, "TLS");
    assert_int_equal(verdict.evidence, LP_EVIDENCE_PORT);
    assert_int_equal(verdict.family, LP_FAMILY_NONE);

    assert_false(lp_verdict_contradict(&verdict, "SSH", &tls));
    assert_false(lp_verdict_join(&verdict, LP_FAMILY_CISCO_STUN, NULL, LP_EVIDENCE_PROOF, &header));
    assert_string_equal(verdict.payload, "TLS");
}

static void
test_counts_the_same_reason(void **state)
{
    (void)state;
    lp_verdict verdict = by_port();
    char text[LP_LABEL_MAX];

    for (int i = 0; i < 41; i++)
        lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_PROOF, &crc);
    lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_PROOF, &header);
    lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_SHAPE, &crc);
    lp_verdict_reason(&verdict, text);
    assert_string_equal(text, "CRC-16 of 41 packet headers");
}

static void
test_counts_one(void **state)
{
    static const struct {
        lp_reason reason;
        const char *text;
    } cases[] = {
        {{"CRC-16 of", "packet headers"}, "CRC-16 of 1 packet header"},
        {{"layout of", "packets without checksum"}, "layout of 1 packet without checksum"},
        {{"text in", "segments or datagrams"}, "text in 1 segment or datagram"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lp_verdict verdict = by_port();
        char text[LP_LABEL_MAX];

        lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_SHAPE, &cases[i].reason);
        lp_verdict_reason(&verdict, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void
test_general_reason_gives_way(void **state)
{
    static const lp_reason http = {"dissected by Wireshark as HTTP", NULL};
    lp_verdict verdict = by_port();

    (void)state;
    assert_true(
        lp_verdict_join_general(&verdict, LP_FAMILY_IBM_LMT, NULL, LP_EVIDENCE_SHAPE, &tls));
    assert_false(
        lp_verdict_join_general(&verdict, LP_FAMILY_IBM_LMT, NULL, LP_EVIDENCE_SHAPE, &http));
    assert_false(lp_verdict_join(&verdict, LP_FAMILY_MHSNET, NULL, LP_EVIDENCE_SHAPE, &header));
    assert_ptr_equal(verdict.reason, &tls);
    assert_true(lp_verdict_join(&verdict, LP_FAMILY_IBM_LMT, NULL, LP_EVIDENCE_SHAPE, &crc));
    assert_ptr_equal(verdict.reason, &crc);
    assert_int_equal(verdict.count, 1);
    assert_false(lp_verdict_join(&verdict, LP_FAMILY_IBM_LMT, NULL, LP_EVIDENCE_SHAPE, &header));
    assert_false(
        lp_verdict_join_general(&verdict, LP_FAMILY_IBM_LMT, NULL, LP_EVIDENCE_SHAPE, &tls));
    assert_ptr_equal(verdict.reason, &crc);
}

static void
test_reasons_without_count(void **state)
{
    (void)state;
    lp_verdict verdict = by_port();
    char text[LP_LABEL_MAX];

    lp_verdict_reason(&verdict, text);
    assert_string_equal(text, "port number alone");
    lp_verdict_contradict(&verdict, "TLS", &tls);
    lp_verdict_reason(&verdict, text);
    assert_string_equal(text, "dissected by Wireshark as TLS");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_climbs),
        cmocka_unit_test(test_never_falls),
        cmocka_unit_test(test_first_proof_owns),
        cmocka_unit_test(test_shape_gives_way_to_another_proof),
        cmocka_unit_test(test_contradiction_beats_port_and_shape),
        cmocka_unit_test(test_counts_the_same_reason),
        cmocka_unit_test(test_counts_one),
        cmocka_unit_test(test_general_reason_gives_way),
        cmocka_unit_test(test_reasons_without_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
