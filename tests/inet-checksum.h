/* inet-checksum.h
 * The Internet checksum (RFC 1071), for the programs that write packets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_INET_CHECKSUM_H
#define LEGACYPORTS_INET_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/** Adds bytes, as 16-bit words in network order, to a sum that covers an even number of them. */
static inline uint32_t
inet_sum(uint32_t start, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        start += (uint32_t)bytes[i] << (i % 2 == 0 ? 8 : 0);
    return start;
}

/** @return the checksum that a sum makes, host byte order. */
static inline uint16_t
inet_fold(uint32_t sum)
{
    while (sum >> 16 != 0)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return (uint16_t)~sum;
}

#endif
