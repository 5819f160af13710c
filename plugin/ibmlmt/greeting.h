/* greeting.h
 * Text that a stream on LMT's ports begins with when nobody dissects it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_IBMLMT_GREETING_H
#define LEGACYPORTS_IBMLMT_GREETING_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    IBMLMT_GREETING_UNKNOWN, /**< nothing that is known here, or not whole yet */
    IBMLMT_GREETING_REPLY,   /**< a reply code, as servers of FTP or mail greet */
    IBMLMT_GREETING_TEXT     /**< a line of something else */
} ibmlmt_greeting;

/**
 * Tells text by its first line, as soon as that line has eight characters before
 * it ends, or is LABEL_START_MAX bytes long; shorter lines before it belong to it.
 * What begins as JSON, SSH, HTTP or a Lantronix device does is not told: the label
 * layer has names for them.
 */
ibmlmt_greeting ibmlmt_greeting_read(const uint8_t *bytes, size_t length);

#endif
