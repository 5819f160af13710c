/* packet-ciscostun-sna.h
 * SNA in the frames of a serial line, by Wireshark's own dissectors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_CISCOSTUN_PACKET_CISCOSTUN_SNA_H
#define LEGACYPORTS_CISCOSTUN_PACKET_CISCOSTUN_SNA_H

#include "compat.h"

#include "ciscostun/hdlc.h"

/**
 * Shows the information field of a frame as SNA, if it proves to be SNA.
 *
 * @param tvb   the field, whole, at least one byte
 * @param tree  of the serial frame
 * @param type  ciscostun_hdlc_type of the frame
 * @param role  its sender's: a command or a response
 * @return what to add to the frame's story; NULL if it is something else
 */
const char *ciscostun_dissect_sna(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint8_t type,
                                  ciscostun_role role);

/** Registers the fields of SNA that Wireshark leaves as data. */
void ciscostun_register_sna(int proto);

/** Finds Wireshark's dissectors of SNA. */
void ciscostun_handoff_sna(int proto);

#endif
