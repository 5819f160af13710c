/* packet-protocols.h
 * The protocols that the label layer knows, and which of them stand in a packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_LABELS_PACKET_PROTOCOLS_H
#define LEGACYPORTS_LABELS_PACKET_PROTOCOLS_H

#include "labels/evidence.h"

/** No protocol. */
#define LABEL_NO_PROTOCOL (-1)

/** What stands above the transport of a packet. */
typedef struct {
    bool undissected; /**< payload that was left as data */
    bool ours;        /**< a dissector of this plugin took it */
    bool envelope;    /**< one of this plugin passed it on: whoever is above that does not count */
    int foreign;      /**< the lowest protocol that is neither, or LABEL_NO_PROTOCOL */
} label_layers;

/**
 * Gives Wireshark's protocols their roles, as the tables name them. Call it at
 * registration.
 *
 * @param own  the label layer's own protocol
 */
void label_protocols_register(const char *own);

/**
 * Reads the layers of a packet from the top down to its last transport; what is
 * below that matters only if it quotes the packet.
 *
 * @return false if a message of ICMP quotes it, so that the packet is none of the
 *         conversation's
 */
bool label_read_layers(const packet_info *pinfo, label_layers *above);

/** Adds a protocol below those that were read. */
void label_add_layer(label_layers *above, int protocol);

/**
 * Looks up the ports of those that registered, among the shipped rows and the
 * user's. Call it when a file is opened or dissected anew.
 */
void label_protocols_begin_file(void);

/** Lets those that asked for it look into the uppermost host of a packet, if it has one. */
void label_look_into_hosts(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/** @return the family of a protocol that registered */
registry_family label_family_of(const label_protocol *protocol);

/** @return whether a segment or datagram may be one of those that registered, by its bytes */
bool label_may_be_ours(registry_transport transport, tvbuff_t *tvb);

#endif
