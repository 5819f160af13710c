/* packet-mhsnet-stream.c
 * The bytes of an MHSnet session: lines, then packets, and what is neither
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      +-- lines --+-- packet --+-- packet --+-- damaged --+-- packet --+-- begun ...
 *                                              skipped, up to the         waits for
 *                                              next that proves itself    the next segment
 *
 * TCP cuts this anywhere. A call of the dissector uses whole lines and packets
 * and asks for more bytes of the last. What the direction's state was when the
 * call started is kept for the passes after the first.
 */
#include "mhsnet/packet-mhsnet-stream.h"

#include "mhsnet/circuit.h"
#include "mhsnet/nn.h"
#include "mhsnet/packet-mhsnet-opening.h"
#include "mhsnet/packet-mhsnet-pdu.h"

/* The longest that a first packet of NN or CN is: what it takes to tell them apart. */
#define FIRST_NN_PACKET 6

/* What a step of the stream came to. */
typedef struct {
    int used;        /* bytes; 0: it takes more than there are */
    unsigned wanted; /* how many more, or DESEGMENT_ONE_MORE_SEGMENT */
} step;

static step
use(size_t bytes)
{
    return (step){(int)bytes, 0};
}

static step
want(size_t bytes)
{
    return (step){0, (unsigned)bytes};
}

static step
skip(mhsnet_context *context, tvbuff_t *tvb, int offset, size_t length)
{
    mhsnet_show_skipped(context, tvb, offset, (int)length);
    return use(length);
}

/* Nothing more is coming that could be waited for. */
static bool
is_final(const mhsnet_context *context, tvbuff_t *tvb)
{
    return context->is_datagram || !context->pinfo->can_desegment ||
           tvb_captured_length(tvb) < tvb_reported_length(tvb);
}

/* Waits for the next segment, or skips the rest if none is coming. */
static step
wait_or_skip(mhsnet_context *context, tvbuff_t *tvb, int offset, size_t available)
{
    return is_final(context, tvb) ? skip(context, tvb, offset, available)
                                  : want(DESEGMENT_ONE_MORE_SEGMENT);
}

/* Inside damaged or missing data: on to the next packet that proves itself, which may be here. */
static step
step_lost(mhsnet_context *context, tvbuff_t *tvb, int offset, const uint8_t *bytes,
          size_t available)
{
    const mhsnet_framing *framing = &context->now.framing;
    const size_t at = mhsnet_resynchronise(framing, bytes, available);
    const bool proven = mhsnet_packet_prove(framing, bytes + at, available - at) == BASE_MATCH_YES;

    if (!proven && is_final(context, tvb))
        return skip(context, tvb, offset, available);
    if (at > 0)
        return skip(context, tvb, offset, at);
    if (!proven)
        return want(DESEGMENT_ONE_MORE_SEGMENT);
    context->now.lost = false;
    return use(0);
}

/* The daemon that nothing has named yet: the packets say, or it is the default one.
 * Returns false if it takes more bytes. */
static bool
settle_daemon(mhsnet_context *context, const uint8_t *bytes, size_t available, bool final)
{
    const bool from_sun3 = context->session->from_sun3;
    mhsnet_daemon *daemon = &context->now.framing.daemon;
    mhsnet_framing found;

    if (*daemon != MHSNET_DAEMON_UNKNOWN)
        return true;
    if (mhsnet_recognise(bytes, available, &found) != BASE_MATCH_NO)
        *daemon = found.daemon;
    else if (context->is_datagram && mhsnet_en_fills(bytes, available))
        *daemon = MHSNET_DAEMON_EN;
    else if (from_sun3 && available < FIRST_NN_PACKET && !final)
        return false;
    else
        *daemon = from_sun3 ? MHSNET_DAEMON_NN : MHSNET_DAEMON_VC;
    return true;
}

static step
step_packet(mhsnet_context *context, tvbuff_t *tvb, int offset)
{
    const size_t available = (size_t)tvb_captured_length_remaining(tvb, offset);
    const uint8_t *bytes = tvb_get_ptr(tvb, offset, (int)available);
    const bool final = is_final(context, tvb);
    mhsnet_framing framing;
    mhsnet_packet packet;
    base_match header;
    size_t length;
    step lost;

    if (!settle_daemon(context, bytes, available, final))
        return want(DESEGMENT_ONE_MORE_SEGMENT);
    if (context->now.lost) {
        lost = step_lost(context, tvb, offset, bytes, available);
        if (lost.used > 0 || lost.wanted > 0)
            return lost;
    }
    framing = context->now.framing;
    header = mhsnet_packet_read(&framing, bytes, available, &packet);
    if (header == BASE_MATCH_MAYBE && final && framing.data_crc == MHSNET_DATA_CRC_UNKNOWN) {
        /* The end of the datagram says whether there is a checksum. */
        framing.data_crc = MHSNET_DATA_CRC_ON;
        header = mhsnet_packet_read(&framing, bytes, available, &packet);
        if (header == BASE_MATCH_YES && packet.header_length + packet.size == available)
            packet.crc_length = 0;
    }
    if (header == BASE_MATCH_MAYBE)
        return wait_or_skip(context, tvb, offset, available);
    if (header == BASE_MATCH_NO) {
        lost = step_lost(context, tvb, offset, bytes, available);
        context->now.lost = true;
        /* What proves itself but cannot be read is passed byte by byte, so this ends. */
        return lost.used > 0 || lost.wanted > 0 ? lost : skip(context, tvb, offset, 1);
    }
    length = mhsnet_packet_length(&packet);
    if (length > available && !final)
        return want(length - available);
    mhsnet_dissect_packet(context, tvb, offset, &packet);
    return use(MIN(length, (size_t)tvb_reported_length_remaining(tvb, offset)));
}

/* The rest of a cooked segment: its packets are in a buffer of their own. */
static step
step_cooked(mhsnet_context *context, tvbuff_t *tvb, int offset)
{
    const size_t cooked = (size_t)tvb_captured_length_remaining(tvb, offset);
    const uint8_t *bytes = tvb_get_ptr(tvb, offset, (int)cooked);
    uint8_t *plain = (uint8_t *)wmem_alloc(context->pinfo->pool, cooked);
    uint32_t *origin = wmem_alloc_array(context->pinfo->pool, uint32_t, cooked + 1);
    const size_t length = mhsnet_uncook(context->now.framing.cooking, bytes, cooked, plain, origin);
    tvbuff_t *plain_tvb;
    step taken;
    int at = 0;

    if (length > 0) {
        plain_tvb = tvb_new_child_real_data(tvb, plain, (unsigned)length, (int)length);
        do {
            taken = step_packet(context, plain_tvb, at);
            at += taken.used;
        } while (taken.used > 0 && (size_t)at < length);
        if (at > 0)
            add_new_data_source(context->pinfo, plain_tvb, "Uncooked MHSnet");
    }
    return origin[at] > 0 ? use(origin[at]) : wait_or_skip(context, tvb, offset, cooked);
}

static step
step_binary(mhsnet_context *context, tvbuff_t *tvb, int offset)
{
    return context->now.framing.cooking == MHSNET_COOKING_RAW ? step_packet(context, tvb, offset)
                                                              : step_cooked(context, tvb, offset);
}

static step
step_line(mhsnet_context *context, tvbuff_t *tvb, int offset)
{
    const size_t available = (size_t)tvb_captured_length_remaining(tvb, offset);
    const uint8_t *bytes = tvb_get_ptr(tvb, offset, (int)available);
    base_match words = mhsnet_line_recognise(bytes, available);
    mhsnet_framing found;
    mhsnet_line line;

    if (words == BASE_MATCH_NO && mhsnet_recognise(bytes, available, &found) != BASE_MATCH_NO) {
        if (context->now.framing.daemon == MHSNET_DAEMON_UNKNOWN)
            context->now.framing = found;
        context->now.binary = true;
        return step_binary(context, tvb, offset);
    }
    if (words != BASE_MATCH_MAYBE)
        words = mhsnet_line_read(bytes, available, &line);
    if (words == BASE_MATCH_MAYBE)
        return wait_or_skip(context, tvb, offset, available);
    if (words == BASE_MATCH_YES) {
        mhsnet_dissect_line(context, tvb, offset, &line);
        return use(line.consumed);
    }
    if (available < MHSNET_VC_HEADER && !is_final(context, tvb))
        return want(DESEGMENT_ONE_MORE_SEGMENT);
    context->now.binary = true;
    return step_binary(context, tvb, offset);
}

int
mhsnet_dissect_stream(mhsnet_context *context, tvbuff_t *tvb)
{
    int offset = 0;

    while (tvb_captured_length_remaining(tvb, offset) > 0) {
        const step taken = context->now.binary ? step_binary(context, tvb, offset)
                                               : step_line(context, tvb, offset);

        if (taken.used == 0) {
            context->pinfo->desegment_offset = offset;
            context->pinfo->desegment_len = taken.wanted;
            break;
        }
        offset += taken.used;
    }
    if (context->first_pass) {
        mhsnet_side *side = &context->session->sides[context->side];

        side->binary = context->now.binary;
        side->lost = context->now.lost && !context->is_datagram;
        context->session->framing = context->now.framing;
    }
    return (int)tvb_captured_length(tvb);
}
