/* tap-report.c
 * The report of labelled conversations: tshark -q -z legacyport,FORM[,FILTER]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A label is read when the report is printed, so it is the final one.
 */
#include "compat.h"

#include <stdio.h>

#include <epan/stat_tap_ui.h>

#include "report/forms.h"

void register_tap_listener_legacyport(void);

/* What -z asks for, and what prints it. */
typedef struct {
    stat_tap_ui ui;
    report_form *print;
} statistic;

/* The rows of one report, by label_conversation. */
typedef struct {
    const statistic *form;
    GHashTable *rows;
    char *filter;
} report;

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

    rep->form = (const statistic *)user_data;
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
    static statistic forms[] = {
        {REPORT("Labelled Conversations", "legacyport,conv"), report_print_conv},
        {REPORT("Labelled Conversations as JSON", "legacyport,json"), report_print_json},
        {REPORT("Labelled Conversations for OpenSearch", "legacyport,ek"), report_print_ek},
        {REPORT("Labelled Conversations as TSV", "legacyport,tsv"), report_print_tsv},
        {REPORT("Labels and Evidence", "legacyport,tree"), report_print_tree},
    };
#undef REPORT

    for (size_t i = 0; i < array_length(forms); i++)
        register_stat_tap_ui(&forms[i].ui, &forms[i]);
}
