/* test-http-stream.c
 * HTTP messages out of pieces of any size
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ibmlmt/http-stream.h"

/** The messages that came out, one letter each: a request's credentials, or a status; J and L
 * for JSON's credentials and a product word in the rest of a body. */
typedef struct {
    char text[64];
    size_t length;
} log;

static void
note(void *data, const ibmlmt_http_message *m)
{
    log *seen = data;

    assert_true(seen->length + 1 < sizeof seen->text);
    if (!m->request && m->status == 0) {
        if (m->credentials != 0)
            seen->text[seen->length++] = 'J';
        if (m->literal)
            seen->text[seen->length++] = 'L';
        return;
    }
    seen->text[seen->length++] =
        (char)(m->request ? 'a' + (int)m->credentials : '0' + (int)(m->status / 100));
}

static log
take(const char *text, size_t length, size_t piece)
{
    ibmlmt_http_stream *stream = NULL;
    log seen = {{0}, 0};

    for (size_t at = 0; at < length; at += piece) {
        if (!stream)
            stream = calloc(1, sizeof *stream);
        assert_non_null(stream);
        ibmlmt_http_stream_take(stream, (const uint8_t *)text + at,
                                length - at < piece ? length - at : piece, note, &seen);
        if (ibmlmt_http_stream_is_empty(stream)) {
            free(stream);
            stream = NULL;
        }
    }
    free(stream);
    return seen;
}

static const struct {
    const char *text;
    const char *seen;
} streams[] = {
    {"GET / HTTP/1.1\r\n\r\nGET /?token=x HTTP/1.1\r\n\r\n", "ae"},
    {"POST / HTTP/1.1\r\nContent-Length: 25\r\n\r\n{\"user\":\"\",\"password\":\"\"}", "i"},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
     "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n"
     "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\nHTTP/1.1 500 Oh\r\n\r\n",
     "12435"},
    {"GET / HTTP/1.1\r\nAuthorization: Basic x", ""},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ""},
    {"", ""},
};

static void
test_any_pieces(void **state)
{
    static const size_t pieces[] = {1, 2, 3, 7, 20, 1000};

    (void)state;
    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
        for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
            const log seen = take(streams[i].text, strlen(streams[i].text), pieces[p]);

            assert_string_equal(seen.text, streams[i].seen);
        }
    }
}

/* A body that is too long to keep is passed by, and the next message is found. */
static void
test_long_body(void **state)
{
    static const char head[] = "POST /?token=x HTTP/1.1\r\nContent-Length: 20000\r\n\r\n";
    static const char next[] = "GET / HTTP/1.1\r\n\r\n";
    const size_t length = sizeof head - 1 + 20000 + sizeof next - 1;
    char *text = malloc(length);

    (void)state;
    assert_non_null(text);
    memset(text, '.', length);
    memcpy(text, head, sizeof head - 1);
    memcpy(text + length - (sizeof next - 1), next, sizeof next - 1);
    for (size_t piece = 1; piece < 3 * IBMLMT_STREAM_MAX; piece = piece * 3 + 1)
        assert_string_equal(take(text, length, piece).text, "ea");
    free(text);
}

/* In what is not kept of a body, once each: across the seams of pieces, before and behind
 * what is kept; with a length, in chunks, or to the end of the connection. */
static void
test_words_in_long_body(void **state)
{
    static const char *const heads[] = {
        "POST / HTTP/1.1\r\nContent-Length: 20000\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n",
    };
    static const char words[] =
        "License Metric Tool {\"user\" : \"x\", \"password\":\"y\"} tlmagent";
    char text[20200];

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        const size_t head = strlen(heads[i]);

        for (size_t piece = 1; piece < 3 * IBMLMT_STREAM_MAX; piece = piece * 3 + 1) {
            for (size_t at = 9000; at < 19900; at += 3777) {
                memset(text, '.', sizeof text);
                memcpy(text, heads[i], head);
                memcpy(text + at, words, sizeof words - 1);

                const log seen = take(text, head + 20000, piece);
                assert_int_equal(seen.length, 3);
                assert_non_null(strchr(seen.text, 'J'));
                assert_non_null(strchr(seen.text, 'L'));
            }
        }
    }
}

/* After a body whose end is not known, or that is owed, the next piece that begins as a message is
 * one. */
static void
test_lost(void **state)
{
    static const char *const pieces[] = {
        "HTTP/1.0 200 OK\r\n\r\nwhat ends with the connection", "and goes on", "GET",
        "HTTP/1.1 302 Found\r\nContent-Length: 100\r\n\r\nwhat answers HEAD has no body",
        "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"};
    ibmlmt_http_stream *stream = calloc(1, sizeof *stream);
    log seen = {{0}, 0};

    (void)state;
    assert_non_null(stream);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++)
        ibmlmt_http_stream_take(stream, (const uint8_t *)pieces[i], strlen(pieces[i]), note, &seen);
    assert_string_equal(seen.text, "234");
    free(stream);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_pieces),
        cmocka_unit_test(test_long_body),
        cmocka_unit_test(test_words_in_long_body),
        cmocka_unit_test(test_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
