/* packet-conversation.h
 * What is known of each conversation: side, verdict, label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For the label layer itself: evidence.h and labelled.h are its doors.
 */
#ifndef LEGACYPORTS_LABELS_PACKET_CONVERSATION_H
#define LEGACYPORTS_LABELS_PACKET_CONVERSATION_H

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
 * Looks at a packet when everybody else has dissected it, and takes from it
 * what it shows of its conversation.
 *
 * A packet whose ports nobody asks for costs two array accesses.
 *
 * @return its conversation, NULL if the packet has none that could have a label
 */
const label_conversation *label_see_packet(packet_info *pinfo);

/**
 * Whether the label layer looks at packets between these ports: one of them is
 * that of a service, or of a conversation that showed evidence. Two accesses to
 * an array.
 */
bool label_watches(const packet_info *pinfo, registry_transport transport);

/**
 * Looks at payload that no dissector has claimed so far, for how a stream
 * begins; contradicts its label if that proves something else.
 *
 * @param tvb       the payload above the transport
 * @param position  where in the stream it is: TCP's sequence number
 */
void label_see_payload(packet_info *pinfo, tvbuff_t *tvb, uint32_t position);

/** @return legacyport.conversation of the next one that gets a label. */
uint32_t label_next_number(void);

/**
 * Shows the label of a number and tells the statistics, as the postdissector
 * does for ports.
 *
 * @param other  what Wireshark calls the number, NULL if it has no name either
 */
void label_show_number(const label_conversation *conv, const char *source, const char *other,
                       tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/** Whether a packet goes to the service side of its conversation. */
bool label_goes_to_service(const label_conversation *conv, packet_info *pinfo);

#endif
