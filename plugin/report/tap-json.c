/* tap-json.c
 * Labelled conversations as JSON: tshark -q -z legacyport,json[,FILTER], and as
 * documents for a search engine: tshark -q -z legacyport,ek[,FILTER]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A document:
 *
 *     {"index":{"_index":"legacyports"}}
 *     {"timestamp":"1795228810565","layers":{
 *         "frame":{"frame_frame_number":"1"},
 *         "ip":{"ip_ip_src":"192.0.2.1","ip_ip_dst":"192.0.2.2"},
 *         "tcp":{"tcp_tcp_srcport":"52139","tcp_tcp_dstport":"1994"},
 *         "legacyport":{"legacyport_legacyport_label":"SSH, on a Cisco STUN port",...}},
 *      "conversation":{"packets":41,...}}
 *
 * Names and types are those of tshark -T ek: PROTOCOL_FIELD with dots as
 * underscores, numbers as strings, a repeated field as an array. The types of
 * tshark -G elastic-mapping fit.
 */
#include "compat.h"

#include <stdio.h>

#include <epan/to_str.h>
#include <wsutil/json_dumper.h>

#include "report/forms.h"

static void
add_string(json_dumper *json, const char *name, const char *value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_string(json, value);
}

static void
add_texts(json_dumper *json, const GPtrArray *texts)
{
    json_dumper_begin_array(json);
    for (unsigned i = 0; i < texts->len; i++)
        json_dumper_value_string(json, (const char *)texts->pdata[i]);
    json_dumper_end_array(json);
}

static void
add_value(json_dumper *json, const report_column *column)
{
    GString *value = g_string_new(NULL);

    json_dumper_set_member_name(json, column->name);
    report_column_print(value, column);
    if (column->absent) {
        json_dumper_value_anyf(json, "null");
    } else if (column->kind == REPORT_TEXTS) {
        GPtrArray *texts = column->texts(column->conv);

        add_texts(json, texts);
        g_ptr_array_free(texts, TRUE);
    } else if (column->kind == REPORT_TEXT || column->kind == REPORT_PROSE) {
        json_dumper_value_string(json, value->str);
    } else {
        json_dumper_value_anyf(json, "%s", value->str);
    }
    g_string_free(value, TRUE);
}

void
report_print_json(const GPtrArray *rows, const char *filter _U_)
{
    json_dumper json = {.output_file = stdout, .flags = JSON_DUMPER_FLAGS_PRETTY_PRINT};
    report_line line;

    json_dumper_begin_array(&json);
    for (unsigned row = 0; row < rows->len; row++) {
        report_line_read(&line, (const report_row *)rows->pdata[row]);
        json_dumper_begin_object(&json);
        for (unsigned i = 0; i < REPORT_COLUMNS; i++) {
            if (line.columns[i].name)
                add_value(&json, &line.columns[i]);
        }
        json_dumper_end_object(&json);
    }
    json_dumper_end_array(&json);
    json_dumper_finish(&json);
}

/* One of several texts stands alone, none not at all. */
static void
add_field(json_dumper *json, const char *name, const report_column *column)
{
    GString *value = g_string_new(NULL);

    report_column_print(value, column);
    if (column->kind == REPORT_TEXTS) {
        GPtrArray *texts = column->texts(column->conv);

        if (texts->len == 1) {
            add_string(json, name, value->str);
        } else if (texts->len > 1) {
            json_dumper_set_member_name(json, name);
            add_texts(json, texts);
        }
        g_ptr_array_free(texts, TRUE);
    } else if (column->kind == REPORT_TRUTH) {
        json_dumper_set_member_name(json, name);
        json_dumper_value_anyf(json, "%s", value->str);
    } else {
        add_string(json, name, value->str);
    }
    g_string_free(value, TRUE);
}

/* The fields of one protocol. */
static void
add_fields(json_dumper *json, const char *protocol, const report_line *line)
{
    const size_t length = strlen(protocol);

    json_dumper_set_member_name(json, protocol);
    json_dumper_begin_object(json);
    for (unsigned i = 0; i < REPORT_COLUMNS; i++) {
        const report_column *column = &line->columns[i];

        if (column->absent || !column->field || strncmp(column->field, protocol, length) != 0)
            continue;
        char *name = g_strdup_printf("%s_%s", protocol, column->field);
        add_field(json, name, column);
        g_free(name);
    }
    json_dumper_end_object(json);
}

/* What a protocol calls its two ends. */
typedef struct {
    const char *protocol, *source, *destination;
} end_names;

static void
add_ends(json_dumper *json, const end_names *names, const char *source, const char *destination)
{
    char name[32];

    json_dumper_set_member_name(json, names->protocol);
    json_dumper_begin_object(json);
    snprintf(name, sizeof name, "%s_%s.%s", names->protocol, names->protocol, names->source);
    add_string(json, name, source);
    snprintf(name, sizeof name, "%s_%s.%s", names->protocol, names->protocol, names->destination);
    add_string(json, name, destination);
    json_dumper_end_object(json);
}

static void
add_addresses_and_ports(json_dumper *json, const report_row *row)
{
    static const struct {
        int type;
        end_names names;
    } networks[] = {
        {AT_IPv4, {"ip", "src", "dst"}},
        {AT_IPv6, {"ipv6", "src", "dst"}},
        {AT_ETHER, {"eth", "src", "dst"}},
    };
    const int service = report_row_service_side(row);

    for (size_t i = 0; i < array_length(networks); i++) {
        if (row->address[service].type != networks[i].type)
            continue;
        char *source = address_to_str(NULL, &row->address[1 - service]);
        char *destination = address_to_str(NULL, &row->address[service]);

        add_ends(json, &networks[i].names, source, destination);
        wmem_free(NULL, source);
        wmem_free(NULL, destination);
    }
    if (row->conv->kind == LABEL_KIND_PORT) {
        const end_names transport = {
            registry_transport_name((registry_transport)row->conv->transport), "srcport",
            "dstport"};
        char source[8];
        char destination[8];

        snprintf(source, sizeof source, "%u", row->conv->port[1 - service]);
        snprintf(destination, sizeof destination, "%u", row->conv->port[service]);
        add_ends(json, &transport, source, destination);
    }
}

static void
print_document(const report_row *row)
{
    json_dumper json = {.output_file = stdout, .flags = JSON_DUMPER_DOT_TO_UNDERSCORE};
    report_line line;
    char milliseconds[32];

    report_line_read(&line, row);
    snprintf(milliseconds, sizeof milliseconds, "%" PRId64 "%03d", (int64_t)row->first_time.secs,
             row->first_time.nsecs / 1000000);

    json_dumper_begin_object(&json);
    add_string(&json, "timestamp", milliseconds);
    json_dumper_set_member_name(&json, "layers");
    json_dumper_begin_object(&json);
    add_fields(&json, "frame", &line);
    add_addresses_and_ports(&json, row);
    add_fields(&json, "legacyport", &line);
    json_dumper_end_object(&json);

    json_dumper_set_member_name(&json, "conversation");
    json_dumper_begin_object(&json);
    for (unsigned i = 0; i < REPORT_COLUMNS; i++) {
        if (line.columns[i].name && !line.columns[i].field)
            add_value(&json, &line.columns[i]);
    }
    json_dumper_end_object(&json);
    json_dumper_end_object(&json);
    json_dumper_finish(&json);
}

void
report_print_ek(const GPtrArray *rows, const char *filter _U_)
{
    for (unsigned i = 0; i < rows->len; i++) {
        puts("{\"index\":{\"_index\":\"legacyports\"}}");
        print_document((const report_row *)rows->pdata[i]);
    }
}
