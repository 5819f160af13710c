/* packet.h
 * One packet of any MHSnet daemon, whatever its layout
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Six daemons speak four layouts. They differ in the header and in where the
 * checksums are; what a packet means does not depend on that, so the readers
 * of circuit.c and nn.c all fill in the same mhsnet_packet.
 *
 * In this room a packet is MHSnet's. What Wireshark captures is a frame, a
 * segment or a datagram, and may hold many packets or a part of one.
 *
 * Sources of all layouts: the traffic of real daemons (test-captures/README.md);
 * P. Lauder, "A High-Throughput Message Transport System"; and for CN and PN the
 * public source (https://github.com/jdimpson/mhsnet) alone.
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_H
#define LEGACYPORTS_MHSNET_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/** Most bytes that any packet takes, HT's: what a reader may have to wait for. */
#define MHSNET_LONGEST_PACKET (9u + 131072u + 4u)

/** @return the bytes of a packet on the wire, before cooking. */
size_t mhsnet_packet_length(const mhsnet_packet *packet);

/** @return true if the daemon is one of the NN family. */
bool mhsnet_is_nn(mhsnet_daemon daemon);

/** @return true if the packet carries bytes of a message. */
bool mhsnet_is_data(const mhsnet_packet *packet);

/** What the checksum behind the data says. */
typedef enum {
    MHSNET_CRC_NONE, /**< the packet has none */
    MHSNET_CRC_GOOD,
    MHSNET_CRC_BAD,
    MHSNET_CRC_UNCHECKED /**< not all bytes are at hand */
} mhsnet_crc_status;

/**
 * Checks the checksum behind the data.
 *
 * @param bytes     the packet from its first byte on
 * @param computed  what it should be, in host byte order; set on GOOD and BAD
 */
mhsnet_crc_status mhsnet_packet_check(const mhsnet_packet *packet, const uint8_t *bytes,
                                      size_t length, uint32_t *computed);

#endif
