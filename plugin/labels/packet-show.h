/* packet-show.h
 * A label in the packet's tree, in its Info column, and on the tap of the statistics
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_LABELS_PACKET_SHOW_H
#define LEGACYPORTS_LABELS_PACKET_SHOW_H

#include <epan/prefs.h>

#include "labels/packet-conversation.h"

/** Registers fields, expert infos, the tap, and the preference of the Info column. */
void label_show_register(int proto, module_t *module);

/**
 * Tells the statistics of a packet, and shows the label of its conversation.
 *
 * @return false if that has none
 */
bool label_show(const label_conversation *conv, tvbuff_t *tvb, packet_info *pinfo,
                proto_tree *tree);

/**
 * Shows the label of a number that is no port, and tells the statistics.
 *
 * @param source  of the number's row
 * @param other   what Wireshark calls the number, NULL if it has no name either
 */
void label_show_number(const label_conversation *conv, const char *source, const char *other,
                       tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

#endif
