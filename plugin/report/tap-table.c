/* tap-table.c
 * Labelled conversations in Wireshark's window: Statistics > Legacy Ports
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "report/stat-table.h"
#include "report/tap-columns.h"

void register_tap_listener_legacyport_table(void);

/* Wireshark keeps one table for all who look at it, so there is one of each. */
static struct {
    unsigned columns;                           /* those that people see */
    unsigned places[REPORT_COLUMNS];            /* where each stands in the list of columns */
    stat_tap_table_item fields[REPORT_COLUMNS]; /* what Wireshark has to know of each */
    GHashTable *rows;
} table;

static void
find_fields(void)
{
    static const stat_tap_table_item of_kind[] = {
        [REPORT_TEXT] = {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, NULL, "%-28s"},
        [REPORT_PROSE] = {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, NULL, "%s"},
        [REPORT_NUMBER] = {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, NULL, "%8u"},
        [REPORT_SECONDS] = {TABLE_ITEM_FLOAT, TAP_ALIGN_RIGHT, NULL, "%12.6f"},
    };
    report_line line;

    report_line_read(&line, NULL);
    table.columns = report_columns_shown(&line, table.places);
    for (unsigned i = 0; i < table.columns; i++) {
        const report_column *column = &line.columns[table.places[i]];

        table.fields[i] = of_kind[column->kind];
        table.fields[i].column_name = column->title;
        if (column->kind == REPORT_SECONDS)
            table.fields[i].column_name =
                wmem_strdup_printf(wmem_epan_scope(), "%s (s)", column->title);
    }
}

static void
forget(void)
{
    g_hash_table_remove_all(table.rows);
}

static void
fill_row(stat_tap_table_item_type *cells, const report_row *row)
{
    report_line line;

    report_line_read(&line, row);
    for (unsigned i = 0; i < table.columns; i++) {
        const report_column *column = &line.columns[table.places[i]];

        if (table.fields[i].type == TABLE_ITEM_STRING)
            report_table_set(&cells[i], column->text);
        else if (table.fields[i].type == TABLE_ITEM_FLOAT)
            cells[i].value.float_value = column->seconds;
        else
            cells[i].value.uint_value = (unsigned)MIN(column->number, UINT_MAX);
    }
}

/* A label that was withdrawn leaves the table. */
static tap_packet_status
table_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tap_data,
             tap_flags_t flags _U_)
{
    report_table *statistic = report_table_of(data);
    const report_row *row = report_rows_count(table.rows, pinfo, (const label_tap_info *)tap_data);

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
               .fields = table.fields},
        .heading = "Labelled conversations",
        .remark = "No conversation has a label",
        .remark_column = 1,
        .forget = forget,
    };

    find_fields();
    statistic.ui.nfields = table.columns;
    table.rows = report_rows_new();
    report_table_register(&statistic);
}
