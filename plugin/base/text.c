/* text.c
 * Text in a buffer of fixed size, and characters of UTF-8
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

base_text
base_text_in(char *buffer, size_t size)
{
    buffer[0] = '\0';
    return (base_text){buffer, size, 0};
}

void
base_text_cut(base_text *text, size_t length)
{
    size_t first = length;

    if (length > text->used)
        return;
    while (first > 0 && base_utf8_continues((uint8_t)text->text[first - 1]))
        first--;
    if (first > 0 && base_utf8_announced((uint8_t)text->text[first - 1]) > length - first + 1)
        length = first - 1;
    text->text[length] = '\0';
    text->used = length;
}

bool
base_text_add(base_text *text, const char *string)
{
    return base_text_printf(text, "%s", string);
}

bool
base_text_printf(base_text *text, const char *format, ...)
{
    const size_t room = text->size - text->used;
    va_list arguments;

    va_start(arguments, format);
    const int written = vsnprintf(text->text + text->used, room, format, arguments);
    va_end(arguments);

    if (written < 0) {
        text->text[text->used] = '\0';
        return false;
    }
    if ((size_t)written < room) {
        text->used += (size_t)written;
        return true;
    }

    text->used = text->size - 1;
    base_text_cut(text, text->used);
    return false;
}

size_t
base_utf8_announced(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

bool
base_utf8_continues(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

size_t
base_utf8_length(const uint8_t *bytes, size_t length)
{
    const size_t size = length > 0 ? base_utf8_announced(bytes[0]) : 0;

    if (size == 0 || size > length)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (!base_utf8_continues(bytes[i]))
            return 0;
    }

    /* Too long for what they say, or a surrogate, or beyond U+10FFFF. */
    if ((bytes[0] == 0xe0 && bytes[1] < 0xa0) || (bytes[0] == 0xed && bytes[1] > 0x9f) ||
        (bytes[0] == 0xf0 && bytes[1] < 0x90) || (bytes[0] == 0xf4 && bytes[1] > 0x8f))
        return 0;
    return size;
}

size_t
base_utf8_count(const char *string)
{
    size_t count = 0;

    for (size_t left = strlen(string); left > 0; count++) {
        const size_t size = base_utf8_length((const uint8_t *)string, left);

        string += size > 0 ? size : 1;
        left -= size > 0 ? size : 1;
    }
    return count;
}

bool
base_is_printable(uint8_t byte)
{
    return byte >= ' ' && byte <= '~';
}

bool
base_all_printable(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!base_is_printable(bytes[i]))
            return false;
    }
    return true;
}
