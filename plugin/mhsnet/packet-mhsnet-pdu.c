/* packet-mhsnet-pdu.c
 * Dissects one MHSnet packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      header | checksum of the header (VC, HT) | data | checksum
 *
 * Functions stand in the order of the packet: header, data, checksum; then what
 * links the packet to others of its message.
 */
#include "mhsnet/packet-mhsnet-pdu.h"

#include <epan/expert.h>
#include <epan/tap.h>

#include "base/items.h"
#include "labels/evidence.h"
#include "mhsnet/circuit.h"
#include "mhsnet/crc.h"
#include "mhsnet/message.h"
#include "mhsnet/nn.h"
#include "mhsnet/packet-mhsnet-message.h"
#include "mhsnet/packet-mhsnet-reassembly.h"
#include "mhsnet/packet-mhsnet-transfer.h"

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
static int hf_mhsnet_id_quality = -1;
static int hf_mhsnet_id_time = -1;
static int hf_mhsnet_id_process = -1;
static int hf_mhsnet_id_ordered = -1;
static int hf_mhsnet_id_counter = -1;

static int ett_mhsnet = -1;
static int ett_mhsnet_message_id = -1;

static expert_field ei_mhsnet_crc = EI_INIT;
static expert_field ei_mhsnet_truncated = EI_INIT;
static expert_field ei_mhsnet_skipped = EI_INIT;
static expert_field ei_mhsnet_again = EI_INIT;
static expert_field ei_mhsnet_gap = EI_INIT;
static expert_field ei_mhsnet_beyond = EI_INIT;
static expert_field ei_mhsnet_restart = EI_INIT;
static expert_field ei_mhsnet_too_large = EI_INIT;
static expert_field ei_mhsnet_nak = EI_INIT;
static expert_field ei_mhsnet_malformed = EI_INIT;

static const label_reason good_headers = {"CRC-16 of", "packet headers"};
static const label_reason good_packets = {"CRC-16 of", "packets"};
static const label_reason layout = {"layout of", "packets without checksum"};

static const value_string daemon_names[] = {
    {MHSNET_DAEMON_VC, "VC, virtual circuit"},
    {MHSNET_DAEMON_HT, "HT, half duplex"},
    {MHSNET_DAEMON_NN, "NN, node to node"},
    {MHSNET_DAEMON_CN, "CN, node to node"},
    {MHSNET_DAEMON_EN, "EN, node to node"},
    {MHSNET_DAEMON_PN, "PN, node to node"},
    {0, NULL},
};

static const value_string type_names[] = {
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

static const value_string command_names[] = {
    {MHSNET_NN_SOM, "SOM"},
    {MHSNET_NN_SOM_ACCEPT, "SOM_ACCEPT"},
    {MHSNET_NN_EOM, "EOM"},
    {MHSNET_NN_EOM_ACCEPT, "EOM_ACCEPT"},
    {MHSNET_NN_MQ_EMPTY, "MQ_EMPTY"},
    {MHSNET_NN_TIMEOUT, "TIMEOUT"},
    {MHSNET_NN_XMT_RESET, "XMT_RESET"},
    {MHSNET_NN_ACK_RESET, "ACK_RESET"},
    {MHSNET_NN_REQ_RESET, "REQ_RESET"},
    {MHSNET_NN_IDLE, "IDLE"},
    {0, NULL},
};

/* What the checksum behind the data says. */
typedef struct {
    mhsnet_crc_status status;
    uint32_t computed; /* valid if it is good or bad */
} crc_check;

const char *
mhsnet_type_name(const mhsnet_packet *packet)
{
    if (mhsnet_is_nn(packet->daemon))
        return val_to_str_const(packet->type, nn_type_names, "?");
    if (packet->type == MHSNET_CONTROL)
        return val_to_str_const(packet->channel, control_names, "?");
    return val_to_str_const(packet->type, type_names, "?");
}

/*
 *       0                 1                 2                 6         8
 *      +----+-----+------------------------+-----------------+---------+
 *  VC  |chan|type | data size, big-endian  | address, LE     | CRC, LE |
 *      | 2  |  3  |          11 bits       | 4 bytes         | of 0..5 |
 *      +----+-----+------------------------+-----------------+---------+
 *
 *       0            4                          5             7         9
 *      +------------+----+----+---------+------+-------------+---------+
 *  HT  | address,   |type|chan|direction| size | size low,   | CRC, LE |
 *      | 4 bytes LE | 3  | 2  |    1    |high 2| big-endian  | of 0..6 |
 *      +------------+----+----+---------+------+-------------+---------+
 */
static void
show_circuit_header(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb,
                    const mhsnet_packet *packet)
{
    const int crc_at = packet->header_length - 2;

    if (packet->daemon == MHSNET_DAEMON_VC) {
        proto_tree_add_bits_item(tree, hf_mhsnet_type, tvb, 2, 3, ENC_BIG_ENDIAN);
        proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 0, 1, packet->channel);
        proto_tree_add_bits_item(tree, hf_mhsnet_size, tvb, 5, 11, ENC_BIG_ENDIAN);
        proto_tree_add_item(tree, hf_mhsnet_address, tvb, 2, 4, ENC_LITTLE_ENDIAN);
    } else {
        proto_tree_add_item(tree, hf_mhsnet_address, tvb, 0, 4, ENC_LITTLE_ENDIAN);
        proto_tree_add_bits_item(tree, hf_mhsnet_type, tvb, 32, 3, ENC_BIG_ENDIAN);
        proto_tree_add_bits_item(tree, hf_mhsnet_direction, tvb, 37, 1, ENC_BIG_ENDIAN);
        proto_tree_add_bits_item(tree, hf_mhsnet_size, tvb, 38, 18, ENC_BIG_ENDIAN);
        proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 4, 1, packet->channel);
    }
    if (packet->type == MHSNET_CONTROL)
        base_add_uint(tree, tvb, hf_mhsnet_control, packet->channel);
    proto_tree_add_checksum(tree, tvb, (unsigned)crc_at, hf_mhsnet_header_crc,
                            hf_mhsnet_header_crc_status, &ei_mhsnet_crc, context->pinfo,
                            mhsnet_crc16(0, tvb_get_ptr(tvb, 0, crc_at), (size_t)crc_at),
                            ENC_LITTLE_ENDIAN, PROTO_CHECKSUM_VERIFY);
}

/*
 *      +---+----+----+--------+------+                   +----+----+--------+----------+
 *  NN  |CRC|type|chan|sequence| size |               PN  |type|chan|sequence| size, BE |
 *      | 1 | 2  | 2  |   3    |      |                   | 2  | 2  |   4    |          |
 *      +---+----+----+--------+------+------+            +----+----+--------+----------+
 *  CN  |      as NN           | size | ~size|
 *      +---+----+----+--------+------+------+
 *  EN  |      as NN, CRC 0    | size, LE    |
 *      +---+----+----+--------+-------------+
 *
 * The layouts differ in bits: the values that were read are shown over the bytes
 * that they came from. The checksum is behind the data.
 */
static void
show_nn_header(proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet)
{
    proto_tree_add_uint(tree, hf_mhsnet_nn_type, tvb, 0, 1, packet->type);
    proto_tree_add_uint(tree, hf_mhsnet_sequence, tvb, 0, 1, packet->sequence);
    proto_tree_add_uint(tree, hf_mhsnet_size, tvb, 1, packet->header_length - 1, packet->size);
    proto_tree_add_uint(tree, hf_mhsnet_channel, tvb, 0, 1, packet->channel);
}

/* A message id: a quality digit (not in the NN family), 5 characters of the time at which the
 * message was made, 3 of a process, 1 of flags, 4 of a counter. */
static void
show_id(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at, int length,
        const mhsnet_message *message)
{
    proto_item *item = proto_tree_add_item(tree, hf_mhsnet_message_id, tvb, at, length, ENC_ASCII);
    proto_tree *sub = proto_item_add_subtree(item, ett_mhsnet_message_id);
    const uint8_t *text = tvb_get_ptr(tvb, at, length);
    const int start = length == MHSNET_ID_LENGTH ? at + 1 : at;
    nstime_t made = NSTIME_INIT_ZERO;
    mhsnet_id id;

    if (!mhsnet_is_message_text(text, (size_t)length))
        return;
    mhsnet_id_read((const char *)text, (size_t)length, &id);
    if (id.quality >= 0)
        proto_tree_add_uint(sub, hf_mhsnet_id_quality, tvb, at, 1, (uint32_t)id.quality);
    if (message && message->size_known) {
        made.secs = (time_t)mhsnet_id_time(&id, message->size, context->pinfo->abs_ts.secs);
        proto_tree_add_time(sub, hf_mhsnet_id_time, tvb, start, 5, &made);
    }
    proto_tree_add_uint(sub, hf_mhsnet_id_process, tvb, start + 5, 3, id.process);
    proto_tree_add_boolean(sub, hf_mhsnet_id_ordered, tvb, start + 8, 1, id.flags & 1);
    proto_tree_add_uint(sub, hf_mhsnet_id_counter, tvb, start + 9, 4, id.counter);
}

/*
 *      DATA                    bytes of the message
 *      NAK                     type wanted (1) | length wanted (4, LE)
 *      SOM                     seconds queued (4, LE) | message id (14) | receiver, or with HT
 *                              whatever the daemon's buffer held before
 *      SOMA, EOM, EOMA         message id (14)
 *      MQE, SYNC, IDLE, CTRL   name of a node
 */
static void
show_circuit_data(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb,
                  const mhsnet_packet *packet, const mhsnet_message *message)
{
    const int size = (int)packet->size;
    int at = packet->header_length;

    switch (packet->type) {
    case MHSNET_NAK:
        proto_tree_add_item(tree, hf_mhsnet_nak_type, tvb, at, 1, ENC_NA);
        proto_tree_add_item(tree, hf_mhsnet_nak_length, tvb, at + 1, 4, ENC_LITTLE_ENDIAN);
        expert_add_info_format(context->pinfo, tree, &ei_mhsnet_nak,
                               "The receiver asks for %u bytes from offset %u again",
                               tvb_get_letohl(tvb, at + 1), packet->address);
        break;
    case MHSNET_SOM:
        proto_tree_add_item(tree, hf_mhsnet_wait, tvb, at, MHSNET_SOM_WAIT, ENC_LITTLE_ENDIAN);
        at += MHSNET_SOM_WAIT;
        show_id(context, tree, tvb, at, MHSNET_ID_LENGTH, message);
        at += MHSNET_ID_LENGTH;
        if (packet->daemon == MHSNET_DAEMON_VC)
            proto_tree_add_item(tree, hf_mhsnet_receiver, tvb, at,
                                size - MHSNET_SOM_WAIT - MHSNET_ID_LENGTH, ENC_ASCII);
        else
            proto_tree_add_item(tree, hf_mhsnet_stale, tvb, at,
                                size - MHSNET_SOM_WAIT - MHSNET_ID_LENGTH, ENC_NA);
        break;
    case MHSNET_SOMA:
    case MHSNET_EOM:
    case MHSNET_EOMA:
        show_id(context, tree, tvb, at, MHSNET_ID_LENGTH, message);
        break;
    case MHSNET_CONTROL:
        proto_tree_add_item(tree, hf_mhsnet_node, tvb, at, size, ENC_ASCII);
        break;
    default:
        proto_tree_add_item(tree, hf_mhsnet_data, tvb, at, size, ENC_NA);
        break;
    }
}

/*
 *      SOM                     command (1) | message id (13) | 80 size | 80 seconds queued | NUL
 *      SOM_ACCEPT              command (1) | message id (13) | 80 offset to start from | NUL
 *      EOM, EOM_ACCEPT         command (1) | message id (13) | NUL
 *      XMT_RESET               command (1) | buffers (1) | most bytes of data (1; EN, PN: 2)
 *      others                  command (1)
 *
 * All else is data. The numbers about a message are decimal text.
 */
static void
show_nn_data(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet,
             const mhsnet_message *message)
{
    const bool wide = packet->daemon == MHSNET_DAEMON_EN || packet->daemon == MHSNET_DAEMON_PN;
    const int size = (int)packet->size;
    const int at = packet->header_length;
    const uint8_t command = tvb_get_uint8(tvb, at);
    mhsnet_nn_control control;

    if (packet->type != MHSNET_NN_CONTROL) {
        proto_tree_add_item(tree, hf_mhsnet_data, tvb, at, size, ENC_NA);
        return;
    }
    proto_tree_add_item(tree, hf_mhsnet_command, tvb, at, 1, ENC_NA);
    if (command == MHSNET_NN_XMT_RESET && size >= (wide ? 4 : 3)) {
        proto_tree_add_item(tree, hf_mhsnet_buffers, tvb, at + 1, 1, ENC_NA);
        proto_tree_add_item(tree, hf_mhsnet_max_size, tvb, at + 2, wide ? 2 : 1, ENC_LITTLE_ENDIAN);
    }
    if (command < MHSNET_NN_SOM || command > MHSNET_NN_EOM_ACCEPT)
        return;
    if (!mhsnet_nn_control_read(tvb_get_ptr(tvb, at, size), (size_t)size, &control)) {
        expert_add_info_format(context->pinfo, tree, &ei_mhsnet_malformed,
                               "Message control without a message id and its numbers");
        return;
    }
    show_id(context, tree, tvb, at + 1, MHSNET_NN_ID_LENGTH, message);
    if (control.has_number)
        proto_tree_add_uint(
            tree, command == MHSNET_NN_SOM ? hf_mhsnet_message_size : hf_mhsnet_position, tvb,
            at + (int)control.number_at, (int)control.number_length, control.number);
    if (control.has_wait)
        proto_tree_add_uint(tree, hf_mhsnet_wait, tvb, at + (int)control.wait_at,
                            (int)control.wait_length, control.wait);
}

/* The checksum behind the data. proto_tree_add_checksum() takes the length of a checksum from the
 * field's type; this one has two lengths. */
static void
show_data_crc(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet,
              const crc_check *crc)
{
    const int at = packet->header_length + (int)packet->size;
    const int digits = 2 * packet->crc_length;
    const bool good = crc->status == MHSNET_CRC_GOOD;
    proto_item *item;
    uint32_t sent;

    if (!good && crc->status != MHSNET_CRC_BAD)
        return;
    sent = packet->crc_length == 2 ? tvb_get_letohs(tvb, at) : tvb_get_letohl(tvb, at);
    proto_tree_add_uint_format_value(tree, hf_mhsnet_data_crc, tvb, at, packet->crc_length, sent,
                                     "0x%0*x", digits, sent);
    item = base_generated(proto_tree_add_uint(tree, hf_mhsnet_data_crc_status, tvb, at, 0,
                                              good ? PROTO_CHECKSUM_E_GOOD : PROTO_CHECKSUM_E_BAD));
    if (!good)
        expert_add_info_format(context->pinfo, item, &ei_mhsnet_crc,
                               "Bad checksum, should be 0x%0*x", digits, crc->computed);
}

/* The frame of another packet of the transfer, if it was seen. */
static void
show_frame(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t frame)
{
    if (frame != 0)
        base_add_uint(tree, tvb, hf, frame);
}

/* The packets that belong to this one: start, answer, whole message; and the times between. */
static void
show_links(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_packet *packet,
           const mhsnet_note *note)
{
    const nstime_t *now = &context->pinfo->abs_ts;
    const mhsnet_message *message = note->message;
    const mhsnet_attempt *attempt = note->attempt;

    if (message && mhsnet_is_data(packet) && message->completed_in != context->pinfo->num)
        show_frame(tree, tvb, hf_mhsnet_reassembled_in, message->completed_in);
    if (!message || !attempt)
        return;
    switch ((mhsnet_stage)note->stage) {
    case MHSNET_STAGE_START:
        show_frame(tree, tvb, hf_mhsnet_response_in, attempt->start_accepted);
        break;
    case MHSNET_STAGE_START_ACCEPTED:
        show_frame(tree, tvb, hf_mhsnet_response_to, attempt->start);
        if (attempt->start)
            base_add_time_since(tree, tvb, hf_mhsnet_response_time, now, &attempt->start_time);
        break;
    case MHSNET_STAGE_END:
        show_frame(tree, tvb, hf_mhsnet_start_in, attempt->start);
        show_frame(tree, tvb, hf_mhsnet_response_in, attempt->end_accepted);
        break;
    case MHSNET_STAGE_END_ACCEPTED:
        show_frame(tree, tvb, hf_mhsnet_start_in, attempt->start);
        show_frame(tree, tvb, hf_mhsnet_response_to, attempt->end);
        if (attempt->end)
            base_add_time_since(tree, tvb, hf_mhsnet_response_time, now, &attempt->end_time);
        if (attempt->start)
            base_add_time_since(tree, tvb, hf_mhsnet_transfer_time, now, &attempt->start_time);
        if (message->size_known)
            base_add_uint(tree, tvb, hf_mhsnet_transfer_size, message->size);
        break;
    case MHSNET_STAGE_OTHER:
        show_frame(tree, tvb, hf_mhsnet_start_in, attempt->start);
        break;
    }
}

/* What is wrong with the packet in its message. */
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
    if (note->message && note->message->too_large && note->stage == MHSNET_STAGE_START)
        expert_add_info_format(pinfo, tree, &ei_mhsnet_too_large,
                               "A message of %u bytes is not reassembled: the preference allows "
                               "%u MiB",
                               note->message->size, mhsnet_global.message_limit);
    if (note->in_pieces)
        expert_add_info_format(pinfo, tree, &ei_mhsnet_too_large,
                               "The message comes in too many pieces to be reassembled");
}

/* One line for Info and the packet's item: "SOM 1 1f+9he++D++9ha", "DATA 1 [0+1024]", "SYNC". */
static const char *
summary(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
        const mhsnet_note *note)
{
    const bool nn = mhsnet_is_nn(packet->daemon);
    const char *name = mhsnet_type_name(packet);
    const char *id = note->message ? note->message->id : "";
    bool names_message = !nn;

    if (mhsnet_is_data(packet))
        return wmem_strdup_printf(context->pinfo->pool, "DATA %u [%u+%u]", packet->channel,
                                  note->offset, packet->size);
    if (!nn && (packet->type == MHSNET_CONTROL || packet->type == MHSNET_EOT))
        return name;
    if (nn && packet->type == MHSNET_NN_CONTROL && packet->size > 0 &&
        tvb_captured_length(tvb) > packet->header_length) {
        const uint8_t command = tvb_get_uint8(tvb, packet->header_length);

        name = val_to_str_const(command, command_names, "CONTROL");
        names_message = command >= MHSNET_NN_SOM && command <= MHSNET_NN_EOM_ACCEPT;
    }
    return wmem_strdup_printf(context->pinfo->pool, "%s %u%s%s", name, packet->channel,
                              names_message ? " " : "", names_message ? id : "");
}

static void
show_packet(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
            const crc_check *crc, const mhsnet_note *note)
{
    packet_info *pinfo = context->pinfo;
    const unsigned length = (unsigned)mhsnet_packet_length(packet);
    const unsigned captured = tvb_captured_length(tvb);
    const bool whole = captured >= length;
    const bool nn = mhsnet_is_nn(packet->daemon);
    proto_item *item = proto_tree_add_item(context->tree, mhsnet_global.proto, tvb, 0, -1, ENC_NA);
    proto_tree *tree = proto_item_add_subtree(item, ett_mhsnet);
    const bool wanted = proto_field_is_referenced(tree, mhsnet_global.proto);

    if (base_is_read(pinfo, context->tree, mhsnet_global.proto)) {
        const char *text = summary(context, tvb, packet, note);

        col_append_sep_str(pinfo->cinfo, COL_INFO, ", ", text);
        proto_item_set_text(item, "MHSnet, %s", text);
    }
    /* There is nothing wrong with a header that was taken for one, so it can be left out. */
    if (wanted) {
        base_add_uint(tree, tvb, hf_mhsnet_daemon, packet->daemon);
        if (nn)
            show_nn_header(tree, tvb, packet);
        else
            show_circuit_header(context, tree, tvb, packet);
    }
    if (!whole)
        expert_add_info_format(pinfo, item, &ei_mhsnet_truncated,
                               "%u of the packet's %u bytes are here", captured, length);
    if (whole && packet->size > 0 && nn)
        show_nn_data(context, tree, tvb, packet, note->message);
    else if (whole && packet->size > 0)
        show_circuit_data(context, tree, tvb, packet, note->message);
    else if (captured > packet->header_length)
        proto_tree_add_item(tree, hf_mhsnet_data, tvb, packet->header_length, -1, ENC_NA);
    if (whole)
        show_data_crc(context, tree, tvb, packet, crc);
    if (whole && wanted)
        show_links(context, tree, tvb, packet, note);
    show_trouble(context, tree, note);
    if (note->completes)
        mhsnet_show_message(context, mhsnet_show_pieces(context, tvb, tree, note->message),
                            context->tree, note->message);
}

/* Two good checksums of 16 bits in one session are proof, be they in one packet or in two. */
static void
report_evidence(mhsnet_context *context, const mhsnet_packet *packet, mhsnet_crc_status crc)
{
    unsigned *good = &context->session->good_checksums;
    const label_reason *reason = &good_headers;

    if (!mhsnet_is_nn(packet->daemon)) {
        *good += crc == MHSNET_CRC_GOOD ? 2 : 1;
    } else if (crc == MHSNET_CRC_GOOD) {
        *good += 1;
        reason = &good_packets;
    } else if (crc == MHSNET_CRC_NONE) {
        reason = &layout;
    } else {
        return;
    }
    label_evidence(context->pinfo, &mhsnet_protocol, *good >= 2 ? LABEL_PROOF : LABEL_SHAPE,
                   reason);
}

/* What the packet means for its message: found out on the first pass, and kept for the others. */
static mhsnet_note
note_of(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet, mhsnet_crc_status crc)
{
    mhsnet_call *call = context->call;
    mhsnet_note note = {0};

    if (context->first_pass) {
        note = mhsnet_follow(context, tvb, packet, crc);
        if (call->packets++ == 0) {
            call->first = note;
            return note;
        }
        if (!call->more)
            call->more = wmem_array_new(wmem_file_scope(), sizeof note);
        wmem_array_append_one(call->more, note);
    } else if (context->notes_read < call->packets) {
        note = context->notes_read == 0
                   ? call->first
                   : *(mhsnet_note *)wmem_array_index(call->more, context->notes_read - 1);
        context->notes_read++;
    }
    return note;
}

void
mhsnet_dissect_packet(mhsnet_context *context, tvbuff_t *tvb, int offset,
                      const mhsnet_packet *packet)
{
    mhsnet_framing *framing = &context->now.framing;
    const int remaining = tvb_reported_length_remaining(tvb, offset);
    const int length = MIN((int)mhsnet_packet_length(packet), remaining);
    tvbuff_t *packet_tvb = tvb_new_subset_length(tvb, offset, length);
    const int captured = (int)tvb_captured_length(packet_tvb);
    const uint8_t *bytes = tvb_get_ptr(packet_tvb, 0, captured);
    crc_check crc;
    mhsnet_note note;

    crc.status = mhsnet_packet_check(packet, bytes, (size_t)captured, &crc.computed);
    if (packet->daemon == MHSNET_DAEMON_VC && packet->size > 0 &&
        framing->data_crc == MHSNET_DATA_CRC_UNKNOWN)
        framing->data_crc = packet->crc_length ? MHSNET_DATA_CRC_ON : MHSNET_DATA_CRC_OFF;
    if (context->first_pass)
        report_evidence(context, packet, crc.status);
    note = note_of(context, packet_tvb, packet, crc.status);

    if (have_tap_listener(mhsnet_global.tap)) {
        mhsnet_tap_data *data = wmem_new0(context->pinfo->pool, mhsnet_tap_data);

        data->packet = (mhsnet_packet *)wmem_memdup(context->pinfo->pool, packet, sizeof *packet);
        data->message = note.message;
        data->again = note.again;
        data->bad_crc = crc.status == MHSNET_CRC_BAD;
        data->side = context->side;
        data->session = context->session;
        tap_queue_packet(mhsnet_global.tap, context->pinfo, data);
    }
    show_packet(context, packet_tvb, packet, &crc, &note);
}

void
mhsnet_show_skipped(mhsnet_context *context, tvbuff_t *tvb, int offset, int length)
{
    proto_item *item =
        proto_tree_add_protocol_format(context->tree, mhsnet_global.proto, tvb, offset, length,
                                       "MHSnet, %d Bytes Skipped", length);
    proto_tree *tree = proto_item_add_subtree(item, ett_mhsnet);

    item = proto_tree_add_uint(tree, hf_mhsnet_skipped, tvb, offset, length, (uint32_t)length);
    proto_tree_add_item(tree, hf_mhsnet_data, tvb, offset, length, ENC_NA);
    expert_add_info_format(context->pinfo, item, &ei_mhsnet_skipped,
                           "%d bytes are no packet: skipped to the next that proves itself",
                           length);
    col_append_sep_str(context->pinfo->cinfo, COL_INFO, ", ", "bytes skipped");
}

#define GENERATED_FRAME(variable, name, filter, kind, blurb)            \
    {                                                                   \
        &variable,                                                      \
        {                                                               \
            name, filter, FT_FRAMENUM, BASE_NONE, kind, 0, blurb, HFILL \
        }                                                               \
    }

void
mhsnet_pdu_register(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_daemon,
         {"Daemon", "mhsnet.daemon", FT_UINT8, BASE_DEC, VALS(daemon_names), 0,
          "Whose layout the packet has; the numbers are the plugin's own", HFILL}},
        {&hf_mhsnet_type,
         {"Type", "mhsnet.type", FT_UINT8, BASE_DEC, VALS(type_names), 0,
          "DATA, NAK, SOM start of message, SOMA its acknowledgement, EOM end, EOMA, control, EOT",
          HFILL}},
        {&hf_mhsnet_nn_type,
         {"Type", "mhsnet.type", FT_UINT8, BASE_DEC, VALS(nn_type_names), 0,
          "DATA, NAK, SOM start of message, SOMA its acknowledgement, EOM end, EOMA, control, EOT",
          HFILL}},
        {&hf_mhsnet_channel,
         {"Channel", "mhsnet.channel", FT_UINT8, BASE_DEC, NULL, 0,
          "0 to 3; the message's quality chooses it", HFILL}},
        {&hf_mhsnet_control,
         {"Control", "mhsnet.control", FT_UINT8, BASE_DEC, VALS(control_names), 0,
          "Of a control packet: queue empty, SYNC, IDLE, turn-around", HFILL}},
        {&hf_mhsnet_direction,
         {"Direction", "mhsnet.direction", FT_UINT8, BASE_DEC, NULL, 0,
          "Half duplex: 1 from the side whose name sorts later", HFILL}},
        {&hf_mhsnet_sequence,
         {"Sequence Number", "mhsnet.sequence", FT_UINT8, BASE_DEC, NULL, 0, "NN, CN, EN and PN",
          HFILL}},
        {&hf_mhsnet_size,
         {"Data Size", "mhsnet.size", FT_UINT32, BASE_DEC | BASE_UNIT_STRING, &units_byte_bytes, 0,
          "Bytes of data", HFILL}},
        {&hf_mhsnet_address,
         {"Address", "mhsnet.address", FT_UINT32, BASE_DEC, NULL, 0,
          "DATA: offset in the message; NAK: first offset wanted again; SOM, EOM, EOMA: size of "
          "the message; SOMA: offset to start from",
          HFILL}},
        {&hf_mhsnet_header_crc,
         {"Header CRC", "mhsnet.header_crc", FT_UINT16, BASE_HEX, NULL, 0, "CRC-16 as sent",
          HFILL}},
        {&hf_mhsnet_header_crc_status,
         {"Header CRC Status", "mhsnet.header_crc.status", FT_UINT8, BASE_NONE,
          VALS(proto_checksum_vals), 0, "Good or bad", HFILL}},
        {&hf_mhsnet_data_crc,
         {"Data CRC", "mhsnet.data_crc", FT_UINT32, BASE_HEX, NULL, 0,
          "As sent: CRC-16, or CRC-32 in half-duplex packets above 1024 bytes; NN, CN and PN count "
          "the header in",
          HFILL}},
        {&hf_mhsnet_data_crc_status,
         {"Data CRC Status", "mhsnet.data_crc.status", FT_UINT8, BASE_NONE,
          VALS(proto_checksum_vals), 0, "Good or bad", HFILL}},
        {&hf_mhsnet_data, {"Data", "mhsnet.data", FT_BYTES, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_skipped,
         {"Skipped", "mhsnet.skipped", FT_UINT32, BASE_DEC | BASE_UNIT_STRING, &units_byte_bytes, 0,
          "Bytes that are no packet", HFILL}},
        GENERATED_FRAME(hf_mhsnet_start_in, "Start in", "mhsnet.start_in",
                        FRAMENUM_TYPE(FT_FRAMENUM_NONE), "The packet that began the message"),
        GENERATED_FRAME(hf_mhsnet_response_in, "Response in", "mhsnet.response_in",
                        FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), "The packet that answers this one"),
        GENERATED_FRAME(hf_mhsnet_response_to, "Response to", "mhsnet.response_to",
                        FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), "The packet that this one answers"),
        GENERATED_FRAME(hf_mhsnet_reassembled_in, "Message Whole in", "mhsnet.complete_in",
                        FRAMENUM_TYPE(FT_FRAMENUM_NONE), "The packet that completes the message"),
        {&hf_mhsnet_response_time,
         {"Response Time", "mhsnet.response_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0,
          "Since the packet that this one answers", HFILL}},
        {&hf_mhsnet_transfer_time,
         {"Transfer Time", "mhsnet.transfer_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0,
          "From the message's start to the acknowledgement of its end", HFILL}},
        {&hf_mhsnet_transfer_size,
         {"Transfer Size", "mhsnet.transfer_size", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0,
          "Bytes of the message, all headers included; on the acknowledgement of its end", HFILL}},
        {&hf_mhsnet_node,
         {"Node", "mhsnet.node", FT_STRING, BASE_NONE, NULL, 0,
          "Node that made this packet; the peer echoes it unchanged, so both names occur in both "
          "directions",
          HFILL}},
        {&hf_mhsnet_nak_type,
         {"Wanted Type", "mhsnet.nak.type", FT_UINT8, BASE_DEC, VALS(type_names), 0,
          "Type of the packet that is wanted again", HFILL}},
        {&hf_mhsnet_nak_length,
         {"Wanted Length", "mhsnet.nak.length", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, "How many bytes", HFILL}},
        {&hf_mhsnet_wait,
         {"Time Queued", "mhsnet.wait", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_second_seconds, 0, "Seconds that the message waited, by its sender", HFILL}},
        {&hf_mhsnet_message_id,
         {"Message ID", "mhsnet.message_id", FT_STRING, BASE_NONE, NULL, 0,
          "14 characters; taken apart below", HFILL}},
        {&hf_mhsnet_receiver,
         {"Receiver", "mhsnet.receiver", FT_STRING, BASE_NONE, NULL, 0,
          "Node that the message goes to next", HFILL}},
        {&hf_mhsnet_stale,
         {"Stale Bytes", "mhsnet.stale", FT_BYTES, BASE_NONE, NULL, 0,
          "What a buffer of the half-duplex daemon held before; means nothing, may disclose "
          "something",
          HFILL}},
        {&hf_mhsnet_command,
         {"Command", "mhsnet.command", FT_UINT8, BASE_HEX, VALS(command_names), 0,
          "Control byte of NN, CN, EN and PN", HFILL}},
        {&hf_mhsnet_buffers,
         {"Buffers", "mhsnet.buffers", FT_UINT8, BASE_DEC, NULL, 0, "Of a reset", HFILL}},
        {&hf_mhsnet_max_size,
         {"Maximum Size", "mhsnet.max_size", FT_UINT16, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, "Of a reset", HFILL}},
        {&hf_mhsnet_message_size,
         {"Message Size", "mhsnet.message_size", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, "All headers included", HFILL}},
        {&hf_mhsnet_position,
         {"Start From", "mhsnet.position", FT_UINT32, BASE_DEC, NULL, 0,
          "Above 0 after a broken circuit", HFILL}},
        {&hf_mhsnet_id_quality,
         {"Quality", "mhsnet.message_id.quality", FT_UINT8, BASE_DEC, NULL, 0,
          "0 travels on channel 0, 1 to 3 on 1, 4 to 6 on 2, 7 to 9 on 3", HFILL}},
        {&hf_mhsnet_id_time,
         {"Made at", "mhsnet.message_id.time", FT_ABSOLUTE_TIME, ABSOLUTE_TIME_UTC, NULL, 0,
          "Inferred: the id holds 30 bits of it, with the message's size added", HFILL}},
        {&hf_mhsnet_id_process,
         {"Process", "mhsnet.message_id.process", FT_UINT32, BASE_DEC, NULL, 0,
          "Process number of the sending program", HFILL}},
        {&hf_mhsnet_id_ordered,
         {"Ordered", "mhsnet.message_id.ordered", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "Messages of this sender keep their order", HFILL}},
        {&hf_mhsnet_id_counter,
         {"Counter", "mhsnet.message_id.counter", FT_UINT32, BASE_DEC, NULL, 0, NULL, HFILL}},
    };
    static int *ett[] = {&ett_mhsnet, &ett_mhsnet_message_id};
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
        {&ei_mhsnet_nak,
         {"mhsnet.nak", PI_SEQUENCE, PI_NOTE, "The receiver asks for data again", EXPFILL}},
        {&ei_mhsnet_malformed,
         {"mhsnet.malformed", PI_MALFORMED, PI_ERROR, "Malformed packet", EXPFILL}},
    };

    proto_register_field_array(mhsnet_global.proto, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(mhsnet_global.proto), ei,
                                array_length(ei));
}
