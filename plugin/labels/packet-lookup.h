/* packet-lookup.h
 * The conversation of the packet at hand, looked up once, and whether words are read
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A dissector asks for it for every PDU, and so does the label layer for every
 * report of evidence. Each lookup hashes two addresses and two ports, which
 * costs as much as a header of ours; so the last answer is kept.
 */
#ifndef LEGACYPORTS_LABELS_PACKET_LOOKUP_H
#define LEGACYPORTS_LABELS_PACKET_LOOKUP_H

#include <epan/conversation.h>
#include <epan/packet_info.h>
#include <epan/proto.h>

/** As find_conversation_pinfo(pinfo, 0): NULL if there is none. */
conversation_t *label_lookup_conversation(packet_info *pinfo);

/** As find_or_create_conversation(pinfo). */
conversation_t *label_lookup_or_create_conversation(packet_info *pinfo);

/**
 * Whether anybody reads what a dissector writes into the Info column, or a
 * field of its protocol. Words cost more than what they tell of, and most
 * packets are counted, not read.
 */
bool label_lookup_is_read(const packet_info *pinfo, proto_tree *tree, int proto);

/** Forgets the last answer. Call it when a file is closed or dissected anew. */
void label_lookup_reset(void);

#endif
