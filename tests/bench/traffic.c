/* traffic.c
 * Writes captures of any size for the measurements
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     bench-traffic KIND [-p PDUS] [-c CONVERSATIONS] [-s STATIONS] [-n SIZE] [-f PDUS_A_SEGMENT]
 *                   [-m PACKETS_A_MESSAGE] [-P PORT] > CAPTURE
 *
 * Everything is synthetic. What is to be compared has the same arguments: the
 * PDUs of stun and xot, and of mhsnet and dlsw, then have the same sizes and
 * directions, and differ in their bytes alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mhsnet/crc.h"
#include "wire.h"

typedef struct {
    uint32_t pdus;
    uint32_t conversations;
    uint32_t stations;
    uint32_t size;        /* of a PDU, all headers above the transport included */
    uint32_t per_segment; /* PDUs that are sent together */
    uint32_t per_message; /* DATA packets of an MHSnet message */
    uint16_t port;
} sizes;

/* Where a PDU stands in its conversation: exchange counts those of its direction. */
typedef struct {
    unsigned from;
    uint32_t exchange;
} place;

/* Writes a PDU and returns its length. */
typedef size_t (*pdu_maker)(uint8_t *out, const sizes *wanted, const place *where);

static void
put_be16(uint8_t *to, unsigned value)
{
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

static void
put_le16(uint8_t *to, unsigned value)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
}

/* Bytes that no recogniser takes for the beginning of anything. */
static void
put_bytes(uint8_t *to, size_t length)
{
    for (size_t i = 0; i < length; i++)
        to[i] = (uint8_t)(0xB0 + i % 13);
}

static size_t
make_bytes(uint8_t *out, const sizes *wanted, const place *where)
{
    (void)where;
    put_bytes(out, wanted->size);
    return wanted->size;
}

/* X.25 over TCP, RFC 1613: version 0, length; then an X.25 data packet, modulo 8, channel 1. */
static size_t
make_xot(uint8_t *out, const sizes *wanted, const place *where)
{
    put_be16(out, 0);
    put_be16(out + 2, wanted->size - 4);
    out[4] = 0x10;
    out[5] = 0x01;
    out[6] = (uint8_t)(where->exchange % 8 << 5 | where->exchange % 8 << 1);
    put_bytes(out + 7, wanted->size - 7);
    return wanted->size;
}

/* The header of frame.h, group 1. */
static void
put_stun_header(uint8_t *out, const sizes *wanted)
{
    static const uint8_t start[] = {0x08, 0x31, 0x00, 0x00};

    memcpy(out, start, sizeof start);
    put_be16(out + 4, wanted->size - 7);
    out[6] = 1;
}

/* An opening message: header, then 30 bytes that nobody looks into. */
static size_t
make_opening(uint8_t *out, const sizes *wanted, const place *where)
{
    (void)where;
    put_stun_header(out, wanted);
    out[3] = 2;
    memset(out + 7, 0, wanted->size - 7);
    return wanted->size;
}

/* HDLC as a radio sends it: unnumbered information to 0xFD. */
static size_t
make_stun(uint8_t *out, const sizes *wanted, const place *where)
{
    (void)where;
    put_stun_header(out, wanted);
    out[7] = 0xFD;
    out[8] = 0x03;
    put_bytes(out + 9, wanted->size - 9);
    return wanted->size;
}

/* An I frame with the poll or final bit; SNA in it: a whole FID2 header, function
 * management data. The server is the primary, so that it polls. */
static size_t
make_sdlc(uint8_t *out, const sizes *wanted, const place *where)
{
    static const uint8_t sna[] = {0x2C, 0x00, 0x02, 0x01, 0x00, 0x00, 0x03, 0x80, 0x00};
    const uint32_t count = where->exchange / wanted->stations;
    const uint32_t next = where->from == WIRE_SERVER ? count : count + 1;
    const size_t length = wanted->size - 7;

    out[0] = (uint8_t)(0xC1 + where->exchange % wanted->stations);
    out[1] = (uint8_t)(next % 8 << 5 | 0x10 | count % 8 << 1);
    memcpy(out + 2, sna, sizeof sna);
    put_be16(out + 2 + 4, count & 0xFFFF);
    memset(out + 2 + sizeof sna, 0xC1, length - 2 - sizeof sna);
    return length;
}

static size_t
make_sna(uint8_t *out, const sizes *wanted, const place *where)
{
    put_stun_header(out, wanted);
    return 7 + make_sdlc(out + 7, wanted, where);
}

/* The steps of one MHSnet message: start, its answer, data, end, its answer. */
typedef enum { STEP_SOM, STEP_SOMA, STEP_DATA, STEP_EOM, STEP_EOMA } step;

enum { STEPS_BESIDE_DATA = 4, MHSNET_HEADER = 8, MHSNET_CRC = 2, MHSNET_ID = 14 };

static step
step_of(const sizes *wanted, uint32_t index)
{
    const uint32_t at = index % (wanted->per_message + STEPS_BESIDE_DATA);

    if (at < 2)
        return at == 0 ? STEP_SOM : STEP_SOMA;
    if (at < 2 + wanted->per_message)
        return STEP_DATA;
    return at == 2 + wanted->per_message ? STEP_EOM : STEP_EOMA;
}

static void
put_id(uint8_t *to, uint32_t number)
{
    static const char digits[] = "+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    memset(to, '0', MHSNET_ID);
    to[0] = '1';
    for (int i = MHSNET_ID - 1; i > MHSNET_ID - 7; i--, number /= 64)
        to[i] = (uint8_t)digits[number % 64];
}

/* The headers of a message stand at its end: fields, CRC, their length in eight digits. */
static void
put_message_headers(uint8_t *data, size_t size)
{
    static const char fields[] = "1\0"
                                 "9=beta.3=example\0"
                                 "9=alpha.3=example\0"
                                 "filer\0\0\0\0\0-\0"
                                 "10000000000000\0\0"
                                 "1\0";
    const size_t length = sizeof fields;
    uint8_t *start = data + size - 8 - MHSNET_CRC - length;
    char digits[9] = {0};

    memcpy(start, fields, length);
    put_le16(start + length, mhsnet_crc16(0, start, length));
    snprintf(digits, sizeof digits, "%u", (unsigned)(length + MHSNET_CRC));
    memcpy(start + length + MHSNET_CRC, digits, 8);
}

/* @return the length of a step's data; the DATA packets are as long as PDUs are to be */
static size_t
put_step_data(uint8_t *data, const sizes *wanted, step at, uint32_t index)
{
    static const char receiver[] = "9=beta.3=example";
    const uint32_t cycle = wanted->per_message + STEPS_BESIDE_DATA;
    const size_t size = wanted->size - MHSNET_HEADER - MHSNET_CRC;

    if (at == STEP_DATA) {
        put_bytes(data, size);
        if (index % cycle == 1 + wanted->per_message)
            put_message_headers(data, size);
        return size;
    }
    if (at != STEP_SOM) {
        put_id(data, index / cycle);
        return MHSNET_ID;
    }
    memset(data, 0, 4);
    put_id(data + 4, index / cycle);
    memcpy(data + 4 + MHSNET_ID, receiver, sizeof receiver);
    return 4 + MHSNET_ID + sizeof receiver;
}

static size_t
make_mhsnet_step(uint8_t *out, const sizes *wanted, uint32_t index)
{
    static const uint8_t types[] = {2, 3, 0, 4, 5};
    const step at = step_of(wanted, index);
    const uint32_t cycle = wanted->per_message + STEPS_BESIDE_DATA;
    const uint32_t data_size = wanted->size - MHSNET_HEADER - MHSNET_CRC;
    const uint32_t address = at == STEP_SOMA   ? 0
                             : at == STEP_DATA ? (index % cycle - 2) * data_size
                                               : wanted->per_message * data_size;
    const size_t length = put_step_data(out + MHSNET_HEADER, wanted, at, index);

    put_be16(out, (unsigned)types[at] << 11 | (unsigned)length);
    put_le16(out + 2, address & 0xFFFF);
    put_le16(out + 4, address >> 16);
    put_le16(out + 6, mhsnet_crc16(0, out, 6));
    put_le16(out + MHSNET_HEADER + length, mhsnet_crc16(0, out + MHSNET_HEADER, length));
    return MHSNET_HEADER + length + MHSNET_CRC;
}

/* Data link switching, RFC 1795: an information frame of the same length. */
static size_t
make_dlsw_step(uint8_t *out, const sizes *wanted, uint32_t index)
{
    const size_t length = make_mhsnet_step(out, wanted, index);

    memset(out, 0, 16);
    out[0] = 0x31;
    out[1] = 16;
    put_be16(out + 2, (unsigned)length - 16);
    out[14] = 0x0A;
    put_bytes(out + 16, length - 16);
    return length;
}

/* One flow of traffic that is not ours: a name looked up, a page fetched. */
static void
send_flow(uint32_t number)
{
    /* The last byte of each array, a literal's NUL, is not sent. */
    static const uint8_t query[] = "\x12\x34\1\0\0\1\0\0\0\0\0\0\3www\7example\3com\0\0\1\0\1";
    static const uint8_t answer[] = "\x12\x34\x81\x80\0\1\0\1\0\0\0\0\3www\7example\3com\0\0\1\0\1"
                                    "\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4\xc0\0\2\2";
    static const char request[] = "GET /index.html HTTP/1.1\r\nHost: www.example.com\r\n"
                                  "User-Agent: bench\r\nAccept: */*\r\n\r\n";
    static const char response[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                                   "Content-Length: 24\r\n\r\nNothing of ours in here.";
    const wire_conversation names = wire_conversation_of(number, 53);
    wire_conversation web = wire_conversation_of(number, 80);

    wire_udp_send(&names, WIRE_CLIENT, query, sizeof query - 1);
    wire_udp_send(&names, WIRE_SERVER, answer, sizeof answer - 1);
    wire_tcp_open(&web);
    wire_tcp_send(&web, WIRE_CLIENT, (const uint8_t *)request, sizeof request - 1);
    wire_tcp_send(&web, WIRE_SERVER, (const uint8_t *)response, sizeof response - 1);
    wire_tcp_send(&web, WIRE_CLIENT, NULL, 0);
}

enum { PACKETS_A_FLOW = 8, PDUS_BEFORE_ACK = 16 };

/* Sends the PDUs that a conversation has in one turn, in as few segments as their directions allow.
 */
static void
send_mhsnet_turn(wire_conversation *conv, const sizes *wanted, uint32_t first, uint32_t count,
                 size_t (*make)(uint8_t *out, const sizes *wanted, uint32_t index))
{
    uint8_t segment[WIRE_PAYLOAD_MAX];
    size_t used = 0;
    unsigned from = WIRE_CLIENT;

    for (uint32_t i = first; i < first + count; i++) {
        const step at = step_of(wanted, i);
        const unsigned side = at == STEP_SOMA || at == STEP_EOMA ? WIRE_SERVER : WIRE_CLIENT;

        /* Wireshark keeps each segment until it is acknowledged, and looks through them all. */
        if (i % PDUS_BEFORE_ACK == 0)
            wire_tcp_send(conv, WIRE_SERVER, NULL, 0);
        if (used > 0 && (side != from || used + wanted->size > sizeof segment)) {
            wire_tcp_send(conv, from, segment, used);
            used = 0;
        }
        from = side;
        used += make(segment + used, wanted, i);
    }
    if (used > 0)
        wire_tcp_send(conv, from, segment, used);
}

static void
send_turn(wire_conversation *conv, const sizes *wanted, uint32_t first, uint32_t count,
          pdu_maker make)
{
    const uint32_t turn = first / wanted->per_segment;
    uint8_t segment[WIRE_PAYLOAD_MAX];
    size_t used = 0;
    place where = {.from = turn % 2 == 0 ? WIRE_SERVER : WIRE_CLIENT};

    for (uint32_t i = 0; i < count; i++) {
        where.exchange = turn / 2 * wanted->per_segment + i;
        used += make(segment + used, wanted, &where);
    }
    wire_tcp_send(conv, where.from, segment, used);
}

typedef struct {
    const char *name;
    uint16_t port;
    uint32_t least; /* a PDU's least size */
    pdu_maker make; /* of traffic that goes to and fro */
    size_t (*make_step)(uint8_t *out, const sizes *wanted, uint32_t index); /* of messages */
} kind;

static const kind kinds[] = {
    {"bytes", 40123, 1, make_bytes, NULL},     {"stun", 1994, 10, make_stun, NULL},
    {"opening", 1994, 10, make_opening, NULL}, {"sna", 1994, 20, make_sna, NULL},
    {"xot", 1998, 10, make_xot, NULL},         {"mhsnet", 1989, 128, NULL, make_mhsnet_step},
    {"dlsw", 2065, 128, NULL, make_dlsw_step},
};

static void
send_conversations(const kind *what, const sizes *wanted)
{
    wire_conversation *convs = (wire_conversation *)calloc(wanted->conversations, sizeof *convs);
    uint32_t left = wanted->pdus;

    if (!convs) {
        perror("bench-traffic");
        exit(1);
    }
    for (uint32_t i = 0; i < wanted->conversations; i++) {
        convs[i] = wire_conversation_of(i, wanted->port ? wanted->port : what->port);
        wire_tcp_open(&convs[i]);
    }
    for (uint32_t first = 0; left > 0; first += wanted->per_segment) {
        for (uint32_t i = 0; i < wanted->conversations && left > 0; i++) {
            const uint32_t count = left < wanted->per_segment ? left : wanted->per_segment;

            if (what->make)
                send_turn(&convs[i], wanted, first, count, what->make);
            else
                send_mhsnet_turn(&convs[i], wanted, first, count, what->make_step);
            left -= count;
        }
    }
    free(convs);
}

static void
send_serial_line(const sizes *wanted)
{
    uint8_t frame[WIRE_PAYLOAD_MAX];

    for (uint32_t i = 0; i < wanted->pdus; i++) {
        const place where = {.from = i % 2 == 0 ? WIRE_SERVER : WIRE_CLIENT, .exchange = i / 2};

        wire_raw(frame, make_sdlc(frame, wanted, &where));
    }
}

static _Noreturn void
fail(const char *what)
{
    fprintf(stderr, "bench-traffic: %s\n", what);
    exit(2);
}

static uint32_t
number_of(const char *text, uint32_t least, uint32_t most)
{
    char *end;
    const unsigned long value = strtoul(text, &end, 10);

    if (*text == '\0' || *end != '\0' || value < least || value > most)
        fail("a size is out of its range, or no number");
    return (uint32_t)value;
}

static sizes
read_options(int argc, char **argv)
{
    sizes wanted = {1000, 1, 1, 64, 1, 16, 0};
    int option;

    while ((option = getopt(argc, argv, "p:c:s:n:f:m:P:")) != -1) {
        if (option == 'p')
            wanted.pdus = number_of(optarg, 0, UINT32_MAX);
        else if (option == 'c')
            wanted.conversations = number_of(optarg, 1, 100000000);
        else if (option == 's')
            wanted.stations = number_of(optarg, 1, 60);
        else if (option == 'n')
            wanted.size = number_of(optarg, 1, 1034);
        else if (option == 'f')
            wanted.per_segment = number_of(optarg, 1, 64);
        else if (option == 'm')
            wanted.per_message = number_of(optarg, 1, 100000000);
        else if (option == 'P')
            wanted.port = (uint16_t)number_of(optarg, 1, UINT16_MAX);
        else
            exit(2);
    }
    if (wanted.size * wanted.per_segment > WIRE_PAYLOAD_MAX)
        fail("the PDUs of a segment do not fit into it");
    return wanted;
}

int
main(int argc, char **argv)
{
    if (argc < 2)
        fail("usage: bench-traffic web|bytes|stun|opening|sna|sdlc|xot|mhsnet|dlsw [option ...]");

    const sizes wanted = read_options(argc - 1, argv + 1);
    const char *name = argv[1];

    if (strcmp(name, "web") == 0) {
        wire_start(WIRE_ETHERNET);
        for (uint32_t i = 0; i < wanted.pdus / PACKETS_A_FLOW; i++)
            send_flow(i);
        return 0;
    }
    if (strcmp(name, "sdlc") == 0) {
        wire_start(WIRE_SDLC);
        send_serial_line(&wanted);
        return 0;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(name, kinds[i].name) != 0)
            continue;
        if (wanted.size < kinds[i].least)
            fail("the size is too small for this kind");
        wire_start(WIRE_ETHERNET);
        send_conversations(&kinds[i], &wanted);
        return 0;
    }
    fail("no such kind of traffic");
}
