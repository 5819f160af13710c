/* packet-ibmlmt-rest.h
 * The REST interface of LMT 9.x on ports that are not LMT's
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_IBMLMT_PACKET_IBMLMT_REST_H
#define LEGACYPORTS_IBMLMT_PACKET_IBMLMT_REST_H

/** Looks at Wireshark's HTTP and HTTP/2 on all ports. */
void ibmlmt_rest_handoff(void);

#endif
