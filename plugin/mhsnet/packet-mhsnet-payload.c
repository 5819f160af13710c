/* packet-mhsnet-payload.c
 * Shows what an MHSnet packet carries that is not the data of a message
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet-mhsnet.h"

#include "mhsnet/nn.h"

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

static int ett_mhsnet_message_id = -1;

static expert_field ei_mhsnet_nak = EI_INIT;
static expert_field ei_mhsnet_malformed = EI_INIT;

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

const char *
mhsnet_command_name(uint8_t command)
{
    return val_to_str_const(command, command_names, "CONTROL");
}

static void
show_id(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at, int length,
        const mhsnet_note *note)
{
    const mhsnet_transfer *message = note->message;
    proto_item *item = proto_tree_add_item(tree, hf_mhsnet_message_id, tvb, at, length, ENC_ASCII);
    proto_tree *sub = proto_item_add_subtree(item, ett_mhsnet_message_id);

    mhsnet_add_id(sub, tvb, at, length, context->pinfo,
                  message && message->size_known ? &message->size : NULL);
}

static void
show_nn_command(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at,
                const mhsnet_packet *packet, const mhsnet_note *note)
{
    int size = (int)packet->size;
    bool wide = packet->daemon == MHSNET_DAEMON_EN || packet->daemon == MHSNET_DAEMON_PN;
    uint8_t command = tvb_get_uint8(tvb, at);
    mhsnet_nn_message message;

    proto_tree_add_item(tree, hf_mhsnet_command, tvb, at, 1, ENC_NA);
    if (command == MHSNET_NN_XMT_RESET && size >= (wide ? 4 : 3)) {
        proto_tree_add_item(tree, hf_mhsnet_buffers, tvb, at + 1, 1, ENC_NA);
        proto_tree_add_item(tree, hf_mhsnet_max_size, tvb, at + 2, wide ? 2 : 1, ENC_LITTLE_ENDIAN);
    }
    if (command < MHSNET_NN_SOM || command > MHSNET_NN_EOM_ACCEPT)
        return;
    if (!mhsnet_nn_message_read(tvb_get_ptr(tvb, at, size), (size_t)size, &message)) {
        expert_add_info_format(context->pinfo, tree, &ei_mhsnet_malformed,
                               "Message control without a message id and its numbers");
        return;
    }
    show_id(context, tree, tvb, at + 1, MHSNET_NN_ID_LENGTH, note);
    if (message.has_number)
        proto_tree_add_uint(
            tree, command == MHSNET_NN_SOM ? hf_mhsnet_message_size : hf_mhsnet_position, tvb,
            at + (int)message.number_at, (int)message.number_length, message.number);
    if (message.has_wait)
        proto_tree_add_uint(tree, hf_mhsnet_wait, tvb, at + (int)message.wait_at,
                            (int)message.wait_length, message.wait);
}

static void
show_som(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at,
         const mhsnet_packet *packet, const mhsnet_note *note)
{
    int rest = (int)packet->size - 4 - MHSNET_ID_LENGTH;

    proto_tree_add_item(tree, hf_mhsnet_wait, tvb, at, 4, ENC_LITTLE_ENDIAN);
    show_id(context, tree, tvb, at + 4, MHSNET_ID_LENGTH, note);
    /* The half-duplex daemon sends whatever its buffer held before. */
    proto_tree_add_item(
        tree, packet->daemon == MHSNET_DAEMON_HT ? hf_mhsnet_stale : hf_mhsnet_receiver, tvb,
        at + 4 + MHSNET_ID_LENGTH, rest, packet->daemon == MHSNET_DAEMON_HT ? ENC_NA : ENC_ASCII);
}

static void
show_nak(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, int at,
         const mhsnet_packet *packet)
{
    proto_tree_add_item(tree, hf_mhsnet_nak_type, tvb, at, 1, ENC_NA);
    proto_tree_add_item(tree, hf_mhsnet_nak_length, tvb, at + 1, 4, ENC_LITTLE_ENDIAN);
    expert_add_info_format(context->pinfo, tree, &ei_mhsnet_nak,
                           "The receiver asks for %u bytes from offset %u again",
                           tvb_get_letohl(tvb, at + 1), packet->address);
}

bool
mhsnet_show_payload(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb,
                    const mhsnet_packet *packet, const mhsnet_note *note)
{
    const int at = packet->header_length;

    if (mhsnet_is_nn(packet->daemon)) {
        if (packet->type != MHSNET_NN_CONTROL)
            return false;
        show_nn_command(context, tree, tvb, at, packet, note);
        return true;
    }
    switch (packet->type) {
    case MHSNET_NAK:
        show_nak(context, tree, tvb, at, packet);
        return true;
    case MHSNET_SOM:
        show_som(context, tree, tvb, at, packet, note);
        return true;
    case MHSNET_SOMA:
    case MHSNET_EOM:
    case MHSNET_EOMA:
        show_id(context, tree, tvb, at, MHSNET_ID_LENGTH, note);
        return true;
    case MHSNET_CONTROL:
        proto_tree_add_item(tree, hf_mhsnet_node, tvb, at, (int)packet->size, ENC_ASCII);
        return true;
    default:
        return false;
    }
}

void
mhsnet_register_payload(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_node,
         {"Node", "mhsnet.node", FT_STRING, BASE_NONE, NULL, 0,
          "Name of the node that made this packet; its peer echoes it unchanged", HFILL}},
        {&hf_mhsnet_nak_type,
         {"Wanted Type", "mhsnet.nak.type", FT_UINT8, BASE_DEC, VALS(mhsnet_type_names), 0, NULL,
          HFILL}},
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
    };
    static int *ett[] = {&ett_mhsnet_message_id};
    static ei_register_info ei[] = {
        {&ei_mhsnet_nak,
         {"mhsnet.nak", PI_SEQUENCE, PI_NOTE, "The receiver asks for data again", EXPFILL}},
        {&ei_mhsnet_malformed,
         {"mhsnet.malformed", PI_MALFORMED, PI_ERROR, "Malformed packet", EXPFILL}},
    };

    proto_register_field_array(proto_mhsnet, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto_mhsnet), ei, array_length(ei));
}
