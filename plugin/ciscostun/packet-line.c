/* packet-line.c
 * The serial frames inside a Cisco tunnel: HDLC, and SNA where it proves to be
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/packet-ciscostun.h"

#include <epan/exported_pdu.h>
#include <epan/prefs.h>
#include <epan/proto_data.h>
#include <epan/tap.h>
#include <wiretap/wtap.h>

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

/* Preference: links whose set-up the capture does not show count modulo 128. */
static compat_bool extended_at_first = false;

static int line_tap;
static int export_tap;
static int line_proto;

/* For columns and filters; filled from the names in hdlc.c. */
static value_string frame_type_names[UINT8_MAX + 2];

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
    ciscostun_line_account account;
    bool extended;
    bool set_up; /**< ciscostun_line.set_up before this frame */
    bool counts; /**< and ciscostun_line.counts */
} kept_frame;

static ciscostun_line *
line_of(const ciscostun_place *place, uint8_t address)
{
    void *key = GUINT_TO_POINTER((unsigned)place->group << 8 | address);
    ciscostun_line *line = (ciscostun_line *)wmem_map_lookup(place->lines, key);

    if (line == NULL) {
        line = wmem_new0(wmem_file_scope(), ciscostun_line);
        line->extended = extended_at_first;
        wmem_map_insert(place->lines, key, line);
    }
    return line;
}

static int64_t
nanoseconds(const nstime_t *moment)
{
    return (int64_t)((uint64_t)moment->secs * 1000000000 + (uint64_t)moment->nsecs);
}

static nstime_t
to_nstime(int64_t moment)
{
    const nstime_t result = {.secs = (time_t)(moment / 1000000000),
                             .nsecs = (int)(moment % 1000000000)};

    return result;
}

/* A role that only an unnumbered frame made certain holds for the frames before
 * it too: the second pass knows. */
static void
fill_role_back(ciscostun_line_account *account, const ciscostun_line *line, unsigned direction)
{
    if (line->role_certain && !line->balanced && account->role != CISCOSTUN_ROLE_COMBINED)
        account->role = ciscostun_line_role(line, direction);
}

/* Key 0 of proto_data is the packet's own state; frames begin at 1. */
static bool
account_for(packet_info *pinfo, const uint8_t *bytes, size_t len, const ciscostun_place *place,
            ciscostun_hdlc_frame *frame, kept_frame *result)
{
    ciscostun_line *line = line_of(place, bytes[0]);
    const uint32_t key = place->index + 1;
    kept_frame *kept = (kept_frame *)p_get_proto_data(wmem_file_scope(), pinfo, line_proto, key);

    if (kept != NULL) {
        *result = *kept;
        fill_role_back(&result->account, line, place->direction);
        return ciscostun_hdlc_parse(bytes, len, result->extended, frame);
    }

    if (!PINFO_FD_VISITED(pinfo) && place->whole)
        ciscostun_line_infer_modulo(line, bytes, len);
    *result =
        (kept_frame){.extended = line->extended, .set_up = line->set_up, .counts = line->counts};
    if (!ciscostun_hdlc_parse(bytes, len, result->extended, frame))
        return false;
    if (PINFO_FD_VISITED(pinfo))
        return true;

    result->account = ciscostun_line_track(line, place->direction, frame, pinfo->num,
                                           nanoseconds(&pinfo->abs_ts));
    kept = wmem_new(wmem_file_scope(), kept_frame);
    *kept = *result;
    p_add_proto_data(wmem_file_scope(), pinfo, line_proto, key, kept);
    return true;
}

static const char *
type_name(packet_info *pinfo, const ciscostun_hdlc_frame *frame, ciscostun_role role)
{
    const char *name = ciscostun_hdlc_name(frame->type, role);

    return name ? name : wmem_strdup_printf(pinfo->pool, "U frame 0x%02x", frame->type);
}

static void
add_header(tvbuff_t *tvb, proto_tree *tree, const ciscostun_hdlc_frame *frame)
{
    const int len = frame->control_len;

    proto_tree_add_item(tree, hf_address, tvb, 0, 1, ENC_BIG_ENDIAN);
    proto_tree_add_uint_format_value(tree, hf_control, tvb, 1, len, frame->control, "0x%0*x",
                                     len * 2, frame->control);
}

static void
add_control(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const ciscostun_hdlc_frame *frame,
            const char *name)
{
    const unsigned len = frame->control_len;
    proto_item *item = proto_tree_add_uint_format_value(tree, hf_frame_type, tvb, 1, 1, frame->type,
                                                        "%s (0x%02x)", name, frame->type);
    if (ciscostun_hdlc_name(frame->type, CISCOSTUN_ROLE_UNKNOWN) == NULL)
        expert_add_info(pinfo, item, &ei_type_unknown);
    proto_tree_add_boolean(tree, hf_poll_final, tvb, (int)len, 1, frame->poll_final);
    if (ciscostun_hdlc_is_information(frame))
        proto_tree_add_uint(tree, hf_ns, tvb, 1, 1, frame->ns);
    if (!ciscostun_hdlc_is_unnumbered(frame))
        proto_tree_add_uint(tree, hf_nr, tvb, (int)len, 1, frame->nr);
}

static void
add_experts(packet_info *pinfo, proto_item *item, const ciscostun_hdlc_frame *frame, uint16_t shows)
{
    const struct {
        uint16_t bit;
        expert_field *field;
    } bits[] = {
        {CISCOSTUN_LINE_RETRANSMITTED, &ei_retransmitted},
        {CISCOSTUN_LINE_GAP, &ei_gap},
        {CISCOSTUN_LINE_WINDOW_FULL, &ei_window},
        {CISCOSTUN_LINE_BAD_NR, &ei_bad_nr},
        {CISCOSTUN_LINE_POLL_LOST, &ei_poll_lost},
        {CISCOSTUN_LINE_UP, &ei_up},
        {CISCOSTUN_LINE_DOWN, &ei_down},
    };
    const struct {
        uint8_t type;
        expert_field *field;
    } types[] = {
        {CISCOSTUN_HDLC_REJ, &ei_rej},
        {CISCOSTUN_HDLC_SREJ, &ei_rej},
        {CISCOSTUN_HDLC_RNR, &ei_rnr},
        {CISCOSTUN_HDLC_FRMR, &ei_frmr},
    };

    for (size_t i = 0; i < array_length(bits); i++) {
        if (shows & bits[i].bit)
            expert_add_info(pinfo, item, bits[i].field);
    }
    for (size_t i = 0; i < array_length(types); i++) {
        if (frame->type == types[i].type)
            expert_add_info(pinfo, item, types[i].field);
    }
}

static void
add_modulo(tvbuff_t *tvb, proto_tree *tree, bool set_up)
{
    proto_item *item = proto_tree_add_uint_format_value(tree, hf_modulo, tvb, 0, 0, 128, "128%s",
                                                        set_up ? "" : ", inferred");

    proto_item_set_generated(item);
}

static void
add_account(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const ciscostun_hdlc_frame *frame,
            const ciscostun_line_account *account)
{
    proto_item *item = proto_tree_add_uint(tree, hf_role, tvb, 0, 0, account->role);

    proto_item_set_generated(item);
    add_experts(pinfo, item, frame, account->shows);
    if (account->unacknowledged > 0)
        proto_item_set_generated(
            proto_tree_add_uint(tree, hf_unacknowledged, tvb, 0, 0, account->unacknowledged));
    if (!account->answers)
        return;

    const nstime_t asked = to_nstime(account->answered_time);
    nstime_t delay;

    nstime_delta(&delay, &pinfo->abs_ts, &asked);
    proto_item_set_generated(
        proto_tree_add_uint(tree, hf_answers, tvb, 0, 0, account->answered_frame));
    proto_item_set_generated(proto_tree_add_time(tree, hf_answer_time, tvb, 0, 0, &delay));
}

static void
dissect_frmr(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, bool extended)
{
    static int *const reasons[] = {&hf_frmr_count, &hf_frmr_too_long, &hf_frmr_information,
                                   &hf_frmr_invalid_control, NULL};
    const unsigned len = tvb_captured_length(tvb);
    proto_item *item = proto_tree_add_item(tree, hf_information, tvb, 0, -1, ENC_NA);
    const int wide = extended ? 2 : 1;
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

/* @return what to add to the frame's story, NULL if that is the number of bytes */
static const char *
dissect_information(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                    const ciscostun_hdlc_frame *frame, const kept_frame *kept)
{
    const unsigned len = tvb_captured_length(tvb);
    const bool complete = len > 0 && len == tvb_reported_length(tvb);
    proto_item *item;

    if (frame->type == CISCOSTUN_HDLC_FRMR) {
        dissect_frmr(tvb, pinfo, tree, kept->extended);
        return "";
    }
    if (tvb_reported_length(tvb) == 0)
        return "";
    if (complete) {
        const char *told = ciscostun_dissect_sna(tvb, pinfo, tree, frame->type, kept->account.role);

        if (told != NULL)
            return told;
    }

    const int hf = frame->type == CISCOSTUN_HDLC_TEST  ? hf_test
                   : frame->type == CISCOSTUN_HDLC_XID ? hf_xid
                                                       : hf_information;

    item = proto_tree_add_item(tree, hf, tvb, 0, -1, ENC_NA);
    if (!ciscostun_hdlc_may_carry(frame->type))
        expert_add_info(pinfo, item, &ei_surplus);
    return NULL;
}

/* Without contents it tells how many bytes follow address and control field; length is the frame's.
 */
static const char *
story(packet_info *pinfo, const ciscostun_hdlc_frame *frame, const char *name, ciscostun_role role,
      const char *contents, unsigned length)
{
    const ciscostun_role by_type = ciscostun_hdlc_role(frame->type);
    const bool response = role == CISCOSTUN_ROLE_SECONDARY || by_type == CISCOSTUN_ROLE_SECONDARY;
    const bool command = role == CISCOSTUN_ROLE_PRIMARY || by_type == CISCOSTUN_ROLE_PRIMARY ||
                         (role == CISCOSTUN_ROLE_COMBINED && by_type == CISCOSTUN_ROLE_COMBINED);
    wmem_strbuf_t *text = wmem_strbuf_new(pinfo->pool, "");

    wmem_strbuf_append_printf(text, "%02X %s %s", frame->address,
                              response  ? "<"
                              : command ? ">"
                                        : "-",
                              name);
    if (ciscostun_hdlc_is_information(frame))
        wmem_strbuf_append_printf(text, " N(S)=%u", frame->ns);
    if (!ciscostun_hdlc_is_unnumbered(frame))
        wmem_strbuf_append_printf(text, " N(R)=%u", frame->nr);
    if (frame->poll_final)
        wmem_strbuf_append(text, response ? " F" : command ? " P" : " P/F");
    if (contents)
        wmem_strbuf_append(text, contents);
    else
        wmem_strbuf_append_printf(text, " %u bytes", length - 1 - frame->control_len);
    return wmem_strbuf_get_str(text);
}

static void
queue_export(tvbuff_t *tvb, packet_info *pinfo)
{
    exp_pdu_data_t *pdu;

    if (!have_tap_listener(export_tap))
        return;
    pdu = wmem_new0(pinfo->pool, exp_pdu_data_t);
    pdu->tvb_captured_length = tvb_captured_length(tvb);
    pdu->tvb_reported_length = tvb_reported_length(tvb);
    pdu->pdu_tvb = tvb;
    tap_queue_packet(export_tap, pinfo, pdu);
}

static void
queue_tap(tvbuff_t *tvb, packet_info *pinfo, const ciscostun_place *place, const char *type,
          const char *told, const ciscostun_line_account *account)
{
    ciscostun_tap_info *info;

    if (!have_tap_listener(line_tap))
        return;
    info = wmem_new0(pinfo->pool, ciscostun_tap_info);
    info->group = place->group;
    info->address = tvb_get_uint8(tvb, 0);
    info->length = (int)tvb_reported_length(tvb);
    info->type = type;
    info->story = told;
    info->account = *account;
    info->answered_time = to_nstime(account->answered_time);
    tap_queue_packet(line_tap, pinfo, info);
}

/* A station whose frames count has sequence numbers where Cisco HDLC has its zero. */
static ciscostun_inside
inside_of(tvbuff_t *tvb, const kept_frame *kept, uint16_t *protocol)
{
    const unsigned captured = tvb_captured_length(tvb);
    const ciscostun_inside inside =
        ciscostun_hdlc_inside(tvb_get_ptr(tvb, 0, (int)captured), captured, protocol);

    return inside == CISCOSTUN_INSIDE_CISCO_HDLC && kept->counts ? CISCOSTUN_INSIDE_UNKNOWN
                                                                 : inside;
}

/* @return what to add to the frame's story */
static const char *
dissect_inside(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, ciscostun_inside inside,
               uint16_t protocol)
{
    const int bytes = tvb_reported_length_remaining(tvb, 4);

    proto_item_set_generated(proto_tree_add_uint(tree, hf_inside, tvb, 0, 0, inside));
    proto_tree_add_uint(tree, hf_protocol, tvb, 2, 2, protocol);
    if (bytes > 0)
        proto_tree_add_item(tree, hf_information, tvb, 4, -1, ENC_NA);
    return wmem_strdup_printf(pinfo->pool, " %s 0x%04x, %d bytes",
                              val_to_str_const(inside, inside_names, ""), protocol, bytes);
}

const char *
ciscostun_dissect_line(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                       const ciscostun_place *place)
{
    const unsigned captured = tvb_captured_length(tvb);
    ciscostun_hdlc_frame frame;
    kept_frame kept;

    if (place->whole)
        queue_export(tvb, pinfo);
    if (captured == 0 ||
        !account_for(pinfo, tvb_get_ptr(tvb, 0, (int)captured), captured, place, &frame, &kept)) {
        proto_tree_add_expert(tree, pinfo, &ei_no_control, tvb, 0, (int)captured);
        return "no control field";
    }

    uint16_t protocol;
    const ciscostun_inside inside = inside_of(tvb, &kept, &protocol);
    const char *name = type_name(pinfo, &frame, kept.account.role);
    const char *contents;

    add_header(tvb, tree, &frame);
    ciscostun_add_ends(tvb, pinfo, tree, place->group, frame.address, kept.account.role);
    if (inside == CISCOSTUN_INSIDE_CISCO_HDLC) {
        contents = dissect_inside(tvb, pinfo, tree, inside, protocol);
        contents = wmem_strdup_printf(pinfo->pool, "%02X -%s", frame.address, contents);
        queue_tap(tvb, pinfo, place, "Cisco HDLC", contents, &kept.account);
        return contents;
    }

    add_control(tvb, pinfo, tree, &frame, name);
    if (frame.control_len == 2)
        add_modulo(tvb, tree, kept.set_up);
    add_account(tvb, pinfo, tree, &frame, &kept.account);
    if (inside == CISCOSTUN_INSIDE_PPP)
        contents = dissect_inside(tvb, pinfo, tree, inside, protocol);
    else
        contents = dissect_information(tvb_new_subset_remaining(tvb, 1 + frame.control_len), pinfo,
                                       tree, &frame, &kept);
    if (!place->is_read && !have_tap_listener(line_tap))
        return "";
    contents = story(pinfo, &frame, name, kept.account.role, contents, tvb_reported_length(tvb));
    queue_tap(tvb, pinfo, place, name, contents, &kept.account);
    return contents;
}

static void
name_frame_types(void)
{
    unsigned count = 0;

    for (unsigned type = 0; type <= UINT8_MAX; type++) {
        const char *name = ciscostun_hdlc_name((uint8_t)type, CISCOSTUN_ROLE_UNKNOWN);

        if (name)
            frame_type_names[count++] = (value_string){type, name};
    }
}

void
ciscostun_register_line(int proto, expert_module_t *expert, module_t *preferences)
{
    static hf_register_info hf[] = {
        {&hf_address,
         {"Address", "ciscostun.address", FT_UINT8, BASE_HEX, NULL, 0x0,
          "Of the secondary station; 0xFF is every station", HFILL}},
        {&hf_control,
         {"Control Field", "ciscostun.control", FT_UINT16, BASE_HEX, NULL, 0x0,
          "One byte, or two where the link counts modulo 128", HFILL}},
        {&hf_frame_type,
         {"Frame Type", "ciscostun.frame_type", FT_UINT8, BASE_HEX, VALS(frame_type_names), 0x0,
          "First control byte without sequence numbers and P/F bit", HFILL}},
        {&hf_modulo,
         {"Modulo", "ciscostun.modulo", FT_UINT8, BASE_DEC, NULL, 0x0,
          "128 by SNRME, SABME or SARME; if no set-up was captured, inferred from the length of a "
          "supervisory frame, or by preference",
          HFILL}},
        {&hf_role,
         {"Sender's Role", "ciscostun.role", FT_UINT8, BASE_DEC, VALS(role_names), 0x0,
          "Inferred: from UA, SNRM and the like, until then from who polled first", HFILL}},
        {&hf_poll_final,
         {"Poll/Final", "ciscostun.poll_final", FT_BOOLEAN, BASE_NONE, NULL, 0x0, NULL, HFILL}},
        {&hf_ns, {"N(S)", "ciscostun.ns", FT_UINT8, BASE_DEC, NULL, 0x0, "Send count", HFILL}},
        {&hf_nr, {"N(R)", "ciscostun.nr", FT_UINT8, BASE_DEC, NULL, 0x0, "Receive count", HFILL}},
        {&hf_unacknowledged,
         {"Unacknowledged I Frames", "ciscostun.unacknowledged", FT_UINT8, BASE_DEC, NULL, 0x0,
          "Of this sender, this one included", HFILL}},
        {&hf_answers,
         {"Answers the Poll in", "ciscostun.answers", FT_FRAMENUM, BASE_NONE,
          FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), 0x0, NULL, HFILL}},
        {&hf_answer_time,
         {"Time since the Poll", "ciscostun.answer_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0x0,
          "As seen where the capture was made", HFILL}},
        {&hf_information,
         {"Information", "ciscostun.information", FT_BYTES, BASE_NONE, NULL, 0x0,
          "Information field that is not proven to be SNA", HFILL}},
        {&hf_test,
         {"Test Data", "ciscostun.test", FT_BYTES, BASE_NONE, NULL, 0x0,
          "Comes back in the response", HFILL}},
        {&hf_xid,
         {"Identification", "ciscostun.xid", FT_BYTES, BASE_NONE, NULL, 0x0,
          "XID that is not SNA's format 0 or 3", HFILL}},
        {&hf_inside,
         {"Encapsulation", "ciscostun.inside", FT_UINT8, BASE_DEC, VALS(inside_names), 0x0,
          "Inferred from the first four bytes of the frame", HFILL}},
        {&hf_protocol,
         {"Encapsulated Protocol", "ciscostun.inside.protocol", FT_UINT16, BASE_HEX, NULL, 0x0,
          "A PPP protocol number; with Cisco HDLC an EtherType, where 0x8035 is SLARP (RFC 1547 "
          "4.3.1)",
          HFILL}},
        {&hf_frmr_control,
         {"Rejected Control Field", "ciscostun.frmr.control", FT_UINT16, BASE_HEX, NULL, 0x0, NULL,
          HFILL}},
        {&hf_frmr_vs,
         {"Send Count V(S)", "ciscostun.frmr.vs", FT_UINT8, BASE_DEC, NULL, 0x0, NULL, HFILL}},
        {&hf_frmr_vr,
         {"Receive Count V(R)", "ciscostun.frmr.vr", FT_UINT8, BASE_DEC, NULL, 0x0, NULL, HFILL}},
        {&hf_frmr_response,
         {"Rejected a Response", "ciscostun.frmr.response", FT_BOOLEAN, BASE_NONE, NULL, 0x0, NULL,
          HFILL}},
        {&hf_frmr_reasons,
         {"Reasons", "ciscostun.frmr.reasons", FT_UINT8, BASE_HEX, NULL, 0x0, NULL, HFILL}},
        {&hf_frmr_invalid_control,
         {"Invalid Control Field", "ciscostun.frmr.invalid_control", FT_BOOLEAN, 8, NULL,
          CISCOSTUN_FRMR_INVALID_CONTROL, NULL, HFILL}},
        {&hf_frmr_information,
         {"Information not Permitted", "ciscostun.frmr.information", FT_BOOLEAN, 8, NULL,
          CISCOSTUN_FRMR_INFORMATION, NULL, HFILL}},
        {&hf_frmr_too_long,
         {"Information too Long", "ciscostun.frmr.too_long", FT_BOOLEAN, 8, NULL,
          CISCOSTUN_FRMR_TOO_LONG, NULL, HFILL}},
        {&hf_frmr_count,
         {"Invalid N(R)", "ciscostun.frmr.invalid_nr", FT_BOOLEAN, 8, NULL, CISCOSTUN_FRMR_COUNT,
          NULL, HFILL}},
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

    prefs_register_bool_preference(
        preferences, "modulo_128", "Links count modulo 128 until their set-up is seen",
        "For captures that begin after SNRME, SABME or SARME. Until a supervisory frame shows by "
        "its length how its link counts, or a set-up is seen, frames are read modulo 8, or modulo "
        "128 with this.",
        &extended_at_first);
    name_frame_types();
    proto_register_field_array(proto, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert, ei, array_length(ei));
    line_proto = proto;
    line_tap = register_tap("ciscostun");
    ciscostun_register_ends(proto);
    ciscostun_register_sna(proto);
    export_tap = register_export_pdu_tap_with_encap("Cisco STUN SDLC", WTAP_ENCAP_SDLC);
}
