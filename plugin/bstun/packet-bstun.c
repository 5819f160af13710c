/* packet-bstun.c
 * Cisco BSTUN: bisync blocks tunnelled between routers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header and its only source are in bstun.h.
 */
#include "compat.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/expert.h>
#include <epan/proto_data.h>

#include "bstun/bstun.h"
#include "labels/packet-anyport.h"
#include "labels/evidence.h"
#include "registry-names.h"

void proto_register_bstun(void);
void proto_reg_handoff_bstun(void);

/* freeRtr uses 1976; its groups have been seen on 1976 to 1979. 1963 is in the design alone. */
#define BSTUN_TCP_PORTS "1963,1976-1979"

static int proto_bstun = -1;

static int hf_magic = -1;
static int hf_opcode = -1;
static int hf_length = -1;
static int hf_group = -1;
static int hf_constant = -1;
static int hf_opening = -1;
static int hf_data = -1;
static int hf_control = -1;
static int hf_layout = -1;
static int hf_skipped = -1;

static int ett_bstun = -1;
static int ett_data = -1;

static expert_field ei_opcode_unknown = EI_INIT;
static expert_field ei_constant = EI_INIT;
static expert_field ei_skipped = EI_INIT;

static dissector_handle_t bstun_handle;

static const verdict_why reason_proof = {"magic 0x0EBD, length and constant bytes of", "headers"};
static const verdict_why reason_magic = {"magic 0x0EBD of", "headers"};

static void
start_columns(packet_info *pinfo)
{
    if (p_get_proto_data(pinfo->pool, pinfo, proto_bstun, 0) != NULL)
        return;
    p_add_proto_data(pinfo->pool, pinfo, proto_bstun, 0, pinfo);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "Cisco BSTUN");
    col_clear(pinfo->cinfo, COL_INFO);
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

static void
dissect_body(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const bstun_header *header)
{
    const int at = BSTUN_DATA_OFFSET;
    proto_item *item;

    if (header->opcode != BSTUN_DATA || header->length < 3) {
        if (header->length > 0)
            proto_tree_add_item(tree, hf_opening, tvb, BSTUN_HEADER_LEN, -1, ENC_NA);
        return;
    }
    if (tvb_captured_length(tvb) < BSTUN_DATA_OFFSET)
        return;
    item = proto_tree_add_item(tree, hf_constant, tvb, 7, 4, ENC_BIG_ENDIAN);
    if (tvb_get_ntohl(tvb, 7) != 0x00002100)
        expert_add_info(pinfo, item, &ei_constant);
    if (tvb_reported_length(tvb) > BSTUN_DATA_OFFSET)
        dissect_bisync(tvb_new_subset_remaining(tvb, at), pinfo, tree);
}

static void
dissect_skipped(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = proto_tree_add_item(tree, proto_bstun, tvb, 0, -1, ENC_NA);

    start_columns(pinfo);
    col_append_sep_fstr(pinfo->cinfo, COL_INFO, " | ", "%u bytes skipped",
                        tvb_reported_length(tvb));
    item = proto_tree_add_item(proto_item_add_subtree(item, ett_bstun), hf_skipped, tvb, 0, -1,
                               ENC_NA);
    expert_add_info(pinfo, item, &ei_skipped);
}

/* From here on the conversation's bytes are BSTUN's, wherever a segment begins. */
static void
remember_proof(const packet_info *pinfo, conversation_t *conversation)
{
    if (!PINFO_FD_VISITED(pinfo) && !conversation_get_proto_data(conversation, proto_bstun))
        conversation_add_proto_data(conversation, proto_bstun, GUINT_TO_POINTER(pinfo->num));
}

/* Only an earlier packet counts, as in the first pass. */
static bool
is_proven_before(packet_info *pinfo)
{
    const conversation_t *conversation = find_conversation_pinfo(pinfo, 0);
    const unsigned proven =
        conversation ? GPOINTER_TO_UINT(conversation_get_proto_data(conversation, proto_bstun)) : 0;

    return proven != 0 && pinfo->num > proven;
}

/* One frame, whose header is at the beginning of tvb and captured. */
static void
dissect_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const bstun_header *header)
{
    const unsigned captured = tvb_captured_length(tvb);

    if (bstun_is_proven(tvb_get_ptr(tvb, 0, (int)captured), captured)) {
        remember_proof(pinfo, find_or_create_conversation(pinfo));
        label_evidence(pinfo, REGISTRY_FAMILY_CISCO_BSTUN, VERDICT_EVIDENCE_PROOF, &reason_proof);
    } else {
        label_evidence(pinfo, REGISTRY_FAMILY_CISCO_BSTUN, VERDICT_EVIDENCE_SHAPE, &reason_magic);
    }

    /* The opcodes that are known are STUN's. */
    const char *name = try_val_to_str(header->opcode, registry_names_stun_opcode);
    const char *opcode =
        name ? name : wmem_strdup_printf(pinfo->pool, "Opcode 0x%04x", header->opcode);
    proto_item *item = proto_tree_add_protocol_format(tree, proto_bstun, tvb, 0, -1,
                                                      "Cisco Block Serial Tunnel, %s, Group: %u",
                                                      opcode, header->group);
    proto_tree *bstun = proto_item_add_subtree(item, ett_bstun);

    start_columns(pinfo);
    col_append_sep_fstr(pinfo->cinfo, COL_INFO, " | ", "%s, group %u", opcode, header->group);
    proto_tree_add_item(bstun, hf_magic, tvb, 0, 2, ENC_BIG_ENDIAN);
    item = proto_tree_add_item(bstun, hf_opcode, tvb, 2, 2, ENC_BIG_ENDIAN);
    if (name == NULL)
        expert_add_info(pinfo, item, &ei_opcode_unknown);
    proto_tree_add_item(bstun, hf_length, tvb, 4, 2, ENC_BIG_ENDIAN);
    proto_tree_add_item(bstun, hf_group, tvb, 6, 1, ENC_BIG_ENDIAN);
    item = proto_tree_add_string(bstun, hf_layout, tvb, 0, 0,
                                 "rests on a single source, the open router freeRtr");
    proto_item_set_generated(item);
    dissect_body(tvb, pinfo, bstun, header);
}

/* Shows the frames of a piece of the stream, and asks TCP for the rest of the
 * last one; like STUN's, and for the same reason not by tcp_dissect_pdus(). */
static int
dissect_stream(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const unsigned captured = tvb_captured_length(tvb);
    const unsigned reported = tvb_reported_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)captured);
    unsigned offset = 0;

    while (offset < captured) {
        const unsigned left = captured - offset;
        bstun_header header;

        if (!bstun_may_begin(bytes + offset, left)) {
            const unsigned skipped = (unsigned)bstun_find(bytes + offset, left);

            dissect_skipped(tvb_new_subset_length(tvb, (int)offset, (int)skipped), pinfo, tree);
            offset += skipped;
            continue;
        }

        const bool has_header = bstun_parse(bytes + offset, left, &header);
        const unsigned wanted = BSTUN_HEADER_LEN + (has_header ? header.length : 0u);
        const unsigned present = MIN(wanted, reported - offset);

        if (present < wanted && pinfo->can_desegment) {
            pinfo->desegment_offset = (int)offset;
            pinfo->desegment_len = has_header ? wanted - present : DESEGMENT_ONE_MORE_SEGMENT;
            break;
        }
        if (!has_header) {
            dissect_skipped(tvb_new_subset_remaining(tvb, (int)offset), pinfo, tree);
            break;
        }
        dissect_frame(tvb_new_subset_length(tvb, (int)offset, (int)present), pinfo, tree, &header);
        offset += wanted;
    }
    return (int)captured;
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
    const bool begins =
        bstun_may_begin(bytes, captured) && (captured >= BSTUN_HEADER_LEN || pinfo->can_desegment);
    const size_t next = begins ? 0 : bstun_find(bytes, captured);

    if (!begins && !is_proven_before(pinfo) && !bstun_is_proven(bytes + next, captured - next))
        return 0;
    return dissect_stream(tvb, pinfo, tree);
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
        conversation_set_dissector_from_frame_number(find_or_create_conversation(pinfo), pinfo->num,
                                                     bstun_handle);
    dissect_stream(tvb, pinfo, tree);
    return true;
}

void
proto_register_bstun(void)
{
    static hf_register_info hf[] = {
        {&hf_magic, {"Magic", "bstun.magic", FT_UINT16, BASE_HEX, NULL, 0x0, NULL, HFILL}},
        {&hf_opcode,
         {"Opcode", "bstun.opcode", FT_UINT16, BASE_HEX, VALS(registry_names_stun_opcode), 0x0,
          NULL, HFILL}},
        {&hf_length,
         {"Length", "bstun.length", FT_UINT16, BASE_DEC, NULL, 0x0, "Bytes behind the first eight",
          HFILL}},
        {&hf_group, {"Group", "bstun.group", FT_UINT8, BASE_DEC, NULL, 0x0, NULL, HFILL}},
        {&hf_constant,
         {"Constant Bytes", "bstun.constant", FT_UINT32, BASE_HEX, NULL, 0x0,
          "0x00002100 in all data frames of the only source", HFILL}},
        {&hf_opening,
         {"Opening Data", "bstun.opening", FT_BYTES, BASE_NONE, NULL, 0x0,
          "The meaning of these bytes is not public", HFILL}},
        {&hf_data, {"Bisync Data", "bstun.data", FT_BYTES, BASE_NONE, NULL, 0x0, NULL, HFILL}},
        {&hf_control,
         {"Control Character", "bstun.control", FT_STRING, BASE_NONE, NULL, 0x0,
          "EBCDIC, by IBM GA27-3004", HFILL}},
        {&hf_layout,
         {"Layout", "bstun.layout", FT_STRING, BASE_NONE, NULL, 0x0,
          "How well this format is known", HFILL}},
        {&hf_skipped,
         {"Skipped Bytes", "bstun.skipped", FT_BYTES, BASE_NONE, NULL, 0x0,
          "They belong to a frame whose header was not captured", HFILL}},
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
    dissector_add_uint_range_with_preference("tcp.port", BSTUN_TCP_PORTS, bstun_handle);
    heur_dissector_add(ANYPORT_TCP, dissect_bstun_heur, "Cisco BSTUN over TCP", "bstun_tcp",
                       proto_bstun, HEURISTIC_ENABLE);
    label_anyport_add_test(REGISTRY_TCP, bstun_is_proven);
}
