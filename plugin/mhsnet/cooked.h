/* cooked.h
 * Undoing the escapes of a cooked circuit
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_COOKED_H
#define LEGACYPORTS_MHSNET_COOKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Which bytes a session escapes: PARAMS -c, -C A or -C X. */
typedef enum {
    MHSNET_COOKING_RAW, /**< none, the default on TCP */
    MHSNET_COOKING_A,   /**< everything but printable ASCII, TAB and LF */
    MHSNET_COOKING_X    /**< XON, XOFF and a few more */
} mhsnet_cooking;

/** @return whether any of these bytes begins an escape, or is layout. */
bool mhsnet_is_cooked(mhsnet_cooking mode, const uint8_t *bytes, size_t length);

/**
 * Undoes cooking.
 *
 *      c in $ % & '   b in 0x28..0x67     byte ((c & 3) << 6) | ((b - 0x28) & 0x3f)
 *
 * In mode A a CR is layout and is dropped; in mode X it stands for itself, and
 * so do % and '. An escape character followed by anything else is passed on as
 * it is, for the checksums to find.
 *
 * @param in      cooked bytes, from a packet's start or the end of an earlier call
 * @param out     room for `length` bytes
 * @param origin  room for `length + 1` offsets: origin[i] is where in `in` plain
 *                byte i begins, origin[return value] where the unread rest begins
 *                (`length`, unless `in` ends inside an escape)
 * @return the number of plain bytes
 */
size_t mhsnet_uncook(mhsnet_cooking mode, const uint8_t *in, size_t length, uint8_t *out,
                     uint32_t *origin);

#endif
