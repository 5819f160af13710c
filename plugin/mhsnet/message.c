/* message.c
 * What a message carries besides its data: id, trailing headers, address text
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/message.h"

#include <string.h>

#include "mhsnet/crc.h"

/* The alphabet in the order of its values. Returns -1 for a character outside it. */
static int
digit_value(uint8_t character)
{
    if (character == '+')
        return 0;
    if (character == '-')
        return 1;
    if (character >= '0' && character <= '9')
        return 2 + character - '0';
    if (character >= 'A' && character <= 'Z')
        return 12 + character - 'A';
    if (character >= 'a' && character <= 'z')
        return 38 + character - 'a';
    return -1;
}

bool
mhsnet_is_message_text(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (digit_value(bytes[i]) < 0)
            return false;
    }
    return true;
}

bool
mhsnet_is_message_id(const uint8_t *bytes, size_t length)
{
    return length > 0 && bytes[0] >= '0' && bytes[0] <= '9' &&
           mhsnet_is_message_text(bytes, length);
}

uint32_t
mhsnet_message_number(const char *text, size_t length)
{
    uint32_t number = 0;

    for (size_t i = 0; i < length; i++)
        number = number << 6 | ((uint32_t)digit_value((uint8_t)text[i]) & 0x3f);
    return number;
}

void
mhsnet_id_read(const char *text, size_t length, mhsnet_id *id)
{
    const char *part = text;

    id->quality = -1;
    if (length == MHSNET_ID_LENGTH)
        id->quality = (int8_t)(*part++ - '0');
    id->time = mhsnet_message_number(part, 5);
    id->process = mhsnet_message_number(part + 5, 3);
    id->flags = (uint8_t)mhsnet_message_number(part + 8, 1);
    id->counter = mhsnet_message_number(part + 9, 4);
}

int64_t
mhsnet_id_time(const mhsnet_id *id, uint32_t size, int64_t near)
{
    const int64_t turn = INT64_C(1) << 30;
    int64_t time = (near & ~(turn - 1)) + id->time - size / 64;

    if (time > near + turn / 2)
        time -= turn;
    else if (time < near - turn / 2)
        time += turn;
    return time;
}

#define COUNT_LENGTH 8
#define CRC_LENGTH 2

/* Reads the eight digits at the end of a block. Returns 0 if they are not a length. */
static size_t
read_count(const uint8_t *digits)
{
    size_t count = 0;
    size_t i;

    for (i = 0; i < COUNT_LENGTH && digits[i] >= '0' && digits[i] <= '9'; i++)
        count = count * 10 + (size_t)(digits[i] - '0');
    while (i < COUNT_LENGTH) {
        if (digits[i++] != 0)
            return 0;
    }
    return count;
}

/* Reads one block of headers that ends at `end` and has so many fields, then `extra` bytes that
 * its checksum covers too. Returns false if no such block is there. */
static bool
read_trailer(const uint8_t *bytes, size_t end, size_t fields, size_t extra, mhsnet_trailer *trailer)
{
    size_t count, at;

    if (end < COUNT_LENGTH + CRC_LENGTH)
        return false;
    trailer->end = end;
    trailer->count = end - COUNT_LENGTH;
    count = read_count(bytes + trailer->count);
    if (count < fields + extra + CRC_LENGTH || count > trailer->count)
        return false;
    trailer->start = trailer->count - count;
    trailer->crc = trailer->count - CRC_LENGTH;
    at = trailer->start;
    for (size_t i = 0; i < fields; i++) {
        const uint8_t *nul = memchr(bytes + at, 0, trailer->crc - extra - at);

        if (!nul)
            return false;
        trailer->field[i] = at;
        trailer->length[i] = (size_t)(nul - bytes) - at;
        at += trailer->length[i] + 1;
    }
    /* A later version may have more fields: only what is known here is named. */
    trailer->data_crc = extra ? trailer->crc - extra : 0;
    trailer->crc_good = mhsnet_crc16(0, bytes + trailer->start, trailer->crc - trailer->start) ==
                        (bytes[trailer->crc] | bytes[trailer->crc + 1] << 8);
    trailer->present = true;
    return true;
}

void
mhsnet_parts_find(const uint8_t *bytes, size_t length, mhsnet_parts *parts)
{
    mhsnet_trailer *headers = &parts->headers;

    *parts = (mhsnet_parts){.data_length = length};
    if (!read_trailer(bytes, length, MHSNET_HEADER_FIELDS, 0, headers))
        return;
    parts->data_length = headers->start;
    if (headers->length[MHSNET_HEADER_SUBPROTOCOL] != 1 ||
        bytes[headers->field[MHSNET_HEADER_SUBPROTOCOL]] != MHSNET_SUBPROTOCOL_FILES)
        return;
    if (read_trailer(bytes, headers->start, MHSNET_FILE_FIELDS, CRC_LENGTH, &parts->files))
        parts->data_length = parts->files.start;
}

#define ROUTE_NODE 0x1e
#define ROUTE_TIME 0x1f

bool
mhsnet_route_next(const uint8_t *route, size_t length, size_t *at, mhsnet_stop *stop)
{
    size_t i = *at;

    if (i >= length || route[i] != ROUTE_NODE)
        return false;
    stop->node = ++i;
    while (i < length && route[i] != ROUTE_TIME && route[i] != ROUTE_NODE)
        i++;
    stop->node_length = i - stop->node;
    if (i >= length || route[i] != ROUTE_TIME)
        return false;
    stop->time = ++i;
    while (i < length && route[i] != ROUTE_NODE)
        i++;
    stop->time_length = i - stop->time;
    *at = i;
    return true;
}

/* Reads a number up to the separator, which may be missing at the end of the text. Returns false
 * on any other character. */
static bool
read_part(const uint8_t *text, size_t length, size_t *at, unsigned base, char separator,
          uint64_t *value)
{
    size_t i;

    *value = 0;
    for (i = *at; i < length && text[i] != (uint8_t)separator; i++) {
        unsigned digit = (unsigned)text[i] - '0';

        if (digit >= base || *value > UINT64_MAX / 16)
            return false;
        *value = *value * base + digit;
    }
    *at = i < length ? i + 1 : length;
    return true;
}

bool
mhsnet_file_next(const uint8_t *files, size_t length, size_t *at, mhsnet_file *file)
{
    size_t i = *at;
    size_t end, comma;
    uint64_t mode;

    if (i >= length)
        return false;
    /* A name may hold commas: the three numbers are the last three parts before the ';'. */
    for (end = i; end < length && files[end] != ';'; end++)
        continue;
    comma = end;
    for (int parts = 0; parts < 3; parts++) {
        while (comma > i && files[comma - 1] != ',')
            comma--;
        if (comma <= i)
            return false;
        comma--;
    }
    file->name = i;
    file->name_length = comma - i;
    i = comma + 1;
    if (!read_part(files, end, &i, 10, ',', &file->size) ||
        !read_part(files, end, &i, 10, ',', &file->mtime) ||
        !read_part(files, end, &i, 8, ',', &mode))
        return false;
    file->mode = (uint32_t)mode;
    *at = end < length ? end + 1 : length;
    return true;
}
