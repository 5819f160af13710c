/* frame.h
 * The frames of a Cisco serial tunnel in a stream of bytes
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *   0        2        4        6     7
 *   +--------+--------+--------+-----+----------------- - -
 *   | 08  31 | opcode | length |group| length bytes
 *   +--------+--------+--------+-----+----------------- - -
 *
 * Big-endian. Opcode 0 carries one serial frame from its address byte on,
 * without flags and FCS; opcode 2 opens the tunnel with 30 bytes whose meaning
 * is not public; no other opcode is published. Not the STUN of RFC 8489.
 *
 * Sources: descriptions of captured traffic (K9MLS/qsp, p25nx/pnx-mono, Wodie/p25link) and the
 * independent implementation in rare-freertr/freeRtr, packStun.java. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_CISCOSTUN_FRAME_H
#define LEGACYPORTS_CISCOSTUN_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tunnel/header.h"

#define CISCOSTUN_MAGIC 0x0831
#define CISCOSTUN_HEADER_LEN 7
#define CISCOSTUN_FORMAT                      \
    {                                         \
        CISCOSTUN_MAGIC, CISCOSTUN_HEADER_LEN \
    }

/** Headers that follow one another, each where the one before it ends. */
typedef struct {
    unsigned headers; /**< whole and plausible ones */
    size_t length;    /**< where the last of them says that its frame ends; may exceed the bytes */
    bool opening;     /**< one of them heads a whole opening message */
} ciscostun_chain;

/**
 * Whether a header that nothing announced may be believed: its opcode is
 * known, and its length suits it (address and control byte at least, or the
 * 30 bytes of an opening).
 */
bool ciscostun_plausible(const tunnel_header *header);

/**
 * Follows the lengths from a header at the first byte.
 *
 * @param most  stop after as many headers
 */
ciscostun_chain ciscostun_follow(const uint8_t *bytes, size_t len, unsigned most);

/**
 * Whether a segment shows by itself that it is a tunnel's: two chained
 * headers, or a whole opening message, at the first byte; or, since some
 * implementations send the first byte of a burst alone, a header that lacks
 * that byte and one that chains to it.
 *
 * The chance of a random match is below 1 in 2^64, for the opening message 1 in 2^48. Modbus/TCP
 * with transaction identifier 0x0831 has the same first bytes, but a total of 6 + length.
 */
bool ciscostun_proves_itself(const uint8_t *bytes, size_t len);

/**
 * Whether bytes are a whole frame but for the first byte of its header, and
 * end there or go on as another one would. Good enough on a STUN port: it is
 * what a capture meets that begins in the middle.
 */
bool ciscostun_lacks_first_byte(const uint8_t *bytes, size_t len);

/**
 * Whether bytes are one data frame and nothing else, whose serial frame is
 * HDLC by more than its address (ciscostun_hdlc_is_marked()).
 */
bool ciscostun_is_marked(const uint8_t *bytes, size_t len);

/** What a segment on any port must be to be taken for a tunnel's: proof, or a marked frame. */
bool ciscostun_is_segment(const uint8_t *bytes, size_t len);

/** What a datagram on any port must begin with: a plausible header. */
bool ciscostun_begins_datagram(const uint8_t *bytes, size_t len);

/**
 * Looks for the place to take up a stream again.
 *
 * @return how many bytes lie before the next plausible header that no later
 *         byte contradicts, or before what may be the beginning of one; len if
 *         there is neither
 */
size_t ciscostun_find(const uint8_t *bytes, size_t len);

/** Like ciscostun_find(), but only a header that another one chains to will do. */
size_t ciscostun_find_chain(const uint8_t *bytes, size_t len);

#endif
