/* tap-table.c
 * Labelled conversations in Wireshark's window: Statistics > Legacy Ports
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include <epan/stat_tap_ui.h>

#include "tap-rows.h"

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
    stat_tap_table *table = stat_tap_find_table(ui, table_title);

    if (!rows)
        rows = label_rows_new();
    if (table) {
        if (ui->stat_tap_reset_table_cb)
            ui->stat_tap_reset_table_cb(table);
        return;
    }
    stat_tap_add_table(ui, stat_tap_init_table(table_title, FIELDS, 0, NULL));
}

static void
free_strings(stat_tap_table_item_type *cells)
{
    for (unsigned i = 0; i < FIELDS; i++) {
        if (cells[i].type != TABLE_ITEM_STRING)
            continue;
        g_free((char *)cells[i].value.string_value);
        cells[i].value.string_value = NULL;
    }
}

static void
free_item(stat_tap_table *table _U_, unsigned row _U_, unsigned column _U_,
          stat_tap_table_item_type *item)
{
    if (item->type == TABLE_ITEM_STRING)
        g_free((char *)item->value.string_value);
}

static void
reset_table(stat_tap_table *table)
{
    for (unsigned i = 0; i < table->num_elements; i++) {
        free_strings(table->elements[i]);
        g_free(table->elements[i]);
    }
    table->num_elements = 0;
    if (rows)
        g_hash_table_remove_all(rows);
}

static void
set_string(stat_tap_table_item_type *item, const char *text)
{
    if (item->value.string_value && strcmp(item->value.string_value, text) == 0)
        return;
    g_free((char *)item->value.string_value);
    item->value.string_value = g_strdup(text);
}

static void
fill_row(stat_tap_table_item_type *cells, const label_row *row)
{
    const int service = label_row_service_side(row);
    char reason[LP_LABEL_MAX];

    lp_verdict_reason(&row->conv->verdict, reason);
    cells[FIELD_NUMBER].value.uint_value = row->conv->number;
    set_string(&cells[FIELD_LABEL], row->conv->text);
    set_string(&cells[FIELD_EVIDENCE], label_verdict_text(row->conv));
    set_string(&cells[FIELD_SERVICE], row->endpoint[service]);
    set_string(&cells[FIELD_CLIENT], row->endpoint[1 - service]);
    cells[FIELD_PACKETS].value.uint_value = (unsigned)MIN(row->packets, UINT_MAX);
    cells[FIELD_BYTES].value.uint_value = (unsigned)MIN(row->bytes, UINT_MAX);
    cells[FIELD_DURATION].value.float_value = label_row_seconds(row);
    cells[FIELD_FIRST].value.uint_value = row->first_frame;
    set_string(&cells[FIELD_REASON], reason);
}

static void
add_row(stat_tap_table *table, label_row *row)
{
    stat_tap_table_item_type empty[FIELDS] = {{TABLE_ITEM_NONE, {0}, {0}}};

    for (unsigned i = 0; i < FIELDS; i++)
        empty[i].type = fields[i].type;
    row->table_index = table->num_elements;
    stat_tap_init_table_row(table, row->table_index, FIELDS, empty);
    table->elements[row->table_index][FIELD_NUMBER].user_data.ptr_value = row;
}

/* A label that was withdrawn leaves the table; the last row takes its place. */
static void
remove_row(stat_tap_table *table, label_row *row)
{
    const unsigned last = table->num_elements - 1;
    stat_tap_table_item_type *cells = table->elements[row->table_index];

    free_strings(cells);
    g_free(cells);
    table->elements[row->table_index] = table->elements[last];
    table->num_elements = last;
    if (row->table_index != last) {
        label_row *moved =
            (label_row *)table->elements[row->table_index][FIELD_NUMBER].user_data.ptr_value;

        moved->table_index = row->table_index;
    }
    row->table_index = LP_NO_TABLE_ROW;
}

static tap_packet_status
table_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tap_data,
             tap_flags_t flags _U_)
{
    const stat_data_t *statistic = (const stat_data_t *)data;
    stat_tap_table *table = g_array_index(statistic->stat_tap_data->tables, stat_tap_table *, 0);
    label_row *row = label_rows_count(rows, pinfo, (const label_tap_info *)tap_data);

    if (!row->conv->text) {
        if (row->table_index == LP_NO_TABLE_ROW)
            return TAP_PACKET_DONT_REDRAW;
        remove_row(table, row);
        return TAP_PACKET_REDRAW;
    }
    if (row->table_index == LP_NO_TABLE_ROW)
        add_row(table, row);
    fill_row(table->elements[row->table_index], row);
    return TAP_PACKET_REDRAW;
}

void
register_legacyport_table(void)
{
    static tap_param parameters[] = {{PARAM_FILTER, "filter", "Filter", NULL, TRUE}};
    static stat_tap_table_ui ui = {
        .group = REGISTER_PACKET_STAT_GROUP_UNSORTED,
        .title = "Legacy Ports/Labelled Conversations",
        .tap_name = "legacyport",
        .cli_string = "legacyport,table",
        .stat_tap_init_cb = init_table,
        .packet_func = table_packet,
        .stat_tap_reset_table_cb = reset_table,
        .stat_tap_free_table_item_cb = free_item,
        .nfields = FIELDS,
        .fields = fields,
        .nparams = array_length(parameters),
        .params = parameters,
    };

    register_stat_tap_table_ui(&ui);
}
