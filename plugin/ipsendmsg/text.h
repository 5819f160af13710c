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

/** Fewer bytes than this are printable by chance too easily. */
#define IPSENDMSG_SHORTEST 4

/**
 * Decides whether all bytes are text: ASCII, UTF-8, white space, and NULs at
 * the very end. A character that the end cuts in two is still text.
 *
 * IPsendmsg's format is not public; that its messages are text at all is
 * inferred from its name and its purpose.
 */
bool ipsendmsg_is_text(const uint8_t *bytes, size_t length);

/** @return true if the text begins as one of the protocols does that Wireshark knows better. */
bool ipsendmsg_is_somebody_elses(const uint8_t *bytes, size_t length);

#endif
