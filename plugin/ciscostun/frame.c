/* frame.c
 * The frames of a Cisco serial tunnel in a stream of bytes
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "frame.h"

#include <string.h>

#include "hdlc.h"

static const uint8_t magic[] = {LP_STUN_MAGIC >> 8, LP_STUN_MAGIC & 0xff};

static uint16_t
big_endian(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

lp_stun_start
lp_stun_starts(const uint8_t *bytes, size_t len)
{
    const size_t compared = len < sizeof magic ? len : sizeof magic;

    if (compared > 0 && memcmp(bytes, magic, compared) != 0)
        return LP_STUN_NO;
    return compared < sizeof magic ? LP_STUN_PREFIX : LP_STUN_MAGIC_SEEN;
}

bool
lp_stun_parse(const uint8_t *bytes, size_t len, lp_stun_header *header)
{
    if (len < LP_STUN_HEADER_LEN || lp_stun_starts(bytes, len) != LP_STUN_MAGIC_SEEN)
        return false;

    header->opcode = big_endian(bytes + 2);
    header->length = big_endian(bytes + 4);
    header->group = bytes[6];
    return true;
}

bool
lp_stun_plausible(const lp_stun_header *header)
{
    switch (header->opcode) {
    case LP_STUN_DATA:
        return header->length >= 2;
    case LP_STUN_OPENING:
        return header->length == LP_STUN_OPENING_LEN;
    default:
        return false;
    }
}

lp_stun_chain
lp_stun_follow(const uint8_t *bytes, size_t len, unsigned most)
{
    lp_stun_chain chain = {0, 0, false};
    lp_stun_header header;

    while (chain.headers < most && chain.length < len &&
           lp_stun_parse(bytes + chain.length, len - chain.length, &header) &&
           lp_stun_plausible(&header)) {
        chain.headers++;
        chain.length += LP_STUN_HEADER_LEN + (size_t)header.length;
        if (header.opcode == LP_STUN_OPENING && chain.length <= len)
            chain.opening = true;
    }
    return chain;
}

/* Where the frame of a header without its first byte ends, 0 if there is none. */
static size_t
headless_end(const uint8_t *bytes, size_t len)
{
    uint8_t whole[LP_STUN_HEADER_LEN] = {magic[0]};
    lp_stun_header header;

    if (len < LP_STUN_HEADER_LEN - 1)
        return 0;
    memcpy(whole + 1, bytes, LP_STUN_HEADER_LEN - 1);
    if (!lp_stun_parse(whole, sizeof whole, &header) || !lp_stun_plausible(&header))
        return 0;
    return LP_STUN_HEADER_LEN - 1 + (size_t)header.length;
}

static bool
headless_chain(const uint8_t *bytes, size_t len)
{
    const size_t end = headless_end(bytes, len);

    return end > 0 && end < len && lp_stun_follow(bytes + end, len - end, 1).headers == 1;
}

bool
lp_stun_lacks_first_byte(const uint8_t *bytes, size_t len)
{
    const size_t end = headless_end(bytes, len);

    return end > 0 && end <= len && lp_stun_starts(bytes + end, len - end) != LP_STUN_NO;
}

bool
lp_stun_proves_itself(const uint8_t *bytes, size_t len)
{
    const lp_stun_chain chain = lp_stun_follow(bytes, len, 2);

    return chain.headers == 2 || chain.opening || headless_chain(bytes, len);
}

bool
lp_stun_is_marked(const uint8_t *bytes, size_t len)
{
    lp_stun_header header;

    return lp_stun_parse(bytes, len, &header) && header.opcode == LP_STUN_DATA &&
           LP_STUN_HEADER_LEN + (size_t)header.length == len &&
           lp_hdlc_is_marked(bytes + LP_STUN_HEADER_LEN, header.length);
}

bool
lp_stun_is_segment(const uint8_t *bytes, size_t len)
{
    return lp_stun_proves_itself(bytes, len) || lp_stun_is_marked(bytes, len);
}

bool
lp_stun_begins_datagram(const uint8_t *bytes, size_t len)
{
    lp_stun_header header;

    return lp_stun_parse(bytes, len, &header) && lp_stun_plausible(&header);
}

/* A header of which only the beginning is at hand: what is there must suit a
 * known opcode. */
static bool
may_become_plausible(const uint8_t *bytes, size_t len)
{
    if (len > 2 && bytes[2] != 0)
        return false;
    return len <= 3 || bytes[3] == LP_STUN_DATA || bytes[3] == LP_STUN_OPENING;
}

static bool
believable(const uint8_t *bytes, size_t len)
{
    lp_stun_header header;

    if (lp_stun_starts(bytes, len) == LP_STUN_NO)
        return false;
    if (!lp_stun_parse(bytes, len, &header))
        return may_become_plausible(bytes, len);
    if (!lp_stun_plausible(&header))
        return false;

    const size_t end = LP_STUN_HEADER_LEN + (size_t)header.length;
    return end >= len || lp_stun_starts(bytes + end, len - end) != LP_STUN_NO;
}

static bool
chained(const uint8_t *bytes, size_t len)
{
    return lp_stun_follow(bytes, len, 2).headers == 2;
}

static size_t
find_where(const uint8_t *bytes, size_t len, bool (*good)(const uint8_t *bytes, size_t len))
{
    size_t at = 0;

    while (at < len) {
        const uint8_t *candidate = memchr(bytes + at, magic[0], len - at);

        if (candidate == NULL)
            return len;
        at = (size_t)(candidate - bytes);
        if (good(candidate, len - at))
            return at;
        at++;
    }
    return len;
}

size_t
lp_stun_find(const uint8_t *bytes, size_t len)
{
    return find_where(bytes, len, believable);
}

size_t
lp_stun_find_chain(const uint8_t *bytes, size_t len)
{
    return find_where(bytes, len, chained);
}
