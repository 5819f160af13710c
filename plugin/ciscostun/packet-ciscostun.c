/* packet-ciscostun.c
 * Cisco STUN: serial frames tunnelled between routers, over TCP or UDP
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header and its sources are in frame.h. This file finds the frames in
 * what TCP or UDP delivers and shows their headers.
 */
#include "ciscostun/packet-ciscostun.h"

#include <epan/address.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/proto_data.h>

#include "ciscostun/frame.h"
#include "labels/packet-anyport.h"
#include "labels/evidence.h"
#include "labels/packet-lookup.h"
#include "registry-names.h"
#include "registry/ports.h"

void proto_register_ciscostun(void);
void proto_reg_handoff_ciscostun(void);

/* IANA's three priorities and the base port; 1993 is another protocol's. */
#define STUN_TCP_PORTS "1990-1992,1994"

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

static dissector_handle_t tcp_handle;
static dissector_handle_t udp_handle;

static const verdict_why reason_header = {"magic 0x0831 and a known opcode in", "headers"};
static const verdict_why reason_chain = {"magic 0x0831, lengths chain over", "headers"};
static const verdict_why reason_opening = {"the opening message of a Cisco tunnel", NULL};
static const verdict_why reason_hdlc = {"magic 0x0831, exact length and HDLC control of", "frames"};
static const verdict_why reason_datagram = {"magic 0x0831, exact length of", "datagrams"};

enum { FRAMING_LENIENT, FRAMING_STRICT };

static int framing = FRAMING_LENIENT;

/** What is known of one conversation. */
typedef struct {
    uint32_t proven_frame; /**< the frame that proved it, NOT_PROVEN before */
    bool expecting[2];     /**< next_seq of that direction is valid */
    uint32_t next_seq[2];  /**< where the last frame of a direction said that the next one begins */
    unsigned datagrams;    /**< that fitted one after another */
    wmem_map_t *lines;     /**< ciscostun_line by group and station address */
} tunnel;

#define NOT_PROVEN UINT32_MAX

/** What is known of one packet, which may hold several PDUs of TCP. */
typedef struct {
    unsigned frames;  /**< shown so far */
    bool has_columns; /**< the columns are ours */
    bool has_group;   /**< the Info column names a group: */
    unsigned group;
} packet;

static tunnel *
tunnel_of(packet_info *pinfo)
{
    conversation_t *conv = label_lookup_or_create_conversation(pinfo);
    tunnel *known = (tunnel *)conversation_get_proto_data(conv, proto_ciscostun);

    if (known == NULL) {
        known = wmem_new0(wmem_file_scope(), tunnel);
        known->proven_frame = NOT_PROVEN;
        known->lines = wmem_map_new(wmem_file_scope(), g_direct_hash, g_direct_equal);
        conversation_add_proto_data(conv, proto_ciscostun, known);
    }
    return known;
}

static packet *
packet_of(packet_info *pinfo)
{
    packet *known = (packet *)p_get_proto_data(pinfo->pool, pinfo, proto_ciscostun, 0);

    if (known == NULL) {
        known = wmem_new0(pinfo->pool, packet);
        p_add_proto_data(pinfo->pool, pinfo, proto_ciscostun, 0, known);
    }
    return known;
}

/* Only an earlier frame counts, so that the second pass, which knows the proof
 * from the start, decides as the first one did. */
static bool
is_proven_before(packet_info *pinfo)
{
    const conversation_t *conv = label_lookup_conversation(pinfo);
    const tunnel *known =
        conv ? (const tunnel *)conversation_get_proto_data(conv, proto_ciscostun) : NULL;

    return known != NULL && pinfo->num > known->proven_frame;
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
start_columns(packet_info *pinfo)
{
    packet *here = packet_of(pinfo);

    if (here->has_columns)
        return;
    here->has_columns = true;
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "Cisco STUN");
    col_clear(pinfo->cinfo, COL_INFO);
}

static void
report_proof(packet_info *pinfo, tunnel *known, const verdict_why *reason)
{
    if (!PINFO_FD_VISITED(pinfo) && known->proven_frame == NOT_PROVEN)
        known->proven_frame = pinfo->num;
    label_evidence(pinfo, REGISTRY_FAMILY_CISCO_STUN, VERDICT_EVIDENCE_PROOF, reason);
}

/* bytes are what is left of the segment, from the header on. */
static void
report_frame(packet_info *pinfo, tunnel *known, const ciscostun_header *header, bool chained,
             const uint8_t *bytes, size_t len)
{
    if (chained)
        report_proof(pinfo, known, &reason_chain);
    else if (!ciscostun_plausible(header))
        return;
    else if (ciscostun_follow(bytes, len, 1).opening)
        report_proof(pinfo, known, &reason_opening);
    else if (ciscostun_is_marked(bytes, len))
        report_proof(pinfo, known, &reason_hdlc);
    else
        label_evidence(pinfo, REGISTRY_FAMILY_CISCO_STUN, VERDICT_EVIDENCE_SHAPE, &reason_header);
}

static registry_service
service_of(const packet_info *pinfo)
{
    return registry_service_of_ports(pinfo->ptype == PT_UDP ? REGISTRY_UDP : REGISTRY_TCP,
                                     (uint16_t)pinfo->srcport, (uint16_t)pinfo->destport,
                                     REGISTRY_FAMILY_CISCO_STUN);
}

static void
add_generated(proto_tree *tree, int hf, tvbuff_t *tvb, int value)
{
    if (value >= 0)
        proto_item_set_generated(proto_tree_add_uint(tree, hf, tvb, 0, 0, (uint32_t)value));
}

static void
add_service(proto_tree *tree, tvbuff_t *tvb, const packet_info *pinfo)
{
    const registry_service service = service_of(pinfo);

    if (service == REGISTRY_SERVICE_NONE)
        return;
    add_generated(tree, hf_priority, tvb, registry_services[service].priority);
    add_generated(tree, hf_queue, tvb, registry_services[service].queue);
}

static void
check_presence(tvbuff_t *tvb, packet_info *pinfo, proto_item *item, const ciscostun_header *header)
{
    const unsigned captured = tvb_captured_length(tvb);

    if (captured >= header->length)
        return;
    if (tvb_reported_length(tvb) >= header->length)
        expert_add_info_format(pinfo, item, &ei_not_captured,
                               "The capture holds %u of the frame's %u bytes", captured,
                               header->length);
    else
        expert_add_info_format(pinfo, item, &ei_not_reassembled,
                               "%u of the frame's %u bytes are here, the rest is in a later "
                               "segment that was not joined to this one",
                               captured, header->length);
}

/* @return what the frame says, for the Info column */
static const char *
dissect_payload(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const ciscostun_header *header)
{
    const bool opening = header->opcode == CISCOSTUN_OPENING;
    const ciscostun_place place = {
        .lines = tunnel_of(pinfo)->lines,
        .group = header->group,
        .direction = direction_of(pinfo),
        .index = packet_of(pinfo)->frames++,
        .whole = tvb_reported_length(tvb) >= header->length,
        .is_read = label_lookup_is_read(pinfo, tree, proto_ciscostun),
    };
    proto_item *item;

    if (tvb_reported_length(tvb) == 0)
        return "empty";
    item = proto_tree_add_item(tree, opening ? hf_opening : hf_payload, tvb, 0, -1, ENC_NA);
    check_presence(tvb, pinfo, item, header);
    if (header->opcode != CISCOSTUN_DATA)
        return wmem_strdup_printf(pinfo->pool, "%u bytes", header->length);
    return ciscostun_dissect_line(tvb, pinfo, proto_item_add_subtree(item, ett_payload), &place);
}

static void
check_length(packet_info *pinfo, proto_item *item, const ciscostun_header *header)
{
    if (header->opcode == CISCOSTUN_OPENING && header->length != CISCOSTUN_OPENING_LEN)
        expert_add_info_format(pinfo, item, &ei_opening_length,
                               "An opening message has %u bytes after the header, not %u",
                               CISCOSTUN_OPENING_LEN, header->length);
    if (header->opcode == CISCOSTUN_DATA && header->length < 2)
        expert_add_info_format(pinfo, item, &ei_length_short,
                               "A serial frame has an address and a control byte, "
                               "there is no room for them in %u",
                               header->length);
}

/* "C1 > RR N(R)=3 P  priority 3, group 1"; the tail only where it differs from
 * that of the frame before it in the packet. */
static void
add_story(packet_info *pinfo, const char *text, unsigned group)
{
    const registry_service service = service_of(pinfo);
    const int priority =
        service == REGISTRY_SERVICE_NONE ? -1 : registry_services[service].priority;
    packet *here = packet_of(pinfo);

    col_append_sep_fstr(pinfo->cinfo, COL_INFO, " | ", "%s", text);
    if (here->has_group && here->group == group)
        return;
    here->has_group = true;
    here->group = group;
    if (priority >= 0)
        col_append_fstr(pinfo->cinfo, COL_INFO, "  priority %d, group %u", priority, group);
    else
        col_append_fstr(pinfo->cinfo, COL_INFO, "  group %u", group);
}

/* One frame, whose header is at the beginning of tvb and captured. */
static void
dissect_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const ciscostun_header *header)
{
    const char *name = try_val_to_str(header->opcode, registry_names_stun_opcode);
    const char *opcode =
        name ? name : wmem_strdup_printf(pinfo->pool, "Opcode 0x%04x", header->opcode);
    const char *text;
    proto_item *item;
    proto_item *frame;

    start_columns(pinfo);
    frame = proto_tree_add_item(tree, proto_ciscostun, tvb, 0, -1, ENC_NA);
    if (label_lookup_is_read(pinfo, tree, proto_ciscostun))
        proto_item_set_text(frame, "Cisco Serial Tunnel, %s, Group: %u, Length: %u", opcode,
                            header->group, header->length);
    proto_tree *stun = proto_item_add_subtree(frame, ett_ciscostun);

    proto_tree_add_item(stun, hf_magic, tvb, 0, 2, ENC_BIG_ENDIAN);
    item = proto_tree_add_item(stun, hf_opcode, tvb, 2, 2, ENC_BIG_ENDIAN);
    if (name == NULL)
        expert_add_info(pinfo, item, &ei_opcode_unknown);
    item = proto_tree_add_item(stun, hf_length, tvb, 4, 2, ENC_BIG_ENDIAN);
    check_length(pinfo, item, header);
    proto_tree_add_item(stun, hf_group, tvb, 6, 1, ENC_BIG_ENDIAN);
    add_service(stun, tvb, pinfo);
    text =
        dissect_payload(tvb_new_subset_remaining(tvb, CISCOSTUN_HEADER_LEN), pinfo, stun, header);
    if (header->opcode == CISCOSTUN_DATA)
        proto_item_append_text(frame, ", %s", text);
    else
        text = wmem_strdup_printf(pinfo->pool, "%s %s", opcode, text);
    add_story(pinfo, text, header->group);
}

static void
dissect_skipped(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, unsigned offset,
                unsigned length)
{
    proto_item *item;
    proto_tree *stun;

    start_columns(pinfo);
    col_append_sep_fstr(pinfo->cinfo, COL_INFO, " | ", "%u bytes skipped", length);
    item = proto_tree_add_protocol_format(tree, proto_ciscostun, tvb, (int)offset, (int)length,
                                          "Cisco Serial Tunnel, %u bytes skipped", length);
    stun = proto_item_add_subtree(item, ett_ciscostun);
    item = proto_tree_add_item(stun, hf_skipped, tvb, (int)offset, (int)length, ENC_NA);
    expert_add_info_format(pinfo, item, &ei_skipped,
                           "%u bytes before the next header, or the end of the segment, belong to "
                           "a frame whose header was not captured",
                           length);
}

static void
remember_end(packet_info *pinfo, tunnel *known, uint32_t seq)
{
    if (PINFO_FD_VISITED(pinfo))
        return;
    known->expecting[direction_of(pinfo)] = true;
    known->next_seq[direction_of(pinfo)] = seq;
}

static bool
is_expected(const packet_info *pinfo, const tunnel *known, uint32_t seq)
{
    return known->expecting[direction_of(pinfo)] && known->next_seq[direction_of(pinfo)] == seq;
}

/*
 * Shows the frames of a piece of the stream and asks TCP for the rest of the last one.
 *
 * Not tcp_dissect_pdus(): that one always waits for a whole fixed header, but
 * between two frames there may be fewer bytes to skip than a header has, and
 * they must not swallow the beginning of the header behind them.
 */
static int
dissect_stream(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct tcpinfo *segment)
{
    const unsigned captured = tvb_captured_length(tvb);
    const unsigned reported = tvb_reported_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)captured);
    tunnel *known = tunnel_of(pinfo);
    unsigned offset = 0;
    bool chained = false;

    while (offset < captured) {
        const unsigned left = captured - offset;
        ciscostun_header header;

        if (ciscostun_starts(bytes + offset, left) == CISCOSTUN_NO) {
            const unsigned skipped = (unsigned)ciscostun_find(bytes + offset, left);

            dissect_skipped(tvb, pinfo, tree, offset, skipped);
            offset += skipped;
            chained = false;
            continue;
        }

        const bool has_header = ciscostun_parse(bytes + offset, left, &header);
        const unsigned wanted = CISCOSTUN_HEADER_LEN + (has_header ? header.length : 0u);
        const unsigned present = MIN(wanted, reported - offset);

        if (present < wanted && pinfo->can_desegment) {
            /* Without a header the whole next segment: a frame that TCP puts
             * together twice in one packet is lost in the second pass. */
            pinfo->desegment_offset = (int)offset;
            pinfo->desegment_len = has_header ? wanted - present : DESEGMENT_ONE_MORE_SEGMENT;
            break;
        }
        if (!has_header) {
            dissect_skipped(tvb, pinfo, tree, offset, left);
            break;
        }

        const uint32_t seq = segment ? segment->seq + offset : 0;

        chained |= segment != NULL && is_expected(pinfo, known, seq);
        report_frame(pinfo, known, &header, chained, bytes + offset, left);
        dissect_frame(tvb_new_subset_length(tvb, (int)offset, (int)present), pinfo, tree, &header);
        remember_end(pinfo, known, seq + wanted);
        offset += wanted;
        chained = true;
    }
    return (int)captured;
}

/* What a port alone does not vouch for: the bytes must begin as a header does. */
static bool
begins_like_header(const uint8_t *bytes, size_t len, bool can_wait)
{
    ciscostun_header header;

    if (ciscostun_starts(bytes, len) == CISCOSTUN_NO)
        return false;
    if (!ciscostun_parse(bytes, len, &header))
        return can_wait;
    return framing == FRAMING_LENIENT || ciscostun_plausible(&header);
}

/* The dissector of the STUN ports, and of conversations that a heuristic found. */
static int
dissect_ciscostun_tcp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const unsigned captured = tvb_captured_length(tvb);

    if (captured == 0)
        return 0;

    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)captured);

    if (!begins_like_header(bytes, captured, pinfo->can_desegment) && !is_proven_before(pinfo) &&
        packet_of(pinfo)->frames == 0 && !ciscostun_lacks_first_byte(bytes, captured) &&
        ciscostun_find_chain(bytes, captured) == captured)
        return 0;
    return dissect_stream(tvb, pinfo, tree, (const struct tcpinfo *)data);
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
        conversation_set_dissector_from_frame_number(label_lookup_or_create_conversation(pinfo),
                                                     pinfo->num, tcp_handle);
    dissect_stream(tvb, pinfo, tree, (const struct tcpinfo *)data);
    return true;
}

/* Whether a datagram is one frame, exactly. */
static bool
parse_datagram(tvbuff_t *tvb, ciscostun_header *header)
{
    const unsigned captured = tvb_captured_length(tvb);

    return captured >= CISCOSTUN_HEADER_LEN &&
           ciscostun_parse(tvb_get_ptr(tvb, 0, (int)captured), captured, header) &&
           tvb_reported_length(tvb) == CISCOSTUN_HEADER_LEN + (unsigned)header->length;
}

static int
dissect_ciscostun_udp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    ciscostun_header header;

    if (!parse_datagram(tvb, &header))
        return 0;

    tunnel *known = tunnel_of(pinfo);

    if (!PINFO_FD_VISITED(pinfo))
        known->datagrams++;
    if (known->datagrams > 1)
        report_proof(pinfo, known, &reason_datagram);
    else
        label_evidence(pinfo, REGISTRY_FAMILY_CISCO_STUN, VERDICT_EVIDENCE_SHAPE, &reason_datagram);
    dissect_frame(tvb, pinfo, tree, &header);
    return (int)tvb_captured_length(tvb);
}

/* P25NX sends one frame a datagram, to port 30000 (p25nx/pnx-mono). */
static compat_bool
dissect_ciscostun_udp_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ciscostun_header header;

    if (!parse_datagram(tvb, &header) || !ciscostun_plausible(&header))
        return false;
    dissect_ciscostun_udp(tvb, pinfo, tree, data);
    return true;
}

static module_t *
register_preferences(void)
{
    static const enum_val_t framings[] = {
        {"lenient", "Lenient: any opcode after the magic", FRAMING_LENIENT},
        {"strict", "Strict: known opcodes with a fitting length", FRAMING_STRICT},
        {NULL, NULL, 0},
    };
    module_t *module = prefs_register_protocol(proto_ciscostun, NULL);

    prefs_register_enum_preference(
        module, "framing", "Begin a stream with",
        "What the first header on a STUN port must look like. Headers that follow another one are "
        "shown whatever their opcode.",
        &framing, framings, false);
    return module;
}

void
proto_register_ciscostun(void)
{
    static hf_register_info hf[] = {
        {&hf_magic,
         {"Magic", "ciscostun.magic", FT_UINT16, BASE_HEX, NULL, 0x0, "Always 0x0831", HFILL}},
        {&hf_opcode,
         {"Opcode", "ciscostun.opcode", FT_UINT16, BASE_HEX, VALS(registry_names_stun_opcode), 0x0,
          "0 and 2 are known from public captures; no list of the others is published", HFILL}},
        {&hf_length,
         {"Length", "ciscostun.length", FT_UINT16, BASE_DEC, NULL, 0x0,
          "Bytes after this 7-byte header", HFILL}},
        {&hf_group,
         {"Group", "ciscostun.group", FT_UINT8, BASE_DEC, NULL, 0x0,
          "Number of the routers' stun group; equal station addresses in two groups are two "
          "stations",
          HFILL}},
        {&hf_payload,
         {"Serial frame", "ciscostun.payload", FT_BYTES, BASE_NONE, NULL, 0x0,
          "From the address byte on, without flags and FCS", HFILL}},
        {&hf_opening,
         {"Opening data", "ciscostun.opening", FT_BYTES, BASE_NONE, NULL, 0x0,
          "The meaning of these bytes is not public", HFILL}},
        {&hf_skipped,
         {"Skipped bytes", "ciscostun.skipped", FT_BYTES, BASE_NONE, NULL, 0x0,
          "Bytes between frames, skipped to find the next header", HFILL}},
        {&hf_priority,
         {"Priority", "ciscostun.priority", FT_UINT8, BASE_DEC, VALS(registry_names_stun_priority),
          0x0,
          "From the service port. The sources disagree: IANA numbers 1990 to 1992 as priorities "
          "1 to 3 and gives 1994 no number; a web page about port 1992 calls 1994 priority 4, the "
          "lowest; by Cisco's document 12261 port 1994 has the high queue",
          HFILL}},
        {&hf_queue,
         {"Queue", "ciscostun.queue", FT_UINT8, BASE_DEC, VALS(registry_names_stun_queue), 0x0,
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

    proto_ciscostun =
        proto_register_protocol("Cisco Serial Tunnel (STUN)", "Cisco STUN", "ciscostun");
    proto_register_field_array(proto_ciscostun, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_module_t *expert = expert_register_protocol(proto_ciscostun);

    expert_register_field_array(expert, ei, array_length(ei));
    ciscostun_register_line(proto_ciscostun, expert, register_preferences());

    tcp_handle = register_dissector("ciscostun", dissect_ciscostun_tcp, proto_ciscostun);
    udp_handle = register_dissector("ciscostun.udp", dissect_ciscostun_udp, proto_ciscostun);
}

void
proto_reg_handoff_ciscostun(void)
{
    ciscostun_handoff_line(proto_ciscostun);
    dissector_add_uint_range_with_preference("tcp.port", STUN_TCP_PORTS, tcp_handle);
    dissector_add_for_decode_as_with_preference("udp.port", udp_handle);
    heur_dissector_add(ANYPORT_TCP, dissect_ciscostun_tcp_heur, "Cisco STUN over TCP",
                       "ciscostun_tcp", proto_ciscostun, HEURISTIC_ENABLE);
    heur_dissector_add(ANYPORT_UDP, dissect_ciscostun_udp_heur, "Cisco STUN over UDP",
                       "ciscostun_udp", proto_ciscostun, HEURISTIC_ENABLE);
    label_anyport_add_test(REGISTRY_TCP, ciscostun_is_segment);
    label_anyport_add_test(REGISTRY_UDP, ciscostun_begins_datagram);
}
