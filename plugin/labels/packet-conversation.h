/* packet-conversation.h
 * What is kept of each conversation: its side, its verdict, its label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For the label layer itself: evidence.h and labelled.h are its doors. State
 * changes on the first pass only, so that a second pass finds the final label of
 * each conversation on all of its packets.
 */
#ifndef LEGACYPORTS_LABELS_PACKET_CONVERSATION_H
#define LEGACYPORTS_LABELS_PACKET_CONVERSATION_H

#include <epan/conversation.h>
#include <epan/proto.h>

#include "labels/labelled.h"

/**
 * Registers the state of conversations. Call it once, at protocol registration.
 *
 * @param proto  the protocol that the state is filed under in Wireshark's conversations
 */
void label_conversations_register(int proto);

/** Forgets everything, for a new file or a new pass over it, under a policy. */
void label_conversations_reset(verdict_policy policy);

/**
 * Whether the label layer looks at a packet: one of its ports is that of a
 * service, or of a conversation that showed evidence. Two accesses to an array.
 */
bool label_watches(const packet_info *pinfo);

/** Watches the packets of a conversation from now on, whatever its ports are. */
void label_watch(const label_conversation *conv);

/** @return legacyport.conversation of the next one that gets a label */
uint32_t label_next_number(void);

/**
 * Finds the state of a packet's conversation; on the first pass it is made if
 * there is none, and the side of the service is chosen.
 *
 * @param wireshark  Wireshark's conversation of the packet, NULL if it has none
 * @return NULL if the conversation can have no label
 */
label_conversation *label_conversation_of(packet_info *pinfo, conversation_t *wireshark);

/** The same for evidence, which may come before any port number spoke for the conversation. */
label_conversation *label_conversation_with_evidence(packet_info *pinfo);

/** Makes a side the service's for good, and writes the label anew. */
void label_take_side(label_conversation *conv, int side);

/** Writes the label anew, after what is known has changed. */
void label_write(label_conversation *conv);

/** Notes that the verdict rests on the packet at hand, and writes the label anew. */
void label_write_by_evidence(label_conversation *conv, packet_info *pinfo);

/** Whether a packet goes to the service side of its conversation. */
bool label_goes_to_service(const label_conversation *conv, packet_info *pinfo);

#endif
