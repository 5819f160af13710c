/* ht.h
 * The packets of MHSnet's half-duplex daemon
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_HT_H
#define LEGACYPORTS_MHSNET_HT_H

#include "mhsnet/packet.h"

#define MHSNET_HT_HEADER 9
#define MHSNET_HT_MAX_DATA 131072

/** Reads a half-duplex header; see mhsnet_packet_read(). */
mhsnet_answer mhsnet_ht_header(const uint8_t *bytes, size_t length, mhsnet_packet *packet);

#endif
