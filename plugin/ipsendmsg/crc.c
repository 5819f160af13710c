/* crc.c
 * The two checksums of MHSnet, half a byte at a time
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "crc.h"

/* Entry n is n shifted right four times, each 1 that falls out answered by the polynomial:
 * sixteen entries can be checked by eye, and packets are short. */
static const uint16_t crc16_of_nibble[16] = {
    0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401,
    0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01, 0x8801, 0x4400,
};

static const uint32_t crc32_of_nibble[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

uint16_t
mhs_crc16(uint16_t crc, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        crc = (uint16_t)(crc ^ bytes[i]);
        crc = (uint16_t)((crc >> 4) ^ crc16_of_nibble[crc & 0xf]);
        crc = (uint16_t)((crc >> 4) ^ crc16_of_nibble[crc & 0xf]);
    }
    return crc;
}

uint32_t
mhs_crc32(uint32_t crc, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        crc = (crc >> 4) ^ crc32_of_nibble[crc & 0xf];
        crc = (crc >> 4) ^ crc32_of_nibble[crc & 0xf];
    }
    return crc;
}
