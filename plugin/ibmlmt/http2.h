/* http2.h
 * Header blocks of HTTP/2 as messages of HTTP/1, and the streams that they belong to
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark decompresses header blocks (RFC 7541) and writes each as a row of
 * names and values, each behind its length in four big-endian bytes. No
 * Wireshark header is needed.
 *
 * Why there is a reader here: Wireshark exports no function that gives a stream's
 * headers when evidence is gathered; what it decompressed is all that is there.
 */
#ifndef LEGACYPORTS_IBMLMT_HTTP2_H
#define LEGACYPORTS_IBMLMT_HTTP2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** As many bytes more than the block ibmlmt_http2_write() may need. */
#define IBMLMT_HTTP2_EXTRA 64

/** A cheap look: whether bytes begin as the block of a request or response does. */
bool ibmlmt_http2_is_block(const uint8_t *bytes, size_t length);

/**
 * Writes a header block as HTTP/1 would: "GET /path HTTP/2.0" or "HTTP/2.0 200",
 * and a line for each header. ibmlmt_http_read() then finds in it what it finds there.
 *
 * @param text  length + IBMLMT_HTTP2_EXTRA bytes
 * @return bytes of text; 0 if it is neither request nor response (trailers), or malformed
 */
size_t ibmlmt_http2_write(const uint8_t *block, size_t length, uint8_t *text);

/** Frames of HTTP/2, one behind another. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
} ibmlmt_http2_frames;

/** @return the frames of bytes that begin with one, or with the client's preface. */
ibmlmt_http2_frames ibmlmt_http2_frames_of(const uint8_t *bytes, size_t length);

/**
 * Goes on to the next frame with a header block, and cuts it off with all before it.
 *
 * @return its stream, 0 if there is none, or if a frame does not end with the bytes
 */
uint32_t ibmlmt_http2_next_block(ibmlmt_http2_frames *frames);

#endif
