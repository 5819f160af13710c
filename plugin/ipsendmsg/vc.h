/* vc.h
 * The packets of MHSnet's virtual circuit daemon
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_VC_H
#define LEGACYPORTS_MHSNET_VC_H

#include "packet.h"

#define MHS_VC_HEADER 8
#define MHS_VC_MAX_DATA 1024

/** Length of a message id on a virtual circuit. */
#define MHS_ID_LENGTH 14

/**
 * Reads a virtual circuit header; see mhs_packet_read().
 *
 * On MHS_YES crc_length is 2 where there is data: what the session's choice
 * makes of it is mhs_vc_settle()'s job.
 */
mhs_answer mhs_vc_header(const uint8_t *bytes, size_t length, mhs_packet *packet);

/**
 * Finds out from one packet with data whether the session has data checksums.
 *
 * @param packet  a packet with data, whose crc_length is set to the finding
 * @return MHS_YES if found (crc_length says which), MHS_MORE if it takes more
 *         bytes, MHS_NO if neither reading fits; then crc_length stays 2
 */
mhs_answer mhs_vc_settle(const uint8_t *bytes, size_t length, mhs_packet *packet);

/**
 * Checks that type, channel, size and address of a VC or HT packet agree.
 *
 * Eight zero bytes, whose checksum is right, fail here: DATA without data.
 */
bool mhs_circuit_header_agrees(const mhs_packet *packet);

/**
 * Checks that the data of a VC or HT packet is what its type calls for.
 *
 * @param data    the packet's data, or as much of it as is at hand
 * @return false if what is there cannot be such a packet's data
 */
bool mhs_circuit_data_agrees(const mhs_packet *packet, const uint8_t *data, size_t length);

#endif
