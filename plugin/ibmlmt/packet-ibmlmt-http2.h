/* packet-ibmlmt-http2.h
 * The REST interface of LMT 9.x in HTTP/2, as a web server before it may speak
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_IBMLMT_PACKET_IBMLMT_HTTP2_H
#define LEGACYPORTS_IBMLMT_PACKET_IBMLMT_HTTP2_H

#include <epan/packet.h>

/**
 * Learns from the headers that Wireshark's HTTP/2 left in the packet, of LMT's
 * REST interface only, and keeps under IBMLMT_NOWHERE what is to be shown; first
 * pass only. Bodies are not looked at.
 *
 * @param first       the data sources from this one on are looked at
 * @param clear_text  they were not encrypted
 */
void ibmlmt_http2_learn(tvbuff_t *tvb, packet_info *pinfo, unsigned first, bool clear_text);

#endif
