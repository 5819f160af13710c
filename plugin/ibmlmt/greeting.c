/* greeting.c
 * Text that a stream on LMT's ports begins with when nobody dissects it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/greeting.h"

#include <stdbool.h>
#include <string.h>

#include "ibmlmt/http.h"
#include "labels/beginning.h"

static bool
begins(const uint8_t *bytes, size_t length, const char *text)
{
    return length >= strlen(text) && memcmp(bytes, text, strlen(text)) == 0;
}

/* Telnet writes a carriage return alone as CR NUL (RFC 854). */
static bool
is_text(const uint8_t *bytes, size_t i)
{
    const uint8_t c = bytes[i];

    return (c >= ' ' && c < 0x7F) || (c >= '\t' && c <= '\r') ||
           (c == '\0' && i > 0 && bytes[i - 1] == '\r');
}

ibmlmt_greeting
ibmlmt_greeting_read(const uint8_t *bytes, size_t length)
{
    size_t end = 0, digits = 0;

    if (begins(bytes, length, "{") || begins(bytes, length, "SSH-") ||
        begins(bytes, length, "PRI "))
        return IBMLMT_GREETING_UNKNOWN;
    while (end < length && is_text(bytes, end) && (end < 8 || bytes[end] != '\n'))
        end++;
    if (end < length ? bytes[end] != '\n' : length < LABEL_START_MAX)
        return IBMLMT_GREETING_UNKNOWN;
    if (ibmlmt_http_first_line(bytes, length) != BASE_MATCH_NO ||
        label_device_begins(bytes, length) != BASE_MATCH_NO)
        return IBMLMT_GREETING_UNKNOWN;

    /* "220 ready", "220-ready", "+OK", "* OK": FTP, SMTP, NNTP, POP and IMAP. */
    while (digits < length && bytes[digits] >= '0' && bytes[digits] <= '9')
        digits++;
    const bool coded = digits == 3 && length > 3 && (bytes[3] == ' ' || bytes[3] == '-');
    return coded || begins(bytes, length, "+OK") || begins(bytes, length, "* OK")
               ? IBMLMT_GREETING_REPLY
               : IBMLMT_GREETING_TEXT;
}
