/* framing.c
 * How a session cuts its stream into MHSnet packets, and how such a stream shows itself
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/framing.h"

#include "mhsnet/circuit.h"
#include "mhsnet/nn.h"

base_match
mhsnet_packet_read(const mhsnet_framing *framing, const uint8_t *bytes, size_t length,
                   mhsnet_packet *packet)
{
    base_match header;

    if (framing->daemon == MHSNET_DAEMON_HT)
        return mhsnet_ht_header(bytes, length, packet);
    if (mhsnet_is_nn(framing->daemon))
        return mhsnet_nn_header(framing->daemon, bytes, length, packet);

    header = mhsnet_vc_header(bytes, length, packet);
    if (header != BASE_MATCH_YES || packet->size == 0)
        return header;
    if (framing->data_crc == MHSNET_DATA_CRC_OFF)
        packet->crc_length = 0;
    /* Where neither reading fits, the header is good all the same and the default applies. */
    if (framing->data_crc == MHSNET_DATA_CRC_UNKNOWN &&
        mhsnet_vc_settle(bytes, length, packet) == BASE_MATCH_MAYBE)
        return BASE_MATCH_MAYBE;
    return BASE_MATCH_YES;
}

/* Reads a packet whose header and data agree as far as they are here, and what its checksum says.
 */
static base_match
read_checked(const mhsnet_framing *framing, const uint8_t *bytes, size_t length,
             mhsnet_packet *packet, mhsnet_crc_status *crc)
{
    const base_match header = mhsnet_packet_read(framing, bytes, length, packet);
    const uint8_t *data;
    uint32_t computed;
    size_t at_hand;

    if (header != BASE_MATCH_YES)
        return header;
    data = bytes + packet->header_length;
    at_hand = length - packet->header_length;
    if (at_hand > packet->size)
        at_hand = packet->size;
    if (mhsnet_is_nn(packet->daemon) ? !mhsnet_nn_data_agrees(packet, data, at_hand)
                                     : !mhsnet_circuit_data_agrees(packet, data, at_hand))
        return BASE_MATCH_NO;
    *crc = mhsnet_packet_check(packet, bytes, length, &computed);
    return BASE_MATCH_YES;
}

base_match
mhsnet_packet_prove(const mhsnet_framing *framing, const uint8_t *bytes, size_t length)
{
    mhsnet_framing settled = *framing;
    mhsnet_packet packet, next;
    mhsnet_crc_status crc, next_crc;
    bool nn;
    size_t end;

    if (settled.daemon == MHSNET_DAEMON_VC && settled.data_crc == MHSNET_DATA_CRC_UNKNOWN)
        settled.data_crc = MHSNET_DATA_CRC_ON;
    if (read_checked(&settled, bytes, length, &packet, &crc) != BASE_MATCH_YES)
        return BASE_MATCH_NO;
    nn = mhsnet_is_nn(packet.daemon);
    if (nn && crc != MHSNET_CRC_GOOD)
        return BASE_MATCH_NO;
    /* Two checksums; or EOT: there is but one such packet, so every bit of its header counts. */
    if (!nn && (crc == MHSNET_CRC_GOOD || packet.type == MHSNET_EOT))
        return BASE_MATCH_YES;

    end = mhsnet_packet_length(&packet);
    if (crc == MHSNET_CRC_BAD && framing->data_crc == MHSNET_DATA_CRC_UNKNOWN &&
        packet.daemon == MHSNET_DAEMON_VC) {
        /* Perhaps the session has no data checksums: then the next header comes sooner. */
        settled.data_crc = MHSNET_DATA_CRC_OFF;
        end -= packet.crc_length;
    }
    switch (length > end ? read_checked(&settled, bytes + end, length - end, &next, &next_crc)
                         : BASE_MATCH_MAYBE) {
    case BASE_MATCH_YES:
        return nn && next_crc != MHSNET_CRC_GOOD ? BASE_MATCH_MAYBE : BASE_MATCH_YES;
    case BASE_MATCH_NO:
        return BASE_MATCH_NO;
    case BASE_MATCH_MAYBE:
        break;
    }
    return crc == MHSNET_CRC_BAD ? BASE_MATCH_NO : BASE_MATCH_MAYBE;
}

/* Cooked bytes that hold a header however it is escaped, with room for layout; and those that
 * hold two of a virtual circuit's longest packets, mostly. */
#define COOKED_HEADER 24
#define COOKED_PACKETS 2100

static base_match
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
    if (mhsnet_vc_header(start, header, &packet) != BASE_MATCH_YES)
        return BASE_MATCH_NO;
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
is_short_nn_packet(const uint8_t *bytes, size_t length)
{
    static const mhsnet_daemon family[] = {MHSNET_DAEMON_NN, MHSNET_DAEMON_CN, MHSNET_DAEMON_PN};
    mhsnet_crc_status crc;
    mhsnet_packet packet;

    for (size_t i = 0; i < sizeof family / sizeof family[0]; i++) {
        const mhsnet_framing framing = {family[i], MHSNET_COOKING_RAW, MHSNET_DATA_CRC_UNKNOWN};

        if (read_checked(&framing, bytes, length, &packet, &crc) == BASE_MATCH_YES &&
            crc == MHSNET_CRC_GOOD && mhsnet_packet_length(&packet) == MHSNET_HT_HEADER)
            return true;
    }
    return false;
}

base_match
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
    base_match best = BASE_MATCH_NO;

    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0] && best < BASE_MATCH_YES; i++) {
        const mhsnet_framing *candidate = &candidates[i];
        base_match match = candidate->cooking == MHSNET_COOKING_RAW
                               ? mhsnet_packet_prove(candidate, bytes, length)
                               : prove_cooked(candidate, bytes, length);

        if (match == BASE_MATCH_MAYBE && candidate->daemon == MHSNET_DAEMON_HT &&
            is_short_nn_packet(bytes, length))
            match = BASE_MATCH_NO;
        if (match > best) {
            best = match;
            *framing = *candidate;
        }
    }
    return best;
}

/* Whether a packet of NN or CN stands first, its checksum included: without one nothing is proven.
 */
static bool
begins_with_nn_packet(mhsnet_daemon daemon, const uint8_t *bytes, size_t length)
{
    mhsnet_packet packet;
    uint32_t computed;

    return mhsnet_nn_header(daemon, bytes, length, &packet) == BASE_MATCH_YES &&
           mhsnet_packet_check(&packet, bytes, length, &computed) == MHSNET_CRC_GOOD;
}

bool
mhsnet_proves_itself(const uint8_t *bytes, size_t length)
{
    mhsnet_framing framing;
    mhsnet_packet packet;

    /* Most traffic is somebody else's, and ends here: what mhsnet_recognise() takes for proof
     * begins in one of these ways. */
    if (mhsnet_vc_header(bytes, length, &packet) != BASE_MATCH_YES &&
        mhsnet_ht_header(bytes, length, &packet) != BASE_MATCH_YES &&
        !begins_with_nn_packet(MHSNET_DAEMON_NN, bytes, length) &&
        !begins_with_nn_packet(MHSNET_DAEMON_CN, bytes, length) &&
        !mhsnet_is_cooked(MHSNET_COOKING_A, bytes,
                          length < MHSNET_VC_HEADER ? length : MHSNET_VC_HEADER))
        return false;
    return mhsnet_recognise(bytes, length, &framing) == BASE_MATCH_YES;
}

/* How often a byte's share of checksums is computed in a search: a packet by accident is rare, so
 * real streams need less than one. */
#define SUMS_PER_BYTE 8

base_match
mhsnet_find(const uint8_t *bytes, size_t length, size_t *at, mhsnet_framing *framing)
{
    size_t budget = SUMS_PER_BYTE * length;
    mhsnet_packet packet;

    for (; *at + MHSNET_VC_HEADER <= length; ++*at) {
        /* HT's packets alone are long. */
        if (mhsnet_ht_header(bytes + *at, length - *at, &packet) == BASE_MATCH_YES) {
            if (packet.size > budget)
                continue;
            budget -= packet.size;
        }
        if (mhsnet_recognise(bytes + *at, length - *at, framing) == BASE_MATCH_YES)
            return BASE_MATCH_YES;
    }
    return BASE_MATCH_NO;
}

size_t
mhsnet_resynchronise(const mhsnet_framing *framing, const uint8_t *bytes, size_t length)
{
    size_t budget = SUMS_PER_BYTE * length;
    mhsnet_packet packet;
    size_t at;

    for (at = 0; at < length; at++) {
        switch (mhsnet_packet_read(framing, bytes + at, length - at, &packet)) {
        case BASE_MATCH_NO:
            continue;
        case BASE_MATCH_MAYBE:
            return at;
        case BASE_MATCH_YES:
            break;
        }
        /* Until all of a packet is here, nothing speaks against it. */
        if (length - at < mhsnet_packet_length(&packet))
            return at;
        if (packet.size > budget)
            continue;
        budget -= packet.size;
        if (mhsnet_packet_prove(framing, bytes + at, length - at) != BASE_MATCH_NO)
            return at;
    }
    return length;
}
