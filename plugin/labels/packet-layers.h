/* packet-layers.h
 * What was dissected above the transport of a packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_LABELS_PACKET_LAYERS_H
#define LEGACYPORTS_LABELS_PACKET_LAYERS_H

#include "labels/packet-protocols.h"

typedef struct {
    bool undissected; /**< payload that was left as data */
    bool ours;        /**< a dissector of this plugin took it */
    int foreign; /**< the first protocol above the transport that is neither, or LABEL_NO_PROTOCOL
                  */
} label_layers;

/** Gives Wireshark's protocols their roles, as the tables name them. Call it at registration. */
void label_layers_init(void);

/**
 * Reads what stands above the last transport of a packet.
 *
 * @return false if that transport is only quoted by an ICMP message, so that
 *         the packet is none of the conversation's
 */
bool label_layers_above_transport(const packet_info *pinfo, label_layers *layers);

/**
 * Adds the protocol that a dissector has claimed the conversation for, if the
 * packet shows none. Some dissectors take a packet and say nothing of it, as
 * HTTP takes what came before its first header; they stand among the layers
 * only where no tree is wanted, and what is learned must not depend on that.
 */
void label_layers_add_owner(label_layers *layers, packet_info *pinfo);

#endif
