/* packet-ibmlmt-conversation.h
 * What is known of a conversation of IBM License Metric Tool
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ground that the other parts of the dissector stand on.
 */
#ifndef LEGACYPORTS_IBMLMT_PACKET_IBMLMT_CONVERSATION_H
#define LEGACYPORTS_IBMLMT_PACKET_IBMLMT_CONVERSATION_H

#include <epan/packet.h>

#include "ibmlmt/handshake.h"
#include "ibmlmt/http-stream.h"
#include "labels/evidence.h"
#include "labels/beginning.h"

/** ibmlmt.level_seen while nothing shows it. */
#define IBMLMT_LEVEL_UNKNOWN (-1)

/** In file scope; it changes on the first pass only. */
typedef struct {
    bool passed_on;         /**< HTTP or TLS have it from us */
    bool clear_text;        /**< HTTP without TLS was seen */
    bool rest;              /**< a path that proves LMT 9.x was asked for */
    uint16_t client_port;   /**< of the side that sent the ClientHello */
    uint32_t first_http;    /**< the first packet with HTTP in clear text, 0 before it */
    uint32_t decided;       /**< the packet that showed whether the client has a certificate */
    label_start *begins[2]; /**< what nobody has taken of each side, as label_conversation.port */
    wmem_list_t *asked;     /**< the ibmlmt_rest of each request without a response yet, or NULL */
    wmem_map_t *streams;    /**< of HTTP/2: ibmlmt_rest of each of its streams that asked for one */
    ibmlmt_tls *tls;        /**< NULL if there was no TLS */
    ibmlmt_http_stream *inside[2]; /**< of TLS, from client and server; NULL between messages */
} ibmlmt_conversation;

/** The packet at hand: looked up once, and passed down. */
typedef struct {
    packet_info *pinfo;
    tvbuff_t *tvb;
    proto_tree *tree; /**< ours, NULL before ibmlmt_packet_open() */
    ibmlmt_conversation *conv;
    int level;       /**< security level of the server's port, -1 where it has none */
    bool clear_text; /**< its HTTP is not encrypted */
} ibmlmt_packet;

/** What belongs to the room, not to a packet or conversation. */
typedef struct {
    int proto;
    bool busy;      /**< HTTP or TLS are at work on what we passed on: whoever calls us is inside */
    bool rest_seen; /**< LMT 9.x was asked for in this file: only then are there answers */
} ibmlmt_room_state;

extern ibmlmt_room_state ibmlmt_room;

/** What the label layer knows of LMT. */
extern const label_protocol ibmlmt_protocol;

/** Registers the fields of the security level. */
void ibmlmt_conversation_register(int proto);

/** @return what is known of the packet's conversation, NULL if nothing is. */
ibmlmt_conversation *ibmlmt_conversation_find(packet_info *pinfo);

/** @return the conversation of the packet, made if there is none. */
ibmlmt_conversation *ibmlmt_conversation_get(packet_info *pinfo);

/** @return the security level that a conversation shows: 0..2, or IBMLMT_LEVEL_UNKNOWN. */
int ibmlmt_level_seen(const ibmlmt_conversation *conv);

/** @return the packet at hand, with its conversation, which is made if there is none. */
ibmlmt_packet ibmlmt_packet_of(tvbuff_t *tvb, packet_info *pinfo, bool clear_text);

/** Adds the protocol to the packet's tree, with the level by port. */
void ibmlmt_packet_open(ibmlmt_packet *p, proto_tree *tree);

/** Shows the level seen, where the port has a level. */
void ibmlmt_packet_show_level(const ibmlmt_packet *p);

/** @return whether a port is one of LMT's. */
bool ibmlmt_port_is_known(uint32_t port);

/**
 * Hands a stream on to HTTP or TLS.
 *
 * Wireshark allows reassembly to the dissector that TCP calls, and counts one
 * down for the one that it calls in turn.
 */
int ibmlmt_pass_on(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                   void *data);

#endif
