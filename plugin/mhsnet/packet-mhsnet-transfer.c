/* packet-mhsnet-transfer.c
 * Which packets make up a message, and putting its data together
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
#include "mhsnet/packet-mhsnet.h"

#include <epan/to_str.h>

#include "mhsnet/nn.h"

/* "sender address, receiver address, id" -> message. Messages survive the circuit they began on. */
static wmem_map_t *messages_by_id;
static uint32_t message_count;

guint mhsnet_message_limit = 64;

static void
forget_messages(void)
{
    messages_by_id = wmem_map_new(wmem_file_scope(), wmem_str_hash, g_str_equal);
    message_count = 0;
}

static mhsnet_channel *
channel_of(mhsnet_context *context, unsigned side, const mhsnet_packet *packet)
{
    return &context->session->sides[side].channels[packet->channel];
}

static char *
address_text(const address *addr)
{
    return address_to_str(wmem_file_scope(), addr);
}

static mhsnet_transfer *
new_message(mhsnet_context *context, const mhsnet_packet *packet, const char *id)
{
    packet_info *pinfo = context->pinfo;
    mhsnet_transfer *message = wmem_new0(wmem_file_scope(), mhsnet_transfer);

    message->number = message_count++;
    message->id = id;
    message->channel = packet->channel;
    message->chunks = wmem_tree_new(wmem_file_scope());
    message->first_seen = pinfo->abs_ts;
    message->sender = address_text(&pinfo->src);
    message->receiver = address_text(&pinfo->dst);
    return message;
}

static const char *
message_key(mhsnet_context *context, const char *id)
{
    packet_info *pinfo = context->pinfo;

    return wmem_strdup_printf(pinfo->pool, "%s %s %s", address_to_str(pinfo->pool, &pinfo->src),
                              address_to_str(pinfo->pool, &pinfo->dst), id);
}

static void
set_size(mhsnet_transfer *message, uint32_t size)
{
    message->size = size;
    message->size_known = true;
    message->too_large = size > (uint64_t)mhsnet_message_limit << 20;
}

/* The name of the receiver stands in a circuit's SOM; the sender is the session's other name. */
static void
name_ends(mhsnet_context *context, mhsnet_transfer *message, const char *receiver)
{
    const char **names = context->session->names;

    if (!receiver)
        return;
    message->receiver = receiver;
    for (int i = 0; i < 2; i++) {
        if (names[i] && strcmp(names[i], receiver) != 0)
            message->sender = names[i];
    }
}

static void
note_start(mhsnet_context *context, const mhsnet_packet *packet, const char *id, uint32_t size,
           const char *receiver, mhsnet_note *note)
{
    mhsnet_channel *channel = channel_of(context, context->side, packet);
    const char *key = message_key(context, id);
    mhsnet_transfer *message = (mhsnet_transfer *)wmem_map_lookup(messages_by_id, key);

    note->restart = message && message->size == size;
    if (!note->restart) {
        message = new_message(context, packet, id);
        set_size(message, size);
        wmem_map_insert(messages_by_id, wmem_strdup(wmem_file_scope(), key), message);
    }
    name_ends(context, message, receiver);
    message->channel = packet->channel;
    message->legs++;
    message->leg = wmem_new0(wmem_file_scope(), mhsnet_leg);
    message->leg->start = context->pinfo->num;
    message->leg->start_time = context->pinfo->abs_ts;
    channel->message = message;
    channel->leg = message->leg;
    note->message = message;
    note->leg = message->leg;
}

/* The message that a packet with an id is about: it is sent on the same channel by `side`. */
static mhsnet_channel *
find_by_id(mhsnet_context *context, const mhsnet_packet *packet, unsigned side, const char *id,
           mhsnet_note *note)
{
    mhsnet_channel *channel = channel_of(context, side, packet);

    if (!channel->message || strcmp(channel->message->id, id) != 0)
        return NULL;
    note->message = channel->message;
    note->leg = channel->leg;
    return channel;
}

static void
note_start_accepted(mhsnet_context *context, const mhsnet_packet *packet, const char *id,
                    uint32_t offset, mhsnet_note *note)
{
    if (!find_by_id(context, packet, !context->side, id, note) || !note->leg)
        return;
    note->leg->start_accepted = context->pinfo->num;
    note->leg->resumed_at = offset;
    if (mhsnet_is_nn(packet->daemon))
        note->message->next = offset;
}

static void
note_end(mhsnet_context *context, const mhsnet_packet *packet, const char *id, mhsnet_note *note)
{
    mhsnet_channel *channel = channel_of(context, context->side, packet);

    /* The start was not captured: the end says at least what it was. */
    if (channel->message && channel->message->id[0] == '\0') {
        channel->message->id = id;
        if (!mhsnet_is_nn(packet->daemon))
            set_size(channel->message, packet->address);
    }
    if (!find_by_id(context, packet, context->side, id, note) || !note->leg)
        return;
    note->leg->end = context->pinfo->num;
    note->leg->end_time = context->pinfo->abs_ts;
}

static void
note_end_accepted(mhsnet_context *context, const mhsnet_packet *packet, const char *id,
                  mhsnet_note *note)
{
    mhsnet_channel *channel = find_by_id(context, packet, !context->side, id, note);

    if (!channel)
        return;
    if (note->leg)
        note->leg->end_accepted = context->pinfo->num;
}

/* Counts the bytes that were not there before, and keeps where this chunk ends; it is joined to
 * the latest if it follows that, as most do. Packets of one attempt do not overlap in part, so the
 * chunk that starts at or before this one decides. */
static uint32_t
add_chunk(mhsnet_transfer *message, uint32_t offset, uint32_t length)
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
          mhsnet_crc_verdict crc, mhsnet_note *note)
{
    mhsnet_channel *channel = channel_of(context, context->side, packet);
    mhsnet_transfer *message = channel->message;
    uint32_t fresh;

    if (!message) {
        message = channel->message = new_message(context, packet, "");
        channel->leg = NULL;
    }
    note->message = message;
    note->leg = channel->leg;
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
    note->gap =
        note->gap || note->offset > MAX(message->next, note->leg ? note->leg->resumed_at : 0);
    fresh = add_chunk(message, note->offset, packet->size);
    message->received += fresh;
    message->sent_again += packet->size - fresh;
    note->again = fresh == 0;
    message->next = MAX(message->next, note->offset + packet->size);
    if (fresh > 0)
        mhsnet_add_piece(context, tvb, packet, note);
}

static const char *
read_id(tvbuff_t *tvb, int at, int length)
{
    return (const char *)tvb_get_string_enc(wmem_file_scope(), tvb, at, length, ENC_ASCII);
}

/* Each direction carries both names: its own node's, and the other's echoed. */
static void
note_name(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet)
{
    const char **names = context->session->names;
    const char *name = (const char *)tvb_get_string_enc(
        context->pinfo->pool, tvb, packet->header_length, (int)packet->size, ENC_ASCII);

    for (int i = 0; i < 2; i++) {
        if (names[i] && strcmp(names[i], name) == 0)
            return;
        if (!names[i]) {
            names[i] = wmem_strdup(wmem_file_scope(), name);
            return;
        }
    }
}

static void
track_circuit(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
              mhsnet_crc_verdict crc, mhsnet_note *note)
{
    int at = packet->header_length;
    mhsnet_channel *channel;
    const char *receiver = NULL;

    if (packet->type != MHSNET_DATA && crc == MHSNET_CRC_BAD)
        return;
    switch (packet->type) {
    case MHSNET_DATA:
        note_data(context, tvb, packet, crc, note);
        break;
    case MHSNET_NAK:
        channel = channel_of(context, !context->side, packet);
        note->message = channel->message;
        note->leg = channel->leg;
        if (note->message)
            note->message->naks++;
        break;
    case MHSNET_SOM:
        if (packet->daemon == MHSNET_DAEMON_VC)
            receiver = (const char *)tvb_get_string_enc(
                wmem_file_scope(), tvb, at + 4 + MHSNET_ID_LENGTH,
                (int)packet->size - 4 - MHSNET_ID_LENGTH, ENC_ASCII);
        note_start(context, packet, read_id(tvb, at + 4, MHSNET_ID_LENGTH), packet->address,
                   receiver, note);
        break;
    case MHSNET_SOMA:
        note_start_accepted(context, packet, read_id(tvb, at, MHSNET_ID_LENGTH), packet->address,
                            note);
        break;
    case MHSNET_EOM:
        note_end(context, packet, read_id(tvb, at, MHSNET_ID_LENGTH), note);
        break;
    case MHSNET_EOMA:
        note_end_accepted(context, packet, read_id(tvb, at, MHSNET_ID_LENGTH), note);
        break;
    case MHSNET_CONTROL:
        note_name(context, tvb, packet);
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
    uint8_t ahead = (uint8_t)((packet->sequence - channel->next_sequence) & mask);

    if (channel->has_sequence && ahead > mask / 2) {
        note->again = true;
        return;
    }
    note->gap = channel->has_sequence && ahead > 0;
    channel->next_sequence = (uint8_t)((packet->sequence + 1) & mask);
    channel->has_sequence = true;
}

static void
track_command(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
              mhsnet_note *note)
{
    const uint8_t *data = tvb_get_ptr(tvb, packet->header_length, (int)packet->size);
    mhsnet_nn_message control;
    const char *id;

    if (mhsnet_nn_is_protocol_command(data[0])) {
        if (data[0] == MHSNET_NN_XMT_RESET)
            channel_of(context, context->side, packet)->has_sequence = false;
        return;
    }
    note_sequence(context, packet, note);
    if (note->again || !mhsnet_nn_message_read(data, packet->size, &control))
        return;
    id = read_id(tvb, packet->header_length + 1, MHSNET_NN_ID_LENGTH);
    switch (data[0]) {
    case MHSNET_NN_SOM:
        note_start(context, packet, id, control.number, NULL, note);
        break;
    case MHSNET_NN_SOM_ACCEPT:
        note_start_accepted(context, packet, id, control.number, note);
        break;
    case MHSNET_NN_EOM:
        note_end(context, packet, id, note);
        break;
    case MHSNET_NN_EOM_ACCEPT:
        note_end_accepted(context, packet, id, note);
        break;
    default:
        break;
    }
}

mhsnet_note
mhsnet_track(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
             mhsnet_crc_verdict crc)
{
    mhsnet_note note = {0};

    if (tvb_captured_length(tvb) < mhsnet_packet_length(packet))
        crc = MHSNET_CRC_UNCHECKED;
    if (!mhsnet_is_nn(packet->daemon)) {
        if (crc != MHSNET_CRC_UNCHECKED || packet->type == MHSNET_DATA)
            track_circuit(context, tvb, packet, crc, &note);
    } else if (crc != MHSNET_CRC_BAD && crc != MHSNET_CRC_UNCHECKED) {
        if (packet->type == MHSNET_NN_CONTROL) {
            track_command(context, tvb, packet, &note);
        } else if (packet->type == MHSNET_NN_DATA) {
            note_sequence(context, packet, &note);
            note_data(context, tvb, packet, crc, &note);
        }
    }
    if (note.message)
        note.message->last_seen = context->pinfo->abs_ts;
    return note;
}

void
mhsnet_register_transfer(void)
{
    register_init_routine(forget_messages);
}
