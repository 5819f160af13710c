/* packet-ciscostun-hdlc.c
 * The serial frames inside a Cisco tunnel: HDLC, and what it carries
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/packet-ciscostun-hdlc.h"

#include <epan/exported_pdu.h>
#include <epan/proto_data.h>
#include <epan/tap.h>
#include <wiretap/wtap.h>

#include "base/items.h"
#include "ciscostun/packet-ciscostun-sna.h"

static int hf_address = -1;
static int hf_control = -1;
static int hf_frame_type = -1;
static int hf_modulo = -1;
static int hf_role = -1;
static int hf_poll_final = -1;
static int hf_ns = -1;
static int hf_nr = -1;
static int hf_unacknowledged = -1;
static int hf_answers = -1;
static int hf_answer_time = -1;
static int hf_information = -1;
static int hf_test = -1;
static int hf_xid = -1;
static int hf_inside = -1;
static int hf_protocol = -1;
static int hf_frmr_control = -1;
static int hf_frmr_vs = -1;
static int hf_frmr_vr = -1;
static int hf_frmr_response = -1;
static int hf_frmr_reasons = -1;
static int hf_frmr_invalid_control = -1;
static int hf_frmr_information = -1;
static int hf_frmr_too_long = -1;
static int hf_frmr_count = -1;
static int hf_station = -1;
static int hf_sender = -1;
static int hf_receiver = -1;
static int hf_end = -1;

static int ett_frmr = -1;
static int ett_frmr_reasons = -1;

static expert_field ei_retransmitted = EI_INIT;
static expert_field ei_gap = EI_INIT;
static expert_field ei_window = EI_INIT;
static expert_field ei_bad_nr = EI_INIT;
static expert_field ei_poll_lost = EI_INIT;
static expert_field ei_up = EI_INIT;
static expert_field ei_down = EI_INIT;
static expert_field ei_rej = EI_INIT;
static expert_field ei_rnr = EI_INIT;
static expert_field ei_frmr = EI_INIT;
static expert_field ei_no_control = EI_INIT;
static expert_field ei_type_unknown = EI_INIT;
static expert_field ei_frmr_short = EI_INIT;
static expert_field ei_surplus = EI_INIT;

/* For columns and filters: the names in hdlc.c. */
static value_string frame_types[UINT8_MAX + 2];

static struct {
    int proto;
    int tap;
    int export_tap;
    compat_bool extended; /* preference: links whose set-up is not seen count modulo 128 */
} hdlc;

static const value_string role_names[] = {
    {CISCOSTUN_ROLE_UNKNOWN, "Unknown"},
    {CISCOSTUN_ROLE_PRIMARY, "Primary"},
    {CISCOSTUN_ROLE_SECONDARY, "Secondary"},
    {CISCOSTUN_ROLE_COMBINED, "Combined"},
    {0, NULL},
};

static const value_string inside_names[] = {
    {CISCOSTUN_INSIDE_PPP, "PPP"},
    {CISCOSTUN_INSIDE_CISCO_HDLC, "Cisco HDLC"},
    {0, NULL},
};

/** What the first pass keeps of a frame for the later ones. */
typedef struct {
    ciscostun_link_account account;
    bool extended;
    bool set_up; /**< ciscostun_link.set_up before this frame */
    bool counts; /**< and ciscostun_link.counts */
} kept_frame;

/* What a frame shows of its link, as expert infos. */
static const struct {
    uint16_t bit;
    expert_field *field;
} shown_experts[] = {
    {CISCOSTUN_LINK_RETRANSMITTED, &ei_retransmitted},
    {CISCOSTUN_LINK_GAP, &ei_gap},
    {CISCOSTUN_LINK_WINDOW_FULL, &ei_window},
    {CISCOSTUN_LINK_BAD_NR, &ei_bad_nr},
    {CISCOSTUN_LINK_POLL_LOST, &ei_poll_lost},
    {CISCOSTUN_LINK_UP, &ei_up},
    {CISCOSTUN_LINK_DOWN, &ei_down},
};

/* What its type alone says. */
static const struct {
    uint8_t type;
    expert_field *field;
} type_experts[] = {
    {CISCOSTUN_HDLC_REJ, &ei_rej},
    {CISCOSTUN_HDLC_SREJ, &ei_rej},
    {CISCOSTUN_HDLC_RNR, &ei_rnr},
    {CISCOSTUN_HDLC_FRMR, &ei_frmr},
};

static nstime_t
to_nstime(int64_t moment)
{
    const nstime_t result = {.secs = (time_t)(moment / 1000000000),
                             .nsecs = (int)(moment % 1000000000)};

    return result;
}

unsigned
ciscostun_station(uint8_t group, uint8_t address)
{
    return (unsigned)group << 8 | address;
}

const char *
ciscostun_end_name(packet_info *pinfo, uint8_t group, uint8_t address, ciscostun_role role,
                   bool sender)
{
    if (role == (sender ? CISCOSTUN_ROLE_PRIMARY : CISCOSTUN_ROLE_SECONDARY))
        return wmem_strdup_printf(pinfo->pool, "Group %u primary", group);
    return wmem_strdup_printf(pinfo->pool, "Group %u station %02X", group, address);
}

/*
 * A frame names its station and nobody else. For Wireshark's tables of
 * conversations and endpoints its ends are "Group 4 station C1" and "Group 4
 * primary"; what such a table has in a row must be a value of a field, or
 * Apply as Filter makes a filter that nothing matches.
 */
static void
add_ends(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint8_t group, uint8_t address,
         ciscostun_role role)
{
    if (!proto_field_is_referenced(tree, hdlc.proto))
        return;

    for (int i = 0; i < 2; i++) {
        const bool sends = i == 0;
        const char *name = ciscostun_end_name(pinfo, group, address, role, sends);

        base_add_string(tree, tvb, sends ? hf_sender : hf_receiver, name);
        /* For filters that do not mind the direction, as ip.addr is. */
        base_hidden(proto_tree_add_string(tree, hf_end, tvb, 0, 0, name));
    }
    base_hidden(
        proto_tree_add_uint(tree, hf_station, tvb, 0, 0, ciscostun_station(group, address)));
}

/*
 * Reads a frame as its link counts, and on the first pass tells the link of it.
 * Key 0 of proto_data is the packet's own state; frames begin at 1.
 *
 * @return false if the frame ends before its control field does
 */
static bool
account_for(packet_info *pinfo, const uint8_t *bytes, size_t len, const ciscostun_place *place,
            ciscostun_hdlc_frame *frame, kept_frame *result)
{
    void *station = GUINT_TO_POINTER(ciscostun_station(place->group, bytes[0]));
    ciscostun_link *link = (ciscostun_link *)wmem_map_lookup(place->links, station);
    const uint32_t key = place->index + 1;
    kept_frame *kept = (kept_frame *)p_get_proto_data(wmem_file_scope(), pinfo, hdlc.proto, key);

    if (!link) {
        link = wmem_new0(wmem_file_scope(), ciscostun_link);
        link->extended = hdlc.extended;
        wmem_map_insert(place->links, station, link);
    }
    if (kept) {
        *result = *kept;
        /* A role that only an unnumbered frame made certain holds for the frames before it
         * too: the second pass knows. */
        if (link->role_certain && !link->balanced && kept->account.role != CISCOSTUN_ROLE_COMBINED)
            result->account.role = ciscostun_link_role(link, place->direction);
        return ciscostun_hdlc_parse(bytes, len, result->extended, frame);
    }

    if (!PINFO_FD_VISITED(pinfo) && place->whole)
        ciscostun_link_infer_modulo(link, bytes, len);
    *result =
        (kept_frame){.extended = link->extended, .set_up = link->set_up, .counts = link->counts};
    if (!ciscostun_hdlc_parse(bytes, len, result->extended, frame))
        return false;
    if (PINFO_FD_VISITED(pinfo))
        return true;

    const nstime_t *now = &pinfo->abs_ts;
    const uint64_t nanoseconds = (uint64_t)now->secs * 1000000000 + (uint64_t)now->nsecs;

    result->account =
        ciscostun_link_track(link, place->direction, frame, pinfo->num, (int64_t)nanoseconds);
    kept = wmem_new(wmem_file_scope(), kept_frame);
    *kept = *result;
    p_add_proto_data(wmem_file_scope(), pinfo, hdlc.proto, key, kept);
    return true;
}

/* What the frame means to its link: none of it stands in the frame. */
static void
add_account(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const ciscostun_hdlc_frame *frame,
            const kept_frame *kept)
{
    const ciscostun_link_account *account = &kept->account;
    proto_item *item;

    if (frame->control_len == 2)
        base_generated(proto_tree_add_uint_format_value(tree, hf_modulo, tvb, 0, 0, 128, "128%s",
                                                        kept->set_up ? "" : ", inferred"));

    item = base_add_uint(tree, tvb, hf_role, account->role);
    for (size_t i = 0; i < array_length(shown_experts); i++) {
        if (account->shows & shown_experts[i].bit)
            expert_add_info(pinfo, item, shown_experts[i].field);
    }
    for (size_t i = 0; i < array_length(type_experts); i++) {
        if (frame->type == type_experts[i].type)
            expert_add_info(pinfo, item, type_experts[i].field);
    }

    if (account->unacknowledged > 0)
        base_add_uint(tree, tvb, hf_unacknowledged, account->unacknowledged);
    if (account->answers) {
        const nstime_t asked = to_nstime(account->answered_time);

        base_add_uint(tree, tvb, hf_answers, account->answered_frame);
        base_add_time_since(tree, tvb, hf_answer_time, &pinfo->abs_ts, &asked);
    }
}

/*
 * Why a station rejected a frame:
 *
 *                modulo 8                           modulo 128
 *   +---------+------------+---------+    +----+----+-------+-------+---------+
 *   | control |V(R)c V(S) 0| 0000zyxw|    | control | V(S) 0| V(R) c| 0000zyxw|
 *   +---------+------------+---------+    +----+----+-------+-------+---------+
 */
static void
dissect_frmr(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, bool extended)
{
    static int *const reasons[] = {&hf_frmr_count, &hf_frmr_too_long, &hf_frmr_information,
                                   &hf_frmr_invalid_control, NULL};
    const unsigned len = tvb_captured_length(tvb);
    const int wide = extended ? 2 : 1;
    proto_item *item = proto_tree_add_item(tree, hf_information, tvb, 0, -1, ENC_NA);
    ciscostun_hdlc_frmr frmr;

    if (len == 0 ||
        !ciscostun_hdlc_parse_frmr(tvb_get_ptr(tvb, 0, (int)len), len, extended, &frmr)) {
        expert_add_info(pinfo, item, &ei_frmr_short);
        return;
    }
    tree = proto_item_add_subtree(item, ett_frmr);
    proto_tree_add_uint(tree, hf_frmr_control, tvb, 0, wide, frmr.control);
    proto_tree_add_uint(tree, hf_frmr_vs, tvb, wide, 1, frmr.vs);
    proto_tree_add_uint(tree, hf_frmr_vr, tvb, wide * 2 - 1, 1, frmr.vr);
    proto_tree_add_boolean(tree, hf_frmr_response, tvb, wide * 2 - 1, 1, frmr.was_response);
    proto_tree_add_bitmask(tree, tvb, (unsigned)wide * 2, hf_frmr_reasons, ett_frmr_reasons,
                           reasons, ENC_BIG_ENDIAN);
}

/* PPP and Cisco HDLC have the number of a protocol in their third and fourth byte. */
static const char *
dissect_inside(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, ciscostun_inside inside,
               uint16_t protocol)
{
    const int bytes = tvb_reported_length_remaining(tvb, 4);

    base_add_uint(tree, tvb, hf_inside, inside);
    proto_tree_add_uint(tree, hf_protocol, tvb, 2, 2, protocol);
    if (bytes > 0)
        proto_tree_add_item(tree, hf_information, tvb, 4, -1, ENC_NA);
    return wmem_strdup_printf(pinfo->pool, " %s 0x%04x, %d bytes",
                              val_to_str_const(inside, inside_names, ""), protocol, bytes);
}

/* @return what to add to the frame's story, NULL if that is the number of bytes */
static const char *
dissect_information(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                    const ciscostun_hdlc_frame *frame, const kept_frame *kept)
{
    const unsigned reported = tvb_reported_length(tvb);
    const int hf = frame->type == CISCOSTUN_HDLC_TEST  ? hf_test
                   : frame->type == CISCOSTUN_HDLC_XID ? hf_xid
                                                       : hf_information;
    const char *told = NULL;
    proto_item *item;

    if (frame->type == CISCOSTUN_HDLC_FRMR) {
        dissect_frmr(tvb, pinfo, tree, kept->extended);
        return "";
    }
    if (reported == 0)
        return "";
    if (tvb_captured_length(tvb) == reported)
        told = ciscostun_dissect_sna(tvb, pinfo, tree, frame->type, kept->account.role);
    if (!told) {
        item = proto_tree_add_item(tree, hf, tvb, 0, -1, ENC_NA);
        if (!ciscostun_hdlc_may_carry(frame->type))
            expert_add_info(pinfo, item, &ei_surplus);
    }
    return told;
}

/*
 * A frame in words: "C1 > I N(S)=2 N(R)=5 P BIND". Without contents it tells how many bytes follow
 * address and control field; length is the frame's.
 */
static const char *
tell(packet_info *pinfo, const ciscostun_hdlc_frame *frame, const char *name, ciscostun_role role,
     const char *contents, unsigned length)
{
    const ciscostun_role by_type = ciscostun_hdlc_role(frame->type);
    const bool response = role == CISCOSTUN_ROLE_SECONDARY || by_type == CISCOSTUN_ROLE_SECONDARY;
    const bool command = role == CISCOSTUN_ROLE_PRIMARY || by_type == CISCOSTUN_ROLE_PRIMARY ||
                         (role == CISCOSTUN_ROLE_COMBINED && by_type == CISCOSTUN_ROLE_COMBINED);
    const char *arrow = response ? "<" : command ? ">" : "-";
    wmem_strbuf_t *text = wmem_strbuf_new(pinfo->pool, "");

    wmem_strbuf_append_printf(text, "%02X %s %s", frame->address, arrow, name);
    if (frame->format == CISCOSTUN_HDLC_INFORMATION)
        wmem_strbuf_append_printf(text, " N(S)=%u", frame->ns);
    if (frame->format != CISCOSTUN_HDLC_UNNUMBERED)
        wmem_strbuf_append_printf(text, " N(R)=%u", frame->nr);
    if (frame->poll_final)
        wmem_strbuf_append(text, response ? " F" : command ? " P" : " P/F");
    if (contents)
        wmem_strbuf_append(text, contents);
    else
        wmem_strbuf_append_printf(text, " %u bytes", length - 1 - frame->control_len);
    return wmem_strbuf_get_str(text);
}

/* File > Strip Headers, and tshark -U: the frames as a capture of their own. */
static void
queue_export(tvbuff_t *tvb, packet_info *pinfo)
{
    exp_pdu_data_t *pdu;

    if (!have_tap_listener(hdlc.export_tap))
        return;
    pdu = wmem_new0(pinfo->pool, exp_pdu_data_t);
    pdu->tvb_captured_length = tvb_captured_length(tvb);
    pdu->tvb_reported_length = tvb_reported_length(tvb);
    pdu->pdu_tvb = tvb;
    tap_queue_packet(hdlc.export_tap, pinfo, pdu);
}

static void
queue_tap(tvbuff_t *tvb, packet_info *pinfo, const ciscostun_place *place, const char *type,
          const char *told, const ciscostun_link_account *account)
{
    ciscostun_tap_info *info;

    if (!have_tap_listener(hdlc.tap))
        return;
    info = wmem_new0(pinfo->pool, ciscostun_tap_info);
    info->tunnel = place->tunnel;
    info->group = place->group;
    info->address = tvb_get_uint8(tvb, 0);
    info->length = (int)tvb_reported_length(tvb);
    info->type = type;
    info->story = told;
    info->account = *account;
    info->answered_time = to_nstime(account->answered_time);
    tap_queue_packet(hdlc.tap, pinfo, info);
}

/*
 *   +---------+---------+- - - - -+----------------- - -
 *   | address | control | control | information
 *   +---------+---------+- - - - -+----------------- - -
 *
 * The second control byte is there when I and S frames count modulo 128. PPP
 * (FF 03) and Cisco HDLC, which has a zero for a control field, go on with the
 * number of a protocol.
 */
const char *
ciscostun_dissect_hdlc(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                       const ciscostun_place *place)
{
    const unsigned captured = tvb_captured_length(tvb);
    const uint8_t *bytes = captured > 0 ? tvb_get_ptr(tvb, 0, (int)captured) : NULL;
    ciscostun_hdlc_frame frame;
    kept_frame kept;

    if (place->whole)
        queue_export(tvb, pinfo);
    if (!bytes || !account_for(pinfo, bytes, captured, place, &frame, &kept)) {
        proto_tree_add_expert(tree, pinfo, &ei_no_control, tvb, 0, (int)captured);
        return "no control field";
    }

    const ciscostun_role role = kept.account.role;
    const char *known = ciscostun_hdlc_name(frame.type, role);
    const char *name =
        known ? known : wmem_strdup_printf(pinfo->pool, "U frame 0x%02x", frame.type);
    const int control_len = frame.control_len;
    uint16_t protocol;
    ciscostun_inside inside = ciscostun_hdlc_inside(bytes, captured, &protocol);
    const char *contents;
    proto_item *item;

    proto_tree_add_item(tree, hf_address, tvb, 0, 1, ENC_BIG_ENDIAN);
    proto_tree_add_uint_format_value(tree, hf_control, tvb, 1, control_len, frame.control, "0x%0*x",
                                     control_len * 2, frame.control);
    add_ends(tvb, pinfo, tree, place->group, frame.address, role);
    /* A station whose frames count has sequence numbers where Cisco HDLC has its zero. */
    if (inside == CISCOSTUN_INSIDE_CISCO_HDLC && !kept.counts) {
        contents = dissect_inside(tvb, pinfo, tree, inside, protocol);
        contents = wmem_strdup_printf(pinfo->pool, "%02X -%s", frame.address, contents);
        queue_tap(tvb, pinfo, place, "Cisco HDLC", contents, &kept.account);
        return contents;
    }

    item = proto_tree_add_uint_format_value(tree, hf_frame_type, tvb, 1, 1, frame.type,
                                            "%s (0x%02x)", name, frame.type);
    if (!known)
        expert_add_info(pinfo, item, &ei_type_unknown);
    proto_tree_add_boolean(tree, hf_poll_final, tvb, control_len, 1, frame.poll_final);
    if (frame.format == CISCOSTUN_HDLC_INFORMATION)
        proto_tree_add_uint(tree, hf_ns, tvb, 1, 1, frame.ns);
    if (frame.format != CISCOSTUN_HDLC_UNNUMBERED)
        proto_tree_add_uint(tree, hf_nr, tvb, control_len, 1, frame.nr);
    add_account(tvb, pinfo, tree, &frame, &kept);

    if (inside == CISCOSTUN_INSIDE_PPP)
        contents = dissect_inside(tvb, pinfo, tree, inside, protocol);
    else
        contents = dissect_information(tvb_new_subset_remaining(tvb, 1 + control_len), pinfo, tree,
                                       &frame, &kept);
    if (!place->is_read && !have_tap_listener(hdlc.tap))
        return "";
    contents = tell(pinfo, &frame, name, role, contents, tvb_reported_length(tvb));
    queue_tap(tvb, pinfo, place, name, contents, &kept.account);
    return contents;
}

void
ciscostun_register_hdlc(int proto, expert_module_t *expert, module_t *preferences)
{
    static hf_register_info hf[] = {
        {&hf_address,
         {"Address", "ciscostun.address", FT_UINT8, BASE_HEX, NULL, 0x0,
          "The secondary station; 0xFF is all of them", HFILL}},
        {&hf_control,
         {"Control Field", "ciscostun.control", FT_UINT16, BASE_HEX, NULL, 0x0,
          "One byte, or two modulo 128", HFILL}},
        {&hf_frame_type,
         {"Frame Type", "ciscostun.frame_type", FT_UINT8, BASE_HEX, VALS(frame_types), 0x0,
          "The control field without counts and P/F; a filter takes its name, such as SNRM",
          HFILL}},
        {&hf_modulo,
         {"Modulo", "ciscostun.modulo", FT_UINT8, BASE_DEC, NULL, 0x0,
          "128, present where control fields have two bytes: by SNRME, SABME or SARME, else "
          "inferred from the length of a supervisory frame, or by the preference",
          HFILL}},
        {&hf_role,
         {"Sender's Role", "ciscostun.role", FT_UINT8, BASE_DEC, VALS(role_names), 0x0,
          "Inferred: primary or secondary from SNRM, UA and the like, until then from who polled "
          "first; combined in balanced mode",
          HFILL}},
        {&hf_poll_final,
         {"Poll/Final", "ciscostun.poll_final", FT_BOOLEAN, BASE_NONE, NULL, 0x0,
          "A poll if the primary sets it, the last frame of an answer if the secondary does",
          HFILL}},
        {&hf_ns,
         {"N(S)", "ciscostun.ns", FT_UINT8, BASE_DEC, NULL, 0x0, "Number of this I frame", HFILL}},
        {&hf_nr,
         {"N(R)", "ciscostun.nr", FT_UINT8, BASE_DEC, NULL, 0x0,
          "Number of the I frame that the sender expects next", HFILL}},
        {&hf_unacknowledged,
         {"Unacknowledged I Frames", "ciscostun.unacknowledged", FT_UINT8, BASE_DEC, NULL, 0x0,
          "Inferred: the sender's I frames under way, this one included", HFILL}},
        {&hf_answers,
         {"Answers the Poll in", "ciscostun.answers", FT_FRAMENUM, BASE_NONE,
          FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), 0x0, "The packet of the poll that this frame answers",
          HFILL}},
        {&hf_answer_time,
         {"Time since the Poll", "ciscostun.answer_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0x0,
          "As seen where the capture was made: line, station and the routers beyond that place",
          HFILL}},
        {&hf_information,
         {"Information", "ciscostun.information", FT_BYTES, BASE_NONE, NULL, 0x0,
          "An information field that does not prove to be SNA", HFILL}},
        {&hf_test,
         {"Test Data", "ciscostun.test", FT_BYTES, BASE_NONE, NULL, 0x0,
          "Of a TEST frame; the response has the same", HFILL}},
        {&hf_xid,
         {"Identification", "ciscostun.xid", FT_BYTES, BASE_NONE, NULL, 0x0,
          "An XID that is not SNA's format 0 or 3", HFILL}},
        {&hf_inside,
         {"Encapsulation", "ciscostun.inside", FT_UINT8, BASE_DEC, VALS(inside_names), 0x0,
          "Inferred from the first four bytes: PPP or Cisco HDLC", HFILL}},
        {&hf_protocol,
         {"Encapsulated Protocol", "ciscostun.inside.protocol", FT_UINT16, BASE_HEX, NULL, 0x0,
          "Its number: PPP's, or an EtherType", HFILL}},
        {&hf_frmr_control,
         {"Rejected Control Field", "ciscostun.frmr.control", FT_UINT16, BASE_HEX, NULL, 0x0,
          "FRMR: the control field that was rejected", HFILL}},
        {&hf_frmr_vs,
         {"Send Count V(S)", "ciscostun.frmr.vs", FT_UINT8, BASE_DEC, NULL, 0x0,
          "FRMR: the sender's next N(S)", HFILL}},
        {&hf_frmr_vr,
         {"Receive Count V(R)", "ciscostun.frmr.vr", FT_UINT8, BASE_DEC, NULL, 0x0,
          "FRMR: the N(S) that it expected", HFILL}},
        {&hf_frmr_response,
         {"Rejected a Response", "ciscostun.frmr.response", FT_BOOLEAN, BASE_NONE, NULL, 0x0,
          "FRMR: the rejected frame was a response", HFILL}},
        {&hf_frmr_reasons,
         {"Reasons", "ciscostun.frmr.reasons", FT_UINT8, BASE_HEX, NULL, 0x0,
          "FRMR: the bits below", HFILL}},
        {&hf_frmr_invalid_control,
         {"Invalid Control Field", "ciscostun.frmr.invalid_control", FT_BOOLEAN, 8, NULL,
          CISCOSTUN_FRMR_INVALID_CONTROL, "FRMR, W: no such command", HFILL}},
        {&hf_frmr_information,
         {"Information not Permitted", "ciscostun.frmr.information", FT_BOOLEAN, 8, NULL,
          CISCOSTUN_FRMR_INFORMATION, "FRMR, X: an information field where none may be", HFILL}},
        {&hf_frmr_too_long,
         {"Information too Long", "ciscostun.frmr.too_long", FT_BOOLEAN, 8, NULL,
          CISCOSTUN_FRMR_TOO_LONG, "FRMR, Y: longer than the receiver's buffer", HFILL}},
        {&hf_frmr_count,
         {"Invalid N(R)", "ciscostun.frmr.invalid_nr", FT_BOOLEAN, 8, NULL, CISCOSTUN_FRMR_COUNT,
          "FRMR, Z: it acknowledges what was not sent", HFILL}},
        {&hf_station,
         {"Station", "ciscostun.station", FT_UINT16, BASE_DEC_HEX, NULL, 0x0,
          "256 times the group plus the address, for filters; not shown", HFILL}},
        {&hf_sender,
         {"Sender", "ciscostun.sender", FT_STRING, BASE_NONE, NULL, 0x0,
          "Inferred from the role: \"Group 4 primary\" or \"Group 4 station C1\"; both ends are "
          "the station while the roles are unknown",
          HFILL}},
        {&hf_receiver,
         {"Receiver", "ciscostun.receiver", FT_STRING, BASE_NONE, NULL, 0x0,
          "Inferred from the role: the other end of the line", HFILL}},
        {&hf_end,
         {"Sender or Receiver", "ciscostun.end", FT_STRING, BASE_NONE, NULL, 0x0,
          "The sender or the receiver, for filters; not shown", HFILL}},
    };
    static ei_register_info ei[] = {
        {&ei_retransmitted,
         {"ciscostun.line.retransmission", PI_SEQUENCE, PI_NOTE, "I frame sent again", EXPFILL}},
        {&ei_gap,
         {"ciscostun.line.gap", PI_SEQUENCE, PI_WARN, "N(S) skips at least one I frame", EXPFILL}},
        {&ei_window,
         {"ciscostun.line.window_full", PI_SEQUENCE, PI_NOTE,
          "No more I frames before an acknowledgement", EXPFILL}},
        {&ei_bad_nr,
         {"ciscostun.line.bad_nr", PI_SEQUENCE, PI_WARN,
          "N(R) acknowledges frames that were not sent, or not captured", EXPFILL}},
        {&ei_poll_lost,
         {"ciscostun.line.poll_unanswered", PI_SEQUENCE, PI_WARN,
          "The poll before this one had no answer", EXPFILL}},
        {&ei_up, {"ciscostun.line.up", PI_SEQUENCE, PI_CHAT, "Link set up", EXPFILL}},
        {&ei_down, {"ciscostun.line.down", PI_SEQUENCE, PI_CHAT, "Link down", EXPFILL}},
        {&ei_rej,
         {"ciscostun.line.reject", PI_SEQUENCE, PI_NOTE, "Asks for I frames again", EXPFILL}},
        {&ei_rnr,
         {"ciscostun.line.not_ready", PI_SEQUENCE, PI_NOTE, "Cannot take I frames now", EXPFILL}},
        {&ei_frmr,
         {"ciscostun.line.frame_reject", PI_PROTOCOL, PI_WARN, "Frame rejected for good", EXPFILL}},
        {&ei_no_control,
         {"ciscostun.control.missing", PI_MALFORMED, PI_WARN,
          "The frame ends before its control field does", EXPFILL}},
        {&ei_type_unknown,
         {"ciscostun.frame_type.unknown", PI_UNDECODED, PI_NOTE, "No known unnumbered frame",
          EXPFILL}},
        {&ei_frmr_short,
         {"ciscostun.frmr.short", PI_MALFORMED, PI_WARN,
          "FRMR does not say why: its information field is too short", EXPFILL}},
        {&ei_surplus,
         {"ciscostun.information.unexpected", PI_PROTOCOL, PI_NOTE,
          "This type of frame has no information field", EXPFILL}},
    };
    static int *ett[] = {&ett_frmr, &ett_frmr_reasons};
    unsigned types = 0;

    for (unsigned type = 0; type <= UINT8_MAX; type++) {
        const char *name = ciscostun_hdlc_name((uint8_t)type, CISCOSTUN_ROLE_UNKNOWN);

        if (name)
            frame_types[types++] = (value_string){type, name};
    }
    prefs_register_bool_preference(
        preferences, "modulo_128", "Links count modulo 128 until their set-up is seen",
        "For captures that begin after SNRME, SABME or SARME. Until a supervisory frame shows by "
        "its length how its link counts, or a set-up is seen, frames are read modulo 8, or modulo "
        "128 with this.",
        &hdlc.extended);
    proto_register_field_array(proto, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert, ei, array_length(ei));
    hdlc.proto = proto;
    hdlc.tap = register_tap("ciscostun");
    hdlc.export_tap = register_export_pdu_tap_with_encap("Cisco STUN SDLC", WTAP_ENCAP_SDLC);
}
