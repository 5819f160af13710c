/* packet-outside-layers.h
 * How code of ours stays out of the list of a packet's layers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark writes the protocol of whatever it calls into pinfo->layers, and
 * takes it out again if that had nothing to say. On a short packet this costs
 * more than anything we do there, and we are called for every packet. Wireshark
 * has no interface for a dissector that only looks or only asks others, so both
 * ways around the list stand in this one file. They were tried on Wireshark
 * 4.0.17, 4.4 and 4.6; a test of the layers' names fails when one stops working.
 */
#ifndef LEGACYPORTS_LABELS_PACKET_OUTSIDE_LAYERS_H
#define LEGACYPORTS_LABELS_PACKET_OUTSIDE_LAYERS_H

#include "compat.h"

/**
 * Makes a dissector that is called without standing among the layers.
 *
 * It belongs to a protocol in name only: Wireshark writes those into no list. A
 * protocol in name only is enabled when its parent is.
 *
 * @param parent  the protocol whose code it is
 * @return the dissector, for register_postdissector()
 */
dissector_handle_t label_dissector_outside_layers(dissector_t dissector, const char *name,
                                                  const char *short_name, const char *filter_name,
                                                  int parent);

/**
 * Names the protocol at work, in such a dissector: Wireshark names expert infos
 * by it, and sets it for no protocol that is one in name only.
 */
#define LABEL_NAME_PROTOCOL_OUTSIDE_LAYERS(pinfo, name) ((void)((pinfo)->current_proto = (name)))

/**
 * Asks the heuristics of a list in the place of the one that is at work.
 *
 * Among the packet's layers stands who answers, not who passed the question on;
 * and can_desegment, of which each caller takes one, is what the transport gave.
 *
 * @param proto  the protocol of the heuristic that is at work
 */
bool label_ask_outside_layers(int proto, heur_dissector_list_t heuristics, tvbuff_t *tvb,
                              packet_info *pinfo, proto_tree *tree, void *data);

#endif
