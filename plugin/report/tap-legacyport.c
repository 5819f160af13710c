/* tap-legacyport.c
 * The report of labelled conversations: tshark -q -z legacyport,conv[,FILTER] for
 * a person, legacyport,tsv for a spreadsheet, legacyport,ek for a search engine
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A label is read when the report is printed, so it is the final one.
 */
#include "compat.h"

#include <stdio.h>

#include <epan/stat_tap_ui.h>

#include "report/tap-report.h"

void register_tap_listener_legacyport(void);

/* What -z asks for, and what prints it; the filter is NULL if there is none. */
typedef struct {
    stat_tap_ui ui;
    void (*print)(GPtrArray *sorted, const char *filter);
} report_form;

/* The rows of one report, by label_conversation. */
typedef struct {
    const report_form *form;
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
    {"#", true},       {"Label", false}, {"Evidence", false}, {"Service", false}, {"Client", false},
    {"Packets", true}, {"Bytes", true},  {"Duration", true},  {"First", true},    {"Reason", false},
};

static char **
row_cells(const report_row *row)
{
    const int service = report_row_service_side(row);
    char reason[VERDICT_TEXT_MAX];
    char **cells = g_new0(char *, COLUMNS + 1);

    verdict_reason(&row->conv->verdict, reason);
    cells[COLUMN_NUMBER] = g_strdup_printf("%u", (unsigned)row->conv->number);
    cells[COLUMN_LABEL] = g_strdup(row->conv->text);
    cells[COLUMN_EVIDENCE] = g_strdup(label_verdict_text(row->conv));
    cells[COLUMN_SERVICE] = g_strdup(row->endpoint[service]);
    cells[COLUMN_CLIENT] = g_strdup(row->endpoint[1 - service]);
    cells[COLUMN_PACKETS] = g_strdup_printf("%" PRIu64, row->packets);
    cells[COLUMN_BYTES] = g_strdup_printf("%" PRIu64, row->bytes);
    cells[COLUMN_DURATION] = g_strdup_printf("%.6f", report_row_seconds(row));
    cells[COLUMN_FIRST] = g_strdup_printf("%u", (unsigned)row->first_frame);
    cells[COLUMN_REASON] = g_strdup(reason);
    return cells;
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
print_conversations(GPtrArray *sorted, const char *filter)
{
    GPtrArray *table = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

    for (unsigned i = 0; i < sorted->len; i++)
        g_ptr_array_add(table, row_cells((const report_row *)g_ptr_array_index(sorted, i)));

    printf("\nLegacy ports: %u labelled conversation%s%s%s\n", sorted->len,
           sorted->len == 1 ? "" : "s", filter ? ", filter: " : "", filter ? filter : "");
    if (sorted->len > 0)
        print_table(table);
    g_ptr_array_free(table, TRUE);
}

static void
print_report(void *data)
{
    const report *rep = (const report *)data;
    GPtrArray *sorted = report_rows_sorted(rep->rows);

    rep->form->print(sorted, rep->filter);
    g_ptr_array_free(sorted, TRUE);
}

static tap_packet_status
report_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tap_data,
              tap_flags_t flags _U_)
{
    const report *rep = (const report *)data;

    report_rows_count(rep->rows, pinfo, (const label_tap_info *)tap_data);
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

static compat_report_init_result
init_report(const char *argument, void *user_data)
{
    report *rep = g_new0(report, 1);

    rep->form = (const report_form *)user_data;
    rep->rows = report_rows_new();
    argument += strlen(rep->form->ui.cli_string);
    if (*argument == ',')
        rep->filter = g_strdup(argument + 1);

    GString *error =
        register_tap_listener("legacyport", rep, rep->filter, TL_REQUIRES_NOTHING, reset_report,
                              report_packet, print_report, finish_report);
    if (error) {
        fprintf(stderr, "tshark: %s: %s\n", rep->form->ui.cli_string, error->str);
        g_string_free(error, TRUE);
        finish_report(rep);
        exit(1);
    }
    COMPAT_REPORT_INIT_DONE;
}

void
register_tap_listener_legacyport(void)
{
#define REPORT(title, argument)                                            \
    {                                                                      \
        REGISTER_STAT_GROUP_GENERIC, title, argument, init_report, 0, NULL \
    }
    static report_form forms[] = {
        {REPORT("Labelled Conversations", "legacyport,conv"), print_conversations},
        {REPORT("Labelled Conversations as JSON", "legacyport,ek"), report_print_ek},
        {REPORT("Labelled Conversations as TSV", "legacyport,tsv"), report_print_tsv},
    };
#undef REPORT

    for (size_t i = 0; i < array_length(forms); i++)
        register_stat_tap_ui(&forms[i].ui, &forms[i]);
}
