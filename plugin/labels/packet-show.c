/* packet-show.c
 * A label in the packet's tree, in its Info column, and on the tap of the statistics
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/packet-show.h"

#include <epan/expert.h>
#include <epan/tap.h>

#include "base/items.h"
#include "registry-names.h"

static int proto_legacyport;
static int tap_legacyport;

static int hf_legacyport_label = -1;
static int hf_legacyport_service = -1;
static int hf_legacyport_kind = -1;
static int hf_legacyport_port = -1;
static int hf_legacyport_transport = -1;
static int hf_legacyport_status = -1;
static int hf_legacyport_evidence = -1;
static int hf_legacyport_verdict = -1;
static int hf_legacyport_contradicted = -1;
static int hf_legacyport_payload = -1;
static int hf_legacyport_alternative = -1;
static int hf_legacyport_source = -1;
static int hf_legacyport_description = -1;
static int hf_legacyport_reason = -1;
static int hf_legacyport_side_known = -1;
static int hf_legacyport_conversation = -1;
static int hf_legacyport_evidence_frame = -1;

static int ett_legacyport = -1;

static expert_field ei_legacyport_contradicted = EI_INIT;
static expert_field ei_legacyport_clear_text = EI_INIT;
static expert_field ei_legacyport_sources_disagree = EI_INIT;

static compat_bool pref_show_in_info = TRUE;

const char *
label_verdict_text(const label_conversation *conv)
{
    if (conv->label.contradicted)
        return "Contradicted";
    if (conv->kind != LABEL_KIND_PORT)
        return "Number only";
    return val_to_str_const(conv->verdict.evidence, registry_names_evidence, "Unknown");
}

/*
 * On a port of no table a conversation begins with the packet that showed what
 * it is. A second pass knows those before it too, but counts what the first did.
 */
static void
tell_statistics(const label_conversation *conv, packet_info *pinfo)
{
    if (pinfo->num < conv->first_frame)
        return;

    label_tap_info *info = wmem_new0(pinfo->pool, label_tap_info);
    info->conversation = conv;
    info->to_service = label_goes_to_service(conv, pinfo);
    tap_queue_packet(tap_legacyport, pinfo, info);
}

/* The label and why, in one line: the rest of the tree spells it out. */
static proto_item *
add_headline(const label_conversation *conv, tvbuff_t *tvb, proto_tree *tree, const char *reason)
{
    const bool says_itself =
        !conv->verdict.reason || conv->label.contradicted || conv->kind != LABEL_KIND_PORT;

    return base_generated(proto_tree_add_protocol_format(
        tree, proto_legacyport, tvb, 0, 0, "Legacy %s: %s (%s%s%s)",
        conv->kind == LABEL_KIND_PORT ? "Port" : "Number", conv->text,
        says_itself ? "" : label_verdict_text(conv), says_itself ? "" : ": ", reason));
}

static void
add_source(proto_tree *tree, tvbuff_t *tvb, const char *source)
{
    char text[VERDICT_TEXT_MAX];

    verdict_source_text(source, text);
    base_add_string(tree, tvb, hf_legacyport_source, text);
}

static proto_item *
add_fields(const label_conversation *conv, tvbuff_t *tvb, proto_tree *tree)
{
    const verdict_label *label = &conv->label;
    char text[VERDICT_TEXT_MAX];

    verdict_reason(&conv->verdict, text);

    proto_item *item = add_headline(conv, tvb, tree, text);
    proto_tree *sub = proto_item_add_subtree(item, ett_legacyport);

    base_add_string(sub, tvb, hf_legacyport_label, conv->text);
    if (label->service != REGISTRY_SERVICE_NONE)
        base_add_string(sub, tvb, hf_legacyport_service, registry_services[label->service].id);
    base_add_string(sub, tvb, hf_legacyport_kind, label_kind_name(conv->kind));
    base_add_uint(sub, tvb, hf_legacyport_port, label->port);
    base_add_string(sub, tvb, hf_legacyport_transport, registry_transport_name(label->transport));
    if (label->row)
        base_add_string(sub, tvb, hf_legacyport_status,
                        registry_status_name((registry_status)label->row->status));
    base_add_uint(sub, tvb, hf_legacyport_evidence, conv->verdict.evidence);
    base_add_string(sub, tvb, hf_legacyport_verdict, label_verdict_text(conv));
    if (label->contradicted)
        base_add_boolean(sub, tvb, hf_legacyport_contradicted, true);
    if (label->payload)
        base_add_string(sub, tvb, hf_legacyport_payload, label->payload);
    base_add_string(sub, tvb, hf_legacyport_reason, text);
    if (conv->evidence_frame)
        base_add_uint(sub, tvb, hf_legacyport_evidence_frame, conv->evidence_frame);
    for (size_t i = 0; i < conv->rows.count; i++) {
        if (verdict_alternative(label, &conv->rows, i, text))
            base_add_string(sub, tvb, hf_legacyport_alternative, text);
    }
    for (size_t i = 0; i < conv->rows.count; i++) {
        const registry_row *row = registry_row_at(conv->rows.rows[i]);

        if (!verdict_label_is_source(label, row))
            continue;
        add_source(sub, tvb, row->source);
        if (row->label && row->description)
            base_add_string(sub, tvb, hf_legacyport_description, row->description);
    }
    base_add_boolean(sub, tvb, hf_legacyport_side_known, conv->side.known);
    base_add_uint(sub, tvb, hf_legacyport_conversation, conv->number);
    return item;
}

/* Whether the Protocol column still names the transport: then nobody above it took
 * the packet, however the tree and the layers look. */
static bool
is_bare_transport(packet_info *pinfo)
{
    const char *protocol = col_get_text(pinfo->cinfo, COL_PROTOCOL);

    for (unsigned i = 0; protocol && i < REGISTRY_TRANSPORTS; i++) {
        if (g_ascii_strcasecmp(protocol, registry_transport_name((registry_transport)i)) == 0)
            return true;
    }
    return false;
}

/*
 * Every packet has the label, few are looked at: where nobody will see the
 * fields, or asks for one, the protocol stands in the tree alone. Remarks stand
 * once a conversation, on the packet that they are about.
 */
bool
label_show(const label_conversation *conv, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    if (have_tap_listener(tap_legacyport))
        tell_statistics(conv, pinfo);
    if (!conv->text)
        return false;

    proto_item *item = proto_field_is_referenced(tree, proto_legacyport)
                           ? add_fields(conv, tvb, tree)
                           : proto_tree_add_item(tree, proto_legacyport, tvb, 0, 0, ENC_NA);
    const bool only_port =
        conv->verdict.evidence == VERDICT_EVIDENCE_PORT && !conv->label.contradicted;

    if (pinfo->num == conv->first_frame && verdict_sources_disagree(&conv->rows))
        expert_add_info(pinfo, item, &ei_legacyport_sources_disagree);
    if (pinfo->num == conv->remark_frame && conv->label.contradicted)
        expert_add_info_format(pinfo, item, &ei_legacyport_contradicted,
                               "The payload is %s, not what the port says", conv->label.payload);
    else if (pinfo->num == conv->remark_frame && !only_port &&
             registry_service_value(conv->label.service, "clear_text") > 0)
        expert_add_info(pinfo, item, &ei_legacyport_clear_text);
    if (pref_show_in_info && is_bare_transport(pinfo))
        col_append_fstr(pinfo->cinfo, COL_INFO, " [%s%s]", conv->text, only_port ? "?" : "");
    return true;
}

void
label_show_number(const label_conversation *conv, const char *source, const char *other,
                  tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    char reason[VERDICT_TEXT_MAX];

    verdict_reason(&conv->verdict, reason);
    if (have_tap_listener(tap_legacyport))
        tell_statistics(conv, pinfo);

    proto_tree *sub = proto_item_add_subtree(add_headline(conv, tvb, tree, reason), ett_legacyport);
    base_add_string(sub, tvb, hf_legacyport_label, conv->text);
    base_add_string(sub, tvb, hf_legacyport_kind, label_kind_name(conv->kind));
    base_add_uint(sub, tvb, hf_legacyport_evidence, conv->verdict.evidence);
    base_add_string(sub, tvb, hf_legacyport_verdict, label_verdict_text(conv));
    base_add_string(sub, tvb, hf_legacyport_reason, reason);
    if (other)
        base_add_string(sub, tvb, hf_legacyport_alternative, other);
    add_source(sub, tvb, source);
    base_add_uint(sub, tvb, hf_legacyport_conversation, conv->number);
    if (pref_show_in_info)
        col_append_fstr(pinfo->cinfo, COL_INFO, " [%s?]", conv->text);
}

void
label_show_register(int proto, module_t *module)
{
    static hf_register_info hf[] = {
        {&hf_legacyport_label,
         {"Label", "legacyport.label", FT_STRING, BASE_NONE, NULL, 0x0,
          "What runs in this conversation, as far as is known at this packet", HFILL}},
        {&hf_legacyport_service,
         {"Service", "legacyport.service", FT_STRING, BASE_NONE, NULL, 0x0,
          "The same as a short id for a filter, of tables/services.tsv; absent for rows that have "
          "no "
          "service of the plugin's",
          HFILL}},
        {&hf_legacyport_kind,
         {"Kind", "legacyport.kind", FT_STRING, BASE_NONE, NULL, 0x0,
          "What kind of number the label rests on: port, ethertype, sap, ipprotocol", HFILL}},
        {&hf_legacyport_port,
         {"Service Port", "legacyport.port", FT_UINT16, BASE_DEC, NULL, 0x0,
          "Port of the side that offers the service", HFILL}},
        {&hf_legacyport_transport,
         {"Transport", "legacyport.transport", FT_STRING, BASE_NONE, NULL, 0x0,
          "tcp, udp, sctp or dccp", HFILL}},
        {&hf_legacyport_status,
         {"Status", "legacyport.status", FT_STRING, BASE_NONE, NULL, 0x0,
          "What the source says of the registration: Official, Unofficial, Unassigned, Reserved",
          HFILL}},
        {&hf_legacyport_evidence,
         {"Evidence", "legacyport.evidence", FT_UINT8, BASE_DEC, VALS(registry_names_evidence), 0x0,
          "1 port number, 2 payload shape, 3 proof. Of a contradicted label only the port number "
          "speaks for the service",
          HFILL}},
        {&hf_legacyport_verdict,
         {"Verdict", "legacyport.verdict", FT_STRING, BASE_NONE, NULL, 0x0,
          "The evidence in the words of the statistics: Port number, Payload shape, Proof; "
          "Contradicted where the payload is something else; Number only for what is no port",
          HFILL}},
        {&hf_legacyport_contradicted,
         {"Contradicted", "legacyport.contradicted", FT_BOOLEAN, BASE_NONE, NULL, 0x0,
          "The payload is proven to be something else than the port says; absent where it is not",
          HFILL}},
        {&hf_legacyport_payload,
         {"Payload", "legacyport.payload", FT_STRING, BASE_NONE, NULL, 0x0,
          "What the payload is instead of what the port says", HFILL}},
        {&hf_legacyport_alternative,
         {"Alternative", "legacyport.alternative", FT_STRING, BASE_NONE, NULL, 0x0,
          "Another registration of the port, one field for each", HFILL}},
        {&hf_legacyport_source,
         {"Source", "legacyport.source", FT_STRING, BASE_NONE, NULL, 0x0,
          "A document that lists the service on this port, and the place in it, one field for "
          "each; tables/SOURCES.md describes the documents",
          HFILL}},
        {&hf_legacyport_description,
         {"Description", "legacyport.description", FT_STRING, BASE_NONE, NULL, 0x0,
          "The registration in full, as the source above it has it, where the label shortens it",
          HFILL}},
        {&hf_legacyport_reason,
         {"Reason", "legacyport.reason", FT_STRING, BASE_NONE, NULL, 0x0,
          "What was seen that the evidence rests on", HFILL}},
        {&hf_legacyport_side_known,
         {"Service Side Known", "legacyport.side_known", FT_BOOLEAN, BASE_NONE, NULL, 0x0,
          "A SYN showed which side offers the service; otherwise that is inferred from the port "
          "numbers",
          HFILL}},
        {&hf_legacyport_conversation,
         {"Labelled Conversation", "legacyport.conversation", FT_UINT32, BASE_DEC, NULL, 0x0,
          "Number of the labelled conversation in this file, from 0; filter on it to see one "
          "conversation",
          HFILL}},
        {&hf_legacyport_evidence_frame,
         {"Evidence in", "legacyport.evidence_frame", FT_FRAMENUM, BASE_NONE, NULL, 0x0,
          "The packet that first showed what the label rests on; double click goes there", HFILL}},
    };
    static int *ett[] = {&ett_legacyport};
    static ei_register_info ei[] = {
        {&ei_legacyport_contradicted,
         {"legacyport.expert.contradicted", PI_PROTOCOL, PI_NOTE,
          "The payload is not what the port says", EXPFILL}},
        {&ei_legacyport_clear_text,
         {"legacyport.expert.clear_text", PI_SECURITY, PI_WARN,
          "Licence data crosses the network in clear text", EXPFILL}},
        {&ei_legacyport_sources_disagree,
         {"legacyport.expert.sources_disagree", PI_PROTOCOL, PI_CHAT,
          "The sources disagree on this port", EXPFILL}},
    };

    proto_legacyport = proto;
    proto_register_field_array(proto, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto), ei, array_length(ei));
    tap_legacyport = register_tap("legacyport");
    prefs_register_bool_preference(module, "show_in_info", "Show the label in the Info column",
                                   "Append the label, in brackets, to the Info column of packets "
                                   "that nothing above the transport dissected; with a question "
                                   "mark where the port number is all that is known",
                                   &pref_show_in_info);
}
