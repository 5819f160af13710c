/* circuit.c
 * The packets of MHSnet's circuit daemons: VC, virtual circuit, and HT, half duplex
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *       0                 1                 2                 6         8
 *      +----+-----+------------------------+-----------------+---------+-- - - --+---------+
 *  VC  |chan|type | data size, big-endian  | address, LE     | CRC, LE | data    | CRC, LE |
 *      | 2  |  3  |          11 bits       | 4 bytes         | of 0..5 |         | of data |
 *      +----+-----+------------------------+-----------------+---------+-- - - --+---------+
 *
 *       0            4                          5             7         9
 *      +------------+----+----+---------+------+-------------+---------+-- - - --+---------+
 *  HT  | address,   |type|chan|direction| size | size low,   | CRC, LE | data    | CRC, LE |
 *      | 4 bytes LE | 3  | 2  |    1    |high 2| big-endian  | of 0..6 |         | of data |
 *      +------------+----+----+---------+------+-------------+---------+-- - - --+---------+
 *
 * VC's second checksum is there if there is data and the session has data
 * checksums at all (PARAMS without -r). HT's is a CRC-16, above 1024 bytes of data
 * a CRC-32.
 */
#include "mhsnet/circuit.h"

#include "base/text.h"
#include "mhsnet/crc.h"
#include "mhsnet/message.h"

#define VC_MAX_DATA 1024
#define HT_MAX_DATA 131072
#define HT_LARGEST_WITH_CRC16 1024
#define NAK_DATA 5

/* Of one type: the data sizes and channels that can occur, and what address must be. HT's limits
 * are VC's, but for the size of DATA, which the size field bounds. */
static const struct {
    uint32_t smallest;
    uint32_t largest;
    uint8_t highest_channel;
    bool address_is_zero;
} limits[] = {
    [MHSNET_DATA] = {1, UINT32_MAX, 3, false},
    [MHSNET_NAK] = {NAK_DATA, NAK_DATA, 3, false},
    [MHSNET_SOM] = {MHSNET_SOM_WAIT + MHSNET_ID_LENGTH + 1, VC_MAX_DATA, 3, false},
    [MHSNET_SOMA] = {MHSNET_ID_LENGTH, MHSNET_ID_LENGTH, 3, false},
    [MHSNET_EOM] = {MHSNET_ID_LENGTH, MHSNET_ID_LENGTH, 3, false},
    [MHSNET_EOMA] = {MHSNET_ID_LENGTH, MHSNET_ID_LENGTH, 3, false},
    [MHSNET_CONTROL] = {0, VC_MAX_DATA, 3, false},
    [MHSNET_EOT] = {0, 0, 0, true},
};

/* Whether type, channel, size and address agree. Eight zero bytes, whose checksum is right, fail
 * here: they are DATA without data. */
static bool
header_agrees(const mhsnet_packet *packet)
{
    if (packet->size < limits[packet->type].smallest || packet->size > limits[packet->type].largest)
        return false;
    if (packet->channel > limits[packet->type].highest_channel)
        return false;
    if (packet->type == MHSNET_CONTROL && packet->channel != MHSNET_CONTROL_IDLE)
        return packet->address == 0;
    return !limits[packet->type].address_is_zero || packet->address == 0;
}

bool
mhsnet_circuit_data_agrees(const mhsnet_packet *packet, const uint8_t *data, size_t length)
{
    const size_t id = packet->type == MHSNET_SOM ? MHSNET_SOM_WAIT : 0;

    if (length > packet->size)
        length = packet->size;
    switch (packet->type) {
    case MHSNET_CONTROL:
        return base_all_printable(data, length);
    case MHSNET_SOM:
    case MHSNET_SOMA:
    case MHSNET_EOM:
    case MHSNET_EOMA:
        return length < id + MHSNET_ID_LENGTH || mhsnet_is_message_id(data + id, MHSNET_ID_LENGTH);
    default:
        return true;
    }
}

base_match
mhsnet_vc_header(const uint8_t *bytes, size_t length, mhsnet_packet *packet)
{
    if (length < MHSNET_VC_HEADER)
        return BASE_MATCH_MAYBE;
    *packet = (mhsnet_packet){
        .daemon = MHSNET_DAEMON_VC,
        .channel = bytes[0] >> 6,
        .type = (bytes[0] >> 3) & 7,
        .size = (uint32_t)((bytes[0] & 7) << 8 | bytes[1]),
        .address = bytes[2] | (uint32_t)bytes[3] << 8 | (uint32_t)bytes[4] << 16 |
                   (uint32_t)bytes[5] << 24,
        .header_length = MHSNET_VC_HEADER,
    };
    if (packet->size > 0)
        packet->crc_length = 2;
    if (packet->size > VC_MAX_DATA || !header_agrees(packet))
        return BASE_MATCH_NO;
    if (mhsnet_crc16(0, bytes, 6) != (bytes[6] | bytes[7] << 8))
        return BASE_MATCH_NO;
    return BASE_MATCH_YES;
}

base_match
mhsnet_ht_header(const uint8_t *bytes, size_t length, mhsnet_packet *packet)
{
    if (length < MHSNET_HT_HEADER)
        return BASE_MATCH_MAYBE;
    *packet = (mhsnet_packet){
        .daemon = MHSNET_DAEMON_HT,
        .address = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                   (uint32_t)bytes[3] << 24,
        .type = bytes[4] >> 5,
        .channel = (bytes[4] >> 3) & 3,
        .direction = (bytes[4] >> 2) & 1,
        .size = (uint32_t)(bytes[4] & 3) << 16 | (uint32_t)bytes[5] << 8 | bytes[6],
        .header_length = MHSNET_HT_HEADER,
    };
    if (packet->size > 0)
        packet->crc_length = packet->size <= HT_LARGEST_WITH_CRC16 ? 2 : 4;
    if (packet->size > HT_MAX_DATA || !header_agrees(packet))
        return BASE_MATCH_NO;
    if (mhsnet_crc16(0, bytes, 7) != (bytes[7] | bytes[8] << 8))
        return BASE_MATCH_NO;
    return BASE_MATCH_YES;
}

base_match
mhsnet_vc_settle(const uint8_t *bytes, size_t length, mhsnet_packet *packet)
{
    const size_t data_end = (size_t)MHSNET_VC_HEADER + packet->size;
    mhsnet_packet next;
    uint32_t computed;

    packet->crc_length = 2;
    if (mhsnet_packet_check(packet, bytes, length, &computed) == MHSNET_CRC_GOOD)
        return BASE_MATCH_YES;
    if (length < data_end + MHSNET_VC_HEADER)
        return BASE_MATCH_MAYBE;
    if (mhsnet_vc_header(bytes + data_end, MHSNET_VC_HEADER, &next) == BASE_MATCH_YES) {
        packet->crc_length = 0;
        return BASE_MATCH_YES;
    }
    if (length < data_end + 2 + MHSNET_VC_HEADER)
        return BASE_MATCH_MAYBE;
    return mhsnet_vc_header(bytes + data_end + 2, MHSNET_VC_HEADER, &next);
}
