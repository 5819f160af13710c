/* stat-table.c
 * Rows of Wireshark's tables: statistics that the window and tshark -z share
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "report/stat-table.h"

#include <epan/to_str.h>

/* All statistics, since Wireshark tells a reset of the table alone. */
static GSList *statistics;

static stat_tap_table *
table_of(const report_table *statistic)
{
    return g_array_index(statistic->ui.tables, stat_tap_table *, 0);
}

static void
free_cell(stat_tap_table *table _U_, unsigned row _U_, unsigned column _U_,
          stat_tap_table_item_type *cell)
{
    if (cell->type != TABLE_ITEM_STRING)
        return;
    g_free((char *)cell->value.string_value);
    cell->value.string_value = NULL;
}

static void
free_strings(stat_tap_table *table, unsigned row)
{
    for (unsigned column = 0; column < table->num_fields; column++)
        free_cell(table, row, column, &table->elements[row][column]);
}

static stat_tap_table_item_type *
append_row(stat_tap_table *table)
{
    stat_tap_table_item_type *empty = g_new0(stat_tap_table_item_type, table->num_fields);

    stat_tap_init_table_row(table, table->num_elements, table->num_fields, empty);
    g_free(empty);
    return table->elements[table->num_elements - 1];
}

/* A row of one cell, the others blank, which says that there are no rows. */
static void
add_remark(const report_table *statistic)
{
    stat_tap_table_item_type *cell = &append_row(table_of(statistic))[statistic->remark_column];

    cell->type = TABLE_ITEM_STRING;
    report_table_set(cell, statistic->remark);
}

stat_tap_table_item_type *
report_table_find(const report_table *statistic, const void *key)
{
    void *place;

    if (!g_hash_table_lookup_extended(statistic->places, key, NULL, &place))
        return NULL;
    return table_of(statistic)->elements[GPOINTER_TO_UINT(place)];
}

/*
 * The first row takes over the memory of the remark, since a window may have
 * drawn that already. The first cell's user data is the key, which a row
 * needs when it moves.
 */
stat_tap_table_item_type *
report_table_row(report_table *statistic, const void *key)
{
    stat_tap_table *table = table_of(statistic);
    stat_tap_table_item_type *cells = report_table_find(statistic, key);

    if (cells)
        return cells;
    if (g_hash_table_size(statistic->places) == 0) {
        cells = table->elements[0];
        free_strings(table, 0);
        memset(cells, 0, table->num_fields * sizeof *cells);
    } else {
        cells = append_row(table);
    }
    for (unsigned i = 0; i < table->num_fields; i++)
        cells[i].type = statistic->ui.fields[i].type;
    cells[0].user_data.ptr_value = (void *)key;
    g_hash_table_insert(statistic->places, (void *)key, GUINT_TO_POINTER(table->num_elements - 1));
    return cells;
}

void
report_table_withdraw(report_table *statistic, const void *key)
{
    stat_tap_table *table = table_of(statistic);
    void *place;

    if (!g_hash_table_lookup_extended(statistic->places, key, NULL, &place))
        return;

    const unsigned row = GPOINTER_TO_UINT(place);
    const unsigned last = table->num_elements - 1;

    free_strings(table, row);
    g_free(table->elements[row]);
    table->num_elements = last;
    g_hash_table_remove(statistic->places, key);
    if (row < last) {
        table->elements[row] = table->elements[last];
        g_hash_table_insert(statistic->places, table->elements[row][0].user_data.ptr_value, place);
    }
    if (last == 0)
        add_remark(statistic);
}

char *
report_endpoint(wmem_allocator_t *scope, const address *addr, uint32_t port)
{
    char *text = address_to_str(scope, addr);
    char *endpoint =
        wmem_strdup_printf(scope, addr->type == AT_IPv6 ? "[%s]:%u" : "%s:%u", text, port);

    wmem_free(scope, text);
    return endpoint;
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

static bool
has_table(const report_table *statistic, const stat_tap_table *table)
{
    const GArray *tables = statistic->ui.tables;

    return tables && tables->len > 0 && table_of(statistic) == table;
}

static void
reset_table(stat_tap_table *table)
{
    GSList *node = statistics;

    while (!has_table((const report_table *)node->data, table))
        node = node->next;

    report_table *statistic = (report_table *)node->data;

    for (unsigned row = 0; row < table->num_elements; row++) {
        free_strings(table, row);
        g_free(table->elements[row]);
    }
    table->num_elements = 0;
    g_hash_table_remove_all(statistic->places);
    if (statistic->forget)
        statistic->forget();
    add_remark(statistic);
}

/* Wireshark calls it for each window that opens; they share one table. */
static void
init_table(stat_tap_table_ui *ui)
{
    const report_table *statistic = (const report_table *)ui;
    stat_tap_table *table = stat_tap_find_table(ui, statistic->heading);

    if (!table) {
        table = stat_tap_init_table(statistic->heading, (int)ui->nfields, 0, NULL);
        stat_tap_add_table(ui, table);
    }
    reset_table(table);
}

void
report_table_register(report_table *statistic)
{
    static tap_param filter[] = {{PARAM_FILTER, "filter", "Filter", NULL, TRUE}};
    stat_tap_table_ui *ui = &statistic->ui;

    statistic->places = g_hash_table_new(NULL, NULL);
    statistics = g_slist_prepend(statistics, statistic);
    ui->group = REGISTER_PACKET_STAT_GROUP_UNSORTED;
    ui->stat_tap_init_cb = init_table;
    ui->stat_tap_reset_table_cb = reset_table;
    ui->stat_tap_free_table_item_cb = free_cell;
    ui->nparams = array_length(filter);
    ui->params = filter;
    register_stat_tap_table_ui(ui);
}

report_table *
report_table_of(void *data)
{
    return (report_table *)((const stat_data_t *)data)->stat_tap_data;
}
