/* tap-ciscostun.c
 * Statistics of serial lines: tshark -q -z ciscostun,srt and -z ciscostun,tree
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "packet-ciscostun.h"

#include <epan/srt_table.h>
#include <epan/tap.h>
#include <epan/to_str.h>

void register_tap_listener_ciscostun(void);

static void
init_srt(struct register_srt *srt _U_, GArray *tables)
{
    init_srt_table("Cisco STUN, from poll to answer", NULL, tables, 0, "Station", NULL, NULL);
}

/* A row a station; there are seldom more than a dozen. */
static int
row_of(srt_stat_table *table, const char *name)
{
    int row = 0;

    while (row < table->num_procs && strcmp(table->procedures[row].procedure, name) != 0)
        row++;
    if (row == table->num_procs)
        init_srt_table_row(table, row, name);
    return row;
}

static tap_packet_status
count_answer(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
             tap_flags_t flags _U_)
{
    const ciscostun_tap_info *info = (const ciscostun_tap_info *)tapped;
    srt_stat_table *table = g_array_index(((srt_data_t *)data)->srt_array, srt_stat_table *, 0);
    char name[sizeof "Group 255, station FF"];

    if (!info->account.answers)
        return TAP_PACKET_DONT_REDRAW;
    snprintf(name, sizeof name, "Group %u, station %02X", info->group, info->address);
    add_srt_table_data(table, row_of(table, name), &info->answered_time, pinfo);
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
    char *src = address_to_str(pinfo->pool, &pinfo->src);
    char *dst = address_to_str(pinfo->pool, &pinfo->dst);

    return wmem_strdup_printf(pinfo->pool, "%s port %u, %s port %u", swap ? dst : src,
                              swap ? pinfo->destport : pinfo->srcport, swap ? src : dst,
                              swap ? pinfo->srcport : pinfo->destport);
}

static tap_packet_status
count_frame(stats_tree *tree, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
            tap_flags_t flags _U_)
{
    const ciscostun_tap_info *info = (const ciscostun_tap_info *)tapped;
    const char *levels[] = {
        tree_name,
        conversation_name(pinfo),
        wmem_strdup_printf(pinfo->pool, "Group %u", info->group),
        wmem_strdup_printf(pinfo->pool, "Station %02X", info->address),
    };
    int parent = 0;

    for (size_t i = 0; i < array_length(levels); i++)
        parent = tick_stat_node(tree, levels[i], parent, TRUE);
    tick_stat_node(tree, info->type, parent, FALSE);
    return TAP_PACKET_REDRAW;
}

void
register_line_srt(int proto)
{
    register_srt_table(proto, NULL, 1, count_answer, init_srt, NULL);
}

void
register_tap_listener_ciscostun(void)
{
    stats_tree_register_plugin("ciscostun", "ciscostun",
                               "Cisco STUN" LP_MENU_SEPARATOR "Stations and Frame Types", 0,
                               count_frame, init_tree, NULL);
}
