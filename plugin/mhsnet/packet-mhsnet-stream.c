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
#include "mhsnet/packet-mhsnet.h"

#include "mhsnet/nn.h"
#include "labels/evidence.h"

static const verdict_why opening_lines = {"session opening of", "text lines"};
static const verdict_why packet_headers = {"CRC-16 of", "packet headers"};
static const verdict_why whole_packets = {"CRC-16 of", "packets"};
static const verdict_why layout = {"layout of", "packets without checksum"};

/* What a step of the stream came to. */
typedef struct {
    int used;     /* bytes; 0: it takes more than there are */
    guint wanted; /* how many more, or DESEGMENT_ONE_MORE_SEGMENT */
} step;

static step
use(size_t bytes)
{
    return (step){(int)bytes, 0};
}

static step
want(guint bytes)
{
    return (step){0, bytes};
}

/* Nothing more is coming that could be waited for. */
static bool
is_final(const mhsnet_context *context, tvbuff_t *tvb)
{
    return context->is_datagram || !context->pinfo->can_desegment ||
           tvb_captured_length(tvb) < tvb_reported_length(tvb);
}

/* Two good checksums of 16 bits in one session are proof, be they in one packet or in two. */
static void
report_evidence(mhsnet_context *context, const mhsnet_packet *packet, mhsnet_crc_verdict crc)
{
    mhsnet_session *session = context->session;
    const bool nn = mhsnet_is_nn(packet->daemon);
    const verdict_why *reason = nn ? &whole_packets : &packet_headers;
    verdict_evidence evidence;

    if (!context->first_pass)
        return;
    if (nn && crc == MHSNET_CRC_NONE)
        reason = &layout;
    else if (nn && crc != MHSNET_CRC_GOOD)
        return;
    else
        session->good_checksums += !nn && crc == MHSNET_CRC_GOOD ? 2 : 1;
    evidence = session->good_checksums >= 2 ? VERDICT_EVIDENCE_PROOF : VERDICT_EVIDENCE_SHAPE;
    label_evidence(context->pinfo, REGISTRY_FAMILY_MHSNET, evidence, reason);
}

static void
keep_note(mhsnet_call *call, const mhsnet_note *note)
{
    if (call->packets++ == 0) {
        call->first = *note;
        return;
    }
    if (!call->more)
        call->more = wmem_array_new(wmem_file_scope(), sizeof *note);
    wmem_array_append(call->more, note, 1);
}

static mhsnet_note
take_note(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
          mhsnet_crc_verdict crc)
{
    mhsnet_call *call = context->call;
    mhsnet_note note = {0};

    if (context->first_pass) {
        note = mhsnet_track(context, tvb, packet, crc);
        keep_note(call, &note);
    } else if (context->notes_read < call->packets) {
        note = context->notes_read == 0
                   ? call->first
                   : *(mhsnet_note *)wmem_array_index(call->more, context->notes_read - 1);
        context->notes_read++;
    }
    return note;
}

/* A packet that is all here, or as much of it as will ever be. */
static void
dissect_packet(mhsnet_context *context, tvbuff_t *tvb, int offset, const mhsnet_packet *packet)
{
    tvbuff_t *packet_tvb;
    const uint8_t *bytes;
    size_t captured;
    mhsnet_check check;
    mhsnet_note note;
    int length = (int)mhsnet_packet_length(packet);
    int remaining = tvb_reported_length_remaining(tvb, offset);

    packet_tvb = tvb_new_subset_length(tvb, offset, MIN(length, remaining));
    captured = tvb_captured_length(packet_tvb);
    bytes = tvb_get_ptr(packet_tvb, 0, (int)captured);
    check.verdict = mhsnet_packet_check(packet, bytes, captured, &check.computed);

    if (packet->daemon == MHSNET_DAEMON_VC && packet->size > 0 &&
        context->framing.data_crc == MHSNET_DATA_CRC_UNKNOWN)
        context->framing.data_crc = packet->crc_length ? MHSNET_DATA_CRC_ON : MHSNET_DATA_CRC_OFF;
    report_evidence(context, packet, check.verdict);
    note = take_note(context, packet_tvb, packet, check.verdict);
    mhsnet_show_packet(context, packet_tvb, packet, &check, &note);
}

static step
skip(mhsnet_context *context, tvbuff_t *tvb, int offset, size_t length)
{
    mhsnet_show_skipped(context, tvb, offset, (int)length);
    return use(length);
}

/* Inside damaged or missing data: on to the next packet that proves itself. */
static step
step_lost(mhsnet_context *context, tvbuff_t *tvb, int offset, const uint8_t *bytes,
          size_t available)
{
    const size_t at = mhsnet_resynchronise(&context->framing, bytes, available);
    const bool proven =
        mhsnet_packet_prove(&context->framing, bytes + at, available - at) == MHSNET_SURE_PROOF;

    if (!proven && is_final(context, tvb))
        return skip(context, tvb, offset, available);
    if (at > 0)
        return skip(context, tvb, offset, at);
    if (!proven)
        return want(DESEGMENT_ONE_MORE_SEGMENT);
    context->lost = false;
    return use(0);
}

/* The longest that a first packet of NN or CN is: what it takes to tell them apart. */
#define FIRST_NODE_PACKET 6

/* The daemon that nothing has named yet: the packets say, or it is the default one.
 * Returns false if it takes more bytes. */
static bool
settle_daemon(mhsnet_context *context, const uint8_t *bytes, size_t available, bool final)
{
    const bool from_sun3 = context->session->from_sun3;
    mhsnet_framing found;

    if (context->framing.daemon != MHSNET_DAEMON_UNKNOWN)
        return true;
    if (mhsnet_recognise(bytes, available, &found) != MHSNET_SURE_NOT)
        context->framing.daemon = found.daemon;
    else if (context->is_datagram && mhsnet_en_fills(bytes, available))
        context->framing.daemon = MHSNET_DAEMON_EN;
    else if (from_sun3 && available < FIRST_NODE_PACKET && !final)
        return false;
    else
        context->framing.daemon = from_sun3 ? MHSNET_DAEMON_NN : MHSNET_DAEMON_VC;
    return true;
}

static step
step_packet(mhsnet_context *context, tvbuff_t *tvb, int offset)
{
    size_t available = (size_t)tvb_captured_length_remaining(tvb, offset);
    const uint8_t *bytes = tvb_get_ptr(tvb, offset, (int)available);
    bool final = is_final(context, tvb);
    mhsnet_framing framing;
    mhsnet_packet packet;
    size_t length;
    mhsnet_answer answer;
    step lost;

    if (!settle_daemon(context, bytes, available, final))
        return want(DESEGMENT_ONE_MORE_SEGMENT);
    if (context->lost) {
        lost = step_lost(context, tvb, offset, bytes, available);
        if (lost.used > 0 || lost.wanted > 0)
            return lost;
    }
    framing = context->framing;
    answer = mhsnet_packet_read(&framing, bytes, available, &packet);
    if (answer == MHSNET_MORE && final && framing.data_crc == MHSNET_DATA_CRC_UNKNOWN) {
        /* The end of the datagram says whether there is a checksum. */
        framing.data_crc = MHSNET_DATA_CRC_ON;
        answer = mhsnet_packet_read(&framing, bytes, available, &packet);
        if (answer == MHSNET_YES && packet.header_length + packet.size == available)
            packet.crc_length = 0;
    }
    switch (answer) {
    case MHSNET_NO:
        lost = step_lost(context, tvb, offset, bytes, available);
        context->lost = true;
        /* What proves itself but cannot be read is passed byte by byte, so this ends. */
        return lost.used > 0 || lost.wanted > 0 ? lost : skip(context, tvb, offset, 1);
    case MHSNET_MORE:
        return final ? skip(context, tvb, offset, available) : want(DESEGMENT_ONE_MORE_SEGMENT);
    case MHSNET_YES:
        break;
    }
    length = mhsnet_packet_length(&packet);
    if (length > available && !final)
        return want((guint)(length - available));
    dissect_packet(context, tvb, offset, &packet);
    return use(MIN(length, (size_t)tvb_reported_length_remaining(tvb, offset)));
}

/* The rest of a cooked segment: its packets are in a buffer of their own. */
static step
step_cooked(mhsnet_context *context, tvbuff_t *tvb, int offset)
{
    int cooked = tvb_captured_length_remaining(tvb, offset);
    const uint8_t *bytes = tvb_get_ptr(tvb, offset, cooked);
    uint8_t *plain = (uint8_t *)wmem_alloc(context->pinfo->pool, (size_t)cooked);
    uint32_t *origin = wmem_alloc_array(context->pinfo->pool, uint32_t, (size_t)cooked + 1);
    size_t length = mhsnet_uncook(context->framing.cooking, bytes, (size_t)cooked, plain, origin);
    tvbuff_t *plain_tvb;
    int at = 0;

    if (length > 0) {
        plain_tvb = tvb_new_child_real_data(tvb, plain, (guint)length, (gint)length);
        while ((size_t)at < length) {
            const step taken = step_packet(context, plain_tvb, at);
            if (taken.used == 0)
                break;
            at += taken.used;
        }
        if (at > 0)
            add_new_data_source(context->pinfo, plain_tvb, "Uncooked MHSnet");
    }
    if (origin[at] > 0)
        return use(origin[at]);
    return is_final(context, tvb) ? skip(context, tvb, offset, (size_t)cooked)
                                  : want(DESEGMENT_ONE_MORE_SEGMENT);
}

static step
step_binary(mhsnet_context *context, tvbuff_t *tvb, int offset)
{
    return context->framing.cooking == MHSNET_COOKING_RAW ? step_packet(context, tvb, offset)
                                                          : step_cooked(context, tvb, offset);
}

static step
step_line(mhsnet_context *context, tvbuff_t *tvb, int offset)
{
    size_t available = (size_t)tvb_captured_length_remaining(tvb, offset);
    const uint8_t *bytes = tvb_get_ptr(tvb, offset, (int)available);
    mhsnet_line line;
    mhsnet_framing found;
    mhsnet_answer answer = mhsnet_line_recognise(bytes, available);

    if (answer == MHSNET_NO && mhsnet_recognise(bytes, available, &found) != MHSNET_SURE_NOT) {
        if (context->framing.daemon == MHSNET_DAEMON_UNKNOWN)
            context->framing = found;
        context->binary = true;
        return step_binary(context, tvb, offset);
    }
    if (answer != MHSNET_MORE)
        answer = mhsnet_line_read(bytes, available, &line);
    switch (answer) {
    case MHSNET_YES:
        break;
    case MHSNET_MORE:
        return is_final(context, tvb) ? skip(context, tvb, offset, available)
                                      : want(DESEGMENT_ONE_MORE_SEGMENT);
    case MHSNET_NO:
        if (available < MHSNET_VC_HEADER && !is_final(context, tvb))
            return want(DESEGMENT_ONE_MORE_SEGMENT);
        context->binary = true;
        return step_binary(context, tvb, offset);
    }
    mhsnet_show_line(context, tvb, offset, &line);
    mhsnet_apply_line(context, bytes, &line);
    if (context->first_pass && line.kind != MHSNET_LINE_OTHER)
        label_evidence(context->pinfo, REGISTRY_FAMILY_MHSNET, VERDICT_EVIDENCE_SHAPE,
                       &opening_lines);
    return use(line.consumed);
}

static void
remember(mhsnet_context *context)
{
    mhsnet_side *side = &context->session->sides[context->side];

    if (!context->first_pass)
        return;
    side->binary = context->binary;
    side->lost = context->lost && !context->is_datagram;
    context->session->framing = context->framing;
}

int
mhsnet_dissect_stream(mhsnet_context *context, tvbuff_t *tvb)
{
    int offset = 0;

    while (tvb_captured_length_remaining(tvb, offset) > 0) {
        step taken =
            context->binary ? step_binary(context, tvb, offset) : step_line(context, tvb, offset);

        if (taken.used == 0) {
            context->pinfo->desegment_offset = offset;
            context->pinfo->desegment_len = taken.wanted;
            break;
        }
        offset += taken.used;
    }
    remember(context);
    return (int)tvb_captured_length(tvb);
}
