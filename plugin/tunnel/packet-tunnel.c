/* packet-tunnel.c
 * The frames of a serial tunnel in what TCP delivers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tunnel/packet-tunnel.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/proto_data.h>

const value_string tunnel_opcode_names[] = {
    {TUNNEL_DATA, "Data"},
    {TUNNEL_OPENING, "Opening"},
    {0, NULL},
};

const char *
tunnel_opcode_name(packet_info *pinfo, const tunnel_header *header)
{
    const char *name = try_val_to_str(header->opcode, tunnel_opcode_names);

    return name ? name : wmem_strdup_printf(pinfo->pool, "Opcode 0x%04x", header->opcode);
}

tunnel_packet *
tunnel_packet_of(packet_info *pinfo, const tunnel_protocol *tunnel)
{
    tunnel_packet *packet =
        (tunnel_packet *)p_get_proto_data(pinfo->pool, pinfo, *tunnel->proto, 0);

    if (!packet) {
        packet = wmem_new0(pinfo->pool, tunnel_packet);
        p_add_proto_data(pinfo->pool, pinfo, *tunnel->proto, 0, packet);
    }
    return packet;
}

tunnel_packet *
tunnel_take_columns(packet_info *pinfo, const tunnel_protocol *tunnel)
{
    tunnel_packet *packet = tunnel_packet_of(pinfo, tunnel);

    if (!packet->has_columns) {
        packet->has_columns = true;
        col_set_str(pinfo->cinfo, COL_PROTOCOL, tunnel->name);
        col_clear(pinfo->cinfo, COL_INFO);
    }
    return packet;
}

static void
show_skipped(const tunnel_protocol *tunnel, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const unsigned length = tvb_reported_length(tvb);
    proto_item *item;

    tunnel_take_columns(pinfo, tunnel);
    col_append_sep_fstr(pinfo->cinfo, COL_INFO, " | ", "%u bytes skipped", length);
    item = proto_tree_add_protocol_format(tree, *tunnel->proto, tvb, 0, -1, "%s, %u bytes skipped",
                                          tunnel->title, length);
    item = proto_tree_add_item(proto_item_add_subtree(item, *tunnel->ett), *tunnel->hf_skipped, tvb,
                               0, -1, ENC_NA);
    expert_add_info_format(pinfo, item, tunnel->ei_skipped,
                           "%u bytes before the next header, or the end of the segment, belong to "
                           "a frame whose header was not captured",
                           length);
}

/*
 * Not tcp_dissect_pdus(): that function always waits for a whole fixed header,
 * but between two frames there may be fewer bytes to skip than a header has, and
 * those bytes must not swallow the beginning of the header behind them.
 */
int
tunnel_dissect(const tunnel_protocol *tunnel, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
               void *context)
{
    const unsigned captured = tvb_captured_length(tvb);
    const unsigned reported = tvb_reported_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)captured);
    tunnel_frame frame = {.chained = false};
    unsigned offset = 0;

    while (offset < captured) {
        const unsigned left = captured - offset;

        if (tunnel_begins(&tunnel->format, bytes + offset, left) == BASE_MATCH_NO) {
            const unsigned skipped = (unsigned)tunnel->find(bytes + offset, left);

            show_skipped(tunnel, tvb_new_subset_length(tvb, (int)offset, (int)skipped), pinfo,
                         tree);
            offset += skipped;
            frame.chained = false;
            continue;
        }

        const bool has_header = tunnel_parse(&tunnel->format, bytes + offset, left, &frame.header);
        const unsigned wanted = tunnel->format.length + (has_header ? frame.header.length : 0u);
        const unsigned present = MIN(wanted, reported - offset);

        if (present < wanted && pinfo->can_desegment) {
            /* Without a header the whole next segment: a frame that TCP puts
             * together twice in one packet is lost in the second pass. */
            pinfo->desegment_offset = (int)offset;
            pinfo->desegment_len = has_header ? wanted - present : DESEGMENT_ONE_MORE_SEGMENT;
            break;
        }
        if (!has_header) {
            show_skipped(tunnel, tvb_new_subset_length(tvb, (int)offset, (int)left), pinfo, tree);
            break;
        }

        frame.bytes = bytes + offset;
        frame.left = left;
        frame.offset = offset;
        tunnel->show(tvb_new_subset_length(tvb, (int)offset, (int)present), pinfo, tree, &frame,
                     tunnel_take_columns(pinfo, tunnel), context);
        offset += wanted;
        frame.chained = true;
    }
    return (int)captured;
}
