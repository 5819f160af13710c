/* packet-conversation.c
 * What is kept of each conversation: its side, its verdict, its label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/packet-conversation.h"

#include <epan/dissectors/packet-tcp.h>

#include "labels/evidence.h"

/* Bit of tcp_analysis.conversation_completeness (field tcp.completeness.syn). */
#define TCP_SYN_SENT 0x01

/* What Wireshark was asked for last, and its answer. The addresses are compared by where
 * their bytes are: one packet may hold several pairs of them, each in its place,
 * and other packets have other numbers. */
typedef struct {
    conversation_t *conversation; /* NULL: nothing is kept */
    uint32_t frame;
    port_type type;
    uint32_t source_port;
    uint32_t destination_port;
    const void *source;
    const void *destination;
} lookup;

static struct {
    int proto;
    verdict_policy policy;
    verdict_watched watched;
    wmem_map_t *texts; /* the labels in use, so that a million conversations share a few strings */
    uint32_t labelled; /* conversations so far */
    lookup last;
} room;

/* Stands in conversations that have no label and never will by their ports. */
static const label_conversation not_ours;

/* The bit of verdict_watched that a packet's transport has, 0 if it has no ports of ours. */
static const uint8_t transport_bits[] = {
    [PT_TCP] = 1U << REGISTRY_TCP,
    [PT_UDP] = 1U << REGISTRY_UDP,
    [PT_SCTP] = 1U << REGISTRY_SCTP,
    [PT_DCCP] = 1U << REGISTRY_DCCP,
};

void
label_conversations_register(int proto)
{
    room.proto = proto;
    room.texts =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), g_str_hash, g_str_equal);
}

void
label_conversations_reset(verdict_policy policy)
{
    room.policy = policy;
    room.labelled = 0;
    room.last.conversation = NULL;
    verdict_watch_policy(&room.watched, policy);
}

bool
label_watches(const packet_info *pinfo)
{
    const unsigned bit =
        (unsigned)pinfo->ptype < array_length(transport_bits) ? transport_bits[pinfo->ptype] : 0;
    const uint8_t *watched = room.watched.transports;

    return (watched[(uint16_t)pinfo->srcport] | watched[(uint16_t)pinfo->destport]) & bit;
}

void
label_watch(const label_conversation *conv)
{
    for (unsigned side = 0; side < 2; side++)
        room.watched.transports[conv->port[side]] |= (uint8_t)(1U << conv->transport);
}

uint32_t
label_next_number(void)
{
    return room.labelled++;
}

static conversation_t *
keep(const packet_info *pinfo, conversation_t *conversation)
{
    room.last = (lookup){
        .conversation = conversation,
        .frame = pinfo->num,
        .type = pinfo->ptype,
        .source_port = pinfo->srcport,
        .destination_port = pinfo->destport,
        .source = pinfo->src.data,
        .destination = pinfo->dst.data,
    };
    return conversation;
}

/* A dissector asks for it for every PDU, and so does every report of evidence. Each lookup
 * hashes two addresses and two ports, which costs as much as a header of ours. */
conversation_t *
label_find_conversation(packet_info *pinfo)
{
    const lookup *last = &room.last;

    if (last->conversation && last->frame == pinfo->num && last->type == pinfo->ptype &&
        last->source_port == pinfo->srcport && last->destination_port == pinfo->destport &&
        last->source == pinfo->src.data && last->destination == pinfo->dst.data)
        return last->conversation;
    return keep(pinfo, find_conversation_pinfo(pinfo, 0));
}

conversation_t *
label_find_or_create_conversation(packet_info *pinfo)
{
    conversation_t *found = label_find_conversation(pinfo);

    return found ? found : keep(pinfo, find_or_create_conversation(pinfo));
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

/* Chooses the side of the service, by the ports and by what the verdict has come to. */
static void
choose_side(label_conversation *conv, int receiver)
{
    const registry_transport transport = (registry_transport)conv->transport;
    const registry_port rows[2] = {registry_find(transport, conv->port[0]),
                                   registry_find(transport, conv->port[1])};

    conv->side = verdict_choose_side(rows, conv->port, receiver, conv->verdict.family);
    conv->rows = rows[conv->side.side == 1];
    if (conv->side.side == VERDICT_SIDE_NONE)
        conv->rows.count = 0;
    conv->want = (uint8_t)verdict_rows_wanted(&conv->rows, room.policy);
}

static label_conversation *
new_conversation(conversation_t *wireshark, packet_info *pinfo)
{
    label_conversation *conv = wmem_new0(wmem_file_scope(), label_conversation);

    conv->number = LABEL_UNNUMBERED;
    conv->first_frame = pinfo->num;
    while (transport_bits[pinfo->ptype] != 1U << conv->transport)
        conv->transport++;
    conv->port[0] = (uint16_t)pinfo->srcport;
    conv->port[1] = (uint16_t)pinfo->destport;
    verdict_join(&conv->verdict, REGISTRY_FAMILY_NONE, NULL, VERDICT_EVIDENCE_PORT, NULL);
    choose_side(conv, syn_receiver(conv, pinfo));
    label_write(conv);
    conversation_add_proto_data(wireshark, room.proto, conv);
    return conv;
}

label_conversation *
label_conversation_of(packet_info *pinfo, conversation_t *wireshark)
{
    label_conversation *conv =
        wireshark ? (label_conversation *)conversation_get_proto_data(wireshark, room.proto) : NULL;

    if (conv == &not_ours || !wireshark)
        return NULL;
    if (PINFO_FD_VISITED(pinfo))
        return conv;

    if (!conv) {
        conv = new_conversation(wireshark, pinfo);
    } else if (!conv->side.known) {
        const int receiver = syn_receiver(conv, pinfo);

        if (receiver != VERDICT_SIDE_NONE)
            label_take_side(conv, receiver);
    }

    /* A service side without a port of interest is remembered as such, once a SYN leaves no
     * doubt. */
    if (conv->side.known && conv->verdict.family == REGISTRY_FAMILY_NONE &&
        conv->want == VERDICT_WANT_NO) {
        conversation_delete_proto_data(wireshark, room.proto);
        conversation_add_proto_data(wireshark, room.proto, (void *)&not_ours);
        wmem_free(wmem_file_scope(), conv);
        return NULL;
    }
    return conv;
}

label_conversation *
label_conversation_with_evidence(packet_info *pinfo)
{
    if (PINFO_FD_VISITED(pinfo) || pinfo->flags.in_error_pkt ||
        (unsigned)pinfo->ptype >= array_length(transport_bits) || !transport_bits[pinfo->ptype])
        return NULL;

    conversation_t *wireshark = label_find_or_create_conversation(pinfo);
    label_conversation *conv =
        (label_conversation *)conversation_get_proto_data(wireshark, room.proto);

    if (conv == &not_ours) {
        conversation_delete_proto_data(wireshark, room.proto);
        conv = NULL;
    }
    if (!conv)
        conv = new_conversation(wireshark, pinfo);
    label_watch(conv);
    return conv;
}

void
label_take_side(label_conversation *conv, int side)
{
    choose_side(conv, side);
    label_write(conv);
}

void
label_write(label_conversation *conv)
{
    char text[VERDICT_TEXT_MAX];
    const bool wanted =
        conv->verdict.family != REGISTRY_FAMILY_NONE || conv->want == VERDICT_WANT_ALWAYS ||
        (conv->want == VERDICT_WANT_UNDISSECTED && conv->undissected && !conv->dissected);

    conv->text = NULL;
    if (conv->side.side == VERDICT_SIDE_NONE || !wanted)
        return;
    conv->label = verdict_decide((registry_transport)conv->transport, conv->port[conv->side.side],
                                 &conv->rows, &conv->verdict);
    verdict_label_text(&conv->label, &conv->rows, text);
    conv->text = (const char *)wmem_map_lookup(room.texts, text);
    if (!conv->text) {
        conv->text = wmem_strdup(wmem_file_scope(), text);
        wmem_map_insert(room.texts, conv->text, (void *)conv->text);
    }
    if (conv->number == LABEL_UNNUMBERED)
        conv->number = label_next_number();
}

void
label_write_by_evidence(label_conversation *conv, packet_info *pinfo)
{
    conv->evidence_frame = pinfo->num;
    if (conv->remark_frame == 0 || conv->verdict.contradicted)
        conv->remark_frame = pinfo->num;
    if (!conv->side.known)
        choose_side(conv, syn_receiver(conv, pinfo));
    label_write(conv);
}

const label_conversation *
label_of_packet(packet_info *pinfo)
{
    const conversation_t *wireshark = label_find_conversation(pinfo);
    const label_conversation *conv =
        wireshark ? (const label_conversation *)conversation_get_proto_data(wireshark, room.proto)
                  : NULL;

    return conv == &not_ours ? NULL : conv;
}

bool
label_goes_to_service(const label_conversation *conv, packet_info *pinfo)
{
    if (conv->kind != LABEL_KIND_PORT)
        return true;
    if (conv->side.side == VERDICT_SIDE_NONE)
        return false;
    if (conv->port[0] != conv->port[1])
        return pinfo->destport == conv->port[conv->side.side];

    const conversation_t *wireshark = label_find_conversation(pinfo);
    const int destination =
        wireshark && addresses_equal(&pinfo->dst, conversation_key_addr1(wireshark->key_ptr)) ? 0
                                                                                              : 1;
    return destination == conv->side.side;
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
