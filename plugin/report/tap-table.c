/* tap-table.c
 * Labelled conversations in Wireshark's window: Statistics > Legacy Ports
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "report/stat-table.h"
#include "report/tap-rows.h"

void register_tap_listener_legacyport_table(void);

enum {
    FIELD_NUMBER,
    FIELD_LABEL,
    FIELD_EVIDENCE,
    FIELD_SERVICE,
    FIELD_CLIENT,
    FIELD_PACKETS,
    FIELD_BYTES,
    FIELD_DURATION,
    FIELD_FIRST,
    FIELD_REASON,
    FIELDS
};

static stat_tap_table_item fields[FIELDS] = {
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "No.", "%6u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Label", "%-48s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Evidence", "%-13s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Service", "%-24s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Client", "%-24s"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Packets", "%8u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Bytes", "%10u"},
    {TABLE_ITEM_FLOAT, TAP_ALIGN_RIGHT, "Duration (s)", "%12.6f"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "First Packet", "%8u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Reason", "%s"},
};

static GHashTable *rows;

static void
forget(void)
{
    g_hash_table_remove_all(rows);
}

static void
fill_row(stat_tap_table_item_type *cells, const report_row *row)
{
    const int service = report_row_service_side(row);
    char reason[VERDICT_TEXT_MAX];

    verdict_reason(&row->conv->verdict, reason);
    cells[FIELD_NUMBER].value.uint_value = row->conv->number;
    report_table_set(&cells[FIELD_LABEL], row->conv->text);
    report_table_set(&cells[FIELD_EVIDENCE], label_verdict_text(row->conv));
    report_table_set(&cells[FIELD_SERVICE], row->endpoint[service]);
    report_table_set(&cells[FIELD_CLIENT], row->endpoint[1 - service]);
    cells[FIELD_PACKETS].value.uint_value = (unsigned)MIN(row->packets, UINT_MAX);
    cells[FIELD_BYTES].value.uint_value = (unsigned)MIN(row->bytes, UINT_MAX);
    cells[FIELD_DURATION].value.float_value = report_row_seconds(row);
    cells[FIELD_FIRST].value.uint_value = row->first_frame;
    report_table_set(&cells[FIELD_REASON], reason);
}

/* A label that was withdrawn leaves the table. */
static tap_packet_status
table_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tap_data,
             tap_flags_t flags _U_)
{
    report_table *statistic = report_table_of(data);
    const report_row *row = report_rows_count(rows, pinfo, (const label_tap_info *)tap_data);

    if (row->conv->text)
        fill_row(report_table_row(statistic, row->conv), row);
    else if (report_table_find(statistic, row->conv))
        report_table_withdraw(statistic, row->conv);
    else
        return TAP_PACKET_DONT_REDRAW;
    return TAP_PACKET_REDRAW;
}

void
register_tap_listener_legacyport_table(void)
{
    static report_table statistic = {
        .ui = {.title = "Legacy Ports/Labelled Conversations",
               .tap_name = "legacyport",
               .cli_string = "legacyport,table",
               .packet_func = table_packet,
               .nfields = FIELDS,
               .fields = fields},
        .heading = "Labelled conversations",
        .remark = "No conversation has a label",
        .remark_column = FIELD_LABEL,
        .forget = forget,
    };

    rows = report_rows_new();
    report_table_register(&statistic);
}
