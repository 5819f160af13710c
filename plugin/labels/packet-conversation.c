/* packet-conversation.c
 * What is known of each conversation: side, verdict, label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * State changes on the first pass only, so that a second pass finds the final
 * label of each conversation on all of its packets.
 */
#include "compat.h"

#include "labels/packet-conversation.h"

#include <epan/dissectors/packet-tcp.h>

#include "labels/packet-layers.h"
#include "labels/packet-lookup.h"
#include "labels/packet-protocols.h"
#include "verdict/watch.h"

/* Bit of tcp_analysis.conversation_completeness (field tcp.completeness.syn). */
#define TCP_SYN_SENT 0x01

static int proto_legacyport;
static verdict_policy policy;

/* The labels in use, so that a million conversations share a few strings. */
static wmem_map_t *label_texts;
static uint32_t labelled_conversations;

/* Stands in conversations that have no label and never will by their ports. */
static const label_conversation not_ours;

void
label_conversations_register(int proto)
{
    proto_legacyport = proto;
    label_texts =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), g_str_hash, g_str_equal);
}

void
label_conversations_reset(verdict_policy new_policy)
{
    policy = new_policy;
    labelled_conversations = 0;
    label_lookup_reset();
    verdict_watch_reset(policy);
}

/* False if the packet has no transport with ports of ours. */
static bool
transport_of(const packet_info *pinfo, registry_transport *transport)
{
    static const port_type types[REGISTRY_TRANSPORTS] = {[REGISTRY_TCP] = PT_TCP,
                                                         [REGISTRY_UDP] = PT_UDP,
                                                         [REGISTRY_SCTP] = PT_SCTP,
                                                         [REGISTRY_DCCP] = PT_DCCP};

    for (unsigned i = 0; i < REGISTRY_TRANSPORTS; i++) {
        if (pinfo->ptype == types[i]) {
            *transport = (registry_transport)i;
            return true;
        }
    }
    return false;
}

bool
label_watches(const packet_info *pinfo, registry_transport transport)
{
    return verdict_is_watched(transport, (uint16_t)pinfo->srcport, (uint16_t)pinfo->destport);
}

uint32_t
label_next_number(void)
{
    return labelled_conversations++;
}

static const char *
shared_text(const char *text)
{
    const char *shared = (const char *)wmem_map_lookup(label_texts, text);

    if (!shared) {
        shared = wmem_strdup(wmem_file_scope(), text);
        wmem_map_insert(label_texts, shared, (void *)shared);
    }
    return shared;
}

/* Only with a side. */
static uint16_t
service_port(const label_conversation *conv)
{
    return conv->port[conv->side.side];
}

/*
 * A port that only matters while nobody dissects its payload has a label from
 * the first undissected payload on, until somebody does dissect some of it.
 */
static bool
wants_label(const label_conversation *conv)
{
    if (conv->side.side == VERDICT_SIDE_NONE)
        return false;
    if (conv->verdict.family != REGISTRY_FAMILY_NONE)
        return true;

    switch (verdict_port_wanted(conv->transport, service_port(conv), policy)) {
    case VERDICT_WANT_ALWAYS:
        return true;
    case VERDICT_WANT_UNDISSECTED:
        return conv->undissected && !conv->dissected;
    default:
        return false;
    }
}

static void
update_label(label_conversation *conv)
{
    char text[VERDICT_TEXT_MAX];

    if (!conv->stale)
        return;
    conv->stale = false;
    if (!wants_label(conv)) {
        conv->text = NULL;
        return;
    }
    conv->label = verdict_decide(conv->transport, service_port(conv), &conv->verdict);
    verdict_label_text(&conv->label, text);
    conv->text = shared_text(text);
    if (conv->number == LABEL_UNNUMBERED)
        conv->number = label_next_number();
}

/*
 * The side that received the SYN, as an index of conv->port. Wireshark knows
 * the server's port from SYN or SYN+ACK, 0 without. Equal ports on both sides
 * do not tell, so there the very first packet must be the SYN or its answer.
 */
static int
syn_receiver(const label_conversation *conv, packet_info *pinfo)
{
    if (conv->transport != REGISTRY_TCP)
        return VERDICT_SIDE_NONE;

    const struct tcp_analysis *tcp = get_tcp_conversation_data(NULL, pinfo);
    if (!tcp || tcp->server_port == 0)
        return VERDICT_SIDE_NONE;
    if (conv->port[0] != conv->port[1])
        return tcp->server_port == conv->port[0] ? 0 : 1;
    if (pinfo->num != conv->first_frame)
        return VERDICT_SIDE_NONE;
    return tcp->conversation_completeness & TCP_SYN_SENT ? 1 : 0;
}

static void
update_side(label_conversation *conv, packet_info *pinfo)
{
    if (conv->side.known)
        return;

    const verdict_side side = verdict_choose_side(conv->transport, conv->port,
                                                  syn_receiver(conv, pinfo), conv->verdict.family);

    conv->stale = conv->stale || side.side != conv->side.side;
    conv->side = side;
}

static conversation_t *
wireshark_conversation(packet_info *pinfo, registry_transport transport)
{
    /* SCTP and DCCP make none of their own. */
    if (!PINFO_FD_VISITED(pinfo) && (transport == REGISTRY_SCTP || transport == REGISTRY_DCCP))
        return label_find_or_create_conversation(pinfo);
    return label_find_conversation(pinfo);
}

static label_conversation *
new_conversation(conversation_t *wireshark, packet_info *pinfo, registry_transport transport)
{
    label_conversation *conv = wmem_new0(wmem_file_scope(), label_conversation);

    conv->number = LABEL_UNNUMBERED;
    conv->first_frame = pinfo->num;
    conv->transport = (uint8_t)transport;
    conv->port[0] = (uint16_t)pinfo->srcport;
    conv->port[1] = (uint16_t)pinfo->destport;
    conv->side.side = VERDICT_SIDE_NONE;
    conv->stale = true;
    verdict_join(&conv->verdict, REGISTRY_FAMILY_NONE, NULL, VERDICT_EVIDENCE_PORT, NULL);
    conversation_add_proto_data(wireshark, proto_legacyport, conv);
    return conv;
}

/* A conversation whose service side has no port of interest is remembered as
 * such, once its SYN leaves no doubt. */
static bool
may_be_labelled(const label_conversation *conv)
{
    if (conv->verdict.family != REGISTRY_FAMILY_NONE)
        return true;
    return conv->side.side != VERDICT_SIDE_NONE &&
           verdict_port_wanted(conv->transport, service_port(conv), policy) != VERDICT_WANT_NO;
}

static label_conversation *
conversation_of(packet_info *pinfo, registry_transport transport)
{
    conversation_t *wireshark = wireshark_conversation(pinfo, transport);

    if (!wireshark)
        return NULL;

    label_conversation *conv =
        (label_conversation *)conversation_get_proto_data(wireshark, proto_legacyport);
    if (conv == &not_ours)
        return NULL;
    if (PINFO_FD_VISITED(pinfo))
        return conv;

    if (!conv)
        conv = new_conversation(wireshark, pinfo, transport);
    update_side(conv, pinfo);
    if (conv->side.known && !may_be_labelled(conv)) {
        conversation_delete_proto_data(wireshark, proto_legacyport);
        conversation_add_proto_data(wireshark, proto_legacyport, (void *)&not_ours);
        wmem_free(wmem_file_scope(), conv);
        return NULL;
    }
    return conv;
}

/* Wireshark's protocols as reasons, made when first needed. */
static const verdict_why *
reason_of_protocol(int protocol)
{
    static GHashTable *reasons;
    verdict_why *reason;

    if (!reasons)
        reasons = g_hash_table_new(NULL, NULL);
    reason = (verdict_why *)g_hash_table_lookup(reasons, GINT_TO_POINTER(protocol));
    if (!reason) {
        reason = wmem_new0(wmem_epan_scope(), verdict_why);
        reason->what =
            wmem_strdup_printf(wmem_epan_scope(), "dissected by Wireshark as %s",
                               proto_get_protocol_short_name(find_protocol_by_id(protocol)));
        g_hash_table_insert(reasons, GINT_TO_POINTER(protocol), reason);
    }
    return reason;
}

/*
 * Whether the first part of a PDU ends this TCP segment, or its dissector was
 * called again and needs yet another. It may have seen next to nothing of it;
 * whether it then stands among the layers depends on the tree being wanted, so
 * what stands there is not used.
 */
static bool
pdu_is_incomplete(const label_conversation *conv, packet_info *pinfo)
{
    if (conv->transport != REGISTRY_TCP)
        return false;

    const struct tcp_analysis *tcp = get_tcp_conversation_data(NULL, pinfo);

    if (!tcp || !tcp->fwd || !tcp->fwd->multisegment_pdus)
        return false;

    const struct tcp_multisegment_pdu *last =
        (const struct tcp_multisegment_pdu *)wmem_tree_lookup32_le(tcp->fwd->multisegment_pdus,
                                                                   UINT32_MAX);
    return last &&
           (last->first_frame == pinfo->num || last->flags & MSP_FLAGS_REASSEMBLE_ENTIRE_SEGMENT);
}

static int
protocol_of_port(registry_transport transport, uint16_t port)
{
    static const char *const tables[REGISTRY_TRANSPORTS] = {"tcp.port", "udp.port", "sctp.port",
                                                            "dccp.port"};
    dissector_handle_t handle =
        dissector_get_uint_handle(find_dissector_table(tables[transport]), port);

    return handle ? dissector_handle_get_protocol_index(handle) : LABEL_NO_PROTOCOL;
}

/*
 * Whether a protocol was chosen by the client's port number alone: Wireshark
 * asks the dissector of either port, and many take whatever they are given.
 */
static bool
is_chosen_by_client_port(const label_conversation *conv, int protocol)
{
    return protocol == protocol_of_port(conv->transport, conv->port[1 - conv->side.side]) &&
           protocol != protocol_of_port(conv->transport, service_port(conv));
}

/*
 * What a protocol above the transport says of the port's rows.
 *
 * @param filter  Wireshark's name for it
 * @param name    what a label calls it
 */
static bool
join_protocol(label_conversation *conv, const char *filter, const char *name,
              const verdict_why *reason)
{
    const registry_port set = registry_find(conv->transport, service_port(conv));
    const registry_row *best = set.count > 0 ? registry_row_at(set.rows[0]) : NULL;

    if (!best)
        return false;

    const registry_row *row = verdict_row_expecting(&set, filter);
    const bool ours = best->service != REGISTRY_SERVICE_NONE;

    if (row && row->service != REGISTRY_SERVICE_NONE)
        return verdict_join_general(&conv->verdict, registry_services[row->service].family, NULL,
                                    VERDICT_EVIDENCE_SHAPE, reason);
    if (row && !ours)
        return verdict_join_general(&conv->verdict, REGISTRY_FAMILY_NONE, row,
                                    VERDICT_EVIDENCE_SHAPE, reason);
    if (!ours && !verdict_any_row_expects(&set))
        return false;
    return verdict_contradict(&conv->verdict, name, reason);
}

static bool
join_dissected(label_conversation *conv, int protocol)
{
    const char *filter = proto_get_protocol_filter_name(protocol);
    const char *name = proto_get_protocol_short_name(find_protocol_by_id(protocol));

    return join_protocol(conv, filter, label_payload_name(filter, name),
                         reason_of_protocol(protocol));
}

/* What Wireshark finds by its port alone speaks against any row that does not expect it. */
static bool
join_beginning(label_conversation *conv, const label_beginning *beginning)
{
    const registry_port set = registry_find(conv->transport, service_port(conv));

    if (beginning->dissected ||
        (beginning->protocol && verdict_row_expecting(&set, beginning->protocol)))
        return join_protocol(conv, beginning->protocol, beginning->name, &beginning->reason);
    return verdict_contradict(&conv->verdict, beginning->name, &beginning->reason);
}

static void
note_evidence(label_conversation *conv, const packet_info *pinfo)
{
    conv->evidence_frame = pinfo->num;
    if (conv->remark_frame == 0 || conv->verdict.contradicted)
        conv->remark_frame = pinfo->num;
    conv->stale = true;
    update_label(conv);
}

static void
set_once(label_conversation *conv, bool *flag, bool value)
{
    if (!value || *flag)
        return;
    *flag = true;
    conv->stale = true;
}

/*
 * Whether a protocol among the layers has only met the end of a packet that the
 * capture cut short: then it stands there even if it was just asked whether the
 * payload is its own. One that took the conversation, or has one of the ports, has not.
 */
static bool
was_only_asked(const label_conversation *conv, packet_info *pinfo, int protocol)
{
    if (pinfo->fd->cap_len >= pinfo->fd->pkt_len)
        return false;

    conversation_t *conversation = label_find_conversation(pinfo);
    dissector_handle_t owner =
        conversation ? conversation_get_dissector(conversation, pinfo->num) : NULL;

    return !(owner && dissector_handle_get_protocol_index(owner) == protocol) &&
           protocol != protocol_of_port(conv->transport, conv->port[0]) &&
           protocol != protocol_of_port(conv->transport, conv->port[1]);
}

/* Takes from the packet what it shows of its conversation; first pass only. A dissector
 * of ours that has only waited for more so far has given no evidence. */
static void
learn(label_conversation *conv, packet_info *pinfo, const label_layers *layers)
{
    const bool foreign =
        layers->foreign != LABEL_NO_PROTOCOL && !layers->ours &&
        conv->side.side != VERDICT_SIDE_NONE && !is_chosen_by_client_port(conv, layers->foreign) &&
        !was_only_asked(conv, pinfo, layers->foreign) && !pdu_is_incomplete(conv, pinfo);
    const bool in_pieces = conv->begins && layers->undissected;

    set_once(conv, &conv->undissected, layers->undissected);
    set_once(conv, &conv->dissected,
             foreign || in_pieces ||
                 (layers->ours && conv->verdict.evidence > VERDICT_EVIDENCE_PORT));
    if ((foreign && join_dissected(conv, layers->foreign)) ||
        (in_pieces && join_beginning(conv, conv->begins)))
        note_evidence(conv, pinfo);
    update_label(conv);
}

/* The label layer's state of the packet's conversation, made for evidence that
 * comes before any port number spoke for it. */
static label_conversation *
conversation_for_evidence(packet_info *pinfo, registry_transport transport)
{
    conversation_t *wireshark = label_find_or_create_conversation(pinfo);
    label_conversation *conv =
        (label_conversation *)conversation_get_proto_data(wireshark, proto_legacyport);

    if (conv == &not_ours) {
        conversation_delete_proto_data(wireshark, proto_legacyport);
        conv = NULL;
    }
    if (!conv)
        conv = new_conversation(wireshark, pinfo, transport);

    verdict_watch(transport, conv->port[0]);
    verdict_watch(transport, conv->port[1]);
    return conv;
}

void
label_evidence(packet_info *pinfo, const label_protocol *protocol, label_strength strength,
               const label_reason *reason)
{
    registry_transport transport;

    if (PINFO_FD_VISITED(pinfo) || pinfo->flags.in_error_pkt || !transport_of(pinfo, &transport))
        return;

    label_conversation *conv = conversation_for_evidence(pinfo, transport);
    if (!verdict_join(&conv->verdict, label_family_of(protocol), NULL, (verdict_evidence)strength,
                      reason))
        return;
    update_side(conv, pinfo);
    note_evidence(conv, pinfo);
}

void
label_sender_is_service(packet_info *pinfo)
{
    registry_transport transport;

    if (PINFO_FD_VISITED(pinfo) || pinfo->flags.in_error_pkt || !transport_of(pinfo, &transport))
        return;

    label_conversation *conv = conversation_for_evidence(pinfo, transport);
    if (conv->port[0] == conv->port[1] && pinfo->num != conv->first_frame)
        return;

    const int sender = pinfo->num != conv->first_frame && pinfo->srcport == conv->port[1] ? 1 : 0;
    conv->stale = conv->stale || sender != conv->side.side;
    conv->side = (verdict_side){sender, true};
}

void
label_contradiction(packet_info *pinfo, const char *payload, const label_reason *reason)
{
    registry_transport transport;

    if (PINFO_FD_VISITED(pinfo) || pinfo->flags.in_error_pkt || !transport_of(pinfo, &transport))
        return;

    label_conversation *conv = conversation_of(pinfo, transport);
    if (conv && verdict_contradict(&conv->verdict, payload, reason))
        note_evidence(conv, pinfo);
}

const label_conversation *
label_of_packet(packet_info *pinfo)
{
    const conversation_t *wireshark = label_find_conversation(pinfo);

    if (!wireshark)
        return NULL;

    const label_conversation *conv =
        (const label_conversation *)conversation_get_proto_data(wireshark, proto_legacyport);
    return conv == &not_ours ? NULL : conv;
}

const label_conversation *
label_see_packet(packet_info *pinfo)
{
    registry_transport transport;
    label_layers layers;

    if (!transport_of(pinfo, &transport) || !label_watches(pinfo, transport))
        return NULL;
    if (!label_layers_above_transport(pinfo, &layers))
        return NULL;

    label_conversation *conv = conversation_of(pinfo, transport);
    if (conv && !PINFO_FD_VISITED(pinfo)) {
        label_layers_add_owner(&layers, pinfo);
        learn(conv, pinfo, &layers);
    }
    return conv;
}

/* Whether the start of a side's payload can still change the verdict. */
static bool
wants_start(const label_conversation *conv, unsigned side)
{
    return !conv->verdict.contradicted && conv->verdict.evidence != VERDICT_EVIDENCE_PROOF &&
           conv->side.side != VERDICT_SIDE_NONE && conv->port[0] != conv->port[1] &&
           !conv->start_read[side];
}

/* What was seen of a start, in as many bytes as that is: there may be a million of them. */
static size_t
size_of_start(const label_start *start)
{
    return offsetof(label_start, bytes) + start->length;
}

static label_start
known_start(const label_conversation *conv, unsigned side)
{
    label_start start = {0};

    if (conv->start[side])
        memcpy(&start, conv->start[side], size_of_start(conv->start[side]));
    return start;
}

static void
keep_start(label_conversation *conv, unsigned side, const label_start *start)
{
    conv->start_read[side] = start->length == LABEL_START_MAX;
    wmem_free(wmem_file_scope(), conv->start[side]);
    conv->start[side] =
        conv->start_read[side]
            ? NULL
            : (label_start *)wmem_memdup(wmem_file_scope(), start, size_of_start(start));
}

void
label_see_payload(packet_info *pinfo, tvbuff_t *tvb, uint32_t position)
{
    const size_t length = MIN(tvb_captured_length(tvb), LABEL_START_MAX);
    registry_transport transport;

    if (PINFO_FD_VISITED(pinfo) || pinfo->flags.in_error_pkt || length == 0)
        return;
    if (!transport_of(pinfo, &transport) || !label_watches(pinfo, transport))
        return;

    label_conversation *conv = conversation_of(pinfo, transport);
    const unsigned side = conv && pinfo->srcport == conv->port[1] ? 1 : 0;
    if (!conv || !wants_start(conv, side))
        return;

    label_start start = known_start(conv, side);
    label_start_append(&start, position, tvb_get_ptr(tvb, 0, (int)length), length);
    keep_start(conv, side, &start);

    const label_beginning *beginning = label_start_recognise(&start);
    if (beginning && beginning->dissected)
        conv->begins = beginning;
    else if (beginning && join_beginning(conv, beginning))
        note_evidence(conv, pinfo);
}

bool
label_goes_to_service(const label_conversation *conv, packet_info *pinfo)
{
    if (conv->kind != LABEL_KIND_PORT)
        return true;
    if (conv->side.side == VERDICT_SIDE_NONE)
        return false;
    if (conv->port[0] != conv->port[1])
        return pinfo->destport == service_port(conv);

    const conversation_t *wireshark = label_find_conversation(pinfo);
    const int destination =
        wireshark && addresses_equal(&pinfo->dst, conversation_key_addr1(wireshark->key_ptr)) ? 0
                                                                                              : 1;
    return destination == conv->side.side;
}
