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
#include "vc.h"

#include "crc.h"
#include "message.h"

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
    [MHS_DATA] = {1, UINT16_MAX, 3, false},
    [MHS_NAK] = {NAK_DATA, NAK_DATA, 3, false},
    [MHS_SOM] = {SOM_WAIT + MHS_ID_LENGTH + 1, MHS_VC_MAX_DATA, 3, false},
    [MHS_SOMA] = {MHS_ID_LENGTH, MHS_ID_LENGTH, 3, false},
    [MHS_EOM] = {MHS_ID_LENGTH, MHS_ID_LENGTH, 3, false},
    [MHS_EOMA] = {MHS_ID_LENGTH, MHS_ID_LENGTH, 3, false},
    [MHS_CONTROL] = {0, MHS_VC_MAX_DATA, 3, false},
    [MHS_EOT] = {0, 0, 0, true},
};

bool
mhs_circuit_header_agrees(const mhs_packet *packet)
{
    const type_limits *limit = &limits[packet->type];

    if (packet->size < limit->smallest || packet->channel > limit->highest_channel)
        return false;
    if (packet->type != MHS_DATA && packet->size > limit->largest)
        return false;
    if (packet->type == MHS_CONTROL && packet->channel != MHS_CONTROL_IDLE)
        return packet->address == 0;
    return !limit->address_is_zero || packet->address == 0;
}

static size_t
id_offset(uint8_t type)
{
    return type == MHS_SOM ? SOM_WAIT : 0;
}

bool
mhs_circuit_data_agrees(const mhs_packet *packet, const uint8_t *data, size_t length)
{
    size_t at;

    if (length > packet->size)
        length = packet->size;
    switch (packet->type) {
    case MHS_CONTROL:
        return mhs_is_printable(data, length);
    case MHS_SOM:
    case MHS_SOMA:
    case MHS_EOM:
    case MHS_EOMA:
        at = id_offset(packet->type);
        return length < at + MHS_ID_LENGTH || mhs_is_message_id(data + at, MHS_ID_LENGTH);
    default:
        return true;
    }
}

mhs_answer
mhs_vc_header(const uint8_t *bytes, size_t length, mhs_packet *packet)
{
    if (length < MHS_VC_HEADER)
        return MHS_MORE;
    *packet = (mhs_packet){
        .daemon = MHS_DAEMON_VC,
        .channel = bytes[0] >> 6,
        .type = (bytes[0] >> 3) & 7,
        .size = (uint32_t)((bytes[0] & 7) << 8 | bytes[1]),
        .address = bytes[2] | (uint32_t)bytes[3] << 8 | (uint32_t)bytes[4] << 16 |
                   (uint32_t)bytes[5] << 24,
        .header_length = MHS_VC_HEADER,
    };
    if (packet->size > 0)
        packet->crc_length = 2;
    if (packet->size > MHS_VC_MAX_DATA || !mhs_circuit_header_agrees(packet))
        return MHS_NO;
    if (mhs_crc16(0, bytes, 6) != (bytes[6] | bytes[7] << 8))
        return MHS_NO;
    return MHS_YES;
}

mhs_answer
mhs_vc_settle(const uint8_t *bytes, size_t length, mhs_packet *packet)
{
    size_t data_end = (size_t)MHS_VC_HEADER + packet->size;
    mhs_packet next;
    uint32_t computed;

    packet->crc_length = 2;
    if (mhs_packet_check(packet, bytes, length, &computed) == MHS_CRC_GOOD)
        return MHS_YES;
    if (length < data_end + MHS_VC_HEADER)
        return MHS_MORE;
    if (mhs_vc_header(bytes + data_end, MHS_VC_HEADER, &next) == MHS_YES) {
        packet->crc_length = 0;
        return MHS_YES;
    }
    if (length < data_end + 2 + MHS_VC_HEADER)
        return MHS_MORE;
    return mhs_vc_header(bytes + data_end + 2, MHS_VC_HEADER, &next);
}
