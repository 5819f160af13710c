/* http-stream.c
 * HTTP messages in the pieces in which one side's TLS records give them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/http-stream.h"

#include <string.h>

/*
 * Whether a message may have become whole by what was added. However small the
 * pieces are, it is read a few times only: when its headers end, when its body
 * does, or, where chunks hide that, with every line.
 */
static bool
is_worth_reading(ibmlmt_http_stream *stream)
{
    const size_t seen = stream->seen;
    const uint8_t *bytes = stream->bytes;

    if (stream->length == sizeof stream->bytes)
        return true;
    if (stream->awaited > 0)
        return stream->length >= stream->awaited;
    stream->seen = stream->length;
    if (stream->head)
        return memchr(bytes + seen, '\n', stream->length - seen) != NULL;
    for (size_t i = seen; i < stream->length && !stream->head; i++)
        stream->head = i >= 2 && bytes[i] == '\n' &&
                       (bytes[i - 1] == '\n' || (bytes[i - 1] == '\r' && bytes[i - 2] == '\n'));
    return stream->head;
}

static void
drop(ibmlmt_http_stream *stream, size_t length)
{
    stream->length -= length;
    stream->seen = 0;
    stream->awaited = 0;
    stream->head = false;
    memmove(stream->bytes, stream->bytes + length, stream->length);
}

static void
look(ibmlmt_http_stream *stream, const uint8_t *bytes, size_t length, ibmlmt_http_found found,
     void *data)
{
    ibmlmt_http_message shown;

    if (stream->looking && ibmlmt_http_body_look(&stream->body, bytes, length, &shown))
        found(data, &shown);
}

/*
 * Cuts off the messages that are whole, or too long to keep. The body of one that
 * is too long is looked at as it comes. A response that ends with the connection
 * is not waited for: after its first bytes nothing is kept of it.
 */
static void
cut_messages(ibmlmt_http_stream *stream, ibmlmt_http_found found, void *data)
{
    while (stream->length > 0) {
        const bool full = stream->length == sizeof stream->bytes;
        const base_match begins = ibmlmt_http_begins(stream->bytes, stream->length);

        if (begins == BASE_MATCH_NO) {
            drop(stream, stream->length);
            stream->lost = true;
            return;
        }
        if (begins == BASE_MATCH_MAYBE || !is_worth_reading(stream))
            return;

        const ibmlmt_http_message m = ibmlmt_http_read(stream->bytes, stream->length);
        if (m.missing > 0 && !m.to_the_end && !full) {
            stream->awaited = m.missing == IBMLMT_HTTP_UNKNOWN ? 0 : m.length + m.missing;
            return;
        }
        found(data, &m);
        stream->body = (ibmlmt_http_body){0};
        stream->looking = m.missing > 0 && m.length == sizeof stream->bytes;
        if (stream->looking) {
            ibmlmt_http_message known;

            ibmlmt_http_body_look(&stream->body, stream->bytes, m.length, &known);
        }
        drop(stream, m.length);
        stream->lost = m.missing == IBMLMT_HTTP_UNKNOWN;
        stream->skip = stream->lost ? 0 : m.missing;
    }
}

/*
 * A piece that begins as a message does. If a body was promised it does not
 * come, as in an answer to HEAD; but a first line may be cut before its own
 * "HTTP/1.1".
 */
static void
begin_anew(ibmlmt_http_stream *stream, ibmlmt_http_found found, void *data)
{
    if (ibmlmt_http_begins(stream->bytes, stream->length) == BASE_MATCH_YES) {
        const ibmlmt_http_message m = ibmlmt_http_read(stream->bytes, stream->length);

        if (m.missing == IBMLMT_HTTP_UNKNOWN)
            return;
        found(data, &m);
        drop(stream, stream->length);
    }
    stream->skip = 0;
    stream->lost = false;
    stream->looking = false;
}

void
ibmlmt_http_stream_take(ibmlmt_http_stream *stream, const uint8_t *bytes, size_t length,
                        ibmlmt_http_found found, void *data)
{
    if (ibmlmt_http_begins(bytes, length) == BASE_MATCH_YES)
        begin_anew(stream, found, data);
    while (length > 0 && !stream->lost) {
        const size_t room = sizeof stream->bytes - stream->length;
        const size_t limit = stream->skip > 0 ? stream->skip : room;
        const size_t here = length < limit ? length : limit;

        if (stream->skip > 0) {
            look(stream, bytes, here, found, data);
            stream->skip -= here;
            stream->looking = stream->skip > 0;
        } else {
            memcpy(stream->bytes + stream->length, bytes, here);
            stream->length += here;
            cut_messages(stream, found, data);
        }
        bytes += here;
        length -= here;
    }
    if (length > 0)
        look(stream, bytes, length, found, data);
}

bool
ibmlmt_http_stream_is_empty(const ibmlmt_http_stream *stream)
{
    return stream->length == 0 && stream->skip == 0 && !stream->looking;
}
