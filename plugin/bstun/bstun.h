/* bstun.h
 * The frames of a Cisco block serial tunnel, and bisync inside them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *   0        2        4        6     7     8     9     10    11
 *   +--------+--------+--------+-----+-----+-----+-----+-----+------ - -
 *   | 0E  BD | command| length |group| 00  | 00  | 21  | 00  | bisync
 *   +--------+--------+--------+-----+-----+-----+-----+-----+------ - -
 *
 * Big-endian; length counts from offset 8. An opening (command 2) has 30 zero
 * bytes from there. A single source: rare-freertr/freeRtr, packBstun.java. The
 * bisync control characters are EBCDIC's, by IBM GA27-3004 (Binary
 * Synchronous Communications). No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_BSTUN_BSTUN_H
#define LEGACYPORTS_BSTUN_BSTUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tunnel/header.h"

#define BSTUN_MAGIC 0x0ebd
#define BSTUN_HEADER_LEN 8
#define BSTUN_DATA_OFFSET 11
#define BSTUN_FORMAT                  \
    {                                 \
        BSTUN_MAGIC, BSTUN_HEADER_LEN \
    }

/**
 * Whether bytes begin with a frame that proves itself: a known command, its
 * length, and every constant byte. Data needs its 11 bytes, an opening all 38.
 */
bool bstun_is_proven(const uint8_t *bytes, size_t len);

/**
 * Looks for the place to take up a stream again.
 *
 * @return how many bytes lie before the next frame that proves itself, as far
 *         as bytes go; before what may be the beginning of one; len if there
 *         is neither
 */
size_t bstun_find(const uint8_t *bytes, size_t len);

/** Where a walk along bisync data is. All zero is the start. */
typedef struct {
    size_t at;        /**< next byte */
    bool text;        /**< between STX or SOH and the end of the block */
    bool transparent; /**< controls have a DLE before them */
    bool done;        /**< what follows is a check sequence or padding */
} bstun_bsc_walk;

/** A bisync control character. */
typedef struct {
    const char *name; /**< "SYN", "ACK0" */
    size_t offset;
    size_t len; /**< 1, or 2 with DLE */
} bstun_bsc_control;

/** Finds the next control character. @return false if there is none */
bool bstun_bsc_next(const uint8_t *bytes, size_t len, bstun_bsc_walk *walk,
                    bstun_bsc_control *control);

#endif
