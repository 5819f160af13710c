/* message.h
 * A message of the stub protocol
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *   0                       8             10
 *  +-----------------------+-------------+------------------
 *  | S T U B P R O T       | length      | as many bytes
 *  +-----------------------+-------------+------------------
 */
#ifndef LEGACYPORTS_STUBPROTO_MESSAGE_H
#define LEGACYPORTS_STUBPROTO_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Whether bytes are exactly one message. */
bool stubproto_is_message(const uint8_t *bytes, size_t length);

#endif
