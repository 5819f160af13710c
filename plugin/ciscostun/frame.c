/* frame.c
 * The frames of a Cisco serial tunnel in a stream of bytes
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/frame.h"

#include <string.h>

#include "ciscostun/hdlc.h"

static const uint8_t magic[] = {CISCOSTUN_MAGIC >> 8, CISCOSTUN_MAGIC & 0xff};

static uint16_t
big_endian(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

ciscostun_start
ciscostun_starts(const uint8_t *bytes, size_t len)
{
    const size_t compared = len < sizeof magic ? len : sizeof magic;

    if (compared > 0 && memcmp(bytes, magic, compared) != 0)
        return CISCOSTUN_NO;
    return compared < sizeof magic ? CISCOSTUN_PREFIX : CISCOSTUN_MAGIC_SEEN;
}

bool
ciscostun_parse(const uint8_t *bytes, size_t len, ciscostun_header *header)
{
    if (len < CISCOSTUN_HEADER_LEN || ciscostun_starts(bytes, len) != CISCOSTUN_MAGIC_SEEN)
        return false;

    header->opcode = big_endian(bytes + 2);
    header->length = big_endian(bytes + 4);
    header->group = bytes[6];
    return true;
}

bool
ciscostun_plausible(const ciscostun_header *header)
{
    switch (header->opcode) {
    case CISCOSTUN_DATA:
        return header->length >= 2;
    case CISCOSTUN_OPENING:
        return header->length == CISCOSTUN_OPENING_LEN;
    default:
        return false;
    }
}

ciscostun_chain
ciscostun_follow(const uint8_t *bytes, size_t len, unsigned most)
{
    ciscostun_chain chain = {0, 0, false};
    ciscostun_header header;

    while (chain.headers < most && chain.length < len &&
           ciscostun_parse(bytes + chain.length, len - chain.length, &header) &&
           ciscostun_plausible(&header)) {
        chain.headers++;
        chain.length += CISCOSTUN_HEADER_LEN + (size_t)header.length;
        if (header.opcode == CISCOSTUN_OPENING && chain.length <= len)
            chain.opening = true;
    }
    return chain;
}

/* Where the frame of a header without its first byte ends, 0 if there is none. */
static size_t
headless_end(const uint8_t *bytes, size_t len)
{
    uint8_t whole[CISCOSTUN_HEADER_LEN] = {magic[0]};
    ciscostun_header header;

    if (len < CISCOSTUN_HEADER_LEN - 1)
        return 0;
    memcpy(whole + 1, bytes, CISCOSTUN_HEADER_LEN - 1);
    if (!ciscostun_parse(whole, sizeof whole, &header) || !ciscostun_plausible(&header))
        return 0;
    return CISCOSTUN_HEADER_LEN - 1 + (size_t)header.length;
}

static bool
headless_chain(const uint8_t *bytes, size_t len)
{
    const size_t end = headless_end(bytes, len);

    return end > 0 && end < len && ciscostun_follow(bytes + end, len - end, 1).headers == 1;
}

bool
ciscostun_lacks_first_byte(const uint8_t *bytes, size_t len)
{
    const size_t end = headless_end(bytes, len);

    return end > 0 && end <= len && ciscostun_starts(bytes + end, len - end) != CISCOSTUN_NO;
}

bool
ciscostun_proves_itself(const uint8_t *bytes, size_t len)
{
    const ciscostun_chain chain = ciscostun_follow(bytes, len, 2);

    return chain.headers == 2 || chain.opening || headless_chain(bytes, len);
}

bool
ciscostun_is_marked(const uint8_t *bytes, size_t len)
{
    ciscostun_header header;

    return ciscostun_parse(bytes, len, &header) && header.opcode == CISCOSTUN_DATA &&
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
    ciscostun_header header;

    return ciscostun_parse(bytes, len, &header) && ciscostun_plausible(&header);
}

/* A header of which only the beginning is at hand: what is there must suit a
 * known opcode. */
static bool
may_become_plausible(const uint8_t *bytes, size_t len)
{
    if (len > 2 && bytes[2] != 0)
        return false;
    return len <= 3 || bytes[3] == CISCOSTUN_DATA || bytes[3] == CISCOSTUN_OPENING;
}

static bool
believable(const uint8_t *bytes, size_t len)
{
    ciscostun_header header;

    if (ciscostun_starts(bytes, len) == CISCOSTUN_NO)
        return false;
    if (!ciscostun_parse(bytes, len, &header))
        return may_become_plausible(bytes, len);
    if (!ciscostun_plausible(&header))
        return false;

    const size_t end = CISCOSTUN_HEADER_LEN + (size_t)header.length;
    return end >= len || ciscostun_starts(bytes + end, len - end) != CISCOSTUN_NO;
}

static bool
chained(const uint8_t *bytes, size_t len)
{
    return ciscostun_follow(bytes, len, 2).headers == 2;
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
ciscostun_find(const uint8_t *bytes, size_t len)
{
    return find_where(bytes, len, believable);
}

size_t
ciscostun_find_chain(const uint8_t *bytes, size_t len)
{
    return find_where(bytes, len, chained);
}
