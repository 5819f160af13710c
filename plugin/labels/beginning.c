/* beginning.c
 * What a stream is that nobody dissects, by how it begins
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "labels/beginning.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

/* Telnet commands (RFC 854, "TELNET COMMAND STRUCTURE"). */
enum { TELNET_IAC = 255, TELNET_WILL = 251, TELNET_DONT = 254 };

static bool
begins_with(const label_start *start, const char *text)
{
    const size_t length = strlen(text);

    return start->length >= length && memcmp(start->bytes, text, length) == 0;
}

static bool
contains(const label_start *start, const char *text)
{
    const size_t length = strlen(text);

    for (size_t i = 0; i + length <= start->length; i++) {
        if (memcmp(start->bytes + i, text, length) == 0)
            return true;
    }
    return false;
}

/* RFC 4253, section 4.2: "SSH-protoversion-softwareversion", 2.0 or 1.99. */
static bool
is_ssh(const label_start *start)
{
    return begins_with(start, "SSH-2.0-") || begins_with(start, "SSH-1.99-") ||
           begins_with(start, "SSH-1.5-");
}

/* RFC 9113, section 3.4: the connection preface of a client. */
static bool
is_http2(const label_start *start)
{
    return begins_with(start, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
}

/* Java RMI specification, section 10.2: "JRMI", version 1 or 2, then the
 * protocol: stream 0x4b, single operation 0x4c, multiplex 0x4d. */
static bool
is_rmi(const label_start *start)
{
    return start->length >= 7 && begins_with(start, "JRMI") && start->bytes[4] == 0 &&
           (start->bytes[5] == 1 || start->bytes[5] == 2) && start->bytes[6] >= 0x4b &&
           start->bytes[6] <= 0x4d;
}

/* An option negotiation: IAC, WILL to DONT, a registered option. */
static bool
has_negotiation(const label_start *start, size_t at)
{
    const uint8_t *bytes = start->bytes + at;

    return start->length >= at + 3 && bytes[0] == TELNET_IAC && bytes[1] >= TELNET_WILL &&
           bytes[1] <= TELNET_DONT && bytes[2] <= 49;
}

static bool
has_text(const label_start *start, size_t at, size_t length)
{
    for (size_t i = at; i < at + length; i++) {
        const uint8_t c = start->length > i ? start->bytes[i] : 0;

        if (!base_is_printable(c) && c != '\r' && c != '\n' && c != '\t')
            return false;
    }
    return true;
}

/* An option negotiation, and then another or so much text that chance has no part in it. */
static bool
is_telnet(const label_start *start)
{
    return has_negotiation(start, 0) && (has_negotiation(start, 3) || has_text(start, 3, 12));
}

/* Line ends, in either order and padded as RFC 854 asks for, and option negotiations. */
static size_t
skip_to_text(const uint8_t *bytes, size_t length)
{
    size_t i = 0;

    while (i < length) {
        if (bytes[i] == TELNET_IAC)
            i += 3;
        else if (bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == '\0')
            i++;
        else
            break;
    }
    return i < length ? i : length;
}

/*
 * Compares bytes with a pattern, in which X is a hexadecimal digit of a number,
 * | is one or more line ends, and the rest is itself.
 */
static base_match
match_pattern(const uint8_t *bytes, size_t length, const char *pattern)
{
    size_t i = 0;

    for (; *pattern != '\0'; pattern++) {
        const size_t before = i;

        if (i == length)
            return BASE_MATCH_MAYBE;
        if (*pattern == '|')
            i += skip_to_text(bytes + i, length - i);
        else if (*pattern == 'X' ? isxdigit(bytes[i]) : bytes[i] == *pattern)
            i++;
        if (i == before)
            return BASE_MATCH_NO;
    }
    return BASE_MATCH_YES;
}

/*
 * Telnet of Lantronix's device servers, which others sell under their own names.
 * Greenbone's gb_lantronix_device_detect_telnet.nasl (2018) tells them by these
 * words, most often on 9999; the first two are followed by the product.
 */
base_match
label_device_begins(const uint8_t *bytes, size_t length)
{
    static const char *const patterns[] = {
        "*** Lantronix ",
        "Lantronix ",
        "MAC address XXXXXXXXXXXX|Software ",
    };
    const size_t text = skip_to_text(bytes, length);
    base_match best = BASE_MATCH_NO;

    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        const base_match match = match_pattern(bytes + text, length - text, patterns[i]);

        if (match > best)
            best = match;
    }
    return best;
}

static bool
is_device(const label_start *start)
{
    return label_device_begins(start->bytes, start->length) == BASE_MATCH_YES;
}

/*
 * RFC 8446, sections 4 and 5.1: a record of the handshake, and in it a ClientHello
 * or ServerHello below 64 KiB with a version of its own.
 *
 *   0       1              3         5      6              9
 *  +-------+--------------+---------+------+--------------+-----------
 *  | 22    | 3, minor     | length  | type | length       | 3, minor
 *  +-------+--------------+---------+------+--------------+-----------
 */
static bool
is_tls(const label_start *start)
{
    const uint8_t *b = start->bytes;

    return start->length >= 11 && b[0] == 22 && b[1] == 3 && b[2] <= 4 && b[3] <= 0x48 &&
           (b[5] == 1 || b[5] == 2) && b[6] == 0 && b[9] == 3 && b[10] <= 4;
}

/* Of a line too long to be kept: what is there of "GET /path HTTP/1.1". */
static bool
is_cut_request(const label_start *start, size_t method)
{
    static const char version[] = "HTTP/1.";
    const uint8_t *target = start->bytes + method + 1;
    const size_t length = start->length - method - 1;
    const uint8_t *blank = (const uint8_t *)memchr(target, ' ', length);
    const size_t after = blank ? length - (size_t)(blank - target) - 1 : 0;

    return *target == '/' && memcmp(version, blank ? blank + 1 : target,
                                    after < sizeof version - 1 ? after : sizeof version - 1) == 0;
}

/* HTTP/1 as Wireshark finds it: a first line that ends with the version, or begins with it. */
static bool
is_http(const label_start *start)
{
    static const char version[] = " HTTP/1.1";
    const size_t before = sizeof version - 1;
    size_t method = 0, line = 0;

    if (begins_with(start, "HTTP/1."))
        return true;
    while (line < start->length && base_is_printable(start->bytes[line]))
        line++;
    while (method < line && isupper(start->bytes[method]))
        method++;
    if (line == LABEL_START_MAX)
        return method >= 3 && method + 1 < line && start->bytes[method] == ' ' &&
               is_cut_request(start, method);
    return line < start->length && line > before &&
           (start->bytes[line] == '\r' || start->bytes[line] == '\n') &&
           memcmp(start->bytes + line - before, version, before - 1) == 0;
}

/* JSON-RPC as miners speak it: one object a line, with its method or version
 * named at the front. */
static bool
is_json_rpc(const label_start *start)
{
    return start->length > 0 && start->bytes[0] == '{' &&
           (contains(start, "\"jsonrpc\"") ||
            (contains(start, "\"method\"") && contains(start, "\"id\"")) ||
            contains(start, "\"method\":\"mining.") || contains(start, "\"method\": \"mining."));
}

static const struct {
    bool (*matches)(const label_start *start);
    label_beginning beginning;
} beginnings[] = {
    {is_ssh, {"SSH", "ssh", false, {"the identification string of SSH", NULL}}},
    {is_http2,
     {"HTTP/2 in clear text", "http2", false, {"the connection preface of HTTP/2", NULL}}},
    {is_rmi, {"Java RMI", "rmi", false, {"the magic JRMI and a version", NULL}}},
    {is_telnet, {"Telnet", "telnet", false, {"option negotiations of Telnet", NULL}}},
    {is_device,
     {"Telnet", "telnet", false, {"the first words of a Lantronix device server", NULL}}},
    {is_http, {"HTTP", "http", true, {"the first line of HTTP", NULL}}},
    {is_tls, {"TLS", "tls", true, {"a hello of TLS", NULL}}},
    {is_json_rpc, {"JSON-RPC", NULL, false, {"the members of a JSON-RPC object", NULL}}},
};

bool
label_start_append(label_start *start, uint32_t position, const uint8_t *bytes, size_t length)
{
    const uint32_t again = start->end - position;
    const size_t known = start->length > 0 && again < UINT32_C(1) << 31 ? again : 0;
    const size_t room = (size_t)LABEL_START_MAX - start->length;

    if (known >= length)
        return false;

    const size_t taken = length - known < room ? length - known : room;

    memcpy(start->bytes + start->length, bytes + known, taken);
    start->length = (uint8_t)(start->length + taken);
    start->end = position + (uint32_t)length;
    return taken > 0;
}

const label_beginning *
label_start_recognise(const label_start *start)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        if (beginnings[i].matches(start))
            return &beginnings[i].beginning;
    }
    return NULL;
}

const char *
label_payload_name(const char *protocol, const char *otherwise)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        const label_beginning *beginning = &beginnings[i].beginning;

        if (beginning->protocol && strcmp(beginning->protocol, protocol) == 0)
            return beginning->name;
    }
    return otherwise;
}
