/* packet-mhsnet-opening.h
 * Dissects the text lines with which an MHSnet session starts, and UDP's address exchange
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_MHSNET_OPENING_H
#define LEGACYPORTS_MHSNET_PACKET_MHSNET_OPENING_H

#include "mhsnet/opening.h"
#include "mhsnet/packet-mhsnet-session.h"

void mhsnet_opening_register(void);

/** Dissects a line that was read at an offset: shows it, and takes from it what it settles. */
void mhsnet_dissect_line(mhsnet_context *context, tvbuff_t *tvb, int offset,
                         const mhsnet_line *line);

/**
 * Shows the datagram with which client and server exchange addresses.
 *
 * @return the bytes used
 */
int mhsnet_show_exchange(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb);

#endif
