/* packet-mhsnet.c
 * MHSnet, the Message Handling System of the University of Sydney: which traffic is its
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * MHSnet may be carried on any port. It is at home on its own, on IPsendmsg's,
 * which is registered to the same people, and where the user says so. There an
 * opening line or one good checksum is enough to begin with. Anywhere else the
 * first bytes of a segment must prove themselves by two checksums of 16 bits:
 * chance match below 1 in 2^32.
 *
 *      packet-mhsnet.c            which traffic is MHSnet's; UDP's address exchange
 *      packet-mhsnet-stream.c     a session's bytes: lines, packets, what is skipped
 *      packet-mhsnet-opening.c    one line
 *      packet-mhsnet-pdu.c        one packet
 *      packet-mhsnet-transfer.c   which packets make up a message
 *      packet-mhsnet-message.c    a whole message; Export Objects
 *      packet-mhsnet-reassembly.c puts a message's data together
 *      packet-mhsnet-session.c    what is kept of all these
 *      tap-mhsnet.c               statistics
 */
#include "mhsnet/packet-mhsnet-session.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/proto_data.h>

#include "labels/evidence.h"
#include "mhsnet/packet-mhsnet-message.h"
#include "mhsnet/packet-mhsnet-opening.h"
#include "mhsnet/packet-mhsnet-pdu.h"
#include "mhsnet/packet-mhsnet-reassembly.h"
#include "mhsnet/packet-mhsnet-stream.h"

void proto_register_mhsnet(void);
void proto_reg_handoff_mhsnet(void);

/* Bytes of a conversation that are searched for a packet before it is left alone. */
#define SEARCH_MAX (8u * MHSNET_LONGEST_PACKET)

static dissector_handle_t tcp_handle;
static dissector_handle_t udp_handle;

static const label_reason address_exchange = {"UDP address exchange", NULL};

/* For its ports alone: MHSnet is at home there too. */
static const label_protocol ipsendmsg = {.family = "ipsendmsg", .protocol = "ipsendmsg"};

static bool
is_home(const packet_info *pinfo)
{
    return label_value_of_packet(pinfo, &mhsnet_protocol, "") != LABEL_NO_PORT ||
           label_value_of_packet(pinfo, &ipsendmsg, "") != LABEL_NO_PORT;
}

/* A capture that began in the middle of a packet is worth a search for the next one. No byte of a
 * conversation begins a search twice, and no more than SEARCH_MAX bytes of it do. */
static base_match
search(conversation_t *conversation, const uint8_t *bytes, size_t length, mhsnet_progress *found)
{
    const unsigned before = GPOINTER_TO_UINT(wmem_map_lookup(mhsnet_global.searched, conversation));
    size_t at = 1;

    if (before >= SEARCH_MAX)
        return BASE_MATCH_NO;
    wmem_map_insert(mhsnet_global.searched, conversation,
                    GUINT_TO_POINTER(before + (unsigned)length));
    if (mhsnet_find(bytes, length, &at, &found->framing) != BASE_MATCH_YES)
        return BASE_MATCH_NO;
    *found = (mhsnet_progress){found->framing, .binary = true, .lost = true};
    return BASE_MATCH_YES;
}

/* What the bytes of a conversation of which nothing is known yet turn out to be. */
static base_match
look(mhsnet_context *context, conversation_t *conversation, tvbuff_t *tvb, mhsnet_progress *found)
{
    const size_t length = tvb_captured_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)length);
    base_match match = mhsnet_recognise(bytes, length, &found->framing);

    *found = (mhsnet_progress){found->framing, .binary = true};
    if (match == BASE_MATCH_YES || !context->home)
        return match == BASE_MATCH_YES ? BASE_MATCH_YES : BASE_MATCH_NO;
    if (match == BASE_MATCH_MAYBE)
        return BASE_MATCH_YES;
    match = mhsnet_line_recognise(bytes, length);
    *found = (mhsnet_progress){0};
    return match == BASE_MATCH_NO && !context->is_datagram
               ? search(conversation, bytes, length, found)
               : match;
}

static mhsnet_session *
session_of(conversation_t *conversation)
{
    return (mhsnet_session *)conversation_get_proto_data(conversation, mhsnet_global.proto);
}

static mhsnet_session *
new_session(conversation_t *conversation)
{
    mhsnet_session *session = wmem_new0(wmem_file_scope(), mhsnet_session);

    session->number = mhsnet_global.sessions++;
    conversation_add_proto_data(conversation, mhsnet_global.proto, session);
    return session;
}

/* On the first pass: whether the bytes are MHSnet's, and what a call starts from if so. */
static base_match
begin_call(mhsnet_context *context, tvbuff_t *tvb, uint32_t key)
{
    packet_info *pinfo = context->pinfo;
    conversation_t *conversation = label_find_or_create_conversation(pinfo);
    mhsnet_session *session = session_of(conversation);
    mhsnet_side *side;
    mhsnet_call *call;

    if (!session) {
        mhsnet_progress found = {0};
        const base_match match = look(context, conversation, tvb, &found);

        if (match != BASE_MATCH_YES)
            return match;
        session = new_session(conversation);
        session->framing = found.framing;
        session->sides[context->side].binary = found.binary;
        session->sides[context->side].lost = found.lost;
        conversation_set_dissector_from_frame_number(
            conversation, pinfo->num, context->is_datagram ? udp_handle : tcp_handle);
    }
    side = &session->sides[context->side];
    call = wmem_new0(wmem_file_scope(), mhsnet_call);
    call->session = session;
    call->begins = (mhsnet_progress){session->framing, side->binary, side->lost};
    p_add_proto_data(wmem_file_scope(), pinfo, mhsnet_global.proto, key, call);
    context->call = call;
    return BASE_MATCH_YES;
}

/*
 * Dissects one segment or datagram, if it is MHSnet's.
 *
 * @param key   tells the calls within one frame apart
 * @param home  the port is one of those on which MHSnet is at home
 * @return the bytes used, 0 if it is somebody else's
 */
static int
dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint32_t key, bool is_datagram,
        bool home)
{
    /* Which side gets which number does not matter. */
    const int order = cmp_address(&pinfo->src, &pinfo->dst);
    mhsnet_context context = {
        .pinfo = pinfo,
        .tree = tree,
        .side = order == 0 ? pinfo->srcport > pinfo->destport : order > 0,
        .first_pass = !PINFO_FD_VISITED(pinfo),
        .is_datagram = is_datagram,
        .home = home,
    };
    base_match match = BASE_MATCH_NO;

    if (tvb_captured_length(tvb) == 0)
        return 0;
    if (context.first_pass)
        match = begin_call(&context, tvb, key);
    else
        context.call =
            (mhsnet_call *)p_get_proto_data(wmem_file_scope(), pinfo, mhsnet_global.proto, key);
    if (match == BASE_MATCH_MAYBE && !is_datagram && pinfo->can_desegment) {
        pinfo->desegment_offset = 0;
        pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
        return (int)tvb_captured_length(tvb);
    }
    if (!context.call)
        return 0;
    context.session = context.call->session;
    context.now = context.call->begins;
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "MHSnet");
    col_clear(pinfo->cinfo, COL_INFO);
    return mhsnet_dissect_stream(&context, tvb);
}

static uint32_t
stream_position(const void *data)
{
    const struct tcpinfo *tcpinfo = (const struct tcpinfo *)data;

    return tcpinfo ? tcpinfo->seq : 0;
}

/* Called for a port of the tables, of the preference or of Decode As, and in a session. */
static int
dissect_mhsnet_tcp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return dissect(tvb, pinfo, tree, stream_position(data), false, true);
}

static compat_bool
dissect_mhsnet_tcp_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const bool home = is_home(pinfo);

    /* The bytes are cheaper to look at than the conversation, and mostly somebody else's. */
    if (!PINFO_FD_VISITED(pinfo) && !home) {
        const unsigned length = tvb_captured_length(tvb);

        if (length == 0 || !mhsnet_proves_itself(tvb_get_ptr(tvb, 0, (int)length), length))
            return false;
    }
    /* The dissector of IPsendmsg's port is Cisco STUN's: there too a line may come byte by byte. */
    return dissect(tvb, pinfo, tree, stream_position(data), false, home) > 0;
}

static bool
is_exchange(tvbuff_t *tvb, const packet_info *pinfo)
{
    const unsigned length = tvb_captured_length(tvb);
    uint16_t port;

    return mhsnet_exchange_read(tvb_get_ptr(tvb, 0, (int)length), length, &port) &&
           port == pinfo->srcport;
}

/*
 * The client's datagram goes to the service. The server's comes from a port of
 * its own, and the session stays between the two new ports. The session is
 * expected from any port at first; Wireshark 4.0 makes that the conversation of
 * the two new ports, 4.6 makes one of its own.
 */
static int
dissect_exchange(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, bool home)
{
    if (!PINFO_FD_VISITED(pinfo)) {
        conversation_t *conversation =
            home ? conversation_new(pinfo->num, &pinfo->src, &pinfo->dst, CONVERSATION_UDP,
                                    pinfo->srcport, 0, NO_PORT2)
                 : find_or_create_conversation(pinfo);

        if (!session_of(conversation)) {
            new_session(conversation);
            conversation_set_dissector(conversation, udp_handle);
        }
        label_evidence(pinfo, &mhsnet_protocol, LABEL_SHAPE, &address_exchange);
        if (!home)
            label_sender_is_service(pinfo);
    }
    return mhsnet_show_exchange(pinfo, tree, tvb);
}

/* Called for a port, or in a session: only a port matches what Wireshark chose this by. */
static int
dissect_mhsnet_udp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const bool home = pinfo->match_uint == pinfo->srcport || pinfo->match_uint == pinfo->destport;

    return is_exchange(tvb, pinfo) ? dissect_exchange(tvb, pinfo, tree, home)
                                   : dissect(tvb, pinfo, tree, 0, true, home);
}

static compat_bool
dissect_mhsnet_udp_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const bool home = is_home(pinfo);

    return (home && is_exchange(tvb, pinfo) ? dissect_exchange(tvb, pinfo, tree, home)
                                            : dissect(tvb, pinfo, tree, 0, true, home)) > 0;
}

void
proto_register_mhsnet(void)
{
    module_t *module;

    mhsnet_session_register();
    mhsnet_opening_register();
    mhsnet_pdu_register();
    mhsnet_reassembly_register();
    mhsnet_message_register();

    module = prefs_register_protocol(mhsnet_global.proto, NULL);
    prefs_register_uint_preference(module, "message_limit", "Largest message to reassemble (MiB)",
                                   "In MiB: a larger message is shown packet by packet, "
                                   "and not offered to Export Objects",
                                   10, &mhsnet_global.message_limit);
    tcp_handle = register_dissector("mhsnet.tcp", dissect_mhsnet_tcp, mhsnet_global.proto);
    udp_handle = register_dissector("mhsnet.udp", dissect_mhsnet_udp, mhsnet_global.proto);
}

void
proto_reg_handoff_mhsnet(void)
{
    label_register_protocol(&mhsnet_protocol);
    label_register_protocol(&ipsendmsg);
    dissector_add_uint_range_with_preference("tcp.port", label_ports(&mhsnet_protocol, "tcp"),
                                             tcp_handle);
    dissector_add_uint_range_with_preference("udp.port", label_ports(&mhsnet_protocol, "udp"),
                                             udp_handle);
    heur_dissector_add(LABEL_OVER_TCP, dissect_mhsnet_tcp_heur, "MHSnet over TCP", "mhsnet_tcp",
                       mhsnet_global.proto, HEURISTIC_ENABLE);
    heur_dissector_add(LABEL_OVER_UDP, dissect_mhsnet_udp_heur, "MHSnet over UDP", "mhsnet_udp",
                       mhsnet_global.proto, HEURISTIC_ENABLE);
}
