/* stun-lines.c
 * What runs on the serial lines of our own Cisco STUN captures, frame by frame
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "stun-lines.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES_MAX 256
#define OPENING_LENGTH 30

/* Control fields without P/F. */
enum {
    UI = 0x03,
    DM = 0x0F,
    SABM = 0x2F,
    DISC = 0x43,
    UA = 0x63,
    SNRM = 0x83,
    FRMR = 0x87,
    XID = 0xAF,
    SNRME = 0xCF,
    TEST = 0xE3,
    RR = 0x01,
    RNR = 0x05,
    REJ = 0x09
};
enum { PF = 0x10 };

/** A line being written: one group of one connection, one station at a time. */
typedef struct {
    stun_list *list;
    uint8_t group;
    uint8_t station;
    bool modulo_128;
    unsigned next[2]; /**< N(S) of each side's next I frame */
    bool polled;      /**< the next frame carries P/F */
} line;

static stun_message *
add_message(stun_list *list, int from, uint16_t opcode, uint8_t group)
{
    if (!list->messages)
        list->messages = calloc(MESSAGES_MAX, sizeof *list->messages);
    if (!list->messages || list->count == MESSAGES_MAX) {
        fprintf(stderr, "stun-peer: a line is too long\n");
        exit(EXIT_FAILURE);
    }

    stun_message *m = &list->messages[list->count++];

    m->from = from;
    m->opcode = opcode;
    m->group = group;
    return m;
}

static void
add_byte(stun_message *m, unsigned byte)
{
    m->bytes[m->length++] = (uint8_t)byte;
}

static void
add_hex(stun_message *m, const char *hex)
{
    unsigned byte;
    int used;

    for (; sscanf(hex, " %2x%n", &byte, &used) == 1; hex += used)
        add_byte(m, byte);
}

static void
opening(stun_list *list, int from, uint8_t group)
{
    add_message(list, from, STUN_OPENING, group)->length = OPENING_LENGTH;
}

/** An unnumbered frame; information is hexadecimal text, "" for none. */
static void
u_frame(line *l, int from, unsigned control, const char *information)
{
    stun_message *m = add_message(l->list, from, STUN_DATA, l->group);

    add_byte(m, l->station);
    add_byte(m, control);
    add_hex(m, information);
}

/** A supervisory frame: says which I frame of the other side comes next. */
static void
s_frame(line *l, int from, unsigned type, unsigned next, bool pf)
{
    stun_message *m = add_message(l->list, from, STUN_DATA, l->group);

    add_byte(m, l->station);
    if (l->modulo_128) {
        add_byte(m, type);
        add_byte(m, next << 1 | pf);
    } else
        add_byte(m, (next & 7) << 5 | (pf ? PF : 0) | type);
}

/** RR that polls, or answers a poll, with nothing to send. */
static void
rr(line *l, int from)
{
    s_frame(l, from, RR, l->next[!from], true);
}

static stun_message *
i_frame(line *l, int from, bool pf)
{
    stun_message *m = add_message(l->list, from, STUN_DATA, l->group);
    const unsigned ns = l->next[from], nr = l->next[!from];

    add_byte(m, l->station);
    if (l->modulo_128) {
        add_byte(m, ns << 1);
        add_byte(m, nr << 1 | pf);
    } else
        add_byte(m, (nr & 7) << 5 | (pf ? PF : 0) | (ns & 7) << 1);
    l->next[from] = (ns + 1) % (l->modulo_128 ? 128 : 8);
    return m;
}

/*
 * FID2:  2x 00 DAF OAF SNF(2)  RH(3)  RU
 *        x = C whole, 8 first, 0 middle, 4 last segment; +1 expedited flow
 */
typedef struct {
    unsigned th;
    unsigned daf, oaf, snf;
} fid2;

static void
sna(line *l, int from, bool pf, fid2 th, const char *rh_and_ru)
{
    stun_message *m = i_frame(l, from, pf);

    add_byte(m, th.th);
    add_byte(m, 0);
    add_byte(m, th.daf);
    add_byte(m, th.oaf);
    add_byte(m, th.snf >> 8);
    add_byte(m, th.snf);
    add_hex(m, rh_and_ru);
}

/** The primary's request, the secondary's RR, a poll, and the response. */
static void
exchange(line *l, int primary, fid2 th, const char *request, const char *response)
{
    const fid2 back = {th.th, th.oaf, th.daf, th.snf};

    sna(l, primary, true, th, request);
    rr(l, !primary);
    rr(l, primary);
    sna(l, !primary, true, back, response);
    rr(l, primary);
    rr(l, !primary);
}

static void
link_up(line *l, int primary, unsigned mode)
{
    u_frame(l, primary, mode | PF, "");
    u_frame(l, !primary, UA | PF, "");
    rr(l, primary);
    rr(l, !primary);
}

static void
link_down(line *l, int primary)
{
    u_frame(l, primary, DISC | PF, "");
    u_frame(l, !primary, UA | PF, "");
    l->next[0] = l->next[1] = 0;
}

/* Request headers: session control 6B, network services 0B, data 03; responses have 80 set. */
#define ACTPU_REQUEST "6B 80 00 11 01 01 05 00 00 00 00 01"
#define ACTPU_RESPONSE "EB 80 00 11 11 40 40 40 40 40 40 40 40"
#define ACTLU_REQUEST "6B 80 00 0D 01 01"
#define ACTLU_RESPONSE "EB 80 00 0D 01 01 00 00"
#define NOTIFY_REQUEST "0B 80 00 81 06 20 0C 06 03 00 00 00 00 00"
#define NOTIFY_RESPONSE "8B 80 00 81 06 20"
/* LU type 2, 24 by 80, primary "LEGACY01". */
#define BIND_REQUEST                                                                            \
    "6B 80 00 31 01 03 03 B1 90 30 80 00 00 87 C7 00 00 02 00 00 00 00 00 18 50 18 50 7F 00 00" \
    "08 D3 C5 C7 C1 C3 E8 F0 F1 00"
#define BIND_RESPONSE "EB 80 00 31"
#define SDT_REQUEST "6B 80 00 A0"
#define SDT_RESPONSE "EB 80 00 A0"
/* Erase/write, keyboard restore, cursor to 1,1, "HELLO FROM THE HOST". */
#define SCREEN_REQUEST \
    "03 80 A0 F5 C3 11 40 40 1D F0 C8 C5 D3 D3 D6 40 C6 D9 D6 D4 40 E3 C8 C5 40 C8 D6 E2 E3"
#define DATA_RESPONSE "83 80 00"
/* Enter with the cursor at 1,80, field "LOGOFF". */
#define KEYS_REQUEST "03 80 20 7D C1 4F 11 40 C1 D3 D6 C7 D6 C6 C6"
#define UNBIND_REQUEST "6B 80 00 32 01"
#define UNBIND_RESPONSE "EB 80 00 32"
#define DACTLU_REQUEST "6B 80 00 0E"
#define DACTLU_RESPONSE "EB 80 00 0E"
#define DACTPU_REQUEST "6B 80 00 12 02"
#define DACTPU_RESPONSE "EB 80 00 12"

stun_list
stun_line_terminal(void)
{
    stun_list list = {0};
    line l = {.list = &list, .group = 1, .station = 0xC1};
    const int host = PAIR_CLIENT, terminal = PAIR_SERVER;

    opening(&list, host, l.group);
    u_frame(&l, host, XID | PF, "");
    u_frame(&l, terminal, XID | PF, "02 06 01 71 23 45");
    link_up(&l, host, SNRM);
    exchange(&l, host, (fid2){0x2D, 0, 0, 1}, ACTPU_REQUEST, ACTPU_RESPONSE);
    exchange(&l, host, (fid2){0x2D, 2, 0, 1}, ACTLU_REQUEST, ACTLU_RESPONSE);
    rr(&l, host);
    sna(&l, terminal, true, (fid2){0x2C, 0, 2, 1}, NOTIFY_REQUEST);
    sna(&l, host, true, (fid2){0x2C, 2, 0, 1}, NOTIFY_RESPONSE);
    rr(&l, terminal);
    exchange(&l, host, (fid2){0x2D, 2, 1, 1}, BIND_REQUEST, BIND_RESPONSE);
    exchange(&l, host, (fid2){0x2D, 2, 1, 2}, SDT_REQUEST, SDT_RESPONSE);
    exchange(&l, host, (fid2){0x2C, 2, 1, 1}, SCREEN_REQUEST, DATA_RESPONSE);
    rr(&l, host);
    sna(&l, terminal, true, (fid2){0x2C, 1, 2, 1}, KEYS_REQUEST);
    sna(&l, host, true, (fid2){0x2C, 2, 1, 1}, DATA_RESPONSE);
    rr(&l, terminal);
    exchange(&l, host, (fid2){0x2D, 2, 1, 3}, UNBIND_REQUEST, UNBIND_RESPONSE);
    exchange(&l, host, (fid2){0x2D, 2, 0, 2}, DACTLU_REQUEST, DACTLU_RESPONSE);
    exchange(&l, host, (fid2){0x2D, 0, 0, 2}, DACTPU_REQUEST, DACTPU_RESPONSE);
    link_down(&l, host);
    return list;
}

/** Three I frames of which the second was lost on the far line: REJ, and both again. */
static void
reject_and_repeat(line *l, int primary)
{
    const fid2 th = {0x2C, 2, 1, 7};

    sna(l, primary, false, th, SCREEN_REQUEST);
    sna(l, primary, false, th, SCREEN_REQUEST);
    sna(l, primary, true, th, SCREEN_REQUEST);
    s_frame(l, !primary, REJ, 1, true);
    l->next[primary] = 1;
    sna(l, primary, false, th, SCREEN_REQUEST);
    sna(l, primary, true, th, SCREEN_REQUEST);
    rr(l, !primary);
}

stun_list
stun_line_multidrop(void)
{
    stun_list list = {0};
    line c1 = {.list = &list, .group = 4, .station = 0xC1};
    line c2 = {.list = &list, .group = 4, .station = 0xC2};
    line all = {.list = &list, .group = 4, .station = 0xFF};
    const int host = PAIR_CLIENT, terminals = PAIR_SERVER;

    opening(&list, host, 4);
    u_frame(&all, host, XID | PF, "");
    u_frame(&c1, terminals, XID | PF, "02 06 01 70 00 01");
    u_frame(
        &c2, terminals, XID | PF,
        "32 1D 01 70 00 02 00 00 80 00 00 00 00 00 01 0B 41 00 05 B9 00 00 00 00 07 00 07 00 00");
    u_frame(&c1, host, TEST | PF, "55 AA 55 AA 00 FF");
    u_frame(&c1, terminals, TEST | PF, "55 AA 55 AA 00 FF");
    link_up(&c1, host, SNRM);
    link_up(&c2, host, SNRM);
    reject_and_repeat(&c1, host);
    s_frame(&c2, host, RR, 0, true);
    s_frame(&c2, terminals, RNR, 0, true);
    s_frame(&c2, host, RR, 0, true);
    s_frame(&c2, terminals, RR, 0, true);
    exchange(&c2, host, (fid2){0x2D, 0, 0, 1}, ACTPU_REQUEST, ACTPU_RESPONSE);
    /* An I frame with N(R) = 6, which was never sent: rejected control, counts, reason Z. */
    s_frame(&c1, host, RR, 6, true);
    u_frame(&c1, terminals, FRMR | PF, "D1 06 08");
    c1.next[0] = c1.next[1] = 0;
    link_up(&c1, host, SNRM);
    rr(&c2, host); /* a poll without an answer, then the same again */
    rr(&c2, host);
    rr(&c2, terminals);
    link_down(&c1, host);
    rr(&c1, host);
    u_frame(&c1, terminals, DM | PF, "");
    link_down(&c2, host);
    return list;
}

stun_list
stun_line_two_groups(void)
{
    stun_list list = {0};
    line a = {.list = &list, .group = 14, .station = 0xC1};
    line b = {.list = &list, .group = 4, .station = 0xC1};
    const int host = PAIR_SERVER;

    opening(&list, PAIR_CLIENT, 14);
    link_up(&a, host, SNRM);
    opening(&list, PAIR_CLIENT, 4);
    link_up(&b, PAIR_CLIENT, SNRM);
    for (unsigned round = 1; round <= 3; round++) {
        sna(&a, host, false, (fid2){0x28, 2, 1, round}, SCREEN_REQUEST);
        sna(&a, host, false, (fid2){0x20, 2, 1, round}, "C1 C2 C3 C4 C5 C6 C7 C8 C9 D1 D2 D3");
        sna(&a, host, true, (fid2){0x24, 2, 1, round}, "D4 D5 D6 D7 D8 D9 E2 E3 E4");
        exchange(&b, PAIR_CLIENT, (fid2){0x2D, 0, 0, round}, ACTPU_REQUEST, ACTPU_RESPONSE);
        sna(&a, !host, true, (fid2){0x2C, 1, 2, round}, DATA_RESPONSE);
    }
    link_down(&b, PAIR_CLIENT);
    link_down(&a, host);
    return list;
}

stun_list
stun_line_extended(void)
{
    stun_list list = {0};
    line l = {.list = &list, .group = 255, .station = 0x01};
    const int host = PAIR_CLIENT;

    u_frame(&l, host, SNRME | PF, "");
    opening(&list, PAIR_SERVER, l.group);
    u_frame(&l, !host, UA | PF, "");
    l.modulo_128 = true;
    rr(&l, host);
    rr(&l, !host);
    for (unsigned i = 1; i <= 20; i++)
        sna(&l, host, i == 20, (fid2){0x2C, 2, 1, i}, SCREEN_REQUEST);
    rr(&l, !host);
    add_hex(add_message(&list, host, STUN_UNKNOWN, l.group), "01 02 03 04");
    add_message(&list, PAIR_SERVER, STUN_UNKNOWN, l.group);
    exchange(&l, host, (fid2){0x2D, 0, 0, 2}, DACTPU_REQUEST, DACTPU_RESPONSE);
    link_down(&l, host);
    return list;
}

stun_list
stun_line_combined(void)
{
    stun_list list = {0};
    line l = {.list = &list, .group = 101, .station = 0xFD};
    line zero = {.list = &list, .group = 0, .station = 0x0B};

    opening(&list, PAIR_CLIENT, l.group);
    u_frame(&l, PAIR_CLIENT, SABM | PF, "");
    u_frame(&l, PAIR_SERVER, UA | PF, "");
    u_frame(&l, PAIR_SERVER, XID | PF, "01 0B 00 00 00 00 00 FF");
    u_frame(&l, PAIR_CLIENT, XID | PF, "01 0B 00 00 00 00 00 FF");
    for (unsigned i = 0; i < 12; i++) {
        char voice[64];

        snprintf(voice, sizeof voice, "%02X 02 05 %02X 00 00 00 00 00 %02X", 0x62 + i, i * 17,
                 0xFF - i);
        u_frame(&l, i % 4 == 3 ? PAIR_SERVER : PAIR_CLIENT, UI, voice);
    }
    s_frame(&l, PAIR_CLIENT, RR, 0, false);
    s_frame(&l, PAIR_SERVER, RR, 0, false);
    u_frame(&zero, PAIR_CLIENT, UI, "41 42 43");
    u_frame(&l, PAIR_CLIENT, DISC | PF, "");
    u_frame(&l, PAIR_SERVER, UA | PF, "");
    return list;
}

/** One frame lost on the far line, found by its successor; a full window; one sent twice. */
static void
lose_fill_and_repeat(line *l, int primary)
{
    const fid2 th = {0x2C, 2, 1, 7};

    sna(l, primary, false, th, SCREEN_REQUEST);
    l->next[primary]++;
    sna(l, primary, true, th, SCREEN_REQUEST);
    s_frame(l, !primary, REJ, 1, true);
    l->next[primary] = 1;
    for (unsigned i = 1; i <= 7; i++)
        sna(l, primary, i == 7, th, DATA_RESPONSE);
    rr(l, !primary);
    l->next[primary]--;
    sna(l, primary, true, th, DATA_RESPONSE);
    rr(l, !primary);
}

/** The longest frame that a header can announce: TEST, with a body of all byte values. */
static void
longest_frame(line *l, int from)
{
    stun_message *m = add_message(l->list, from, STUN_DATA, l->group);

    add_byte(m, l->station);
    add_byte(m, TEST | PF);
    while (m->length < STUN_FRAME_MAX)
        add_byte(m, (unsigned)m->length % 251);
}

stun_list
stun_line_trouble(void)
{
    stun_list list = {0};
    line c1 = {.list = &list, .group = 9, .station = 0xC1};
    line c2 = {.list = &list, .group = 9, .station = 0xC2};
    const int host = PAIR_CLIENT, terminal = PAIR_SERVER;

    opening(&list, host, 9);
    link_up(&c1, host, SNRM);
    lose_fill_and_repeat(&c1, host);
    s_frame(&c1, terminal, RR, 5, false); /* acknowledges what nobody sent */
    s_frame(&c1, terminal, RR, 0, false);
    rr(&c1, host); /* two polls without an answer */
    rr(&c1, host);
    rr(&c1, host);
    s_frame(&c1, terminal, RNR, 0, true);
    rr(&c1, host);
    u_frame(&c1, terminal, FRMR | PF, "D1"); /* too short to say why */
    u_frame(&c2, host, SNRME | PF, "");
    u_frame(&c2, terminal, UA | PF, "");
    c2.modulo_128 = true;
    for (unsigned i = 1; i <= 9; i++)
        sna(&c2, host, i == 9, (fid2){0x2C, 2, 1, i}, DATA_RESPONSE);
    rr(&c2, terminal);
    sna(&c2, host, true, (fid2){0x2C, 2, 1, 10}, DATA_RESPONSE);
    u_frame(&c2, terminal, FRMR | PF, "12 01 14 12 04");   /* V(S) 10, V(R) 9: too long */
    u_frame(&c2, host, 0x2B, "01 02");                     /* a code that is in no table */
    add_hex(add_message(&list, host, STUN_DATA, 9), "C2"); /* no control field */
    add_message(&list, host, STUN_DATA, 9);                /* no frame at all */
    add_hex(add_message(&list, host, STUN_OPENING, 9), "01 02 03 04 05 06 07 08 09 0A");
    add_hex(add_message(&list, host, STUN_DATA, 9), "C1 51 55 AA"); /* RR carries nothing */
    longest_frame(&c1, host);
    longest_frame(&c1, terminal);
    u_frame(&c1, terminal, DM, "");
    link_down(&c2, host);
    return list;
}

stun_list
stun_line_set_up_before(void)
{
    stun_list list = {0};
    line l = {.list = &list, .group = 128, .station = 0xC1, .modulo_128 = true, .next = {100, 3}};
    const int host = PAIR_CLIENT;

    for (unsigned i = 1; i <= 40; i++) {
        sna(&l, host, i % 10 == 0, (fid2){0x2C, 2, 1, i}, DATA_RESPONSE);
        if (i % 10 == 0)
            rr(&l, !host);
    }
    sna(&l, !host, false, (fid2){0x2C, 1, 2, 1}, KEYS_REQUEST);
    return list;
}
