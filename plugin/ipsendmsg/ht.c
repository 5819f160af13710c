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
#include "ht.h"

#include "crc.h"
#include "vc.h"

#define LARGEST_WITH_CRC16 1024

static uint8_t
crc_length(uint32_t size)
{
    if (size == 0)
        return 0;
    return size <= LARGEST_WITH_CRC16 ? 2 : 4;
}

mhs_answer
mhs_ht_header(const uint8_t *bytes, size_t length, mhs_packet *packet)
{
    if (length < MHS_HT_HEADER)
        return MHS_MORE;
    *packet = (mhs_packet){
        .daemon = MHS_DAEMON_HT,
        .address = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                   (uint32_t)bytes[3] << 24,
        .type = bytes[4] >> 5,
        .channel = (bytes[4] >> 3) & 3,
        .direction = (bytes[4] >> 2) & 1,
        .size = (uint32_t)(bytes[4] & 3) << 16 | (uint32_t)bytes[5] << 8 | bytes[6],
        .header_length = MHS_HT_HEADER,
    };
    packet->crc_length = crc_length(packet->size);
    if (packet->size > MHS_HT_MAX_DATA || !mhs_circuit_header_agrees(packet))
        return MHS_NO;
    if (mhs_crc16(0, bytes, 7) != (bytes[7] | bytes[8] << 8))
        return MHS_NO;
    return MHS_YES;
}
