/* ht.h
 * The packets of MHSnet's half-duplex daemon
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_HT_H
#define LEGACYPORTS_MHSNET_HT_H

#include "packet.h"

#define MHS_HT_HEADER 9
#define MHS_HT_MAX_DATA 131072

/** Reads a half-duplex header; see mhs_packet_read(). */
mhs_answer mhs_ht_header(const uint8_t *bytes, size_t length, mhs_packet *packet);

#endif
