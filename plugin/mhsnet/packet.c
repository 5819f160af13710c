/* packet.c
 * One packet of any MHSnet daemon, and how to find it in a stream
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet.h"

#include "mhsnet/crc.h"
#include "mhsnet/ht.h"
#include "mhsnet/nn.h"
#include "mhsnet/vc.h"

size_t
mhsnet_packet_length(const mhsnet_packet *packet)
{
    return (size_t)packet->header_length + packet->size + packet->crc_length;
}

bool
mhsnet_is_nn(mhsnet_daemon daemon)
{
    return daemon >= MHSNET_DAEMON_NN;
}

bool
mhsnet_is_data(const mhsnet_packet *packet)
{
    /* Type 0 is DATA in both numberings. */
    return packet->type == MHSNET_DATA;
}

mhsnet_answer
mhsnet_packet_read(const mhsnet_framing *framing, const uint8_t *bytes, size_t length,
                   mhsnet_packet *packet)
{
    mhsnet_answer answer;

    if (framing->daemon == MHSNET_DAEMON_HT)
        return mhsnet_ht_header(bytes, length, packet);
    if (mhsnet_is_nn(framing->daemon))
        return mhsnet_nn_header(framing->daemon, bytes, length, packet);

    answer = mhsnet_vc_header(bytes, length, packet);
    if (answer != MHSNET_YES || packet->size == 0)
        return answer;
    if (framing->data_crc == MHSNET_DATA_CRC_OFF)
        packet->crc_length = 0;
    /* Where neither reading fits, the header is good all the same and the default applies. */
    if (framing->data_crc == MHSNET_DATA_CRC_UNKNOWN &&
        mhsnet_vc_settle(bytes, length, packet) == MHSNET_MORE)
        return MHSNET_MORE;
    return MHSNET_YES;
}

static uint32_t
stored_crc(const uint8_t *bytes, uint8_t length)
{
    uint32_t crc = 0;

    while (length > 0)
        crc = crc << 8 | bytes[--length];
    return crc;
}

mhsnet_crc_verdict
mhsnet_packet_check(const mhsnet_packet *packet, const uint8_t *bytes, size_t length,
                    uint32_t *computed)
{
    size_t start = mhsnet_is_nn(packet->daemon) ? 0 : packet->header_length;
    size_t end = (size_t)packet->header_length + packet->size;

    if (packet->crc_length == 0)
        return MHSNET_CRC_NONE;
    if (length < end + packet->crc_length)
        return MHSNET_CRC_UNCHECKED;
    *computed = packet->crc_length == 4 ? mhsnet_crc32(0, bytes + start, end - start)
                                        : mhsnet_crc16(0, bytes + start, end - start);
    return *computed == stored_crc(bytes + end, packet->crc_length) ? MHSNET_CRC_GOOD
                                                                    : MHSNET_CRC_BAD;
}

static bool
data_agrees(const mhsnet_packet *packet, const uint8_t *bytes, size_t length)
{
    const uint8_t *data = bytes + packet->header_length;
    size_t at_hand = length - packet->header_length;

    if (at_hand > packet->size)
        at_hand = packet->size;
    return mhsnet_is_nn(packet->daemon) ? mhsnet_nn_data_agrees(packet, data, at_hand)
                                        : mhsnet_circuit_data_agrees(packet, data, at_hand);
}

/* A packet whose header and data agree, and whose checksums are good as far as they are here. */
static mhsnet_answer
read_checked(const mhsnet_framing *framing, const uint8_t *bytes, size_t length,
             mhsnet_packet *packet, mhsnet_crc_verdict *crc)
{
    uint32_t computed;
    mhsnet_answer answer = mhsnet_packet_read(framing, bytes, length, packet);

    if (answer != MHSNET_YES)
        return answer;
    if (!data_agrees(packet, bytes, length))
        return MHSNET_NO;
    *crc = mhsnet_packet_check(packet, bytes, length, &computed);
    return MHSNET_YES;
}

mhsnet_sure
mhsnet_packet_prove(const mhsnet_framing *framing, const uint8_t *bytes, size_t length)
{
    mhsnet_framing settled = *framing;
    mhsnet_packet packet, next;
    mhsnet_crc_verdict crc, next_crc;
    size_t end;

    if (settled.daemon == MHSNET_DAEMON_VC && settled.data_crc == MHSNET_DATA_CRC_UNKNOWN)
        settled.data_crc = MHSNET_DATA_CRC_ON;
    if (read_checked(&settled, bytes, length, &packet, &crc) != MHSNET_YES)
        return MHSNET_SURE_NOT;
    if (!mhsnet_is_nn(packet.daemon) && crc == MHSNET_CRC_GOOD)
        return MHSNET_SURE_PROOF;
    if (mhsnet_is_nn(packet.daemon) && crc != MHSNET_CRC_GOOD)
        return MHSNET_SURE_NOT;
    if (!mhsnet_is_nn(packet.daemon) && packet.type == MHSNET_EOT)
        return MHSNET_SURE_PROOF; /* there is but one, so every bit of the header counts */

    end = mhsnet_packet_length(&packet);
    if (crc == MHSNET_CRC_BAD && framing->data_crc == MHSNET_DATA_CRC_UNKNOWN &&
        packet.daemon == MHSNET_DAEMON_VC) {
        /* Perhaps the session has no data checksums: then the next header comes sooner. */
        settled.data_crc = MHSNET_DATA_CRC_OFF;
        end -= packet.crc_length;
    }
    switch (length > end ? read_checked(&settled, bytes + end, length - end, &next, &next_crc)
                         : MHSNET_MORE) {
    case MHSNET_YES:
        if (mhsnet_is_nn(packet.daemon) && next_crc != MHSNET_CRC_GOOD)
            return MHSNET_SURE_SHAPE;
        return MHSNET_SURE_PROOF;
    case MHSNET_NO:
        return MHSNET_SURE_NOT;
    case MHSNET_MORE:
        break;
    }
    return crc == MHSNET_CRC_BAD ? MHSNET_SURE_NOT : MHSNET_SURE_SHAPE;
}

/* Cooked bytes that hold a header however it is escaped, with room for layout; and those that
 * hold two of a virtual circuit's longest packets, mostly. */
#define COOKED_HEADER 24
#define COOKED_PACKETS 2100

static mhsnet_sure
prove_cooked(const mhsnet_framing *framing, const uint8_t *bytes, size_t length)
{
    uint8_t plain[COOKED_PACKETS];
    uint32_t origin[COOKED_PACKETS + 1];
    size_t header = length < COOKED_HEADER ? length : COOKED_HEADER;
    const uint8_t *start = bytes;
    mhsnet_packet packet;

    /* Most traffic is somebody else's: look at the header before undoing the rest. */
    if (mhsnet_is_cooked(framing->cooking, bytes,
                         length < MHSNET_VC_HEADER ? length : MHSNET_VC_HEADER)) {
        header = mhsnet_uncook(framing->cooking, bytes, header, plain, origin);
        start = plain;
    }
    if (mhsnet_vc_header(start, header, &packet) != MHSNET_YES)
        return MHSNET_SURE_NOT;
    if (length > COOKED_PACKETS)
        length = COOKED_PACKETS;
    length = mhsnet_uncook(framing->cooking, bytes, length, plain, origin);
    return mhsnet_packet_prove(framing, plain, length);
}

/*
 * HT's header is seven bytes and their checksum, and so is a whole packet of NN,
 * CN or PN with as many: a reset of PN's, for one. Such a header alone tells nothing.
 */
static bool
is_node_packet(const uint8_t *bytes, size_t length)
{
    static const mhsnet_daemon nodes[] = {MHSNET_DAEMON_NN, MHSNET_DAEMON_CN, MHSNET_DAEMON_PN};
    mhsnet_crc_verdict crc;
    mhsnet_packet packet;

    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++) {
        const mhsnet_framing framing = {nodes[i], MHSNET_COOKING_RAW, MHSNET_DATA_CRC_UNKNOWN};

        if (read_checked(&framing, bytes, length, &packet, &crc) == MHSNET_YES &&
            crc == MHSNET_CRC_GOOD && mhsnet_packet_length(&packet) == MHSNET_HT_HEADER)
            return true;
    }
    return false;
}

mhsnet_sure
mhsnet_recognise(const uint8_t *bytes, size_t length, mhsnet_framing *framing)
{
    /* Of equal answers the first counts: the default daemon and no cooking lead. EN has no
     * checksum to go by, and PN's header nothing to check. */
    static const mhsnet_framing candidates[] = {
        {MHSNET_DAEMON_VC, MHSNET_COOKING_RAW, MHSNET_DATA_CRC_UNKNOWN},
        {MHSNET_DAEMON_HT, MHSNET_COOKING_RAW, MHSNET_DATA_CRC_UNKNOWN},
        {MHSNET_DAEMON_NN, MHSNET_COOKING_RAW, MHSNET_DATA_CRC_UNKNOWN},
        {MHSNET_DAEMON_CN, MHSNET_COOKING_RAW, MHSNET_DATA_CRC_UNKNOWN},
        {MHSNET_DAEMON_VC, MHSNET_COOKING_A, MHSNET_DATA_CRC_UNKNOWN},
        {MHSNET_DAEMON_VC, MHSNET_COOKING_X, MHSNET_DATA_CRC_UNKNOWN},
    };
    mhsnet_sure best = MHSNET_SURE_NOT;

    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0] && best < MHSNET_SURE_PROOF;
         i++) {
        const mhsnet_framing *candidate = &candidates[i];
        mhsnet_sure sure = candidate->cooking == MHSNET_COOKING_RAW
                               ? mhsnet_packet_prove(candidate, bytes, length)
                               : prove_cooked(candidate, bytes, length);

        if (sure == MHSNET_SURE_SHAPE && candidate->daemon == MHSNET_DAEMON_HT &&
            is_node_packet(bytes, length))
            sure = MHSNET_SURE_NOT;
        if (sure > best) {
            best = sure;
            *framing = *candidate;
        }
    }
    return best;
}

/* Whether a packet of NN or CN stands first, its checksum included: without one nothing is proven.
 */
static bool
begins_with_node_packet(mhsnet_daemon daemon, const uint8_t *bytes, size_t length)
{
    mhsnet_packet packet;
    uint32_t computed;

    return mhsnet_nn_header(daemon, bytes, length, &packet) == MHSNET_YES &&
           mhsnet_packet_check(&packet, bytes, length, &computed) == MHSNET_CRC_GOOD;
}

/* Whether mhsnet_recognise() can come to proof: most traffic is somebody else's, and ends here. */
static bool
may_prove_itself(const uint8_t *bytes, size_t length)
{
    mhsnet_packet packet;

    return mhsnet_vc_header(bytes, length, &packet) == MHSNET_YES ||
           mhsnet_ht_header(bytes, length, &packet) == MHSNET_YES ||
           begins_with_node_packet(MHSNET_DAEMON_NN, bytes, length) ||
           begins_with_node_packet(MHSNET_DAEMON_CN, bytes, length) ||
           mhsnet_is_cooked(MHSNET_COOKING_A, bytes,
                            length < MHSNET_VC_HEADER ? length : MHSNET_VC_HEADER);
}

bool
mhsnet_proves_itself(const uint8_t *bytes, size_t length)
{
    mhsnet_framing framing;

    return may_prove_itself(bytes, length) &&
           mhsnet_recognise(bytes, length, &framing) == MHSNET_SURE_PROOF;
}

size_t
mhsnet_resynchronise(const mhsnet_framing *framing, const uint8_t *bytes, size_t length)
{
    mhsnet_packet packet;
    size_t at;

    for (at = 0; at < length; at++) {
        switch (mhsnet_packet_read(framing, bytes + at, length - at, &packet)) {
        case MHSNET_NO:
            continue;
        case MHSNET_MORE:
            return at;
        case MHSNET_YES:
            break;
        }
        /* Until all of a packet is here, nothing speaks against it. */
        if (length - at < mhsnet_packet_length(&packet) ||
            mhsnet_packet_prove(framing, bytes + at, length - at) != MHSNET_SURE_NOT)
            return at;
    }
    return length;
}
