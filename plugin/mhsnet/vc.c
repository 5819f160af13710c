/* vc.c
 * The packets of MHSnet's virtual circuit daemon
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *       0                 1                 2                 6         8
 *      +----+-----+------------------------+-----------------+---------+-- - - --+---------+
 *      |chan|type | data size, big-endian  | address, LE     | CRC, LE | data    | CRC, LE |
 *      | 2  |  3  |          11 bits       | 4 bytes         | 0..5    |         | of data |
 *      +----+-----+------------------------+-----------------+---------+-- - - --+---------+
 *
 * The second checksum is there if there is data and the session has data
 * checksums at all (PARAMS without -r).
 */
#include "mhsnet/vc.h"

#include "mhsnet/crc.h"
#include "mhsnet/message.h"

/* Of one type: the data sizes and channels that can occur, and what address must be. */
typedef struct {
    uint16_t smallest;
    uint16_t largest;
    uint8_t highest_channel;
    bool address_is_zero;
} type_limits;

#define NAK_DATA 5
#define SOM_WAIT 4

/* HT's limits are VC's but for the size of DATA, which its 18 bits bound. */
static const type_limits limits[] = {
    [MHSNET_DATA] = {1, UINT16_MAX, 3, false},
    [MHSNET_NAK] = {NAK_DATA, NAK_DATA, 3, false},
    [MHSNET_SOM] = {SOM_WAIT + MHSNET_ID_LENGTH + 1, MHSNET_VC_MAX_DATA, 3, false},
    [MHSNET_SOMA] = {MHSNET_ID_LENGTH, MHSNET_ID_LENGTH, 3, false},
    [MHSNET_EOM] = {MHSNET_ID_LENGTH, MHSNET_ID_LENGTH, 3, false},
    [MHSNET_EOMA] = {MHSNET_ID_LENGTH, MHSNET_ID_LENGTH, 3, false},
    [MHSNET_CONTROL] = {0, MHSNET_VC_MAX_DATA, 3, false},
    [MHSNET_EOT] = {0, 0, 0, true},
};

bool
mhsnet_circuit_header_agrees(const mhsnet_packet *packet)
{
    const type_limits *limit = &limits[packet->type];

    if (packet->size < limit->smallest || packet->channel > limit->highest_channel)
        return false;
    if (packet->type != MHSNET_DATA && packet->size > limit->largest)
        return false;
    if (packet->type == MHSNET_CONTROL && packet->channel != MHSNET_CONTROL_IDLE)
        return packet->address == 0;
    return !limit->address_is_zero || packet->address == 0;
}

static size_t
id_offset(uint8_t type)
{
    return type == MHSNET_SOM ? SOM_WAIT : 0;
}

bool
mhsnet_circuit_data_agrees(const mhsnet_packet *packet, const uint8_t *data, size_t length)
{
    size_t at;

    if (length > packet->size)
        length = packet->size;
    switch (packet->type) {
    case MHSNET_CONTROL:
        return mhsnet_is_printable(data, length);
    case MHSNET_SOM:
    case MHSNET_SOMA:
    case MHSNET_EOM:
    case MHSNET_EOMA:
        at = id_offset(packet->type);
        return length < at + MHSNET_ID_LENGTH || mhsnet_is_message_id(data + at, MHSNET_ID_LENGTH);
    default:
        return true;
    }
}

mhsnet_answer
mhsnet_vc_header(const uint8_t *bytes, size_t length, mhsnet_packet *packet)
{
    if (length < MHSNET_VC_HEADER)
        return MHSNET_MORE;
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
    if (packet->size > MHSNET_VC_MAX_DATA || !mhsnet_circuit_header_agrees(packet))
        return MHSNET_NO;
    if (mhsnet_crc16(0, bytes, 6) != (bytes[6] | bytes[7] << 8))
        return MHSNET_NO;
    return MHSNET_YES;
}

mhsnet_answer
mhsnet_vc_settle(const uint8_t *bytes, size_t length, mhsnet_packet *packet)
{
    size_t data_end = (size_t)MHSNET_VC_HEADER + packet->size;
    mhsnet_packet next;
    uint32_t computed;

    packet->crc_length = 2;
    if (mhsnet_packet_check(packet, bytes, length, &computed) == MHSNET_CRC_GOOD)
        return MHSNET_YES;
    if (length < data_end + MHSNET_VC_HEADER)
        return MHSNET_MORE;
    if (mhsnet_vc_header(bytes + data_end, MHSNET_VC_HEADER, &next) == MHSNET_YES) {
        packet->crc_length = 0;
        return MHSNET_YES;
    }
    if (length < data_end + 2 + MHSNET_VC_HEADER)
        return MHSNET_MORE;
    return mhsnet_vc_header(bytes + data_end + 2, MHSNET_VC_HEADER, &next);
}
