/* tap-ciscostun-flow.c
 * The frames of serial lines as a flow graph: tshark -q -z flow,ciscostun,standard
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/packet-ciscostun-hdlc.h"

#include <epan/tap.h>

#include "ciscostun/tap-undeclared-sequence-analysis.h"

void register_tap_listener_ciscostun_flow(void);

static tap_packet_status
draw_frame(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
           tap_flags_t flags _U_)
{
    const ciscostun_tap_info *info = (const ciscostun_tap_info *)tapped;
    undeclared_seq_analysis_info *graph = (undeclared_seq_analysis_info *)data;
    undeclared_seq_analysis_item *item = sequence_analysis_create_sai_with_addresses(pinfo, graph);

    if (!item)
        return TAP_PACKET_DONT_REDRAW;
    item->frame_number = pinfo->num;
    item->port_src = (uint16_t)pinfo->srcport;
    item->port_dst = (uint16_t)pinfo->destport;
    item->frame_label = g_strdup(info->story);
    item->comment = g_strdup_printf("group %u", info->group);
    item->conv_num = info->group;
    item->display = true;
    g_queue_push_tail(graph->items, item);
    return TAP_PACKET_REDRAW;
}

void
register_tap_listener_ciscostun_flow(void)
{
    register_seq_analysis("ciscostun", "Cisco STUN Serial Lines",
                          proto_get_id_by_filter_name("ciscostun"), NULL, 0, draw_frame);
}
