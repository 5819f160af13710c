/* packet-ibmlmt-message.h
 * What HTTP messages show of LMT: product words, REST resources, credentials
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_IBMLMT_PACKET_IBMLMT_MESSAGE_H
#define LEGACYPORTS_IBMLMT_PACKET_IBMLMT_MESSAGE_H

#include <epan/expert.h>

#include "ibmlmt/packet-ibmlmt-conversation.h"

/** The stream of a message of HTTP/1, whose responses come in the order of the requests. */
#define IBMLMT_IN_ORDER UINT32_MAX

/** Where messages stand that are no bytes of the buffer at hand: no buffer begins there. */
#define IBMLMT_NOWHERE UINT32_MAX

/** Registers the fields of HTTP messages. */
void ibmlmt_message_register(int proto, expert_module_t *expert);

/**
 * Learns from a message and keeps with the packet what is to be shown of it;
 * first pass only.
 *
 * @param stream  of HTTP/2, 0 if it is not known; or IBMLMT_IN_ORDER
 * @param buffer  where the buffer begins that the message stands in, or IBMLMT_NOWHERE
 * @param offset  of the message in that buffer
 */
void ibmlmt_message_take(const ibmlmt_packet *p, const ibmlmt_http_message *m, uint32_t stream,
                         uint32_t buffer, int offset);

/** @return whether ibmlmt_message_show() has anything to show of a buffer. */
bool ibmlmt_message_is_kept(packet_info *pinfo, uint32_t buffer);

/** Shows what is kept of a buffer's messages. */
void ibmlmt_message_show(const ibmlmt_packet *p, uint32_t buffer);

#endif
