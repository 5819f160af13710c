/* http.h
 * What an HTTP/1 message shows of IBM License Metric Tool, and of credentials
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The agent's own messages are not public: what is looked for are words of
 * IBM's product files and the REST paths that IBM documents for LMT 9.x and
 * BigFix Inventory. No Wireshark header is needed.
 *
 * Why there is a reader here: Wireshark's HTTP shows headers in the tree and the
 * request line in its tap, and neither is there when evidence is gathered, on the
 * first of two passes. No version shows others what a body holds.
 */
#ifndef LEGACYPORTS_IBMLMT_HTTP_H
#define LEGACYPORTS_IBMLMT_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/match.h"

/** Kinds of credential, as bits: a message may carry several. */
enum {
    IBMLMT_CREDENTIAL_BASIC = 1,
    IBMLMT_CREDENTIAL_TOKEN_HEADER = 2,
    IBMLMT_CREDENTIAL_TOKEN_QUERY = 4,
    IBMLMT_CREDENTIAL_JSON = 8,
    IBMLMT_CREDENTIAL_KINDS = 4
};

/** A documented REST resource. */
typedef struct {
    const char *path;     /**< "/api/sam/v2/computers" */
    const char *resource; /**< "computers" */
    uint8_t version;      /**< of the API: 2 for paths with v2, else 1 */
    bool proves; /**< nothing else answers to it; otherwise it counts beside one that does */
} ibmlmt_rest;

#define IBMLMT_HTTP_UNKNOWN SIZE_MAX

/** What one message shows. */
typedef struct {
    size_t length;           /**< of the message, as far as it is there */
    size_t missing;          /**< of it after that; IBMLMT_HTTP_UNKNOWN if that cannot be told */
    bool to_the_end;         /**< a response that ends with the connection */
    bool request;            /**< not a response */
    unsigned status;         /**< of a response */
    const char *literal;     /**< of IBM's product files, NULL if none occurs */
    const ibmlmt_rest *rest; /**< of a request, NULL if its path is not documented */
    unsigned credentials;    /**< IBMLMT_CREDENTIAL_... */
    bool websocket;          /**< an Upgrade to WebSocket is asked for or granted */
} ibmlmt_http_message;

/** Whether bytes begin as an HTTP/1 request or response does. */
base_match ibmlmt_http_begins(const uint8_t *bytes, size_t length);

/** As many bytes as ibmlmt_http_asks_for_rest() needs: "OPTIONS /api/sam/". */
#define IBMLMT_REST_BEGIN_MAX 17

/** Whether bytes begin as a request for a path under /api/sam/ does. */
base_match ibmlmt_http_asks_for_rest(const uint8_t *bytes, size_t length);

/** Whether bytes are such a request, or too short to tell. */
bool ibmlmt_http_may_ask_for_rest(const uint8_t *bytes, size_t length);

/**
 * Whether bytes begin with the first line of a request or response: one that
 * ends with the version, or begins with it.
 *
 * @return BASE_MATCH_MAYBE while the line has not ended, and is text
 */
base_match ibmlmt_http_first_line(const uint8_t *bytes, size_t length);

/**
 * Finds a message's first line anywhere in bytes, not only where a line begins.
 * Time grows as the bytes do, whatever they are.
 *
 * @param requests  a request is looked for, otherwise a response
 * @return where the message begins, length if there is none
 */
size_t ibmlmt_http_find_message(const uint8_t *bytes, size_t length, bool requests);

/**
 * Reads one message (RFC 9112; where its body ends: section 6.3, but for what
 * answers HEAD, which is not known here).
 *
 * @param bytes   must begin with one
 * @param length  more than one message is allowed
 */
ibmlmt_http_message ibmlmt_http_read(const uint8_t *bytes, size_t length);

/** As many bytes of a body are looked at again with those behind them: more than any
 * product word, or name of a JSON member with the blanks behind it, is likely to have. */
#define IBMLMT_HTTP_OVERLAP 64

/** What was seen of a body that comes in pieces. All zero is a valid start. */
typedef struct {
    uint8_t before[IBMLMT_HTTP_OVERLAP]; /**< the last bytes of it so far */
    size_t length;                       /**< of those */
    const char *literal;
    bool user, password; /**< JSON members */
} ibmlmt_http_body;

/**
 * Looks for product words and credentials in the next bytes of a body.
 *
 * @param shown  a message that is neither request nor response, with what was not shown before
 * @return false if there is nothing of that kind
 */
bool ibmlmt_http_body_look(ibmlmt_http_body *body, const uint8_t *bytes, size_t length,
                           ibmlmt_http_message *shown);

/** @return where a text begins in bytes, their length if it does not. */
size_t ibmlmt_http_find(const uint8_t *bytes, size_t length, const char *text);

/** @return "Basic authentication" and so on. @param kind one bit. */
const char *ibmlmt_credential_name(unsigned kind);

#endif
