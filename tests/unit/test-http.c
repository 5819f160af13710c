/* test-http.c
 * Literals, REST paths and credentials in HTTP messages
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ibmlmt/http.h"

static ibmlmt_http_message
read_text(const char *text)
{
    return ibmlmt_http_read((const uint8_t *)text, strlen(text));
}

static base_match
begins(const char *text)
{
    return ibmlmt_http_begins((const uint8_t *)text, strlen(text));
}

static void
test_begins(void **state)
{
    (void)state;
    assert_int_equal(begins("GET / HTTP/1.1\r\n"), BASE_MATCH_YES);
    assert_int_equal(begins("HTTP/1.0 200 OK\r\n"), BASE_MATCH_YES);
    assert_int_equal(begins("P"), BASE_MATCH_MAYBE);
    assert_int_equal(begins("HTTP/1"), BASE_MATCH_MAYBE);
    assert_int_equal(begins(""), BASE_MATCH_NO);
    assert_int_equal(begins("PRI * HTTP/2.0"), BASE_MATCH_NO);
    assert_int_equal(begins("HTTP/2 200"), BASE_MATCH_NO);
    assert_int_equal(begins("\x16\x03\x01"), BASE_MATCH_NO);
}

static void
test_first_line(void **state)
{
    static const struct {
        const char *text;
        base_match start;
    } cases[] = {
        {"GET / HTTP/1.1\r\n", BASE_MATCH_YES},
        {"GET / HTTP/1.0\nHost: x", BASE_MATCH_YES},
        {"HTTP/1.1 200 OK", BASE_MATCH_YES},
        {"GET / HTTP/1.1\r", BASE_MATCH_MAYBE},
        {"GET /", BASE_MATCH_MAYBE},
        {"GE", BASE_MATCH_MAYBE},
        {"GET key\r\n", BASE_MATCH_NO},
        {"GET \n", BASE_MATCH_NO},
        {"PUT / HTTP/2.0\r\n", BASE_MATCH_NO},
        {"SELECT 1\n", BASE_MATCH_NO},
    };
    static const char request[] = {'G', 'E', 'T', ' ', '/'};
    char line[10000];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(
            ibmlmt_http_first_line((const uint8_t *)cases[i].text, strlen(cases[i].text)),
            cases[i].start);
    memset(line, 'x', sizeof line);
    memcpy(line, request, sizeof request);
    assert_int_equal(ibmlmt_http_first_line((const uint8_t *)line, 5000), BASE_MATCH_MAYBE);
    assert_int_equal(ibmlmt_http_first_line((const uint8_t *)"GET \x01", 5), BASE_MATCH_NO);
    assert_int_equal(ibmlmt_http_first_line((const uint8_t *)line, sizeof line), BASE_MATCH_NO);
}

static base_match
asks(const char *text)
{
    return ibmlmt_http_asks_for_rest((const uint8_t *)text, strlen(text));
}

static void
test_asks_for_rest(void **state)
{
    static const char longest[] = "OPTIONS /api/sam/";

    (void)state;
    assert_int_equal(sizeof longest - 1, IBMLMT_REST_BEGIN_MAX);
    for (size_t i = 1; i < IBMLMT_REST_BEGIN_MAX; i++)
        assert_int_equal(ibmlmt_http_asks_for_rest((const uint8_t *)longest, i), BASE_MATCH_MAYBE);
    assert_int_equal(asks(longest), BASE_MATCH_YES);
    assert_int_equal(asks("GET /api/sam/about HTTP/1.1\r\n"), BASE_MATCH_YES);
    assert_int_equal(asks("P"), BASE_MATCH_MAYBE);
    assert_int_equal(asks("GET /api/same"), BASE_MATCH_NO);
    assert_int_equal(asks("GET http://x/api/sam/"), BASE_MATCH_NO);
    assert_int_equal(asks("HTTP/1./api/sam/"), BASE_MATCH_NO);
    assert_int_equal(asks("H"), BASE_MATCH_MAYBE);
    assert_int_equal(asks("HT"), BASE_MATCH_NO);
    assert_int_equal(asks(""), BASE_MATCH_NO);
}

/* Anywhere in bytes, and what looks like the beginning of one is none. */
static void
test_find_message(void **state)
{
    static const struct {
        const char *text;
        bool requests;
        size_t at; /* the length if there is none */
    } cases[] = {
        {"\x01\x02GET / HTTP/1.1\r\nHost: x\r\n", true, 2},
        {"GET GET / HTTP/1.1\r\n", true, 0},
        {"GET key\r\nxPUT / HTTP/1.1\r\n", true, 10},
        {"GET key\r\nxPUT / HTTP/1.1", true, 24},
        {"HTTP/1.1 200 OK\r\n", true, 17},
        {"xxHTTP/1.1 200 OK", false, 2},
        {"GET / HTTP/1.1\r\n", false, 6},
        {"", true, 0},
    };
    const size_t length = 4 << 20;
    char *gets = malloc(length);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(ibmlmt_http_find_message((const uint8_t *)cases[i].text,
                                                  strlen(cases[i].text), cases[i].requests),
                         cases[i].at);

    /* Would take minutes if the search for a line's end began anew at each of them. */
    assert_non_null(gets);
    for (size_t i = 0; i < length; i++)
        gets[i] = "GET "[i % 4];
    assert_int_equal(ibmlmt_http_find_message((const uint8_t *)gets, length, true), length);
    free(gets);
}

static const struct {
    const char *target;
    const char *resource; /* NULL: not documented */
    int version;
    bool proves;
} paths[] = {
    {"/api/sam/about", "about", 1, true},
    {"/api/sam/about/", "about", 1, true},
    {"/api/sam/license_usages?limit=10", "license_usages", 1, true},
    {"/api/sam/swinventory/confirm", "swinventory/confirm", 1, true},
    {"/api/sam/v2/license_usage", "license_usage", 2, true},
    {"/api/sam/v2/license_usage_per_server", "license_usage_per_server", 2, true},
    {"/api/get_token", "get_token", 1, false},
    {"/api/import_status.json", "import_status", 1, false},
    {"http://lmt.example:9081/api/sam/v2/tags?x=/", "tags", 2, true},
    {"HTTP://x/api/get_token", "get_token", 1, false},
    {"http://api/sam/about", NULL, 0, false},
    {"http://x", NULL, 0, false},
    {"/api/sam/", NULL, 0, false},
    {"/api/sam/abou", NULL, 0, false},
    {"/api/sam/aboutx", NULL, 0, false},
    {"/api/sam/v2/about", NULL, 0, false},
    {"/x/api/sam/about", NULL, 0, false},
    {"/?/api/sam/about", NULL, 0, false},
};

static void
test_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char text[128];

        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", paths[i].target);

        const ibmlmt_http_message m = read_text(text);

        assert_true(m.request);
        assert_int_equal(m.length, strlen(text));
        if (!paths[i].resource) {
            assert_null(m.rest);
            continue;
        }
        assert_non_null(m.rest);
        assert_string_equal(m.rest->resource, paths[i].resource);
        assert_int_equal(m.rest->version, paths[i].version);
        assert_int_equal(m.rest->proves, paths[i].proves);
    }
}

static const struct {
    const char *message;
    unsigned credentials;
} credentials[] = {
    {"GET / HTTP/1.1\r\nAuthorization: Basic eDp5\r\n\r\n", IBMLMT_CREDENTIAL_BASIC},
    {"GET / HTTP/1.1\r\nauthorization:basic eDp5\r\n\r\n", IBMLMT_CREDENTIAL_BASIC},
    {"GET / HTTP/1.1\r\nAuthorization: Digest x\r\n\r\n", 0},
    {"GET / HTTP/1.1\r\nTOKEN: abc\r\n\r\n", IBMLMT_CREDENTIAL_TOKEN_HEADER},
    {"GET / HTTP/1.1\r\nX-Token: abc\r\n\r\n", 0},
    {"HTTP/1.1 200 OK\r\nToken: abc\r\n\r\n", 0},
    {"GET /a?token=abc HTTP/1.1\r\n\r\n", IBMLMT_CREDENTIAL_TOKEN_QUERY},
    {"GET /a?b=1&token=abc HTTP/1.1\r\n\r\n", IBMLMT_CREDENTIAL_TOKEN_QUERY},
    {"GET /token=abc HTTP/1.1\r\n\r\n", 0},
    {"POST / HTTP/1.1\r\nContent-Length: 31\r\n\r\n{\"user\" : \"a\", \"password\":\"b\" }\n",
     IBMLMT_CREDENTIAL_JSON},
    {"POST / HTTP/1.1\r\nContent-Length: 12\r\n\r\n{\"user\":\"a\"}", 0},
    {"POST / HTTP/1.1\r\nContent-Length: 28\r\n\r\n{\"user\":\"password\",\"b\":\"\"}  ", 0},
    {"GET /a?token=b HTTP/1.1\r\nToken: c\r\nAuthorization: Basic d\r\n\r\n",
     IBMLMT_CREDENTIAL_BASIC | IBMLMT_CREDENTIAL_TOKEN_HEADER | IBMLMT_CREDENTIAL_TOKEN_QUERY},
};

static void
test_credentials(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof credentials / sizeof credentials[0]; i++)
        assert_int_equal(read_text(credentials[i].message).credentials, credentials[i].credentials);
    assert_string_equal(ibmlmt_credential_name(IBMLMT_CREDENTIAL_JSON), "JSON user and password");
    assert_string_equal(ibmlmt_credential_name(0), "none");
}

static void
test_literals(void **state)
{
    (void)state;
    assert_string_equal(read_text("GET / HTTP/1.1\r\nUser-Agent: tlmagent/7\r\n\r\n").literal,
                        "tlmagent");
    assert_string_equal(
        read_text("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n<License Metric Tool>").literal,
        "License Metric Tool");
    assert_null(read_text("GET / HTTP/1.1\r\nUser-Agent: TLMAGENT\r\n\r\n").literal);
}

/* Where a message ends, so that the next of a pipeline is found. */
static void
test_lengths(void **state)
{
    static const char two[] =
        "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n";
    const ibmlmt_http_message first = read_text(two);
    const ibmlmt_http_message status =
        read_text("HTTP/1.1 101 Switching\r\nUpgrade: WebSocket\r\n\r\nrest");

    (void)state;
    assert_int_equal(first.length, strlen(two) - strlen("GET / HTTP/1.1\r\n\r\n"));
    assert_int_equal(status.status, 101);
    assert_true(status.websocket);
    assert_int_equal(status.length, strlen("HTTP/1.1 101 Switching\r\nUpgrade: WebSocket\r\n\r\n"));
    assert_int_equal(read_text("GET").length, 3);
    assert_int_equal(
        read_text("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\nx").length, 60);
}

static const struct {
    const char *message;
    size_t rest;    /* what follows the message */
    size_t missing; /* what is not there */
} bodies[] = {
    {"GET / HTTP/1.1\r\n\r\nGET ", 4, 0},
    {"GET / HTTP/1.1\r\n\r", 0, IBMLMT_HTTP_UNKNOWN},
    {"GET / HTTP/1.1\r\n", 0, IBMLMT_HTTP_UNKNOWN},
    {"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab", 0, 3},
    {"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nHTTP", 4, 0},
    {"HTTP/1.1 200 OK\r\n\r\nto the end", 0, IBMLMT_HTTP_UNKNOWN},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nHTTP", 4, 0},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\nA;x=y\r\n0123456789\r\n0\r\nA: "
     "b\r\n\r\n",
     0, 0},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n", 0,
     IBMLMT_HTTP_UNKNOWN},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\nabc", 0,
     IBMLMT_HTTP_UNKNOWN},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno\r\n", 0, IBMLMT_HTTP_UNKNOWN},
};

static void
test_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        const ibmlmt_http_message m = read_text(bodies[i].message);

        assert_int_equal(m.length, strlen(bodies[i].message) - bodies[i].rest);
        assert_int_equal(m.missing, bodies[i].missing);
    }
}

/* Every cut of a message is read without a step beyond its end (run under a sanitizer). */
static void
test_truncated(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof credentials / sizeof credentials[0]; i++) {
        const size_t length = strlen(credentials[i].message);

        for (size_t cut = 0; cut <= length; cut++) {
            uint8_t *copy = malloc(cut + 1);

            assert_non_null(copy);
            memcpy(copy, credentials[i].message, cut);
            assert_true(ibmlmt_http_read(copy, cut).length <= cut);
            free(copy);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_begins),        cmocka_unit_test(test_first_line),
        cmocka_unit_test(test_asks_for_rest), cmocka_unit_test(test_find_message),
        cmocka_unit_test(test_paths),         cmocka_unit_test(test_literals),
        cmocka_unit_test(test_credentials),   cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_bodies),        cmocka_unit_test(test_truncated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
