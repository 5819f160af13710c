/* link.h
 * What goes on between the two ends of one station's link
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The frames of a station are told in the order of the capture; each one gets
 * an account of what it shows. Numbers are modulo 8 until SNRME, SABME or
 * SARME is acknowledged, then modulo 128; where a capture begins later, the
 * length of the first supervisory frame says it. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_CISCOSTUN_LINK_H
#define LEGACYPORTS_CISCOSTUN_LINK_H

#include "ciscostun/hdlc.h"

/** What a frame shows; bits of ciscostun_link_account.shows. */
typedef enum {
    CISCOSTUN_LINK_RETRANSMITTED = 1 << 0, /**< an I frame whose number was sent before */
    CISCOSTUN_LINK_GAP = 1 << 1,           /**< an I frame whose predecessor is missing */
    CISCOSTUN_LINK_WINDOW_FULL = 1 << 2, /**< nothing more may be sent before an acknowledgement */
    CISCOSTUN_LINK_BAD_NR = 1 << 3,      /**< acknowledges what was not sent */
    CISCOSTUN_LINK_POLL_LOST = 1 << 4,   /**< the poll before this one was not answered */
    CISCOSTUN_LINK_UP = 1 << 5,          /**< accepts a command that sets the link up */
    CISCOSTUN_LINK_DOWN = 1 << 6         /**< accepts DISC, or reports the link down */
} ciscostun_link_shows;

/** The link of one station. All zero is a valid start. */
typedef struct {
    bool extended;     /**< modulo 128 */
    bool set_up;       /**< its set-up was seen, so extended is certain */
    bool balanced;     /**< set up by SABM or SABME */
    bool counts;       /**< its I frames are numbered: it was set up, or had an S frame */
    bool role_known;   /**< primary is valid */
    bool role_certain; /**< from an unnumbered frame, not only from who polled first */
    uint8_t primary;   /**< the direction of the primary's frames, 0 or 1 */
    uint8_t pending; /**< ciscostun_hdlc_type of the unanswered mode command, 0 if there is none */
    bool sent_known[2];  /**< next_ns of that direction is valid */
    bool acked_known[2]; /**< acked of that direction is valid */
    uint8_t next_ns[2];  /**< the N(S) that the next new I frame of a direction has */
    uint8_t acked[2];    /**< up to here, exclusive, the other end has acknowledged */
    bool polled;         /**< a poll waits for its answer */
    uint8_t poll_from;   /**< its direction */
    uint32_t poll_frame; /**< its packet */
    int64_t poll_time;   /**< its time in nanoseconds */
} ciscostun_link;

typedef struct {
    ciscostun_role role;     /**< of the sender, as far as it is known by now */
    uint16_t shows;          /**< ciscostun_link_shows */
    uint8_t unacknowledged;  /**< I frames of this direction under way, this one included */
    bool answers;            /**< it is the answer to a poll: */
    uint32_t answered_frame; /**< the packet of that poll */
    int64_t answered_time;   /**< and its time in nanoseconds */
} ciscostun_link_account;

/** @return the role of the sender of a direction's frames. */
ciscostun_role ciscostun_link_role(const ciscostun_link *link, unsigned direction);

/**
 * Infers how a link counts whose set-up was not seen. A supervisory frame has
 * nothing behind its control field, so one of two bytes is modulo 8, and one of
 * three, whose first control byte has no N(R), modulo 128.
 *
 * @param bytes  the whole frame, before ciscostun_hdlc_parse()
 */
void ciscostun_link_infer_modulo(ciscostun_link *link, const uint8_t *bytes, size_t len);

/**
 * Tells a link of its next frame.
 *
 * @param direction  0 or 1
 * @param frame      read with link->extended as it was before this call
 * @param number     of the packet that holds it
 * @param time       of that packet, in nanoseconds
 */
ciscostun_link_account ciscostun_link_track(ciscostun_link *link, unsigned direction,
                                            const ciscostun_hdlc_frame *frame, uint32_t number,
                                            int64_t time);

#endif
