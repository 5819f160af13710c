/* nn.h
 * The packets of the node-to-node daemons: NN, CN, EN and PN
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_NN_H
#define LEGACYPORTS_MHSNET_NN_H

#include "base/match.h"
#include "mhsnet/packet.h"

/** First byte of a control packet's data. */
typedef enum {
    MHSNET_NN_SOM = 1,
    MHSNET_NN_SOM_ACCEPT = 2,
    MHSNET_NN_EOM = 3,
    MHSNET_NN_EOM_ACCEPT = 4,
    MHSNET_NN_MQ_EMPTY = 5,
    MHSNET_NN_TIMEOUT = 0x80,
    MHSNET_NN_XMT_RESET = 0x81,
    MHSNET_NN_ACK_RESET = 0x82,
    MHSNET_NN_REQ_RESET = 0x83,
    MHSNET_NN_IDLE = 0x84
} mhsnet_nn_command;

/** @return true if the command concerns the protocol, and so has no sequence number. */
bool mhsnet_nn_is_protocol_command(uint8_t command);

/**
 * Reads the header of an NN, CN, EN or PN packet.
 *
 * Only CN's header can be checked by itself (the size is there twice): the
 * checksum of this family is behind the data, over both.
 */
base_match mhsnet_nn_header(mhsnet_daemon daemon, const uint8_t *bytes, size_t length,
                            mhsnet_packet *packet);

/** @return false if what is there of the data cannot be such a packet's. */
bool mhsnet_nn_data_agrees(const mhsnet_packet *packet, const uint8_t *data, size_t length);

/**
 * Decides whether packets of EN fill a datagram. They have no checksum, so this
 * is for a session that has shown itself by its address exchange.
 */
bool mhsnet_en_fills(const uint8_t *bytes, size_t length);

/** What a control packet about a message (commands 1 to 4) carries behind the command. */
typedef struct {
    const char *id;   /**< MHSNET_NN_ID_LENGTH characters in the packet, not terminated */
    bool has_number;  /**< SOM and SOM_ACCEPT */
    uint32_t number;  /**< size of the message, or the offset to start from */
    bool has_wait;    /**< SOM */
    uint32_t wait;    /**< seconds that the message waited */
    size_t number_at; /**< offset of the number in the data, its length, and the same of wait */
    size_t number_length;
    size_t wait_at;
    size_t wait_length;
} mhsnet_nn_control;

/**
 * Reads the data of such a packet: command, id, then decimal numbers after 0x80, NUL.
 *
 * @param data  the packet's data
 * @return false if the data does not have that form
 */
bool mhsnet_nn_control_read(const uint8_t *data, size_t length, mhsnet_nn_control *control);

#endif
