/* packet-anyport.c
 * Heuristics that look at every port, asked only where they have something to find
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      TCP, UDP:  ..., other people's heuristics, this one
 *                                                  |  one of our ports, or bytes that may be ours
 *                                                  v
 *      legacyport.tcp:  how a stream begins, then the heuristics of the protocols that registered
 *
 * Wireshark writes a heuristic's protocol into the packet's list of layers
 * before it asks, and takes it out again. That costs some 670 instructions, more
 * than any of ours needs to see that a segment is not its own. So Wireshark asks
 * one for all of them; each stands in a list of ours, with its name and its tick
 * in Analyze > Enabled Protocols as ever.
 */
#include "compat.h"

#include <epan/dissectors/packet-tcp.h>

#include "labels/packet-evidence.h"
#include "labels/packet-outside-layers.h"
#include "labels/packet-protocols.h"

void proto_register_anyport(void);
void proto_reg_handoff_anyport(void);

static int proto_anyport;

static heur_dissector_list_t over_tcp;
static heur_dissector_list_t over_udp;

static compat_bool
dissect_anyport_tcp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return (label_watches(pinfo) || label_may_be_ours(REGISTRY_TCP, tvb)) &&
           label_ask_outside_layers(proto_anyport, over_tcp, tvb, pinfo, tree, data);
}

static compat_bool
dissect_anyport_udp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return (label_watches(pinfo) || label_may_be_ours(REGISTRY_UDP, tvb)) &&
           label_ask_outside_layers(proto_anyport, over_udp, tvb, pinfo, tree, data);
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
    over_tcp = register_heur_dissector_list(LABEL_OVER_TCP, proto_anyport);
    over_udp = register_heur_dissector_list(LABEL_OVER_UDP, proto_anyport);
}

void
proto_reg_handoff_anyport(void)
{
    heur_dissector_add("tcp", dissect_anyport_tcp, "Legacy protocols over TCP, on any port",
                       "anyport_tcp", proto_anyport, HEURISTIC_ENABLE);
    heur_dissector_add("udp", dissect_anyport_udp, "Legacy protocols over UDP, on any port",
                       "anyport_udp", proto_anyport, HEURISTIC_ENABLE);

    /* Wireshark asks first what was added last. plugin.c lists this file's routines before those of
     * the protocols, and Wireshark calls the routines from the end of that list. */
    heur_dissector_add(LABEL_OVER_TCP, see_payload_heur,
                       "How undissected payload on legacy ports begins", "legacyport_tcp",
                       proto_get_id_by_filter_name("legacyport"), HEURISTIC_ENABLE);
}
