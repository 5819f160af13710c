/* test-handshake.c
 * What TLS handshakes show, however they are cut into records and pieces
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

#include "ibmlmt/handshake.h"

/* Handshake messages by type and body; bodies that nobody reads are short. */
#define RANDOM "0123456789abcdef0123456789abcdef"
#define BODY(text) text, sizeof text - 1

typedef struct {
    bool from_server;
    uint8_t type;
    const char *body;
    size_t length;
} message;

enum {
    ALERT = 253,
    APPLICATION,
    CHANGE_CIPHER
}; /* in place of a type: the record, not a message */

/* Cipher suites, compression, then extensions: server name "lmt.example". */
#define CLIENT_HELLO                                                                \
    {                                                                               \
        false, 1,                                                                   \
            BODY("\x03\x03" RANDOM                                                  \
                 "\0\0\x02\xc0\x2f\x01\0\0\x14\0\0\0\x10\0\x0e\0\0\x0blmt.example") \
    }
#define SERVER_HELLO_12                                     \
    {                                                       \
        true, 2, BODY("\x03\x03" RANDOM "\0\xc0\x2f\0\0\0") \
    }
#define SERVER_HELLO_13                                                           \
    {                                                                             \
        true, 2, BODY("\x03\x03" RANDOM "\0\x13\x01\0\0\x06\0\x2b\0\x02\x03\x04") \
    }
/* Extensions: ALPN, of h2, or of h2 and http/1.1. */
#define CLIENT_HELLO_H2                                                                          \
    {                                                                                            \
        false, 1, BODY("\x03\x03" RANDOM "\0\0\x02\xc0\x2f\x01\0\0\x09\0\x10\0\x05\0\x03\x02h2") \
    }
#define CLIENT_HELLO_ANY                                                             \
    {                                                                                \
        false, 1,                                                                    \
            BODY("\x03\x03" RANDOM                                                   \
                 "\0\0\x02\xc0\x2f\x01\0\0\x12\0\x10\0\x0e\0\x0c\x02h2\x08http/1.1") \
    }
#define SERVER_HELLO_H2                                                               \
    {                                                                                 \
        true, 2, BODY("\x03\x03" RANDOM "\0\xc0\x2f\0\0\x09\0\x10\0\x05\0\x03\x02h2") \
    }
#define SERVER_CERTIFICATE                  \
    {                                       \
        true, 11, BODY("\0\0\x04\0\0\x01x") \
    }
#define REQUEST                                      \
    {                                                \
        true, 13, BODY("\x01\x01\0\x02\x04\x03\0\0") \
    }
#define DONE               \
    {                      \
        true, 14, BODY("") \
    }
#define KEY_EXCHANGE             \
    {                            \
        false, 16, BODY("\x01x") \
    }

static const struct {
    const char *name;
    message messages[8];
    ibmlmt_client_certificate client;
    uint16_t version;
    int level;
} handshakes[] = {
    {"nobody asks",
     {CLIENT_HELLO, SERVER_HELLO_12, SERVER_CERTIFICATE, DONE, KEY_EXCHANGE},
     IBMLMT_CLIENT_NOT_REQUESTED,
     0x0303,
     1},
    {"asked, not answered yet",
     {CLIENT_HELLO, SERVER_HELLO_12, SERVER_CERTIFICATE, REQUEST, DONE},
     IBMLMT_CLIENT_REQUESTED,
     0x0303,
     -1},
    {"asked, sent",
     {CLIENT_HELLO,
      SERVER_HELLO_12,
      SERVER_CERTIFICATE,
      REQUEST,
      DONE,
      {false, 11, BODY("\0\0\x04\0\0\x01y")},
      KEY_EXCHANGE},
     IBMLMT_CLIENT_SENT,
     0x0303,
     2},
    {"asked, an empty list",
     {CLIENT_HELLO,
      SERVER_HELLO_12,
      SERVER_CERTIFICATE,
      REQUEST,
      DONE,
      {false, 11, BODY("\0\0\0")},
      KEY_EXCHANGE},
     IBMLMT_CLIENT_EMPTY,
     0x0303,
     1},
    {"asked, no list at all (SSL 3.0)",
     {CLIENT_HELLO, SERVER_HELLO_12, SERVER_CERTIFICATE, REQUEST, DONE, KEY_EXCHANGE},
     IBMLMT_CLIENT_EMPTY,
     0x0303,
     1},
    {"resumed",
     {CLIENT_HELLO, SERVER_HELLO_12, {true, CHANGE_CIPHER, BODY("\x01")}},
     IBMLMT_CLIENT_RESUMED,
     0x0303,
     -1},
    {"TLS 1.3, nothing encrypted yet",
     {CLIENT_HELLO, SERVER_HELLO_13, {true, CHANGE_CIPHER, BODY("\x01")}},
     IBMLMT_CLIENT_UNKNOWN,
     0x0304,
     -1},
    {"TLS 1.3",
     {CLIENT_HELLO, SERVER_HELLO_13, {true, APPLICATION, BODY("?")}},
     IBMLMT_CLIENT_HIDDEN,
     0x0304,
     -1},
    {"nothing but a client", {CLIENT_HELLO}, IBMLMT_CLIENT_UNKNOWN, 0, -1},
};

/* Writes a record, or several of at most `most` bytes; @return bytes written. */
static size_t
write_records(uint8_t *out, const message *m, size_t most)
{
    uint8_t whole[512];
    size_t length = 0, written = 0;
    const uint8_t content = m->type == CHANGE_CIPHER ? 20
                            : m->type == ALERT       ? 21
                            : m->type == APPLICATION ? 23
                                                     : 22;

    if (content == 22) {
        whole[length++] = m->type;
        whole[length++] = 0;
        whole[length++] = (uint8_t)(m->length >> 8);
        whole[length++] = (uint8_t)m->length;
    }
    memcpy(whole + length, m->body, m->length);
    length += m->length;
    for (size_t at = 0; at < length; at += most) {
        const size_t part = length - at < most ? length - at : most;

        out[written++] = content;
        out[written++] = 3;
        out[written++] = 3;
        out[written++] = (uint8_t)(part >> 8);
        out[written++] = (uint8_t)part;
        memcpy(out + written, whole + at, part);
        written += part;
    }
    return written;
}

static void
check_handshake(size_t index, size_t record_size)
{
    static uint8_t stream[4096];
    ibmlmt_tls_side sides[2] = {{0}};
    ibmlmt_tls tls = {.sides = sides};

    for (size_t i = 0; handshakes[index].messages[i].type != 0; i++) {
        const message *m = &handshakes[index].messages[i];
        const size_t length = write_records(stream, m, record_size);

        assert_int_equal(ibmlmt_tls_read(&tls, m->from_server, stream, length), length);
        ibmlmt_tls_settle(&tls);
    }
    assert_int_equal(tls.client, handshakes[index].client);
    assert_int_equal(tls.version, handshakes[index].version);
    assert_int_equal(ibmlmt_tls_level(&tls), handshakes[index].level);
    assert_string_equal(tls.server_name, "lmt.example");
}

static void
test_handshakes(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 5, 17, 512};

    (void)state;
    for (size_t i = 0; i < sizeof handshakes / sizeof handshakes[0]; i++) {
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
            check_handshake(i, sizes[s]);
    }
}

/* What follows ServerHello in TLS 1.3, when there are keys. */
#define EXTENSIONS            \
    {                         \
        true, 8, BODY("\0\0") \
    }
#define CERTIFICATE_13                            \
    {                                             \
        true, 11, BODY("\0\0\0\x06\0\0\x01x\0\0") \
    }
#define SERVER_FINISHED     \
    {                       \
        true, 20, BODY("f") \
    }

static const struct {
    message messages[8];
    ibmlmt_client_certificate client;
    bool http2;
} decrypted[] = {
    {{EXTENSIONS}, IBMLMT_CLIENT_UNKNOWN, false},
    {{EXTENSIONS, CERTIFICATE_13, SERVER_FINISHED}, IBMLMT_CLIENT_NOT_REQUESTED, false},
    {{EXTENSIONS, SERVER_FINISHED}, IBMLMT_CLIENT_RESUMED, false},
    {{EXTENSIONS, REQUEST, CERTIFICATE_13, SERVER_FINISHED}, IBMLMT_CLIENT_REQUESTED, false},
    {{EXTENSIONS, REQUEST, CERTIFICATE_13, SERVER_FINISHED, {false, 11, BODY("\0\0\0\0")}},
     IBMLMT_CLIENT_EMPTY,
     false},
    {{EXTENSIONS,
      REQUEST,
      CERTIFICATE_13,
      SERVER_FINISHED,
      {false, 11, BODY("\0\0\0\x06\0\0\x01y\0\0")}},
     IBMLMT_CLIENT_SENT,
     false},
    {{{true, 8, BODY("\0\x09\0\x10\0\x05\0\x03\x02h2")}}, IBMLMT_CLIENT_UNKNOWN, true},
};

static void
take(ibmlmt_tls *tls, const message *m)
{
    static uint8_t stream[4096];

    ibmlmt_tls_read(tls, m->from_server, stream, write_records(stream, m, 512));
    ibmlmt_tls_settle(tls);
}

/* Records and what was in them, cut anywhere, go on from message to message. */
static void
test_decrypted(void **state)
{
    static const message start[] = {
        CLIENT_HELLO, SERVER_HELLO_13, {true, CHANGE_CIPHER, BODY("\x01")}};

    (void)state;
    for (size_t i = 0; i < sizeof decrypted / sizeof decrypted[0]; i++) {
        const message sealed = {true, APPLICATION, BODY("?")};
        ibmlmt_tls_side sides[2] = {{0}};
        ibmlmt_tls tls = {.sides = sides};

        for (size_t j = 0; j < sizeof start / sizeof start[0]; j++)
            take(&tls, &start[j]);
        for (size_t j = 0; decrypted[i].messages[j].type != 0; j++) {
            const message *m = &decrypted[i].messages[j];
            const uint8_t head[] = {m->type, 0, 0, (uint8_t)m->length, (uint8_t)m->body[0]};

            assert_true(ibmlmt_tls_read_decrypted(&tls, m->from_server, head, sizeof head));
            if (m->length > 1)
                assert_true(ibmlmt_tls_read_decrypted(&tls, m->from_server,
                                                      (const uint8_t *)m->body + 1, m->length - 1));
        }
        take(&tls, &sealed);
        assert_int_equal(tls.client, decrypted[i].client);
        assert_int_equal(tls.http2, decrypted[i].http2);
    }
}

/* What is decrypted and not of the handshake is left to others. */
static void
test_other_decrypted(void **state)
{
    static const char *const others[] = {"GET / HTTP/1.1", "ok", "\x1f\x8b\x08\x01\x01",
                                         "\x0b\x01\x01\x01\x01"};
    ibmlmt_tls_side sides[2] = {{0}};
    ibmlmt_tls tls = {.sides = sides};

    (void)state;
    assert_true(ibmlmt_tls_read_decrypted(&tls, true, (const uint8_t *)"\x14\0\0\1f", 5));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(
            ibmlmt_tls_read_decrypted(&tls, true, (const uint8_t *)others[i], strlen(others[i])));
    assert_true(ibmlmt_tls_read_decrypted(&tls, true, (const uint8_t *)"\x04\0\0\1t", 5));
}

/* A server that ends the session shows no level: it took what it had for too little. */
static void
test_refused(void **state)
{
    static const message empty[] = {CLIENT_HELLO,
                                    SERVER_HELLO_12,
                                    SERVER_CERTIFICATE,
                                    REQUEST,
                                    DONE,
                                    {false, 11, BODY("\0\0\0")}};
    static const message warning = {true, ALERT, BODY("\x01\0")};
    static const message ours = {false, ALERT, BODY("\x02\x2a")};
    static const message fatal = {true, ALERT, BODY("\x02\x28")};
    ibmlmt_tls_side sides[2] = {{0}};
    ibmlmt_tls tls = {.sides = sides};

    (void)state;
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
        take(&tls, &empty[i]);
    take(&tls, &warning);
    take(&tls, &ours);
    assert_int_equal(ibmlmt_tls_level(&tls), 1);
    take(&tls, &fatal);
    assert_true(tls.refused);
    assert_int_equal(ibmlmt_tls_level(&tls), -1);

    tls.refused = false;
    assert_true(ibmlmt_tls_read_decrypted(&tls, true, (const uint8_t *)"\x02\x74", 2));
    assert_true(tls.refused);
}

/* HTTP/2 is known when the server chose it, or when the client knows nothing else. */
static void
test_http2(void **state)
{
    static const struct {
        message messages[2];
        bool http2;
    } cases[] = {
        {{CLIENT_HELLO, SERVER_HELLO_12}, false},     {{CLIENT_HELLO_ANY, SERVER_HELLO_12}, false},
        {{CLIENT_HELLO_ANY, SERVER_HELLO_H2}, true},  {{CLIENT_HELLO_H2, SERVER_HELLO_H2}, true},
        {{CLIENT_HELLO_H2, SERVER_HELLO_12}, false},  {{CLIENT_HELLO_H2, SERVER_HELLO_13}, true},
        {{CLIENT_HELLO_ANY, SERVER_HELLO_13}, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ibmlmt_tls_side sides[2] = {{0}};
        ibmlmt_tls tls = {.sides = sides};

        take(&tls, &cases[i].messages[0]);
        take(&tls, &cases[i].messages[1]);
        assert_int_equal(tls.http2, cases[i].http2);
    }
}

/* Without keys there is an end to what is read; with keys there is none. */
static void
test_over(void **state)
{
    static const message client = {false, APPLICATION, BODY("?")};
    static const message server = {true, APPLICATION, BODY("?")};
    ibmlmt_tls_side sides[2] = {{0}};
    ibmlmt_tls tls = {.sides = sides};

    (void)state;
    take(&tls, &server);
    assert_false(ibmlmt_tls_is_over(&tls));
    take(&tls, &client);
    assert_true(ibmlmt_tls_is_over(&tls));
    assert_true(ibmlmt_tls_read_decrypted(&tls, true, (const uint8_t *)"\x04\0\0\1t", 5));
    assert_false(ibmlmt_tls_is_over(&tls));

    tls.sides = NULL;
    take(&tls, &client);
    assert_false(ibmlmt_tls_read_decrypted(&tls, true, (const uint8_t *)"\x04\0\0\1t", 5));
    assert_true(ibmlmt_tls_is_over(&tls));
}

/* A record that is not whole is left for later, and no byte is taken twice. */
static void
test_partial_records(void **state)
{
    static uint8_t stream[4096];
    const message hello = CLIENT_HELLO;
    const size_t length = write_records(stream, &hello, 20);
    ibmlmt_tls_side sides[2] = {{0}};
    ibmlmt_tls tls = {.sides = sides};
    size_t taken = 0;

    (void)state;
    for (size_t end = 0; end <= length; end++)
        taken += ibmlmt_tls_read(&tls, false, stream + taken, end - taken);
    assert_int_equal(taken, length);
    assert_string_equal(tls.server_name, "lmt.example");
}

static void
test_begins(void **state)
{
    (void)state;
    assert_int_equal(ibmlmt_tls_begins((const uint8_t *)"\x16\x03\x01\x00\x05", 5), BASE_MATCH_YES);
    for (size_t length = 1; length < 5; length++)
        assert_int_equal(ibmlmt_tls_begins((const uint8_t *)"\x16\x03\x01\x00", length),
                         BASE_MATCH_MAYBE);
    assert_int_equal(ibmlmt_tls_begins(NULL, 0), BASE_MATCH_NO);
    assert_int_equal(ibmlmt_tls_begins((const uint8_t *)"\x17\x03\x01\x00\x05", 5), BASE_MATCH_NO);
    assert_int_equal(ibmlmt_tls_begins((const uint8_t *)"\x16\x03\x01\x00\x00", 5), BASE_MATCH_NO);
    assert_int_equal(ibmlmt_tls_begins((const uint8_t *)"\x16\x02", 2), BASE_MATCH_NO);
}

/* Lengths that lie, and messages larger than what is kept. */
static void
test_hostile(void **state)
{
    static const uint8_t lying[] = {22, 3, 3, 0, 8, 1, 0, 0, 4, 3, 3, 255, 255};
    static const uint8_t endless[] = {22, 3, 3, 0, 6, 1, 255, 255, 255, 3, 3};
    static uint8_t filler[5 + 2000] = {22, 3, 3, 2000 >> 8, 2000 & 0xFF};
    ibmlmt_tls_side sides[2] = {{0}};
    ibmlmt_tls tls = {.sides = sides};

    (void)state;
    ibmlmt_tls_read(&tls, false, lying, sizeof lying);
    assert_string_equal(tls.server_name, "");
    ibmlmt_tls_read(&tls, true, endless, sizeof endless);
    for (int i = 0; i < 100; i++)
        ibmlmt_tls_read(&tls, true, filler, sizeof filler);
    assert_int_equal(tls.version, 0);
    assert_string_equal(ibmlmt_tls_version_name(0x0304), "TLS 1.3");
    assert_string_equal(ibmlmt_tls_version_name(0x0000), "unknown");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_handshakes),      cmocka_unit_test(test_decrypted),
        cmocka_unit_test(test_other_decrypted), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_http2),           cmocka_unit_test(test_over),
        cmocka_unit_test(test_partial_records), cmocka_unit_test(test_begins),
        cmocka_unit_test(test_hostile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
