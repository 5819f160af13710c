/* match.h
 * Whether bytes are what they are held against
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_BASE_MATCH_H
#define LEGACYPORTS_BASE_MATCH_H

/** In rising order: of several answers the greatest is the best. */
typedef enum {
    BASE_MATCH_NO,
    BASE_MATCH_MAYBE, /**< too short to tell */
    BASE_MATCH_YES
} base_match;

#endif
