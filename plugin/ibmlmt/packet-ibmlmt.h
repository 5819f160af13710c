/* packet-ibmlmt.h
 * What is known of a conversation of IBM License Metric Tool
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The statistics need ibmlmt_of_packet() and ibmlmt_level_seen(); the rest is
 * between the parts of the dissector.
 */
#ifndef LEGACYPORTS_IBMLMT_PACKET_IBMLMT_H
#define LEGACYPORTS_IBMLMT_PACKET_IBMLMT_H

#include <epan/conversation.h>
#include <epan/expert.h>
#include <epan/packet.h>

#include "ibmlmt/handshake.h"
#include "ibmlmt/http-stream.h"
#include "labels/payload.h"

/** ibmlmt.level_seen while nothing shows it. */
#define IBMLMT_LEVEL_UNKNOWN (-1)

/** In file scope; it changes on the first pass only. */
typedef struct {
    uint16_t client_port; /**< of the side that sent the ClientHello */
    bool clear_text;      /**< HTTP without TLS was seen */
    uint32_t first_http;  /**< the first packet with a message of that, 0 before it */
    bool rest;            /**< a path that proves LMT 9.x was asked for */
    label_start
        *begins[2]; /**< what each side sent that nobody has taken, as label_conversation.port */
    bool passed_on; /**< HTTP or TLS have it from us */
    wmem_list_t
        *asked; /**< ibmlmt_rest of each request without a response yet, NULL for other paths */
    wmem_map_t *streams; /**< of HTTP/2: ibmlmt_rest of each of its streams that asked for one */
    uint32_t decided;    /**< the packet that showed whether the client has a certificate */
    ibmlmt_tls *tls;     /**< NULL if there was no TLS */
    ibmlmt_http_stream *inside[2]; /**< of TLS, from client and server; NULL between messages */
} ibmlmt_conversation;

/** @return what is known of the packet's conversation, NULL if nothing is. */
const ibmlmt_conversation *ibmlmt_of_packet(packet_info *pinfo);

/** @return what is known of one of Wireshark's conversations, NULL if nothing is. */
const ibmlmt_conversation *ibmlmt_of_conversation(const conversation_t *conv);

/** @return 0..2, or IBMLMT_LEVEL_UNKNOWN. */
int ibmlmt_level_seen(const ibmlmt_conversation *conv);

/** @return the conversation of a packet, made if there is none. */
ibmlmt_conversation *ibmlmt_conversation_of(packet_info *pinfo);

/** @return the security level of the server's port, -1 where it has none. */
int ibmlmt_level_by_port(const packet_info *pinfo);

/** Marks an item as ours, not of the packet's bytes. @return it */
proto_item *ibmlmt_generated(proto_item *item);

/** Adds the protocol with the level by port. @return its tree */
proto_tree *ibmlmt_add_tree(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/** Shows the level seen, where the port has one. */
void ibmlmt_add_level_seen(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                           const ibmlmt_conversation *conv);

/**
 * Hands a stream on to HTTP or TLS.
 *
 * Wireshark allows reassembly to the dissector that TCP calls, and counts one
 * down for the one that it calls in turn.
 */
int ibmlmt_pass_on(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                   void *data);

/** Registers the fields of HTTP messages. */
void ibmlmt_register_http(int proto, expert_module_t *expert);

/**
 * Shows the messages of HTTP in clear text, and learns from them.
 *
 * @param tvb  what HTTP had
 * @param end  of the messages in it that were complete
 */
void ibmlmt_see_http(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, ibmlmt_conversation *conv,
                     int end);

/** Takes decrypted bytes of HTTP; first pass only. */
void ibmlmt_take_decrypted_http(packet_info *pinfo, ibmlmt_conversation *conv, bool from_server,
                                const uint8_t *bytes, size_t length);

/** The stream of a message of HTTP/1, whose responses come in the order of the requests. */
#define IBMLMT_IN_ORDER UINT32_MAX

/**
 * Learns from a message and keeps with the packet what is to be shown of it;
 * first pass only.
 *
 * @param clear_text  it was not encrypted
 * @param stream      of HTTP/2, 0 if it is not known; or IBMLMT_IN_ORDER
 */
void ibmlmt_take_message(packet_info *pinfo, ibmlmt_conversation *conv, const ibmlmt_message *m,
                         bool clear_text, uint32_t stream);

/**
 * Learns from what Wireshark's HTTP/2 left in the packet of LMT's REST interface;
 * first pass only.
 *
 * @param first       the data sources from this one on are looked at
 * @param clear_text  it was not encrypted
 */
void ibmlmt_learn_http2(packet_info *pinfo, unsigned first, bool clear_text);

/** Whether ibmlmt_show_messages() has anything to show. */
bool ibmlmt_has_messages(packet_info *pinfo);

/** Shows what is kept of a packet's messages by the functions above. */
void ibmlmt_show_messages(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, bool clear_text);

/** Finds Wireshark's HTTP, and looks at it on all ports for the REST interface. */
void ibmlmt_handoff_rest(void);

/** Registers the fields of TLS. */
void ibmlmt_register_tls(int proto, expert_module_t *expert);

/** Finds Wireshark's TLS. */
void ibmlmt_handoff_tls(int proto);

/** TLS by Wireshark, and a look at the handshake and at what was decrypted. */
int ibmlmt_dissect_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data);

#endif
