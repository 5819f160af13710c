/* message.c
 * A message of the stub protocol
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "stubproto/message.h"

#include <string.h>

bool
stubproto_is_message(const uint8_t *bytes, size_t length)
{
    return length >= 10 && memcmp(bytes, "STUBPROT", 8) == 0 &&
           length - 10 == ((size_t)bytes[8] << 8 | bytes[9]);
}
