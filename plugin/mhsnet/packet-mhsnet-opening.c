/* packet-mhsnet-opening.c
 * Shows the text lines with which an MHSnet session starts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet-mhsnet.h"

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

/* The value stands in this field and nowhere else: not in the line, not in Info, not in a report.
 */
static void
show_password(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at, int length)
{
    proto_item *item = proto_tree_add_boolean(tree, hf_mhsnet_credential, tvb, at, length, TRUE);

    proto_tree_add_item(tree, hf_mhsnet_password, tvb, at, length, ENC_ASCII);
    expert_add_info(context->pinfo, item, &ei_mhsnet_credential);
}

static void
show_argument(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at,
              const mhsnet_line *line)
{
    int length = (int)line->argument_length;

    if (length == 0)
        return;
    switch (line->kind) {
    case MHSNET_LINE_HOMENAME:
        proto_tree_add_item(tree, hf_mhsnet_homename, tvb, at, length, ENC_ASCII);
        break;
    case MHSNET_LINE_PASSWORD:
        show_password(context, tree, tvb, at, length);
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

/* Callers may put " {xxx}" behind a line: 16 bits, six a character, the highest first. */
static void
show_line_crc(proto_tree *tree, tvbuff_t *tvb, int offset, const mhsnet_line *line)
{
    char digits[MHSNET_LINE_CRC_LENGTH];
    const int at = offset + (int)line->crc;

    if (!line->has_crc)
        return;
    tvb_memcpy(tvb, digits, at, sizeof digits);
    proto_tree_add_uint(tree, hf_mhsnet_line_crc, tvb, at, (int)sizeof digits,
                        mhsnet_message_number(digits, sizeof digits));
}

void
mhsnet_show_line(mhsnet_context *context, tvbuff_t *tvb, int offset, const mhsnet_line *line)
{
    wmem_allocator_t *pool = context->pinfo->pool;
    const bool secret = line->kind == MHSNET_LINE_PASSWORD;
    const int shown = secret ? (int)sizeof "PASSWORD" - 1 : (int)line->length;
    proto_item *item, *kind;
    proto_tree *tree;
    const char *text = (const char *)tvb_get_string_enc(pool, tvb, offset, shown, ENC_ASCII);

    if (secret)
        text = "PASSWORD (not shown)";
    if (line->length == 0)
        text = "(empty line)";
    mhsnet_add_info(context->pinfo, text);

    item = proto_tree_add_protocol_format(context->tree, proto_mhsnet, tvb, offset,
                                          (int)line->consumed, "MHSnet Session Opening, %s", text);
    tree = proto_item_add_subtree(item, ett_mhsnet_line);
    proto_tree_add_item(tree, hf_mhsnet_line, tvb, offset, shown, ENC_ASCII);
    kind =
        proto_tree_add_uint(tree, hf_mhsnet_line_kind, tvb, offset, (int)line->length, line->kind);
    proto_item_set_generated(kind);
    if (line->refusal) {
        proto_item *refusal =
            proto_tree_add_boolean(tree, hf_mhsnet_line_refusal, tvb, offset, 0, TRUE);

        proto_item_set_generated(refusal);
        expert_add_info_format(context->pinfo, item, &ei_mhsnet_refused,
                               "The server refused the session: %s", text);
    }
    if (line->kind == MHSNET_LINE_OTHER && line->length > 0)
        expert_add_info(context->pinfo, item, &ei_mhsnet_line_other);
    show_argument(context, tree, tvb, offset + (int)line->argument, line);
    show_line_crc(tree, tvb, offset, line);
}

void
mhsnet_apply_line(mhsnet_context *context, const uint8_t *bytes, const mhsnet_line *line)
{
    const uint8_t *argument = bytes + line->argument;
    mhsnet_params params;

    switch (line->kind) {
    case MHSNET_LINE_DAEMON:
        context->framing.daemon = mhsnet_daemon_named(argument, line->argument_length);
        break;
    case MHSNET_LINE_PARAMS:
        mhsnet_params_read(argument, line->argument_length, &params);
        context->framing.cooking = params.cooking;
        context->framing.data_crc = params.no_data_crc ? MHSNET_DATA_CRC_OFF : MHSNET_DATA_CRC_ON;
        if (context->framing.daemon == MHSNET_DAEMON_UNKNOWN)
            context->framing.daemon = MHSNET_DAEMON_VC;
        break;
    case MHSNET_LINE_SUN3_STARTS:
        context->framing.daemon = mhsnet_daemon_named(bytes, line->length);
        /* Its caller says nothing: packets from the first byte on. */
        if (context->first_pass) {
            context->session->from_sun3 = true;
            context->session->sides[!context->side].binary = true;
        }
        break;
    default:
        break;
    }
    context->binary = line->last;
}

void
mhsnet_show_exchange(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb)
{
    proto_item *item = proto_tree_add_protocol_format(
        tree, proto_mhsnet, tvb, 0, MHSNET_EXCHANGE_LENGTH, "MHSnet UDP Address Exchange");
    proto_tree *sub = proto_item_add_subtree(item, ett_mhsnet_line);

    proto_tree_add_item(sub, hf_mhsnet_exchange_family, tvb, 0, 2, ENC_BIG_ENDIAN);
    proto_tree_add_item(sub, hf_mhsnet_exchange_port, tvb, 2, 2, ENC_BIG_ENDIAN);
    proto_tree_add_item(sub, hf_mhsnet_exchange_address, tvb, 4, 4, ENC_BIG_ENDIAN);
    mhsnet_add_info(pinfo, "Address exchange, port");
    col_append_fstr(pinfo->cinfo, COL_INFO, " %u", tvb_get_ntohs(tvb, 2));
}

void
mhsnet_register_opening(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_line,
         {"Line", "mhsnet.line", FT_STRING, BASE_NONE, NULL, 0,
          "One text line of the session opening, line end and password excluded", HFILL}},
        {&hf_mhsnet_line_kind,
         {"Line Kind", "mhsnet.line.kind", FT_UINT8, BASE_DEC, VALS(line_kinds), 0, NULL, HFILL}},
        {&hf_mhsnet_line_refusal,
         {"Refusal", "mhsnet.line.refusal", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "With this line the server ends the session before it started", HFILL}},
        {&hf_mhsnet_line_crc,
         {"Line CRC", "mhsnet.line.crc", FT_UINT24, BASE_HEX, NULL, 0,
          "Known from the public source alone; what it covers was not seen, so it is not verified",
          HFILL}},
        {&hf_mhsnet_homename,
         {"Home Name", "mhsnet.homename", FT_STRING, BASE_NONE, NULL, 0,
          "The caller's node: digit=name, 0 country, 3 organisation, 9 node", HFILL}},
        {&hf_mhsnet_credential,
         {"Credential", "mhsnet.credential", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "The packet carries a password in clear text", HFILL}},
        {&hf_mhsnet_password,
         {"Password", "mhsnet.password", FT_STRING, BASE_NONE, NULL, 0, "In clear text on the wire",
          HFILL}},
        {&hf_mhsnet_params,
         {"Parameters", "mhsnet.params", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_params_no_data_crc,
         {"No Data CRC (-r)", "mhsnet.params.no_data_crc", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "The session's packets have no checksum behind their data", HFILL}},
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
          "The daemon that the caller asks for", HFILL}},
        {&hf_mhsnet_exchange_family,
         {"Address Family", "mhsnet.exchange.family", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_exchange_port,
         {"Port", "mhsnet.exchange.port", FT_UINT16, BASE_PT_UDP, NULL, 0,
          "The port on which the sender expects the session", HFILL}},
        {&hf_mhsnet_exchange_address,
         {"Address", "mhsnet.exchange.address", FT_IPv4, BASE_NONE, NULL, 0, NULL, HFILL}},
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

    proto_register_field_array(proto_mhsnet, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto_mhsnet), ei, array_length(ei));
}
