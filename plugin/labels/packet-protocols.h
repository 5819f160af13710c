/* packet-protocols.h
 * The protocols that the label layer knows: those that registered, and Wireshark's by their role
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_LABELS_PACKET_PROTOCOLS_H
#define LEGACYPORTS_LABELS_PACKET_PROTOCOLS_H

#include "labels/evidence.h"

/** No protocol. */
#define LABEL_NO_PROTOCOL (-1)

/** What a protocol among a packet's layers means to the label layer. */
typedef enum {
    LABEL_ROLE_OTHER,
    LABEL_ROLE_TRANSPORT,
    LABEL_ROLE_QUOTING,  /**< its messages quote packets of others */
    LABEL_ROLE_DATA,     /**< payload that nobody dissected */
    LABEL_ROLE_OURS,     /**< it registered */
    LABEL_ROLE_ENVELOPE, /**< it registered, and is only a name above somebody else's */
    LABEL_ROLE_HOST      /**< another is looked for inside it */
} label_role;

/**
 * Gives Wireshark's protocols their roles, as the tables name them. Call it at
 * registration.
 *
 * @param own  the label layer's own protocol
 */
void label_protocols_register(const char *own);

/** @return the role of a protocol, by its number */
label_role label_role_of(int protocol);

/** Lets those that asked for it look into the uppermost host of a packet, if it has one. */
void label_look_into_hosts(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/** @return the family of a protocol that registered */
registry_family label_family_of(const label_protocol *protocol);

/** @return whether a segment or datagram may be one of those that registered, by its bytes */
bool label_may_be_ours(registry_transport transport, tvbuff_t *tvb);

#endif
