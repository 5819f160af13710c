/* tap-table.c
 * Labelled conversations in Wireshark's window: Statistics > Legacy Ports
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "report/stat-table.h"
#include "report/tap-rows.h"

void register_legacyport_table(void);

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

static const char table_title[] = "Labelled conversations";

/* Wireshark keeps one table for all who look at it, so there is one set of rows. */
static GHashTable *rows;

static void
init_table(stat_tap_table_ui *ui)
{
    if (!rows)
        rows = report_rows_new();
    report_table_init(ui, table_title, FIELDS);
}

static void
say_empty(stat_tap_table *table)
{
    report_table_remark(table, FIELD_LABEL, "No conversation has a label");
}

static void
reset_table(stat_tap_table *table)
{
    report_table_reset(table);
    say_empty(table);
    if (rows)
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

static void
add_row(stat_tap_table *table, report_row *row)
{
    stat_tap_table_item_type *cells = report_table_add(table, fields, FIELDS);

    row->table_index = report_table_count(table) - 1;
    cells[FIELD_NUMBER].user_data.ptr_value = row;
}

/* A label that was withdrawn leaves the table, and another row takes its place. */
static void
remove_row(stat_tap_table *table, report_row *row)
{
    const unsigned place = row->table_index;

    report_table_remove(table, place);
    if (table->num_elements == 0) {
        say_empty(table);
    } else if (place < table->num_elements) {
        report_row *moved = (report_row *)table->elements[place][FIELD_NUMBER].user_data.ptr_value;

        moved->table_index = place;
    }
    row->table_index = REPORT_NO_TABLE_ROW;
}

static tap_packet_status
table_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tap_data,
             tap_flags_t flags _U_)
{
    stat_tap_table *table = report_table_table(data);
    report_row *row = report_rows_count(rows, pinfo, (const label_tap_info *)tap_data);

    if (!row->conv->text) {
        if (row->table_index == REPORT_NO_TABLE_ROW)
            return TAP_PACKET_DONT_REDRAW;
        remove_row(table, row);
        return TAP_PACKET_REDRAW;
    }
    if (row->table_index == REPORT_NO_TABLE_ROW)
        add_row(table, row);
    fill_row(table->elements[row->table_index], row);
    return TAP_PACKET_REDRAW;
}

void
register_legacyport_table(void)
{
    static stat_tap_table_ui ui = {
        .title = "Legacy Ports/Labelled Conversations",
        .tap_name = "legacyport",
        .cli_string = "legacyport,table",
        .stat_tap_init_cb = init_table,
        .packet_func = table_packet,
        .stat_tap_reset_table_cb = reset_table,
        .nfields = FIELDS,
        .fields = fields,
    };

    report_table_register(&ui);
}
