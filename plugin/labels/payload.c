/* payload.c
 * What a stream is that nobody dissects, by how it begins
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "payload.h"

#include <string.h>

/* Telnet commands (RFC 854, "TELNET COMMAND STRUCTURE"). */
enum { TELNET_IAC = 255, TELNET_WILL = 251, TELNET_DONT = 254 };

static bool
begins_with(const lp_start *start, const char *text)
{
    const size_t length = strlen(text);

    return start->length >= length && memcmp(start->bytes, text, length) == 0;
}

static bool
contains(const lp_start *start, const char *text)
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
is_ssh(const lp_start *start)
{
    return begins_with(start, "SSH-2.0-") || begins_with(start, "SSH-1.99-") ||
           begins_with(start, "SSH-1.5-");
}

/* RFC 9113, section 3.4: the connection preface of a client. */
static bool
is_http2(const lp_start *start)
{
    return begins_with(start, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
}

/* Java RMI specification, section 10.2: "JRMI", version 1 or 2, then the
 * protocol: stream 0x4b, single operation 0x4c, multiplex 0x4d. */
static bool
is_rmi(const lp_start *start)
{
    return start->length >= 7 && begins_with(start, "JRMI") && start->bytes[4] == 0 &&
           (start->bytes[5] == 1 || start->bytes[5] == 2) && start->bytes[6] >= 0x4b &&
           start->bytes[6] <= 0x4d;
}

/* Two option negotiations in a row: IAC, WILL to DONT, a registered option. */
static bool
is_telnet(const lp_start *start)
{
    if (start->length < 6)
        return false;
    for (size_t i = 0; i < 6; i += 3) {
        if (start->bytes[i] != TELNET_IAC || start->bytes[i + 1] < TELNET_WILL ||
            start->bytes[i + 1] > TELNET_DONT || start->bytes[i + 2] > 49)
            return false;
    }
    return true;
}

/* JSON-RPC as miners speak it: one object a line, with its method or version
 * named at the front. */
static bool
is_json_rpc(const lp_start *start)
{
    return start->length > 0 && start->bytes[0] == '{' &&
           (contains(start, "\"jsonrpc\"") ||
            (contains(start, "\"method\"") && contains(start, "\"id\"")) ||
            contains(start, "\"method\":\"mining.") || contains(start, "\"method\": \"mining."));
}

static const struct {
    bool (*matches)(const lp_start *start);
    const char *protocol; /* Wireshark's filter name for it, NULL without a dissector */
    lp_beginning beginning;
} beginnings[] = {
    {is_ssh, "ssh", {"SSH", {"the identification string of SSH", NULL}}},
    {is_http2, "http2", {"HTTP/2 in clear text", {"the connection preface of HTTP/2", NULL}}},
    {is_rmi, "rmi", {"Java RMI", {"the magic JRMI and a version", NULL}}},
    {is_telnet, "telnet", {"Telnet", {"two option negotiations of Telnet", NULL}}},
    {is_json_rpc, NULL, {"JSON-RPC", {"the members of a JSON-RPC object", NULL}}},
};

bool
lp_start_append(lp_start *start, const uint8_t *bytes, size_t length)
{
    const size_t room = (size_t)LP_START_MAX - start->length;
    const size_t taken = length < room ? length : room;

    memcpy(start->bytes + start->length, bytes, taken);
    start->length = (uint8_t)(start->length + taken);
    return taken > 0;
}

const lp_beginning *
lp_start_recognise(const lp_start *start)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        if (beginnings[i].matches(start))
            return &beginnings[i].beginning;
    }
    return NULL;
}

const char *
lp_payload_name(const char *protocol, const char *otherwise)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        if (beginnings[i].protocol && strcmp(beginnings[i].protocol, protocol) == 0)
            return beginnings[i].beginning.name;
    }
    return otherwise;
}
