/* packet-mhsnet-pdu.c
 * Shows one MHSnet packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet-mhsnet.h"

#include <epan/tap.h>

#include "mhsnet/crc.h"
#include "mhsnet/nn.h"
#include "labels/packet-lookup.h"

static int hf_mhsnet_daemon = -1;
static int hf_mhsnet_type = -1;
static int hf_mhsnet_nn_type = -1;
static int hf_mhsnet_channel = -1;
static int hf_mhsnet_control = -1;
static int hf_mhsnet_direction = -1;
static int hf_mhsnet_sequence = -1;
static int hf_mhsnet_size = -1;
static int hf_mhsnet_address = -1;
static int hf_mhsnet_header_crc = -1;
static int hf_mhsnet_header_crc_status = -1;
static int hf_mhsnet_data_crc = -1;
static int hf_mhsnet_data_crc_status = -1;
static int hf_mhsnet_data = -1;
static int hf_mhsnet_skipped = -1;
static int hf_mhsnet_start_in = -1;
static int hf_mhsnet_response_in = -1;
static int hf_mhsnet_response_to = -1;
static int hf_mhsnet_response_time = -1;
static int hf_mhsnet_transfer_time = -1;
static int hf_mhsnet_transfer_size = -1;
static int hf_mhsnet_reassembled_in = -1;

static int ett_mhsnet = -1;

static expert_field ei_mhsnet_crc = EI_INIT;
static expert_field ei_mhsnet_truncated = EI_INIT;
static expert_field ei_mhsnet_skipped = EI_INIT;
static expert_field ei_mhsnet_again = EI_INIT;
static expert_field ei_mhsnet_gap = EI_INIT;
static expert_field ei_mhsnet_beyond = EI_INIT;
static expert_field ei_mhsnet_restart = EI_INIT;
static expert_field ei_mhsnet_too_large = EI_INIT;

static const value_string daemon_names[] = {
    {MHSNET_DAEMON_VC, "VC, virtual circuit"},
    {MHSNET_DAEMON_HT, "HT, half duplex"},
    {MHSNET_DAEMON_NN, "NN, node to node"},
    {MHSNET_DAEMON_CN, "CN, node to node"},
    {MHSNET_DAEMON_EN, "EN, node to node"},
    {MHSNET_DAEMON_PN, "PN, node to node"},
    {0, NULL},
};

const value_string mhsnet_type_names[] = {
    {MHSNET_DATA, "DATA"},       {MHSNET_NAK, "NAK"}, {MHSNET_SOM, "SOM"},
    {MHSNET_SOMA, "SOMA"},       {MHSNET_EOM, "EOM"}, {MHSNET_EOMA, "EOMA"},
    {MHSNET_CONTROL, "CONTROL"}, {MHSNET_EOT, "EOT"}, {0, NULL},
};

static const value_string nn_type_names[] = {
    {MHSNET_NN_DATA, "DATA"},
    {MHSNET_NN_ACK, "ACK"},
    {MHSNET_NN_NAK, "NAK"},
    {MHSNET_NN_CONTROL, "CONTROL"},
    {0, NULL},
};

static const value_string control_names[] = {
    {MHSNET_CONTROL_MQE, "MQE"},
    {MHSNET_CONTROL_SYNC, "SYNC"},
    {MHSNET_CONTROL_IDLE, "IDLE"},
    {MHSNET_CONTROL_CTRL, "CTRL"},
    {0, NULL},
};

void
mhsnet_add_info(packet_info *pinfo, const char *text)
{
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", text);
}

const char *
mhsnet_type_name(const mhsnet_packet *packet)
{
    if (mhsnet_is_nn(packet->daemon))
        return val_to_str_const(packet->type, nn_type_names, "?");
    if (packet->type == MHSNET_CONTROL)
        return val_to_str_const(packet->channel, control_names, "?");
    return val_to_str_const(packet->type, mhsnet_type_names, "?");
}

static void
show_ht_header(proto_tree *tree, tvbuff_t *tvb)
{
    proto_tree_add_item(tree, hf_mhsnet_address, tvb, 0, 4, ENC_LITTLE_ENDIAN);
    proto_tree_add_bits_item(tree, hf_mhsnet_type, tvb, 32, 3, ENC_BIG_ENDIAN);
    proto_tree_add_bits_item(tree, hf_mhsnet_direction, tvb, 37, 1, ENC_BIG_ENDIAN);
    proto_tree_add_bits_item(tree, hf_mhsnet_size, tvb, 38, 18, ENC_BIG_ENDIAN);
}

/* The layouts differ in bits: the values that were read are shown over the bytes they came from. */
static void
show_nn_header(proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet)
{
    proto_tree_add_uint(tree, hf_mhsnet_nn_type, tvb, 0, 1, packet->type);
    proto_tree_add_uint(tree, hf_mhsnet_sequence, tvb, 0, 1, packet->sequence);
    proto_tree_add_uint(tree, hf_mhsnet_size, tvb, 1, packet->header_length - 1, packet->size);
}

static void
show_header(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet)
{
    int crc_at = packet->header_length - 2;
    proto_item *item = proto_tree_add_uint(tree, hf_mhsnet_daemon, tvb, 0, 0, packet->daemon);

    proto_item_set_generated(item);
    switch (packet->daemon) {
    case MHSNET_DAEMON_VC:
        proto_tree_add_bits_item(tree, hf_mhsnet_type, tvb, 2, 3, ENC_BIG_ENDIAN);
        proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 0, 1, packet->channel);
        proto_tree_add_bits_item(tree, hf_mhsnet_size, tvb, 5, 11, ENC_BIG_ENDIAN);
        proto_tree_add_item(tree, hf_mhsnet_address, tvb, 2, 4, ENC_LITTLE_ENDIAN);
        break;
    case MHSNET_DAEMON_HT:
        show_ht_header(tree, tvb);
        proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 4, 1, packet->channel);
        break;
    default:
        show_nn_header(tree, tvb, packet);
        proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 0, 1, packet->channel);
        return;
    }
    if (packet->type == MHSNET_CONTROL) {
        item = proto_tree_add_uint(tree, hf_mhsnet_control, tvb, 0, 0, packet->channel);
        proto_item_set_generated(item);
    }
    proto_tree_add_checksum(tree, tvb, (guint)crc_at, hf_mhsnet_header_crc,
                            hf_mhsnet_header_crc_status, &ei_mhsnet_crc, context->pinfo,
                            mhsnet_crc16(0, tvb_get_ptr(tvb, 0, crc_at), (size_t)crc_at),
                            ENC_LITTLE_ENDIAN, PROTO_CHECKSUM_VERIFY);
}

static void
show_data(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet,
          const mhsnet_note *note)
{
    if (!mhsnet_show_payload(context, tree, tvb, packet, note))
        proto_tree_add_item(tree, hf_mhsnet_data, tvb, packet->header_length, (int)packet->size,
                            ENC_NA);
}

static bool
show_data_crc(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet,
              const mhsnet_check *check)
{
    const int digits = 2 * packet->crc_length;
    proto_item *item;
    uint32_t found;
    guint at = packet->header_length + packet->size;

    if (check->verdict != MHSNET_CRC_GOOD && check->verdict != MHSNET_CRC_BAD)
        return false;
    /* proto_tree_add_checksum() takes the length from the field's type; this one has two. */
    found = packet->crc_length == 2 ? tvb_get_letohs(tvb, (int)at) : tvb_get_letohl(tvb, (int)at);
    proto_tree_add_uint_format_value(tree, hf_mhsnet_data_crc, tvb, (int)at, packet->crc_length,
                                     found, "0x%0*x", digits, found);
    item = proto_tree_add_uint(tree, hf_mhsnet_data_crc_status, tvb, (int)at, 0,
                               check->verdict == MHSNET_CRC_GOOD ? PROTO_CHECKSUM_E_GOOD
                                                                 : PROTO_CHECKSUM_E_BAD);
    proto_item_set_generated(item);
    if (check->verdict == MHSNET_CRC_BAD)
        expert_add_info_format(context->pinfo, item, &ei_mhsnet_crc,
                               "Bad checksum, should be 0x%0*x", digits, check->computed);
    return check->verdict == MHSNET_CRC_BAD;
}

static void
add_frame(proto_tree *tree, int hf, tvbuff_t *tvb, uint32_t frame, uint32_t here)
{
    if (frame != 0 && frame != here)
        proto_item_set_generated(proto_tree_add_uint(tree, hf, tvb, 0, 0, frame));
}

static void
add_time_since(proto_tree *tree, int hf, tvbuff_t *tvb, packet_info *pinfo, const nstime_t *start)
{
    nstime_t delta;

    nstime_delta(&delta, &pinfo->abs_ts, start);
    proto_item_set_generated(proto_tree_add_time(tree, hf, tvb, 0, 0, &delta));
}

static void
add_size(proto_tree *tree, tvbuff_t *tvb, const mhsnet_transfer *message)
{
    if (message && message->size_known)
        proto_item_set_generated(
            proto_tree_add_uint(tree, hf_mhsnet_transfer_size, tvb, 0, 0, message->size));
}

/* A packet's part in the start, the end and the answers of its message. */
typedef enum { ROLE_NONE, ROLE_START, ROLE_START_ACCEPTED, ROLE_END, ROLE_END_ACCEPTED } role;

static role
role_of(const mhsnet_packet *packet, tvbuff_t *tvb)
{
    unsigned value = packet->type;

    if (mhsnet_is_nn(packet->daemon)) {
        if (packet->type != MHSNET_NN_CONTROL)
            return ROLE_NONE;
        value = tvb_get_uint8(tvb, packet->header_length) + (unsigned)MHSNET_NAK;
    }
    return value >= MHSNET_SOM && value <= MHSNET_EOMA ? (role)(value - MHSNET_SOM + ROLE_START)
                                                       : ROLE_NONE;
}

static void
show_links(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet,
           const mhsnet_note *note)
{
    const mhsnet_leg *leg = note->leg;
    packet_info *pinfo = context->pinfo;

    if (note->message && note->message->completed_in && mhsnet_is_data(packet))
        add_frame(tree, hf_mhsnet_reassembled_in, tvb, note->message->completed_in, pinfo->num);
    if (!leg)
        return;
    switch (role_of(packet, tvb)) {
    case ROLE_START:
        add_frame(tree, hf_mhsnet_response_in, tvb, leg->start_accepted, 0);
        return;
    case ROLE_START_ACCEPTED:
        add_frame(tree, hf_mhsnet_response_to, tvb, leg->start, 0);
        if (leg->start)
            add_time_since(tree, hf_mhsnet_response_time, tvb, pinfo, &leg->start_time);
        return;
    case ROLE_END:
        add_frame(tree, hf_mhsnet_start_in, tvb, leg->start, 0);
        add_frame(tree, hf_mhsnet_response_in, tvb, leg->end_accepted, 0);
        return;
    case ROLE_END_ACCEPTED:
        add_frame(tree, hf_mhsnet_start_in, tvb, leg->start, 0);
        add_frame(tree, hf_mhsnet_response_to, tvb, leg->end, 0);
        if (leg->end)
            add_time_since(tree, hf_mhsnet_response_time, tvb, pinfo, &leg->end_time);
        if (leg->start)
            add_time_since(tree, hf_mhsnet_transfer_time, tvb, pinfo, &leg->start_time);
        add_size(tree, tvb, note->message);
        return;
    case ROLE_NONE:
        add_frame(tree, hf_mhsnet_start_in, tvb, leg->start, 0);
        return;
    }
}

static void
show_trouble(mhsnet_context *context, proto_tree *tree, const mhsnet_note *note)
{
    packet_info *pinfo = context->pinfo;

    if (note->again)
        expert_add_info(pinfo, tree, &ei_mhsnet_again);
    if (note->gap)
        expert_add_info(pinfo, tree, &ei_mhsnet_gap);
    if (note->beyond)
        expert_add_info(pinfo, tree, &ei_mhsnet_beyond);
    if (note->restart)
        expert_add_info(pinfo, tree, &ei_mhsnet_restart);
    if (note->message && note->message->too_large && note->leg && note->leg->start == pinfo->num)
        expert_add_info_format(pinfo, tree, &ei_mhsnet_too_large,
                               "A message of %u bytes is not reassembled: the preference allows "
                               "%u MiB",
                               note->message->size, mhsnet_message_limit);
    if (note->in_pieces)
        expert_add_info_format(pinfo, tree, &ei_mhsnet_too_large,
                               "The message comes in too many pieces to be reassembled");
}

static const char *
summary(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
        const mhsnet_note *note)
{
    wmem_allocator_t *pool = context->pinfo->pool;
    const char *id = note->message && note->message->id[0] ? note->message->id : "";

    if (mhsnet_is_data(packet))
        return wmem_strdup_printf(pool, "DATA %u [%u+%u]", packet->channel, note->offset,
                                  packet->size);
    if (mhsnet_is_nn(packet->daemon) && packet->type == MHSNET_NN_CONTROL && packet->size > 0 &&
        tvb_captured_length(tvb) > packet->header_length) {
        uint8_t command = tvb_get_uint8(tvb, packet->header_length);
        bool names_message = command >= MHSNET_NN_SOM && command <= MHSNET_NN_EOM_ACCEPT;

        return wmem_strdup_printf(pool, "%s %u%s%s", mhsnet_command_name(command), packet->channel,
                                  names_message ? " " : "", names_message ? id : "");
    }
    if (!mhsnet_is_nn(packet->daemon) &&
        (packet->type == MHSNET_CONTROL || packet->type == MHSNET_EOT))
        return mhsnet_type_name(packet);
    return wmem_strdup_printf(pool, "%s %u%s%s", mhsnet_type_name(packet), packet->channel,
                              mhsnet_is_nn(packet->daemon) ? "" : " ",
                              mhsnet_is_nn(packet->daemon) ? "" : id);
}

static void
tell_tap(mhsnet_context *context, const mhsnet_packet *packet, const mhsnet_note *note,
         bool bad_crc)
{
    mhsnet_tap_data *data;

    if (!have_tap_listener(mhsnet_tap))
        return;
    data = wmem_new0(context->pinfo->pool, mhsnet_tap_data);
    data->packet = (mhsnet_packet *)wmem_memdup(context->pinfo->pool, packet, sizeof *packet);
    data->message = note->message;
    data->again = note->again;
    data->bad_crc = bad_crc;
    data->side = context->side;
    data->session = context->session;
    tap_queue_packet(mhsnet_tap, context->pinfo, data);
}

void
mhsnet_show_packet(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
                   const mhsnet_check *check, const mhsnet_note *note)
{
    guint length = (guint)mhsnet_packet_length(packet);
    proto_item *item;
    proto_tree *tree;
    bool whole = tvb_captured_length(tvb) >= length;
    bool bad_crc = false;

    item = proto_tree_add_item(context->tree, proto_mhsnet, tvb, 0, -1, ENC_NA);
    if (label_lookup_is_read(context->pinfo, context->tree, proto_mhsnet)) {
        const char *text = summary(context, tvb, packet, note);

        mhsnet_add_info(context->pinfo, text);
        proto_item_set_text(item, "MHSnet, %s", text);
    }
    tree = proto_item_add_subtree(item, ett_mhsnet);
    /* There is nothing wrong with a header that was taken for one. */
    if (proto_field_is_referenced(tree, proto_mhsnet))
        show_header(context, tree, tvb, packet);
    if (!whole)
        expert_add_info_format(context->pinfo, item, &ei_mhsnet_truncated,
                               "%u of the packet's %u bytes are here", tvb_captured_length(tvb),
                               length);
    if (whole && packet->size > 0)
        show_data(context, tree, tvb, packet, note);
    else if (tvb_captured_length(tvb) > packet->header_length)
        proto_tree_add_item(tree, hf_mhsnet_data, tvb, packet->header_length, -1, ENC_NA);
    if (whole)
        bad_crc = show_data_crc(context, tree, tvb, packet, check);
    if (whole && proto_field_is_referenced(tree, proto_mhsnet))
        show_links(context, tree, tvb, packet, note);
    show_trouble(context, tree, note);
    tell_tap(context, packet, note, bad_crc);
    if (note->completes) {
        tvbuff_t *message_tvb = mhsnet_reassembled(context, tvb, tree, note->message);

        if (message_tvb)
            mhsnet_show_message(context, message_tvb, context->tree, note->message);
    }
}

void
mhsnet_show_skipped(mhsnet_context *context, tvbuff_t *tvb, int offset, int length)
{
    proto_item *item = proto_tree_add_protocol_format(context->tree, proto_mhsnet, tvb, offset,
                                                      length, "MHSnet, %d Bytes Skipped", length);
    proto_tree *tree = proto_item_add_subtree(item, ett_mhsnet);

    item = proto_tree_add_uint(tree, hf_mhsnet_skipped, tvb, offset, length, (guint32)length);
    proto_tree_add_item(tree, hf_mhsnet_data, tvb, offset, length, ENC_NA);
    expert_add_info_format(context->pinfo, item, &ei_mhsnet_skipped,
                           "%d bytes are no packet: skipped to the next that proves itself",
                           length);
    mhsnet_add_info(context->pinfo, "bytes skipped");
}

#define GENERATED_FRAME(variable, name, filter, kind)                  \
    {                                                                  \
        &variable,                                                     \
        {                                                              \
            name, filter, FT_FRAMENUM, BASE_NONE, kind, 0, NULL, HFILL \
        }                                                              \
    }

void
mhsnet_register_pdu(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_daemon,
         {"Daemon", "mhsnet.daemon", FT_UINT8, BASE_DEC, VALS(daemon_names), 0,
          "Whose packet layout it is; the numbers are ours", HFILL}},
        {&hf_mhsnet_type,
         {"Type", "mhsnet.type", FT_UINT8, BASE_DEC, VALS(mhsnet_type_names), 0, NULL, HFILL}},
        {&hf_mhsnet_nn_type,
         {"Type", "mhsnet.type", FT_UINT8, BASE_DEC, VALS(nn_type_names), 0,
          "In the packets of NN, CN, EN and PN the numbers have meanings of their own", HFILL}},
        {&hf_mhsnet_channel,
         {"Channel", "mhsnet.channel", FT_UINT8, BASE_DEC, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_control,
         {"Control", "mhsnet.control", FT_UINT8, BASE_DEC, VALS(control_names), 0,
          "The channel of a control packet says what it is", HFILL}},
        {&hf_mhsnet_direction,
         {"Direction", "mhsnet.direction", FT_UINT8, BASE_DEC, NULL, 0,
          "1 from the side whose name sorts later", HFILL}},
        {&hf_mhsnet_sequence,
         {"Sequence Number", "mhsnet.sequence", FT_UINT8, BASE_DEC, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_size,
         {"Data Size", "mhsnet.size", FT_UINT32, BASE_DEC | BASE_UNIT_STRING, &units_byte_bytes, 0,
          NULL, HFILL}},
        {&hf_mhsnet_address,
         {"Address", "mhsnet.address", FT_UINT32, BASE_DEC, NULL, 0,
          "Offset in the message; with SOM, EOM and EOMA the message's size", HFILL}},
        {&hf_mhsnet_header_crc,
         {"Header CRC", "mhsnet.header_crc", FT_UINT16, BASE_HEX, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_header_crc_status,
         {"Header CRC Status", "mhsnet.header_crc.status", FT_UINT8, BASE_NONE,
          VALS(proto_checksum_vals), 0, NULL, HFILL}},
        {&hf_mhsnet_data_crc,
         {"Data CRC", "mhsnet.data_crc", FT_UINT32, BASE_HEX, NULL, 0,
          "CRC-16; CRC-32 in half-duplex packets above 1024 bytes; of header and data in the "
          "packets of NN, CN and PN",
          HFILL}},
        {&hf_mhsnet_data_crc_status,
         {"Data CRC Status", "mhsnet.data_crc.status", FT_UINT8, BASE_NONE,
          VALS(proto_checksum_vals), 0, NULL, HFILL}},
        {&hf_mhsnet_data, {"Data", "mhsnet.data", FT_BYTES, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_skipped,
         {"Skipped", "mhsnet.skipped", FT_UINT32, BASE_DEC | BASE_UNIT_STRING, &units_byte_bytes, 0,
          "Bytes that are no packet", HFILL}},
        GENERATED_FRAME(hf_mhsnet_start_in, "Start in", "mhsnet.start_in",
                        FRAMENUM_TYPE(FT_FRAMENUM_NONE)),
        GENERATED_FRAME(hf_mhsnet_response_in, "Response in", "mhsnet.response_in",
                        FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE)),
        GENERATED_FRAME(hf_mhsnet_response_to, "Response to", "mhsnet.response_to",
                        FRAMENUM_TYPE(FT_FRAMENUM_REQUEST)),
        GENERATED_FRAME(hf_mhsnet_reassembled_in, "Message Whole in", "mhsnet.complete_in",
                        FRAMENUM_TYPE(FT_FRAMENUM_NONE)),
        {&hf_mhsnet_response_time,
         {"Response Time", "mhsnet.response_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0, NULL,
          HFILL}},
        {&hf_mhsnet_transfer_time,
         {"Transfer Time", "mhsnet.transfer_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0,
          "From the message's start to the acknowledgement of its end", HFILL}},
        {&hf_mhsnet_transfer_size,
         {"Transfer Size", "mhsnet.transfer_size", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, "Of the message, all headers included", HFILL}},
    };
    static int *ett[] = {&ett_mhsnet};
    static ei_register_info ei[] = {
        {&ei_mhsnet_crc, {"mhsnet.crc.bad", PI_CHECKSUM, PI_ERROR, "Bad checksum", EXPFILL}},
        {&ei_mhsnet_truncated,
         {"mhsnet.truncated", PI_MALFORMED, PI_WARN, "The packet is cut short", EXPFILL}},
        {&ei_mhsnet_skipped,
         {"mhsnet.bytes_skipped", PI_PROTOCOL, PI_WARN, "Bytes that are no packet", EXPFILL}},
        {&ei_mhsnet_again,
         {"mhsnet.retransmission", PI_SEQUENCE, PI_NOTE, "This data was sent before", EXPFILL}},
        {&ei_mhsnet_gap,
         {"mhsnet.gap", PI_SEQUENCE, PI_NOTE, "Data before this packet's is missing", EXPFILL}},
        {&ei_mhsnet_beyond,
         {"mhsnet.beyond", PI_PROTOCOL, PI_WARN,
          "The data does not fit the size that the message's start announced", EXPFILL}},
        {&ei_mhsnet_restart,
         {"mhsnet.restart", PI_SEQUENCE, PI_NOTE, "The message was begun before, and starts again",
          EXPFILL}},
        {&ei_mhsnet_too_large,
         {"mhsnet.too_large", PI_REASSEMBLE, PI_NOTE, "The message is not reassembled", EXPFILL}},
    };

    proto_register_field_array(proto_mhsnet, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto_mhsnet), ei, array_length(ei));
}
