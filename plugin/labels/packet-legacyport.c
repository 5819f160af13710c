/* packet-legacyport.c
 * A label for every conversation on a legacy or unofficial port
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A postdissector: when everybody else has dissected a packet, it looks at the
 * ports and at what was found above the transport, keeps a verdict with the
 * conversation, and shows it. Dissectors of this plugin report what they have
 * seen by label_evidence(); nobody but label.c decides what a label says.
 *
 * State changes on the first pass only. A label is what is known when the
 * packet is dissected, so on a second pass it is the final one.
 */
#include "compat.h"

#include <epan/expert.h>
#include <epan/tap.h>

#include "registry-names.h"
#include "labels/packet-conversation.h"
#include "labels/packet-layers.h"
#include "labels/packet-numbers.h"
#include "labels/packet-protocols.h"
#include "labels/packet-userrows.h"

void proto_register_legacyport(void);
void proto_reg_handoff_legacyport(void);

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

static int pref_label = VERDICT_POLICY_UNDISSECTED;
static compat_bool pref_show_in_info = TRUE;

static proto_item *
add_string(proto_tree *tree, tvbuff_t *tvb, int hf, const char *value)
{
    proto_item *item = proto_tree_add_string(tree, hf, tvb, 0, 0, value);

    proto_item_set_generated(item);
    return item;
}

static proto_item *
add_uint(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t value)
{
    proto_item *item = proto_tree_add_uint(tree, hf, tvb, 0, 0, value);

    proto_item_set_generated(item);
    return item;
}

static proto_item *
add_boolean(proto_tree *tree, tvbuff_t *tvb, int hf, bool value)
{
    proto_item *item = proto_tree_add_boolean(tree, hf, tvb, 0, 0, value);

    proto_item_set_generated(item);
    return item;
}

static void
add_alternatives(proto_tree *tree, tvbuff_t *tvb, const verdict_label *label,
                 const registry_port *set)
{
    char text[VERDICT_TEXT_MAX];

    for (size_t i = 0; i < set->count; i++) {
        if (verdict_alternative(label, set, i, text))
            add_string(tree, tvb, hf_legacyport_alternative, text);
    }
}

static void
add_source(proto_tree *tree, tvbuff_t *tvb, const char *source)
{
    char text[VERDICT_TEXT_MAX];

    verdict_source_text(source, text);
    add_string(tree, tvb, hf_legacyport_source, text);
}

static void
add_sources(proto_tree *tree, tvbuff_t *tvb, const verdict_label *label, const registry_port *set)
{
    for (size_t i = 0; i < set->count; i++) {
        const registry_row *row = registry_row_at(set->rows[i]);

        if (!verdict_label_is_source(label, row))
            continue;
        add_source(tree, tvb, row->source);
        if (row->label && row->description)
            add_string(tree, tvb, hf_legacyport_description, row->description);
    }
}

/* The label and why, in one line: the rest of the tree spells it out. */
static proto_item *
add_headline(const label_conversation *conv, tvbuff_t *tvb, proto_tree *tree, const char *reason)
{
    const char *evidence =
        val_to_str_const(conv->verdict.evidence, registry_names_evidence, "Unknown");
    const bool says_itself =
        !conv->verdict.reason || conv->label.contradicted || conv->kind != LABEL_KIND_PORT;
    proto_item *item = proto_tree_add_protocol_format(
        tree, proto_legacyport, tvb, 0, 0, "Legacy %s: %s (%s%s%s)",
        conv->kind == LABEL_KIND_PORT ? "Port" : "Number", conv->text, says_itself ? "" : evidence,
        says_itself ? "" : ": ", reason);

    proto_item_set_generated(item);
    return item;
}

/* Remarks stand once a conversation, on the packet that they are about. */
static void
add_remarks(const label_conversation *conv, packet_info *pinfo, proto_item *item,
            const registry_port *set)
{
    if (pinfo->num == conv->first_frame && verdict_sources_disagree(set))
        expert_add_info(pinfo, item, &ei_legacyport_sources_disagree);
    if (pinfo->num != conv->remark_frame)
        return;
    if (conv->label.contradicted)
        expert_add_info_format(pinfo, item, &ei_legacyport_contradicted,
                               "The payload is %s, not what the port says", conv->label.payload);
    else if (registry_service_value(conv->label.service, "clear_text") > 0 &&
             conv->verdict.evidence >= VERDICT_EVIDENCE_SHAPE)
        expert_add_info(pinfo, item, &ei_legacyport_clear_text);
}

const char *
label_kind_name(label_kind kind)
{
    static const char *const names[] = {
        [LABEL_KIND_PORT] = "port",
        [LABEL_KIND_ETHERTYPE] = "ethertype",
        [LABEL_KIND_SAP] = "sap",
        [LABEL_KIND_IP_PROTOCOL] = "ipprotocol",
    };

    return names[kind];
}

const char *
label_verdict_text(const label_conversation *conv)
{
    if (conv->label.contradicted)
        return "Contradicted";
    if (conv->kind != LABEL_KIND_PORT)
        return "Number only";
    return val_to_str_const(conv->verdict.evidence, registry_names_evidence, "Unknown");
}

static void
add_fields(const label_conversation *conv, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
           const registry_port *set)
{
    const verdict_label *label = &conv->label;
    char reason[VERDICT_TEXT_MAX];

    verdict_reason(&conv->verdict, reason);

    proto_item *item = add_headline(conv, tvb, tree, reason);
    proto_tree *sub = proto_item_add_subtree(item, ett_legacyport);

    add_string(sub, tvb, hf_legacyport_label, conv->text);
    if (label->service != REGISTRY_SERVICE_NONE)
        add_string(sub, tvb, hf_legacyport_service, registry_services[label->service].id);
    add_string(sub, tvb, hf_legacyport_kind, label_kind_name(conv->kind));
    add_uint(sub, tvb, hf_legacyport_port, label->port);
    add_string(sub, tvb, hf_legacyport_transport, registry_transport_name(label->transport));
    if (label->row)
        add_string(sub, tvb, hf_legacyport_status,
                   registry_status_name((registry_status)label->row->status));
    add_uint(sub, tvb, hf_legacyport_evidence, conv->verdict.evidence);
    add_string(sub, tvb, hf_legacyport_verdict, label_verdict_text(conv));
    add_boolean(sub, tvb, hf_legacyport_contradicted, label->contradicted);
    if (label->payload)
        add_string(sub, tvb, hf_legacyport_payload, label->payload);
    add_string(sub, tvb, hf_legacyport_reason, reason);
    if (conv->evidence_frame)
        add_uint(sub, tvb, hf_legacyport_evidence_frame, conv->evidence_frame);
    add_alternatives(sub, tvb, label, set);
    add_sources(sub, tvb, label, set);
    add_boolean(sub, tvb, hf_legacyport_side_known, conv->side.known);
    add_uint(sub, tvb, hf_legacyport_conversation, conv->number);
    add_remarks(conv, pinfo, item, set);
}

/* Every packet has the label, few are looked at: where nobody will see the
 * fields, or asks for one, the protocol stands in the tree alone. */
static void
add_label(const label_conversation *conv, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const registry_port set = registry_find(conv->label.transport, conv->label.port);

    if (proto_field_is_referenced(tree, proto_legacyport))
        add_fields(conv, tvb, pinfo, tree, &set);
    else
        add_remarks(conv, pinfo, proto_tree_add_item(tree, proto_legacyport, tvb, 0, 0, ENC_NA),
                    &set);
}

/* The Protocol column still names the transport where nobody above it took
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

static void
add_to_info(const label_conversation *conv, packet_info *pinfo)
{
    const bool only_port =
        conv->verdict.evidence == VERDICT_EVIDENCE_PORT && !conv->label.contradicted;

    if (pref_show_in_info && is_bare_transport(pinfo))
        col_append_fstr(pinfo->cinfo, COL_INFO, " [%s%s]", conv->text, only_port ? "?" : "");
}

/*
 * On a port of no table a conversation begins with the packet that showed what
 * it is. A second pass knows those before it too, but counts what the first did.
 */
static void
tell_statistics(const label_conversation *conv, packet_info *pinfo)
{
    label_tap_info *info;

    if (!have_tap_listener(tap_legacyport) || pinfo->num < conv->first_frame)
        return;
    info = wmem_new0(pinfo->pool, label_tap_info);
    info->conversation = conv;
    info->to_service = label_goes_to_service(conv, pinfo);
    tap_queue_packet(tap_legacyport, pinfo, info);
}

void
label_show_number(const label_conversation *conv, const char *source, const char *other,
                  tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    char reason[VERDICT_TEXT_MAX];

    verdict_reason(&conv->verdict, reason);
    tell_statistics(conv, pinfo);

    proto_tree *sub = proto_item_add_subtree(add_headline(conv, tvb, tree, reason), ett_legacyport);
    add_string(sub, tvb, hf_legacyport_label, conv->text);
    add_string(sub, tvb, hf_legacyport_kind, label_kind_name(conv->kind));
    add_uint(sub, tvb, hf_legacyport_evidence, conv->verdict.evidence);
    add_string(sub, tvb, hf_legacyport_verdict, label_verdict_text(conv));
    add_string(sub, tvb, hf_legacyport_reason, reason);
    if (other)
        add_string(sub, tvb, hf_legacyport_alternative, other);
    add_source(sub, tvb, source);
    add_uint(sub, tvb, hf_legacyport_conversation, conv->number);
    if (pref_show_in_info)
        col_append_fstr(pinfo->cinfo, COL_INFO, " [%s?]", conv->text);
}

static int
dissect_legacyport(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    /* Wireshark names an expert info by it, and sets it for no protocol that is one in name only.
     */
    pinfo->current_proto = "LegacyPort";
    label_look_into_hosts(tvb, pinfo, tree);

    const label_conversation *conv = label_see_packet(pinfo);

    if (!conv)
        return 0;
    tell_statistics(conv, pinfo);
    if (!conv->text)
        return 0;

    add_label(conv, tvb, pinfo, tree);
    add_to_info(conv, pinfo);
    return (int)tvb_captured_length(tvb);
}

static void
init_legacyport(void)
{
    label_conversations_reset((verdict_policy)pref_label);
}

/* The preference's description names the families that have a focus service. */
static const char *
words_of_focus(void)
{
    wmem_strbuf_t *words = wmem_strbuf_new(wmem_epan_scope(), "Which conversations have a label. "
                                                              "The focus services are those of ");
    registry_family last = REGISTRY_FAMILY_NONE;

    for (unsigned i = 1; i < REGISTRY_SERVICE_COUNT; i++) {
        const registry_family family = registry_services[i].family;

        if (!registry_services[i].focus || family == last)
            continue;
        wmem_strbuf_append_printf(words, "%s%s", last == REGISTRY_FAMILY_NONE ? "" : ", ",
                                  registry_families[family].name);
        last = family;
    }
    wmem_strbuf_append_c(words, '.');
    return wmem_strbuf_finalize(words);
}

static void
register_preferences(void)
{
    static const enum_val_t labels[] = {
        {"focus", "Focus services", VERDICT_POLICY_FOCUS},
        {"undissected",
         "Focus services, and legacy or unofficial rows where Wireshark leaves the payload "
         "undissected",
         VERDICT_POLICY_UNDISSECTED},
        {"legacy", "Every legacy or unofficial row", VERDICT_POLICY_LEGACY},
        {"every", "Every port in the tables", VERDICT_POLICY_EVERY},
        {NULL, NULL, 0},
    };
    module_t *module = prefs_register_protocol(proto_legacyport, NULL);

    prefs_register_enum_preference(module, "label", "Label", words_of_focus(), &pref_label, labels,
                                   FALSE);
    prefs_register_bool_preference(module, "show_in_info", "Show the label in the Info column",
                                   "Append the label, in brackets, to the Info column of packets "
                                   "that nothing above the transport dissected; with a question "
                                   "mark where the port number is all that is known",
                                   &pref_show_in_info);
    label_userrows_register_preferences(module);
    label_numbers_register(module);
}

/*
 * The protocol that the postdissector is filed under.
 *
 * It runs on every packet: a label stands on a SYN too, of which no other
 * dissector hears, and nothing else that Wireshark calls knows the ports and
 * may still add to the tree. Wireshark writes the name of whatever it calls into
 * the packet's list of layers, and takes it out again if that had nothing to
 * say; on a short packet this costs more than anything we do. A protocol in
 * name only is not written there. It is enabled when its parent is.
 */
static int
register_every_packet(void)
{
    return proto_register_protocol_in_name_only("Label of Legacy and Unofficial Ports",
                                                "LegacyPort label", "legacyport.every_packet",
                                                proto_legacyport, FT_PROTOCOL);
}

void
proto_register_legacyport(void)
{
    static hf_register_info hf[] = {
        {&hf_legacyport_label,
         {"Label", "legacyport.label", FT_STRING, BASE_NONE, NULL, 0x0,
          "What runs in this conversation, as far as is known at this packet", HFILL}},
        {&hf_legacyport_service,
         {"Service", "legacyport.service", FT_STRING, BASE_NONE, NULL, 0x0,
          "Short name of the service", HFILL}},
        {&hf_legacyport_kind,
         {"Kind", "legacyport.kind", FT_STRING, BASE_NONE, NULL, 0x0,
          "What kind of number the label rests on: port, ethertype, sap, ipprotocol", HFILL}},
        {&hf_legacyport_port,
         {"Service Port", "legacyport.port", FT_UINT16, BASE_DEC, NULL, 0x0,
          "Port of the side that offers the service", HFILL}},
        {&hf_legacyport_transport,
         {"Transport", "legacyport.transport", FT_STRING, BASE_NONE, NULL, 0x0, NULL, HFILL}},
        {&hf_legacyport_status,
         {"Status", "legacyport.status", FT_STRING, BASE_NONE, NULL, 0x0,
          "What the source says of the registration: Official, Unofficial, Unassigned, Reserved",
          HFILL}},
        {&hf_legacyport_evidence,
         {"Evidence", "legacyport.evidence", FT_UINT8, BASE_DEC, VALS(registry_names_evidence), 0x0,
          "How the service is known: by its port number alone, by a payload shape that another "
          "service might have too, or by proof. Of a contradicted label only the port number "
          "speaks for the service",
          HFILL}},
        {&hf_legacyport_verdict,
         {"Verdict", "legacyport.verdict", FT_STRING, BASE_NONE, NULL, 0x0,
          "The evidence in words, and Contradicted where the payload is something else", HFILL}},
        {&hf_legacyport_contradicted,
         {"Contradicted", "legacyport.contradicted", FT_BOOLEAN, BASE_NONE, NULL, 0x0,
          "The payload is proven to be something else than the port says", HFILL}},
        {&hf_legacyport_payload,
         {"Payload", "legacyport.payload", FT_STRING, BASE_NONE, NULL, 0x0,
          "What the payload is instead of what the port says", HFILL}},
        {&hf_legacyport_alternative,
         {"Alternative", "legacyport.alternative", FT_STRING, BASE_NONE, NULL, 0x0,
          "Another registration of the same port", HFILL}},
        {&hf_legacyport_source,
         {"Source", "legacyport.source", FT_STRING, BASE_NONE, NULL, 0x0,
          "Document that lists the service on this port, and the place in it "
          "(described in tables/SOURCES.md)",
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
          "Number of the labelled conversation in this file", HFILL}},
        {&hf_legacyport_evidence_frame,
         {"Evidence in", "legacyport.evidence_frame", FT_FRAMENUM, BASE_NONE, NULL, 0x0,
          "The packet that first showed what the label rests on", HFILL}},
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

    proto_legacyport =
        proto_register_protocol("Legacy and Unofficial Ports", "LegacyPort", "legacyport");
    proto_register_field_array(proto_legacyport, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto_legacyport), ei, array_length(ei));

    tap_legacyport = register_tap("legacyport");
    label_layers_init();
    label_conversations_register(proto_legacyport);
    register_init_routine(init_legacyport);
    register_preferences();
    register_postdissector(create_dissector_handle(dissect_legacyport, register_every_packet()));
}

void
proto_reg_handoff_legacyport(void)
{
    label_userrows_read_file();
    label_numbers_handoff(proto_legacyport);
}
