/* packet-mhsnet-opening.c
 * Dissects the text lines with which an MHSnet session starts, and UDP's address exchange
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet-mhsnet-opening.h"

#include <epan/expert.h>

#include "base/items.h"
#include "labels/evidence.h"
#include "mhsnet/message.h"

static int hf_mhsnet_line = -1;
static int hf_mhsnet_line_kind = -1;
static int hf_mhsnet_line_refusal = -1;
static int hf_mhsnet_line_crc = -1;
static int hf_mhsnet_homename = -1;
static int hf_mhsnet_credential = -1;
static int hf_mhsnet_password = -1;
static int hf_mhsnet_params = -1;
static int hf_mhsnet_params_no_data_crc = -1;
static int hf_mhsnet_params_cooking = -1;
static int hf_mhsnet_params_data_size = -1;
static int hf_mhsnet_params_batch = -1;
static int hf_mhsnet_params_idle = -1;
static int hf_mhsnet_params_turn_around = -1;
static int hf_mhsnet_daemon_name = -1;
static int hf_mhsnet_exchange_port = -1;
static int hf_mhsnet_exchange_family = -1;
static int hf_mhsnet_exchange_address = -1;

static int ett_mhsnet_line = -1;
static int ett_mhsnet_params = -1;

static expert_field ei_mhsnet_credential = EI_INIT;
static expert_field ei_mhsnet_refused = EI_INIT;
static expert_field ei_mhsnet_line_other = EI_INIT;

static const label_reason opening_lines = {"session opening of", "text lines"};

static const value_string line_kinds[] = {
    {MHSNET_LINE_OTHER, "Other text"},
    {MHSNET_LINE_QUERY_HOMENAME, "The server asks for the caller's name"},
    {MHSNET_LINE_HOMENAME, "The caller's name"},
    {MHSNET_LINE_QUERY_PASSWORD, "The server asks for a password"},
    {MHSNET_LINE_PASSWORD, "Password"},
    {MHSNET_LINE_FAILED_PASSWORD, "Refused: wrong password"},
    {MHSNET_LINE_DISALLOWED, "Refused: no such link"},
    {MHSNET_LINE_INACTIVE, "Refused: the network is not active"},
    {MHSNET_LINE_ALREADY_ACTIVE, "Refused: the link is up already"},
    {MHSNET_LINE_SHELL_STARTS, "The server's shell starts"},
    {MHSNET_LINE_DAEMON, "The caller chooses a daemon"},
    {MHSNET_LINE_QUERY_PARAMS, "The server asks for parameters"},
    {MHSNET_LINE_VCCONF, "Circuit configuration"},
    {MHSNET_LINE_QUERY_DAEMON, "The server asks for a daemon"},
    {MHSNET_LINE_PARAMS, "Parameters"},
    {MHSNET_LINE_DAEMON_STARTS, "The server's daemon starts"},
    {MHSNET_LINE_DEFAULT_STARTS, "The server's daemon starts with default parameters"},
    {MHSNET_LINE_SHELL_ERROR, "Refused: the server's shell failed"},
    {MHSNET_LINE_SUN3_STARTS, "The SUN-III server's daemon starts"},
    {0, NULL},
};

static const value_string cooking_names[] = {
    {MHSNET_COOKING_RAW, "none"},
    {MHSNET_COOKING_A, "A: all but printable ASCII, TAB and LF"},
    {MHSNET_COOKING_X, "X: flow control characters"},
    {0, NULL},
};

/* What PARAMS settles; unknown flags are not named. */
static void
show_params(proto_tree *tree, tvbuff_t *tvb, int at, int length)
{
    mhsnet_params params;
    proto_item *item = proto_tree_add_item(tree, hf_mhsnet_params, tvb, at, length, ENC_ASCII);
    proto_tree *sub = proto_item_add_subtree(item, ett_mhsnet_params);

    mhsnet_params_read(tvb_get_ptr(tvb, at, length), (size_t)length, &params);
    proto_tree_add_boolean(sub, hf_mhsnet_params_no_data_crc, tvb, at, length, params.no_data_crc);
    proto_tree_add_uint(sub, hf_mhsnet_params_cooking, tvb, at, length, params.cooking);
    if (params.data_size)
        proto_tree_add_uint(sub, hf_mhsnet_params_data_size, tvb, at, length, params.data_size);
    if (params.batch)
        proto_tree_add_uint(sub, hf_mhsnet_params_batch, tvb, at, length, params.batch);
    if (params.idle)
        proto_tree_add_uint(sub, hf_mhsnet_params_idle, tvb, at, length, params.idle);
    proto_tree_add_boolean(sub, hf_mhsnet_params_turn_around, tvb, at, length, params.turn_around);
}

/* What follows the words of a line. */
static void
show_argument(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at,
              const mhsnet_line *line)
{
    const int length = (int)line->argument_length;
    proto_item *item;

    if (length == 0)
        return;
    switch (line->kind) {
    case MHSNET_LINE_HOMENAME:
        proto_tree_add_item(tree, hf_mhsnet_homename, tvb, at, length, ENC_ASCII);
        break;
    case MHSNET_LINE_PASSWORD:
        /* The password is shown in this field alone: not in the line, Info or a report. */
        item = proto_tree_add_boolean(tree, hf_mhsnet_credential, tvb, at, length, true);
        proto_tree_add_item(tree, hf_mhsnet_password, tvb, at, length, ENC_ASCII);
        expert_add_info(context->pinfo, item, &ei_mhsnet_credential);
        break;
    case MHSNET_LINE_PARAMS:
        show_params(tree, tvb, at, length);
        break;
    case MHSNET_LINE_DAEMON:
        proto_tree_add_item(tree, hf_mhsnet_daemon_name, tvb, at, length, ENC_ASCII);
        break;
    default:
        break;
    }
}

/*
 *      words [ argument ] [ " {" three characters of a checksum "}" ] line end
 */
static void
show_line(mhsnet_context *context, tvbuff_t *tvb, int offset, const mhsnet_line *line)
{
    packet_info *pinfo = context->pinfo;
    const bool secret = line->kind == MHSNET_LINE_PASSWORD;
    const int shown = secret ? (int)strlen("PASSWORD") : (int)line->length;
    const int crc_at = offset + (int)line->crc;
    const char *text = (const char *)tvb_get_string_enc(pinfo->pool, tvb, offset, shown, ENC_ASCII);
    char digits[MHSNET_LINE_CRC_LENGTH];
    proto_item *item;
    proto_tree *tree;

    if (secret)
        text = "PASSWORD (not shown)";
    if (line->length == 0)
        text = "(empty line)";
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", text);

    item = proto_tree_add_protocol_format(context->tree, mhsnet_global.proto, tvb, offset,
                                          (int)line->consumed, "MHSnet Session Opening, %s", text);
    tree = proto_item_add_subtree(item, ett_mhsnet_line);
    proto_tree_add_item(tree, hf_mhsnet_line, tvb, offset, shown, ENC_ASCII);
    base_generated(
        proto_tree_add_uint(tree, hf_mhsnet_line_kind, tvb, offset, (int)line->length, line->kind));
    if (line->refusal) {
        base_generated(proto_tree_add_boolean(tree, hf_mhsnet_line_refusal, tvb, offset, 0, true));
        expert_add_info_format(pinfo, item, &ei_mhsnet_refused,
                               "The server refused the session: %s", text);
    }
    if (line->kind == MHSNET_LINE_OTHER && line->length > 0)
        expert_add_info(pinfo, item, &ei_mhsnet_line_other);
    show_argument(context, tree, tvb, offset + (int)line->argument, line);
    if (line->has_crc) {
        /* 16 bits, six a character, the highest first. */
        tvb_memcpy(tvb, digits, crc_at, sizeof digits);
        proto_tree_add_uint(tree, hf_mhsnet_line_crc, tvb, crc_at, (int)sizeof digits,
                            mhsnet_message_number(digits, sizeof digits));
    }
}

/* Takes from a line what it settles for the session. */
static void
apply_line(mhsnet_context *context, const uint8_t *bytes, const mhsnet_line *line)
{
    mhsnet_framing *framing = &context->now.framing;
    /* An empty line has no bytes, and none is looked at. */
    const uint8_t *argument = bytes ? bytes + line->argument : NULL;
    mhsnet_params params;

    switch (line->kind) {
    case MHSNET_LINE_DAEMON:
        framing->daemon = mhsnet_daemon_named(argument, line->argument_length);
        break;
    case MHSNET_LINE_PARAMS:
        mhsnet_params_read(argument, line->argument_length, &params);
        framing->cooking = params.cooking;
        framing->data_crc = params.no_data_crc ? MHSNET_DATA_CRC_OFF : MHSNET_DATA_CRC_ON;
        if (framing->daemon == MHSNET_DAEMON_UNKNOWN)
            framing->daemon = MHSNET_DAEMON_VC;
        break;
    case MHSNET_LINE_SUN3_STARTS:
        framing->daemon = mhsnet_daemon_named(bytes, line->length);
        /* Its caller says nothing: packets from the first byte on. */
        if (context->first_pass) {
            context->session->from_sun3 = true;
            context->session->sides[!context->side].binary = true;
        }
        break;
    default:
        break;
    }
    context->now.binary = line->last;
}

void
mhsnet_dissect_line(mhsnet_context *context, tvbuff_t *tvb, int offset, const mhsnet_line *line)
{
    show_line(context, tvb, offset, line);
    apply_line(context, tvb_get_ptr(tvb, offset, (int)line->length), line);
    if (context->first_pass && line->kind != MHSNET_LINE_OTHER)
        label_evidence(context->pinfo, &mhsnet_protocol, LABEL_SHAPE, &opening_lines);
}

/*
 *      00 02 | port | IPv4 address | 8 zeros
 */
int
mhsnet_show_exchange(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb)
{
    proto_item *item = proto_tree_add_protocol_format(
        tree, mhsnet_global.proto, tvb, 0, MHSNET_EXCHANGE_LENGTH, "MHSnet UDP Address Exchange");
    proto_tree *sub = proto_item_add_subtree(item, ett_mhsnet_line);

    proto_tree_add_item(sub, hf_mhsnet_exchange_family, tvb, 0, 2, ENC_BIG_ENDIAN);
    proto_tree_add_item(sub, hf_mhsnet_exchange_port, tvb, 2, 2, ENC_BIG_ENDIAN);
    proto_tree_add_item(sub, hf_mhsnet_exchange_address, tvb, 4, 4, ENC_BIG_ENDIAN);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "MHSnet");
    col_add_fstr(pinfo->cinfo, COL_INFO, "Address exchange, port %u", tvb_get_ntohs(tvb, 2));
    return MHSNET_EXCHANGE_LENGTH;
}

void
mhsnet_opening_register(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_line,
         {"Line", "mhsnet.line", FT_STRING, BASE_NONE, NULL, 0,
          "One text line of the session opening, line end and password excluded", HFILL}},
        {&hf_mhsnet_line_kind,
         {"Line Kind", "mhsnet.line.kind", FT_UINT8, BASE_DEC, VALS(line_kinds), 0,
          "What the line is for", HFILL}},
        {&hf_mhsnet_line_refusal,
         {"Refusal", "mhsnet.line.refusal", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "With this line the server ends the session before it started", HFILL}},
        {&hf_mhsnet_line_crc,
         {"Line CRC", "mhsnet.line.crc", FT_UINT24, BASE_HEX, NULL, 0,
          "Checksum behind a line: {xxx}; known from the public source alone, so not verified",
          HFILL}},
        {&hf_mhsnet_homename,
         {"Home Name", "mhsnet.homename", FT_STRING, BASE_NONE, NULL, 0,
          "The caller's node, as digit=name: 0 country, 3 organisation, 9 node", HFILL}},
        {&hf_mhsnet_credential,
         {"Credential", "mhsnet.credential", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "The packet carries a password in clear text", HFILL}},
        {&hf_mhsnet_password,
         {"Password", "mhsnet.password", FT_STRING, BASE_NONE, NULL, 0,
          "The password itself, here and nowhere else: not in Info, not in a label, report or "
          "exported object",
          HFILL}},
        {&hf_mhsnet_params,
         {"Parameters", "mhsnet.params", FT_STRING, BASE_NONE, NULL, 0,
          "The caller's flags, taken apart below", HFILL}},
        {&hf_mhsnet_params_no_data_crc,
         {"No Data CRC (-r)", "mhsnet.params.no_data_crc", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "No checksum behind the data in this session", HFILL}},
        {&hf_mhsnet_params_cooking,
         {"Cooking (-c, -C)", "mhsnet.params.cooking", FT_UINT8, BASE_DEC, VALS(cooking_names), 0,
          "Which bytes the session escapes", HFILL}},
        {&hf_mhsnet_params_data_size,
         {"Data Size (-D)", "mhsnet.params.data_size", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, "Most bytes of data in a packet", HFILL}},
        {&hf_mhsnet_params_batch,
         {"Batch (-B)", "mhsnet.params.batch", FT_UINT32, BASE_DEC, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_params_idle,
         {"Idle Time (-Y)", "mhsnet.params.idle", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_second_seconds, 0, NULL, HFILL}},
        {&hf_mhsnet_params_turn_around,
         {"Turn-around (-t)", "mhsnet.params.turn_around", FT_BOOLEAN, BASE_NONE, NULL, 0, NULL,
          HFILL}},
        {&hf_mhsnet_daemon_name,
         {"Daemon", "mhsnet.daemon_name", FT_STRING, BASE_NONE, NULL, 0,
          "The daemon that the caller asks for; it decides the packet layout", HFILL}},
        {&hf_mhsnet_exchange_family,
         {"Address Family", "mhsnet.exchange.family", FT_UINT16, BASE_DEC, NULL, 0,
          "UDP exchange: 2 is IPv4", HFILL}},
        {&hf_mhsnet_exchange_port,
         {"Port", "mhsnet.exchange.port", FT_UINT16, BASE_PT_UDP, NULL, 0,
          "UDP exchange: where the sender expects the session; Wireshark follows it there", HFILL}},
        {&hf_mhsnet_exchange_address,
         {"Address", "mhsnet.exchange.address", FT_IPv4, BASE_NONE, NULL, 0,
          "UDP exchange: the sender's address", HFILL}},
    };
    static int *ett[] = {&ett_mhsnet_line, &ett_mhsnet_params};
    static ei_register_info ei[] = {
        {&ei_mhsnet_credential,
         {"mhsnet.credential.clear_text", PI_SECURITY, PI_WARN,
          "The password of an MHSnet link, in clear text", EXPFILL}},
        {&ei_mhsnet_refused,
         {"mhsnet.line.refused", PI_RESPONSE_CODE, PI_NOTE, "The server refused the session",
          EXPFILL}},
        {&ei_mhsnet_line_other,
         {"mhsnet.line.other", PI_UNDECODED, PI_NOTE,
          "Text in the session opening that is none of its known lines", EXPFILL}},
    };

    proto_register_field_array(mhsnet_global.proto, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(mhsnet_global.proto), ei,
                                array_length(ei));
}
