/* packet-mhsnet-transfer.c
 * Which packets make up a message
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      sender                          receiver
 *      SOM id, size
 *                                      SOMA id, offset to start from
 *      DATA offset ...
 *                                      NAK offset: that again
 *      DATA ...
 *      EOM id
 *                                      EOMA id
 *
 * One message at a time travels on a channel of a direction. A circuit that
 * breaks leaves the message begun; its next SOM, on another connection perhaps,
 * has the same id and goes on where the receiver says. All of this is found
 * out on the first pass and kept.
 */
#include "mhsnet/packet-mhsnet-transfer.h"

#include <epan/to_str.h>

#include "mhsnet/circuit.h"
#include "mhsnet/message.h"
#include "mhsnet/nn.h"
#include "mhsnet/packet-mhsnet-reassembly.h"

static mhsnet_channel *
channel_of(mhsnet_context *context, unsigned side, const mhsnet_packet *packet)
{
    return &context->session->sides[side].channels[packet->channel];
}

static mhsnet_message *
new_message(mhsnet_context *context, const mhsnet_packet *packet, const char *id)
{
    packet_info *pinfo = context->pinfo;
    mhsnet_message *message = wmem_new0(wmem_file_scope(), mhsnet_message);

    message->number = mhsnet_global.messages++;
    message->id = id;
    message->channel = packet->channel;
    message->chunks = wmem_tree_new(wmem_file_scope());
    message->first_seen = pinfo->abs_ts;
    message->sender = address_to_str(wmem_file_scope(), &pinfo->src);
    message->receiver = address_to_str(wmem_file_scope(), &pinfo->dst);
    return message;
}

static void
set_size(mhsnet_message *message, uint32_t size)
{
    message->size = size;
    message->size_known = true;
    message->too_large = size > (uint64_t)mhsnet_global.message_limit << 20;
}

/*
 * The start of a message: a new one, or a further attempt at one that is known.
 *
 * @param receiver  the node's name, if the packet has it; the sender is then the session's other
 */
static void
note_start(mhsnet_context *context, const mhsnet_packet *packet, const char *id, uint32_t size,
           const char *receiver, mhsnet_note *note)
{
    packet_info *pinfo = context->pinfo;
    const char **names = context->session->names;
    mhsnet_channel *channel = channel_of(context, context->side, packet);
    const char *key =
        wmem_strdup_printf(pinfo->pool, "%s %s %s", address_to_str(pinfo->pool, &pinfo->src),
                           address_to_str(pinfo->pool, &pinfo->dst), id);
    mhsnet_message *message = (mhsnet_message *)wmem_map_lookup(mhsnet_global.messages_by_id, key);
    mhsnet_attempt *attempt = wmem_new0(wmem_file_scope(), mhsnet_attempt);

    note->restart = message && message->size == size;
    if (!note->restart) {
        message = new_message(context, packet, id);
        set_size(message, size);
        wmem_map_insert(mhsnet_global.messages_by_id, wmem_strdup(wmem_file_scope(), key), message);
    }
    if (receiver)
        message->receiver = receiver;
    for (int i = 0; receiver && i < 2; i++) {
        if (names[i] && strcmp(names[i], receiver) != 0)
            message->sender = names[i];
    }
    attempt->start = pinfo->num;
    attempt->start_time = pinfo->abs_ts;
    message->channel = packet->channel;
    message->attempts++;
    message->attempt = attempt;
    note->message = channel->message = message;
    note->attempt = channel->attempt = attempt;
}

/*
 * What is said of a message that was started on the packet's channel: that the
 * start is accepted, that the message ends, that its end is accepted.
 *
 * @param offset  with the start's acceptance: from where the receiver wants the message
 */
static void
note_progress(mhsnet_context *context, const mhsnet_packet *packet, const char *id, uint32_t offset,
              mhsnet_note *note)
{
    const unsigned sender = note->stage == MHSNET_STAGE_END ? context->side : !context->side;
    mhsnet_channel *channel = channel_of(context, sender, packet);
    mhsnet_message *message = channel->message;
    mhsnet_attempt *attempt = channel->attempt;
    const bool nn = mhsnet_is_nn(packet->daemon);

    /* Where the start was not captured, the end says at least what it was. */
    if (note->stage == MHSNET_STAGE_END && message && message->id[0] == '\0') {
        message->id = id;
        if (!nn)
            set_size(message, packet->address);
    }
    if (!message || strcmp(message->id, id) != 0)
        return;
    note->message = message;
    note->attempt = attempt;
    if (!attempt)
        return;
    if (note->stage == MHSNET_STAGE_START_ACCEPTED) {
        attempt->start_accepted = context->pinfo->num;
        attempt->resumed_at = offset;
        if (nn)
            message->next = offset;
    } else if (note->stage == MHSNET_STAGE_END) {
        attempt->end = context->pinfo->num;
        attempt->end_time = context->pinfo->abs_ts;
    } else {
        attempt->end_accepted = context->pinfo->num;
    }
}

/* Counts the bytes that were not there before, and keeps where this chunk ends; it is joined to
 * the latest if it follows that, as most do. Packets of one attempt do not overlap in part, so the
 * chunk that starts at or before this one decides. */
static uint32_t
add_chunk(mhsnet_message *message, uint32_t offset, uint32_t length)
{
    const uint32_t end = offset + length;
    const uint32_t known = GPOINTER_TO_UINT(wmem_tree_lookup32_le(message->chunks, offset));
    const uint32_t fresh_from = CLAMP(known, offset, end);

    if (fresh_from == end)
        return 0;
    if (known != offset || message->chunk_end != offset)
        message->chunk = offset;
    message->chunk_end = end;
    wmem_tree_insert32(message->chunks, message->chunk, GUINT_TO_POINTER(end));
    return end - fresh_from;
}

static void
note_data(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
          mhsnet_crc_status crc, mhsnet_note *note)
{
    mhsnet_channel *channel = channel_of(context, context->side, packet);
    mhsnet_message *message = channel->message;
    uint32_t fresh, expected;

    if (!message) {
        message = channel->message = new_message(context, packet, "");
        channel->attempt = NULL;
    }
    note->message = message;
    note->attempt = channel->attempt;
    note->offset = mhsnet_is_nn(packet->daemon) ? message->next : packet->address;
    if (crc == MHSNET_CRC_BAD || crc == MHSNET_CRC_UNCHECKED)
        return;
    if (note->again) {
        message->sent_again += packet->size;
        return;
    }
    if ((message->size_known && packet->size > message->size) ||
        note->offset > (message->size_known ? message->size : UINT32_MAX) - packet->size) {
        note->beyond = true;
        return;
    }
    /* What is missing since the last offset that arrived; at the start, since the agreed one. */
    expected = MAX(message->next, note->attempt ? note->attempt->resumed_at : 0);
    note->gap = note->gap || note->offset > expected;
    fresh = add_chunk(message, note->offset, packet->size);
    message->received += fresh;
    message->sent_again += packet->size - fresh;
    note->again = fresh == 0;
    message->next = MAX(message->next, note->offset + packet->size);
    if (fresh > 0)
        mhsnet_add_piece(context, tvb, packet, note);
}

static const char *
read_text(wmem_allocator_t *scope, tvbuff_t *tvb, int at, int length)
{
    return (const char *)tvb_get_string_enc(scope, tvb, at, length, ENC_ASCII);
}

/* Each direction carries both names: its own node's, and the other's echoed. */
static void
note_name(mhsnet_context *context, const char *name)
{
    const char **names = context->session->names;

    for (int i = 0; i < 2; i++) {
        if (!names[i])
            names[i] = wmem_strdup(wmem_file_scope(), name);
        if (strcmp(names[i], name) == 0)
            return;
    }
}

/* A packet of VC or HT; one that is no data has to be whole and good. */
static void
follow_circuit(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
               mhsnet_crc_status crc, mhsnet_note *note)
{
    int at = packet->header_length;
    mhsnet_channel *channel;
    const char *receiver = NULL;

    if (packet->type != MHSNET_DATA && (crc == MHSNET_CRC_BAD || crc == MHSNET_CRC_UNCHECKED))
        return;
    switch (packet->type) {
    case MHSNET_DATA:
        note_data(context, tvb, packet, crc, note);
        break;
    case MHSNET_NAK:
        channel = channel_of(context, !context->side, packet);
        note->message = channel->message;
        note->attempt = channel->attempt;
        if (note->message)
            note->message->naks++;
        break;
    case MHSNET_SOM:
        at += MHSNET_SOM_WAIT;
        if (packet->daemon == MHSNET_DAEMON_VC)
            receiver = read_text(wmem_file_scope(), tvb, at + MHSNET_ID_LENGTH,
                                 (int)packet->size - MHSNET_SOM_WAIT - MHSNET_ID_LENGTH);
        note->stage = MHSNET_STAGE_START;
        note_start(context, packet, read_text(wmem_file_scope(), tvb, at, MHSNET_ID_LENGTH),
                   packet->address, receiver, note);
        break;
    case MHSNET_SOMA:
    case MHSNET_EOM:
    case MHSNET_EOMA:
        note->stage = (uint8_t)(MHSNET_STAGE_START + packet->type - MHSNET_SOM);
        note_progress(context, packet, read_text(wmem_file_scope(), tvb, at, MHSNET_ID_LENGTH),
                      packet->address, note);
        break;
    case MHSNET_CONTROL:
        note_name(context, read_text(context->pinfo->pool, tvb, at, (int)packet->size));
        break;
    default:
        break;
    }
}

/* Sequence numbers say whether a packet is new, old or too early: half of them are ahead. */
static void
note_sequence(mhsnet_context *context, const mhsnet_packet *packet, mhsnet_note *note)
{
    const uint8_t mask = packet->daemon == MHSNET_DAEMON_PN ? 0xf : 7;
    mhsnet_channel *channel = channel_of(context, context->side, packet);
    const uint8_t ahead = (uint8_t)((packet->sequence - channel->next_sequence) & mask);

    if (channel->has_sequence && ahead > mask / 2) {
        note->again = true;
        return;
    }
    note->gap = channel->has_sequence && ahead > 0;
    channel->next_sequence = (uint8_t)((packet->sequence + 1) & mask);
    channel->has_sequence = true;
}

/* A packet of the NN family; it has to be whole and good. */
static void
follow_nn(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
          mhsnet_crc_status crc, mhsnet_note *note)
{
    const int at = packet->header_length;
    const char *id;
    mhsnet_nn_control control;
    const uint8_t *data;

    if (crc == MHSNET_CRC_BAD || crc == MHSNET_CRC_UNCHECKED)
        return;
    if (packet->type == MHSNET_NN_DATA) {
        note_sequence(context, packet, note);
        note_data(context, tvb, packet, crc, note);
        return;
    }
    if (packet->type != MHSNET_NN_CONTROL)
        return;

    data = tvb_get_ptr(tvb, at, (int)packet->size);
    if (data[0] == MHSNET_NN_XMT_RESET)
        channel_of(context, context->side, packet)->has_sequence = false;
    if (mhsnet_nn_is_protocol_command(data[0]))
        return;
    note_sequence(context, packet, note);
    if (note->again || !mhsnet_nn_control_read(data, packet->size, &control))
        return;
    id = read_text(wmem_file_scope(), tvb, at + 1, MHSNET_NN_ID_LENGTH);
    note->stage = (uint8_t)(MHSNET_STAGE_START + data[0] - MHSNET_NN_SOM);
    if (note->stage == MHSNET_STAGE_START)
        note_start(context, packet, id, control.number, NULL, note);
    else
        note_progress(context, packet, id, control.number, note);
}

mhsnet_note
mhsnet_follow(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
              mhsnet_crc_status crc)
{
    mhsnet_note note = {0};

    if (tvb_captured_length(tvb) < mhsnet_packet_length(packet))
        crc = MHSNET_CRC_UNCHECKED;
    if (mhsnet_is_nn(packet->daemon))
        follow_nn(context, tvb, packet, crc, &note);
    else
        follow_circuit(context, tvb, packet, crc, &note);
    if (note.message)
        note.message->last_seen = context->pinfo->abs_ts;
    return note;
}
