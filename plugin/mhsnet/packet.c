/* packet.c
 * One packet of any MHSnet daemon, whatever its layout
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet.h"

#include "mhsnet/crc.h"

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

mhsnet_crc_status
mhsnet_packet_check(const mhsnet_packet *packet, const uint8_t *bytes, size_t length,
                    uint32_t *computed)
{
    const size_t start = mhsnet_is_nn(packet->daemon) ? 0 : packet->header_length;
    const size_t end = (size_t)packet->header_length + packet->size;
    uint32_t sent = 0;

    if (packet->crc_length == 0)
        return MHSNET_CRC_NONE;
    if (length < end + packet->crc_length)
        return MHSNET_CRC_UNCHECKED;
    for (size_t i = packet->crc_length; i > 0; i--)
        sent = sent << 8 | bytes[end + i - 1];
    *computed = packet->crc_length == 4 ? mhsnet_crc32(0, bytes + start, end - start)
                                        : mhsnet_crc16(0, bytes + start, end - start);
    return *computed == sent ? MHSNET_CRC_GOOD : MHSNET_CRC_BAD;
}
