/* http2.c
 * Header blocks of HTTP/2 as messages of HTTP/1, and the streams that they belong to
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/http2.h"

#include <string.h>

/** A header of a block. */
typedef struct {
    const uint8_t *name, *value;
    size_t name_length, value_length;
} header;

/** Where text is written. */
typedef struct {
    uint8_t *bytes;
    size_t length;
} writer;

/* Frames that carry header blocks (RFC 9113, section 6). */
enum { FRAME_HEADERS = 1, FRAME_PUSH_PROMISE = 5, FRAME_CONTINUATION = 9 };

#define FRAME_HEADER 9

static uint32_t
be32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Takes a header off the front: name and value, each behind its length. @return false if it is not
 * whole */
static bool
take_header(const uint8_t **bytes, size_t *left, header *h)
{
    const uint8_t **const strings[] = {&h->name, &h->value};
    size_t *const lengths[] = {&h->name_length, &h->value_length};

    for (size_t i = 0; i < 2; i++) {
        if (*left < 4 || be32(*bytes) > *left - 4)
            return false;
        *lengths[i] = be32(*bytes);
        *strings[i] = *bytes + 4;
        *bytes += 4 + *lengths[i];
        *left -= 4 + *lengths[i];
    }
    return true;
}

static bool
is_named(const header *h, const char *name)
{
    return h->name_length == strlen(name) && memcmp(h->name, name, h->name_length) == 0;
}

static void
put_text(writer *out, const char *text)
{
    memcpy(out->bytes + out->length, text, strlen(text));
    out->length += strlen(text);
}

/* A value has no control characters (RFC 9113, section 8.2.1): what has some begins no new line. */
static void
put_bytes(writer *out, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out->bytes[out->length++] = bytes[i] < ' ' ? ' ' : bytes[i];
}

bool
ibmlmt_http2_is_block(const uint8_t *bytes, size_t length)
{
    return length > 5 && be32(bytes) < 16 && bytes[4] == ':';
}

/* Pseudo-headers come before all others (RFC 9113, section 8.3). */
size_t
ibmlmt_http2_write(const uint8_t *block, size_t length, uint8_t *text)
{
    writer out = {text, 0};
    header h, method = {0}, path = {0}, status = {0};
    const uint8_t *at = block;
    size_t left = length;
    bool more = take_header(&at, &left, &h);

    for (; more && h.name_length > 0 && h.name[0] == ':'; more = take_header(&at, &left, &h)) {
        if (is_named(&h, ":method"))
            method = h;
        else if (is_named(&h, ":path"))
            path = h;
        else if (is_named(&h, ":status"))
            status = h;
    }
    if (status.name) {
        put_text(&out, "HTTP/2.0 ");
        put_bytes(&out, status.value, status.value_length);
    } else if (method.name && path.name) {
        put_bytes(&out, method.value, method.value_length);
        put_text(&out, " ");
        put_bytes(&out, path.value, path.value_length);
        put_text(&out, " HTTP/2.0");
    } else {
        return 0;
    }
    put_text(&out, "\r\n");
    for (; more; more = take_header(&at, &left, &h)) {
        put_bytes(&out, h.name, h.name_length);
        put_text(&out, ": ");
        put_bytes(&out, h.value, h.value_length);
        put_text(&out, "\r\n");
    }
    put_text(&out, "\r\n");
    return out.length;
}

ibmlmt_http2_frames
ibmlmt_http2_frames_of(const uint8_t *bytes, size_t length)
{
    static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    const size_t before = sizeof preface - 1;

    if (length >= before && memcmp(bytes, preface, before) == 0)
        return (ibmlmt_http2_frames){bytes + before, length - before};
    return (ibmlmt_http2_frames){bytes, length};
}

/*
 *   0                   3      4       5                   9
 *  +-------------------+------+-------+-------------------+---------
 *  | length of payload | type | flags | reserved | stream | payload
 *  +-------------------+------+-------+-------------------+---------   RFC 9113, section 4.1
 */
uint32_t
ibmlmt_http2_next_block(ibmlmt_http2_frames *frames)
{
    while (frames->length >= FRAME_HEADER) {
        const uint8_t *frame = frames->bytes;
        const size_t whole = FRAME_HEADER + (be32(frame) >> 8);

        if (whole > frames->length)
            break;
        frames->bytes += whole;
        frames->length -= whole;
        if (frame[3] == FRAME_HEADERS || frame[3] == FRAME_PUSH_PROMISE ||
            frame[3] == FRAME_CONTINUATION)
            return be32(frame + 5) & 0x7fffffff;
    }
    return 0;
}
