/* packet-ibmlmt.h
 * What is known of a conversation of IBM License Metric Tool
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_PACKET_IBMLMT_H
#define LEGACYPORTS_PACKET_IBMLMT_H

#include <epan/packet_info.h>

#include "handshake.h"

/** ibmlmt.level_seen while nothing shows it. */
#define IBMLMT_LEVEL_UNKNOWN (-1)

/** In file scope; it changes on the first pass only. */
typedef struct {
    uint16_t client_port; /**< of the side that sent the ClientHello */
    bool clear_text;      /**< HTTP without TLS was seen */
    bool rest;            /**< a path that proves LMT 9.x was asked for */
    bool text_seen;       /**< the first payload was looked at */
    unsigned credentials; /**< kinds seen in clear text, LMT_CREDENTIAL_... */
    wmem_list_t *asked;   /**< lmt_rest of each request without a response yet, NULL for other paths */
    uint32_t decided;     /**< the packet that showed whether the client has a certificate */
    lmt_tls *tls;         /**< NULL if there was no TLS */
} ibmlmt_conversation;

/** @return what is known of the packet's conversation, NULL if nothing is. */
const ibmlmt_conversation *ibmlmt_of_packet(packet_info *pinfo);

/** @return 0..2, or IBMLMT_LEVEL_UNKNOWN. */
int ibmlmt_level_seen(const ibmlmt_conversation *conv);

#endif
