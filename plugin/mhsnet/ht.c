/* ht.c
 * The packets of MHSnet's half-duplex daemon
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *       0            4                          5             7         9
 *      +------------+----+----+---------+------+-------------+---------+-- - - --+----------+
 *      | address,   |type|chan|direction| size | size low,   | CRC, LE | data    | CRC, LE  |
 *      | 4 bytes LE | 3  | 2  |    1    |high 2| big-endian  | 0..6    |         | of data  |
 *      +------------+----+----+---------+------+-------------+---------+-- - - --+----------+
 *
 * The data has a CRC-16, above 1024 bytes a CRC-32. The types are the virtual
 * circuit's.
 */
#include "mhsnet/ht.h"

#include "mhsnet/crc.h"
#include "mhsnet/vc.h"

#define LARGEST_WITH_CRC16 1024

static uint8_t
crc_length(uint32_t size)
{
    if (size == 0)
        return 0;
    return size <= LARGEST_WITH_CRC16 ? 2 : 4;
}

mhsnet_answer
mhsnet_ht_header(const uint8_t *bytes, size_t length, mhsnet_packet *packet)
{
    if (length < MHSNET_HT_HEADER)
        return MHSNET_MORE;
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
    packet->crc_length = crc_length(packet->size);
    if (packet->size > MHSNET_HT_MAX_DATA || !mhsnet_circuit_header_agrees(packet))
        return MHSNET_NO;
    if (mhsnet_crc16(0, bytes, 7) != (bytes[7] | bytes[8] << 8))
        return MHSNET_NO;
    return MHSNET_YES;
}
