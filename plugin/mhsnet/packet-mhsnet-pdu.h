/* packet-mhsnet-pdu.h
 * Dissects one MHSnet packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_MHSNET_PDU_H
#define LEGACYPORTS_MHSNET_PACKET_MHSNET_PDU_H

#include "mhsnet/packet-mhsnet-session.h"

void mhsnet_pdu_register(void);

/**
 * Dissects a packet that is all here, or as much of it as will ever be: takes
 * from it what it means for session and message, shows it, and tells the
 * statistics.
 *
 * @param offset  of its first byte
 */
void mhsnet_dissect_packet(mhsnet_context *context, tvbuff_t *tvb, int offset,
                           const mhsnet_packet *packet);

/** Shows bytes that are no packet. */
void mhsnet_show_skipped(mhsnet_context *context, tvbuff_t *tvb, int offset, int length);

/** @return "DATA", "SYNC", "ACK": what a packet's type, and a control's channel, is called. */
const char *mhsnet_type_name(const mhsnet_packet *packet);

#endif
