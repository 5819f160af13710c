/* hostile.c
 * Writes captures that cost a careless dissector too much time or memory
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * usage: hostile CASE COUNT PORT >CAPTURE
 *
 * What COUNT counts depends on the case; the table at the end tells.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/wire.h"
#include "mhsnet/crc.h"

#define SEGMENT 1400
#define KIB 1024

/* The conversation that packets belong to. */
typedef struct {
    wire_conversation conversation;
    uint16_t port;
    uint64_t packets;
    uint32_t random;
} wire;

/* The other side acknowledges now and then; what nobody acknowledges costs Wireshark's TCP more. */
static void
send_bytes(wire *w, bool from_service, const uint8_t *payload, size_t length)
{
    for (size_t at = 0; at < length; at += SEGMENT) {
        wire_tcp_send(&w->conversation, from_service, payload + at,
                      length - at < SEGMENT ? length - at : SEGMENT);
        if (++w->packets % 16 == 0)
            wire_tcp_send(&w->conversation, !from_service, NULL, 0);
    }
}

static void
send_text(wire *w, bool from_service, const char *text)
{
    send_bytes(w, from_service, (const uint8_t *)text, strlen(text));
}

static void
start_conversation(wire *w, uint32_t number)
{
    w->conversation = wire_conversation_of(number, w->port);
    wire_tcp_open(&w->conversation);
}

/* Sends one piece over and over. */
static void
repeat(wire *w, const uint8_t *piece, size_t length, uint64_t total)
{
    uint8_t segment[SEGMENT];
    uint64_t at = 0;

    start_conversation(w, 1);
    while (at < total) {
        for (size_t i = 0; i < sizeof segment; i++)
            segment[i] = piece[at++ % length];
        send_bytes(w, false, segment, sizeof segment);
    }
}

static uint8_t
random_byte(wire *w)
{
    w->random = w->random * 1664525U + 1013904223U;
    return (uint8_t)(w->random >> 24);
}

/* ---- Cisco STUN --------------------------------------------------------- */

static void
send_line_frame(wire *w, bool from_service, uint8_t group, uint8_t station, uint8_t control)
{
    const uint8_t frame[] = {0x08, 0x31, 0, 0, 0, 2, group, station, control};

    send_bytes(w, from_service, frame, sizeof frame);
}

static void
conversations(wire *w, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        start_conversation(w, (uint32_t)i);
        send_line_frame(w, false, 4, 0xC1, 0x93);
    }
}

/* A poll to every station of every group, and the answer. */
static void
stations(wire *w, uint64_t count)
{
    start_conversation(w, 1);
    for (uint64_t i = 0; i < count; i++) {
        send_line_frame(w, false, (uint8_t)i, (uint8_t)(i >> 8), 0x93);
        send_line_frame(w, true, (uint8_t)i, (uint8_t)(i >> 8), 0x73);
    }
}

static void
long_headers(wire *w, uint64_t kib)
{
    const uint8_t header[] = {0x08, 0x31, 0, 0, 0xFF, 0xFF, 4};

    repeat(w, header, sizeof header, kib * KIB);
}

static void
bstun_headers(wire *w, uint64_t kib)
{
    const uint8_t header[] = {0x0E, 0xBD, 0, 0, 0xFF, 0xFF, 1, 0};

    repeat(w, header, sizeof header, kib * KIB);
}

/* Small frames, as many as go into a segment. */
static void
short_frames(wire *w, uint64_t kib)
{
    const uint8_t frame[] = {0x08, 0x31, 0, 0, 0, 2, 4, 0xC1, 0x11};

    repeat(w, frame, sizeof frame, kib * KIB);
}

/* ---- Bytes of nobody's --------------------------------------------------- */

static void
send_noise(wire *w, uint64_t kib)
{
    uint8_t segment[SEGMENT];

    for (uint64_t at = 0; at < kib * KIB; at += sizeof segment) {
        for (size_t i = 0; i < sizeof segment; i++)
            segment[i] = random_byte(w);
        send_bytes(w, false, segment, sizeof segment);
    }
}

static void
noise(wire *w, uint64_t kib)
{
    start_conversation(w, 1);
    send_noise(w, kib);
}

static void
letters(wire *w, uint64_t kib)
{
    repeat(w, (const uint8_t *)"abcdefgh", 8, kib * KIB);
}

static void
zeros(wire *w, uint64_t kib)
{
    repeat(w, (const uint8_t *)"", 1, kib * KIB);
}

static void
lines(wire *w, uint64_t kib)
{
    repeat(w, (const uint8_t *)"QUERY HOMENAME\n", 15, kib * KIB);
}

/* An HTTP header that goes on and on. */
static void
headers(wire *w, uint64_t kib)
{
    start_conversation(w, 1);
    send_text(w, false, "GET /api/sam/about HTTP/1.1\r\n");
    for (uint64_t sent = 0; sent < kib * KIB; sent += 11)
        send_text(w, false, "X: abcdef\r\n");
}

/* ---- MHSnet --------------------------------------------------------------- */

static void
put_crc(uint8_t *at, uint16_t crc)
{
    at[0] = (uint8_t)crc;
    at[1] = (uint8_t)(crc >> 8);
}

/* A virtual circuit packet with its two checksums. */
static void
send_circuit(wire *w, unsigned type, uint32_t address, const void *data, unsigned size)
{
    uint8_t packet[SEGMENT] = {(uint8_t)(type << 3 | size >> 8), (uint8_t)size};

    for (int i = 0; i < 4; i++)
        packet[2 + i] = (uint8_t)(address >> 8 * i);
    put_crc(packet + 6, mhsnet_crc16(0, packet, 6));
    memcpy(packet + 8, data, size);
    put_crc(packet + 8 + size, mhsnet_crc16(0, packet + 8, size));
    send_bytes(w, false, packet, 8 + size + 2);
}

/* A start: four bytes of waiting time, the id, the receiver. */
static void
send_start(wire *w, uint32_t number, uint32_t size)
{
    char text[32] = {0};

    snprintf(text + 4, sizeof text - 4, "5%05xAAAA%04xbeta", number >> 16 & 0xFFFFF,
             number & 0xFFFF);
    send_circuit(w, 2, size, text, 4 + 14 + 4);
}

static void
open_circuit(wire *w)
{
    start_conversation(w, 1);
    send_text(w, true, "QUERY HOMENAME\n");
    send_text(w, false, "HOMENAME 4=alpha\n");
    send_text(w, true, "QUERY DAEMON\n");
    send_text(w, false, "DAEMON VCdaemon\n");
    send_text(w, true, "DAEMON STARTS DAEMON STARTS\n");
    send_text(w, false, "DAEMON STARTS DAEMON STARTS\n");
}

static void
send_message(wire *w, uint64_t kib, uint32_t size)
{
    const uint8_t data[KIB] = {0};

    open_circuit(w);
    send_start(w, 1, size);
    for (uint64_t i = 0; i < kib; i++)
        send_circuit(w, 0, (uint32_t)(i * KIB), data, KIB);
}

/* Said to be as large as a message can be. */
static void
endless_message(wire *w, uint64_t kib)
{
    send_message(w, kib, UINT32_MAX);
}

/* Just under what is reassembled by default. */
static void
long_message(wire *w, uint64_t kib)
{
    send_message(w, kib, 64U << 20);
}

/* The data of one message, whole, from its end to its start. */
static void
backward_message(wire *w, uint64_t kib)
{
    const uint8_t data[KIB] = {0};

    open_circuit(w);
    send_start(w, 1, (uint32_t)(kib * KIB));
    for (uint64_t i = kib; i-- > 0;)
        send_circuit(w, 0, (uint32_t)(i * KIB), data, KIB);
}

/* As many pieces as a kibibyte has: one byte each. */
static void
crumbs(wire *w, uint64_t kib)
{
    const uint8_t data = 0;

    open_circuit(w);
    send_start(w, 1, (uint32_t)(kib * KIB));
    for (uint64_t i = 0; i < kib * KIB; i++)
        send_circuit(w, 0, (uint32_t)i, &data, 1);
}

/* Damage without end, in a session that has proved itself. */
static void
damage(wire *w, uint64_t kib)
{
    open_circuit(w);
    send_start(w, 1, 1000);
    send_noise(w, kib);
}

static void
begun_messages(wire *w, uint64_t count)
{
    const uint8_t data[16] = {0};

    open_circuit(w);
    for (uint64_t i = 0; i < count; i++) {
        send_start(w, (uint32_t)i, 1000);
        send_circuit(w, 0, 0, data, sizeof data);
    }
}

/* ---- The cases ------------------------------------------------------------ */

typedef struct {
    const char *name;
    void (*write)(wire *w, uint64_t count);
} hostile_case;

static const hostile_case cases[] = {
    {"conversations", conversations}, /* COUNT of them */
    {"stations", stations},           /* COUNT polls and answers, 65,536 different */
    {"long-headers", long_headers},   /* the rest: KiB of stream, but for begun-messages */
    {"bstun-headers", bstun_headers},
    {"short-frames", short_frames},
    {"noise", noise},
    {"letters", letters},
    {"zeros", zeros},
    {"lines", lines},
    {"headers", headers},
    {"endless-message", endless_message},
    {"long-message", long_message},
    {"backward-message", backward_message},
    {"crumbs", crumbs},
    {"damage", damage},
    {"begun-messages", begun_messages}, /* COUNT of them */
};

static const hostile_case *
find_case(const char *name)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (strcmp(cases[i].name, name) == 0)
            return &cases[i];
    }
    return NULL;
}

int
main(int argc, char **argv)
{
    wire w = {.random = 1994};
    const hostile_case *chosen = argc == 4 ? find_case(argv[1]) : NULL;

    if (!chosen) {
        fprintf(stderr, "usage: hostile CASE COUNT PORT >CAPTURE\n");
        return EXIT_FAILURE;
    }
    w.port = (uint16_t)atoi(argv[3]);
    wire_start(WIRE_ETHERNET);
    chosen->write(&w, strtoull(argv[2], NULL, 10));
    return EXIT_SUCCESS;
}
