/* text.c
 * Whether bytes have the shape of a printable message
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ipsendmsg/text.h"

#include <string.h>

#include "base/text.h"
#include "mhsnet/opening.h"

/* Fewer bytes than this are printable by chance too easily: 8 random ones are 1 in 2,000 times. */
#define SHORTEST 8

bool
ipsendmsg_is_text(const uint8_t *bytes, size_t length, bool continued)
{
    const size_t longest_rest = 3;
    size_t at = 0;

    while (continued && at < length && at < longest_rest && base_utf8_continues(bytes[at]))
        at++;
    if (!continued && (length == 0 || bytes[0] == 0))
        return false;
    while (at < length) {
        const uint8_t byte = bytes[at];
        const size_t character = base_utf8_announced(byte);

        if (base_is_printable(byte) || (byte >= '\t' && byte <= '\r') || byte == 0) {
            at++;
            continue;
        }
        if (character < 2)
            return false;
        for (size_t i = 1; i < character && at + i < length; i++) {
            if (!base_utf8_continues(bytes[at + i]))
                return false;
        }
        at += character;
    }
    return true;
}

base_match
ipsendmsg_recognise(const uint8_t *bytes, size_t length)
{
    /* First words of text protocols that turn up on any port. */
    static const char *const words[] = {
        "GET ",    "POST ",     "PUT ",    "HEAD ",     "OPTIONS ",   "DELETE ", "CONNECT ",
        "PATCH ",  "TRACE ",    "PRI * ",  "HTTP/",     "SSH-",       "SIP/",    "RTSP/",
        "INVITE ", "REGISTER ", "NOTIFY ", "M-SEARCH ", "SUBSCRIBE ", "RFB 0",   "<?xml",
        "<stream", "EHLO ",     "HELO ",   "220 ",      "220-",       "+OK",     "* OK",
    };
    const base_match mhsnet = mhsnet_line_recognise(bytes, length);

    if (mhsnet != BASE_MATCH_NO)
        return mhsnet == BASE_MATCH_YES ? BASE_MATCH_NO : BASE_MATCH_MAYBE;
    if (!ipsendmsg_is_text(bytes, length, false))
        return BASE_MATCH_NO;
    if (length < SHORTEST)
        return BASE_MATCH_MAYBE;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const size_t word = strlen(words[i]);

        if (memcmp(bytes, words[i], length < word ? length : word) == 0)
            return BASE_MATCH_NO;
    }
    return BASE_MATCH_YES;
}
