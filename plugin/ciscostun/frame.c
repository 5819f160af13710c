/* frame.c
 * The frames of a Cisco serial tunnel in a stream of bytes
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/frame.h"

#include <string.h>

#include "ciscostun/hdlc.h"

static const tunnel_format format = CISCOSTUN_FORMAT;

static const uint8_t magic_first = CISCOSTUN_MAGIC >> 8;

bool
ciscostun_plausible(const tunnel_header *header)
{
    switch (header->opcode) {
    case TUNNEL_DATA:
        return header->length >= 2;
    case TUNNEL_OPENING:
        return header->length == TUNNEL_OPENING_LEN;
    default:
        return false;
    }
}

ciscostun_chain
ciscostun_follow(const uint8_t *bytes, size_t len, unsigned most)
{
    ciscostun_chain chain = {0, 0, false};
    tunnel_header header;

    while (chain.headers < most && chain.length < len &&
           tunnel_parse(&format, bytes + chain.length, len - chain.length, &header) &&
           ciscostun_plausible(&header)) {
        chain.headers++;
        chain.length += CISCOSTUN_HEADER_LEN + (size_t)header.length;
        if (header.opcode == TUNNEL_OPENING && chain.length <= len)
            chain.opening = true;
    }
    return chain;
}

/* Where the frame of a header without its first byte ends, 0 if there is none. */
static size_t
headless_end(const uint8_t *bytes, size_t len)
{
    uint8_t whole[CISCOSTUN_HEADER_LEN] = {magic_first};
    tunnel_header header;

    if (len < CISCOSTUN_HEADER_LEN - 1)
        return 0;
    memcpy(whole + 1, bytes, CISCOSTUN_HEADER_LEN - 1);
    if (!tunnel_parse(&format, whole, sizeof whole, &header) || !ciscostun_plausible(&header))
        return 0;
    return CISCOSTUN_HEADER_LEN - 1 + (size_t)header.length;
}

bool
ciscostun_lacks_first_byte(const uint8_t *bytes, size_t len)
{
    const size_t end = headless_end(bytes, len);

    return end > 0 && end <= len && tunnel_begins(&format, bytes + end, len - end) != BASE_MATCH_NO;
}

bool
ciscostun_proves_itself(const uint8_t *bytes, size_t len)
{
    const ciscostun_chain chain = ciscostun_follow(bytes, len, 2);

    if (chain.headers == 2 || chain.opening)
        return true;

    const size_t end = headless_end(bytes, len);

    return end > 0 && end < len && ciscostun_follow(bytes + end, len - end, 1).headers == 1;
}

bool
ciscostun_is_marked(const uint8_t *bytes, size_t len)
{
    tunnel_header header;

    return tunnel_parse(&format, bytes, len, &header) && header.opcode == TUNNEL_DATA &&
           CISCOSTUN_HEADER_LEN + (size_t)header.length == len &&
           ciscostun_hdlc_is_marked(bytes + CISCOSTUN_HEADER_LEN, header.length);
}

bool
ciscostun_is_segment(const uint8_t *bytes, size_t len)
{
    return ciscostun_proves_itself(bytes, len) || ciscostun_is_marked(bytes, len);
}

bool
ciscostun_begins_datagram(const uint8_t *bytes, size_t len)
{
    tunnel_header header;

    return tunnel_parse(&format, bytes, len, &header) && ciscostun_plausible(&header);
}

/* A plausible header that no later byte contradicts; of one that the bytes cut, what is there must
 * suit a known opcode. */
static bool
is_believable(const uint8_t *bytes, size_t len)
{
    tunnel_header header;

    if (tunnel_begins(&format, bytes, len) == BASE_MATCH_NO)
        return false;
    if (!tunnel_parse(&format, bytes, len, &header))
        return (len <= 2 || bytes[2] == 0) &&
               (len <= 3 || bytes[3] == TUNNEL_DATA || bytes[3] == TUNNEL_OPENING);
    if (!ciscostun_plausible(&header))
        return false;

    const size_t end = CISCOSTUN_HEADER_LEN + (size_t)header.length;

    return end >= len || tunnel_begins(&format, bytes + end, len - end) != BASE_MATCH_NO;
}

static bool
is_chained(const uint8_t *bytes, size_t len)
{
    return ciscostun_follow(bytes, len, 2).headers == 2;
}

static size_t
find_where(const uint8_t *bytes, size_t len, bool (*good)(const uint8_t *bytes, size_t len))
{
    size_t at = 0;

    while (at < len) {
        const uint8_t *candidate = memchr(bytes + at, magic_first, len - at);

        if (!candidate)
            return len;
        at = (size_t)(candidate - bytes);
        if (good(candidate, len - at))
            return at;
        at++;
    }
    return len;
}

size_t
ciscostun_find(const uint8_t *bytes, size_t len)
{
    return find_where(bytes, len, is_believable);
}

size_t
ciscostun_find_chain(const uint8_t *bytes, size_t len)
{
    return find_where(bytes, len, is_chained);
}
