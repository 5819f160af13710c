/* circuit.h
 * The packets of MHSnet's circuit daemons: VC, virtual circuit, and HT, half duplex
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_CIRCUIT_H
#define LEGACYPORTS_MHSNET_CIRCUIT_H

#include "base/match.h"
#include "mhsnet/packet.h"

#define MHSNET_VC_HEADER 8
#define MHSNET_HT_HEADER 9

/** Bytes before the message id in the data of SOM: the seconds that the message waited. */
#define MHSNET_SOM_WAIT 4

/**
 * Reads a virtual circuit header: its checksum has to be good, and type,
 * channel, size and address have to agree.
 *
 * On BASE_MATCH_YES crc_length is 2 where there is data: what the session's
 * choice makes of it is mhsnet_vc_settle()'s job.
 */
base_match mhsnet_vc_header(const uint8_t *bytes, size_t length, mhsnet_packet *packet);

/** Reads a half-duplex header, as mhsnet_vc_header() reads a virtual circuit's. */
base_match mhsnet_ht_header(const uint8_t *bytes, size_t length, mhsnet_packet *packet);

/**
 * Finds out from one packet with data whether the session has data checksums.
 *
 * @param packet  a VC packet with data, whose crc_length is set to the finding
 * @return BASE_MATCH_YES if found (crc_length says which), BASE_MATCH_MAYBE if it
 *         takes more bytes, BASE_MATCH_NO if neither reading fits; then crc_length
 *         stays 2
 */
base_match mhsnet_vc_settle(const uint8_t *bytes, size_t length, mhsnet_packet *packet);

/**
 * Checks that the data of a VC or HT packet is what its type calls for.
 *
 * @param data    the packet's data, or as much of it as is at hand
 * @return false if what is there cannot be such a packet's data
 */
bool mhsnet_circuit_data_agrees(const mhsnet_packet *packet, const uint8_t *data, size_t length);

#endif
