/* evidence.h
 * The lattice that joins what was seen of a conversation into one verdict
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      proof of a service        proof of something else
 *             |                           |
 *           shape  . . . . . . . . . . . .|
 *             |                           |
 *          port number ___________________|
 *             |
 *            none
 *
 * Evidence only climbs. The two proofs do not replace each other: whichever
 * came first owns the conversation. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_EVIDENCE_H
#define LEGACYPORTS_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ports.h"

/** Values of legacyport.evidence (names.tsv, list evidence). */
typedef enum {
    LP_EVIDENCE_NONE = 0,
    LP_EVIDENCE_PORT = 1,
    LP_EVIDENCE_SHAPE = 2,
    LP_EVIDENCE_PROOF = 3
} lp_evidence;

/**
 * What was seen, as a sentence around a count: "CRC-16 of" 41 "packet headers".
 * With a NULL unit there is no count. A unit is given for many; of one, each of
 * its words that ends in s loses it: "segments or datagrams", "packets without
 * checksum".
 */
typedef struct {
    const char *what;
    const char *unit;
} lp_reason;

/** What is known of one conversation. All zero is a valid start. */
typedef struct {
    lp_evidence evidence;    /**< for the service; a contradicted one has its port number only */
    lp_family family;        /**< whose traffic the evidence shows, LP_FAMILY_NONE if a row's */
    const lp_port_row *row;  /**< the row whose words the payload confirms, NULL if a family's */
    const char *payload;     /**< what it is instead, when contradicted */
    const lp_reason *reason; /**< of the strongest evidence, NULL for the port number alone */
    uint32_t count;          /**< how often that reason was seen */
    bool general;            /**< a reason that says more may take its place */
    bool contradicted;       /**< it is proven to be something else */
} lp_verdict;

/**
 * Joins evidence for a family, or for one row of a port, into a verdict.
 *
 * Stronger evidence replaces weaker; the same reason again is counted; weaker
 * evidence, or equal evidence for another service, changes nothing. Of two
 * reasons of equal evidence the first stays, unless it is a general one.
 *
 * @param family  whose traffic it is, LP_FAMILY_NONE with a row that has no service of ours
 * @param row     the row whose words are confirmed, NULL with a family
 * @param reason  kept by reference, NULL for the port number alone
 * @return true if evidence, family and reason changed (a new count alone is no change)
 */
bool lp_verdict_join(lp_verdict *verdict, lp_family family, const lp_port_row *row,
                     lp_evidence evidence, const lp_reason *reason);

/**
 * Joins evidence as lp_verdict_join() does, by a reason that any traffic of the
 * kind would give: "dissected by Wireshark as TLS".
 */
bool lp_verdict_join_general(lp_verdict *verdict, lp_family family, const lp_port_row *row,
                             lp_evidence evidence, const lp_reason *reason);

/**
 * Joins the proof that a conversation is none of the port's services.
 *
 * @param payload  what it is, such as "SSH"; kept by reference
 * @param reason   kept by reference
 * @return true if the verdict changed: it does not if a service is proven, or if it was
 *         contradicted before
 */
bool lp_verdict_contradict(lp_verdict *verdict, const char *payload, const lp_reason *reason);

#endif
