/* packet-mhsnet.c
 * MHSnet, the Message Handling System of the University of Sydney: which traffic is its
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * MHSnet is at home on 1989 and may be carried on any port; IPsendmsg's, 1992,
 * is registered to the same people. On those two an opening line or one good
 * checksum is enough to begin with. Anywhere else the first bytes of a segment
 * must prove themselves by two checksums of 16 bits: chance match below 1 in
 * 2^32. Source: facts/mhsnet.md.
 */
#include "mhsnet/packet-mhsnet.h"

#include <epan/dissectors/packet-tcp.h>
#include <epan/proto_data.h>

#include "mhsnet/nn.h"
#include "labels/packet-anyport.h"
#include "labels/evidence.h"
#include "labels/packet-lookup.h"

void proto_register_mhsnet(void);
void proto_reg_handoff_mhsnet(void);

#define PORT_MHSNET 1989
#define PORT_IPSENDMSG 1992

int proto_mhsnet = -1;
int mhsnet_tap;

static dissector_handle_t tcp_handle;
static dissector_handle_t udp_handle;

static const verdict_why address_exchange = {"UDP address exchange", NULL};

static bool
is_home(const packet_info *pinfo)
{
    return pinfo->srcport == PORT_MHSNET || pinfo->destport == PORT_MHSNET ||
           pinfo->srcport == PORT_IPSENDMSG || pinfo->destport == PORT_IPSENDMSG;
}

/* Which of a conversation's two sides sent this; which number it gets does not matter. */
static unsigned
side_of(const packet_info *pinfo)
{
    int order = cmp_address(&pinfo->src, &pinfo->dst);

    if (order == 0)
        return pinfo->srcport > pinfo->destport;
    return order > 0;
}

/* What bytes of which nothing is known yet turn out to be. */
typedef struct {
    mhsnet_answer answer;
    mhsnet_framing framing; /* with `binary` */
    bool binary;
    bool lost; /* the first packet is somewhere behind the start */
} finding;

/* Bytes of a conversation that are searched for a packet before it is left alone. */
#define SEARCH_MAX (8u * MHSNET_LONGEST_PACKET)

/* conversation_t -> bytes that were searched in vain. */
static wmem_map_t *searched;

/* At home, a capture that began in the middle of a packet is worth a search for the next. */
static finding
search(conversation_t *conversation, const uint8_t *bytes, size_t length)
{
    const unsigned before = GPOINTER_TO_UINT(wmem_map_lookup(searched, conversation));
    finding found = {MHSNET_NO, {0}, true, true};

    if (before >= SEARCH_MAX)
        return found;
    wmem_map_insert(searched, conversation, GUINT_TO_POINTER(before + (unsigned)length));
    for (size_t at = 1; at + MHSNET_VC_HEADER <= length; at++) {
        if (mhsnet_recognise(bytes + at, length - at, &found.framing) == MHSNET_SURE_PROOF) {
            found.answer = MHSNET_YES;
            break;
        }
    }
    return found;
}

static finding
look(const packet_info *pinfo, conversation_t *conversation, tvbuff_t *tvb, bool is_datagram)
{
    size_t length = tvb_captured_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)length);
    finding found = {MHSNET_NO, {0}, true, false};
    mhsnet_sure sure = mhsnet_recognise(bytes, length, &found.framing);

    if (sure == MHSNET_SURE_PROOF || (sure == MHSNET_SURE_SHAPE && is_home(pinfo))) {
        found.answer = MHSNET_YES;
        return found;
    }
    if (!is_home(pinfo))
        return found;
    found.answer = mhsnet_line_recognise(bytes, length);
    found.framing = (mhsnet_framing){0};
    found.binary = false;
    if (found.answer != MHSNET_NO || is_datagram)
        return found;
    return search(conversation, bytes, length);
}

/* What look() asks of bytes that are not at home. */
static bool
proves_itself(tvbuff_t *tvb)
{
    const unsigned length = tvb_captured_length(tvb);

    return length > 0 && mhsnet_proves_itself(tvb_get_ptr(tvb, 0, (int)length), length);
}

static uint32_t session_count;

static void
forget_sessions(void)
{
    session_count = 0;
}

static mhsnet_session *
session_of(conversation_t *conversation)
{
    return (mhsnet_session *)conversation_get_proto_data(conversation, proto_mhsnet);
}

static mhsnet_session *
new_session(conversation_t *conversation)
{
    mhsnet_session *session = wmem_new0(wmem_file_scope(), mhsnet_session);

    session->number = session_count++;
    conversation_add_proto_data(conversation, proto_mhsnet, session);
    return session;
}

static mhsnet_call *
new_call(const mhsnet_context *context)
{
    mhsnet_call *call = wmem_new0(wmem_file_scope(), mhsnet_call);

    call->framing = context->framing;
    call->binary = context->binary;
    call->lost = context->lost;
    return call;
}

/*
 * Dissects one segment or datagram, if it is MHSnet's.
 *
 * @param key      tells the calls within one frame apart
 * @param may_ask  asking for more bytes is allowed although nothing is proven
 * @return the bytes used, 0 if it is somebody else's
 */
static int
dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint32_t key, bool is_datagram,
        bool may_ask)
{
    mhsnet_context context = {
        .pinfo = pinfo,
        .tree = tree,
        .side = side_of(pinfo),
        .first_pass = !PINFO_FD_VISITED(pinfo),
        .is_datagram = is_datagram,
    };

    if (tvb_captured_length(tvb) == 0)
        return 0;
    if (!context.first_pass) {
        context.call = (mhsnet_call *)p_get_proto_data(wmem_file_scope(), pinfo, proto_mhsnet, key);
        if (!context.call)
            return 0;
    }

    conversation_t *conversation = label_lookup_or_create_conversation(pinfo);
    mhsnet_session *session = session_of(conversation);

    if (!context.first_pass) {
        if (!session)
            return 0;
    } else if (!session) {
        finding found = look(pinfo, conversation, tvb, is_datagram);

        if (found.answer == MHSNET_MORE && may_ask && pinfo->can_desegment) {
            pinfo->desegment_offset = 0;
            pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
            return (int)tvb_captured_length(tvb);
        }
        if (found.answer != MHSNET_YES)
            return 0;
        session = new_session(conversation);
        session->framing = found.framing;
        session->sides[context.side].binary = found.binary;
        session->sides[context.side].lost = found.lost;
        conversation_set_dissector_from_frame_number(conversation, pinfo->num,
                                                     is_datagram ? udp_handle : tcp_handle);
    }
    context.session = session;
    if (context.first_pass) {
        context.framing = session->framing;
        context.binary = session->sides[context.side].binary;
        context.lost = session->sides[context.side].lost;
        context.call = new_call(&context);
        p_add_proto_data(wmem_file_scope(), pinfo, proto_mhsnet, key, context.call);
    } else {
        context.framing = context.call->framing;
        context.binary = context.call->binary;
        context.lost = context.call->lost;
    }
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

static int
dissect_mhsnet_tcp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return dissect(tvb, pinfo, tree, stream_position(data), false, true);
}

static compat_bool
dissect_mhsnet_tcp_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    /* The bytes are cheaper to look at than the conversation, and mostly somebody else's. */
    if (!PINFO_FD_VISITED(pinfo) && !is_home(pinfo) && !proves_itself(tvb))
        return false;
    /* On 1992 the port's own dissector is Cisco STUN's: there too a line may come byte by byte. */
    return dissect(tvb, pinfo, tree, stream_position(data), false, is_home(pinfo)) > 0;
}

/* The client's datagram goes to the service; the server's comes from a port of its own, and the
 * session stays between the two new ports. The first one is expected from any port; Wireshark 4.0
 * makes that the conversation of the two new ports, 4.6 makes one of its own. */
static void
expect_session(packet_info *pinfo)
{
    conversation_t *conversation =
        is_home(pinfo) ? conversation_new(pinfo->num, &pinfo->src, &pinfo->dst, CONVERSATION_UDP,
                                          pinfo->srcport, 0, NO_PORT2)
                       : find_or_create_conversation(pinfo);

    if (session_of(conversation))
        return;
    new_session(conversation);
    conversation_set_dissector(conversation, udp_handle);
}

static int
dissect_exchange(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    if (!PINFO_FD_VISITED(pinfo))
        expect_session(pinfo);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "MHSnet");
    col_clear(pinfo->cinfo, COL_INFO);
    if (!PINFO_FD_VISITED(pinfo)) {
        label_evidence(pinfo, REGISTRY_FAMILY_MHSNET, VERDICT_EVIDENCE_SHAPE, &address_exchange);
        if (!is_home(pinfo))
            label_sender_is_service(pinfo);
    }
    mhsnet_show_exchange(pinfo, tree, tvb);
    return MHSNET_EXCHANGE_LENGTH;
}

static bool
is_exchange(tvbuff_t *tvb, const packet_info *pinfo)
{
    guint length = tvb_captured_length(tvb);
    uint16_t port;

    return mhsnet_exchange_read(tvb_get_ptr(tvb, 0, (int)length), length, &port) &&
           port == pinfo->srcport;
}

static int
dissect_mhsnet_udp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    if (tvb_captured_length(tvb) == 0)
        return 0;
    if (is_exchange(tvb, pinfo))
        return dissect_exchange(tvb, pinfo, tree);
    return dissect(tvb, pinfo, tree, 0, true, false);
}

static compat_bool
dissect_mhsnet_udp_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    if (tvb_captured_length(tvb) == 0)
        return false;
    if (is_home(pinfo) && is_exchange(tvb, pinfo))
        return dissect_exchange(tvb, pinfo, tree) > 0;
    return dissect(tvb, pinfo, tree, 0, true, false) > 0;
}

void
proto_register_mhsnet(void)
{
    module_t *module;

    proto_mhsnet = proto_register_protocol("MHSnet (Message Handling System)", "MHSnet", "mhsnet");
    register_init_routine(forget_sessions);
    mhsnet_register_opening();
    mhsnet_register_pdu();
    mhsnet_register_payload();
    mhsnet_register_transfer();
    mhsnet_register_reassembly();
    mhsnet_register_message();
    mhsnet_tap = register_tap("mhsnet");

    module = prefs_register_protocol(proto_mhsnet, NULL);
    prefs_register_uint_preference(module, "message_limit", "Largest message to reassemble (MiB)",
                                   "A message that announces more bytes is shown packet by packet, "
                                   "and not offered to Export Objects",
                                   10, &mhsnet_message_limit);
    searched =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), g_direct_hash, g_direct_equal);
    tcp_handle = register_dissector("mhsnet.tcp", dissect_mhsnet_tcp, proto_mhsnet);
    udp_handle = register_dissector("mhsnet.udp", dissect_mhsnet_udp, proto_mhsnet);
}

void
proto_reg_handoff_mhsnet(void)
{
    dissector_add_uint_range_with_preference("tcp.port", "1989", tcp_handle);
    dissector_add_uint_range_with_preference("udp.port", "1989", udp_handle);
    heur_dissector_add(ANYPORT_TCP, dissect_mhsnet_tcp_heur, "MHSnet over TCP", "mhsnet_tcp",
                       proto_mhsnet, HEURISTIC_ENABLE);
    heur_dissector_add(ANYPORT_UDP, dissect_mhsnet_udp_heur, "MHSnet over UDP", "mhsnet_udp",
                       proto_mhsnet, HEURISTIC_ENABLE);
    label_anyport_add_test(REGISTRY_TCP, mhsnet_proves_itself);
    label_anyport_add_test(REGISTRY_UDP, mhsnet_proves_itself);
}
