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

/** Fewer bytes than this are printable by chance too easily: 8 random ones are 1 in 2,000 times. */
#define IPSENDMSG_SHORTEST 8

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
 * @return true if the text begins as one of the protocols does that Wireshark
 *         knows better, or could, were there more of it
 */
bool ipsendmsg_is_somebody_elses(const uint8_t *bytes, size_t length);

#endif
