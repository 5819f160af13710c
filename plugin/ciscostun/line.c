/* line.c
 * What goes on between the two ends of one station's link
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/line.h"

static uint8_t
modulus(const ciscostun_line *line)
{
    return line->extended ? 128 : 8;
}

/* How far one count is ahead of another. */
static uint8_t
ahead(const ciscostun_line *line, uint8_t count, uint8_t of)
{
    return (uint8_t)(count - of) & (uint8_t)(modulus(line) - 1);
}

ciscostun_role
ciscostun_line_role(const ciscostun_line *line, unsigned direction)
{
    if (line->balanced)
        return CISCOSTUN_ROLE_COMBINED;
    if (!line->role_known)
        return CISCOSTUN_ROLE_UNKNOWN;
    return line->primary == direction ? CISCOSTUN_ROLE_PRIMARY : CISCOSTUN_ROLE_SECONDARY;
}

static void
learn_primary(ciscostun_line *line, unsigned direction, bool certain)
{
    if (line->role_known && (line->role_certain || !certain))
        return;
    line->role_known = true;
    line->role_certain = certain;
    line->primary = (uint8_t)direction;
}

/* DISC is far more usual than RD, and DM than SARM, which share their codes. */
static void
guess_primary(ciscostun_line *line, unsigned direction)
{
    if (line->role_certain || line->balanced)
        return;
    line->role_known = true;
    line->primary = (uint8_t)direction;
}

static void
learn_role(ciscostun_line *line, unsigned direction, const ciscostun_hdlc_frame *frame)
{
    const ciscostun_role role = ciscostun_hdlc_role(frame->type);

    if (role == CISCOSTUN_ROLE_COMBINED) {
        line->balanced = true;
        return;
    }
    if (role == CISCOSTUN_ROLE_PRIMARY) {
        line->balanced = false;
        learn_primary(line, direction, true);
    } else if (role == CISCOSTUN_ROLE_SECONDARY && !line->balanced) {
        learn_primary(line, 1 - direction, true);
    } else if (frame->type == CISCOSTUN_HDLC_DISC_RD && frame->poll_final) {
        guess_primary(line, direction);
    } else if (frame->type == CISCOSTUN_HDLC_SARM_DM) {
        guess_primary(line, 1 - direction);
    } else if (frame->poll_final) {
        learn_primary(line, direction, false);
    }
}

static bool
sets_mode(uint8_t type)
{
    switch (type) {
    case CISCOSTUN_HDLC_SNRM:
    case CISCOSTUN_HDLC_SNRME:
    case CISCOSTUN_HDLC_SABM:
    case CISCOSTUN_HDLC_SABME:
    case CISCOSTUN_HDLC_SARME:
        return true;
    default:
        return false;
    }
}

static bool
is_extended_mode(uint8_t type)
{
    return type == CISCOSTUN_HDLC_SNRME || type == CISCOSTUN_HDLC_SABME ||
           type == CISCOSTUN_HDLC_SARME;
}

static void
start_counting(ciscostun_line *line, bool known)
{
    for (unsigned i = 0; i < 2; i++) {
        line->next_ns[i] = 0;
        line->acked[i] = 0;
        line->sent_known[i] = line->acked_known[i] = known;
    }
}

/* UA says yes to the mode command before it, whatever that was. */
static uint16_t
accept_mode(ciscostun_line *line)
{
    const uint8_t asked = line->pending;

    line->pending = 0;
    if (asked == CISCOSTUN_HDLC_DISC_RD) {
        start_counting(line, false);
        return CISCOSTUN_LINE_DOWN;
    }
    if (!sets_mode(asked))
        return 0;
    line->extended = is_extended_mode(asked);
    line->set_up = true;
    line->counts = true;
    start_counting(line, true);
    return CISCOSTUN_LINE_UP;
}

static uint16_t
track_unnumbered(ciscostun_line *line, unsigned direction, const ciscostun_hdlc_frame *frame)
{
    const bool commands = ciscostun_line_role(line, direction) != CISCOSTUN_ROLE_SECONDARY;

    if (sets_mode(frame->type) || (frame->type == CISCOSTUN_HDLC_DISC_RD && commands)) {
        line->pending = frame->type;
        return 0;
    }
    if (frame->type == CISCOSTUN_HDLC_UA)
        return accept_mode(line);
    if (frame->type == CISCOSTUN_HDLC_SARM_DM &&
        ciscostun_line_role(line, direction) != CISCOSTUN_ROLE_PRIMARY) {
        line->pending = 0;
        start_counting(line, false);
        return CISCOSTUN_LINE_DOWN;
    }
    return 0;
}

/* N(R) of one direction acknowledges what the other one sent. */
static uint16_t
track_acknowledgement(ciscostun_line *line, unsigned direction, const ciscostun_hdlc_frame *frame)
{
    const unsigned other = 1 - direction;
    const bool bad = line->sent_known[other] && line->acked_known[other] &&
                     ahead(line, frame->nr, line->acked[other]) >
                         ahead(line, line->next_ns[other], line->acked[other]);

    /* REJ goes back, and what follows it is a repetition; any other count that
     * does not fit is ahead of what was captured, and must not look wrong for
     * ever after. */
    if (bad && frame->type != CISCOSTUN_HDLC_REJ)
        line->next_ns[other] = frame->nr;
    line->acked_known[other] = true;
    line->acked[other] = frame->nr;
    return bad ? CISCOSTUN_LINE_BAD_NR : 0;
}

/* A number behind the next one is a repetition, one before it leaves a gap;
 * what the other end has not acknowledged yet decides where they meet. */
static uint16_t
track_information(ciscostun_line *line, unsigned direction, uint8_t ns)
{
    if (!line->sent_known[direction]) {
        line->sent_known[direction] = true;
        line->next_ns[direction] = (uint8_t)(ns + 1) & (uint8_t)(modulus(line) - 1);
        return 0;
    }

    const uint8_t next = line->next_ns[direction];
    const uint8_t behind = ahead(line, next, ns);
    const uint8_t under_way =
        line->acked_known[direction] ? ahead(line, next, line->acked[direction]) : 0;

    if (behind > 0 && (behind <= under_way || behind < modulus(line) / 2))
        return CISCOSTUN_LINE_RETRANSMITTED;
    line->next_ns[direction] = (uint8_t)(ns + 1) & (uint8_t)(modulus(line) - 1);
    return behind == 0 ? 0 : CISCOSTUN_LINE_GAP;
}

/* Broadcasts are answered under the stations' own addresses. */
static void
track_poll(ciscostun_line *line, unsigned direction, const ciscostun_hdlc_frame *frame,
           uint32_t number, int64_t time, ciscostun_line_account *account)
{
    if (!frame->poll_final || frame->address == CISCOSTUN_HDLC_BROADCAST)
        return;

    const ciscostun_role role = ciscostun_line_role(line, direction);
    const bool waits_for_this = line->polled && line->poll_from != direction;

    if (role != CISCOSTUN_ROLE_PRIMARY && waits_for_this) {
        account->answers = true;
        account->answered_frame = line->poll_frame;
        account->answered_time = line->poll_time;
        line->polled = false;
        return;
    }
    if (role == CISCOSTUN_ROLE_SECONDARY)
        return;
    if (line->polled && line->poll_from == direction)
        account->shows |= CISCOSTUN_LINE_POLL_LOST;
    line->polled = true;
    line->poll_from = (uint8_t)direction;
    line->poll_frame = number;
    line->poll_time = time;
}

void
ciscostun_line_infer_modulo(ciscostun_line *line, const uint8_t *bytes, size_t len)
{
    const bool supervisory = len >= 2 && (bytes[1] & 0x03) == 0x01;
    const bool extended = len == 3 && bytes[1] <= CISCOSTUN_HDLC_SREJ;

    if (line->set_up || !supervisory || len > 3 || (len == 3 && !extended) ||
        line->extended == extended)
        return;
    /* What was read with the wrong modulus does not count. */
    line->extended = extended;
    line->polled = false;
    start_counting(line, false);
}

ciscostun_line_account
ciscostun_line_track(ciscostun_line *line, unsigned direction, const ciscostun_hdlc_frame *frame,
                     uint32_t number, int64_t time)
{
    ciscostun_line_account account = {.role = CISCOSTUN_ROLE_UNKNOWN};

    learn_role(line, direction, frame);
    account.role = ciscostun_line_role(line, direction);
    track_poll(line, direction, frame, number, time, &account);

    if (ciscostun_hdlc_is_unnumbered(frame)) {
        account.shows |= track_unnumbered(line, direction, frame);
        return account;
    }

    /* Cisco's HDLC has a zero where others have a control field: what never
     * had a supervisory frame or was set up does not count. */
    line->counts |= ciscostun_hdlc_is_supervisory(frame);
    if (!line->counts)
        return account;

    account.shows |= track_acknowledgement(line, direction, frame);
    if (!ciscostun_hdlc_is_information(frame))
        return account;

    account.shows |= track_information(line, direction, frame->ns);
    if (line->acked_known[direction]) {
        account.unacknowledged = ahead(line, line->next_ns[direction], line->acked[direction]);
        if (account.unacknowledged == modulus(line) - 1)
            account.shows |= CISCOSTUN_LINE_WINDOW_FULL;
    }
    return account;
}
