/* join.h
 * What was seen of a conversation, joined into one verdict
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
#ifndef LEGACYPORTS_VERDICT_JOIN_H
#define LEGACYPORTS_VERDICT_JOIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "registry/registry.h"

/** Values of legacyport.evidence (names.tsv, list evidence). */
typedef enum {
    VERDICT_EVIDENCE_NONE = 0,
    VERDICT_EVIDENCE_PORT = 1,
    VERDICT_EVIDENCE_SHAPE = 2,
    VERDICT_EVIDENCE_PROOF = 3
} verdict_evidence;

/**
 * What was seen, as a sentence around a count: "CRC-16 of" 41 "packet headers".
 * With a NULL unit there is no count. A unit is given for many; of one, each of
 * its words that ends in s loses it: "segments or datagrams", "packets without
 * checksum".
 */
typedef struct {
    const char *what;
    const char *unit;
} verdict_why;

/** What is known of one conversation. All zero is a valid start. */
typedef struct {
    verdict_evidence evidence; /**< for the service; a contradicted one has its port number only */
    registry_family
        family; /**< whose traffic the evidence shows, REGISTRY_FAMILY_NONE if a row's */
    const registry_row *row;   /**< the row whose words the payload confirms, NULL if a family's */
    const char *payload;       /**< what it is instead, when contradicted */
    const verdict_why *reason; /**< of the strongest evidence, NULL for the port number alone */
    uint32_t count;            /**< how often that reason was seen */
    bool general;              /**< a reason that says more may take its place */
    bool contradicted;         /**< it is proven to be something else */
} verdict_state;

/**
 * Joins evidence for a family, or for one row of a port, into a verdict.
 *
 * Stronger evidence replaces weaker; the same reason again is counted; weaker
 * evidence, or equal evidence for another service, changes nothing. Of two
 * reasons of equal evidence the first stays, unless it is a general one.
 *
 * @param family  whose traffic it is, REGISTRY_FAMILY_NONE with a row that has no service of ours
 * @param row     the row whose words are confirmed, NULL with a family
 * @param reason  kept by reference, NULL for the port number alone
 * @return true if evidence, family and reason changed (a new count alone is no change)
 */
bool verdict_join(verdict_state *verdict, registry_family family, const registry_row *row,
                  verdict_evidence evidence, const verdict_why *reason);

/**
 * Joins evidence as verdict_join() does, by a reason that any traffic of the
 * kind would give: "dissected by Wireshark as TLS".
 */
bool verdict_join_general(verdict_state *verdict, registry_family family, const registry_row *row,
                          verdict_evidence evidence, const verdict_why *reason);

/**
 * Joins a protocol of Wireshark's, as far as the rows of the port speak of it:
 * a row that expects it is confirmed by its shape; it contradicts the port if
 * another is expected, or if the best row is a service of ours.
 *
 * @param rows    of the service's port
 * @param filter  Wireshark's name for the protocol
 * @param name    what a label calls it; kept by reference, as the reason is
 */
bool verdict_join_protocol(verdict_state *verdict, const registry_port *rows, const char *filter,
                           const char *name, const verdict_why *reason);

/**
 * Finds the row of a port that expects a protocol above the transport.
 *
 * @param protocol  a Wireshark filter name
 * @return the first such row, NULL if none expects it
 */
const registry_row *verdict_row_expecting(const registry_port *rows, const char *protocol);

/**
 * Joins the proof that a conversation is none of the port's services.
 *
 * @param payload  what it is, such as "SSH"; kept by reference
 * @param reason   kept by reference
 * @return true if the verdict changed: it does not if a service is proven, or if it was
 *         contradicted before
 */
bool verdict_contradict(verdict_state *verdict, const char *payload, const verdict_why *reason);

#endif
