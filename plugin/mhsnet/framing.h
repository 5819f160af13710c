/* framing.h
 * How a session cuts its stream into MHSnet packets, and how such a stream shows itself
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Of three answers of type base_match, BASE_MATCH_YES means proof here: two good
 * checksums of 16 bits, so a chance match is below 1 in 2^32. BASE_MATCH_MAYBE
 * means one good checksum, and too few bytes behind it to confirm or deny it.
 */
#ifndef LEGACYPORTS_MHSNET_FRAMING_H
#define LEGACYPORTS_MHSNET_FRAMING_H

#include "base/match.h"
#include "mhsnet/cooked.h"
#include "mhsnet/packet.h"

/** Whether data is followed by a checksum of its own; one choice a session. */
typedef enum { MHSNET_DATA_CRC_UNKNOWN, MHSNET_DATA_CRC_ON, MHSNET_DATA_CRC_OFF } mhsnet_data_crc;

/** How one session cuts its stream into packets. All zero: nothing is known yet. */
typedef struct {
    mhsnet_daemon daemon;
    mhsnet_cooking cooking;
    mhsnet_data_crc data_crc; /**< matters to VC alone */
} mhsnet_framing;

/**
 * Reads the header at the start of the bytes, for a daemon that is known.
 *
 * What the header itself can show is checked: its checksum where it has one,
 * and that type, channel, size and address agree.
 *
 * @param framing  the session's; with data_crc unknown a VC packet's checksum
 *                 length is settled by looking behind the data, which may need
 *                 10 bytes more than the packet has
 * @param bytes    plain, not cooked
 * @param packet   filled in on BASE_MATCH_YES
 * @return BASE_MATCH_YES with a header, BASE_MATCH_MAYBE with too few bytes to tell
 */
base_match mhsnet_packet_read(const mhsnet_framing *framing, const uint8_t *bytes, size_t length,
                              mhsnet_packet *packet);

/**
 * Decides whether the bytes start with packets of the given framing: the header
 * is checked together with its data, and then the data checksum or the next
 * header.
 *
 * @param bytes  plain, not cooked
 */
base_match mhsnet_packet_prove(const mhsnet_framing *framing, const uint8_t *bytes, size_t length);

/**
 * Tries every daemon and every cooking on bytes of which nothing is known.
 *
 * @param bytes    as they are on the wire
 * @param framing  what they are, unless the answer is no; its data_crc is left unknown
 */
base_match mhsnet_recognise(const uint8_t *bytes, size_t length, mhsnet_framing *framing);

/** @return whether bytes of which nothing is known prove themselves (mhsnet_recognise()). */
bool mhsnet_proves_itself(const uint8_t *bytes, size_t length);

/**
 * Looks for the first packet that proves itself in bytes of which nothing is known.
 *
 * In a search, this one or mhsnet_resynchronise(), every byte is summed a
 * constant number of times, whatever the bytes are. If good headers overlap so
 * much that this does not suffice, further packets are passed over.
 *
 * @param at  where to begin, and where the packet is
 */
base_match mhsnet_find(const uint8_t *bytes, size_t length, size_t *at, mhsnet_framing *framing);

/**
 * Looks for the next packet in bytes that do not start with one.
 *
 * A header checksum alone does match by chance inside damaged data (seen in
 * real traffic), so a packet counts here only when nothing speaks against it.
 *
 * @return the offset of that packet, or the first offset at which too few bytes
 *         follow to tell (then less than a header's length from the end, or
 *         at a good header whose data is not all there)
 */
size_t mhsnet_resynchronise(const mhsnet_framing *framing, const uint8_t *bytes, size_t length);

#endif
