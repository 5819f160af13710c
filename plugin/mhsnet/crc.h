/* crc.h
 * The two checksums of MHSnet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both start from 0 and have no final xor, so a checksum over two pieces is
 * the second call's, given the first call's value as its start.
 */
#ifndef LEGACYPORTS_MHSNET_CRC_H
#define LEGACYPORTS_MHSNET_CRC_H

#include <stddef.h>
#include <stdint.h>

/**
 * CRC-16/ARC, polynomial 0x8005 reflected: "123456789" gives 0xBB3D.
 *
 * @param crc    0, or the checksum of the bytes before these
 * @param bytes  what to sum
 * @return the checksum, in host byte order; MHSnet sends its low byte first
 */
uint16_t mhsnet_crc16(uint16_t crc, const uint8_t *bytes, size_t length);

/**
 * CRC-32, polynomial 0x04C11DB7 reflected: "123456789" gives 0x2DFD2D88.
 *
 * Not the CRC-32 of Ethernet, which starts from and ends with all ones.
 */
uint32_t mhsnet_crc32(uint32_t crc, const uint8_t *bytes, size_t length);

#endif
