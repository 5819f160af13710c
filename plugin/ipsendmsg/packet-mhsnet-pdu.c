/* packet-mhsnet-pdu.c
 * Shows one MHSnet packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "packet-mhsnet.h"

#include <epan/tap.h>

#include "crc.h"
#include "nn.h"

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
static int hf_mhsnet_node = -1;
static int hf_mhsnet_nak_type = -1;
static int hf_mhsnet_nak_length = -1;
static int hf_mhsnet_wait = -1;
static int hf_mhsnet_message_id = -1;
static int hf_mhsnet_receiver = -1;
static int hf_mhsnet_stale = -1;
static int hf_mhsnet_command = -1;
static int hf_mhsnet_buffers = -1;
static int hf_mhsnet_max_size = -1;
static int hf_mhsnet_message_size = -1;
static int hf_mhsnet_position = -1;
static int hf_mhsnet_skipped = -1;
static int hf_mhsnet_start_in = -1;
static int hf_mhsnet_response_in = -1;
static int hf_mhsnet_response_to = -1;
static int hf_mhsnet_response_time = -1;
static int hf_mhsnet_transfer_time = -1;
static int hf_mhsnet_reassembled_in = -1;

static int ett_mhsnet = -1;
static int ett_mhsnet_data = -1;

static expert_field ei_mhsnet_crc = EI_INIT;
static expert_field ei_mhsnet_truncated = EI_INIT;
static expert_field ei_mhsnet_skipped = EI_INIT;
static expert_field ei_mhsnet_nak = EI_INIT;
static expert_field ei_mhsnet_again = EI_INIT;
static expert_field ei_mhsnet_gap = EI_INIT;
static expert_field ei_mhsnet_beyond = EI_INIT;
static expert_field ei_mhsnet_restart = EI_INIT;
static expert_field ei_mhsnet_too_large = EI_INIT;
static expert_field ei_mhsnet_malformed = EI_INIT;

static const value_string daemon_names[] = {
    {MHS_DAEMON_VC, "VC, virtual circuit"}, {MHS_DAEMON_HT, "HT, half duplex"},
    {MHS_DAEMON_NN, "NN, node to node"},    {MHS_DAEMON_CN, "CN, node to node"},
    {MHS_DAEMON_EN, "EN, node to node"},    {MHS_DAEMON_PN, "PN, node to node"},
    {0, NULL},
};

static const value_string type_names[] = {
    {MHS_DATA, "DATA"}, {MHS_NAK, "NAK"},   {MHS_SOM, "SOM"},         {MHS_SOMA, "SOMA"},
    {MHS_EOM, "EOM"},   {MHS_EOMA, "EOMA"}, {MHS_CONTROL, "CONTROL"}, {MHS_EOT, "EOT"},
    {0, NULL},
};

static const value_string nn_type_names[] = {
    {MHS_NN_DATA, "DATA"},
    {MHS_NN_ACK, "ACK"},
    {MHS_NN_NAK, "NAK"},
    {MHS_NN_CONTROL, "CONTROL"},
    {0, NULL},
};

static const value_string control_names[] = {
    {MHS_CONTROL_MQE, "MQE"},
    {MHS_CONTROL_SYNC, "SYNC"},
    {MHS_CONTROL_IDLE, "IDLE"},
    {MHS_CONTROL_CTRL, "CTRL"},
    {0, NULL},
};

static const value_string command_names[] = {
    {MHS_NN_SOM, "SOM"},
    {MHS_NN_SOM_ACCEPT, "SOM_ACCEPT"},
    {MHS_NN_EOM, "EOM"},
    {MHS_NN_EOM_ACCEPT, "EOM_ACCEPT"},
    {MHS_NN_MQ_EMPTY, "MQ_EMPTY"},
    {MHS_NN_TIMEOUT, "TIMEOUT"},
    {MHS_NN_XMT_RESET, "XMT_RESET"},
    {MHS_NN_ACK_RESET, "ACK_RESET"},
    {MHS_NN_REQ_RESET, "REQ_RESET"},
    {MHS_NN_IDLE, "IDLE"},
    {0, NULL},
};

void
mhsnet_add_info(packet_info *pinfo, const char *text)
{
    col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", text);
}

const char *
mhsnet_type_name(const mhs_packet *packet)
{
    if (mhs_is_nn(packet->daemon))
        return val_to_str_const(packet->type, nn_type_names, "?");
    if (packet->type == MHS_CONTROL)
        return val_to_str_const(packet->channel, control_names, "?");
    return val_to_str_const(packet->type, type_names, "?");
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
show_nn_header(proto_tree *tree, tvbuff_t *tvb, const mhs_packet *packet)
{
    proto_tree_add_uint(tree, hf_mhsnet_nn_type, tvb, 0, 1, packet->type);
    proto_tree_add_uint(tree, hf_mhsnet_sequence, tvb, 0, 1, packet->sequence);
    proto_tree_add_uint(tree, hf_mhsnet_size, tvb, 1, packet->header_length - 1, packet->size);
}

static void
show_header(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhs_packet *packet)
{
    int crc_at = packet->header_length - 2;
    proto_item *item = proto_tree_add_uint(tree, hf_mhsnet_daemon, tvb, 0, 0, packet->daemon);

    proto_item_set_generated(item);
    switch (packet->daemon) {
    case MHS_DAEMON_VC:
        proto_tree_add_bits_item(tree, hf_mhsnet_type, tvb, 2, 3, ENC_BIG_ENDIAN);
        proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 0, 1, packet->channel);
        proto_tree_add_bits_item(tree, hf_mhsnet_size, tvb, 5, 11, ENC_BIG_ENDIAN);
        proto_tree_add_item(tree, hf_mhsnet_address, tvb, 2, 4, ENC_LITTLE_ENDIAN);
        break;
    case MHS_DAEMON_HT:
        show_ht_header(tree, tvb);
        proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 4, 1, packet->channel);
        break;
    default:
        show_nn_header(tree, tvb, packet);
        proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 0, 1, packet->channel);
        return;
    }
    if (packet->type == MHS_CONTROL) {
        item = proto_tree_add_uint(tree, hf_mhsnet_control, tvb, 0, 0, packet->channel);
        proto_item_set_generated(item);
    }
    proto_tree_add_checksum(tree, tvb, (guint)crc_at, hf_mhsnet_header_crc,
                            hf_mhsnet_header_crc_status, &ei_mhsnet_crc, context->pinfo,
                            mhs_crc16(0, tvb_get_ptr(tvb, 0, crc_at), (size_t)crc_at),
                            ENC_LITTLE_ENDIAN, PROTO_CHECKSUM_VERIFY);
}

static void
show_id(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at, int length,
        const mhsnet_note *note)
{
    const mhsnet_message *message = note->message;
    proto_item *item = proto_tree_add_item(tree, hf_mhsnet_message_id, tvb, at, length, ENC_ASCII);
    proto_tree *sub = proto_item_add_subtree(item, ett_mhsnet_data);

    mhsnet_add_id(sub, tvb, at, length, context->pinfo,
                  message && message->size_known ? &message->size : NULL);
}

static void
show_nn_command(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at,
                const mhs_packet *packet, const mhsnet_note *note)
{
    int size = (int)packet->size;
    bool wide = packet->daemon == MHS_DAEMON_EN || packet->daemon == MHS_DAEMON_PN;
    uint8_t command = tvb_get_uint8(tvb, at);
    mhs_nn_message message;

    proto_tree_add_item(tree, hf_mhsnet_command, tvb, at, 1, ENC_NA);
    if (command == MHS_NN_XMT_RESET && size >= (wide ? 4 : 3)) {
        proto_tree_add_item(tree, hf_mhsnet_buffers, tvb, at + 1, 1, ENC_NA);
        proto_tree_add_item(tree, hf_mhsnet_max_size, tvb, at + 2, wide ? 2 : 1,
                            ENC_LITTLE_ENDIAN);
    }
    if (command < MHS_NN_SOM || command > MHS_NN_EOM_ACCEPT)
        return;
    if (!mhs_nn_message_read(tvb_get_ptr(tvb, at, size), (size_t)size, &message)) {
        expert_add_info_format(context->pinfo, tree, &ei_mhsnet_malformed,
                               "Message control without a message id and its numbers");
        return;
    }
    show_id(context, tree, tvb, at + 1, MHS_NN_ID_LENGTH, note);
    if (message.has_number)
        proto_tree_add_uint(tree, command == MHS_NN_SOM ? hf_mhsnet_message_size : hf_mhsnet_position,
                            tvb, at + (int)message.number_at, (int)message.number_length,
                            message.number);
    if (message.has_wait)
        proto_tree_add_uint(tree, hf_mhsnet_wait, tvb, at + (int)message.wait_at,
                            (int)message.wait_length, message.wait);
}

static void
show_som(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at,
         const mhs_packet *packet, const mhsnet_note *note)
{
    int rest = (int)packet->size - 4 - MHS_ID_LENGTH;

    proto_tree_add_item(tree, hf_mhsnet_wait, tvb, at, 4, ENC_LITTLE_ENDIAN);
    show_id(context, tree, tvb, at + 4, MHS_ID_LENGTH, note);
    /* The half-duplex daemon sends whatever its buffer held before. */
    proto_tree_add_item(tree, packet->daemon == MHS_DAEMON_HT ? hf_mhsnet_stale
                                                              : hf_mhsnet_receiver,
                        tvb, at + 4 + MHS_ID_LENGTH, rest,
                        packet->daemon == MHS_DAEMON_HT ? ENC_NA : ENC_ASCII);
}

static void
show_data(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhs_packet *packet,
          const mhsnet_note *note)
{
    int at = packet->header_length;
    int size = (int)packet->size;

    if (mhs_is_nn(packet->daemon)) {
        if (packet->type == MHS_NN_CONTROL)
            show_nn_command(context, tree, tvb, at, packet, note);
        else
            proto_tree_add_item(tree, hf_mhsnet_data, tvb, at, size, ENC_NA);
        return;
    }
    switch (packet->type) {
    case MHS_NAK:
        proto_tree_add_item(tree, hf_mhsnet_nak_type, tvb, at, 1, ENC_NA);
        proto_tree_add_item(tree, hf_mhsnet_nak_length, tvb, at + 1, 4, ENC_LITTLE_ENDIAN);
        expert_add_info_format(context->pinfo, tree, &ei_mhsnet_nak,
                               "The receiver asks for %u bytes from offset %u again",
                               tvb_get_letohl(tvb, at + 1), packet->address);
        break;
    case MHS_SOM:
        show_som(context, tree, tvb, at, packet, note);
        break;
    case MHS_SOMA:
    case MHS_EOM:
    case MHS_EOMA:
        show_id(context, tree, tvb, at, MHS_ID_LENGTH, note);
        break;
    case MHS_CONTROL:
        proto_tree_add_item(tree, hf_mhsnet_node, tvb, at, size, ENC_ASCII);
        break;
    default:
        proto_tree_add_item(tree, hf_mhsnet_data, tvb, at, size, ENC_NA);
        break;
    }
}

static bool
show_data_crc(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhs_packet *packet)
{
    size_t captured = tvb_captured_length(tvb);
    proto_item *item;
    uint32_t computed = 0;
    mhs_crc_verdict verdict =
        mhs_packet_check(packet, tvb_get_ptr(tvb, 0, (int)captured), captured, &computed);
    guint at = packet->header_length + packet->size;

    if (verdict != MHS_CRC_GOOD && verdict != MHS_CRC_BAD)
        return false;
    /* proto_tree_add_checksum() takes the length from the field's type; this one has two. */
    proto_tree_add_item(tree, hf_mhsnet_data_crc, tvb, (int)at, packet->crc_length,
                        ENC_LITTLE_ENDIAN);
    item = proto_tree_add_uint(tree, hf_mhsnet_data_crc_status, tvb, (int)at, 0,
                               verdict == MHS_CRC_GOOD ? PROTO_CHECKSUM_E_GOOD
                                                       : PROTO_CHECKSUM_E_BAD);
    proto_item_set_generated(item);
    if (verdict == MHS_CRC_BAD)
        expert_add_info_format(context->pinfo, item, &ei_mhsnet_crc,
                               "Bad checksum, should be 0x%0*x", 2 * packet->crc_length, computed);
    return verdict == MHS_CRC_BAD;
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

/* A packet's part in the start, the end and the answers of its message. */
typedef enum {
    ROLE_NONE,
    ROLE_START,
    ROLE_START_ACCEPTED,
    ROLE_END,
    ROLE_END_ACCEPTED
} role;

static role
role_of(const mhs_packet *packet, tvbuff_t *tvb)
{
    unsigned value = packet->type;

    if (mhs_is_nn(packet->daemon)) {
        if (packet->type != MHS_NN_CONTROL)
            return ROLE_NONE;
        value = tvb_get_uint8(tvb, packet->header_length) + (unsigned)MHS_NAK;
    }
    return value >= MHS_SOM && value <= MHS_EOMA ? (role)(value - MHS_SOM + ROLE_START) : ROLE_NONE;
}

static void
show_links(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhs_packet *packet,
           const mhsnet_note *note)
{
    const mhsnet_leg *leg = note->leg;
    packet_info *pinfo = context->pinfo;

    if (note->message && note->message->completed_in && mhs_is_data(packet))
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
                               "%u MiB", note->message->size, mhsnet_message_limit);
}

static const char *
summary(mhsnet_context *context, tvbuff_t *tvb, const mhs_packet *packet, const mhsnet_note *note)
{
    wmem_allocator_t *pool = context->pinfo->pool;
    const char *id = note->message && note->message->id[0] ? note->message->id : "";

    if (mhs_is_data(packet))
        return wmem_strdup_printf(pool, "DATA %u [%u+%u]", packet->channel, note->offset,
                                  packet->size);
    if (mhs_is_nn(packet->daemon) && packet->type == MHS_NN_CONTROL && packet->size > 0 &&
        tvb_captured_length(tvb) > packet->header_length) {
        uint8_t command = tvb_get_uint8(tvb, packet->header_length);
        bool names_message = command >= MHS_NN_SOM && command <= MHS_NN_EOM_ACCEPT;

        return wmem_strdup_printf(pool, "%s %u%s%s",
                                  val_to_str_const(command, command_names, "CONTROL"),
                                  packet->channel, names_message ? " " : "",
                                  names_message ? id : "");
    }
    if (!mhs_is_nn(packet->daemon) && (packet->type == MHS_CONTROL || packet->type == MHS_EOT))
        return mhsnet_type_name(packet);
    return wmem_strdup_printf(pool, "%s %u%s%s", mhsnet_type_name(packet), packet->channel,
                              mhs_is_nn(packet->daemon) ? "" : " ",
                              mhs_is_nn(packet->daemon) ? "" : id);
}

static void
tell_tap(mhsnet_context *context, const mhs_packet *packet, const mhsnet_note *note, bool bad_crc)
{
    mhsnet_tap_data *data;

    if (!have_tap_listener(mhsnet_tap))
        return;
    data = wmem_new0(context->pinfo->pool, mhsnet_tap_data);
    data->packet = (mhs_packet *)wmem_memdup(context->pinfo->pool, packet, sizeof *packet);
    data->message = note->message;
    data->again = note->again;
    data->bad_crc = bad_crc;
    data->side = context->side;
    data->session = context->session;
    tap_queue_packet(mhsnet_tap, context->pinfo, data);
}

void
mhsnet_show_packet(mhsnet_context *context, tvbuff_t *tvb, const mhs_packet *packet,
                   const mhsnet_note *note)
{
    const char *text = summary(context, tvb, packet, note);
    guint length = (guint)mhs_packet_length(packet);
    proto_item *item;
    proto_tree *tree;
    bool whole = tvb_captured_length(tvb) >= length;
    bool bad_crc = false;

    mhsnet_add_info(context->pinfo, text);
    item = proto_tree_add_protocol_format(context->tree, proto_mhsnet, tvb, 0, -1, "MHSnet, %s",
                                          text);
    tree = proto_item_add_subtree(item, ett_mhsnet);
    show_header(context, tree, tvb, packet);
    if (!whole)
        expert_add_info_format(context->pinfo, item, &ei_mhsnet_truncated,
                               "%u of the packet's %u bytes are here",
                               tvb_captured_length(tvb), length);
    if (whole && packet->size > 0)
        show_data(context, tree, tvb, packet, note);
    else if (tvb_captured_length(tvb) > packet->header_length)
        proto_tree_add_item(tree, hf_mhsnet_data, tvb, packet->header_length, -1, ENC_NA);
    if (whole)
        bad_crc = show_data_crc(context, tree, tvb, packet);
    if (whole)
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

#define GENERATED_FRAME(variable, name, filter, kind)                                              \
    {&variable, {name, filter, FT_FRAMENUM, BASE_NONE, kind, 0, NULL, HFILL}}

void
mhsnet_register_pdu(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_daemon,
         {"Daemon", "mhsnet.daemon", FT_UINT8, BASE_DEC, VALS(daemon_names), 0,
          "Whose packet layout it is; the numbers are ours", HFILL}},
        {&hf_mhsnet_type,
         {"Type", "mhsnet.type", FT_UINT8, BASE_DEC, VALS(type_names), 0, NULL, HFILL}},
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
          "packets of NN, CN and PN", HFILL}},
        {&hf_mhsnet_data_crc_status,
         {"Data CRC Status", "mhsnet.data_crc.status", FT_UINT8, BASE_NONE,
          VALS(proto_checksum_vals), 0, NULL, HFILL}},
        {&hf_mhsnet_data, {"Data", "mhsnet.data", FT_BYTES, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_node,
         {"Node", "mhsnet.node", FT_STRING, BASE_NONE, NULL, 0,
          "Name of the node that made this packet; its peer echoes it unchanged", HFILL}},
        {&hf_mhsnet_nak_type,
         {"Wanted Type", "mhsnet.nak.type", FT_UINT8, BASE_DEC, VALS(type_names), 0, NULL, HFILL}},
        {&hf_mhsnet_nak_length,
         {"Wanted Length", "mhsnet.nak.length", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, NULL, HFILL}},
        {&hf_mhsnet_wait,
         {"Time Queued", "mhsnet.wait", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_second_seconds, 0, NULL, HFILL}},
        {&hf_mhsnet_message_id,
         {"Message ID", "mhsnet.message_id", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_receiver,
         {"Receiver", "mhsnet.receiver", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_stale,
         {"Stale Bytes", "mhsnet.stale", FT_BYTES, BASE_NONE, NULL, 0,
          "What the half-duplex daemon's buffer held before; means nothing", HFILL}},
        {&hf_mhsnet_command,
         {"Command", "mhsnet.command", FT_UINT8, BASE_HEX, VALS(command_names), 0, NULL, HFILL}},
        {&hf_mhsnet_buffers,
         {"Buffers", "mhsnet.buffers", FT_UINT8, BASE_DEC, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_max_size,
         {"Maximum Size", "mhsnet.max_size", FT_UINT16, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, NULL, HFILL}},
        {&hf_mhsnet_message_size,
         {"Message Size", "mhsnet.message_size", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, "All headers included", HFILL}},
        {&hf_mhsnet_position,
         {"Start From", "mhsnet.position", FT_UINT32, BASE_DEC, NULL, 0,
          "Above 0 after a broken circuit", HFILL}},
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
    };
    static int *ett[] = {&ett_mhsnet, &ett_mhsnet_data};
    static ei_register_info ei[] = {
        {&ei_mhsnet_crc,
         {"mhsnet.crc.bad", PI_CHECKSUM, PI_ERROR, "Bad checksum", EXPFILL}},
        {&ei_mhsnet_truncated,
         {"mhsnet.truncated", PI_MALFORMED, PI_WARN, "The packet is cut short", EXPFILL}},
        {&ei_mhsnet_skipped,
         {"mhsnet.bytes_skipped", PI_PROTOCOL, PI_WARN, "Bytes that are no packet", EXPFILL}},
        {&ei_mhsnet_nak,
         {"mhsnet.nak", PI_SEQUENCE, PI_NOTE, "The receiver asks for data again", EXPFILL}},
        {&ei_mhsnet_again,
         {"mhsnet.retransmission", PI_SEQUENCE, PI_NOTE, "This data was sent before", EXPFILL}},
        {&ei_mhsnet_gap,
         {"mhsnet.gap", PI_SEQUENCE, PI_NOTE, "Data before this packet's is missing", EXPFILL}},
        {&ei_mhsnet_beyond,
         {"mhsnet.beyond", PI_PROTOCOL, PI_WARN,
          "The data does not fit the size that the message's start announced", EXPFILL}},
        {&ei_mhsnet_restart,
         {"mhsnet.restart", PI_SEQUENCE, PI_NOTE,
          "The message was begun before, and starts again", EXPFILL}},
        {&ei_mhsnet_too_large,
         {"mhsnet.too_large", PI_REASSEMBLE, PI_NOTE, "The message is not reassembled", EXPFILL}},
        {&ei_mhsnet_malformed,
         {"mhsnet.malformed", PI_MALFORMED, PI_ERROR, "Malformed packet", EXPFILL}},
    };

    proto_register_field_array(proto_mhsnet, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto_mhsnet), ei, array_length(ei));
}
