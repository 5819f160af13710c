/* packet-mhsnet.h
 * What the parts of the MHSnet dissector share
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      packet-mhsnet.c            who asks: ports, heuristics, UDP's address exchange
 *      packet-mhsnet-stream.c     a session's bytes: lines, packets, what is skipped
 *      packet-mhsnet-opening.c    shows a line
 *      packet-mhsnet-pdu.c        shows a packet
 *      packet-mhsnet-payload.c    shows what it carries besides a message's data
 *      packet-mhsnet-transfer.c   which packets make up a message; reassembly
 *      packet-mhsnet-reassembly.c puts a message's data together
 *      packet-mhsnet-message.c    shows a whole message; Export Objects
 *      tap-mhsnet.c               statistics
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_MHSNET_H
#define LEGACYPORTS_MHSNET_PACKET_MHSNET_H

#include "compat.h"

#include <epan/expert.h>

#include "mhsnet/message.h"
#include "mhsnet/opening.h"
#include "mhsnet/packet.h"
#include "mhsnet/vc.h"

#define MHSNET_CHANNELS 4

extern int proto_mhsnet;
extern int mhsnet_tap;
extern guint mhsnet_message_limit; /* preference, MiB */

/** One attempt to send a message: what its start, its end and their answers were. Frame 0: unseen.
 */
typedef struct {
    uint32_t start;
    uint32_t start_accepted;
    uint32_t end;
    uint32_t end_accepted;
    nstime_t start_time;
    nstime_t end_time;
    uint32_t resumed_at; /* offset that the receiver asked for */
} mhsnet_leg;

/** One message, joined over all attempts. Kept as long as the file is open. */
typedef struct mhsnet_transfer {
    uint32_t number; /* from 0, in the order of first sight */
    const char *id;  /* "" until it is known */
    uint32_t size;   /* bytes, all headers included; valid with size_known */
    bool size_known;
    bool too_large; /* above the preference: not reassembled */
    bool in_pieces; /* too many of them: not reassembled */
    uint8_t channel;
    uint32_t legs;
    mhsnet_leg *leg;     /* the latest */
    uint32_t received;   /* different bytes seen with a good checksum */
    uint32_t sent_again; /* bytes seen again */
    uint32_t naks;
    uint32_t next;       /* offset behind the furthest byte seen */
    wmem_tree_t *chunks; /* offset -> end, of what was received */
    uint32_t chunk;      /* the latest of them */
    uint32_t chunk_end;
    wmem_array_t *pieces; /* what was received, while bytes are missing */
    unsigned next_try;    /* as many pieces as might be all */
    nstime_t first_seen;
    nstime_t last_seen;
    uint32_t completed_in; /* frame, 0 while bytes are missing */
    const char *sender;    /* node names as the session gives them, or addresses */
    const char *receiver;
    const char *file; /* from the headers, once complete; NULL if they name none */
    const char *handler;
} mhsnet_transfer;

/** What the first pass found out about one packet. */
typedef struct {
    mhsnet_transfer *message; /* NULL: it belongs to none */
    mhsnet_leg *leg;          /* NULL if the start was not captured */
    uint32_t offset;          /* of its data in the message */
    bool again;               /* its data was there before */
    bool gap;                 /* bytes before it are missing */
    bool beyond;              /* it does not fit the size that the start announced */
    bool restart;             /* a start: the message is known from an earlier attempt */
    bool completes;           /* with it the message is whole */
    bool in_pieces;           /* with it they are too many to put together */
} mhsnet_note;

/** What one call of the dissector starts from. Later passes start from the same. */
typedef struct {
    mhsnet_framing framing;
    bool binary; /* packets, no longer lines */
    bool lost;   /* somewhere inside a packet: find the next */
    unsigned packets;
    mhsnet_note first;  /* of the first packet; mostly there is but one */
    wmem_array_t *more; /* mhsnet_note of the others, NULL without */
} mhsnet_call;

typedef struct {
    mhsnet_transfer *message; /* the one that is being sent */
    mhsnet_leg *leg;
    uint8_t next_sequence; /* NN family */
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
    uint32_t number; /* from 0, in the order of first sight */
    mhsnet_framing framing;
    mhsnet_side sides[2];
    bool from_sun3;          /* the server's first line was a SUN-III daemon's */
    unsigned good_checksums; /* of 16 bits */
    const char *names[2];    /* node names in the order of first sight */
} mhsnet_session;

/** One call at work. */
typedef struct {
    packet_info *pinfo;
    proto_tree *tree;
    mhsnet_session *session;
    unsigned side; /* index of sides: who sent this */
    bool first_pass;
    bool is_datagram;
    mhsnet_call *call;
    unsigned notes_read;
    /* The state of this direction, from call to session. */
    mhsnet_framing framing;
    bool binary;
    bool lost;
} mhsnet_context;

/** What the tap "mhsnet" hears: one of these a packet. */
typedef struct {
    const mhsnet_packet *packet;
    const mhsnet_transfer *message;
    bool again;
    bool bad_crc;
    unsigned side;
    const mhsnet_session *session;
} mhsnet_tap_data;

/** Dissects one segment or datagram of a session. @return the bytes used */
int mhsnet_dissect_stream(mhsnet_context *context, tvbuff_t *tvb);

/** Shows one line that was read at an offset. */
void mhsnet_show_line(mhsnet_context *context, tvbuff_t *tvb, int offset, const mhsnet_line *line);

/** Takes from a line what it settles for the session. First pass or not. */
void mhsnet_apply_line(mhsnet_context *context, const uint8_t *bytes, const mhsnet_line *line);

/** What the checksum after a packet's data says. */
typedef struct {
    mhsnet_crc_verdict verdict;
    uint32_t computed; /* valid if it is good or bad */
} mhsnet_check;

/** Shows one packet. @param tvb  from its first byte on, perhaps cut short */
void mhsnet_show_packet(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
                        const mhsnet_check *check, const mhsnet_note *note);

/**
 * Shows what a packet carries.
 *
 * @param tvb  from the packet's first byte on, all of it
 * @return false if it is data of a message: then nothing was shown
 */
bool mhsnet_show_payload(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb,
                         const mhsnet_packet *packet, const mhsnet_note *note);

/** Shows bytes that are no packet. */
void mhsnet_show_skipped(mhsnet_context *context, tvbuff_t *tvb, int offset, int length);

/** Shows the datagram with which client and server exchange addresses. */
void mhsnet_show_exchange(packet_info *pinfo, proto_tree *tree, tvbuff_t *tvb);

/**
 * Finds out, on the first pass, what a packet means for its message.
 *
 * @param tvb  from its first byte on
 * @param crc  verdict on the packet's data; only good data is reassembled
 */
mhsnet_note mhsnet_track(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
                         mhsnet_crc_verdict crc);

/**
 * Adds a packet's data to its message, and completes it if nothing is missing any more.
 *
 * @param note  has the message and the data's offset; receives the rest
 */
void mhsnet_add_piece(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
                      mhsnet_note *note);

/** @return the whole message as its reassembly has it, NULL if it is not whole. */
tvbuff_t *mhsnet_reassembled(mhsnet_context *context, tvbuff_t *tvb, proto_tree *tree,
                             const mhsnet_transfer *message);

/** Shows a whole message and offers it to Export Objects. */
void mhsnet_show_message(mhsnet_context *context, tvbuff_t *tvb, proto_tree *parent,
                         mhsnet_transfer *message);

/** Adds text to the Info column, after what earlier packets of the frame put there. */
void mhsnet_add_info(packet_info *pinfo, const char *text);

/** @return "DATA", "SYNC", "ACK": what a packet's type, and a control's channel, is called. */
const char *mhsnet_type_name(const mhsnet_packet *packet);

/** Names of mhsnet_type. */
extern const value_string mhsnet_type_names[];

/** @return "SOM_ACCEPT", "XMT_RESET": what a control packet of the NN family is called. */
const char *mhsnet_command_name(uint8_t command);

/** Adds the parts of a message id under its item. */
void mhsnet_add_id(proto_tree *tree, tvbuff_t *tvb, int offset, int length, packet_info *pinfo,
                   const uint32_t *size);

void mhsnet_register_opening(void);
void mhsnet_register_pdu(void);
void mhsnet_register_payload(void);
void mhsnet_register_reassembly(void);
void mhsnet_register_transfer(void);
void mhsnet_register_message(void);

#endif
