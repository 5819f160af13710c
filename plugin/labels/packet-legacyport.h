/* packet-legacyport.h
 * How a dissector tells the label layer what it has seen
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_PACKET_LEGACYPORT_H
#define LEGACYPORTS_PACKET_LEGACYPORT_H

#include <epan/packet_info.h>

#include "evidence.h"

/**
 * Reports evidence about the conversation of the packet at hand.
 *
 * Call it for each PDU that shows it, on every pass: only the first pass
 * counts. The label layer, not the caller, decides what the label becomes.
 *
 * @param pinfo     the packet; its addresses and ports must be the transport's
 * @param family    whose traffic it is
 * @param evidence  LP_EVIDENCE_SHAPE or LP_EVIDENCE_PROOF
 * @param reason    what was seen; must outlive the capture (a static reason)
 */
void label_evidence(packet_info *pinfo, lp_family family, lp_evidence evidence,
                    const lp_reason *reason);

#endif
