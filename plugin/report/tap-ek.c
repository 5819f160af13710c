/* tap-ek.c
 * Labelled conversations as documents: tshark -q -z legacyport,ek[,FILTER]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
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

#include "report/tap-report.h"

static void
begin_object(json_dumper *json, const char *name)
{
    json_dumper_set_member_name(json, name);
    json_dumper_begin_object(json);
}

static void
add_string(json_dumper *json, const char *name, const char *value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_string(json, value);
}

static void
add_number(json_dumper *json, const char *name, uint32_t value)
{
    char text[11];

    snprintf(text, sizeof text, "%" PRIu32, value);
    add_string(json, name, text);
}

static void
add_boolean(json_dumper *json, const char *name, bool value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_anyf(json, "%s", value ? "true" : "false");
}

/* One value alone, several as an array, none not at all. */
static void
add_strings(json_dumper *json, const char *name, const GPtrArray *values)
{
    if (values->len == 0)
        return;
    if (values->len == 1) {
        add_string(json, name, (const char *)g_ptr_array_index(values, 0));
        return;
    }
    json_dumper_set_member_name(json, name);
    json_dumper_begin_array(json);
    for (unsigned i = 0; i < values->len; i++)
        json_dumper_value_string(json, (const char *)g_ptr_array_index(values, i));
    json_dumper_end_array(json);
}

static void
add_addresses(json_dumper *json, const report_row *row)
{
    static const struct {
        int type;
        const char *layer, *source, *destination;
    } layers[] = {
        {AT_IPv4, "ip", "ip_ip.src", "ip_ip.dst"},
        {AT_IPv6, "ipv6", "ipv6_ipv6.src", "ipv6_ipv6.dst"},
        {AT_ETHER, "eth", "eth_eth.src", "eth_eth.dst"},
    };
    const int service = report_row_service_side(row);

    for (size_t i = 0; i < array_length(layers); i++) {
        if (row->address[service].type != layers[i].type)
            continue;
        char *source = address_to_str(NULL, &row->address[1 - service]);
        char *destination = address_to_str(NULL, &row->address[service]);

        begin_object(json, layers[i].layer);
        add_string(json, layers[i].source, source);
        add_string(json, layers[i].destination, destination);
        json_dumper_end_object(json);
        wmem_free(NULL, source);
        wmem_free(NULL, destination);
    }
}

static void
add_ports(json_dumper *json, const report_row *row)
{
    const char *transport = registry_transport_name(row->conv->transport);
    const int service = report_row_service_side(row);
    char name[32];

    begin_object(json, transport);
    snprintf(name, sizeof name, "%s_%s.srcport", transport, transport);
    add_number(json, name, row->conv->port[1 - service]);
    snprintf(name, sizeof name, "%s_%s.dstport", transport, transport);
    add_number(json, name, row->conv->port[service]);
    json_dumper_end_object(json);
}

static void
add_alternatives(json_dumper *json, const verdict_label *label, const registry_port *set)
{
    GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
    char text[VERDICT_TEXT_MAX];

    for (size_t i = 0; i < set->count; i++) {
        if (verdict_alternative(label, set, i, text))
            g_ptr_array_add(values, g_strdup(text));
    }
    add_strings(json, "legacyport_legacyport.alternative", values);
    g_ptr_array_free(values, TRUE);
}

static void
add_sources(json_dumper *json, const verdict_label *label, const registry_port *set)
{
    GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
    char text[VERDICT_TEXT_MAX];

    for (size_t i = 0; i < set->count; i++) {
        const registry_row *row = registry_row_at(set->rows[i]);

        if (!verdict_label_is_source(label, row))
            continue;
        verdict_source_text(row->source, text);
        g_ptr_array_add(values, g_strdup(text));
    }
    add_strings(json, "legacyport_legacyport.source", values);
    g_ptr_array_free(values, TRUE);
}

/* What the postdissector shows of a port's label only. */
static void
add_port_label(json_dumper *json, const label_conversation *conv)
{
    const verdict_label *label = &conv->label;
    const registry_port set = registry_find(label->transport, label->port);

    if (label->service != REGISTRY_SERVICE_NONE)
        add_string(json, "legacyport_legacyport.service", registry_services[label->service].id);
    add_number(json, "legacyport_legacyport.port", label->port);
    add_string(json, "legacyport_legacyport.transport", registry_transport_name(label->transport));
    if (label->row)
        add_string(json, "legacyport_legacyport.status",
                   registry_status_name((registry_status)label->row->status));
    add_boolean(json, "legacyport_legacyport.contradicted", label->contradicted);
    if (label->payload)
        add_string(json, "legacyport_legacyport.payload", label->payload);
    if (conv->evidence_frame)
        add_number(json, "legacyport_legacyport.evidence_frame", conv->evidence_frame);
    add_alternatives(json, label, &set);
    add_sources(json, label, &set);
    add_boolean(json, "legacyport_legacyport.side_known", conv->side.known);
}

static void
add_label(json_dumper *json, const label_conversation *conv)
{
    char reason[VERDICT_TEXT_MAX];

    verdict_reason(&conv->verdict, reason);
    begin_object(json, "legacyport");
    add_string(json, "legacyport_legacyport.label", conv->text);
    add_string(json, "legacyport_legacyport.kind", label_kind_name(conv->kind));
    add_number(json, "legacyport_legacyport.evidence", conv->verdict.evidence);
    add_string(json, "legacyport_legacyport.verdict", label_verdict_text(conv));
    add_string(json, "legacyport_legacyport.reason", reason);
    if (conv->kind == LABEL_KIND_PORT)
        add_port_label(json, conv);
    add_number(json, "legacyport_legacyport.conversation", conv->number);
    json_dumper_end_object(json);
}

static void
add_conversation(json_dumper *json, const report_row *row)
{
    const int service = report_row_service_side(row);

    begin_object(json, "conversation");
    add_string(json, "service", report_service_name(row->conv));
    add_string(json, "server", row->endpoint[service]);
    add_string(json, "client", row->endpoint[1 - service]);
    json_dumper_set_member_name(json, "packets");
    json_dumper_value_anyf(json, "%" PRIu64, row->packets);
    json_dumper_set_member_name(json, "bytes");
    json_dumper_value_anyf(json, "%" PRIu64, row->bytes);
    json_dumper_set_member_name(json, "duration");
    json_dumper_value_anyf(json, "%.6f", report_row_seconds(row));
    json_dumper_end_object(json);
}

static void
print_document(const report_row *row)
{
    json_dumper json = {.output_file = stdout, .flags = JSON_DUMPER_DOT_TO_UNDERSCORE};
    char milliseconds[32];

    snprintf(milliseconds, sizeof milliseconds, "%" PRId64 "%03d", (int64_t)row->first_time.secs,
             row->first_time.nsecs / 1000000);
    json_dumper_begin_object(&json);
    add_string(&json, "timestamp", milliseconds);
    begin_object(&json, "layers");
    begin_object(&json, "frame");
    add_number(&json, "frame_frame.number", row->first_frame);
    json_dumper_end_object(&json);
    add_addresses(&json, row);
    if (row->conv->kind == LABEL_KIND_PORT)
        add_ports(&json, row);
    add_label(&json, row->conv);
    json_dumper_end_object(&json);
    add_conversation(&json, row);
    json_dumper_end_object(&json);
    json_dumper_finish(&json);
}

void
report_print_ek(GPtrArray *sorted, const char *filter _U_)
{
    for (unsigned i = 0; i < sorted->len; i++) {
        puts("{\"index\":{\"_index\":\"legacyports\"}}");
        print_document((const report_row *)g_ptr_array_index(sorted, i));
    }
}
