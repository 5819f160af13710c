/* header.h
 * The header that Cisco's two serial tunnels share
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *   0        2        4        6     7
 *   +--------+--------+--------+-----+- - -
 *   | magic  | opcode | length |group|        big-endian
 *   +--------+--------+--------+-----+- - -
 *
 * STUN has magic 0x0831 and 7 bytes, BSTUN has magic 0x0EBD and an eighth byte
 * that is zero. Their sources are in ciscostun/frame.h and bstun/bstun.h. No
 * Wireshark header is needed.
 */
#ifndef LEGACYPORTS_TUNNEL_HEADER_H
#define LEGACYPORTS_TUNNEL_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/match.h"

/** The opcodes that are public knowledge; others are shown by number. */
typedef enum { TUNNEL_DATA = 0, TUNNEL_OPENING = 2 } tunnel_opcode;

/** What an opening message has behind its header, in both tunnels. */
#define TUNNEL_OPENING_LEN 30

/** What tells one tunnel's header from the other's. */
typedef struct {
    uint16_t magic;
    uint8_t length; /**< of the header: 7 or 8 */
} tunnel_format;

typedef struct {
    uint16_t opcode; /**< tunnel_opcode or any other */
    uint16_t length; /**< bytes after the header */
    uint8_t group;   /**< the number of the routers' group; 0 occurs */
} tunnel_header;

/**
 * Compares bytes with a magic.
 *
 * @return BASE_MATCH_MAYBE if they end before the magic does; no bytes at all may become one too
 */
static inline base_match
tunnel_begins(const tunnel_format *format, const uint8_t *bytes, size_t len)
{
    if ((len > 0 && bytes[0] != format->magic >> 8) ||
        (len > 1 && bytes[1] != (format->magic & 0xff)))
        return BASE_MATCH_NO;
    return len > 1 ? BASE_MATCH_YES : BASE_MATCH_MAYBE;
}

/**
 * Reads a header.
 *
 * @param header  in host byte order; untouched if false
 * @return false if the magic is missing or the bytes end before the header does
 */
static inline bool
tunnel_parse(const tunnel_format *format, const uint8_t *bytes, size_t len, tunnel_header *header)
{
    if (len < format->length || tunnel_begins(format, bytes, len) != BASE_MATCH_YES)
        return false;

    header->opcode = (uint16_t)(bytes[2] << 8 | bytes[3]);
    header->length = (uint16_t)(bytes[4] << 8 | bytes[5]);
    header->group = bytes[6];
    return true;
}

#endif
