/* stat-table.c
 * Rows of Wireshark's tables: statistics that the window and tshark -z share
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "report/stat-table.h"

static void
free_cell(stat_tap_table *table _U_, unsigned row _U_, unsigned column _U_,
          stat_tap_table_item_type *cell)
{
    if (cell->type != TABLE_ITEM_STRING)
        return;
    g_free((char *)cell->value.string_value);
    cell->value.string_value = NULL;
}

void
report_table_register(stat_tap_table_ui *ui)
{
    static tap_param filter[] = {{PARAM_FILTER, "filter", "Filter", NULL, TRUE}};

    ui->group = REGISTER_PACKET_STAT_GROUP_UNSORTED;
    ui->stat_tap_free_table_item_cb = free_cell;
    ui->nparams = array_length(filter);
    ui->params = filter;
    register_stat_tap_table_ui(ui);
}

void
report_table_init(stat_tap_table_ui *ui, const char *title, unsigned columns)
{
    stat_tap_table *table = stat_tap_find_table(ui, title);

    if (!table) {
        table = stat_tap_init_table(title, (int)columns, 0, NULL);
        stat_tap_add_table(ui, table);
    }
    ui->stat_tap_reset_table_cb(table);
}

stat_tap_table *
report_table_table(void *data)
{
    const stat_data_t *statistic = (const stat_data_t *)data;

    return g_array_index(statistic->stat_tap_data->tables, stat_tap_table *, 0);
}

/*
 * A remark is a first row that has one cell and lacks the others; the window
 * shows those blank. It may have drawn the remark when the first real row
 * comes, so that takes over its memory.
 */
static stat_tap_table_item_type *
remark_of(const stat_tap_table *table)
{
    if (table->num_elements != 1)
        return NULL;
    for (unsigned i = 0; i < table->num_fields; i++) {
        if (table->elements[0][i].type == TABLE_ITEM_NONE)
            return table->elements[0];
    }
    return NULL;
}

static void
free_strings(stat_tap_table *table, unsigned row)
{
    for (unsigned column = 0; column < table->num_fields; column++)
        free_cell(table, row, column, &table->elements[row][column]);
}

static stat_tap_table_item_type *
append(stat_tap_table *table)
{
    stat_tap_table_item_type *empty = g_new0(stat_tap_table_item_type, table->num_fields);

    stat_tap_init_table_row(table, table->num_elements, table->num_fields, empty);
    g_free(empty);
    return table->elements[table->num_elements - 1];
}

stat_tap_table_item_type *
report_table_add(stat_tap_table *table, const stat_tap_table_item *fields, unsigned columns)
{
    stat_tap_table_item_type *cells = remark_of(table);

    if (cells) {
        free_strings(table, 0);
        memset(cells, 0, columns * sizeof *cells);
    } else {
        cells = append(table);
    }
    for (unsigned i = 0; i < columns; i++)
        cells[i].type = fields[i].type;
    return cells;
}

unsigned
report_table_count(const stat_tap_table *table)
{
    return remark_of(table) ? 0 : table->num_elements;
}

void
report_table_remark(stat_tap_table *table, unsigned column, const char *text)
{
    stat_tap_table_item_type *cell = &append(table)[column];

    cell->type = TABLE_ITEM_STRING;
    report_table_set(cell, text);
}

void
report_table_set(stat_tap_table_item_type *cell, const char *text)
{
    const char *shown = text ? text : "";

    if (g_strcmp0(cell->value.string_value, shown) == 0)
        return;
    g_free((char *)cell->value.string_value);
    cell->value.string_value = g_strdup(shown);
}

static void
free_row(stat_tap_table *table, unsigned row)
{
    free_strings(table, row);
    g_free(table->elements[row]);
}

void
report_table_remove(stat_tap_table *table, unsigned row)
{
    free_row(table, row);
    table->num_elements--;
    table->elements[row] = table->elements[table->num_elements];
}

void
report_table_reset(stat_tap_table *table)
{
    for (unsigned row = 0; row < table->num_elements; row++)
        free_row(table, row);
    table->num_elements = 0;
}
