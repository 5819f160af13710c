/* tap-ciscostun.c
 * Statistics of serial lines: tshark -q -z ciscostun,srt and -z ciscostun,tree
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/packet-ciscostun-hdlc.h"

#include <epan/conversation_table.h>
#include <epan/srt_table.h>
#include <epan/tap.h>

#include "report/stat-table.h"

void register_tap_listener_ciscostun(void);

/* Groups times addresses: what ciscostun_station() numbers. */
#define STATIONS 65536

/* Wireshark finds the end of a node's children by walking along all of them, so no node may have as
 * many as there are tunnels: those after the first ones are nodes below "Tunnels 257 to 512". */
#define TUNNELS_A_NODE 256

static void
init_srt(struct register_srt *srt _U_, GArray *tables)
{
    init_srt_table("Cisco STUN, from poll to answer", NULL, tables, 0, "Station",
                   "ciscostun.station", wmem_alloc0_array(wmem_epan_scope(), int, STATIONS));
}

/* A row a station. Its index is what the table's filter compares with. The row
 * that a station had is found in the table's own data; after a reset it may be
 * another's, or not be there. */
static int
row_of(srt_stat_table *table, uint8_t group, uint8_t address)
{
    const int station = (int)ciscostun_station(group, address);
    int *row = (int *)table->table_specific_data + station;
    char name[sizeof "Group 255, station FF"];

    if (*row < table->num_procs && table->procedures[*row].proc_index == station)
        return *row;
    *row = table->num_procs;
    snprintf(name, sizeof name, "Group %u, station %02X", group, address);
    init_srt_table_row(table, *row, name);
    table->procedures[*row].proc_index = station;
    return *row;
}

static tap_packet_status
count_answer(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
             tap_flags_t flags _U_)
{
    const ciscostun_tap_info *info = (const ciscostun_tap_info *)tapped;
    srt_stat_table *table = g_array_index(((srt_data_t *)data)->srt_array, srt_stat_table *, 0);

    if (!info->account.answers)
        return TAP_PACKET_DONT_REDRAW;
    add_srt_table_data(table, row_of(table, info->group, info->address), &info->answered_time,
                       pinfo);
    return TAP_PACKET_REDRAW;
}

static const char tree_name[] = "Serial frames";

static void
init_tree(stats_tree *tree)
{
    stats_tree_create_node(tree, tree_name, 0, STAT_DT_INT, TRUE);
}

/* Both directions of a conversation under the name of its lower end. */
static char *
conversation_name(packet_info *pinfo)
{
    const int order = cmp_address(&pinfo->src, &pinfo->dst);
    const bool swap = order > 0 || (order == 0 && pinfo->srcport > pinfo->destport);
    const char *src = report_endpoint(pinfo->pool, &pinfo->src, pinfo->srcport);
    const char *dst = report_endpoint(pinfo->pool, &pinfo->dst, pinfo->destport);

    return wmem_strdup_printf(pinfo->pool, "%s, %s", swap ? dst : src, swap ? src : dst);
}

static tap_packet_status
count_frame(stats_tree *tree, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
            tap_flags_t flags _U_)
{
    const ciscostun_tap_info *info = (const ciscostun_tap_info *)tapped;
    const unsigned first = info->tunnel - info->tunnel % TUNNELS_A_NODE;
    const char *levels[] = {
        tree_name,
        first == 0 ? NULL
                   : wmem_strdup_printf(pinfo->pool, "Tunnels %u to %u", first + 1,
                                        first + TUNNELS_A_NODE),
        conversation_name(pinfo),
        wmem_strdup_printf(pinfo->pool, "Group %u", info->group),
        wmem_strdup_printf(pinfo->pool, "Station %02X", info->address),
    };
    int parent = 0;

    for (size_t i = 0; i < array_length(levels); i++) {
        if (levels[i])
            parent = tick_stat_node(tree, levels[i], parent, TRUE);
    }
    tick_stat_node(tree, info->type, parent, FALSE);
    return TAP_PACKET_REDRAW;
}

static void
set_end(address *end, packet_info *pinfo, const ciscostun_tap_info *info, bool sender)
{
    const char *name =
        ciscostun_end_name(pinfo, info->group, info->address, info->account.role, sender);

    set_address(end, AT_STRINGZ, (int)strlen(name) + 1, name);
}

static const char *
filter_field(conv_filter_type_e part)
{
    switch (part) {
    case CONV_FT_SRC_ADDRESS:
        return "ciscostun.sender";
    case CONV_FT_DST_ADDRESS:
        return "ciscostun.receiver";
    case CONV_FT_ANY_ADDRESS:
        return "ciscostun.end";
    default:
        return CONV_FILTER_INVALID;
    }
}

static const char *
conversation_filter(struct _conversation_item_t *item _U_, conv_filter_type_e part)
{
    return filter_field(part);
}

static const char *
endpoint_filter(struct _endpoint_item_t *item _U_, conv_filter_type_e part)
{
    return filter_field(part);
}

static tap_packet_status
add_conversation(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
                 tap_flags_t flags)
{
    static ct_dissector_info_t filters = {conversation_filter};
    const ciscostun_tap_info *info = (const ciscostun_tap_info *)tapped;
    conv_hash_t *table = (conv_hash_t *)data;
    address from;
    address to;

    table->flags = flags;
    set_end(&from, pinfo, info, true);
    set_end(&to, pinfo, info, false);
    add_conversation_table_data(table, &from, &to, 0, 0, 1, info->length, &pinfo->rel_ts,
                                &pinfo->abs_ts, &filters, CONVERSATION_NONE);
    return TAP_PACKET_REDRAW;
}

static tap_packet_status
add_endpoints(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
              tap_flags_t flags)
{
    static et_dissector_info_t filters = {endpoint_filter};
    const ciscostun_tap_info *info = (const ciscostun_tap_info *)tapped;
    conv_hash_t *table = (conv_hash_t *)data;
    address end;

    table->flags = flags;
    for (int sender = 1; sender >= 0; sender--) {
        set_end(&end, pinfo, info, sender);
        add_endpoint_table_data(table, &end, 0, sender, 1, info->length, &filters, ENDPOINT_NONE);
    }
    return TAP_PACKET_REDRAW;
}

void
register_tap_listener_ciscostun(void)
{
    const int proto = proto_get_id_by_filter_name("ciscostun");

    register_conversation_table(proto, TRUE, add_conversation, add_endpoints);
    register_srt_table(proto, NULL, 1, count_answer, init_srt, NULL);
    stats_tree_register_plugin("ciscostun", "ciscostun",
                               "Cisco STUN" COMPAT_MENU_SEPARATOR "Stations and Frame Types", 0,
                               count_frame, init_tree, NULL);
}
