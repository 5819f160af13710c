/* tap-columns.c
 * The one list of what is said of a labelled conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "report/tap-columns.h"

#include <stdio.h>

static GPtrArray *
alternatives(const label_conversation *conv)
{
    const registry_port set = conv->rows;
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    char text[VERDICT_TEXT_MAX];

    for (size_t i = 0; i < set.count; i++) {
        if (verdict_alternative(&conv->label, &set, i, text))
            g_ptr_array_add(texts, g_strdup(text));
    }
    return texts;
}

static GPtrArray *
sources(const label_conversation *conv)
{
    const registry_port set = conv->rows;
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    char text[VERDICT_TEXT_MAX];

    for (size_t i = 0; i < set.count; i++) {
        const registry_row *row = registry_row_at(set.rows[i]);

        if (!verdict_label_is_source(&conv->label, row))
            continue;
        verdict_source_text(row->source, text);
        g_ptr_array_add(texts, g_strdup(text));
    }
    return texts;
}

/* What the sources say in full. */
static GPtrArray *
descriptions(const label_conversation *conv)
{
    const registry_port set = conv->rows;
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < set.count; i++) {
        const registry_row *row = registry_row_at(set.rows[i]);

        if (row->label && row->description && verdict_label_is_source(&conv->label, row))
            g_ptr_array_add(texts, g_strdup(row->description));
    }
    return texts;
}

/* What the port's service is called, whatever the payload proved to be. */
static const char *
service_name(const label_conversation *conv)
{
    const verdict_label *label = &conv->label;

    if (label->service != REGISTRY_SERVICE_NONE)
        return registry_services[label->service].label;
    return label->row ? label->row->label : conv->text;
}

void
report_line_read(report_line *line, const report_row *row)
{
    static const label_conversation nothing = {0};
    static char no_endpoint[] = "";
    static const report_row nobody = {.conv = &nothing, .endpoint = {no_endpoint, no_endpoint}};

    if (!row)
        row = &nobody;

    const label_conversation *conv = row->conv;
    const verdict_label *label = &conv->label;
    const int side = report_row_service_side(row);
    const bool port = conv->kind == LABEL_KIND_PORT;
    const char *transport = port ? registry_transport_name(label->transport) : NULL;
    const char *service_id =
        label->service != REGISTRY_SERVICE_NONE ? registry_services[label->service].id : NULL;
    const char *status =
        label->row ? registry_status_name((registry_status)label->row->status) : NULL;

    verdict_reason(&conv->verdict, line->reason);
    snprintf(line->service, sizeof line->service, "%s%s%s", row->endpoint[side],
             transport ? "/" : "", transport ? transport : "");

#define TEXT(value) .kind = REPORT_TEXT, .text = (value), .absent = !(value)
#define NUMBER(value) .kind = REPORT_NUMBER, .number = (value)
#define TEXTS(make) .kind = REPORT_TEXTS, .conv = conv, .texts = (make)
    const report_column columns[] = {
        {"conversation", "#", "legacyport.conversation", NUMBER(conv->number)},
        {"label", "Label", "legacyport.label", TEXT(conv->text)},
        {"evidence", "Evidence", "legacyport.verdict", TEXT(label_verdict_text(conv))},
        {"reason", "Reason", "legacyport.reason", .kind = REPORT_PROSE, .text = line->reason},
        {"payload", NULL, "legacyport.payload", TEXT(label->payload)},
        {"service", NULL, NULL, TEXT(service_name(conv))},
        {"server", NULL, NULL, TEXT(row->endpoint[side])},
        {NULL, "Service", NULL, .kind = REPORT_TEXT, .text = line->service},
        {"client", "Client", NULL, TEXT(row->endpoint[1 - side])},
        {"packets", "Packets", NULL, NUMBER(row->packets)},
        {"bytes", "Bytes", NULL, NUMBER(row->bytes)},
        {"start", NULL, NULL, .kind = REPORT_TIME, .time = row->first_time},
        {"duration", "Duration", NULL, .kind = REPORT_SECONDS, .seconds = report_row_seconds(row)},
        {"first_packet", "First packet", "frame.number", NUMBER(row->first_frame)},
        {"evidence_packet", NULL, "legacyport.evidence_frame", NUMBER(conv->evidence_frame),
         .absent = !conv->evidence_frame},
        {"kind", NULL, "legacyport.kind", TEXT(label_kind_name((label_kind)conv->kind))},
        {"transport", NULL, "legacyport.transport", TEXT(transport)},
        {"port", NULL, "legacyport.port", NUMBER(label->port), .absent = !port},
        {"status", NULL, "legacyport.status", TEXT(status)},
        {"side_known", NULL, "legacyport.side_known", .kind = REPORT_TRUTH,
         .truth = conv->side.known, .absent = !port},
        {"service_id", NULL, "legacyport.service", TEXT(service_id)},
        {"evidence_value", NULL, "legacyport.evidence", NUMBER(conv->verdict.evidence)},
        {NULL, NULL, "legacyport.contradicted", .kind = REPORT_TRUTH, .truth = true,
         .absent = !label->contradicted},
        {"alternatives", NULL, "legacyport.alternative", TEXTS(alternatives)},
        {"sources", NULL, "legacyport.source", TEXTS(sources)},
        {"descriptions", NULL, "legacyport.description", TEXTS(descriptions)},
    };
#undef TEXT
#undef NUMBER
#undef TEXTS
    _Static_assert(array_length(columns) == REPORT_COLUMNS, "REPORT_COLUMNS");

    memcpy(line->columns, columns, sizeof columns);
}

unsigned
report_columns_shown(const report_line *line, unsigned shown[REPORT_COLUMNS])
{
    unsigned count = 0;

    for (int prose = 0; prose <= 1; prose++) {
        for (unsigned i = 0; i < REPORT_COLUMNS; i++) {
            const report_column *column = &line->columns[i];

            if (column->title && (column->kind == REPORT_PROSE) == prose)
                shown[count++] = i;
        }
    }
    return count;
}

void
report_column_print(GString *out, const report_column *column)
{
    if (column->absent)
        return;
    switch (column->kind) {
    case REPORT_TEXT:
    case REPORT_PROSE:
        g_string_append(out, column->text);
        break;
    case REPORT_NUMBER:
        g_string_append_printf(out, "%" PRIu64, column->number);
        break;
    case REPORT_SECONDS:
        g_string_append_printf(out, "%.6f", column->seconds);
        break;
    case REPORT_TIME:
        g_string_append_printf(out, "%" PRId64 ".%06d", (int64_t)column->time.secs,
                               column->time.nsecs / 1000);
        break;
    case REPORT_TRUTH:
        g_string_append(out, column->truth ? "true" : "false");
        break;
    case REPORT_TEXTS: {
        GPtrArray *texts = column->texts(column->conv);

        for (unsigned i = 0; i < texts->len; i++)
            g_string_append_printf(out, "%s%s", i > 0 ? "; " : "", (char *)texts->pdata[i]);
        g_ptr_array_free(texts, TRUE);
    }
    }
}
