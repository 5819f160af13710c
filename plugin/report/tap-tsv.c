/* tap-tsv.c
 * Labelled conversations, one a line: tshark -q -z legacyport,tsv[,FILTER]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include <stdio.h>

#include "report/tap-report.h"

/* Appends one cell, unescaped. */
typedef void (*append_cell)(GString *cell, const report_row *row);

static void
append_conversation(GString *cell, const report_row *row)
{
    g_string_append_printf(cell, "%u", (unsigned)row->conv->number);
}

static void
append_label(GString *cell, const report_row *row)
{
    g_string_append(cell, row->conv->text);
}

static void
append_evidence(GString *cell, const report_row *row)
{
    g_string_append(cell, label_verdict_text(row->conv));
}

static void
append_server(GString *cell, const report_row *row)
{
    g_string_append(cell, row->endpoint[report_row_service_side(row)]);
}

static void
append_client(GString *cell, const report_row *row)
{
    g_string_append(cell, row->endpoint[1 - report_row_service_side(row)]);
}

static void
append_packets(GString *cell, const report_row *row)
{
    g_string_append_printf(cell, "%" PRIu64, row->packets);
}

static void
append_bytes(GString *cell, const report_row *row)
{
    g_string_append_printf(cell, "%" PRIu64, row->bytes);
}

static void
append_duration(GString *cell, const report_row *row)
{
    g_string_append_printf(cell, "%.6f", report_row_seconds(row));
}

static void
append_start(GString *cell, const report_row *row)
{
    g_string_append_printf(cell, "%" PRId64 ".%06d", (int64_t)row->first_time.secs,
                           row->first_time.nsecs / 1000);
}

static void
append_first_packet(GString *cell, const report_row *row)
{
    g_string_append_printf(cell, "%u", (unsigned)row->first_frame);
}

static void
append_evidence_packet(GString *cell, const report_row *row)
{
    if (row->conv->evidence_frame)
        g_string_append_printf(cell, "%u", (unsigned)row->conv->evidence_frame);
}

static void
append_reason(GString *cell, const report_row *row)
{
    char reason[VERDICT_TEXT_MAX];

    verdict_reason(&row->conv->verdict, reason);
    g_string_append(cell, reason);
}

static void
append_service(GString *cell, const report_row *row)
{
    g_string_append(cell, report_service_name(row->conv));
}

static void
append_kind(GString *cell, const report_row *row)
{
    g_string_append(cell, label_kind_name(row->conv->kind));
}

static void
append_transport(GString *cell, const report_row *row)
{
    if (row->conv->kind == LABEL_KIND_PORT)
        g_string_append(cell, registry_transport_name(row->conv->label.transport));
}

static void
append_port(GString *cell, const report_row *row)
{
    if (row->conv->kind == LABEL_KIND_PORT)
        g_string_append_printf(cell, "%u", (unsigned)row->conv->label.port);
}

static void
append_status(GString *cell, const report_row *row)
{
    if (row->conv->label.row)
        g_string_append(cell, registry_status_name((registry_status)row->conv->label.row->status));
}

static void
append_payload(GString *cell, const report_row *row)
{
    if (row->conv->label.payload)
        g_string_append(cell, row->conv->label.payload);
}

static void
append_side_known(GString *cell, const report_row *row)
{
    if (row->conv->kind == LABEL_KIND_PORT)
        g_string_append(cell, row->conv->side.known ? "true" : "false");
}

static const struct {
    const char *name;
    append_cell append;
} columns[] = {
    {"conversation", append_conversation},
    {"label", append_label},
    {"evidence", append_evidence},
    {"reason", append_reason},
    {"payload", append_payload},
    {"service", append_service},
    {"server", append_server},
    {"client", append_client},
    {"packets", append_packets},
    {"bytes", append_bytes},
    {"start", append_start},
    {"duration", append_duration},
    {"first_packet", append_first_packet},
    {"evidence_packet", append_evidence_packet},
    {"kind", append_kind},
    {"transport", append_transport},
    {"port", append_port},
    {"status", append_status},
    {"side_known", append_side_known},
};

/* Words of a user's own rows may hold what separates cells and lines. */
static void
print_escaped(const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '\\':
            fputs("\\\\", stdout);
            break;
        case '\t':
            fputs("\\t", stdout);
            break;
        case '\n':
            fputs("\\n", stdout);
            break;
        default:
            putchar(*text);
        }
    }
}

static void
print_row(const report_row *row)
{
    GString *cell = g_string_new(NULL);

    for (size_t i = 0; i < array_length(columns); i++) {
        g_string_truncate(cell, 0);
        columns[i].append(cell, row);
        print_escaped(cell->str);
        putchar(i + 1 < array_length(columns) ? '\t' : '\n');
    }
    g_string_free(cell, TRUE);
}

void
report_print_tsv(GPtrArray *sorted, const char *filter _U_)
{
    for (size_t i = 0; i < array_length(columns); i++)
        printf("%s%c", columns[i].name, i + 1 < array_length(columns) ? '\t' : '\n');
    for (unsigned i = 0; i < sorted->len; i++)
        print_row((const report_row *)g_ptr_array_index(sorted, i));
}
