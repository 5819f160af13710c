/* tap-flow.c
 * The frames of serial lines as a flow graph: tshark -q -z flow,ciscostun,standard
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/packet-ciscostun.h"

#include <epan/tap.h>

void register_tap_listener_ciscostun_flow(void);

/*
 * Wireshark exports these functions, but no distribution's development package
 * has epan/sequence_analysis.h. So the parts that are needed are declared here,
 * as in Wireshark 4.0 to 4.6; the members after the last one that is set are
 * left out, since Wireshark allocates the structures. A test of the graph in
 * each version watches over this.
 */
typedef struct {
    uint32_t frame_number;
    address src_addr;
    uint16_t port_src;
    address dst_addr;
    uint16_t port_dst;
    char *frame_label;
    char *time_str;
    char *comment;
    uint16_t conv_num;
    unsigned fg_color;
    unsigned bg_color;
    compat_bool has_color_filter;
    compat_bool display;
} flow_item;

typedef struct {
    const char *name;
    compat_bool any_addr;
    int nconv;
    GQueue *items;
} flow;

WS_DLL_PUBLIC void register_seq_analysis(const char *name, const char *ui_name, int proto,
                                         const char *tap_listener, unsigned tap_flags,
                                         tap_packet_cb packet);
WS_DLL_PUBLIC flow_item *sequence_analysis_create_sai_with_addresses(packet_info *pinfo,
                                                                     flow *graph);

static tap_packet_status
draw_frame(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
           tap_flags_t flags _U_)
{
    const ciscostun_tap_info *info = (const ciscostun_tap_info *)tapped;
    flow *graph = (flow *)data;
    flow_item *item = sequence_analysis_create_sai_with_addresses(pinfo, graph);

    if (item == NULL)
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
