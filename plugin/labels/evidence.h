/* evidence.h
 * The door of the label layer for dissectors: what a protocol is, and what was seen of it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A dissector describes its protocol once, at handoff, by a label_protocol. From
 * then on it reports what it sees of a conversation. The label layer, not the
 * dissector, decides what a label says.
 *
 * A dissector needs nothing else of the labels: without them this header can be
 * defined empty, and the heuristics then stand in Wireshark's own lists.
 */
#ifndef LEGACYPORTS_LABELS_EVIDENCE_H
#define LEGACYPORTS_LABELS_EVIDENCE_H

#include <epan/conversation.h>
#include <epan/packet_info.h>
#include <epan/proto.h>

#include "verdict/label.h"

/** The lists that heuristics stand in, for heur_dissector_add(), instead of "tcp" and "udp". */
#define LABEL_OVER_TCP "legacyport.tcp"
#define LABEL_OVER_UDP "legacyport.udp"

/** How strongly something that was seen speaks for a protocol. */
typedef enum {
    LABEL_SHAPE = VERDICT_EVIDENCE_SHAPE, /**< it looks so, but another's might look so too */
    LABEL_PROOF = VERDICT_EVIDENCE_PROOF  /**< a match by chance is below 1 in 2^32 */
} label_strength;

/** What was seen, in words: see verdict_why. */
typedef verdict_why label_reason;

/**
 * Whether a segment or datagram may be a protocol's, by its bytes alone; there is
 * at least one of them. It is asked of whatever nobody else dissects, on any
 * port, so it has to be quick to refuse; what it lets through, a heuristic
 * judges.
 */
typedef bool (*label_test)(const uint8_t *bytes, size_t length);

/** Looks at a packet that somebody else has dissected, with the frame as its buffer. */
typedef void (*label_look)(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/** A protocol that shows itself by its payload. All of it is static: it is kept by reference. */
typedef struct {
    const char *family;   /**< whose services it is, an id of tables/families.tsv */
    const char *protocol; /**< the filter name under which it stands among a packet's layers */
    bool envelope;        /**< it passes on to Wireshark's: see label_envelope_holds() */
    label_test segment;   /**< whether a segment of TCP may be its own, NULL if it cannot tell */
    label_test datagram;  /**< whether a datagram of UDP may be its own, NULL if it cannot tell */
} label_protocol;

/** Makes a protocol known to the label layer. Call it at handoff. */
void label_register_protocol(const label_protocol *protocol);

/**
 * Asks to see the packets that have a certain protocol of Wireshark's above the
 * transport, on any port, before their label is decided. Call it at handoff.
 * Anybody may ask for anything; of a packet with several such protocols the
 * uppermost counts. The other packets pay for it with a look at the end of
 * the list of their protocols.
 *
 * @param protocol  its filter name
 * @param look      called on every pass
 */
void label_look_into(const char *protocol, label_look look);

/**
 * Reports evidence about the conversation of the packet at hand.
 *
 * Call it for each PDU that shows it, on every pass: only the first pass counts.
 *
 * @param pinfo     the packet; its addresses and ports must be the transport's
 * @param protocol  whose traffic it is; registered
 * @param reason    what was seen; static, it is kept by reference
 */
void label_evidence(packet_info *pinfo, const label_protocol *protocol, label_strength strength,
                    const label_reason *reason);

/**
 * Reports that the conversation of the packet at hand is proven to be
 * something that Wireshark has no dissector for.
 *
 * @param payload  its name, such as "JSON-RPC"; static, it is kept by reference
 * @param reason   what was seen; static, it is kept by reference
 */
void label_contradiction(packet_info *pinfo, const char *payload, const label_reason *reason);

/**
 * Reports that Wireshark's dissector found a message of its protocol in what an
 * envelope passed on. Call it on the first pass.
 *
 * The protocols above an envelope are not read from the packet's layers: a
 * dissector that shows nothing of a packet, since it waits for more, stands
 * among them only where no tree is wanted.
 *
 * @param protocol  its number
 */
void label_envelope_holds(const packet_info *pinfo, int protocol);

/**
 * Reports that the packet at hand comes from the service: something in it says
 * so, where ports and a SYN do not. Call it after label_evidence().
 */
void label_sender_is_service(packet_info *pinfo);

/**
 * The ports that the tables have for a protocol's services, for
 * dissector_add_uint_range_with_preference(). Ports that the user adds are not
 * among them: a heuristic asks label_value_of_ports() or nobody.
 *
 * @param transport  "tcp" or "udp"
 * @return "1990-1992,1994", "" if there are none; it lives as long as Wireshark
 */
const char *label_ports(const label_protocol *protocol, const char *transport);

/** label_value_of_port() of a port that is none of the protocol's. */
#define LABEL_NO_PORT (-2)

/**
 * What the tables say of a service, beside its name: a number of the column
 * "values" of tables/services.tsv.
 *
 * @param port  TCP's or UDP's, the one of them that the packet has
 * @param name  of the value, such as "priority"
 * @return it, -1 if the service has none of that name; LABEL_NO_PORT if the port is not known for
 *         a service of the protocol
 */
int label_value_of_port(const packet_info *pinfo, const label_protocol *protocol, uint32_t port,
                        const char *name);

/** The same for the packet's ports: of two that are known, the lower. */
int label_value_of_packet(const packet_info *pinfo, const label_protocol *protocol,
                          const char *name);

/** As find_conversation_pinfo(pinfo, 0): NULL if there is none. Asked again, it costs little. */
conversation_t *label_find_conversation(packet_info *pinfo);

/** As find_or_create_conversation(pinfo). Asked again, it costs little. */
conversation_t *label_find_or_create_conversation(packet_info *pinfo);

#endif
