/* evidence.h
 * The door of the label layer where there is no label layer
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It has the names of plugin/labels/evidence.h, and nothing behind them: with
 * this folder before plugin/ on the include path a dissector of this plugin is
 * an ordinary one of Wireshark's. Its heuristics stand in Wireshark's own lists;
 * its ports are chosen by the user, in the preferences or by Decode As.
 */
#ifndef LEGACYPORTS_LABELS_EVIDENCE_H
#define LEGACYPORTS_LABELS_EVIDENCE_H

#include <epan/conversation.h>
#include <epan/packet_info.h>
#include <epan/proto.h>

#define LABEL_OVER_TCP "tcp"
#define LABEL_OVER_UDP "udp"

typedef enum { LABEL_SHAPE = 2, LABEL_PROOF = 3 } label_strength;

typedef struct {
    const char *what;
    const char *unit;
} label_reason;

typedef bool (*label_test)(const uint8_t *bytes, size_t length);
typedef void (*label_look)(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

typedef struct {
    const char *family;
    const char *protocol;
    bool envelope;
    label_test segment;
    label_test datagram;
} label_protocol;

#define LABEL_NO_PORT (-2)

#define label_register_protocol(protocol) ((void)(protocol))
#define label_look_into(protocol, look) ((void)(protocol), (void)(look))
#define label_evidence(pinfo, protocol, strength, reason) \
    ((void)(pinfo), (void)(protocol), (void)(strength), (void)(reason))
#define label_contradiction(pinfo, payload, reason) ((void)(pinfo), (void)(payload), (void)(reason))
#define label_sender_is_service(pinfo) ((void)(pinfo))
#define label_ports(protocol, transport) ((void)(protocol), (void)(transport), "")
#define label_value_of_port(pinfo, protocol, port, name) \
    ((void)(pinfo), (void)(protocol), (void)(port), (void)(name), LABEL_NO_PORT)
#define label_value_of_packet(pinfo, protocol, name) \
    ((void)(pinfo), (void)(protocol), (void)(name), LABEL_NO_PORT)
#define label_find_conversation(pinfo) find_conversation_pinfo((pinfo), 0)
#define label_find_or_create_conversation(pinfo) find_or_create_conversation(pinfo)

#endif
