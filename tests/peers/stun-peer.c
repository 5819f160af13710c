/* stun-peer.c
 * Two peers that speak Cisco's serial tunnel (STUN) over real sockets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     stun-peer tcp|middle|errors|udp > frames
 *
 * It is our own sender, so a capture of it is synthetic: it shows what the
 * published header allows, not what a router does. The header on the wire:
 *
 *      0       2        4        6       7
 *     +-------+--------+--------+-------+---------------------
 *     | 08 31 | opcode | length | group | the frame, length bytes
 *     +-------+--------+--------+-------+---------------------
 *
 * What was put in goes to standard output, a message a line and tabs between:
 * client port, direction, group, opcode, bytes. An export must give it back.
 */
#include "stun-lines.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define HEADER_LENGTH 7
#define PENDING_MAX (4 * STUN_FRAME_MAX)

/** How a stream is cut into segments. */
typedef enum {
    CUT_BURST,     /**< what one side says before the other speaks: one segment */
    CUT_LONE_BYTE, /**< the same, but its first byte alone, as freeRtr on Linux does */
    CUT_SMALL,     /**< three bytes a segment */
    CUT_ODD        /**< by a table of odd lengths, frames and turns ignored */
} cutting;

typedef struct {
    const char *name;
    int type;
    pair_end client, server;
    cutting cut;
    stun_list (*line)(void);
} conversation;

static const conversation conversations[] = {
    {"tcp",
     SOCK_STREAM,
     {"192.0.2.1", 11990},
     {"192.0.2.2", 1990},
     CUT_LONE_BYTE,
     stun_line_terminal},
    {"tcp", SOCK_STREAM, {"192.0.2.1", 11991}, {"192.0.2.2", 1991}, CUT_BURST, stun_line_multidrop},
    {"tcp",
     SOCK_STREAM,
     {"192.0.2.1", 11992},
     {"192.0.2.2", 1992},
     CUT_SMALL,
     stun_line_two_groups},
    {"tcp",
     SOCK_STREAM,
     {"192.0.2.1", 11994},
     {"192.0.2.2", 1994},
     CUT_LONE_BYTE,
     stun_line_combined},
    {"tcp",
     SOCK_STREAM,
     {"2001:db8::1", 21994},
     {"2001:db8::2", 1994},
     CUT_ODD,
     stun_line_extended},
    {"middle", SOCK_STREAM, {"192.0.2.1", 31994}, {"192.0.2.2", 1994}, CUT_ODD, stun_line_terminal},
    {"errors",
     SOCK_STREAM,
     {"192.0.2.1", 12991},
     {"192.0.2.2", 1991},
     CUT_BURST,
     stun_line_trouble},
    {"errors",
     SOCK_STREAM,
     {"192.0.2.1", 12992},
     {"192.0.2.2", 1992},
     CUT_BURST,
     stun_line_set_up_before},
    {"udp", SOCK_DGRAM, {"192.0.2.1", 30001}, {"192.0.2.2", 30000}, CUT_BURST, stun_line_combined},
};

/** What a side has yet to send. */
typedef struct {
    uint8_t bytes[PENDING_MAX];
    size_t length;
    size_t cuts; /**< made so far */
} pending;

static void
append(pending *p, const stun_message *m)
{
    const uint8_t header[HEADER_LENGTH] = {0x08,
                                           0x31,
                                           (uint8_t)(m->opcode >> 8),
                                           (uint8_t)m->opcode,
                                           (uint8_t)(m->length >> 8),
                                           (uint8_t)m->length,
                                           m->group};

    memcpy(p->bytes + p->length, header, sizeof header);
    memcpy(p->bytes + p->length + sizeof header, m->bytes, m->length);
    p->length += sizeof header + m->length;
}

static size_t
next_cut(cutting cut, pending *p, bool burst_begins)
{
    static const size_t odd[] = {1, 16, 2, 9, 40, 5, 1, 1, 90, 6, 3, 7, 25};

    switch (cut) {
    case CUT_LONE_BYTE:
        return burst_begins ? 1 : p->length;
    case CUT_SMALL:
        return 3;
    case CUT_ODD:
        return odd[p->cuts++ % (sizeof odd / sizeof odd[0])];
    default:
        return p->length;
    }
}

/** Sends what is pending. With CUT_ODD a rest stays for later, unless all is wanted. */
static void
flush(const pair *sockets, int from, pending *p, cutting cut, bool all)
{
    size_t at = 0;

    for (bool begins = true; at < p->length; begins = false) {
        size_t piece = next_cut(cut, p, begins);
        const size_t left = p->length - at;

        if (piece > left) {
            if (cut == CUT_ODD && !all) {
                p->cuts--;
                break;
            }
            piece = left;
        }
        pair_send(sockets, from, p->bytes + at, piece);
        at += piece;
    }
    p->length -= at;
    memmove(p->bytes, p->bytes + at, p->length);
}

static void
record(const conversation *c, const stun_message *m)
{
    printf("%u\t%s\t%u\t%u\t", c->client.port, m->from == PAIR_CLIENT ? "to-server" : "to-client",
           m->group, m->opcode);
    for (size_t i = 0; i < m->length; i++)
        printf("%02x", m->bytes[i]);
    putchar('\n');
}

static void
play(const conversation *c)
{
    static pending sides[2];
    stun_list list = c->line();
    pair sockets = pair_open(c->type, c->client, c->server);

    memset(sides, 0, sizeof sides);
    for (size_t i = 0; i < list.count; i++) {
        const stun_message *m = &list.messages[i];
        const bool turn = i + 1 == list.count || m[1].from != m->from;

        record(c, m);
        append(&sides[m->from], m);
        if (turn || c->type == SOCK_DGRAM)
            flush(&sockets, m->from, &sides[m->from], c->cut, false);
    }
    for (int side = PAIR_CLIENT; side <= PAIR_SERVER; side++)
        flush(&sockets, side, &sides[side], c->cut, true);
    pair_close(&sockets);
    free(list.messages);
}

int
main(int argc, char **argv)
{
    bool played = false;

    for (size_t i = 0; argc == 2 && i < sizeof conversations / sizeof conversations[0]; i++) {
        if (strcmp(argv[1], conversations[i].name) != 0)
            continue;
        play(&conversations[i]);
        played = true;
    }
    if (!played)
        fprintf(stderr, "usage: stun-peer tcp|middle|errors|udp > frames\n");
    return played ? EXIT_SUCCESS : EXIT_FAILURE;
}
