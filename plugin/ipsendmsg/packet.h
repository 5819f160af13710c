/* packet.h
 * One packet of any MHSnet daemon, and how to find it in a stream
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Six daemons speak four layouts. They differ in the header and in where the
 * checksums are; what a packet means does not depend on that, so the readers
 * of vc.c, ht.c and nn.c all fill in the same mhs_packet.
 *
 * Source of every layout: facts/mhsnet.md, sections 2, 3 and 6 (real daemons'
 * traffic; CN and PN from the public description alone).
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_H
#define LEGACYPORTS_MHSNET_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cooked.h"

/** Whose packets they are. */
typedef enum {
    MHS_DAEMON_UNKNOWN,
    MHS_DAEMON_VC, /**< virtual circuit, the default */
    MHS_DAEMON_HT, /**< half duplex, large packets */
    MHS_DAEMON_NN, /**< node to node, SUN-III */
    MHS_DAEMON_CN, /**< NN with the size sent twice */
    MHS_DAEMON_EN, /**< NN for datagrams */
    MHS_DAEMON_PN, /**< NN with long packets */
    MHS_DAEMONS
} mhs_daemon;

/** Values of the type field of VC and HT. */
typedef enum {
    MHS_DATA,
    MHS_NAK,
    MHS_SOM,
    MHS_SOMA,
    MHS_EOM,
    MHS_EOMA,
    MHS_CONTROL,
    MHS_EOT
} mhs_type;

/** What a VC or HT control packet says: the channel that it is sent on. */
typedef enum {
    MHS_CONTROL_MQE,
    MHS_CONTROL_SYNC,
    MHS_CONTROL_IDLE,
    MHS_CONTROL_CTRL
} mhs_control;

/** Values of the type field of NN, CN, EN and PN. */
typedef enum {
    MHS_NN_DATA,
    MHS_NN_ACK,
    MHS_NN_NAK,
    MHS_NN_CONTROL
} mhs_nn_type;

/** Whether data is followed by a checksum of its own; one choice a session. */
typedef enum {
    MHS_DATA_CRC_UNKNOWN,
    MHS_DATA_CRC_ON,
    MHS_DATA_CRC_OFF
} mhs_data_crc;

/** How one session cuts its stream into packets. All zero: nothing is known yet. */
typedef struct {
    mhs_daemon daemon;
    mhs_cooking cooking;
    mhs_data_crc data_crc; /**< matters to VC alone */
} mhs_framing;

/** One packet: header, data, checksum of the data (NN family: of header and data). */
typedef struct {
    mhs_daemon daemon;
    uint8_t type;          /**< mhs_type, or mhs_nn_type in the NN family */
    uint8_t channel;       /**< 0..3 */
    uint8_t direction;     /**< HT: 1 from the side whose name sorts later */
    uint8_t sequence;      /**< NN family: 0..7, PN 0..15 */
    uint8_t header_length; /**< bytes before the data, header checksum included */
    uint8_t crc_length;    /**< bytes of checksum after the data: 0, 2 or 4 */
    uint32_t address;      /**< VC and HT: offset in the message, or its size */
    uint32_t size;         /**< bytes of data */
} mhs_packet;

/** What the bytes at hand are. */
typedef enum {
    MHS_NO,   /**< no packet starts here */
    MHS_MORE, /**< too few bytes to tell */
    MHS_YES
} mhs_answer;

/** How sure a recogniser is; the values of LP_EVIDENCE_SHAPE and LP_EVIDENCE_PROOF. */
typedef enum {
    MHS_SURE_NOT = 0,
    MHS_SURE_SHAPE = 2, /**< one checksum of 16 bits */
    MHS_SURE_PROOF = 3  /**< two of them: chance match below 1 in 2^32 */
} mhs_sure;

/** Most bytes that any packet takes, HT's: what a reader may have to wait for. */
#define MHS_LONGEST_PACKET (9u + 131072u + 4u)

/** @return the bytes of a packet on the wire, before cooking. */
size_t mhs_packet_length(const mhs_packet *packet);

/** @return true if the daemon is one of the NN family. */
bool mhs_is_nn(mhs_daemon daemon);

/** @return true if the packet carries bytes of a message. */
bool mhs_is_data(const mhs_packet *packet);

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
 * @param packet   filled in on MHS_YES
 */
mhs_answer mhs_packet_read(const mhs_framing *framing, const uint8_t *bytes, size_t length,
                           mhs_packet *packet);

/** Verdict on the checksum behind the data. */
typedef enum {
    MHS_CRC_NONE,      /**< the packet has none */
    MHS_CRC_GOOD,
    MHS_CRC_BAD,
    MHS_CRC_UNCHECKED  /**< not all bytes are at hand */
} mhs_crc_verdict;

/**
 * Checks the checksum behind the data.
 *
 * @param computed  what it should be, in host byte order; set on GOOD and BAD
 */
mhs_crc_verdict mhs_packet_check(const mhs_packet *packet, const uint8_t *bytes, size_t length,
                                 uint32_t *computed);

/**
 * Decides whether the bytes start with packets of the given framing, none of
 * it assumed: the header is checked together with its data, and then the data
 * checksum or the next header.
 *
 * @return MHS_SURE_SHAPE for one good checksum with nothing behind it that
 *         could confirm or deny it, MHS_SURE_PROOF for two
 */
mhs_sure mhs_packet_prove(const mhs_framing *framing, const uint8_t *bytes, size_t length);

/**
 * Tries every daemon and every cooking on bytes of which nothing is known.
 *
 * @param bytes    as they are on the wire
 * @param framing  what they proved to be; its data_crc is left unknown
 */
mhs_sure mhs_recognise(const uint8_t *bytes, size_t length, mhs_framing *framing);

/** Whether bytes of which nothing is known prove themselves (mhs_recognise()). */
bool mhs_proves_itself(const uint8_t *bytes, size_t length);

/**
 * Looks for the next packet in bytes that do not start with one.
 *
 * A header checksum alone does match by chance inside damaged data (seen in
 * real traffic), so a packet counts here only when it is proven.
 *
 * @return the offset of that packet, or the first offset at which too few bytes
 *         follow to tell (then less than a header's length from the end, or
 *         at a good header whose data is not all there)
 */
size_t mhs_resynchronise(const mhs_framing *framing, const uint8_t *bytes, size_t length);

#endif
