/* text.c
 * Whether bytes have the shape of a printable message
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text.h"

#include <string.h>

static bool
is_ascii_text(uint8_t byte)
{
    return (byte >= ' ' && byte <= '~') || (byte >= '\t' && byte <= '\r');
}

/* Length of the UTF-8 character that a byte starts, 0 if it starts none (RFC 3629). */
static size_t
utf8_length(uint8_t byte)
{
    if (byte >= 0xc2 && byte <= 0xdf)
        return 2;
    if (byte >= 0xe0 && byte <= 0xef)
        return 3;
    return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}

bool
ipsendmsg_is_text(const uint8_t *bytes, size_t length)
{
    size_t at = 0;

    while (length > 0 && bytes[length - 1] == 0)
        length--;
    if (length < IPSENDMSG_SHORTEST)
        return false;
    while (at < length) {
        size_t character = utf8_length(bytes[at]);

        if (is_ascii_text(bytes[at])) {
            at++;
            continue;
        }
        if (character == 0)
            return false;
        for (size_t i = 1; i < character && at + i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80)
                return false;
        }
        at += character;
    }
    return true;
}

bool
ipsendmsg_is_somebody_elses(const uint8_t *bytes, size_t length)
{
    /* First words of text protocols that turn up on any port. */
    static const char *const words[] = {
        "GET ",    "POST ",  "PUT ",    "HEAD ",     "OPTIONS ", "DELETE ",   "CONNECT ",
        "PATCH ",  "TRACE ", "PRI * ",  "HTTP/",     "SSH-",     "SIP/",      "RTSP/",
        "INVITE ", "REGISTER ", "NOTIFY ", "M-SEARCH ", "SUBSCRIBE ", "RFB 0", "<?xml",
        "<stream", "EHLO ",  "HELO ",   "220 ",      "220-",     "+OK",       "* OK",
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (length >= strlen(words[i]) && memcmp(bytes, words[i], strlen(words[i])) == 0)
            return true;
    }
    return false;
}
