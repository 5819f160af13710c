/* certificate.c
 * Whom an X.509 certificate names: its issuer and its subject
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/certificate.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* X.690: universal types, and the two constructed ones of a certificate. */
enum {
    TAG_INTEGER = 0x02,
    TAG_OID = 0x06,
    TAG_UTF8_STRING = 0x0C,
    TAG_NUMERIC_STRING = 0x12,
    TAG_PRINTABLE_STRING = 0x13,
    TAG_TELETEX_STRING = 0x14,
    TAG_IA5_STRING = 0x16,
    TAG_VISIBLE_STRING = 0x1A,
    TAG_UNIVERSAL_STRING = 0x1C,
    TAG_BMP_STRING = 0x1E,
    TAG_SEQUENCE = 0x30,
    TAG_SET = 0x31,
    TAG_VERSION = 0xA0
};

/* Names of people and hosts have five or six parts. */
#define PARTS_MAX 32

/** Encoded elements, one after the other. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
} elements;

typedef struct {
    uint8_t tag;
    elements content;
    elements whole; /**< with tag and length */
} element;

/** A name that grows in a fixed buffer. */
typedef struct {
    char *text;
    size_t length;
    bool full;
} name;

/* RFC 4514, section 3; the serial number of RFC 4519 and the e-mail address of RFC 2985. */
static const struct {
    const char *oid;
    const char *keyword;
} keywords[] = {
    {"2.5.4.3", "CN"},
    {"2.5.4.5", "serialNumber"},
    {"2.5.4.6", "C"},
    {"2.5.4.7", "L"},
    {"2.5.4.8", "ST"},
    {"2.5.4.9", "STREET"},
    {"2.5.4.10", "O"},
    {"2.5.4.11", "OU"},
    {"0.9.2342.19200300.100.1.1", "UID"},
    {"0.9.2342.19200300.100.1.25", "DC"},
    {"1.2.840.113549.1.9.1", "emailAddress"},
};

/*
 * Cuts the first element off a list. X.690, section 8.1.3: a length below 128
 * is one byte; otherwise that byte says how many follow it.
 *
 * @param may_be_cut  its content may end before its length says so
 */
static bool
next_element(elements *from, bool may_be_cut, element *out)
{
    size_t at = 2;

    if (from->length < 2)
        return false;

    size_t length = from->bytes[1];
    if (length >= 0x80) {
        const size_t size = length - 0x80;

        if (size == 0 || size > 3 || from->length < 2 + size)
            return false;
        length = 0;
        for (; at < 2 + size; at++)
            length = length << 8 | from->bytes[at];
    }
    if (length > from->length - at) {
        if (!may_be_cut)
            return false;
        length = from->length - at;
    }
    out->tag = from->bytes[0];
    out->content = (elements){from->bytes + at, length};
    out->whole = (elements){from->bytes, at + length};
    from->bytes += at + length;
    from->length -= at + length;
    return true;
}

static bool
skip(elements *list, uint8_t tag)
{
    element e;

    return next_element(list, false, &e) && e.tag == tag;
}

/* A piece is written whole or not at all, so that no escape is cut. */
static void put(name *out, const char *format, ...) BASE_PRINTF(2, 3);

static void
put(name *out, const char *format, ...)
{
    static const char more[] = "...";
    const size_t room = IBMLMT_NAME_MAX - out->length - (sizeof more - 1);
    va_list arguments;

    if (out->full)
        return;
    va_start(arguments, format);
    const int written = vsnprintf(out->text + out->length, room, format, arguments);
    va_end(arguments);
    if (written >= 0 && (size_t)written < room) {
        out->length += (size_t)written;
        return;
    }
    memcpy(out->text + out->length, more, sizeof more);
    out->full = true;
}

/* X.690, section 8.19: seven bits a byte, the first two numbers in one. */
static bool
oid_text(elements oid, char *text, size_t size)
{
    uint32_t number = 0;
    size_t written = 0;

    if (oid.length == 0 || oid.bytes[oid.length - 1] & 0x80)
        return false;
    for (size_t i = 0; i < oid.length; i++) {
        if (number > UINT32_MAX >> 7)
            return false;
        number = number << 7 | (oid.bytes[i] & 0x7FU);
        if (oid.bytes[i] & 0x80)
            continue;

        const uint32_t first = number < 80 ? number / 40 : 2;
        const int length =
            written == 0
                ? snprintf(text, size, "%u.%u", (unsigned)first, (unsigned)(number - first * 40))
                : snprintf(text + written, size - written, ".%u", (unsigned)number);
        if (length < 0 || (size_t)length >= size - written)
            return false;
        written += (size_t)length;
        number = 0;
    }
    return true;
}

static void
put_type(name *out, elements oid)
{
    char text[64];

    if (!oid_text(oid, text, sizeof text)) {
        put(out, "?=");
        return;
    }
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
        if (strcmp(text, keywords[i].oid) == 0) {
            put(out, "%s=", keywords[i].keyword);
            return;
        }
    }
    put(out, "%s=", text);
}

/* Escaped as RFC 4514, section 2.4, says. U+0080 to U+009F are control characters. */
static void
put_text(name *out, elements text, bool utf8)
{
    for (size_t i = 0, size; i < text.length; i += size) {
        const uint8_t c = text.bytes[i];
        const bool last = i == text.length - 1;
        const bool special =
            strchr("\"+,;<>\\", c) || (i == 0 && (c == '#' || c == ' ')) || (last && c == ' ');

        size = c >= 0x80 && utf8 ? base_utf8_length(text.bytes + i, text.length - i) : 1;
        if (size > 1 && (c != 0xC2 || text.bytes[i + 1] >= 0xA0)) {
            put(out, "%.*s", (int)size, (const char *)text.bytes + i);
            continue;
        }
        size = 1;
        if (c < ' ' || c >= 0x7F)
            put(out, "\\%02X", c);
        else
            put(out, "%s%c", special ? "\\" : "", c);
    }
}

/* @return the bytes of a character in UTF-8 (RFC 3629), 0 if it is none. */
static size_t
encode(uint32_t character, uint8_t utf8[4])
{
    if (character < 0x80) {
        utf8[0] = (uint8_t)character;
        return 1;
    }
    if (character > 0x10FFFF || (character >= 0xD800 && character < 0xE000))
        return 0;

    const size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const uint8_t marks[] = {0, 0, 0xC0, 0xE0, 0xF0};

    for (size_t i = size - 1; i > 0; i--, character >>= 6)
        utf8[i] = (uint8_t)(0x80 | (character & 0x3F));
    utf8[0] = (uint8_t)(marks[size] | character);
    return size;
}

/*
 * Text of two bytes a character (ISO 10646's basic plane) or of four.
 *
 * @return false if it is not right, or longer than a name that is kept
 */
static bool
put_wide(name *out, elements text, size_t width)
{
    uint8_t utf8[IBMLMT_NAME_MAX];
    size_t length = 0;

    if (text.length % width != 0)
        return false;
    for (size_t i = 0; i < text.length; i += width) {
        uint32_t wide = 0;
        uint8_t character[4];

        for (size_t at = i; at < i + width; at++)
            wide = wide << 8 | text.bytes[at];
        const size_t size = encode(wide, character);

        if (size == 0 || length + size > sizeof utf8)
            return false;
        memcpy(utf8 + length, character, size);
        length += size;
    }
    put_text(out, (elements){utf8, length}, true);
    return true;
}

/* T.61 beyond ASCII was written as Latin 1 as often as not: its bytes stay bytes. */
static void
put_value(name *out, const element *value)
{
    switch (value->tag) {
    case TAG_UTF8_STRING:
    case TAG_NUMERIC_STRING:
    case TAG_PRINTABLE_STRING:
    case TAG_TELETEX_STRING:
    case TAG_IA5_STRING:
    case TAG_VISIBLE_STRING:
        put_text(out, value->content, value->tag == TAG_UTF8_STRING);
        return;
    case TAG_BMP_STRING:
    case TAG_UNIVERSAL_STRING:
        if (put_wide(out, value->content, value->tag == TAG_BMP_STRING ? 2 : 4))
            return;
        break;
    default:
        break;
    }
    put(out, "#");
    for (size_t i = 0; i < value->whole.length && !out->full; i++)
        put(out, "%02X", value->whole.bytes[i]);
}

/* One part is a set of types with their values, mostly of one. */
static void
put_part(name *out, elements part)
{
    element pair, type, value;
    bool first = true;

    while (next_element(&part, false, &pair)) {
        if (!next_element(&pair.content, false, &type) || type.tag != TAG_OID ||
            !next_element(&pair.content, false, &value))
            return;
        if (!first)
            put(out, "+");
        first = false;
        put_type(out, type.content);
        put_value(out, &value);
    }
}

/* The last part is the first in writing (RFC 4514, section 2.1). */
static bool
read_name(elements *list, char text[IBMLMT_NAME_MAX])
{
    elements parts[PARTS_MAX];
    size_t count = 0;
    element whole, part;
    name out = {text, 0, false};

    if (!next_element(list, false, &whole) || whole.tag != TAG_SEQUENCE)
        return false;
    while (count < PARTS_MAX && next_element(&whole.content, false, &part) && part.tag == TAG_SET)
        parts[count++] = part.content;
    for (size_t i = count; i-- > 0;) {
        put_part(&out, parts[i]);
        if (i > 0)
            put(&out, ",");
    }
    return true;
}

/*
 *  Certificate    { tbsCertificate, signatureAlgorithm, signature }
 *  TBSCertificate { [0] version, serialNumber, signature, issuer, validity, subject, ... }
 */
ibmlmt_certificate
ibmlmt_certificate_read(const uint8_t *der, size_t length)
{
    ibmlmt_certificate names = {"", ""};
    elements list = {der, length};

    /* The first two sequences may be cut. */
    for (int depth = 0; depth < 2; depth++) {
        element sequence;

        if (!next_element(&list, true, &sequence) || sequence.tag != TAG_SEQUENCE)
            return names;
        list = sequence.content;
    }
    if (list.length > 0 && list.bytes[0] == TAG_VERSION)
        skip(&list, TAG_VERSION);
    if (!skip(&list, TAG_INTEGER) || !skip(&list, TAG_SEQUENCE))
        return names;
    if (read_name(&list, names.issuer) && skip(&list, TAG_SEQUENCE))
        read_name(&list, names.subject);
    return names;
}
