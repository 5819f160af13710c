/* http-stream.h
 * HTTP messages in the pieces in which one side's TLS records give them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Why it is here: Wireshark's HTTP puts messages together out of TLS records too,
 * but hands them to nobody else, and the data sources have the records only. No
 * Wireshark header is needed.
 */
#ifndef LEGACYPORTS_IBMLMT_HTTP_STREAM_H
#define LEGACYPORTS_IBMLMT_HTTP_STREAM_H

#include "ibmlmt/http.h"

/** As much of a message as is kept. What follows is looked at as it comes. */
#define IBMLMT_STREAM_MAX 8192

/** All zero is a valid start. */
typedef struct {
    uint8_t bytes[IBMLMT_STREAM_MAX]; /**< of a message that is not whole */
    size_t length;
    size_t seen;    /**< bytes of it that were searched for the end of the headers, or of a chunk */
    size_t awaited; /**< its length, once known */
    size_t skip;    /**< bytes to come of a message that was looked at */
    bool head;      /**< its headers are whole */
    bool lost;      /**< nobody knows where the next message begins */
    bool looking;   /**< what comes is the body of a message that was found */
    ibmlmt_http_body body; /**< what was seen of it */
} ibmlmt_http_stream;

/** Is told of each message, as soon as it is whole or too long to keep; then, of one that
 * was too long, what ibmlmt_http_body_look() shows of its body, and had not shown. */
typedef void (*ibmlmt_http_found)(void *data, const ibmlmt_http_message *m);

/**
 * Takes the next bytes of one side.
 *
 * Where a body has not ended, or nobody knows where it ends, the next piece that
 * begins as a message does is taken for one.
 *
 * @param found  is called with data, the caller's own
 */
void ibmlmt_http_stream_take(ibmlmt_http_stream *stream, const uint8_t *bytes, size_t length,
                             ibmlmt_http_found found, void *data);

/** @return whether nothing is kept, so that a new stream can take what comes next. */
bool ibmlmt_http_stream_is_empty(const ibmlmt_http_stream *stream);

#endif
