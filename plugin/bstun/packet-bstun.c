/* packet-bstun.c
 * Cisco BSTUN: bisync blocks tunnelled between routers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header and its only source are in bstun.h.
 */
#include "compat.h"

#include <epan/expert.h>

#include "bstun/bstun.h"
#include "labels/evidence.h"
#include "tunnel/packet-tunnel.h"

void proto_register_bstun(void);
void proto_reg_handoff_bstun(void);

static int proto_bstun = -1;

static int hf_magic = -1;
static int hf_opcode = -1;
static int hf_length = -1;
static int hf_group = -1;
static int hf_constant = -1;
static int hf_opening = -1;
static int hf_data = -1;
static int hf_control = -1;
static int hf_skipped = -1;

static int ett_bstun = -1;
static int ett_data = -1;

static expert_field ei_opcode_unknown = EI_INIT;
static expert_field ei_constant = EI_INIT;
static expert_field ei_skipped = EI_INIT;

static dissector_handle_t bstun_handle;

static const label_protocol bstun_protocol = {
    .family = "cisco-bstun",
    .protocol = "bstun",
    .segment = bstun_is_proven,
};

static const label_reason reason_proof = {"magic 0x0EBD, length and constant bytes of", "headers"};
static const label_reason reason_magic = {"magic 0x0EBD of", "headers"};

/* A proof holds for the conversation: from here on its bytes are BSTUN's, wherever a segment
 * begins. */
static void
claim(tvbuff_t *tvb, packet_info *pinfo)
{
    const unsigned captured = tvb_captured_length(tvb);

    if (!bstun_is_proven(tvb_get_ptr(tvb, 0, (int)captured), captured)) {
        label_evidence(pinfo, &bstun_protocol, LABEL_SHAPE, &reason_magic);
        return;
    }

    conversation_t *conversation = label_find_or_create_conversation(pinfo);

    if (!PINFO_FD_VISITED(pinfo) && !conversation_get_proto_data(conversation, proto_bstun))
        conversation_add_proto_data(conversation, proto_bstun, GUINT_TO_POINTER(pinfo->num));
    label_evidence(pinfo, &bstun_protocol, LABEL_PROOF, &reason_proof);
}

static void
dissect_bisync(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const unsigned len = tvb_captured_length(tvb);
    proto_item *item = proto_tree_add_item(tree, hf_data, tvb, 0, -1, ENC_NA);
    proto_tree *bisync = proto_item_add_subtree(item, ett_data);
    bstun_bsc_walk walk = {0};
    bstun_bsc_control control;

    if (len == 0)
        return;

    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)len);

    while (bstun_bsc_next(bytes, len, &walk, &control)) {
        proto_tree_add_string(bisync, hf_control, tvb, (int)control.offset, (int)control.len,
                              control.name);
        col_append_fstr(pinfo->cinfo, COL_INFO, " %s", control.name);
    }
}

/*
 *   0        2        4        6     7     8     9     10    11
 *   +--------+--------+--------+-----+-----+-----+-----+-----+------ - -
 *   | 0E  BD | command| length |group| 00  | 00  | 21  | 00  | bisync
 *   +--------+--------+--------+-----+-----+-----+-----+-----+------ - -
 */
static void
show_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const tunnel_frame *frame,
           tunnel_packet *packet _U_, void *context _U_)
{
    const tunnel_header *header = &frame->header;
    const char *opcode = tunnel_opcode_name(pinfo, header);
    proto_item *item;
    proto_tree *bstun;

    claim(tvb, pinfo);
    col_append_sep_fstr(pinfo->cinfo, COL_INFO, " | ", "%s, group %u", opcode, header->group);
    item = proto_tree_add_protocol_format(tree, proto_bstun, tvb, 0, -1,
                                          "Cisco Block Serial Tunnel, %s, Group: %u", opcode,
                                          header->group);
    bstun = proto_item_add_subtree(item, ett_bstun);
    proto_tree_add_item(bstun, hf_magic, tvb, 0, 2, ENC_BIG_ENDIAN);
    item = proto_tree_add_item(bstun, hf_opcode, tvb, 2, 2, ENC_BIG_ENDIAN);
    if (!try_val_to_str(header->opcode, tunnel_opcode_names))
        expert_add_info(pinfo, item, &ei_opcode_unknown);
    proto_tree_add_item(bstun, hf_length, tvb, 4, 2, ENC_BIG_ENDIAN);
    proto_tree_add_item(bstun, hf_group, tvb, 6, 1, ENC_BIG_ENDIAN);

    if (header->opcode != TUNNEL_DATA || header->length < 3) {
        if (header->length > 0)
            proto_tree_add_item(bstun, hf_opening, tvb, BSTUN_HEADER_LEN, -1, ENC_NA);
        return;
    }
    if (tvb_captured_length(tvb) < BSTUN_DATA_OFFSET)
        return;
    item = proto_tree_add_item(bstun, hf_constant, tvb, 7, 4, ENC_BIG_ENDIAN);
    if (tvb_get_ntohl(tvb, 7) != 0x00002100)
        expert_add_info(pinfo, item, &ei_constant);
    if (tvb_reported_length(tvb) > BSTUN_DATA_OFFSET)
        dissect_bisync(tvb_new_subset_remaining(tvb, BSTUN_DATA_OFFSET), pinfo, bstun);
}

static const tunnel_protocol bstun_tunnel = {
    .format = BSTUN_FORMAT,
    .name = "Cisco BSTUN",
    .title = "Cisco Block Serial Tunnel",
    .find = bstun_find,
    .show = show_frame,
    .proto = &proto_bstun,
    .hf_skipped = &hf_skipped,
    .ett = &ett_bstun,
    .ei_skipped = &ei_skipped,
};

/* Only an earlier packet counts, as in the first pass. */
static bool
is_proven_before(packet_info *pinfo)
{
    const conversation_t *conversation = label_find_conversation(pinfo);
    const unsigned proven =
        conversation ? GPOINTER_TO_UINT(conversation_get_proto_data(conversation, proto_bstun)) : 0;

    return proven != 0 && pinfo->num > proven;
}

/* On a BSTUN port a stream may be met in the middle of a frame: what comes
 * before the first header that proves itself is skipped. */
static int
dissect_bstun(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const unsigned captured = tvb_captured_length(tvb);

    if (captured == 0)
        return 0;

    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)captured);
    const bool begins = tunnel_begins(&bstun_tunnel.format, bytes, captured) != BASE_MATCH_NO &&
                        (captured >= BSTUN_HEADER_LEN || pinfo->can_desegment);

    if (!begins && !is_proven_before(pinfo)) {
        const size_t next = bstun_find(bytes, captured);

        if (!bstun_is_proven(bytes + next, captured - next))
            return 0;
    }
    return tunnel_dissect(&bstun_tunnel, tvb, pinfo, tree, NULL);
}

/* Sixteen bits of magic, as many of command, and 32 or more of constants. */
static compat_bool
dissect_bstun_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const unsigned captured = tvb_captured_length(tvb);

    if (captured < BSTUN_DATA_OFFSET ||
        !bstun_is_proven(tvb_get_ptr(tvb, 0, (int)captured), captured))
        return false;
    if (!PINFO_FD_VISITED(pinfo))
        conversation_set_dissector_from_frame_number(label_find_or_create_conversation(pinfo),
                                                     pinfo->num, bstun_handle);
    tunnel_dissect(&bstun_tunnel, tvb, pinfo, tree, NULL);
    return true;
}

void
proto_register_bstun(void)
{
    static hf_register_info hf[] = {
        {&hf_magic, {"Magic", "bstun.magic", FT_UINT16, BASE_HEX, NULL, 0x0, "0x0EBD", HFILL}},
        {&hf_opcode,
         {"Opcode", "bstun.opcode", FT_UINT16, BASE_HEX, VALS(tunnel_opcode_names), 0x0,
          "0 data, 2 opening", HFILL}},
        {&hf_length,
         {"Length", "bstun.length", FT_UINT16, BASE_DEC, NULL, 0x0, "Bytes after the first eight",
          HFILL}},
        {&hf_group,
         {"Group", "bstun.group", FT_UINT8, BASE_DEC, NULL, 0x0, "The routers' group", HFILL}},
        {&hf_constant,
         {"Constant Bytes", "bstun.constant", FT_UINT32, BASE_HEX, NULL, 0x0,
          "0x00002100 in every data frame of the only source", HFILL}},
        {&hf_opening,
         {"Opening Data", "bstun.opening", FT_BYTES, BASE_NONE, NULL, 0x0, "Meaning not public",
          HFILL}},
        {&hf_data,
         {"Bisync Data", "bstun.data", FT_BYTES, BASE_NONE, NULL, 0x0, "What lies on the line",
          HFILL}},
        {&hf_control,
         {"Control Character", "bstun.control", FT_STRING, BASE_NONE, NULL, 0x0,
          "SYN, ENQ, EOT and so on, in EBCDIC, by IBM GA27-3004", HFILL}},
        {&hf_skipped,
         {"Skipped Bytes", "bstun.skipped", FT_BYTES, BASE_NONE, NULL, 0x0,
          "Bytes before the first header that proves itself", HFILL}},
    };
    static ei_register_info ei[] = {
        {&ei_opcode_unknown,
         {"bstun.opcode.unknown", PI_UNDECODED, PI_NOTE, "No public source knows this opcode",
          EXPFILL}},
        {&ei_constant,
         {"bstun.constant.unusual", PI_UNDECODED, PI_NOTE,
          "These bytes are not what the only source has", EXPFILL}},
        {&ei_skipped,
         {"bstun.resynchronised", PI_SEQUENCE, PI_WARN, "Bytes skipped to find the next header",
          EXPFILL}},
    };
    static int *ett[] = {&ett_bstun, &ett_data};

    proto_bstun =
        proto_register_protocol("Cisco Block Serial Tunnel (BSTUN)", "Cisco BSTUN", "bstun");
    proto_register_field_array(proto_bstun, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto_bstun), ei, array_length(ei));
    bstun_handle = register_dissector("bstun", dissect_bstun, proto_bstun);
}

void
proto_reg_handoff_bstun(void)
{
    label_register_protocol(&bstun_protocol);
    dissector_add_uint_range_with_preference("tcp.port", label_ports(&bstun_protocol, "tcp"),
                                             bstun_handle);
    heur_dissector_add(LABEL_OVER_TCP, dissect_bstun_heur, "Cisco BSTUN over TCP", "bstun_tcp",
                       proto_bstun, HEURISTIC_ENABLE);
}
