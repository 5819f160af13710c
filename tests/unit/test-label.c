/* test-label.c
 * What a label says of a port and a verdict; which side is the service
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "verdict/label.h"

static const verdict_why seen = {"seen", NULL};

static verdict_label
label_for(registry_transport transport, uint16_t port, registry_family family,
          verdict_evidence evidence)
{
    verdict_state verdict = {0};

    verdict_join(&verdict, REGISTRY_FAMILY_NONE, NULL, VERDICT_EVIDENCE_PORT, NULL);
    if (family != REGISTRY_FAMILY_NONE)
        verdict_join(&verdict, family, NULL, evidence, &seen);
    const registry_port rows = registry_find(transport, port);

    return verdict_decide(transport, port, &rows, &verdict);
}

static void
assert_label(const verdict_label *label, const char *text, const char *service)
{
    char actual[VERDICT_TEXT_MAX];

    const registry_port rows = registry_find(label->transport, label->port);

    verdict_label_text(label, &rows, actual);
    assert_string_equal(actual, text);
    assert_string_equal(registry_services[label->service].id, service);
}

/* The table "Names that a person reads" of the design. */
static const struct {
    registry_transport transport;
    uint16_t port;
    registry_family family;
    const char *text;
    const char *service;
    bool contradicted;
} named[] = {
    {REGISTRY_TCP, 1990, REGISTRY_FAMILY_NONE, "Cisco STUN priority 1 (medium queue)", "stun-p1",
     false},
    {REGISTRY_TCP, 1991, REGISTRY_FAMILY_NONE, "Cisco STUN priority 2 (normal queue)", "stun-p2",
     false},
    {REGISTRY_TCP, 1992, REGISTRY_FAMILY_NONE, "Cisco STUN priority 3 or IPsendmsg", "stun-p3",
     false},
    {REGISTRY_UDP, 1992, REGISTRY_FAMILY_NONE, "IPsendmsg or Cisco STUN priority 3", "ipsendmsg",
     false},
    {REGISTRY_TCP, 1992, REGISTRY_FAMILY_CISCO_STUN, "Cisco STUN priority 3 (low queue)", "stun-p3",
     false},
    {REGISTRY_UDP, 1992, REGISTRY_FAMILY_CISCO_STUN, "Cisco STUN priority 3 (low queue)", "stun-p3",
     false},
    {REGISTRY_TCP, 1992, REGISTRY_FAMILY_IPSENDMSG, "IPsendmsg", "ipsendmsg", false},
    {REGISTRY_TCP, 1992, REGISTRY_FAMILY_MHSNET, "MHSnet on the IPsendmsg port", "mshnet", false},
    {REGISTRY_TCP, 1994, REGISTRY_FAMILY_NONE, "Cisco STUN base port (high queue)", "stun-port",
     false},
    {REGISTRY_TCP, 1989, REGISTRY_FAMILY_NONE, "MHSnet or Cisco RSRB priority 3 (low queue)",
     "mshnet", false},
    {REGISTRY_TCP, 1989, REGISTRY_FAMILY_MHSNET, "MHSnet", "mshnet", false},
    {REGISTRY_TCP, 9988, REGISTRY_FAMILY_NONE, "IBM LMT agent, HTTP (security level 0)",
     "ibmlmt-http", false},
    {REGISTRY_TCP, 9999, REGISTRY_FAMILY_NONE, "IBM LMT agent, TLS (level 1)", "ibmlmt-tls", false},
    {REGISTRY_TCP, 9977, REGISTRY_FAMILY_NONE,
     "IBM LMT agent, TLS with client authentication (level 2)", "ibmlmt-tls-client", false},
    {REGISTRY_TCP, 45001, REGISTRY_FAMILY_CISCO_STUN, "Cisco STUN", "stun", false},
    {REGISTRY_UDP, 45001, REGISTRY_FAMILY_MHSNET, "MHSnet", "mshnet", false},
    {REGISTRY_TCP, 9988, REGISTRY_FAMILY_CISCO_STUN, "Cisco STUN, on an IBM LMT port",
     "ibmlmt-http", true},
    {REGISTRY_TCP, 1990, REGISTRY_FAMILY_MHSNET, "MHSnet, on a Cisco STUN port", "stun-p1", true},
};

static void
test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        const verdict_label label =
            label_for(named[i].transport, named[i].port, named[i].family, VERDICT_EVIDENCE_PROOF);

        assert_label(&label, named[i].text, named[i].service);
        assert_int_equal(label.contradicted, named[i].contradicted);
    }
}

static void
test_foreign_shape_changes_nothing(void **state)
{
    (void)state;
    const verdict_label label =
        label_for(REGISTRY_TCP, 1990, REGISTRY_FAMILY_MHSNET, VERDICT_EVIDENCE_SHAPE);

    assert_label(&label, "Cisco STUN priority 1 (medium queue)", "stun-p1");
    assert_false(label.contradicted);
}

static verdict_label
contradicted(uint16_t port, const char *payload)
{
    verdict_state verdict = {0};

    verdict_contradict(&verdict, payload, &seen);
    const registry_port rows = registry_find(REGISTRY_TCP, port);

    return verdict_decide(REGISTRY_TCP, port, &rows, &verdict);
}

static void
test_contradictions(void **state)
{
    (void)state;
    verdict_label label = contradicted(1994, "SSH");

    assert_label(&label, "SSH, on a Cisco STUN port", "stun-port");
    label = contradicted(1992, "HTTP");
    assert_label(&label, "HTTP, on a Cisco STUN or IPsendmsg port", "stun-p3");
    label = contradicted(9988, "TLS");
    assert_label(&label, "TLS, on an IBM LMT port", "ibmlmt-http");
    label = contradicted(1989, "SSH");
    assert_label(&label, "SSH, on an MHSnet or Cisco RSRB port", "mshnet");
}

/* A label has 60 characters at most; what it has no room for is an alternative. */
static void
test_long_contradiction(void **state)
{
    (void)state;
    const verdict_label label = contradicted(702, "SSH");
    const registry_port rows = registry_find(REGISTRY_TCP, 702);
    char text[VERDICT_TEXT_MAX];

    verdict_label_text(&label, &rows, text);
    assert_string_equal(text, "SSH, on port 702");
    assert_true(verdict_alternative(&label, &rows, 0, text));
    assert_non_null(strstr(text, "IRIS (Internet Registry Information Service) over BEEP"));
}

/* All alternatives of a label, joined by a bar. */
static void
assert_alternatives(const verdict_label *label, const char *expected)
{
    const registry_port set = registry_find(label->transport, label->port);
    char all[4 * VERDICT_TEXT_MAX] = "";
    char one[VERDICT_TEXT_MAX];

    for (size_t i = 0; i < set.count; i++) {
        if (!verdict_alternative(label, &set, i, one))
            continue;
        if (all[0])
            strcat(all, "|");
        strcat(all, one);
    }
    assert_string_equal(all, expected);
}

static void
test_alternatives(void **state)
{
    (void)state;
    verdict_label label =
        label_for(REGISTRY_TCP, 1992, REGISTRY_FAMILY_CISCO_STUN, VERDICT_EVIDENCE_PROOF);

    assert_alternatives(&label, "IPsendmsg");
    label = label_for(REGISTRY_UDP, 1992, REGISTRY_FAMILY_NONE, VERDICT_EVIDENCE_PORT);
    assert_alternatives(&label, "Cisco STUN priority 3");
    label = label_for(REGISTRY_TCP, 1992, REGISTRY_FAMILY_MHSNET, VERDICT_EVIDENCE_PROOF);
    assert_alternatives(&label, "Cisco STUN priority 3|IPsendmsg");
    label = label_for(REGISTRY_TCP, 1989, REGISTRY_FAMILY_NONE, VERDICT_EVIDENCE_PORT);
    assert_alternatives(&label, "Cisco RSRB priority 3 (low queue)");
}

static void
assert_source(const char *source, const char *expected)
{
    char text[VERDICT_TEXT_MAX];

    verdict_source_text(source, text);
    assert_string_equal(text, expected);
}

static void
test_sources(void **state)
{
    (void)state;
    assert_source("iana:stun-p1", "IANA, stun-p1");
    assert_source("page-1992:line 8", "web page about port 1992, line 8");
    assert_source("wiki:Ports: ours", "wiki, Ports: ours");
    assert_source("wiki", "wiki");
}

/* Every document that a row names has a name of its own for a person. */
static void
test_every_source_has_a_name(void **state)
{
    char text[VERDICT_TEXT_MAX];

    (void)state;
    for (size_t i = 0; i < registry_row_total(); i++) {
        const char *source = registry_row_at((uint16_t)i)->source;

        verdict_source_text(source, text);
        assert_int_not_equal(strncmp(text, source, strcspn(source, ":")), 0);
    }
}

static verdict_want
wanted(registry_transport transport, uint16_t port, verdict_policy policy)
{
    const registry_port rows = registry_find(transport, port);

    return verdict_rows_wanted(&rows, policy);
}

static void
test_policies(void **state)
{
    (void)state;
    assert_int_equal(wanted(REGISTRY_TCP, 1994, VERDICT_POLICY_FOCUS), VERDICT_WANT_ALWAYS);
    assert_int_equal(wanted(REGISTRY_TCP, 45001, VERDICT_POLICY_EVERY), VERDICT_WANT_NO);
    /* 1985, HSRP: in the tables, not a focus service. */
    assert_int_equal(wanted(REGISTRY_UDP, 1985, VERDICT_POLICY_FOCUS), VERDICT_WANT_NO);
    assert_int_equal(wanted(REGISTRY_UDP, 1985, VERDICT_POLICY_EVERY), VERDICT_WANT_ALWAYS);
}

static void
assert_side(uint16_t first, uint16_t second, int syn, registry_family family, int side, bool known)
{
    const uint16_t port[2] = {first, second};
    const registry_port rows[2] = {registry_find(REGISTRY_TCP, first),
                                   registry_find(REGISTRY_TCP, second)};
    const verdict_side chosen = verdict_choose_side(rows, port, syn, family);

    assert_int_equal(chosen.side, side);
    assert_int_equal(chosen.known, known);
}

static void
test_sides(void **state)
{
    (void)state;
    /* A SYN decides, also against the tables. */
    assert_side(1990, 45001, 1, REGISTRY_FAMILY_NONE, 1, true);
    assert_side(45001, 1990, 1, REGISTRY_FAMILY_NONE, 1, true);
    assert_side(1994, 1994, 1, REGISTRY_FAMILY_NONE, 1, true);
    /* Without one, the port in the tables. */
    assert_side(1990, 45001, VERDICT_SIDE_NONE, REGISTRY_FAMILY_NONE, 0, false);
    assert_side(45001, 1990, VERDICT_SIDE_NONE, REGISTRY_FAMILY_NONE, 1, false);
    /* Both in the tables: the lower, unless one is of the proven family. */
    assert_side(1994, 1985, VERDICT_SIDE_NONE, REGISTRY_FAMILY_NONE, 1, false);
    assert_side(1985, 1994, VERDICT_SIDE_NONE, REGISTRY_FAMILY_NONE, 0, false);
    assert_side(1985, 1994, VERDICT_SIDE_NONE, REGISTRY_FAMILY_CISCO_STUN, 1, false);
    assert_side(1990, 1994, VERDICT_SIDE_NONE, REGISTRY_FAMILY_CISCO_STUN, 0, false);
    /* Neither: a service only if something is proven, at the lower port. */
    assert_side(45002, 45001, VERDICT_SIDE_NONE, REGISTRY_FAMILY_NONE, VERDICT_SIDE_NONE, false);
    assert_side(45002, 45001, VERDICT_SIDE_NONE, REGISTRY_FAMILY_CISCO_STUN, 1, false);
}

static void
test_expectations(void **state)
{
    (void)state;
    registry_port set = registry_find(REGISTRY_TCP, 9999);

    assert_non_null(verdict_row_expecting(&set, "tls"));
    assert_null(verdict_row_expecting(&set, "tl"));
    assert_null(verdict_row_expecting(&set, "tlss"));
    set = registry_find(REGISTRY_TCP, 45001);
    assert_null(verdict_row_expecting(&set, "tls"));
}

/* What Wireshark dissects on a port: expected by a row, by another's row, by none. */
static void
test_dissected_protocols(void **state)
{
    verdict_state verdict = {.evidence = VERDICT_EVIDENCE_PORT};
    registry_port rows = registry_find(REGISTRY_TCP, 9999);

    (void)state;
    assert_true(verdict_join_protocol(&verdict, &rows, "tls", "TLS", &seen));
    assert_int_equal(verdict.family, REGISTRY_FAMILY_IBM_LMT);
    assert_int_equal(verdict.evidence, VERDICT_EVIDENCE_SHAPE);

    verdict = (verdict_state){.evidence = VERDICT_EVIDENCE_PORT};
    rows = registry_find(REGISTRY_TCP, 1994);
    assert_true(verdict_join_protocol(&verdict, &rows, "ssh", "SSH", &seen));
    assert_true(verdict.contradicted);
    assert_string_equal(verdict.payload, "SSH");

    verdict = (verdict_state){.evidence = VERDICT_EVIDENCE_PORT};
    rows = registry_find(REGISTRY_TCP, 45001);
    assert_false(verdict_join_protocol(&verdict, &rows, "ssh", "SSH", &seen));
}

static bool
is_watched(verdict_policy policy, uint16_t port, registry_transport transport)
{
    static verdict_watched watched;

    verdict_watch_policy(&watched, policy);
    return watched.transports[port] & 1U << transport;
}

static void
watches_the_ports_of_the_policy(void **state)
{
    (void)state;
    assert_true(is_watched(VERDICT_POLICY_FOCUS, 1994, REGISTRY_TCP));
    assert_true(is_watched(VERDICT_POLICY_FOCUS, 9988, REGISTRY_TCP));
    assert_true(is_watched(VERDICT_POLICY_FOCUS, 1989, REGISTRY_UDP));
    assert_false(is_watched(VERDICT_POLICY_FOCUS, 9988, REGISTRY_UDP));
    assert_false(is_watched(VERDICT_POLICY_FOCUS, 5631, REGISTRY_TCP));
    assert_false(is_watched(VERDICT_POLICY_FOCUS, 80, REGISTRY_TCP));
    assert_true(is_watched(VERDICT_POLICY_UNDISSECTED, 5631, REGISTRY_TCP));
    assert_false(is_watched(VERDICT_POLICY_UNDISSECTED, 40001, REGISTRY_TCP));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_foreign_shape_changes_nothing),
        cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_long_contradiction),
        cmocka_unit_test(test_alternatives),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_every_source_has_a_name),
        cmocka_unit_test(test_policies),
        cmocka_unit_test(test_sides),
        cmocka_unit_test(test_expectations),
        cmocka_unit_test(test_dissected_protocols),
        cmocka_unit_test(watches_the_ports_of_the_policy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
