/* stun-lines.h
 * What runs on the serial lines of our own Cisco STUN captures, frame by frame
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The frames are ours. Layouts: HDLC and SDLC control bytes, TH, RH and the
 * first bytes of each RU as in the project's facts on Cisco STUN; the rest of
 * the SNA fields as in IBM's public "Systems Network Architecture Formats"
 * (GA27-3136), with names and numbers made up. A real host may send others.
 */
#ifndef LEGACYPORTS_STUN_LINES_H
#define LEGACYPORTS_STUN_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "pair.h"

enum { STUN_DATA = 0x0000, STUN_OPENING = 0x0002, STUN_UNKNOWN = 0x0007 };

/* The most that the header's length field can say. */
#define STUN_FRAME_MAX 65535

/** One STUN message: a header's fields and what follows it. */
typedef struct {
    int from; /**< PAIR_CLIENT or PAIR_SERVER */
    uint16_t opcode;
    uint8_t group;
    size_t length;
    uint8_t bytes[STUN_FRAME_MAX];
} stun_message;

/** The messages of one conversation, in order. Storage is the list's own. */
typedef struct {
    size_t count;
    stun_message *messages;
} stun_list;

/** One terminal from XID to DISC: SSCP-PU, SSCP-LU and LU-LU session. Group 1. */
stun_list stun_line_terminal(void);

/** Two stations and a broadcast, with REJ, RNR, FRMR, DM and TEST. Group 4; the host dialled. */
stun_list stun_line_multidrop(void);

/** Two lines in one connection, groups 14 and 4, the first with segmented SNA. */
stun_list stun_line_two_groups(void);

/** A modulo 128 link in group 255; data before the opening message; an unknown opcode. */
stun_list stun_line_extended(void);

/** HDLC that is not SNA: SABM, XID and UI in group 101, and one frame in group 0. */
stun_list stun_line_combined(void);

/** What goes wrong on a line: lost and repeated frames, polls without answer, frames that are none.
 */
stun_list stun_line_trouble(void);

/** A modulo 128 link whose set-up is not shown. Group 128. */
stun_list stun_line_set_up_before(void);

#endif
