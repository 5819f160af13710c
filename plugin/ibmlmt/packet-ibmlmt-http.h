/* packet-ibmlmt-http.h
 * HTTP in clear text, by Wireshark, and what it shows of LMT
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_IBMLMT_PACKET_IBMLMT_HTTP_H
#define LEGACYPORTS_IBMLMT_PACKET_IBMLMT_HTTP_H

#include "ibmlmt/packet-ibmlmt-message.h"

/** Finds Wireshark's HTTP. */
void ibmlmt_http_handoff(int proto);

/** Dissects a stream that is HTTP, and shows its messages. */
int ibmlmt_http_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data);

#endif
