/* packet-mhsnet-transfer.h
 * Which packets make up a message
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_MHSNET_TRANSFER_H
#define LEGACYPORTS_MHSNET_PACKET_MHSNET_TRANSFER_H

#include "mhsnet/packet-mhsnet-session.h"

/**
 * Finds out, on the first pass, what a packet means for its message.
 *
 * @param tvb  the packet from its first byte on
 * @param crc  what the checksum behind its data says; only good data is reassembled
 */
mhsnet_note mhsnet_follow(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
                          mhsnet_crc_status crc);

#endif
