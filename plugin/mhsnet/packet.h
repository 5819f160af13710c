/* packet.h
 * One packet of any MHSnet daemon, and how to find it in a stream
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Six daemons speak four layouts. They differ in the header and in where the
 * checksums are; what a packet means does not depend on that, so the readers
 * of vc.c, ht.c and nn.c all fill in the same mhsnet_packet.
 *
 * Source of every layout: facts/mhsnet.md, sections 2, 3 and 6 (real daemons'
 * traffic; CN and PN from the public description alone).
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_H
#define LEGACYPORTS_MHSNET_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mhsnet/cooked.h"

/** Whose packets they are. */
typedef enum {
    MHSNET_DAEMON_UNKNOWN,
    MHSNET_DAEMON_VC, /**< virtual circuit, the default */
    MHSNET_DAEMON_HT, /**< half duplex, large packets */
    MHSNET_DAEMON_NN, /**< node to node, SUN-III */
    MHSNET_DAEMON_CN, /**< NN with the size sent twice */
    MHSNET_DAEMON_EN, /**< NN for datagrams */
    MHSNET_DAEMON_PN, /**< NN with long packets */
    MHSNET_DAEMONS
} mhsnet_daemon;

/** Values of the type field of VC and HT. */
typedef enum {
    MHSNET_DATA,
    MHSNET_NAK,
    MHSNET_SOM,
    MHSNET_SOMA,
    MHSNET_EOM,
    MHSNET_EOMA,
    MHSNET_CONTROL,
    MHSNET_EOT
} mhsnet_type;

/** What a VC or HT control packet says: the channel that it is sent on. */
typedef enum {
    MHSNET_CONTROL_MQE,
    MHSNET_CONTROL_SYNC,
    MHSNET_CONTROL_IDLE,
    MHSNET_CONTROL_CTRL
} mhsnet_control;

/** Values of the type field of NN, CN, EN and PN. */
typedef enum { MHSNET_NN_DATA, MHSNET_NN_ACK, MHSNET_NN_NAK, MHSNET_NN_CONTROL } mhsnet_nn_type;

/** Whether data is followed by a checksum of its own; one choice a session. */
typedef enum { MHSNET_DATA_CRC_UNKNOWN, MHSNET_DATA_CRC_ON, MHSNET_DATA_CRC_OFF } mhsnet_data_crc;

/** How one session cuts its stream into packets. All zero: nothing is known yet. */
typedef struct {
    mhsnet_daemon daemon;
    mhsnet_cooking cooking;
    mhsnet_data_crc data_crc; /**< matters to VC alone */
} mhsnet_framing;

/** One packet: header, data, checksum of the data (NN family: of header and data). */
typedef struct {
    mhsnet_daemon daemon;
    uint8_t type;          /**< mhsnet_type, or mhsnet_nn_type in the NN family */
    uint8_t channel;       /**< 0..3 */
    uint8_t direction;     /**< HT: 1 from the side whose name sorts later */
    uint8_t sequence;      /**< NN family: 0..7, PN 0..15 */
    uint8_t header_length; /**< bytes before the data, header checksum included */
    uint8_t crc_length;    /**< bytes of checksum after the data: 0, 2 or 4 */
    uint32_t address;      /**< VC and HT: offset in the message, or its size */
    uint32_t size;         /**< bytes of data */
} mhsnet_packet;

/** What the bytes at hand are. */
typedef enum {
    MHSNET_NO,   /**< no packet starts here */
    MHSNET_MORE, /**< too few bytes to tell */
    MHSNET_YES
} mhsnet_answer;

/** How sure a recogniser is; the values of VERDICT_EVIDENCE_SHAPE and VERDICT_EVIDENCE_PROOF. */
typedef enum {
    MHSNET_SURE_NOT = 0,
    MHSNET_SURE_SHAPE = 2, /**< one checksum of 16 bits */
    MHSNET_SURE_PROOF = 3  /**< two of them: chance match below 1 in 2^32 */
} mhsnet_sure;

/** Most bytes that any packet takes, HT's: what a reader may have to wait for. */
#define MHSNET_LONGEST_PACKET (9u + 131072u + 4u)

/** @return the bytes of a packet on the wire, before cooking. */
size_t mhsnet_packet_length(const mhsnet_packet *packet);

/** @return true if the daemon is one of the NN family. */
bool mhsnet_is_nn(mhsnet_daemon daemon);

/** @return true if the packet carries bytes of a message. */
bool mhsnet_is_data(const mhsnet_packet *packet);

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
 * @param packet   filled in on MHSNET_YES
 */
mhsnet_answer mhsnet_packet_read(const mhsnet_framing *framing, const uint8_t *bytes, size_t length,
                                 mhsnet_packet *packet);

/** Verdict on the checksum behind the data. */
typedef enum {
    MHSNET_CRC_NONE, /**< the packet has none */
    MHSNET_CRC_GOOD,
    MHSNET_CRC_BAD,
    MHSNET_CRC_UNCHECKED /**< not all bytes are at hand */
} mhsnet_crc_verdict;

/**
 * Checks the checksum behind the data.
 *
 * @param computed  what it should be, in host byte order; set on GOOD and BAD
 */
mhsnet_crc_verdict mhsnet_packet_check(const mhsnet_packet *packet, const uint8_t *bytes,
                                       size_t length, uint32_t *computed);

/**
 * Decides whether the bytes start with packets of the given framing, none of
 * it assumed: the header is checked together with its data, and then the data
 * checksum or the next header.
 *
 * @return MHSNET_SURE_SHAPE for one good checksum with nothing behind it that
 *         could confirm or deny it, MHSNET_SURE_PROOF for two
 */
mhsnet_sure mhsnet_packet_prove(const mhsnet_framing *framing, const uint8_t *bytes, size_t length);

/**
 * Tries every daemon and every cooking on bytes of which nothing is known.
 *
 * @param bytes    as they are on the wire
 * @param framing  what they proved to be; its data_crc is left unknown
 */
mhsnet_sure mhsnet_recognise(const uint8_t *bytes, size_t length, mhsnet_framing *framing);

/** Whether bytes of which nothing is known prove themselves (mhsnet_recognise()). */
bool mhsnet_proves_itself(const uint8_t *bytes, size_t length);

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
size_t mhsnet_resynchronise(const mhsnet_framing *framing, const uint8_t *bytes, size_t length);

#endif
