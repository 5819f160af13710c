/* text.h
 * Whether bytes have the shape of a printable message
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_IPSENDMSG_TEXT_H
#define LEGACYPORTS_IPSENDMSG_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/match.h"

/**
 * Decides whether all bytes are text: ASCII, UTF-8, white space, and NULs that
 * end a string. A character that the end cuts in two is still text.
 *
 * IPsendmsg's format is not public; that its messages are text at all is
 * inferred from its name and its purpose.
 *
 * @param continued  text came before these bytes, so they may start inside a
 *                   character, or with a NUL
 */
bool ipsendmsg_is_text(const uint8_t *bytes, size_t length, bool continued);

/**
 * Decides whether a conversation that begins with these bytes is one of printable
 * messages: text, but neither a line of MHSnet's nor what begins as one of the
 * protocols does that Wireshark knows better.
 */
base_match ipsendmsg_recognise(const uint8_t *bytes, size_t length);

#endif
