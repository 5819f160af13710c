/* packet-ibmlmt-tls.h
 * What a TLS session of LMT shows: versions, certificates, the security level
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_IBMLMT_PACKET_IBMLMT_TLS_H
#define LEGACYPORTS_IBMLMT_PACKET_IBMLMT_TLS_H

#include "ibmlmt/packet-ibmlmt-message.h"

/** Registers the fields of TLS. */
void ibmlmt_tls_register(int proto, expert_module_t *expert);

/** Finds Wireshark's TLS. */
void ibmlmt_tls_handoff(int proto);

/** Dissects a stream that is TLS, and shows its handshake and what was decrypted. */
int ibmlmt_tls_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data);

#endif
