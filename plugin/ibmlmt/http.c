/* http.c
 * What an HTTP/1 message shows of IBM License Metric Tool, and of credentials
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/http.h"

#include <string.h>

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

/* Words of product files and of what the commands print. */
static const char *const literals[] = {
    "ILMT-TAD4D-agent",
    "tlmagent",
    "License Metric Tool",
    "Tivoli Asset Discovery for Distributed",
    "Tivoli License Compliance Manager",
    "MessageHandlerAddress",
};

/* Resources that IBM documents. The last two have names that another
 * product could use. */
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

/* How the last eight bytes of a request's first line begin, and a response's first ones. */
static const char version[] = "HTTP/1.";
#define VERSION_LENGTH sizeof version /* with the digit that follows */

/* Whether bytes begin with one of the first so many methods, and a text after it. */
static base_match
begins_with_method(const uint8_t *bytes, size_t length, size_t count, const char *then)
{
    static const char initials[] = "CDGHOPT";
    base_match best = BASE_MATCH_NO;

    /* Most of what is looked at ends here. */
    if (length == 0 || !memchr(initials, bytes[0], sizeof initials - 1))
        return BASE_MATCH_NO;
    for (size_t i = 0; i < count; i++) {
        const size_t method = strlen(methods[i]), wanted = method + strlen(then);
        size_t same = 0;

        while (same < wanted && same < length &&
               bytes[same] == (uint8_t)(same < method ? methods[i][same] : then[same - method]))
            same++;
        if (same == wanted)
            return BASE_MATCH_YES;
        if (same == length)
            best = BASE_MATCH_MAYBE;
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

bool
ibmlmt_http_may_ask_for_rest(const uint8_t *bytes, size_t length)
{
    return ibmlmt_http_asks_for_rest(bytes, length) != BASE_MATCH_NO;
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
    return (span){s.text + offset, s.length - offset};
}

/* @return the offset of a text in a span, s.length if it does not occur. */
static size_t
find(span s, const char *text, bool fold)
{
    for (size_t i = 0; i < s.length; i++) {
        const char *at = fold ? s.text + i : memchr(s.text + i, text[0], s.length - i);

        if (!at)
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

/* Cuts the first line off a span, without CR and LF. @return whether the line's end was there */
static bool
take_line(span *s, span *line)
{
    const size_t end = find(*s, "\n", false);
    const bool whole = end < s->length;

    *line = (span){s->text, end};
    *s = from(*s, whole ? end + 1 : end);
    if (end > 0 && line->text[end - 1] == '\r')
        line->length--;
    return whole;
}

static bool
ends_with_version(span line)
{
    return line.length >= VERSION_LENGTH &&
           begins(from(line, line.length - VERSION_LENGTH), version, false);
}

base_match
ibmlmt_http_first_line(const uint8_t *bytes, size_t length)
{
    const base_match start = ibmlmt_http_begins(bytes, length);
    span rest = {(const char *)bytes, length}, line;

    if (start != BASE_MATCH_YES || begins(rest, version, false))
        return start;
    if (take_line(&rest, &line))
        return ends_with_version(line) ? BASE_MATCH_YES : BASE_MATCH_NO;
    if (length >= LINE_MAX_LENGTH)
        return BASE_MATCH_NO;
    for (size_t i = 0; i < length; i++) {
        /* A carriage return may be the line's end. */
        if (bytes[i] < ' ' && bytes[i] != '\t' && (bytes[i] != '\r' || i + 1 < length))
            return BASE_MATCH_NO;
    }
    return BASE_MATCH_MAYBE;
}

/*
 * Invariant: line is the line that byte i stands in, and versioned says how that
 * line ends. So each line's end is searched once, and each byte is compared with
 * the ten methods at most.
 */
size_t
ibmlmt_http_find_message(const uint8_t *bytes, size_t length, bool requests)
{
    span rest = {(const char *)bytes, length}, line = {rest.text, 0};
    bool versioned = false;

    for (size_t i = 0; i < length; i++) {
        const span here = {(const char *)bytes + i, length - i};

        if (here.text >= rest.text)
            versioned = take_line(&rest, &line) && ends_with_version(line);
        if (!requests && begins(here, version, false))
            return i;
        if (requests && versioned &&
            (size_t)(here.text - line.text) + VERSION_LENGTH <= line.length &&
            begins_with_method(bytes + i, length - i, REQUESTS, "") == BASE_MATCH_YES)
            return i;
    }
    return length;
}

/* "POST /api/get_token?x=y HTTP/1.1", or "POST http://lmt.example/api/get_token HTTP/1.1" as
 * a proxy is asked for it (RFC 9112, section 3.2.2). */
static void
read_request_line(ibmlmt_http_message *m, span line)
{
    static const char scheme[] = "http://";
    const size_t method = find(line, " ", false);
    span target = from(line, method < line.length ? method + 1 : method);

    target.length = find(target, " ", false);
    if (begins(target, scheme, true)) {
        target = from(target, sizeof scheme - 1);
        target = from(target, find(target, "/", false));
    }
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

static void
read_header(ibmlmt_http_message *m, span line, framing *body)
{
    const size_t name = find(line, ":", false);
    span value = from(line, name < line.length ? name + 1 : name);

    while (value.length > 0 && (value.text[0] == ' ' || value.text[0] == '\t'))
        value = from(value, 1);
    if (begins(line, "token:", true) && m->request) {
        m->credentials |= IBMLMT_CREDENTIAL_TOKEN_HEADER;
    } else if (begins(line, "authorization:", true)) {
        if (begins(value, "basic ", true))
            m->credentials |= IBMLMT_CREDENTIAL_BASIC;
    } else if (begins(line, "upgrade:", true)) {
        m->websocket = begins(value, "websocket", true);
    } else if (begins(line, "transfer-encoding:", true)) {
        body->chunked = contains(value, "chunked", true);
    } else if (begins(line, "content-length:", true)) {
        body->counted = true;
        body->length = 0;
        for (size_t i = 0; i < value.length && value.text[i] >= '0' && value.text[i] <= '9'; i++) {
            if (body->length <= SIZE_MAX / 10 - 9)
                body->length = body->length * 10 + (size_t)(value.text[i] - '0');
        }
    }
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
    static const char digits[] = "0123456789abcdef";
    span rest = body, line;

    while (take_line(&rest, &line)) {
        size_t chunk = 0, i = 0;

        for (; i < line.length && i < 8; i++) {
            const char *digit = memchr(digits, lower(line.text[i]), sizeof digits - 1);

            if (!digit)
                break;
            chunk = chunk << 4 | (size_t)(digit - digits);
        }
        if (i == 0 || (chunk > 0 && chunk + 2 > rest.length))
            break;
        if (chunk > 0) {
            rest = from(rest, chunk + 2);
            continue;
        }
        while (take_line(&rest, &line)) {
            if (line.length == 0)
                return (size_t)(rest.text - body.text);
        }
    }
    return IBMLMT_HTTP_UNKNOWN;
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

/*
 *  first line   POST /path HTTP/1.1, or HTTP/1.1 200 OK
 *  headers      Name: value, one a line; of one that is cut, what is there
 *  an empty line
 *  body         as the headers say where it ends       RFC 9112, sections 2.1 and 6.3
 */
ibmlmt_http_message
ibmlmt_http_read(const uint8_t *bytes, size_t length)
{
    const span all = {(const char *)bytes, length};
    ibmlmt_http_message m = {.request = !begins(all, "HTTP/", false),
                             .missing = IBMLMT_HTTP_UNKNOWN};
    framing body = {0};
    span rest = all, line;
    size_t wanted = IBMLMT_HTTP_UNKNOWN;
    bool ended = false;

    take_line(&rest, &line);
    if (m.request)
        read_request_line(&m, line);
    else
        m.status = read_status(line);
    while (!ended && rest.length > 0) {
        ended = take_line(&rest, &line) && line.length == 0;
        read_header(&m, line, &body);
    }
    if (ended) {
        if (!m.request && (m.status < 200 || m.status == 204 || m.status == 304))
            wanted = 0;
        else if (body.chunked)
            wanted = chunked_length(rest);
        else if (body.counted)
            wanted = body.length;
        else if (m.request)
            wanted = 0;
        else
            m.to_the_end = true;
    }
    if (wanted != IBMLMT_HTTP_UNKNOWN) {
        m.missing = wanted > rest.length ? wanted - rest.length : 0;
        rest.length = wanted < rest.length ? wanted : rest.length;
    }
    m.length = (size_t)(rest.text - all.text) + rest.length;

    if (has_string_member(rest, "\"user\"") && has_string_member(rest, "\"password\""))
        m.credentials |= IBMLMT_CREDENTIAL_JSON;
    m.literal = find_literal((span){all.text, m.length});
    return m;
}

/*
 * Bytes are searched twice at most: as they come, and, the first and last of a
 * piece, in the seam with what was before or comes behind.
 */
bool
ibmlmt_http_body_look(ibmlmt_http_body *body, const uint8_t *bytes, size_t length,
                      ibmlmt_http_message *shown)
{
    const size_t end = length < IBMLMT_HTTP_OVERLAP ? length : IBMLMT_HTTP_OVERLAP;
    const size_t room = IBMLMT_HTTP_OVERLAP - end;
    const size_t old = body->length < room ? body->length : room;
    const bool both = body->user && body->password;
    const char *literal = body->literal;
    char seam[2 * IBMLMT_HTTP_OVERLAP];

    memcpy(seam, body->before, body->length);
    memcpy(seam + body->length, bytes, end);
    const span looked_at[] = {{seam, body->length + end}, {(const char *)bytes, length}};
    for (size_t i = 0; i < (end < length ? 2 : 1); i++) {
        body->user = body->user || has_string_member(looked_at[i], "\"user\"");
        body->password = body->password || has_string_member(looked_at[i], "\"password\"");
        if (!body->literal)
            body->literal = find_literal(looked_at[i]);
    }
    memmove(body->before, body->before + body->length - old, old);
    memcpy(body->before + old, bytes + length - end, end);
    body->length = old + end;

    *shown = (ibmlmt_http_message){0};
    if (!literal)
        shown->literal = body->literal;
    if (!both && body->user && body->password)
        shown->credentials = IBMLMT_CREDENTIAL_JSON;
    return shown->literal || shown->credentials != 0;
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
