/* tap-legacyport.c
 * The report of labelled conversations: tshark -q -z legacyport,conv[,FILTER]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A label is read when the report is printed, so it is the final one.
 */
#include "compat.h"

#include <stdio.h>

#include <epan/stat_tap_ui.h>

#include "tap-rows.h"

void register_tap_listener_legacyport(void);

/* The rows of one report, by label_conversation. */
typedef struct {
    GHashTable *rows;
    char *filter;
} report;

enum {
    COLUMN_NUMBER,
    COLUMN_LABEL,
    COLUMN_EVIDENCE,
    COLUMN_SERVICE,
    COLUMN_CLIENT,
    COLUMN_PACKETS,
    COLUMN_BYTES,
    COLUMN_DURATION,
    COLUMN_FIRST,
    COLUMN_REASON,
    COLUMNS
};

static const struct {
    const char *name;
    bool right;
} columns[COLUMNS] = {
    {"#", true},        {"Label", false},    {"Evidence", false},  {"Service", false},
    {"Client", false},  {"Packets", true},   {"Bytes", true},      {"Duration", true},
    {"First", true},    {"Reason", false},
};

static char **
row_cells(const label_row *row)
{
    const int service = label_row_service_side(row);
    char reason[LP_LABEL_MAX];
    char **cells = g_new0(char *, COLUMNS + 1);

    lp_verdict_reason(&row->conv->verdict, reason);
    cells[COLUMN_NUMBER] = g_strdup_printf("%u", (unsigned)row->conv->number);
    cells[COLUMN_LABEL] = g_strdup(row->conv->text);
    cells[COLUMN_EVIDENCE] = g_strdup(label_verdict_text(row->conv));
    cells[COLUMN_SERVICE] = g_strdup(row->endpoint[service]);
    cells[COLUMN_CLIENT] = g_strdup(row->endpoint[1 - service]);
    cells[COLUMN_PACKETS] = g_strdup_printf("%" PRIu64, row->packets);
    cells[COLUMN_BYTES] = g_strdup_printf("%" PRIu64, row->bytes);
    cells[COLUMN_DURATION] = g_strdup_printf("%.6f", label_row_seconds(row));
    cells[COLUMN_FIRST] = g_strdup_printf("%u", (unsigned)row->first_frame);
    cells[COLUMN_REASON] = g_strdup(reason);
    return cells;
}

static int
compare_first_frame(gconstpointer left, gconstpointer right)
{
    const label_row *a = *(const label_row *const *)left;
    const label_row *b = *(const label_row *const *)right;

    if (a->first_frame != b->first_frame)
        return a->first_frame < b->first_frame ? -1 : 1;
    return a->conv->number < b->conv->number ? -1 : 1;
}

/* The rows that have a label now, by first packet. */
static GPtrArray *
labelled_rows(GHashTable *rows)
{
    GPtrArray *sorted = g_ptr_array_new();
    GHashTableIter iterator;
    gpointer value;

    g_hash_table_iter_init(&iterator, rows);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        if (((const label_row *)value)->conv->text)
            g_ptr_array_add(sorted, value);
    }
    g_ptr_array_sort(sorted, compare_first_frame);
    return sorted;
}

static void
print_cell(const char *text, int column, size_t width)
{
    const size_t length = (size_t)g_utf8_strlen(text, -1);
    const int padding = length < width ? (int)(width - length) : 0;

    if (column == COLUMN_REASON)
        printf("%s\n", text);
    else if (columns[column].right)
        printf("%*s%s  ", padding, "", text);
    else
        printf("%s%*s  ", text, padding, "");
}

static void
print_table(GPtrArray *table)
{
    size_t width[COLUMNS];

    for (int column = 0; column < COLUMNS; column++) {
        width[column] = strlen(columns[column].name);
        for (unsigned i = 0; i < table->len; i++) {
            char **cells = (char **)g_ptr_array_index(table, i);

            width[column] = MAX(width[column], (size_t)g_utf8_strlen(cells[column], -1));
        }
    }
    for (int column = 0; column < COLUMNS; column++)
        print_cell(columns[column].name, column, width[column]);
    for (unsigned i = 0; i < table->len; i++) {
        char **cells = (char **)g_ptr_array_index(table, i);

        for (int column = 0; column < COLUMNS; column++)
            print_cell(cells[column], column, width[column]);
    }
}

static void
print_report(void *data)
{
    const report *rep = (const report *)data;
    GPtrArray *sorted = labelled_rows(rep->rows);
    GPtrArray *table = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

    for (unsigned i = 0; i < sorted->len; i++)
        g_ptr_array_add(table, row_cells((const label_row *)g_ptr_array_index(sorted, i)));

    printf("\nLegacy ports: %u labelled conversation%s%s%s\n", sorted->len,
           sorted->len == 1 ? "" : "s", rep->filter ? ", filter: " : "",
           rep->filter ? rep->filter : "");
    if (sorted->len > 0)
        print_table(table);
    g_ptr_array_free(table, TRUE);
    g_ptr_array_free(sorted, TRUE);
}

static tap_packet_status
report_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tap_data,
              tap_flags_t flags _U_)
{
    const report *rep = (const report *)data;

    label_rows_count(rep->rows, pinfo, (const label_tap_info *)tap_data);
    return TAP_PACKET_REDRAW;
}

static void
reset_report(void *data)
{
    const report *rep = (const report *)data;

    g_hash_table_remove_all(rep->rows);
}

static void
finish_report(void *data)
{
    report *rep = (report *)data;

    g_hash_table_destroy(rep->rows);
    g_free(rep->filter);
    g_free(rep);
}

static lp_report_init_result
init_report(const char *argument, void *user_data _U_)
{
    static const char prefix[] = "legacyport,conv,";
    report *rep = g_new0(report, 1);

    rep->rows = label_rows_new();
    if (g_str_has_prefix(argument, prefix))
        rep->filter = g_strdup(argument + strlen(prefix));

    GString *error = register_tap_listener("legacyport", rep, rep->filter, TL_REQUIRES_NOTHING,
                                           reset_report, report_packet, print_report,
                                           finish_report);
    if (error) {
        fprintf(stderr, "tshark: legacyport,conv: %s\n", error->str);
        g_string_free(error, TRUE);
        finish_report(rep);
        exit(1);
    }
    LP_REPORT_INIT_DONE;
}

void
register_tap_listener_legacyport(void)
{
    static stat_tap_ui ui = {
        REGISTER_STAT_GROUP_GENERIC, "Labelled Conversations", "legacyport,conv", init_report, 0,
        NULL,
    };

    register_stat_tap_ui(&ui, NULL);
}
