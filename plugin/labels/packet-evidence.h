/* packet-evidence.h
 * What packets show of their conversation: their layers, and how a stream begins
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_LABELS_PACKET_EVIDENCE_H
#define LEGACYPORTS_LABELS_PACKET_EVIDENCE_H

#include "labels/packet-conversation.h"

/**
 * Looks at a watched packet when everybody else has dissected it, and takes
 * from it what it shows of its conversation.
 *
 * @return its conversation, NULL if the packet has none that could have a label
 */
const label_conversation *label_see_packet(packet_info *pinfo);

/** Forgets what was reported of packets. Call it when a file is opened or dissected anew. */
void label_evidence_reset(void);

/**
 * Looks at payload that no dissector has claimed so far, for how a stream
 * begins; contradicts its label if that proves something else.
 *
 * @param tvb       the payload above the transport
 * @param position  where in the stream it is: TCP's sequence number
 */
void label_see_payload(packet_info *pinfo, tvbuff_t *tvb, uint32_t position);

#endif
