/* vc.h
 * The packets of MHSnet's virtual circuit daemon
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_VC_H
#define LEGACYPORTS_MHSNET_VC_H

#include "mhsnet/packet.h"

#define MHSNET_VC_HEADER 8
#define MHSNET_VC_MAX_DATA 1024

/** Length of a message id on a virtual circuit. */
#define MHSNET_ID_LENGTH 14

/**
 * Reads a virtual circuit header; see mhsnet_packet_read().
 *
 * On MHSNET_YES crc_length is 2 where there is data: what the session's choice
 * makes of it is mhsnet_vc_settle()'s job.
 */
mhsnet_answer mhsnet_vc_header(const uint8_t *bytes, size_t length, mhsnet_packet *packet);

/**
 * Finds out from one packet with data whether the session has data checksums.
 *
 * @param packet  a packet with data, whose crc_length is set to the finding
 * @return MHSNET_YES if found (crc_length says which), MHSNET_MORE if it takes more
 *         bytes, MHSNET_NO if neither reading fits; then crc_length stays 2
 */
mhsnet_answer mhsnet_vc_settle(const uint8_t *bytes, size_t length, mhsnet_packet *packet);

/**
 * Checks that type, channel, size and address of a VC or HT packet agree.
 *
 * Eight zero bytes, whose checksum is right, fail here: DATA without data.
 */
bool mhsnet_circuit_header_agrees(const mhsnet_packet *packet);

/**
 * Checks that the data of a VC or HT packet is what its type calls for.
 *
 * @param data    the packet's data, or as much of it as is at hand
 * @return false if what is there cannot be such a packet's data
 */
bool mhsnet_circuit_data_agrees(const mhsnet_packet *packet, const uint8_t *data, size_t length);

#endif
