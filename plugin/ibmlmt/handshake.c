/* handshake.c
 * What a TLS handshake shows of who proved its identity
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/handshake.h"

#include <string.h>

/* RFC 5246, section 6.2.1: content type(1), version(2), length(2). */
enum { RECORD_HEADER = 5, RECORD_MAX = (1 << 14) + 2048, RANDOM_LENGTH = 32 };
enum {
    CONTENT_CHANGE_CIPHER = 20,
    CONTENT_ALERT = 21,
    CONTENT_HANDSHAKE = 22,
    CONTENT_APPLICATION = 23
};

/* RFC 5246, section 7.2: level(1), description(1). */
enum { ALERT_WARNING = 1, ALERT_FATAL = 2, ALERT_LENGTH = 2 };

/* RFC 5246, section 7.4; RFC 8446, section 4; RFC 8879. */
enum {
    CLIENT_HELLO = 1,
    SERVER_HELLO = 2,
    NEW_SESSION_TICKET = 4,
    ENCRYPTED_EXTENSIONS = 8,
    CERTIFICATE = 11,
    CERTIFICATE_REQUEST = 13,
    SERVER_HELLO_DONE = 14,
    CERTIFICATE_VERIFY = 15,
    CLIENT_KEY_EXCHANGE = 16,
    FINISHED = 20,
    COMPRESSED_CERTIFICATE = 25
};

/* RFC 6066, RFC 7301, and RFC 8446, section 4.2. */
enum { EXTENSION_SERVER_NAME = 0, EXTENSION_ALPN = 16, EXTENSION_SUPPORTED_VERSIONS = 43 };

enum { CLIENT, SERVER };

/** A part of a message that is read from its front. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
} reader;

static void
skip(reader *r, size_t size)
{
    const size_t here = size < r->length ? size : r->length;

    r->bytes += here;
    r->length -= here;
}

/* Reads a number of up to four bytes; past the end it is 0 and nothing is left. */
static uint32_t
read_number(reader *r, size_t size)
{
    uint32_t value = 0;

    if (r->length < size) {
        r->length = 0;
        return 0;
    }
    for (size_t i = 0; i < size; i++)
        value = value << 8 | r->bytes[i];
    skip(r, size);
    return value;
}

/* Reads as many bytes as there are of a vector with a length in front. */
static reader
read_vector(reader *r, size_t size)
{
    const uint32_t length = read_number(r, size);
    const reader vector = {r->bytes, length < r->length ? length : r->length};

    skip(r, vector.length);
    return vector;
}

base_match
ibmlmt_tls_begins(const uint8_t *bytes, size_t length)
{
    if (length == 0 || bytes[0] != CONTENT_HANDSHAKE || (length > 1 && bytes[1] != 3) ||
        (length > 2 && bytes[2] > 4))
        return BASE_MATCH_NO;
    if (length < RECORD_HEADER)
        return BASE_MATCH_MAYBE;

    const unsigned record = (unsigned)bytes[3] << 8 | bytes[4];
    return record > 0 && record <= RECORD_MAX ? BASE_MATCH_YES : BASE_MATCH_NO;
}

/* The host that the client asks for: name_list<2> of type(1), 0 for a host, and name<2>. */
static void
read_server_name(ibmlmt_tls *tls, reader extension)
{
    reader list = read_vector(&extension, 2);

    if (read_number(&list, 1) != 0)
        return;

    const reader name = read_vector(&list, 2);
    if (name.length > IBMLMT_SERVER_NAME_MAX)
        return;
    for (size_t i = 0; i < name.length; i++) {
        if (name.bytes[i] <= ' ' || name.bytes[i] >= 0x7F)
            return;
    }
    memcpy(tls->server_name, name.bytes, name.length);
    tls->server_name[name.length] = '\0';
}

/* protocol_name_list<2> of: protocol_name<1>. A server's has one. */
static bool
is_http2_alone(reader extension)
{
    reader list = read_vector(&extension, 2);
    bool alone = list.length > 0;

    while (list.length > 0) {
        const reader protocol = read_vector(&list, 1);

        if (protocol.length != 2 || memcmp(protocol.bytes, "h2", 2) != 0)
            alone = false;
    }
    return alone;
}

/*
 *  ClientHello  version(2) random(32) session<1> cipher suites<2> compression<1> extensions<2>
 *  extensions   list of: type(2) data<2>
 */
static void
read_client_hello(ibmlmt_tls *tls, reader r)
{
    skip(&r, 2 + RANDOM_LENGTH);
    read_vector(&r, 1);
    read_vector(&r, 2);
    read_vector(&r, 1);

    reader extensions = read_vector(&r, 2);
    tls->http2 = false;
    while (extensions.length > 0) {
        const uint32_t type = read_number(&extensions, 2);
        const reader extension = read_vector(&extensions, 2);

        if (type == EXTENSION_SERVER_NAME)
            read_server_name(tls, extension);
        else if (type == EXTENSION_ALPN)
            tls->http2 = is_http2_alone(extension);
    }
}

/* Of ServerHello, or of the EncryptedExtensions that TLS 1.3 moved ALPN to. */
static void
read_server_extensions(ibmlmt_tls *tls, reader extensions, bool encrypted)
{
    bool http2 = false;

    while (extensions.length > 0) {
        const uint32_t type = read_number(&extensions, 2);
        reader extension = read_vector(&extensions, 2);

        if (type == EXTENSION_ALPN)
            http2 = is_http2_alone(extension);
        else if (type == EXTENSION_SUPPORTED_VERSIONS)
            tls->version = (uint16_t)read_number(&extension, 2);
    }
    if (encrypted || tls->version < IBMLMT_TLS_1_3)
        tls->http2 = http2;
}

/*
 *  ServerHello  version(2) random(32) session<1> cipher suite(2) compression(1) extensions<2>
 */
static void
read_server_hello(ibmlmt_tls *tls, reader r)
{
    tls->version = (uint16_t)read_number(&r, 2);
    skip(&r, RANDOM_LENGTH);
    read_vector(&r, 1);
    skip(&r, 2 + 1);
    read_server_extensions(tls, read_vector(&r, 2), false);
}

/*
 *  to TLS 1.2   list<3> of: certificate<3>
 *  TLS 1.3      context<1> list<3> of: certificate<3> extensions<2>
 *
 * The first is the sender's own.
 *
 * @return whether there is one
 */
static bool
read_certificate(const ibmlmt_tls *tls, reader body, ibmlmt_certificate *names)
{
    if (tls->version >= IBMLMT_TLS_1_3)
        read_vector(&body, 1);

    reader list = read_vector(&body, 3);
    const reader first = read_vector(&list, 3);

    *names = ibmlmt_certificate_read(first.bytes, first.length);
    return first.length > 0;
}

/* Finished is the last that a server says: in TLS 1.3 a server without a certificate of its own
 * goes on with an earlier session. */
static void
read_server_message(ibmlmt_tls *tls, unsigned type, reader body)
{
    switch (type) {
    case SERVER_HELLO:
        read_server_hello(tls, body);
        break;
    case ENCRYPTED_EXTENSIONS:
        read_server_extensions(tls, read_vector(&body, 2), true);
        break;
    case CERTIFICATE:
        tls->server_certificate = read_certificate(tls, body, &tls->server_names);
        break;
    case COMPRESSED_CERTIFICATE:
        tls->server_certificate = true;
        break;
    case CERTIFICATE_REQUEST:
        tls->client = IBMLMT_CLIENT_REQUESTED;
        break;
    case SERVER_HELLO_DONE:
        if (tls->client == IBMLMT_CLIENT_UNKNOWN)
            tls->client = IBMLMT_CLIENT_NOT_REQUESTED;
        break;
    case FINISHED:
        if (tls->version >= IBMLMT_TLS_1_3 &&
            (tls->client == IBMLMT_CLIENT_UNKNOWN || tls->client == IBMLMT_CLIENT_HIDDEN))
            tls->client =
                tls->server_certificate ? IBMLMT_CLIENT_NOT_REQUESTED : IBMLMT_CLIENT_RESUMED;
        break;
    default:
        break;
    }
}

static void
read_client_message(ibmlmt_tls *tls, unsigned type, reader body)
{
    switch (type) {
    case CLIENT_HELLO:
        read_client_hello(tls, body);
        break;
    case CERTIFICATE:
        tls->client = read_certificate(tls, body, &tls->client_names) ? IBMLMT_CLIENT_SENT
                                                                      : IBMLMT_CLIENT_EMPTY;
        break;
    case COMPRESSED_CERTIFICATE:
        tls->client = IBMLMT_CLIENT_SENT;
        break;
    case CLIENT_KEY_EXCHANGE:
        if (tls->client == IBMLMT_CLIENT_REQUESTED)
            tls->client = IBMLMT_CLIENT_EMPTY;
        break;
    default:
        break;
    }
}

/*
 * Takes bytes of handshake messages, which begin and end anywhere in records:
 *
 *  +------+-----------+------
 *  | type | length(3) | body       RFC 5246, section 7.4
 */
static void
read_messages(ibmlmt_tls *tls, bool from_server, reader r)
{
    ibmlmt_tls_side *side = &tls->sides[from_server ? SERVER : CLIENT];

    while (r.length > 0) {
        if (side->header_length < sizeof side->header) {
            side->header[side->header_length++] = (uint8_t)read_number(&r, 1);
            if (side->header_length < sizeof side->header)
                continue;
        }

        const uint32_t length =
            (uint32_t)side->header[1] << 16 | (uint32_t)side->header[2] << 8 | side->header[3];
        const uint32_t missing = length - side->taken;
        const uint32_t here = missing < r.length ? missing : (uint32_t)r.length;

        for (uint32_t i = 0; i < here && side->taken + i < IBMLMT_HANDSHAKE_MAX; i++)
            side->body[side->taken + i] = r.bytes[i];
        side->taken += here;
        skip(&r, here);
        if (side->taken < length)
            continue;

        const reader body = {side->body,
                             length < IBMLMT_HANDSHAKE_MAX ? length : IBMLMT_HANDSHAKE_MAX};
        if (from_server)
            read_server_message(tls, side->header[0], body);
        else
            read_client_message(tls, side->header[0], body);
        side->finished = side->finished || side->header[0] == FINISHED;
        side->header_length = 0;
        side->taken = 0;
    }
}

static void
read_alert(ibmlmt_tls *tls, bool from_server, reader alert)
{
    if (from_server && alert.length == ALERT_LENGTH && alert.bytes[0] == ALERT_FATAL)
        tls->refused = true;
}

/*
 *  +------+------------+-----------+----------
 *  | type | version(2) | length(2) | fragment       RFC 5246, section 6.2.1
 *
 * From the first change of cipher or application data on, a side encrypts.
 */
size_t
ibmlmt_tls_read(ibmlmt_tls *tls, bool from_server, const uint8_t *bytes, size_t length)
{
    size_t at = 0;

    if (!tls->sides)
        return length;

    ibmlmt_tls_side *side = &tls->sides[from_server ? SERVER : CLIENT];
    while (length - at >= RECORD_HEADER) {
        const unsigned content = bytes[at];
        const reader fragment = {bytes + at + RECORD_HEADER,
                                 (size_t)bytes[at + 3] << 8 | bytes[at + 4]};

        if (fragment.length > length - at - RECORD_HEADER)
            break;
        at += RECORD_HEADER + fragment.length;
        if (content == CONTENT_CHANGE_CIPHER || content == CONTENT_APPLICATION) {
            side->hidden = side->hidden || content == CONTENT_APPLICATION;
            if (!side->encrypted) {
                side->encrypted = true;
                side->header_length = 0;
                side->taken = 0;
            }
            if (from_server && tls->version != 0 && tls->version < IBMLMT_TLS_1_3 &&
                tls->client == IBMLMT_CLIENT_UNKNOWN)
                tls->client = IBMLMT_CLIENT_RESUMED;
        } else if (content == CONTENT_HANDSHAKE && !side->encrypted) {
            read_messages(tls, from_server, fragment);
        } else if (content == CONTENT_ALERT && !side->encrypted) {
            read_alert(tls, from_server, fragment);
        }
    }
    return at;
}

/* Whether decrypted bytes begin as a handshake's message does. */
static bool
begins_message(const ibmlmt_tls_side *side, reader r)
{
    static const uint32_t types = 1U << CLIENT_HELLO | 1U << SERVER_HELLO |
                                  1U << NEW_SESSION_TICKET | 1U << ENCRYPTED_EXTENSIONS |
                                  1U << CERTIFICATE | 1U << CERTIFICATE_REQUEST |
                                  1U << CERTIFICATE_VERIFY | 1U << CLIENT_KEY_EXCHANGE |
                                  1U << FINISHED | 1U << COMPRESSED_CERTIFICATE;
    const uint32_t type = read_number(&r, 1);
    const uint32_t length = read_number(&r, 3);

    if (type > 31 || !(types & 1U << type) || r.length == 0)
        return false;
    return !side->finished || length == r.length;
}

bool
ibmlmt_tls_read_decrypted(ibmlmt_tls *tls, bool from_server, const uint8_t *bytes, size_t length)
{
    const reader r = {bytes, length};

    if (!tls->sides)
        return false;

    ibmlmt_tls_side *side = &tls->sides[from_server ? SERVER : CLIENT];
    if (side->header_length == 0 && length == ALERT_LENGTH &&
        (bytes[0] == ALERT_WARNING || bytes[0] == ALERT_FATAL)) {
        read_alert(tls, from_server, r);
        return true;
    }
    if (side->header_length == 0 && !begins_message(side, r))
        return false;
    side->shown = true;
    read_messages(tls, from_server, r);
    return true;
}

void
ibmlmt_tls_settle(ibmlmt_tls *tls)
{
    if (tls->version >= IBMLMT_TLS_1_3 && tls->client == IBMLMT_CLIENT_UNKNOWN && tls->sides &&
        tls->sides[SERVER].hidden && !tls->sides[SERVER].shown)
        tls->client = IBMLMT_CLIENT_HIDDEN;
}

bool
ibmlmt_tls_is_over(const ibmlmt_tls *tls)
{
    const ibmlmt_tls_side *sides = tls->sides;

    return !sides || (sides[CLIENT].hidden && !sides[CLIENT].shown && sides[SERVER].hidden &&
                      !sides[SERVER].shown);
}

int
ibmlmt_tls_level(const ibmlmt_tls *tls)
{
    if (tls->refused)
        return -1;
    switch (tls->client) {
    case IBMLMT_CLIENT_SENT:
        return 2;
    case IBMLMT_CLIENT_NOT_REQUESTED:
    case IBMLMT_CLIENT_EMPTY:
        return 1;
    default:
        return -1;
    }
}

const char *
ibmlmt_tls_version_name(uint16_t version)
{
    static const char *const names[] = {"SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};
    const unsigned minor = version & 0xFFU;

    return version >> 8 == 3 && minor < sizeof names / sizeof names[0] ? names[minor] : "unknown";
}
