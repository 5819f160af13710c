/* http.c
 * What an HTTP/1 message shows of IBM License Metric Tool, and of credentials
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/http.h"

#include <string.h>

#include "labels/payload.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/** How the headers say where a body ends. */
typedef struct {
    bool chunked;
    bool counted;
    size_t length; /**< if counted */
} framing;

/** A stretch of a message. */
typedef struct {
    const char *text;
    size_t length;
} span;

static const char *const methods[] = {"GET ",     "POST ",  "PUT ",   "HEAD ",    "DELETE ",
                                      "OPTIONS ", "PATCH ", "TRACE ", "CONNECT ", "HTTP/1."};

/* As many of them are of requests: all but the last. */
#define REQUESTS (COUNT(methods) - 1)

/* Words of product files and command output (facts-lmt: Evidence). */
static const char *const literals[] = {
    "ILMT-TAD4D-agent",
    "tlmagent",
    "License Metric Tool",
    "Tivoli Asset Discovery for Distributed",
    "Tivoli License Compliance Manager",
    "MessageHandlerAddress",
};

/* Documented resources (facts-lmt: Evidence). The last two have names that
 * another product could use. */
static const ibmlmt_rest resources[] = {
    {"/api/sam/about", "about", 1, true},
    {"/api/sam/clusters", "clusters", 1, true},
    {"/api/sam/component_lifecycles", "component_lifecycles", 1, true},
    {"/api/sam/computer_systems", "computer_systems", 1, true},
    {"/api/sam/configs", "configs", 1, true},
    {"/api/sam/license_usages", "license_usages", 1, true},
    {"/api/sam/software_instances", "software_instances", 1, true},
    {"/api/sam/swinventory/confirm", "swinventory/confirm", 1, true},
    {"/api/sam/vmmanagers", "vmmanagers", 1, true},
    {"/api/sam/v2/computers", "computers", 2, true},
    {"/api/sam/v2/license_usage", "license_usage", 2, true},
    {"/api/sam/v2/license_usage_per_server", "license_usage_per_server", 2, true},
    {"/api/sam/v2/software_instances", "software_instances", 2, true},
    {"/api/sam/v2/software_components", "software_components", 2, true},
    {"/api/sam/v2/tags", "tags", 2, true},
    {"/api/get_token", "get_token", 1, false},
    {"/api/import_status.json", "import_status", 1, false},
};

static const char *const credential_names[IBMLMT_CREDENTIAL_KINDS] = {
    "Basic authentication", "Token header", "Token in the query", "JSON user and password"};

/* Servers take lines of 8 KiB (RFC 9112, section 3, asks for 8,000 bytes). */
#define LINE_MAX_LENGTH 8192

/* Whether bytes begin with one text and then another. */
static base_match
begins_with(const uint8_t *bytes, size_t length, const char *first, const char *then)
{
    const size_t ahead = strlen(first), wanted = ahead + strlen(then);

    for (size_t i = 0; i < wanted && i < length; i++) {
        if (bytes[i] != (i < ahead ? first[i] : then[i - ahead]))
            return BASE_MATCH_NO;
    }
    return length < wanted ? BASE_MATCH_MAYBE : BASE_MATCH_YES;
}

/* Whether bytes begin with one of the first so many methods, and a text after it. */
static base_match
begins_with_method(const uint8_t *bytes, size_t length, size_t count, const char *then)
{
    static const char initials[] = "CDGHOPT";
    base_match best = BASE_MATCH_NO;

    /* Most of what is looked at ends here. */
    if (length == 0 || memchr(initials, bytes[0], sizeof initials - 1) == NULL)
        return BASE_MATCH_NO;
    for (size_t i = 0; i < count; i++) {
        const base_match start = begins_with(bytes, length, methods[i], then);

        if (start > best)
            best = start;
    }
    return best;
}

base_match
ibmlmt_http_begins(const uint8_t *bytes, size_t length)
{
    return begins_with_method(bytes, length, COUNT(methods), "");
}

base_match
ibmlmt_http_asks_for_rest(const uint8_t *bytes, size_t length)
{
    return begins_with_method(bytes, length, REQUESTS, "/api/sam/");
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether a span begins with a text; both in lower case if it is a header's name. */
static bool
begins(span s, const char *text, bool fold)
{
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (i >= s.length || (fold ? lower(s.text[i]) : s.text[i]) != text[i])
            return false;
    }
    return true;
}

static span
from(span s, size_t offset)
{
    const span rest = {s.text + offset, s.length - offset};

    return rest;
}

/* @return the offset of a text in a span, s.length if it does not occur. */
static size_t
find(span s, const char *text, bool fold)
{
    for (size_t i = 0; i < s.length; i++) {
        const char *at = fold ? s.text + i : memchr(s.text + i, text[0], s.length - i);

        if (at == NULL)
            break;
        i = (size_t)(at - s.text);
        if (begins(from(s, i), text, fold))
            return i;
    }
    return s.length;
}

static bool
contains(span s, const char *text, bool fold)
{
    return find(s, text, fold) < s.length;
}

/* Cuts the first line off a span, without CR and LF. */
static span
next_line(span *s)
{
    const size_t end = find(*s, "\n", false);
    span line = {s->text, end};

    *s = from(*s, end < s->length ? end + 1 : end);
    if (line.length > 0 && line.text[line.length - 1] == '\r')
        line.length--;
    return line;
}

/* @return whether there is a whole line, without CR and LF, at the front of a span. */
static bool
take_line(span *s, span *line)
{
    if (!contains(*s, "\n", false))
        return false;
    *line = next_line(s);
    return true;
}

/* A carriage return may be the line's end. */
static bool
has_control(span line)
{
    for (size_t i = 0; i < line.length; i++) {
        if ((uint8_t)line.text[i] < ' ' && line.text[i] != '\t' &&
            (line.text[i] != '\r' || i + 1 < line.length))
            return true;
    }
    return false;
}

base_match
ibmlmt_http_first_line(const uint8_t *bytes, size_t length)
{
    static const char version[] = "HTTP/1.";
    const base_match start = ibmlmt_http_begins(bytes, length);
    span rest = {(const char *)bytes, length}, line;

    if (start != BASE_MATCH_YES || begins(rest, version, false))
        return start;
    if (!take_line(&rest, &line))
        return length < LINE_MAX_LENGTH && !has_control(rest) ? BASE_MATCH_MAYBE : BASE_MATCH_NO;
    return line.length >= sizeof version &&
                   begins(from(line, line.length - sizeof version), version, false)
               ? BASE_MATCH_YES
               : BASE_MATCH_NO;
}

/* Telnet writes a carriage return alone as CR NUL (RFC 854). */
static bool
is_text(const uint8_t *bytes, size_t i)
{
    const uint8_t c = bytes[i];

    return (c >= ' ' && c < 0x7F) || (c >= '\t' && c <= '\r') ||
           (c == '\0' && i > 0 && bytes[i - 1] == '\r');
}

/* "220 ready", "+OK", "* OK": how FTP, SMTP, NNTP, POP and IMAP greet. */
static bool
is_reply(span line)
{
    size_t digits = 0;

    while (digits < line.length && line.text[digits] >= '0' && line.text[digits] <= '9')
        digits++;
    if (digits == 3 && line.length > 3)
        return line.text[3] == ' ' || line.text[3] == '-';
    return begins(line, "+OK", false) || begins(line, "* OK", false);
}

ibmlmt_line
ibmlmt_line_begins(const uint8_t *bytes, size_t length)
{
    static const char *const others[] = {"{", "SSH-", "PRI "};
    const span all = {(const char *)bytes, length};
    size_t end = 0;

    for (size_t i = 0; i < COUNT(others); i++) {
        if (begins(all, others[i], false))
            return IBMLMT_LINE_UNKNOWN;
    }
    while (end < length && is_text(bytes, end) && (end < 8 || bytes[end] != '\n'))
        end++;
    if (end < length ? bytes[end] != '\n' : length < LABEL_START_MAX)
        return IBMLMT_LINE_UNKNOWN;
    if (ibmlmt_http_first_line(bytes, length) != BASE_MATCH_NO ||
        label_device_begins(bytes, length) != BASE_MATCH_NO)
        return IBMLMT_LINE_UNKNOWN;
    return is_reply(all) ? IBMLMT_LINE_REPLY : IBMLMT_LINE_TEXT;
}

/* "http://lmt.example/api/..." as a proxy is asked for (RFC 9112, section 3.2.2). */
static span
without_server(span target)
{
    static const char scheme[] = "http://";

    if (!begins(target, scheme, true))
        return target;
    target = from(target, sizeof scheme - 1);
    return from(target, find(target, "/", false));
}

/* "POST /api/get_token?x=y HTTP/1.1" */
static void
read_request_line(ibmlmt_message *m, span line)
{
    const size_t method = find(line, " ", false);
    span target = from(line, method < line.length ? method + 1 : method);

    target.length = find(target, " ", false);
    target = without_server(target);
    if (contains(target, "?token=", false) || contains(target, "&token=", false))
        m->credentials |= IBMLMT_CREDENTIAL_TOKEN_QUERY;

    size_t path = find(target, "?", false);
    if (path > 1 && target.text[path - 1] == '/')
        path--;
    for (size_t i = 0; i < COUNT(resources); i++) {
        if (path == strlen(resources[i].path) && memcmp(target.text, resources[i].path, path) == 0)
            m->rest = &resources[i];
    }
}

/* "HTTP/1.1 101 Switching Protocols" */
static unsigned
read_status(span line)
{
    unsigned status = 0;

    for (size_t i = 9; i < 12 && i < line.length; i++) {
        if (line.text[i] < '0' || line.text[i] > '9')
            return 0;
        status = status * 10 + (unsigned)(line.text[i] - '0');
    }
    return status;
}

static span
header_value(span line, const char *name)
{
    span value = from(line, strlen(name));

    while (value.length > 0 && (value.text[0] == ' ' || value.text[0] == '\t'))
        value = from(value, 1);
    return value;
}

static size_t
read_decimal(span value)
{
    size_t number = 0;

    for (size_t i = 0; i < value.length && value.text[i] >= '0' && value.text[i] <= '9'; i++)
        number = number > SIZE_MAX / 10 - 9 ? number : number * 10 + (size_t)(value.text[i] - '0');
    return number;
}

static void
read_header(ibmlmt_message *m, span line, framing *body)
{
    if (begins(line, "token:", true) && m->request)
        m->credentials |= IBMLMT_CREDENTIAL_TOKEN_HEADER;
    else if (begins(line, "authorization:", true)) {
        if (begins(header_value(line, "authorization:"), "basic ", true))
            m->credentials |= IBMLMT_CREDENTIAL_BASIC;
    } else if (begins(line, "upgrade:", true))
        m->websocket = begins(header_value(line, "upgrade:"), "websocket", true);
    else if (begins(line, "transfer-encoding:", true))
        body->chunked = contains(header_value(line, "transfer-encoding:"), "chunked", true);
    else if (begins(line, "content-length:", true)) {
        body->counted = true;
        body->length = read_decimal(header_value(line, "content-length:"));
    }
}

/* @return false if there is none */
static bool
read_hexadecimal(span text, size_t *number)
{
    static const char digits[] = "0123456789abcdef";
    size_t i = 0;

    *number = 0;
    for (; i < text.length && i < 8; i++) {
        const char *digit = memchr(digits, lower(text.text[i]), sizeof digits - 1);

        if (digit == NULL)
            break;
        *number = *number << 4 | (size_t)(digit - digits);
    }
    return i > 0;
}

/*
 * RFC 9112, section 7.1: chunks with their lengths in hexadecimal on a line in
 * front, then one of no length, lines of trailers, and an empty one.
 *
 * @return the length of all that, IBMLMT_HTTP_UNKNOWN while its end is not there
 */
static size_t
chunked_length(span body)
{
    span rest = body, line;
    size_t chunk;

    while (take_line(&rest, &line) && read_hexadecimal(line, &chunk)) {
        if (chunk > 0) {
            if (chunk + 2 > rest.length)
                break;
            rest = from(rest, chunk + 2);
            continue;
        }
        while (take_line(&rest, &line)) {
            if (line.length == 0)
                return (size_t)(rest.text - body.text);
        }
        break;
    }
    return IBMLMT_HTTP_UNKNOWN;
}

/* The end of a body of which some bytes are there, all after the headers. */
static size_t
body_length(ibmlmt_message *m, const framing *body, span there)
{
    if (!m->request && (m->status < 200 || m->status == 204 || m->status == 304))
        return 0;
    if (body->chunked)
        return chunked_length(there);
    if (body->counted)
        return body->length;
    m->to_the_end = !m->request;
    return m->request ? 0 : IBMLMT_HTTP_UNKNOWN;
}

/* Whether JSON has a member with a string: "user" : "..." */
static bool
has_string_member(span json, const char *quoted_name)
{
    const size_t at = find(json, quoted_name, false);
    bool colon = false;

    if (at == json.length)
        return false;
    for (size_t i = at + strlen(quoted_name); i < json.length; i++) {
        if (json.text[i] == ':')
            colon = true;
        else if (json.text[i] != ' ' && json.text[i] != '\t')
            return colon && json.text[i] == '"';
    }
    return false;
}

/* The first line and the headers, and what is there of a header that is cut.
 * @return whether the headers' end is there */
static bool
read_head(ibmlmt_message *m, span *rest, framing *body)
{
    span line = next_line(rest);

    if (m->request)
        read_request_line(m, line);
    else
        m->status = read_status(line);
    while (take_line(rest, &line)) {
        if (line.length == 0)
            return true;
        read_header(m, line, body);
    }
    read_header(m, next_line(rest), body);
    return false;
}

/* @return the first of them that occurs, NULL if none does */
static const char *
find_literal(span text)
{
    for (size_t i = 0; i < COUNT(literals); i++) {
        if (contains(text, literals[i], false))
            return literals[i];
    }
    return NULL;
}

ibmlmt_message
ibmlmt_http_read(const uint8_t *bytes, size_t length)
{
    const span all = {(const char *)bytes, length};
    ibmlmt_message m = {.request = !begins(all, "HTTP/", false), .missing = IBMLMT_HTTP_UNKNOWN};
    span rest = all;
    framing body = {0};

    if (read_head(&m, &rest, &body)) {
        const size_t wanted = body_length(&m, &body, rest);

        if (wanted != IBMLMT_HTTP_UNKNOWN) {
            m.missing = wanted > rest.length ? wanted - rest.length : 0;
            if (wanted < rest.length)
                rest.length = wanted;
        }
    }
    m.length = (size_t)(rest.text - all.text) + rest.length;

    if (has_string_member(rest, "\"user\"") && has_string_member(rest, "\"password\""))
        m.credentials |= IBMLMT_CREDENTIAL_JSON;
    m.literal = find_literal((span){all.text, m.length});
    return m;
}

static void
look_at(ibmlmt_body *body, span bytes)
{
    body->user = body->user || has_string_member(bytes, "\"user\"");
    body->password = body->password || has_string_member(bytes, "\"password\"");
    if (body->literal == NULL)
        body->literal = find_literal(bytes);
}

static void
keep_last(ibmlmt_body *body, const uint8_t *bytes, size_t length)
{
    const size_t new = length < IBMLMT_BODY_OVERLAP ? length : IBMLMT_BODY_OVERLAP;
    const size_t room = IBMLMT_BODY_OVERLAP - new;
    const size_t old = body->length < room ? body->length : room;

    memmove(body->before, body->before + body->length - old, old);
    memcpy(body->before + old, bytes + length - new, new);
    body->length = old + new;
}

bool
ibmlmt_body_look(ibmlmt_body *body, const uint8_t *bytes, size_t length, ibmlmt_message *shown)
{
    const size_t ahead = length < IBMLMT_BODY_OVERLAP ? length : IBMLMT_BODY_OVERLAP;
    const bool both = body->user && body->password;
    const char *literal = body->literal;
    char seam[2 * IBMLMT_BODY_OVERLAP];

    memcpy(seam, body->before, body->length);
    memcpy(seam + body->length, bytes, ahead);
    look_at(body, (span){seam, body->length + ahead});
    if (ahead < length)
        look_at(body, (span){(const char *)bytes, length});
    keep_last(body, bytes, length);

    *shown = (ibmlmt_message){0};
    if (literal == NULL)
        shown->literal = body->literal;
    if (!both && body->user && body->password)
        shown->credentials = IBMLMT_CREDENTIAL_JSON;
    return shown->literal != NULL || shown->credentials != 0;
}

size_t
ibmlmt_http_find(const uint8_t *bytes, size_t length, const char *text)
{
    return find((span){(const char *)bytes, length}, text, false);
}

const char *
ibmlmt_credential_name(unsigned kind)
{
    for (unsigned i = 0; i < IBMLMT_CREDENTIAL_KINDS; i++) {
        if (kind == 1U << i)
            return credential_names[i];
    }
    return "none";
}
