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

#include "verdict/label.h"

static const verdict_why header = {"magic, lengths chain over", "headers"};
static const verdict_why crc = {"CRC-16 of", "packet headers"};
static const verdict_why tls = {"dissected by Wireshark as TLS", NULL};

static verdict_state
by_port(void)
{
    verdict_state verdict = {0};

    assert_true(verdict_join(&verdict, REGISTRY_FAMILY_NONE, NULL, VERDICT_EVIDENCE_PORT, NULL));
    return verdict;
}

static void
test_climbs(void **state)
{
    (void)state;
    verdict_state verdict = by_port();

    assert_true(
        verdict_join(&verdict, REGISTRY_FAMILY_CISCO_STUN, NULL, VERDICT_EVIDENCE_SHAPE, &header));
    assert_int_equal(verdict.evidence, VERDICT_EVIDENCE_SHAPE);
    assert_true(
        verdict_join(&verdict, REGISTRY_FAMILY_CISCO_STUN, NULL, VERDICT_EVIDENCE_PROOF, &header));
    assert_int_equal(verdict.evidence, VERDICT_EVIDENCE_PROOF);
    assert_int_equal(verdict.family, REGISTRY_FAMILY_CISCO_STUN);
}

static void
test_never_falls(void **state)
{
    (void)state;
    verdict_state verdict = by_port();

    verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_PROOF, &crc);
    assert_false(
        verdict_join(&verdict, REGISTRY_FAMILY_CISCO_STUN, NULL, VERDICT_EVIDENCE_SHAPE, &header));
    assert_false(verdict_join(&verdict, REGISTRY_FAMILY_NONE, NULL, VERDICT_EVIDENCE_PORT, NULL));
    assert_int_equal(verdict.family, REGISTRY_FAMILY_MHSNET);
    assert_int_equal(verdict.evidence, VERDICT_EVIDENCE_PROOF);
}

static void
test_first_proof_owns(void **state)
{
    (void)state;
    verdict_state verdict = by_port();

    verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_PROOF, &crc);
    assert_false(
        verdict_join(&verdict, REGISTRY_FAMILY_CISCO_STUN, NULL, VERDICT_EVIDENCE_PROOF, &header));
    assert_false(verdict_contradict(&verdict, "TLS", &tls));
    assert_int_equal(verdict.family, REGISTRY_FAMILY_MHSNET);
    assert_false(verdict.contradicted);
}

static void
test_shape_gives_way_to_another_proof(void **state)
{
    (void)state;
    verdict_state verdict = by_port();

    verdict_join(&verdict, REGISTRY_FAMILY_CISCO_STUN, NULL, VERDICT_EVIDENCE_SHAPE, &header);
    assert_false(
        verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_SHAPE, &crc));
    assert_int_equal(verdict.family, REGISTRY_FAMILY_CISCO_STUN);
    assert_true(verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_PROOF, &crc));
    assert_int_equal(verdict.family, REGISTRY_FAMILY_MHSNET);
}

static void
test_contradiction_beats_port_and_shape(void **state)
{
    (void)state;
    verdict_state verdict = by_port();

    verdict_join(&verdict, REGISTRY_FAMILY_CISCO_STUN, NULL, VERDICT_EVIDENCE_SHAPE, &header);
    assert_true(verdict_contradict(&verdict, "TLS", &tls));
    assert_true(verdict.contradicted);
    assert_string_equal(verdict.payload, "TLS");
    assert_int_equal(verdict.evidence, VERDICT_EVIDENCE_PORT);
    assert_int_equal(verdict.family, REGISTRY_FAMILY_NONE);

    assert_false(verdict_contradict(&verdict, "SSH", &tls));
    assert_false(
        verdict_join(&verdict, REGISTRY_FAMILY_CISCO_STUN, NULL, VERDICT_EVIDENCE_PROOF, &header));
    assert_string_equal(verdict.payload, "TLS");
}

static void
test_counts_the_same_reason(void **state)
{
    (void)state;
    verdict_state verdict = by_port();
    char text[VERDICT_TEXT_MAX];

    for (int i = 0; i < 41; i++)
        verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_PROOF, &crc);
    verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_PROOF, &header);
    verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_SHAPE, &crc);
    verdict_reason(&verdict, text);
    assert_string_equal(text, "CRC-16 of 41 packet headers");
}

static void
test_counts_one(void **state)
{
    static const struct {
        verdict_why reason;
        const char *text;
    } cases[] = {
        {{"CRC-16 of", "packet headers"}, "CRC-16 of 1 packet header"},
        {{"layout of", "packets without checksum"}, "layout of 1 packet without checksum"},
        {{"text in", "segments or datagrams"}, "text in 1 segment or datagram"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        verdict_state verdict = by_port();
        char text[VERDICT_TEXT_MAX];

        verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_SHAPE,
                     &cases[i].reason);
        verdict_reason(&verdict, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void
test_general_reason_gives_way(void **state)
{
    static const verdict_why http = {"dissected by Wireshark as HTTP", NULL};
    verdict_state verdict = by_port();

    (void)state;
    assert_true(verdict_join_general(&verdict, REGISTRY_FAMILY_IBM_LMT, NULL,
                                     VERDICT_EVIDENCE_SHAPE, &tls));
    assert_false(verdict_join_general(&verdict, REGISTRY_FAMILY_IBM_LMT, NULL,
                                      VERDICT_EVIDENCE_SHAPE, &http));
    assert_false(
        verdict_join(&verdict, REGISTRY_FAMILY_MHSNET, NULL, VERDICT_EVIDENCE_SHAPE, &header));
    assert_ptr_equal(verdict.reason, &tls);
    assert_true(
        verdict_join(&verdict, REGISTRY_FAMILY_IBM_LMT, NULL, VERDICT_EVIDENCE_SHAPE, &crc));
    assert_ptr_equal(verdict.reason, &crc);
    assert_int_equal(verdict.count, 1);
    assert_false(
        verdict_join(&verdict, REGISTRY_FAMILY_IBM_LMT, NULL, VERDICT_EVIDENCE_SHAPE, &header));
    assert_false(verdict_join_general(&verdict, REGISTRY_FAMILY_IBM_LMT, NULL,
                                      VERDICT_EVIDENCE_SHAPE, &tls));
    assert_ptr_equal(verdict.reason, &crc);
}

static void
test_reasons_without_count(void **state)
{
    (void)state;
    verdict_state verdict = by_port();
    char text[VERDICT_TEXT_MAX];

    verdict_reason(&verdict, text);
    assert_string_equal(text, "port number alone");
    verdict_contradict(&verdict, "TLS", &tls);
    verdict_reason(&verdict, text);
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
