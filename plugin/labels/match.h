/* match.h
 * Whether bytes are what they are held against
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MATCH_H
#define LEGACYPORTS_MATCH_H

/** In rising order: of several answers the greatest is the best. */
typedef enum {
    LP_MATCH_NO,
    LP_MATCH_MAYBE, /**< too short to tell */
    LP_MATCH_YES
} lp_match;

#endif
