/* packet-anyport.c
 * Heuristics that look at every port, asked only where they have something to find
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      TCP, UDP:  ..., other people's heuristics, this one
 *                                                  |  one of our ports, or bytes that may be ours
 *                                                  v
 *      legacyport.tcp:  ciscostun_tcp, bstun_tcp, mhsnet_tcp, ipsendmsg_tcp, ...
 *
 * Wireshark writes a heuristic's protocol into the packet's list of layers
 * before it asks, and takes it out again. That costs some 670 instructions, more
 * than any of ours needs to see that a segment is not its own. So Wireshark asks
 * one for all of them; each stands in a list of ours, with its name and its tick
 * in Analyze > Enabled Protocols as ever.
 */
#include "compat.h"

#include "labels/packet-anyport.h"

#include <epan/dissectors/packet-tcp.h>
#include <wsutil/ws_assert.h>

#include "labels/packet-conversation.h"

/* As many as there are recognisers by payload. */
#define TESTS_MAX 4

typedef struct {
    heur_dissector_list_t heuristics;
    label_anyport_test tests[TESTS_MAX];
    unsigned count;
} recognisers;

void proto_register_anyport(void);
void proto_reg_handoff_anyport(void);

static int proto_anyport;

static recognisers over_tcp;
static recognisers over_udp;

static recognisers *
recognisers_over(registry_transport transport)
{
    return transport == REGISTRY_TCP ? &over_tcp : &over_udp;
}

void
label_anyport_add_test(registry_transport transport, label_anyport_test test)
{
    recognisers *over = recognisers_over(transport);

    ws_assert(over->count < TESTS_MAX);
    over->tests[over->count++] = test;
}

static bool
may_be_ours(const recognisers *over, tvbuff_t *tvb)
{
    const unsigned length = tvb_captured_length(tvb);

    if (length == 0)
        return false;

    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)length);
    for (unsigned i = 0; i < over->count; i++) {
        if (over->tests[i](bytes, length))
            return true;
    }
    return false;
}

/*
 * Asks our heuristics in the place of this one. Among the packet's layers stands
 * who answers, not who passed the question on; and can_desegment, of which each
 * caller takes one, is what TCP gave.
 */
static bool
ask(const recognisers *over, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    heur_dtbl_entry_t *entry;

    pinfo->can_desegment = pinfo->saved_can_desegment;
    wmem_list_remove_frame(pinfo->layers, wmem_list_tail(pinfo->layers));
    pinfo->curr_layer_num--;
    if (dissector_try_heuristic(over->heuristics, tvb, pinfo, tree, &entry, data))
        return true;
    wmem_list_append(pinfo->layers, GINT_TO_POINTER(proto_anyport));
    pinfo->curr_layer_num++;
    return false;
}

static compat_bool
dissect_anyport_tcp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return (label_watches(pinfo, REGISTRY_TCP) || may_be_ours(&over_tcp, tvb)) &&
           ask(&over_tcp, tvb, pinfo, tree, data);
}

static compat_bool
dissect_anyport_udp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return (label_watches(pinfo, REGISTRY_UDP) || may_be_ours(&over_udp, tvb)) &&
           ask(&over_udp, tvb, pinfo, tree, data);
}

/* Never claims: it only looks at what nobody before it has claimed. */
static compat_bool
see_payload_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree _U_, void *data)
{
    const struct tcpinfo *tcp = (const struct tcpinfo *)data;

    if (tcp)
        label_see_payload(pinfo, tvb, tcp->seq);
    return FALSE;
}

void
proto_register_anyport(void)
{
    proto_anyport =
        proto_register_protocol("Legacy Protocols on Any Port", "LegacyAnyPort", "anyport");
    over_tcp.heuristics = register_heur_dissector_list(ANYPORT_TCP, proto_anyport);
    over_udp.heuristics = register_heur_dissector_list(ANYPORT_UDP, proto_anyport);
}

void
proto_reg_handoff_anyport(void)
{
    heur_dissector_add("tcp", dissect_anyport_tcp, "Legacy protocols over TCP, on any port",
                       "anyport_tcp", proto_anyport, HEURISTIC_ENABLE);
    heur_dissector_add("udp", dissect_anyport_udp, "Legacy protocols over UDP, on any port",
                       "anyport_udp", proto_anyport, HEURISTIC_ENABLE);
    heur_dissector_add(ANYPORT_TCP, see_payload_heur,
                       "How undissected payload on legacy ports begins", "legacyport_tcp",
                       proto_get_id_by_filter_name("legacyport"), HEURISTIC_ENABLE);
}
