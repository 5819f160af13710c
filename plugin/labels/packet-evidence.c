/* packet-evidence.c
 * What packets show of their conversation: reports, layers, and how a stream begins
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/packet-evidence.h"

#include <epan/dissectors/packet-tcp.h>

#include "labels/packet-protocols.h"

/* ---- What dissectors of ours report ------------------------------------ */

void
label_evidence(packet_info *pinfo, const label_protocol *protocol, label_strength strength,
               const label_reason *reason)
{
    label_conversation *conv = label_conversation_with_evidence(pinfo);

    if (conv && verdict_join(&conv->verdict, label_family_of(protocol), NULL,
                             (verdict_evidence)strength, reason))
        label_write_by_evidence(conv, pinfo);
}

void
label_sender_is_service(packet_info *pinfo)
{
    label_conversation *conv = label_conversation_with_evidence(pinfo);

    if (!conv || (conv->port[0] == conv->port[1] && pinfo->num != conv->first_frame))
        return;
    label_take_side(conv,
                    pinfo->num != conv->first_frame && pinfo->srcport == conv->port[1] ? 1 : 0);
}

void
label_contradiction(packet_info *pinfo, const char *payload, const label_reason *reason)
{
    if (PINFO_FD_VISITED(pinfo) || pinfo->flags.in_error_pkt || !label_watches(pinfo))
        return;

    label_conversation *conv = label_conversation_of(pinfo, label_find_conversation(pinfo));
    if (conv && verdict_contradict(&conv->verdict, payload, reason))
        label_write_by_evidence(conv, pinfo);
}

/* What an envelope holds in the packet that was dissected last. */
static struct {
    uint32_t frame;
    int protocol;
} held;

void
label_envelope_holds(const packet_info *pinfo, int protocol)
{
    held.frame = pinfo->num;
    held.protocol = protocol;
}

void
label_evidence_reset(void)
{
    held.frame = 0;
}

/* ---- How a stream begins ----------------------------------------------- */

/* What Wireshark finds by its port alone speaks against any row that does not expect it. */
static bool
join_beginning(label_conversation *conv, const label_beginning *beginning)
{
    if (beginning->dissected ||
        (beginning->protocol && verdict_row_expecting(&conv->rows, beginning->protocol)))
        return verdict_join_protocol(&conv->verdict, &conv->rows, beginning->protocol,
                                     beginning->name, &beginning->reason);
    return verdict_contradict(&conv->verdict, beginning->name, &beginning->reason);
}

void
label_see_payload(packet_info *pinfo, tvbuff_t *tvb, uint32_t position)
{
    const size_t length = MIN(tvb_captured_length(tvb), LABEL_START_MAX);

    if (PINFO_FD_VISITED(pinfo) || pinfo->flags.in_error_pkt || length == 0 ||
        !label_watches(pinfo))
        return;

    label_conversation *conv = label_conversation_of(pinfo, label_find_conversation(pinfo));
    const unsigned side = conv && pinfo->srcport == conv->port[1] ? 1 : 0;
    if (!conv || conv->start_read[side] || conv->verdict.contradicted ||
        conv->verdict.evidence == VERDICT_EVIDENCE_PROOF || conv->side.side == VERDICT_SIDE_NONE ||
        conv->port[0] == conv->port[1])
        return;

    /* There may be a million starts, so each is kept in as many bytes as were seen of it. */
    label_start start = {0};
    if (conv->start[side])
        memcpy(&start, conv->start[side], offsetof(label_start, bytes) + conv->start[side]->length);
    label_start_append(&start, position, tvb_get_ptr(tvb, 0, (int)length), length);
    wmem_free(wmem_file_scope(), conv->start[side]);
    conv->start_read[side] = start.length == LABEL_START_MAX;
    conv->start[side] =
        conv->start_read[side]
            ? NULL
            : (label_start *)wmem_memdup(wmem_file_scope(), &start,
                                         offsetof(label_start, bytes) + start.length);

    const label_beginning *beginning = label_start_recognise(&start);
    if (beginning && beginning->dissected)
        conv->begins = beginning;
    else if (beginning && join_beginning(conv, beginning))
        label_write_by_evidence(conv, pinfo);
}

/* ---- What was dissected above the transport ----------------------------- */

static int
protocol_of_port(const label_conversation *conv, int side)
{
    static const char *const tables[REGISTRY_TRANSPORTS] = {"tcp.port", "udp.port", "sctp.port",
                                                            "dccp.port"};
    dissector_handle_t handle =
        dissector_get_uint_handle(find_dissector_table(tables[conv->transport]), conv->port[side]);

    return handle ? dissector_handle_get_protocol_index(handle) : LABEL_NO_PROTOCOL;
}

/*
 * Whether a protocol of Wireshark's among the layers says what the payload is. It does not
 * - if it was chosen by the client's port number alone: Wireshark asks the dissector of either
 *   port, and many take whatever they are given;
 * - if the capture cut the packet short, and it has only met the end there: then it stands among
 *   the layers even if it was just asked whether the payload is its own. One that took the
 *   conversation, or has one of the ports, has not;
 * - if the first part of a PDU ends this segment of TCP, or its dissector was called again and
 *   needs yet another: it may have seen next to nothing. Whether it then stands among the layers
 *   depends on the tree being wanted, so what stands there is not used.
 */
static bool
says_what_it_is(const label_conversation *conv, packet_info *pinfo, int protocol, int owner)
{
    const int service = conv->side.side;

    if (service == VERDICT_SIDE_NONE || (protocol == protocol_of_port(conv, 1 - service) &&
                                         protocol != protocol_of_port(conv, service)))
        return false;
    if (pinfo->fd->cap_len < pinfo->fd->pkt_len && protocol != owner &&
        protocol != protocol_of_port(conv, 0) && protocol != protocol_of_port(conv, 1))
        return false;

    const struct tcp_analysis *tcp =
        conv->transport == REGISTRY_TCP ? get_tcp_conversation_data(NULL, pinfo) : NULL;
    if (!tcp || !tcp->fwd || !tcp->fwd->multisegment_pdus)
        return true;

    const struct tcp_multisegment_pdu *last =
        (const struct tcp_multisegment_pdu *)wmem_tree_lookup32_le(tcp->fwd->multisegment_pdus,
                                                                   UINT32_MAX);
    return !last || (last->first_frame != pinfo->num &&
                     !(last->flags & MSP_FLAGS_REASSEMBLE_ENTIRE_SEGMENT));
}

/* A protocol of Wireshark's as a reason, made when it is first needed. */
static const verdict_why *
reason_of_protocol(int protocol, const char *name)
{
    static GHashTable *reasons;

    if (!reasons)
        reasons = g_hash_table_new(NULL, NULL);

    verdict_why *reason = (verdict_why *)g_hash_table_lookup(reasons, GINT_TO_POINTER(protocol));
    if (!reason) {
        reason = wmem_new0(wmem_epan_scope(), verdict_why);
        reason->what = wmem_strdup_printf(wmem_epan_scope(), "dissected by Wireshark as %s", name);
        g_hash_table_insert(reasons, GINT_TO_POINTER(protocol), reason);
    }
    return reason;
}

static bool
join_dissected(label_conversation *conv, int protocol)
{
    const char *filter = proto_get_protocol_filter_name(protocol);
    const char *name = proto_get_protocol_short_name(find_protocol_by_id(protocol));

    return verdict_join_protocol(&conv->verdict, &conv->rows, filter,
                                 label_payload_name(filter, name),
                                 reason_of_protocol(protocol, name));
}

const label_conversation *
label_see_packet(packet_info *pinfo)
{
    label_layers above;

    if (!label_read_layers(pinfo, &above))
        return NULL;

    /* SCTP and DCCP make no conversation of their own. */
    const bool create =
        !PINFO_FD_VISITED(pinfo) && (pinfo->ptype == PT_SCTP || pinfo->ptype == PT_DCCP);
    conversation_t *wireshark =
        create ? label_find_or_create_conversation(pinfo) : label_find_conversation(pinfo);
    label_conversation *conv = label_conversation_of(pinfo, wireshark);

    if (!conv || PINFO_FD_VISITED(pinfo))
        return conv;

    /* Some dissectors take a packet and say nothing of it, as HTTP takes what came before its
     * first header; they stand among the layers only where no tree is wanted, and what is learned
     * must not depend on that. So whoever took the conversation counts as seen. */
    dissector_handle_t handle = conversation_get_dissector(wireshark, pinfo->num);
    const int owner = handle ? dissector_handle_get_protocol_index(handle) : LABEL_NO_PROTOCOL;
    const int shown = above.foreign;
    if (owner != LABEL_NO_PROTOCOL && !above.undissected && !above.ours)
        label_add_layer(&above, owner);
    if (shown != LABEL_NO_PROTOCOL)
        above.foreign = shown;
    if (above.envelope) {
        above.foreign = held.frame == pinfo->num ? held.protocol : LABEL_NO_PROTOCOL;
        above.undissected = false;
    }

    /* A dissector of ours that has only waited for more so far has given no evidence. */
    const bool foreign = above.foreign != LABEL_NO_PROTOCOL && !above.ours &&
                         says_what_it_is(conv, pinfo, above.foreign, owner);
    const bool in_pieces = conv->begins && above.undissected;
    const bool dissected =
        foreign || in_pieces || (above.ours && conv->verdict.evidence > VERDICT_EVIDENCE_PORT);
    const bool changed =
        (above.undissected && !conv->undissected) || (dissected && !conv->dissected);

    conv->undissected = conv->undissected || above.undissected;
    conv->dissected = conv->dissected || dissected;
    if ((foreign && join_dissected(conv, above.foreign)) ||
        (in_pieces && join_beginning(conv, conv->begins)))
        label_write_by_evidence(conv, pinfo);
    else if (changed)
        label_write(conv);
    return conv;
}
