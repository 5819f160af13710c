/* frame-edit.h
 * A captured TCP or UDP packet taken apart, changed and put together again
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      0           ip              transport       payload         end
 *      | link layer | IPv4 or IPv6  | TCP or UDP    | ...           |
 *
 * Only whole packets of Ethernet or raw IP are taken apart; whatever else a
 * capture holds passes through as it is.
 */
#ifndef LEGACYPORTS_FRAME_EDIT_H
#define LEGACYPORTS_FRAME_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_MAX 70000

enum { TCP_FIN = 0x01, TCP_SYN = 0x02, TCP_RST = 0x04, TCP_PSH = 0x08 };

typedef struct {
    size_t length; /**< of bytes */
    size_t ip, transport, payload;
    bool known; /**< the offsets are set: TCP or UDP, whole */
    bool tcp;
    uint8_t bytes[FRAME_MAX];
} frame;

/**
 * Takes a captured packet apart.
 *
 * @param ethernet  Ethernet II, 802.1Q tags allowed; otherwise the IP header comes first
 * @param whole     nothing was cut off at capture
 */
void frame_read(frame *f, const uint8_t *bytes, size_t length, bool ethernet, bool whole);

/** @return bytes of payload, 0 if the frame is not known. */
size_t frame_payload_length(const frame *f);

/** @return TCP's flags, 0 if the frame is no TCP. */
uint8_t frame_tcp_flags(const frame *f);

/** @return whether two frames are of one TCP connection and direction. */
bool frame_same_direction(const frame *a, const frame *b);

/** Sets all lengths and checksums from the frame's own length. */
void frame_seal(frame *f);

/**
 * Makes the frame that carries a part of another's payload; sequence number,
 * lengths and checksums fit. SYN stays with the first byte, FIN and PSH with the last.
 */
void frame_part(const frame *whole, size_t offset, size_t length, frame *part);

/** Appends the payload of the same direction's next frame. @return false if there is no room. */
bool frame_join(frame *f, const frame *next);

/** Turns IPv4 into IPv6 under 2001:db8::/96. Other frames stay as they are. */
void frame_to_ipv6(frame *f);

/** Puts an 802.1Q tag behind the Ethernet addresses. */
void frame_tag(frame *f, uint16_t vlan);

/** @return whether a frame is IPv4, so that frame_fragment() can divide it. */
bool frame_is_ipv4(const frame *f);

/**
 * Makes an IPv4 fragment of a frame.
 *
 * @param id      the same for all fragments of the frame, and no other frame's
 * @param offset  in the bytes behind the IP header; a multiple of 8
 * @param length  of them; a multiple of 8 but in the last fragment
 * @param part    an unknown frame: nothing but bytes
 */
void frame_fragment(const frame *whole, uint16_t id, size_t offset, size_t length, frame *part);

#endif
