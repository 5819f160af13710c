/* link.c
 * What goes on between the two ends of one station's link
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/link.h"

static uint8_t
modulus(const ciscostun_link *link)
{
    return link->extended ? 128 : 8;
}

/* How far one count is ahead of another. */
static uint8_t
ahead(const ciscostun_link *link, uint8_t count, uint8_t of)
{
    return (uint8_t)(count - of) & (uint8_t)(modulus(link) - 1);
}

ciscostun_role
ciscostun_link_role(const ciscostun_link *link, unsigned direction)
{
    if (link->balanced)
        return CISCOSTUN_ROLE_COMBINED;
    if (!link->role_known)
        return CISCOSTUN_ROLE_UNKNOWN;
    return link->primary == direction ? CISCOSTUN_ROLE_PRIMARY : CISCOSTUN_ROLE_SECONDARY;
}

/*
 * What a frame tells of who is the primary; each line beats those below it:
 *   SABM, SABME          nobody is, the link is balanced
 *   SNRM, UA, FRMR, ...  certain, since only one end may send them
 *   DISC, DM             probable: RD and SARM, which share their codes, are rare
 *   P/F                  the first one to set it is likely to poll
 */
static void
learn_role(ciscostun_link *link, unsigned direction, const ciscostun_hdlc_frame *frame)
{
    const ciscostun_role role = ciscostun_hdlc_role(frame->type);
    unsigned primary = direction;

    if (role == CISCOSTUN_ROLE_COMBINED || role == CISCOSTUN_ROLE_PRIMARY)
        link->balanced = role == CISCOSTUN_ROLE_COMBINED;
    if (link->balanced || link->role_certain)
        return;

    if (role == CISCOSTUN_ROLE_PRIMARY || role == CISCOSTUN_ROLE_SECONDARY) {
        link->role_certain = true;
        primary = role == CISCOSTUN_ROLE_PRIMARY ? direction : 1 - direction;
    } else if (frame->type == CISCOSTUN_HDLC_SARM_DM) {
        primary = 1 - direction;
    } else if (!frame->poll_final || (link->role_known && frame->type != CISCOSTUN_HDLC_DISC_RD)) {
        return;
    }
    link->role_known = true;
    link->primary = (uint8_t)primary;
}

static void
start_counting(ciscostun_link *link, bool known)
{
    for (unsigned i = 0; i < 2; i++) {
        link->next_ns[i] = 0;
        link->acked[i] = 0;
        link->sent_known[i] = link->acked_known[i] = known;
    }
}

/* A command waits for its answer: UA says yes to the last one, whatever that was, DM says no. */
static uint16_t
track_unnumbered(ciscostun_link *link, unsigned direction, const ciscostun_hdlc_frame *frame)
{
    const ciscostun_role role = ciscostun_link_role(link, direction);
    const uint8_t asked = link->pending;
    const uint8_t modulo = ciscostun_hdlc_sets_modulo(asked);

    if (ciscostun_hdlc_sets_modulo(frame->type) ||
        (frame->type == CISCOSTUN_HDLC_DISC_RD && role != CISCOSTUN_ROLE_SECONDARY)) {
        link->pending = frame->type;
        return 0;
    }
    if (frame->type != CISCOSTUN_HDLC_UA &&
        (frame->type != CISCOSTUN_HDLC_SARM_DM || role == CISCOSTUN_ROLE_PRIMARY))
        return 0;

    link->pending = 0;
    if (frame->type == CISCOSTUN_HDLC_SARM_DM || asked == CISCOSTUN_HDLC_DISC_RD) {
        start_counting(link, false);
        return CISCOSTUN_LINK_DOWN;
    }
    if (!modulo)
        return 0;
    link->extended = modulo == 128;
    link->set_up = true;
    link->counts = true;
    start_counting(link, true);
    return CISCOSTUN_LINK_UP;
}

/* N(R) of one direction acknowledges what the other one sent. */
static uint16_t
track_acknowledgement(ciscostun_link *link, unsigned direction, const ciscostun_hdlc_frame *frame)
{
    const unsigned other = 1 - direction;
    const bool bad = link->sent_known[other] && link->acked_known[other] &&
                     ahead(link, frame->nr, link->acked[other]) >
                         ahead(link, link->next_ns[other], link->acked[other]);

    /* REJ goes back, and what follows it is a repetition; any other count that
     * does not fit is ahead of what was captured, and must not look wrong for
     * ever after. */
    if (bad && frame->type != CISCOSTUN_HDLC_REJ)
        link->next_ns[other] = frame->nr;
    link->acked_known[other] = true;
    link->acked[other] = frame->nr;
    return bad ? CISCOSTUN_LINK_BAD_NR : 0;
}

/* A number behind the next one is a repetition, one before it leaves a gap;
 * what the other end has not acknowledged yet decides where they meet. */
static uint16_t
track_information(ciscostun_link *link, unsigned direction, uint8_t ns)
{
    if (!link->sent_known[direction]) {
        link->sent_known[direction] = true;
        link->next_ns[direction] = (uint8_t)(ns + 1) & (uint8_t)(modulus(link) - 1);
        return 0;
    }

    const uint8_t next = link->next_ns[direction];
    const uint8_t behind = ahead(link, next, ns);
    const uint8_t under_way =
        link->acked_known[direction] ? ahead(link, next, link->acked[direction]) : 0;

    if (behind > 0 && (behind <= under_way || behind < modulus(link) / 2))
        return CISCOSTUN_LINK_RETRANSMITTED;
    link->next_ns[direction] = (uint8_t)(ns + 1) & (uint8_t)(modulus(link) - 1);
    return behind == 0 ? 0 : CISCOSTUN_LINK_GAP;
}

/* Broadcasts are answered under the stations' own addresses. */
static void
track_poll(ciscostun_link *link, unsigned direction, const ciscostun_hdlc_frame *frame,
           uint32_t number, int64_t time, ciscostun_link_account *account)
{
    if (!frame->poll_final || frame->address == CISCOSTUN_HDLC_BROADCAST)
        return;

    const ciscostun_role role = ciscostun_link_role(link, direction);
    const bool waits_for_this = link->polled && link->poll_from != direction;

    if (role != CISCOSTUN_ROLE_PRIMARY && waits_for_this) {
        account->answers = true;
        account->answered_frame = link->poll_frame;
        account->answered_time = link->poll_time;
        link->polled = false;
        return;
    }
    if (role == CISCOSTUN_ROLE_SECONDARY)
        return;
    if (link->polled && link->poll_from == direction)
        account->shows |= CISCOSTUN_LINK_POLL_LOST;
    link->polled = true;
    link->poll_from = (uint8_t)direction;
    link->poll_frame = number;
    link->poll_time = time;
}

void
ciscostun_link_infer_modulo(ciscostun_link *link, const uint8_t *bytes, size_t len)
{
    const bool supervisory = len >= 2 && (bytes[1] & 0x03) == 0x01;
    const bool extended = len == 3 && bytes[1] <= CISCOSTUN_HDLC_SREJ;

    if (link->set_up || !supervisory || len > 3 || (len == 3 && !extended) ||
        link->extended == extended)
        return;
    /* What was read with the wrong modulus does not count. */
    link->extended = extended;
    link->polled = false;
    start_counting(link, false);
}

ciscostun_link_account
ciscostun_link_track(ciscostun_link *link, unsigned direction, const ciscostun_hdlc_frame *frame,
                     uint32_t number, int64_t time)
{
    ciscostun_link_account account = {.role = CISCOSTUN_ROLE_UNKNOWN};

    learn_role(link, direction, frame);
    account.role = ciscostun_link_role(link, direction);
    track_poll(link, direction, frame, number, time, &account);

    if (frame->format == CISCOSTUN_HDLC_UNNUMBERED) {
        account.shows |= track_unnumbered(link, direction, frame);
        return account;
    }

    /* Cisco's HDLC has a zero where others have a control field: what never
     * had a supervisory frame or was set up does not count. */
    link->counts |= frame->format == CISCOSTUN_HDLC_SUPERVISORY;
    if (!link->counts)
        return account;

    account.shows |= track_acknowledgement(link, direction, frame);
    if (frame->format != CISCOSTUN_HDLC_INFORMATION)
        return account;

    account.shows |= track_information(link, direction, frame->ns);
    if (link->acked_known[direction]) {
        account.unacknowledged = ahead(link, link->next_ns[direction], link->acked[direction]);
        if (account.unacknowledged == modulus(link) - 1)
            account.shows |= CISCOSTUN_LINK_WINDOW_FULL;
    }
    return account;
}
