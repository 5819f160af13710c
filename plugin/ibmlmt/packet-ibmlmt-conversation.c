/* packet-ibmlmt-conversation.c
 * What is known of a conversation of IBM License Metric Tool
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/packet-ibmlmt-conversation.h"

#include <epan/conversation.h>

#include "base/items.h"
#include "compat.h"
#include "labels/evidence.h"
#include "registry-names.h"

const label_protocol ibmlmt_protocol = {
    .family = "ibm-lmt",
    .protocol = "ibmlmt",
    .envelope = true,
    .segment = ibmlmt_http_may_ask_for_rest,
};

ibmlmt_room_state ibmlmt_room = {.proto = -1};

static int hf_level = -1;
static int hf_level_seen = -1;

static int ett_ibmlmt = -1;

ibmlmt_conversation *
ibmlmt_conversation_find(packet_info *pinfo)
{
    const conversation_t *conv = label_find_conversation(pinfo);

    return conv ? (ibmlmt_conversation *)conversation_get_proto_data(conv, ibmlmt_room.proto)
                : NULL;
}

ibmlmt_conversation *
ibmlmt_conversation_get(packet_info *pinfo)
{
    conversation_t *conv = find_or_create_conversation(pinfo);
    ibmlmt_conversation *known =
        (ibmlmt_conversation *)conversation_get_proto_data(conv, ibmlmt_room.proto);

    if (!known) {
        known = wmem_new0(wmem_file_scope(), ibmlmt_conversation);
        conversation_add_proto_data(conv, ibmlmt_room.proto, known);
    }
    return known;
}

int
ibmlmt_level_seen(const ibmlmt_conversation *conv)
{
    if (conv->tls)
        return ibmlmt_tls_level(conv->tls);
    return conv->clear_text ? 0 : IBMLMT_LEVEL_UNKNOWN;
}

ibmlmt_packet
ibmlmt_packet_of(tvbuff_t *tvb, packet_info *pinfo, bool clear_text)
{
    const registry_service service = registry_service_of_ports(
        REGISTRY_TCP, (uint16_t)pinfo->srcport, (uint16_t)pinfo->destport, REGISTRY_FAMILY_IBM_LMT);

    return (ibmlmt_packet){
        .pinfo = pinfo,
        .tvb = tvb,
        .conv = ibmlmt_conversation_get(pinfo),
        .level = registry_service_value(service, "level"),
        .clear_text = clear_text,
    };
}

void
ibmlmt_packet_open(ibmlmt_packet *p, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, ibmlmt_room.proto, p->tvb, 0, 0, ENC_NA);

    p->tree = proto_item_add_subtree(base_generated(item), ett_ibmlmt);
    if (p->level >= 0)
        base_add_uint(p->tree, p->tvb, hf_level, (uint32_t)p->level);
}

/* The levels are the agents': where the port has none, nothing is seen of one. */
void
ibmlmt_packet_show_level(const ibmlmt_packet *p)
{
    const int level = ibmlmt_level_seen(p->conv);

    if (level != IBMLMT_LEVEL_UNKNOWN && p->level >= 0)
        base_add_uint(p->tree, p->tvb, hf_level_seen, (uint32_t)level);
}

bool
ibmlmt_port_is_known(uint32_t port)
{
    return registry_service_of_family(REGISTRY_TCP, (uint16_t)port, REGISTRY_FAMILY_IBM_LMT) !=
           REGISTRY_SERVICE_NONE;
}

int
ibmlmt_pass_on(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
               void *data)
{
    const uint16_t can_desegment = pinfo->can_desegment;

    if (can_desegment > 0)
        pinfo->can_desegment++;
    const int used = call_dissector_only(handle, tvb, pinfo, tree, data);
    pinfo->can_desegment = can_desegment;
    return used;
}

void
ibmlmt_conversation_register(int proto)
{
    static hf_register_info hf[] = {
        {&hf_level,
         {"Security Level by Port", "ibmlmt.level", FT_UINT8, BASE_DEC,
          VALS(registry_names_lmt_level), 0,
          "What IBM's documentation says of the default port: 9988 level 0, 9999 level 1, 9977 "
          "level 2; every port is configurable",
          HFILL}},
        {&hf_level_seen,
         {"Security Level Seen", "ibmlmt.level_seen", FT_UINT8, BASE_DEC,
          VALS(registry_names_lmt_level), 0,
          "What the packets so far show; absent where they cannot (TLS 1.3 "
          "without keys, resumed sessions)",
          HFILL}},
    };
    static int *ett[] = {&ett_ibmlmt};

    ibmlmt_room.proto = proto;
    proto_register_field_array(proto, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
}
