/* packet-mhsnet-reassembly.h
 * Puts the data of MHSnet messages together
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_MHSNET_REASSEMBLY_H
#define LEGACYPORTS_MHSNET_PACKET_MHSNET_REASSEMBLY_H

#include "mhsnet/packet-mhsnet-session.h"

void mhsnet_reassembly_register(void);

/**
 * Adds a packet's data to its message, and completes it if nothing is missing any more.
 *
 * @param tvb   the packet from its first byte on, all of it
 * @param note  has the message and the data's offset; receives the rest
 */
void mhsnet_add_piece(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
                      mhsnet_note *note);

/**
 * Shows from which packets a message was put together.
 *
 * @param tvb  the packet that completed it
 * @return the whole message, a data source of its own
 */
tvbuff_t *mhsnet_show_pieces(mhsnet_context *context, tvbuff_t *tvb, proto_tree *tree,
                             const mhsnet_message *message);

#endif
