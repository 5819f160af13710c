/* packet-mhsnet-session.h
 * What the MHSnet dissector keeps: of a session, its messages, its packets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      session, one a conversation
 *       +- side, one a direction        reads lines, then packets
 *           +- channel, four of them    sends one message at a time
 *               +- message              known by its id, over many sessions perhaps
 *                   +- attempt          from one start to its end
 *
 * All of it is found out on the first pass, in the order of the capture. What a
 * later pass needs to come to the same is kept with the packet: the state at the
 * beginning of a call of the dissector (mhsnet_call), and what each packet meant
 * for its message (mhsnet_note).
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_MHSNET_SESSION_H
#define LEGACYPORTS_MHSNET_PACKET_MHSNET_SESSION_H

#include "compat.h"

#include "labels/evidence.h"
#include "mhsnet/framing.h"

#define MHSNET_CHANNELS 4

/** What there is once: the protocol as Wireshark knows it, and counters of the file at hand. */
typedef struct {
    int proto;
    int tap;                    /**< "mhsnet"; it hears a mhsnet_tap_data for each packet */
    unsigned message_limit;     /**< preference, MiB */
    uint32_t sessions;          /**< seen so far */
    uint32_t messages;          /**< seen so far */
    wmem_map_t *messages_by_id; /**< "sender receiver id" -> mhsnet_message */
    wmem_map_t *searched;       /**< conversation_t -> bytes that were searched in vain */
} mhsnet_globals;

extern mhsnet_globals mhsnet_global;

/** What the label layer knows of MHSnet. */
extern const label_protocol mhsnet_protocol;

/** One attempt to send a message: what its start, its end and their answers were. Frame 0: unseen.
 */
typedef struct {
    uint32_t start;
    uint32_t start_accepted;
    uint32_t end;
    uint32_t end_accepted;
    nstime_t start_time;
    nstime_t end_time;
    uint32_t resumed_at; /**< offset that the receiver asked for */
} mhsnet_attempt;

/** One message, joined over all attempts to send it. */
typedef struct {
    uint32_t number; /**< from 0, in the order of first sight */
    const char *id;  /**< "" until it is known */
    uint32_t size;   /**< bytes, all headers included; valid with size_known */
    bool size_known;
    bool too_large; /**< above the preference: not reassembled */
    bool in_pieces; /**< too many of them: not reassembled */
    uint8_t channel;
    uint32_t attempts;
    mhsnet_attempt *attempt; /**< the latest */
    uint32_t received;       /**< different bytes seen with a good checksum */
    uint32_t sent_again;     /**< bytes seen again */
    uint32_t naks;
    uint32_t next;       /**< offset behind the furthest byte seen */
    wmem_tree_t *chunks; /**< offset -> end, of what was received */
    uint32_t chunk;      /**< the latest of them */
    uint32_t chunk_end;
    wmem_array_t *pieces; /**< what was received, see packet-mhsnet-reassembly.c */
    unsigned next_try;    /**< as many pieces as might be all */
    const uint8_t *whole; /**< all bytes, once they are there */
    nstime_t first_seen;
    nstime_t last_seen;
    uint32_t completed_in; /**< frame, 0 while bytes are missing */
    const char *sender;    /**< node names as the session gives them, or addresses */
    const char *receiver;
    const char *file; /**< from the headers, once complete; NULL if they name none */
    const char *handler;
} mhsnet_message;

/** What a packet does for the transfer of its message. */
typedef enum {
    MHSNET_STAGE_OTHER, /**< data, a NAK, or nothing */
    MHSNET_STAGE_START,
    MHSNET_STAGE_START_ACCEPTED,
    MHSNET_STAGE_END,
    MHSNET_STAGE_END_ACCEPTED
} mhsnet_stage;

/** What the first pass found out about one packet. */
typedef struct {
    mhsnet_message *message; /**< NULL: it belongs to none */
    mhsnet_attempt *attempt; /**< NULL if the start was not captured */
    uint32_t offset;         /**< of its data in the message */
    uint8_t stage;           /**< mhsnet_stage */
    bool again;              /**< its data was there before */
    bool gap;                /**< bytes before it are missing */
    bool beyond;             /**< it does not fit the size that the start announced */
    bool restart;            /**< a start: the message is known from an earlier attempt */
    bool completes;          /**< with it the message is whole */
    bool in_pieces;          /**< with it they are too many to put together */
} mhsnet_note;

/** How far one direction has come. */
typedef struct {
    mhsnet_framing framing;
    bool binary; /**< packets, no longer lines */
    bool lost;   /**< somewhere inside a packet: find the next */
} mhsnet_progress;

/** One of the messages that a side sends at a time. */
typedef struct {
    mhsnet_message *message; /**< the one that is being sent */
    mhsnet_attempt *attempt;
    uint8_t next_sequence; /**< NN family */
    bool has_sequence;
} mhsnet_channel;

/** One direction of a session. */
typedef struct {
    bool binary;
    bool lost;
    mhsnet_channel channels[MHSNET_CHANNELS];
} mhsnet_side;

/** One session; hangs on the conversation. Changes on the first pass only. */
typedef struct {
    uint32_t number; /**< from 0, in the order of first sight */
    mhsnet_framing framing;
    mhsnet_side sides[2];
    bool from_sun3;          /**< the server's first line was a SUN-III daemon's */
    unsigned good_checksums; /**< of 16 bits */
    const char *names[2];    /**< node names in the order of first sight */
} mhsnet_session;

/** One call of the dissector: what it started from, and what it found. */
typedef struct {
    mhsnet_session *session;
    mhsnet_progress begins;
    unsigned packets;
    mhsnet_note first;  /**< of the first packet; mostly there is but one */
    wmem_array_t *more; /**< mhsnet_note of the others, NULL without */
} mhsnet_call;

/** One call at work. */
typedef struct {
    packet_info *pinfo;
    proto_tree *tree;
    mhsnet_session *session;
    unsigned side; /**< index of sides: who sent this */
    bool first_pass;
    bool is_datagram;
    bool home; /**< on a port on which MHSnet is at home */
    mhsnet_call *call;
    unsigned notes_read;
    mhsnet_progress now; /**< of this direction, from call to session */
} mhsnet_context;

/** What the tap "mhsnet" hears, once a packet. */
typedef struct {
    const mhsnet_packet *packet;
    const mhsnet_message *message; /**< NULL: the packet belongs to none */
    bool again;
    bool bad_crc;
    unsigned side;
    const mhsnet_session *session;
} mhsnet_tap_data;

/** Registers the protocol, its tap, and that its counters begin anew with each file. */
void mhsnet_session_register(void);

#endif
