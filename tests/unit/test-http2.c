/* test-http2.c
 * Header blocks and frames of HTTP/2
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

#include "ibmlmt/http2.h"
#include "ibmlmt/http.h"

#define BYTES(text) ((const uint8_t *)(text)), sizeof(text) - 1

#define METHOD "\0\0\0\7:method\0\0\0\3GET"
#define PATH "\0\0\0\5:path\0\0\0\x18/api/sam/about?token=abc"
#define TOKEN "\0\0\0\5token\0\0\0\3abc"
#define STATUS "\0\0\0\7:status\0\0\0\003200"

/* Exactly as large as the header says, so that the sanitizer sees a byte too many. */
static ibmlmt_http_message
read_block(const uint8_t *block, size_t length, size_t *written)
{
    uint8_t *text = malloc(length + IBMLMT_HTTP2_EXTRA);
    ibmlmt_http_message m = {0};

    assert_non_null(text);
    *written = ibmlmt_http2_write(block, length, text);
    if (*written > 0)
        m = ibmlmt_http_read(text, *written);
    free(text);
    return m;
}

static const char *
resource_of(const ibmlmt_http_message *m)
{
    return m->rest ? m->rest->resource : "none";
}

static void
test_request(void **state)
{
    size_t written;
    ibmlmt_http_message m = read_block(BYTES(METHOD PATH TOKEN), &written);

    (void)state;
    assert_true(ibmlmt_http2_is_block(BYTES(METHOD PATH)));
    assert_true(m.request);
    assert_string_equal(resource_of(&m), "about");
    assert_int_equal(m.credentials, IBMLMT_CREDENTIAL_TOKEN_HEADER | IBMLMT_CREDENTIAL_TOKEN_QUERY);

    m = read_block(BYTES(PATH METHOD), &written);
    assert_string_equal(resource_of(&m), "about");
}

static void
test_response(void **state)
{
    size_t written;
    const ibmlmt_http_message m = read_block(BYTES(STATUS TOKEN), &written);

    (void)state;
    assert_false(m.request);
    assert_int_equal(m.status, 200);
    assert_int_equal(m.credentials, 0);
}

static void
test_no_message(void **state)
{
    size_t written;

    (void)state;
    read_block(BYTES(TOKEN), &written); /* trailers */
    assert_int_equal(written, 0);
    read_block(BYTES(METHOD), &written);
    assert_int_equal(written, 0);
    read_block(BYTES(TOKEN METHOD PATH), &written); /* a pseudo-header behind another */
    assert_int_equal(written, 0);
    read_block(BYTES("\xff\xff\xff\xff:path"), &written);
    assert_int_equal(written, 0);
    assert_false(ibmlmt_http2_is_block(BYTES(TOKEN)));
    assert_false(ibmlmt_http2_is_block(BYTES("\0\0\0\1:")));
}

/* Every beginning of a block is read without harm, and shows no more than the whole. */
static void
test_cut(void **state)
{
    static const char block[] = METHOD PATH TOKEN;

    (void)state;
    for (size_t length = 0; length < sizeof block; length++) {
        size_t written;
        const ibmlmt_http_message m = read_block((const uint8_t *)block, length, &written);

        assert_true(written == 0 || m.rest != NULL);
    }
}

/* A value with a line end in it makes no header. */
static void
test_line_end(void **state)
{
    size_t written;
    const ibmlmt_http_message m =
        read_block(BYTES(METHOD PATH "\0\0\0\1x\0\0\0\x0cy\r\nToken: ab"), &written);

    (void)state;
    assert_int_equal(m.credentials, IBMLMT_CREDENTIAL_TOKEN_QUERY);
}

static void
test_frames(void **state)
{
    static const char bytes[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                                "\0\0\0\4\0\0\0\0\0"    /* SETTINGS */
                                "\0\0\3\1\4\0\0\0\1abc" /* HEADERS, stream 1 */
                                "\0\0\2\0\1\0\0\0\1xy"  /* DATA */
                                "\0\0\1\1\4\x80\0\1\3d" /* HEADERS, stream 259 */
                                "\0\0\2\1\4\0\0\0\5e";  /* cut */
    ibmlmt_http2_frames frames = ibmlmt_http2_frames_of(BYTES(bytes));

    (void)state;
    assert_int_equal(ibmlmt_http2_next_block(&frames), 1);
    assert_int_equal(ibmlmt_http2_next_block(&frames), 259);
    assert_int_equal(ibmlmt_http2_next_block(&frames), 0);
    assert_int_equal(ibmlmt_http2_next_block(&frames), 0);
    frames = (ibmlmt_http2_frames){NULL, 0};
    assert_int_equal(ibmlmt_http2_next_block(&frames), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),    cmocka_unit_test(test_response),
        cmocka_unit_test(test_no_message), cmocka_unit_test(test_cut),
        cmocka_unit_test(test_line_end),   cmocka_unit_test(test_frames),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
