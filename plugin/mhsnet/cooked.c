/* cooked.c
 * Undoing the escapes of a cooked circuit
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/cooked.h"

#include <stdbool.h>

static bool
begins_escape(mhsnet_cooking mode, uint8_t byte)
{
    switch (mode) {
    case MHSNET_COOKING_A:
        return byte >= '$' && byte <= '\'';
    case MHSNET_COOKING_X:
        return byte == '$' || byte == '&';
    case MHSNET_COOKING_RAW:
        break;
    }
    return false;
}

bool
mhsnet_is_cooked(mhsnet_cooking mode, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (begins_escape(mode, bytes[i]) || (mode == MHSNET_COOKING_A && bytes[i] == '\r'))
            return true;
    }
    return false;
}

size_t
mhsnet_uncook(mhsnet_cooking mode, const uint8_t *in, size_t length, uint8_t *out, uint32_t *origin)
{
    size_t plain = 0;
    size_t at = 0;

    while (at < length) {
        if (mode == MHSNET_COOKING_A && in[at] == '\r') {
            at++;
            continue;
        }
        origin[plain] = (uint32_t)at;
        if (!begins_escape(mode, in[at])) {
            out[plain++] = in[at++];
            continue;
        }
        if (at + 1 == length)
            break;
        if (in[at + 1] < 0x28 || in[at + 1] > 0x67) {
            out[plain++] = in[at++];
            continue;
        }
        out[plain++] = (uint8_t)((in[at] & 3) << 6 | ((in[at + 1] - 0x28) & 0x3f));
        at += 2;
    }
    origin[plain] = (uint32_t)at;
    return plain;
}
