/* tap-rows.c
 * What the statistics count of each labelled conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "report/stat-table.h"
#include "report/tap-rows.h"

#include <epan/to_str.h>

static void
free_row(gpointer data)
{
    report_row *row = (report_row *)data;

    wmem_free(NULL, row->endpoint[0]);
    wmem_free(NULL, row->endpoint[1]);
    free_address(&row->address[0]);
    free_address(&row->address[1]);
    g_free(row);
}

GHashTable *
report_rows_new(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, free_row);
}

/* An address alone if the label rests on no port. */
static char *
endpoint_text(label_kind kind, const address *addr, uint32_t port)
{
    return kind == LABEL_KIND_PORT ? report_endpoint(NULL, addr, port) : address_to_str(NULL, addr);
}

static report_row *
new_row(GHashTable *rows, packet_info *pinfo, const label_tap_info *info)
{
    report_row *row = g_new0(report_row, 1);
    const int service = info->conversation->side.side == 1 ? 1 : 0;
    const int destination = info->to_service ? service : 1 - service;

    row->conv = info->conversation;
    row->endpoint[destination] = endpoint_text(row->conv->kind, &pinfo->dst, pinfo->destport);
    row->endpoint[1 - destination] = endpoint_text(row->conv->kind, &pinfo->src, pinfo->srcport);
    copy_address(&row->address[destination], &pinfo->dst);
    copy_address(&row->address[1 - destination], &pinfo->src);
    row->first_frame = pinfo->num;
    row->first_time = pinfo->abs_ts;
    row->last_time = pinfo->abs_ts;
    g_hash_table_insert(rows, (gpointer)info->conversation, row);
    return row;
}

report_row *
report_rows_count(GHashTable *rows, packet_info *pinfo, const label_tap_info *info)
{
    report_row *row = (report_row *)g_hash_table_lookup(rows, info->conversation);

    if (!row)
        row = new_row(rows, pinfo, info);
    row->packets++;
    row->bytes += pinfo->fd->pkt_len;
    if (nstime_cmp(&pinfo->abs_ts, &row->first_time) < 0)
        row->first_time = pinfo->abs_ts;
    if (nstime_cmp(&pinfo->abs_ts, &row->last_time) > 0)
        row->last_time = pinfo->abs_ts;
    return row;
}

static int
compare_first_frame(gconstpointer left, gconstpointer right)
{
    const report_row *a = *(const report_row *const *)left;
    const report_row *b = *(const report_row *const *)right;

    if (a->first_frame != b->first_frame)
        return a->first_frame < b->first_frame ? -1 : 1;
    return a->conv->number < b->conv->number ? -1 : 1;
}

GPtrArray *
report_rows_sorted(GHashTable *rows)
{
    GPtrArray *sorted = g_ptr_array_new();
    GHashTableIter iterator;
    gpointer value;

    g_hash_table_iter_init(&iterator, rows);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        if (((const report_row *)value)->conv->text)
            g_ptr_array_add(sorted, value);
    }
    g_ptr_array_sort(sorted, compare_first_frame);
    return sorted;
}

double
report_row_seconds(const report_row *row)
{
    nstime_t duration;

    nstime_delta(&duration, &row->last_time, &row->first_time);
    return nstime_to_sec(&duration);
}

int
report_row_service_side(const report_row *row)
{
    return row->conv->side.side == 1 ? 1 : 0;
}
