/* packet.c
 * One packet of any MHSnet daemon, and how to find it in a stream
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "packet.h"

#include "crc.h"
#include "ht.h"
#include "nn.h"
#include "vc.h"

size_t
mhs_packet_length(const mhs_packet *packet)
{
    return (size_t)packet->header_length + packet->size + packet->crc_length;
}

bool
mhs_is_nn(mhs_daemon daemon)
{
    return daemon >= MHS_DAEMON_NN;
}

bool
mhs_is_data(const mhs_packet *packet)
{
    /* Type 0 is DATA in both numberings. */
    return packet->type == MHS_DATA;
}

mhs_answer
mhs_packet_read(const mhs_framing *framing, const uint8_t *bytes, size_t length,
                mhs_packet *packet)
{
    mhs_answer answer;

    if (framing->daemon == MHS_DAEMON_HT)
        return mhs_ht_header(bytes, length, packet);
    if (mhs_is_nn(framing->daemon))
        return mhs_nn_header(framing->daemon, bytes, length, packet);

    answer = mhs_vc_header(bytes, length, packet);
    if (answer != MHS_YES || packet->size == 0)
        return answer;
    if (framing->data_crc == MHS_DATA_CRC_OFF)
        packet->crc_length = 0;
    /* Where neither reading fits, the header is good all the same and the default applies. */
    if (framing->data_crc == MHS_DATA_CRC_UNKNOWN &&
        mhs_vc_settle(bytes, length, packet) == MHS_MORE)
        return MHS_MORE;
    return MHS_YES;
}

static uint32_t
stored_crc(const uint8_t *bytes, uint8_t length)
{
    uint32_t crc = 0;

    while (length > 0)
        crc = crc << 8 | bytes[--length];
    return crc;
}

mhs_crc_verdict
mhs_packet_check(const mhs_packet *packet, const uint8_t *bytes, size_t length, uint32_t *computed)
{
    size_t start = mhs_is_nn(packet->daemon) ? 0 : packet->header_length;
    size_t end = (size_t)packet->header_length + packet->size;

    if (packet->crc_length == 0)
        return MHS_CRC_NONE;
    if (length < end + packet->crc_length)
        return MHS_CRC_UNCHECKED;
    *computed = packet->crc_length == 4 ? mhs_crc32(0, bytes + start, end - start)
                                        : mhs_crc16(0, bytes + start, end - start);
    return *computed == stored_crc(bytes + end, packet->crc_length) ? MHS_CRC_GOOD : MHS_CRC_BAD;
}

static bool
data_agrees(const mhs_packet *packet, const uint8_t *bytes, size_t length)
{
    const uint8_t *data = bytes + packet->header_length;
    size_t at_hand = length - packet->header_length;

    if (at_hand > packet->size)
        at_hand = packet->size;
    return mhs_is_nn(packet->daemon) ? mhs_nn_data_agrees(packet, data, at_hand)
                                     : mhs_circuit_data_agrees(packet, data, at_hand);
}

/* A packet whose header and data agree, and whose checksums are good as far as they are here. */
static mhs_answer
read_checked(const mhs_framing *framing, const uint8_t *bytes, size_t length, mhs_packet *packet,
             mhs_crc_verdict *crc)
{
    uint32_t computed;
    mhs_answer answer = mhs_packet_read(framing, bytes, length, packet);

    if (answer != MHS_YES)
        return answer;
    if (!data_agrees(packet, bytes, length))
        return MHS_NO;
    *crc = mhs_packet_check(packet, bytes, length, &computed);
    return MHS_YES;
}

mhs_sure
mhs_packet_prove(const mhs_framing *framing, const uint8_t *bytes, size_t length)
{
    mhs_framing settled = *framing;
    mhs_packet packet, next;
    mhs_crc_verdict crc, next_crc;
    size_t end;

    if (settled.daemon == MHS_DAEMON_VC && settled.data_crc == MHS_DATA_CRC_UNKNOWN)
        settled.data_crc = MHS_DATA_CRC_ON;
    if (read_checked(&settled, bytes, length, &packet, &crc) != MHS_YES)
        return MHS_SURE_NOT;
    if (!mhs_is_nn(packet.daemon) && crc == MHS_CRC_GOOD)
        return MHS_SURE_PROOF;
    if (mhs_is_nn(packet.daemon) && crc != MHS_CRC_GOOD)
        return MHS_SURE_NOT;
    if (!mhs_is_nn(packet.daemon) && packet.type == MHS_EOT)
        return MHS_SURE_PROOF; /* there is but one, so every bit of the header counts */

    end = mhs_packet_length(&packet);
    if (crc == MHS_CRC_BAD && framing->data_crc == MHS_DATA_CRC_UNKNOWN &&
        packet.daemon == MHS_DAEMON_VC) {
        /* Perhaps the session has no data checksums: then the next header comes sooner. */
        settled.data_crc = MHS_DATA_CRC_OFF;
        end -= packet.crc_length;
    }
    switch (length > end ? read_checked(&settled, bytes + end, length - end, &next, &next_crc)
                         : MHS_MORE) {
    case MHS_YES:
        if (mhs_is_nn(packet.daemon) && next_crc != MHS_CRC_GOOD)
            return MHS_SURE_SHAPE;
        return MHS_SURE_PROOF;
    case MHS_NO:
        return MHS_SURE_NOT;
    case MHS_MORE:
        break;
    }
    return crc == MHS_CRC_BAD ? MHS_SURE_NOT : MHS_SURE_SHAPE;
}

/* Cooked bytes that hold a header however it is escaped, with room for layout; and those that
 * hold two of a virtual circuit's longest packets, mostly. */
#define COOKED_HEADER 24
#define COOKED_PACKETS 2100

static mhs_sure
prove_cooked(const mhs_framing *framing, const uint8_t *bytes, size_t length)
{
    uint8_t plain[COOKED_PACKETS];
    uint32_t origin[COOKED_PACKETS + 1];
    size_t header = length < COOKED_HEADER ? length : COOKED_HEADER;
    const uint8_t *start = bytes;
    mhs_packet packet;

    /* Most traffic is somebody else's: look at the header before undoing the rest. */
    if (mhs_is_cooked(framing->cooking, bytes, length < MHS_VC_HEADER ? length : MHS_VC_HEADER)) {
        header = mhs_uncook(framing->cooking, bytes, header, plain, origin);
        start = plain;
    }
    if (mhs_vc_header(start, header, &packet) != MHS_YES)
        return MHS_SURE_NOT;
    if (length > COOKED_PACKETS)
        length = COOKED_PACKETS;
    length = mhs_uncook(framing->cooking, bytes, length, plain, origin);
    return mhs_packet_prove(framing, plain, length);
}

/*
 * HT's header is seven bytes and their checksum, and so is a whole packet of NN,
 * CN or PN with as many: a reset of PN's, for one. Such a header alone tells nothing.
 */
static bool
is_node_packet(const uint8_t *bytes, size_t length)
{
    static const mhs_daemon nodes[] = {MHS_DAEMON_NN, MHS_DAEMON_CN, MHS_DAEMON_PN};
    mhs_crc_verdict crc;
    mhs_packet packet;

    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++) {
        const mhs_framing framing = {nodes[i], MHS_COOKING_RAW, MHS_DATA_CRC_UNKNOWN};

        if (read_checked(&framing, bytes, length, &packet, &crc) == MHS_YES &&
            crc == MHS_CRC_GOOD && mhs_packet_length(&packet) == MHS_HT_HEADER)
            return true;
    }
    return false;
}

mhs_sure
mhs_recognise(const uint8_t *bytes, size_t length, mhs_framing *framing)
{
    /* Of equal answers the first counts: the default daemon and no cooking lead. EN has no
     * checksum to go by, and PN's header nothing to check. */
    static const mhs_framing candidates[] = {
        {MHS_DAEMON_VC, MHS_COOKING_RAW, MHS_DATA_CRC_UNKNOWN},
        {MHS_DAEMON_HT, MHS_COOKING_RAW, MHS_DATA_CRC_UNKNOWN},
        {MHS_DAEMON_NN, MHS_COOKING_RAW, MHS_DATA_CRC_UNKNOWN},
        {MHS_DAEMON_CN, MHS_COOKING_RAW, MHS_DATA_CRC_UNKNOWN},
        {MHS_DAEMON_VC, MHS_COOKING_A, MHS_DATA_CRC_UNKNOWN},
        {MHS_DAEMON_VC, MHS_COOKING_X, MHS_DATA_CRC_UNKNOWN},
    };
    mhs_sure best = MHS_SURE_NOT;

    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0] && best < MHS_SURE_PROOF; i++) {
        const mhs_framing *candidate = &candidates[i];
        mhs_sure sure = candidate->cooking == MHS_COOKING_RAW
                            ? mhs_packet_prove(candidate, bytes, length)
                            : prove_cooked(candidate, bytes, length);

        if (sure == MHS_SURE_SHAPE && candidate->daemon == MHS_DAEMON_HT &&
            is_node_packet(bytes, length))
            sure = MHS_SURE_NOT;
        if (sure > best) {
            best = sure;
            *framing = *candidate;
        }
    }
    return best;
}

/* Whether a packet of NN or CN stands first, its checksum included: without one nothing is proven. */
static bool
begins_with_node_packet(mhs_daemon daemon, const uint8_t *bytes, size_t length)
{
    mhs_packet packet;
    uint32_t computed;

    return mhs_nn_header(daemon, bytes, length, &packet) == MHS_YES &&
           mhs_packet_check(&packet, bytes, length, &computed) == MHS_CRC_GOOD;
}

/* Whether mhs_recognise() can come to proof: most traffic is somebody else's, and ends here. */
static bool
may_prove_itself(const uint8_t *bytes, size_t length)
{
    mhs_packet packet;

    return mhs_vc_header(bytes, length, &packet) == MHS_YES ||
           mhs_ht_header(bytes, length, &packet) == MHS_YES ||
           begins_with_node_packet(MHS_DAEMON_NN, bytes, length) ||
           begins_with_node_packet(MHS_DAEMON_CN, bytes, length) ||
           mhs_is_cooked(MHS_COOKING_A, bytes, length < MHS_VC_HEADER ? length : MHS_VC_HEADER);
}

bool
mhs_proves_itself(const uint8_t *bytes, size_t length)
{
    mhs_framing framing;

    return may_prove_itself(bytes, length) &&
           mhs_recognise(bytes, length, &framing) == MHS_SURE_PROOF;
}

size_t
mhs_resynchronise(const mhs_framing *framing, const uint8_t *bytes, size_t length)
{
    mhs_packet packet;
    size_t at;

    for (at = 0; at < length; at++) {
        switch (mhs_packet_read(framing, bytes + at, length - at, &packet)) {
        case MHS_NO:
            continue;
        case MHS_MORE:
            return at;
        case MHS_YES:
            break;
        }
        /* Until all of a packet is here, nothing speaks against it. */
        if (length - at < mhs_packet_length(&packet) ||
            mhs_packet_prove(framing, bytes + at, length - at) != MHS_SURE_NOT)
            return at;
    }
    return length;
}
