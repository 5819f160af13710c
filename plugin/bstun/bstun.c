/* bstun.c
 * The frames of a Cisco block serial tunnel, and bisync inside them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bstun/bstun.h"

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

static uint16_t
big_endian(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

bool
bstun_may_begin(const uint8_t *bytes, size_t len)
{
    if (len == 0 || bytes[0] != BSTUN_MAGIC >> 8)
        return false;
    return len == 1 || bytes[1] == (BSTUN_MAGIC & 0xff);
}

bool
bstun_parse(const uint8_t *bytes, size_t len, bstun_header *header)
{
    if (len < BSTUN_HEADER_LEN || !bstun_may_begin(bytes, len))
        return false;

    header->opcode = big_endian(bytes + 2);
    header->length = big_endian(bytes + 4);
    header->group = bytes[6];
    return true;
}

static bool
is_zero(const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

bool
bstun_is_proven(const uint8_t *bytes, size_t len)
{
    bstun_header header;

    if (!bstun_parse(bytes, len, &header) || bytes[7] != 0)
        return false;
    if (header.opcode == BSTUN_OPENING)
        return header.length == BSTUN_OPENING_LEN && len >= BSTUN_HEADER_LEN + BSTUN_OPENING_LEN &&
               is_zero(bytes + BSTUN_HEADER_LEN, BSTUN_OPENING_LEN);
    return header.opcode == BSTUN_DATA && header.length >= 3 && len >= BSTUN_DATA_OFFSET &&
           bytes[8] == 0 && bytes[9] == 0x21 && bytes[10] == 0;
}

/* What bytes, at least one, have of a frame does not contradict one that proves itself. */
static bool
may_prove(const uint8_t *bytes, size_t len)
{
    static const uint8_t data[] = {0x0e, 0xbd, 0, 0, 0, 0, 0, 0, 0, 0x21, 0};
    static const uint8_t opening[BSTUN_HEADER_LEN + BSTUN_OPENING_LEN] = {0x0e, 0xbd, 0, 2, 0, 30};
    const bool opens = len > 3 && bytes[3] == BSTUN_OPENING;
    const uint8_t *fixed = opens ? opening : data;
    const size_t most = opens ? sizeof opening : sizeof data;

    for (size_t i = 0; i < len && i < most; i++) {
        const bool varies = i == 6 || (!opens && (i == 4 || i == 5));

        if (!varies && bytes[i] != fixed[i])
            return false;
    }
    return len < 6 || opens || big_endian(bytes + 4) >= 3;
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

static const character *
control_at(const uint8_t *bytes, size_t left, bool transparent, size_t *len)
{
    *len = 1;
    if (bytes[0] == DLE && left > 1) {
        *len = 2;
        return CHARACTER_OF(pairs, bytes[1]);
    }
    return transparent ? NULL : CHARACTER_OF(plain, bytes[0]);
}

bool
bstun_bsc_next(const uint8_t *bytes, size_t len, bstun_bsc_walk *walk, bstun_bsc_control *control)
{
    while (!walk->done && walk->at < len) {
        size_t width;
        const size_t offset = walk->at;
        const character *found =
            control_at(bytes + offset, len - offset, walk->transparent, &width);

        walk->at += width;
        if (found == NULL)
            continue;
        if (found->code == STX || found->code == SOH) {
            walk->text = true;
            walk->transparent = width == 2;
        }
        walk->done = walk->text && found->ends_text;
        *control = (bstun_bsc_control){found->name, offset, width};
        return true;
    }
    return false;
}
