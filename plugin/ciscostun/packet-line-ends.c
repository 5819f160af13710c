/* packet-line-ends.c
 * Names for the two ends of a serial line, and the fields that filter on them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A frame names its station and nobody else. For Wireshark's tables of
 * conversations and endpoints its ends are "Group 4 station C1" and "Group 4
 * primary"; what such a table has in a row must be a value of a field, or
 * Apply as Filter makes a filter that nothing matches.
 */
#include "ciscostun/packet-ciscostun.h"

static int hf_station = -1;
static int hf_sender = -1;
static int hf_receiver = -1;
static int hf_end = -1;

static int line_proto;

unsigned
ciscostun_station(uint8_t group, uint8_t address)
{
    return (unsigned)group << 8 | address;
}

const char *
ciscostun_end_name(packet_info *pinfo, uint8_t group, uint8_t address, ciscostun_role role,
                   bool sender)
{
    if (role == (sender ? CISCOSTUN_ROLE_PRIMARY : CISCOSTUN_ROLE_SECONDARY))
        return wmem_strdup_printf(pinfo->pool, "Group %u primary", group);
    return wmem_strdup_printf(pinfo->pool, "Group %u station %02X", group, address);
}

void
ciscostun_add_ends(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint8_t group,
                   uint8_t address, ciscostun_role role)
{
    if (!proto_field_is_referenced(tree, line_proto))
        return;

    for (int i = 0; i < 2; i++) {
        const bool sends = i == 0;
        const char *name = ciscostun_end_name(pinfo, group, address, role, sends);

        proto_item_set_generated(
            proto_tree_add_string(tree, sends ? hf_sender : hf_receiver, tvb, 0, 0, name));
        /* For filters that do not mind the direction, as ip.addr is. */
        proto_item_set_hidden(proto_tree_add_string(tree, hf_end, tvb, 0, 0, name));
    }
    proto_item_set_hidden(
        proto_tree_add_uint(tree, hf_station, tvb, 0, 0, ciscostun_station(group, address)));
}

void
ciscostun_register_ends(int proto)
{
    static hf_register_info hf[] = {
        {&hf_station,
         {"Station", "ciscostun.station", FT_UINT16, BASE_DEC_HEX, NULL, 0x0,
          "256 times the group plus the address", HFILL}},
        {&hf_sender,
         {"Sender", "ciscostun.sender", FT_STRING, BASE_NONE, NULL, 0x0,
          "End of the line that the frame comes from; both ends are the station while the roles "
          "are not known",
          HFILL}},
        {&hf_receiver,
         {"Receiver", "ciscostun.receiver", FT_STRING, BASE_NONE, NULL, 0x0,
          "End of the line that the frame goes to", HFILL}},
        {&hf_end,
         {"Sender or Receiver", "ciscostun.end", FT_STRING, BASE_NONE, NULL, 0x0, NULL, HFILL}},
    };

    line_proto = proto;
    proto_register_field_array(proto, hf, array_length(hf));
}
