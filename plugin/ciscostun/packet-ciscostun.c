/* packet-ciscostun.c
 * Cisco STUN: serial frames tunnelled between routers, over TCP or UDP
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header and its sources are in frame.h. This file finds the frames in
 * what TCP or UDP delivers and shows their headers.
 */
#include "ciscostun/packet-ciscostun-hdlc.h"

#include <epan/address.h>
#include <epan/dissectors/packet-tcp.h>

#include "base/items.h"
#include "ciscostun/frame.h"
#include "ciscostun/packet-ciscostun-sna.h"
#include "labels/evidence.h"
#include "tunnel/packet-tunnel.h"

void proto_register_ciscostun(void);
void proto_reg_handoff_ciscostun(void);

static int proto_ciscostun = -1;

static int hf_magic = -1;
static int hf_opcode = -1;
static int hf_length = -1;
static int hf_group = -1;
static int hf_payload = -1;
static int hf_opening = -1;
static int hf_skipped = -1;
static int hf_priority = -1;
static int hf_queue = -1;

static int ett_ciscostun = -1;
static int ett_payload = -1;

static expert_field ei_opcode_unknown = EI_INIT;
static expert_field ei_length_short = EI_INIT;
static expert_field ei_opening_length = EI_INIT;
static expert_field ei_skipped = EI_INIT;
static expert_field ei_not_captured = EI_INIT;
static expert_field ei_not_reassembled = EI_INIT;

enum { FRAMING_LENIENT, FRAMING_STRICT };

static struct {
    dissector_handle_t tcp;
    dissector_handle_t udp;
    int framing;      /* preference */
    unsigned tunnels; /* of the file at hand */
} stun;

static const label_protocol ciscostun_protocol = {
    .family = "cisco-stun",
    .protocol = "ciscostun",
    .segment = ciscostun_is_segment,
    .datagram = ciscostun_begins_datagram,
};

static const label_reason reason_header = {"magic 0x0831 and a known opcode in", "headers"};
static const label_reason reason_chain = {"magic 0x0831, lengths chain over", "headers"};
static const label_reason reason_opening = {"the opening message of a Cisco tunnel", NULL};
static const label_reason reason_hdlc = {"magic 0x0831, exact length and HDLC control of",
                                         "frames"};
static const label_reason reason_datagram = {"magic 0x0831, exact length of", "datagrams"};

/* IANA numbers the first three, a web page the fourth. */
static const value_string priority_names[] = {
    {1, "Priority 1"}, {2, "Priority 2"},
    {3, "Priority 3"}, {4, "Priority 4 (lowest by a web page, base port at IANA)"},
    {0, NULL},
};

/* Cisco's document 12261. */
static const value_string queue_names[] = {
    {0, "high"}, {1, "medium"}, {2, "normal"}, {3, "low"}, {0, NULL},
};

/** What is known of one conversation. */
typedef struct {
    unsigned number;       /**< of the tunnel in the file, from 0 */
    uint32_t proven_frame; /**< the packet that proved it, NOT_PROVEN before */
    bool expecting[2];     /**< next_seq of that direction is valid */
    uint32_t next_seq[2];  /**< where the last frame of a direction said that the next one begins */
    unsigned datagrams;    /**< that fitted one after another */
    int priority;          /**< of the service on its ports; negative if they are known for none */
    int queue;             /**< the same */
    wmem_map_t *links;     /**< ciscostun_link by group and station address */
} conversation_state;

#define NOT_PROVEN UINT32_MAX

/** What TCP delivers. */
typedef struct {
    conversation_state *state;
    const struct tcpinfo *segment; /**< NULL if somebody else than TCP called */
} stream;

static conversation_state *
state_of(packet_info *pinfo)
{
    conversation_t *conversation = label_find_or_create_conversation(pinfo);
    conversation_state *state =
        (conversation_state *)conversation_get_proto_data(conversation, proto_ciscostun);

    if (!state) {
        state = wmem_new0(wmem_file_scope(), conversation_state);
        state->number = stun.tunnels++;
        state->proven_frame = NOT_PROVEN;
        state->priority = label_value_of_packet(pinfo, &ciscostun_protocol, "priority");
        state->queue = label_value_of_packet(pinfo, &ciscostun_protocol, "queue");
        state->links = wmem_map_new(wmem_file_scope(), g_direct_hash, g_direct_equal);
        conversation_add_proto_data(conversation, proto_ciscostun, state);
    }
    return state;
}

/* Only an earlier packet counts, so that the second pass, which knows the proof
 * from the start, decides as the first one did. */
static bool
is_proven_before(packet_info *pinfo)
{
    const conversation_t *conversation = label_find_conversation(pinfo);
    const void *known =
        conversation ? conversation_get_proto_data(conversation, proto_ciscostun) : NULL;

    return known && pinfo->num > ((const conversation_state *)known)->proven_frame;
}

static unsigned
direction_of(const packet_info *pinfo)
{
    const int order = cmp_address(&pinfo->src, &pinfo->dst);

    if (order != 0)
        return order > 0;
    return pinfo->srcport > pinfo->destport;
}

static void
claim_proof(packet_info *pinfo, conversation_state *state, const label_reason *reason)
{
    if (!PINFO_FD_VISITED(pinfo) && state->proven_frame == NOT_PROVEN)
        state->proven_frame = pinfo->num;
    label_evidence(pinfo, &ciscostun_protocol, LABEL_PROOF, reason);
}

/* "C1 > RR N(R)=3 P  priority 3, group 1"; the tail only where it differs from
 * that of the frame before it in the packet. */
static void
append_info(packet_info *pinfo, tunnel_packet *packet, const char *text, int priority,
            unsigned group)
{
    col_append_sep_fstr(pinfo->cinfo, COL_INFO, " | ", "%s", text);
    if (packet->has_group && packet->group == group)
        return;
    packet->has_group = true;
    packet->group = group;
    if (priority >= 0)
        col_append_fstr(pinfo->cinfo, COL_INFO, "  priority %d, group %u", priority, group);
    else
        col_append_fstr(pinfo->cinfo, COL_INFO, "  group %u", group);
}

/* What follows the header, as far as it is there. @return it in words */
static const char *
dissect_payload(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const tunnel_header *header,
                unsigned index, const conversation_state *state)
{
    const unsigned captured = tvb_captured_length(tvb);
    const unsigned reported = tvb_reported_length(tvb);
    const ciscostun_place place = {
        .links = state->links,
        .tunnel = state->number,
        .group = header->group,
        .direction = direction_of(pinfo),
        .index = index,
        .whole = reported >= header->length,
        .is_read = base_is_read(pinfo, tree, proto_ciscostun),
    };
    const int hf = header->opcode == TUNNEL_OPENING ? hf_opening : hf_payload;
    proto_item *item;

    if (reported == 0)
        return "empty";
    item = proto_tree_add_item(tree, hf, tvb, 0, -1, ENC_NA);
    if (captured < header->length && place.whole)
        expert_add_info_format(pinfo, item, &ei_not_captured,
                               "The capture holds %u of the frame's %u bytes", captured,
                               header->length);
    else if (captured < header->length)
        expert_add_info_format(pinfo, item, &ei_not_reassembled,
                               "%u of the frame's %u bytes are here, the rest is in a later "
                               "segment that was not joined to this one",
                               captured, header->length);
    if (header->opcode != TUNNEL_DATA)
        return wmem_strdup_printf(pinfo->pool, "%u bytes", header->length);
    return ciscostun_dissect_hdlc(tvb, pinfo, proto_item_add_subtree(item, ett_payload), &place);
}

/*
 *   0        2        4        6     7
 *   +--------+--------+--------+-----+----------------- - -
 *   | 08  31 | opcode | length |group| serial frame, or opening data
 *   +--------+--------+--------+-----+----------------- - -
 */
static void
dissect_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const tunnel_header *header,
              tunnel_packet *packet, const conversation_state *state)
{
    const bool is_data = header->opcode == TUNNEL_DATA;
    const bool is_opening = header->opcode == TUNNEL_OPENING;
    const char *opcode = tunnel_opcode_name(pinfo, header);
    proto_item *frame = proto_tree_add_item(tree, proto_ciscostun, tvb, 0, -1, ENC_NA);
    proto_tree *fields = proto_item_add_subtree(frame, ett_ciscostun);
    proto_item *item;
    const char *text;

    if (base_is_read(pinfo, tree, proto_ciscostun))
        proto_item_set_text(frame, "Cisco Serial Tunnel, %s, Group: %u, Length: %u", opcode,
                            header->group, header->length);
    proto_tree_add_item(fields, hf_magic, tvb, 0, 2, ENC_BIG_ENDIAN);
    item = proto_tree_add_item(fields, hf_opcode, tvb, 2, 2, ENC_BIG_ENDIAN);
    if (!is_data && !is_opening)
        expert_add_info(pinfo, item, &ei_opcode_unknown);
    item = proto_tree_add_item(fields, hf_length, tvb, 4, 2, ENC_BIG_ENDIAN);
    if (is_opening && header->length != TUNNEL_OPENING_LEN)
        expert_add_info_format(pinfo, item, &ei_opening_length,
                               "An opening message has %u bytes after the header, not %u",
                               TUNNEL_OPENING_LEN, header->length);
    if (is_data && header->length < 2)
        expert_add_info_format(pinfo, item, &ei_length_short,
                               "A serial frame has an address and a control byte, "
                               "there is no room for them in %u",
                               header->length);
    proto_tree_add_item(fields, hf_group, tvb, 6, 1, ENC_BIG_ENDIAN);
    if (state->priority >= 0)
        base_add_uint(fields, tvb, hf_priority, (uint32_t)state->priority);
    if (state->queue >= 0)
        base_add_uint(fields, tvb, hf_queue, (uint32_t)state->queue);

    text = dissect_payload(tvb_new_subset_remaining(tvb, CISCOSTUN_HEADER_LEN), pinfo, fields,
                           header, packet->frames++, state);
    if (is_data)
        proto_item_append_text(frame, ", %s", text);
    else
        text = wmem_strdup_printf(pinfo->pool, "%s %s", opcode, text);
    append_info(pinfo, packet, text, state->priority, header->group);
}

/* A frame of a stream: what it proves, what it holds, and where the next one begins. */
static void
show_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const tunnel_frame *frame,
           tunnel_packet *packet, void *context)
{
    const stream *from = (const stream *)context;
    conversation_state *state = from->state;
    const unsigned direction = direction_of(pinfo);
    const uint32_t seq = from->segment ? from->segment->seq + frame->offset : 0;
    const bool is_expected =
        from->segment && state->expecting[direction] && state->next_seq[direction] == seq;

    if (frame->chained || is_expected)
        claim_proof(pinfo, state, &reason_chain);
    else if (ciscostun_follow(frame->bytes, frame->left, 1).opening)
        claim_proof(pinfo, state, &reason_opening);
    else if (ciscostun_is_marked(frame->bytes, frame->left))
        claim_proof(pinfo, state, &reason_hdlc);
    else if (ciscostun_plausible(&frame->header))
        label_evidence(pinfo, &ciscostun_protocol, LABEL_SHAPE, &reason_header);

    dissect_frame(tvb, pinfo, tree, &frame->header, packet, state);

    if (!PINFO_FD_VISITED(pinfo)) {
        state->expecting[direction] = true;
        state->next_seq[direction] = seq + CISCOSTUN_HEADER_LEN + frame->header.length;
    }
}

static const tunnel_protocol stun_tunnel = {
    .format = CISCOSTUN_FORMAT,
    .name = "Cisco STUN",
    .title = "Cisco Serial Tunnel",
    .find = ciscostun_find,
    .show = show_frame,
    .proto = &proto_ciscostun,
    .hf_skipped = &hf_skipped,
    .ett = &ett_ciscostun,
    .ei_skipped = &ei_skipped,
};

/* @param data  of TCP's, what it passes to the dissectors above it */
static int
dissect_stream(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    stream from = {.state = state_of(pinfo), .segment = (const struct tcpinfo *)data};

    return tunnel_dissect(&stun_tunnel, tvb, pinfo, tree, &from);
}

/* What a port alone does not vouch for: the bytes must begin as a header does. */
static bool
begins_like_header(const uint8_t *bytes, size_t len, bool can_wait)
{
    tunnel_header header;

    if (tunnel_begins(&stun_tunnel.format, bytes, len) == BASE_MATCH_NO)
        return false;
    if (!tunnel_parse(&stun_tunnel.format, bytes, len, &header))
        return can_wait;
    return stun.framing == FRAMING_LENIENT || ciscostun_plausible(&header);
}

/*
 * The dissector of the STUN ports, and of conversations that a heuristic found.
 * On a STUN port a stream is taken up where one of these holds:
 *   - it begins with a header, or with what may become one
 *   - it was proven before
 *   - an earlier PDU of the same packet was a frame
 *   - it begins with a frame that lacks the first byte of its header
 *   - two headers that chain stand somewhere in it
 */
static int
dissect_ciscostun_tcp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const unsigned captured = tvb_captured_length(tvb);

    if (captured == 0)
        return 0;

    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)captured);

    if (!begins_like_header(bytes, captured, pinfo->can_desegment) && !is_proven_before(pinfo) &&
        tunnel_packet_of(pinfo, &stun_tunnel)->frames == 0 &&
        !ciscostun_lacks_first_byte(bytes, captured) &&
        ciscostun_find_chain(bytes, captured) == captured)
        return 0;
    return dissect_stream(tvb, pinfo, tree, data);
}

/* On any other port nothing is asked for and nothing is remembered: a segment
 * is a tunnel's if it proves that by itself (ciscostun_proves_itself, or one
 * frame of marked HDLC), and then the conversation is, from here on. */
static compat_bool
dissect_ciscostun_tcp_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const unsigned captured = tvb_captured_length(tvb);

    if (captured < CISCOSTUN_HEADER_LEN)
        return false;

    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)captured);

    if (!ciscostun_proves_itself(bytes, captured) &&
        (captured != tvb_reported_length(tvb) || !ciscostun_is_marked(bytes, captured)))
        return false;

    if (!PINFO_FD_VISITED(pinfo))
        conversation_set_dissector_from_frame_number(label_find_or_create_conversation(pinfo),
                                                     pinfo->num, stun.tcp);
    dissect_stream(tvb, pinfo, tree, data);
    return true;
}

/* Whether a datagram is one frame, exactly. */
static bool
parse_datagram(tvbuff_t *tvb, tunnel_header *header)
{
    const unsigned captured = tvb_captured_length(tvb);

    return captured >= CISCOSTUN_HEADER_LEN &&
           tunnel_parse(&stun_tunnel.format, tvb_get_ptr(tvb, 0, (int)captured), captured,
                        header) &&
           tvb_reported_length(tvb) == CISCOSTUN_HEADER_LEN + (unsigned)header->length;
}

static int
dissect_ciscostun_udp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    tunnel_header header;

    if (!parse_datagram(tvb, &header))
        return 0;

    conversation_state *state = state_of(pinfo);
    tunnel_packet *packet = tunnel_take_columns(pinfo, &stun_tunnel);

    if (!PINFO_FD_VISITED(pinfo))
        state->datagrams++;
    if (state->datagrams > 1)
        claim_proof(pinfo, state, &reason_datagram);
    else
        label_evidence(pinfo, &ciscostun_protocol, LABEL_SHAPE, &reason_datagram);
    dissect_frame(tvb, pinfo, tree, &header, packet, state);
    return (int)tvb_captured_length(tvb);
}

/* P25NX sends one frame a datagram, to port 30000 (p25nx/pnx-mono). */
static compat_bool
dissect_ciscostun_udp_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    tunnel_header header;

    if (!parse_datagram(tvb, &header) || !ciscostun_plausible(&header))
        return false;
    dissect_ciscostun_udp(tvb, pinfo, tree, data);
    return true;
}

static void
forget_tunnels(void)
{
    stun.tunnels = 0;
}

void
proto_register_ciscostun(void)
{
    static hf_register_info hf[] = {
        {&hf_magic, {"Magic", "ciscostun.magic", FT_UINT16, BASE_HEX, NULL, 0x0, "0x0831", HFILL}},
        {&hf_opcode,
         {"Opcode", "ciscostun.opcode", FT_UINT16, BASE_HEX, VALS(tunnel_opcode_names), 0x0,
          "0 data, 2 opening; no other is public", HFILL}},
        {&hf_length,
         {"Length", "ciscostun.length", FT_UINT16, BASE_DEC, NULL, 0x0, "Bytes after this header",
          HFILL}},
        {&hf_group,
         {"Group", "ciscostun.group", FT_UINT8, BASE_DEC, NULL, 0x0,
          "The routers' stun group; equal station addresses in two groups are two stations",
          HFILL}},
        {&hf_payload,
         {"Serial frame", "ciscostun.payload", FT_BYTES, BASE_NONE, NULL, 0x0,
          "The frame from its address byte on, without flags and checksum", HFILL}},
        {&hf_opening,
         {"Opening data", "ciscostun.opening", FT_BYTES, BASE_NONE, NULL, 0x0,
          "30 bytes whose meaning is not public", HFILL}},
        {&hf_skipped,
         {"Skipped bytes", "ciscostun.skipped", FT_BYTES, BASE_NONE, NULL, 0x0,
          "Bytes that belong to no frame whose header was captured", HFILL}},
        {&hf_priority,
         {"Priority", "ciscostun.priority", FT_UINT8, BASE_DEC, VALS(priority_names), 0x0,
          "From the service port. The sources disagree: IANA numbers 1990 to 1992 as priorities "
          "1 to 3 and gives 1994 no number; a web page about port 1992 calls 1994 priority 4, the "
          "lowest; by Cisco's document 12261 port 1994 has the high queue",
          HFILL}},
        {&hf_queue,
         {"Queue", "ciscostun.queue", FT_UINT8, BASE_DEC, VALS(queue_names), 0x0,
          "From the service port, by Cisco's document 12261 (IOS 9.1 and later): 1994 high, 1990 "
          "medium, 1991 normal, 1992 low. Routers may be configured otherwise, and a web page "
          "about port 1992 ranks 1990 highest and 1994 lowest",
          HFILL}},
    };
    static ei_register_info ei[] = {
        {&ei_opcode_unknown,
         {"ciscostun.opcode.unknown", PI_UNDECODED, PI_NOTE, "No public source knows this opcode",
          EXPFILL}},
        {&ei_length_short,
         {"ciscostun.length.short", PI_MALFORMED, PI_WARN, "No room for a serial frame", EXPFILL}},
        {&ei_opening_length,
         {"ciscostun.opening.length", PI_MALFORMED, PI_WARN, "Unusual length of an opening message",
          EXPFILL}},
        {&ei_skipped,
         {"ciscostun.resynchronised", PI_SEQUENCE, PI_WARN, "Bytes skipped to find the next header",
          EXPFILL}},
        {&ei_not_captured,
         {"ciscostun.not_captured", PI_UNDECODED, PI_NOTE, "The capture cut the frame short",
          EXPFILL}},
        {&ei_not_reassembled,
         {"ciscostun.not_reassembled", PI_REASSEMBLE, PI_NOTE, "The frame goes on elsewhere",
          EXPFILL}},
    };
    static int *ett[] = {&ett_ciscostun, &ett_payload};
    static const enum_val_t framings[] = {
        {"lenient", "Lenient: any opcode after the magic", FRAMING_LENIENT},
        {"strict", "Strict: known opcodes with a fitting length", FRAMING_STRICT},
        {NULL, NULL, 0},
    };
    expert_module_t *expert;
    module_t *preferences;

    proto_ciscostun =
        proto_register_protocol("Cisco Serial Tunnel (STUN)", "Cisco STUN", "ciscostun");
    proto_register_field_array(proto_ciscostun, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert = expert_register_protocol(proto_ciscostun);
    expert_register_field_array(expert, ei, array_length(ei));

    preferences = prefs_register_protocol(proto_ciscostun, NULL);
    prefs_register_enum_preference(
        preferences, "framing", "Begin a stream with",
        "What the first header on a STUN port must look like. Headers that follow another one are "
        "shown whatever their opcode.",
        &stun.framing, framings, false);
    ciscostun_register_hdlc(proto_ciscostun, expert, preferences);
    ciscostun_register_sna(proto_ciscostun);
    register_init_routine(forget_tunnels);

    stun.tcp = register_dissector("ciscostun", dissect_ciscostun_tcp, proto_ciscostun);
    stun.udp = register_dissector("ciscostun.udp", dissect_ciscostun_udp, proto_ciscostun);
}

void
proto_reg_handoff_ciscostun(void)
{
    ciscostun_handoff_sna(proto_ciscostun);
    label_register_protocol(&ciscostun_protocol);
    dissector_add_uint_range_with_preference("tcp.port", label_ports(&ciscostun_protocol, "tcp"),
                                             stun.tcp);
    dissector_add_for_decode_as_with_preference("udp.port", stun.udp);
    heur_dissector_add(LABEL_OVER_TCP, dissect_ciscostun_tcp_heur, "Cisco STUN over TCP",
                       "ciscostun_tcp", proto_ciscostun, HEURISTIC_ENABLE);
    heur_dissector_add(LABEL_OVER_UDP, dissect_ciscostun_udp_heur, "Cisco STUN over UDP",
                       "ciscostun_udp", proto_ciscostun, HEURISTIC_ENABLE);
}
