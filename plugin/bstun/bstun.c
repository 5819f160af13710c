/* bstun.c
 * The frames of a Cisco block serial tunnel, and bisync inside them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bstun/bstun.h"

#include <string.h>

static const tunnel_format format = BSTUN_FORMAT;

enum {
    SOH = 0x01,
    STX = 0x02,
    ETX = 0x03,
    DLE = 0x10,
    ITB = 0x1f,
    ETB = 0x26,
    ENQ = 0x2d,
    SYN = 0x32,
    EOT = 0x37,
    NAK = 0x3d
};

typedef struct {
    uint8_t code;
    const char *name;
    bool ends_text;
} character;

static const character plain[] = {
    {SOH, "SOH", false}, {STX, "STX", false}, {ETX, "ETX", true},
    {ITB, "ITB", true},  {ETB, "ETB", true},  {ENQ, "ENQ", true},
    {SYN, "SYN", false}, {EOT, "EOT", true},  {NAK, "NAK", true},
};

/* Behind DLE. */
static const character pairs[] = {
    {STX, "DLE STX", false}, {ETX, "DLE ETX", true}, {ITB, "DLE ITB", true},
    {ETB, "DLE ETB", true},  {ENQ, "DLE ENQ", true}, {0x70, "ACK0", true},
    {0x61, "ACK1", true},    {0x6b, "WACK", true},   {0x7c, "RVI", true},
};

bool
bstun_is_proven(const uint8_t *bytes, size_t len)
{
    static const uint8_t zeros[TUNNEL_OPENING_LEN];
    tunnel_header header;

    if (!tunnel_parse(&format, bytes, len, &header) || bytes[7] != 0)
        return false;
    if (header.opcode == TUNNEL_OPENING)
        return header.length == sizeof zeros && len >= BSTUN_HEADER_LEN + sizeof zeros &&
               memcmp(bytes + BSTUN_HEADER_LEN, zeros, sizeof zeros) == 0;
    return header.opcode == TUNNEL_DATA && header.length >= 3 && len >= BSTUN_DATA_OFFSET &&
           bytes[8] == 0 && bytes[9] == 0x21 && bytes[10] == 0;
}

/* What bytes, at least one, have of a frame does not contradict one that proves itself. */
static bool
may_prove(const uint8_t *bytes, size_t len)
{
    static const uint8_t data[] = {0x0e, 0xbd, 0, 0, 0, 0, 0, 0, 0, 0x21, 0};
    static const uint8_t opening[BSTUN_HEADER_LEN + TUNNEL_OPENING_LEN] = {0x0e, 0xbd, 0, 2, 0, 30};
    const bool opens = len > 3 && bytes[3] == TUNNEL_OPENING;
    const uint8_t *fixed = opens ? opening : data;
    const size_t most = opens ? sizeof opening : sizeof data;

    for (size_t i = 0; i < len && i < most; i++) {
        const bool varies = i == 6 || (!opens && (i == 4 || i == 5));

        if (!varies && bytes[i] != fixed[i])
            return false;
    }
    return len < 6 || opens || (bytes[4] << 8 | bytes[5]) >= 3;
}

size_t
bstun_find(const uint8_t *bytes, size_t len)
{
    size_t at = 0;

    while (at < len && !may_prove(bytes + at, len - at))
        at++;
    return at;
}

static const character *
character_of(const character *table, size_t count, uint8_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i].code == code)
            return &table[i];
    }
    return NULL;
}

#define CHARACTER_OF(table, code) character_of((table), sizeof(table) / sizeof(table)[0], (code))

bool
bstun_bsc_next(const uint8_t *bytes, size_t len, bstun_bsc_walk *walk, bstun_bsc_control *control)
{
    while (!walk->done && walk->at < len) {
        const size_t offset = walk->at;
        const bool is_pair = bytes[offset] == DLE && len - offset > 1;
        const character *found = is_pair             ? CHARACTER_OF(pairs, bytes[offset + 1])
                                 : walk->transparent ? NULL
                                                     : CHARACTER_OF(plain, bytes[offset]);
        const size_t width = is_pair ? 2 : 1;

        walk->at += width;
        if (!found)
            continue;
        if (found->code == STX || found->code == SOH) {
            walk->text = true;
            walk->transparent = is_pair;
        }
        walk->done = walk->text && found->ends_text;
        *control = (bstun_bsc_control){found->name, offset, width};
        return true;
    }
    return false;
}
