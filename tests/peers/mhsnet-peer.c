/* mhsnet-peer.c
 * Two peers that speak MHSnet's wire format over real sockets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     mhsnet-peer no-crc|cooked-x|restart|en|cn-pn DIRECTORY
 *
 * It is our own sender, so a capture of it is synthetic: it shows what
 * the sources of plugin/mhsnet/packet.h say the format allows where no capture of a real daemon
 * does. The data that was put into each message is written to DIRECTORY, under
 * the message's file name: an export must give it back.
 */
#include "pair.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define CALLER "192.0.2.1"
#define SERVICE "192.0.2.2"
#define MHSNET 1989

#define ALPHA "9=alpha.3=example.0=xx"
#define BETA "9=beta.3=example.0=xx"

/* --- bytes ------------------------------------------------------------------------------------ */

typedef struct {
    uint8_t at[65536];
    size_t length;
} bytes;

static void
put(bytes *b, const void *from, size_t length)
{
    if (length > sizeof b->at - b->length)
        abort();
    if (length > 0)
        memcpy(b->at + b->length, from, length);
    b->length += length;
}

static void
put_byte(bytes *b, unsigned value)
{
    const uint8_t byte = (uint8_t)value;

    put(b, &byte, 1);
}

/** Little-endian, as everything but the sizes is. */
static void
put_little(bytes *b, uint32_t value, unsigned length)
{
    for (; length > 0; length--, value >>= 8)
        put_byte(b, value & 0xff);
}

/** Text with the NUL that ends it. */
static void
put_string(bytes *b, const char *text)
{
    put(b, text, strlen(text) + 1);
}

/** CRC-16/ARC, bit by bit: the plugin's has tables, so neither tests itself. */
static uint16_t
crc16(const uint8_t *data, size_t length)
{
    unsigned crc = 0;

    for (size_t i = 0; i < length; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
    }
    return (uint16_t)crc;
}

static void
put_crc(bytes *b, size_t from)
{
    put_little(b, crc16(b->at + from, b->length - from), 2);
}

/* --- messages --------------------------------------------------------------------------------- */

typedef struct {
    const char *id; /**< 14 characters */
    const char *file;
    const uint8_t *data;
    size_t length;
} message;

/** The length of a block of headers, in eight characters. */
static void
put_count(bytes *b, size_t length)
{
    char digits[8 + 1] = {0};

    snprintf(digits, sizeof digits, "%zu", length);
    put(b, digits, 8);
}

/** The data, the headers of the file transfer, and the message's own: facts, section 4. */
static void
write_message(bytes *b, const message *m)
{
    char files[256];
    size_t start;

    b->length = 0;
    put(b, m->data, m->length);

    start = b->length;
    snprintf(files, sizeof files, "%s,%zu,1767225600,644", m->file, m->length);
    put_string(b, "2");
    put_string(b, "root@.beta.example.xx");
    put_string(b, "root");
    put_string(b, files);
    put_little(b, 0, 2);
    put_crc(b, start);
    put_count(b, b->length - start);

    start = b->length;
    put_string(b, "2");
    put_string(b, "." BETA);
    put_string(b, "." ALPHA);
    put_string(b, "filer");
    put_string(b, "");
    put_string(b, "");
    put_string(b, "");
    put_string(b, "\x1e" ALPHA "\x1f"
                  "0");
    put_string(b, "1");
    put_string(b, m->id);
    put_string(b, "");
    put_string(b, (const char[]){m->id[0], '\0'});
    put_string(b, "");
    put_crc(b, start);
    put_count(b, b->length - start);
}

static void
save(const char *directory, const message *m)
{
    const char *slash = strrchr(m->file, '/');
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, slash ? slash + 1 : m->file);
    file = fopen(path, "wb");
    if (!file || fwrite(m->data, 1, m->length, file) != m->length || fclose(file) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
}

/* --- a session -------------------------------------------------------------------------------- */

typedef struct {
    pair sockets;
    bool cooked; /**< mode X */
    bool data_crc;
    uint8_t sequence[2][4]; /**< NN family: next, by side and channel */
} session;

static session
call(int type, uint16_t caller_port, uint16_t service_port)
{
    return (session){.sockets = pair_open(type, (pair_end){CALLER, caller_port},
                                          (pair_end){SERVICE, service_port}),
                     .data_crc = true};
}

static void
say(const session *s, int from, const char *text)
{
    pair_send(&s->sockets, from, (const uint8_t *)text, strlen(text));
}

/** A line of the caller with its checksum: six bits a character, the highest first. */
static void
say_checked(const session *s, const char *text)
{
    static const char alphabet[] =
        "+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const uint16_t crc = crc16((const uint8_t *)text, strlen(text));
    char line[400];

    snprintf(line, sizeof line, "%s {%c%c%c}\n", text, alphabet[crc >> 12 & 0x3f],
             alphabet[crc >> 6 & 0x3f], alphabet[crc & 0x3f]);
    say(s, PAIR_CLIENT, line);
}

/** Escapes what flow control would eat, and the escape characters themselves. */
static void
cook(const bytes *plain, bytes *cooked)
{
    cooked->length = 0;
    for (size_t i = 0; i < plain->length; i++) {
        const uint8_t byte = plain->at[i];

        if (byte != '\0' && strchr("\x03\x11\x13\x1c\x83\x91\x93\x9c$&", byte)) {
            put_byte(cooked, 0x24u | byte >> 6);
            put_byte(cooked, 0x28u + (byte & 0x3f));
        } else {
            put_byte(cooked, byte);
        }
    }
}

static void
transmit(const session *s, int from, const bytes *packet)
{
    static bytes cooked;

    if (s->cooked) {
        cook(packet, &cooked);
        packet = &cooked;
    }
    pair_send(&s->sockets, from, packet->at, packet->length);
}

/* --- virtual circuits: facts, section 2 --------------------------------------------------------
 */

enum { DATA, NAK, SOM, SOMA, EOM, EOMA, CONTROL, EOT };
enum { MQE, SYNC };

static void
write_vc(const session *s, bytes *b, unsigned type, unsigned channel, uint32_t address,
         const void *data, size_t size)
{
    b->length = 0;
    put_byte(b, channel << 6 | type << 3 | (unsigned)size >> 8);
    put_byte(b, size & 0xff);
    put_little(b, address, 4);
    put_crc(b, 0);
    put(b, data, size);
    if (size > 0 && s->data_crc)
        put_crc(b, b->length - size);
}

static void
vc(const session *s, int from, unsigned type, unsigned channel, uint32_t address, const void *data,
   size_t size)
{
    static bytes b;

    write_vc(s, &b, type, channel, address, data, size);
    transmit(s, from, &b);
}

static void
vc_control(const session *s, unsigned what)
{
    for (int from = PAIR_CLIENT; from <= PAIR_SERVER; from++) {
        const char *own = from == PAIR_CLIENT ? ALPHA : BETA;

        vc(s, from, CONTROL, what, 0, own, strlen(own));
        vc(s, !from, CONTROL, what, 0, own, strlen(own));
    }
}

static void
vc_start(const session *s, const message *m, unsigned channel, size_t size, uint32_t resume)
{
    static bytes b;

    b.length = 0;
    put_little(&b, 7, 4);
    put(&b, m->id, 14);
    put(&b, BETA, strlen(BETA));
    vc(s, PAIR_CLIENT, SOM, channel, (uint32_t)size, b.at, b.length);
    vc(s, PAIR_SERVER, SOMA, channel, resume, m->id, 14);
}

static void
vc_data(const session *s, const bytes *whole, unsigned channel, size_t from, size_t to)
{
    const size_t piece = 1024;

    for (; from < to; from += piece)
        vc(s, PAIR_CLIENT, DATA, channel, (uint32_t)from, whole->at + from,
           to - from < piece ? to - from : piece);
}

static void
vc_end(const session *s, const message *m, unsigned channel, size_t size)
{
    vc(s, PAIR_CLIENT, EOM, channel, (uint32_t)size, m->id, 14);
    vc(s, PAIR_SERVER, EOMA, channel, (uint32_t)size, m->id, 14);
}

static void
vc_message(const session *s, const message *m, unsigned channel)
{
    static bytes whole;

    write_message(&whole, m);
    vc_start(s, m, channel, whole.length, 0);
    vc_data(s, &whole, channel, 0, whole.length);
    vc_end(s, m, channel, whole.length);
}

static void
vc_goodbye(session *s)
{
    vc_control(s, MQE);
    for (int from = PAIR_CLIENT; from <= PAIR_SERVER; from++) {
        vc(s, from, EOT, 0, 0, NULL, 0);
        vc(s, from, EOT, 0, 0, NULL, 0);
    }
    pair_close(&s->sockets);
}

static void
vc_open(session *s, const char *params)
{
    say(s, PAIR_SERVER, "QUERY HOMENAME\n");
    say_checked(s, "HOMENAME " ALPHA);
    say(s, PAIR_SERVER, "SHELL STARTS 2V\n");
    say(s, PAIR_CLIENT, params);
    say(s, PAIR_SERVER, "DAEMON STARTS DAEMON STARTS\n");
}

/* --- the NN family: facts, section 3 -----------------------------------------------------------
 */

enum { NN_DATA, NN_ACK, NN_NAK, NN_CONTROL };
enum { XMT_RESET = 0x81, ACK_RESET, REQ_RESET };

typedef enum { DAEMON_CN, DAEMON_EN, DAEMON_PN } nn_daemon;

static void
nn_packet(session *s, nn_daemon daemon, int from, unsigned type, unsigned channel,
          unsigned sequence, const void *data, size_t size)
{
    static bytes b;

    b.length = 0;
    if (daemon == DAEMON_PN) {
        put_byte(&b, type << 6 | channel << 4 | sequence);
        put_byte(&b, (unsigned)size >> 8);
        put_byte(&b, size & 0xff);
    } else {
        put_byte(&b, (daemon == DAEMON_CN ? 0x80u : 0) | type << 5 | channel << 3 | sequence);
        put_byte(&b, size & 0xff);
        put_byte(&b, daemon == DAEMON_CN ? ~(unsigned)size & 0xff : (unsigned)size >> 8);
    }
    put(&b, data, size);
    if (daemon != DAEMON_EN)
        put_crc(&b, 0);
    pair_send(&s->sockets, from, b.at, b.length);
}

/** Numbered, and acknowledged. */
static void
nn_send(session *s, nn_daemon daemon, int from, unsigned type, unsigned channel, const void *data,
        size_t size)
{
    uint8_t *next = &s->sequence[from][channel];

    nn_packet(s, daemon, from, type, channel, *next, data, size);
    nn_packet(s, daemon, !from, NN_ACK, channel, *next, NULL, 0);
    *next = (uint8_t)((*next + 1) & (daemon == DAEMON_PN ? 0xf : 7));
}

/** A message control: what it is, the id without its quality, and as many numbers. */
static void
nn_command(session *s, nn_daemon daemon, int from, unsigned command, const message *m,
           const char *numbers)
{
    bytes b = {.length = 0};

    put_byte(&b, command);
    put(&b, m->id + 1, 13);
    put_string(&b, numbers);
    nn_send(s, daemon, from, NN_CONTROL, 1, b.at, b.length);
}

static void
nn_reset(session *s, nn_daemon daemon, size_t buffer)
{
    static const uint8_t request[] = {REQ_RESET}, accept[] = {ACK_RESET};
    const uint8_t reset[] = {XMT_RESET, 4, (uint8_t)buffer, (uint8_t)(buffer >> 8)};

    for (int from = PAIR_SERVER; from >= PAIR_CLIENT; from--) {
        nn_packet(s, daemon, from, NN_CONTROL, 1, 0, request, sizeof request);
        nn_packet(s, daemon, from, NN_CONTROL, 1, 0, reset, daemon == DAEMON_CN ? 3 : sizeof reset);
    }
    for (int from = PAIR_SERVER; from >= PAIR_CLIENT; from--)
        nn_packet(s, daemon, from, NN_CONTROL, 1, 0, accept, sizeof accept);
}

static void
nn_message(session *s, nn_daemon daemon, const message *m, size_t piece)
{
    static bytes whole;
    char numbers[64];

    write_message(&whole, m);
    nn_reset(s, daemon, piece);
    snprintf(numbers, sizeof numbers,
             "\x80%zu\x80"
             "9",
             whole.length);
    nn_command(s, daemon, PAIR_CLIENT, 1, m, numbers);
    nn_command(s, daemon, PAIR_SERVER, 2, m,
               "\x80"
               "0");
    for (size_t at = 0; at < whole.length; at += piece)
        nn_send(s, daemon, PAIR_CLIENT, NN_DATA, 1, whole.at + at,
                whole.length - at < piece ? whole.length - at : piece);
    nn_command(s, daemon, PAIR_CLIENT, 3, m, "");
    nn_command(s, daemon, PAIR_SERVER, 4, m, "");
    pair_close(&s->sockets);
}

/* --- what the captures show --------------------------------------------------------------------
 */

/** Every byte value, many times; in each mode another start. */
static uint8_t pattern[6000];

static void
no_crc(const char *directory)
{
    const message m = {"5f+9nR++C++9lv", "no-crc.bin", pattern, sizeof pattern};
    session s = call(SOCK_STREAM, 31001, MHSNET);

    save(directory, &m);
    say(&s, PAIR_SERVER, "QUERY HOMENAME\n");
    say_checked(&s, "HOMENAME " ALPHA);
    say(&s, PAIR_SERVER, "QUERY PASSWORD\n");
    say(&s, PAIR_CLIENT, "PASSWORD open sesame\n");
    say(&s, PAIR_SERVER, "SHELL STARTS 2V\n");
    say_checked(&s, "PARAMS -n -r -B3 -D1024 -X50000 -Y60");
    say(&s, PAIR_SERVER, "DAEMON STARTS DAEMON STARTS\n");
    s.data_crc = false;
    vc_control(&s, SYNC);
    vc_message(&s, &m, 2);
    vc_goodbye(&s);
}

static void
cooked_x(const char *directory)
{
    const message m = {"5f+9nR++D++9lv", "cooked-x.bin", pattern, sizeof pattern};
    session s = call(SOCK_STREAM, 31002, MHSNET);

    save(directory, &m);
    vc_open(&s, "PARAMS -n -C X -B3 -D1024 -X50000\n");
    s.cooked = true;
    vc_control(&s, SYNC);
    vc_message(&s, &m, 2);
    vc_goodbye(&s);
}

/** A circuit breaks inside a packet; the next one goes on with what had arrived. */
static void
restart(const char *directory)
{
    const message m = {"5f+9nR++E++9lv", "restart.bin", pattern, sizeof pattern};
    const message huge = {"8f+9nR++F++9lv", "huge.bin", pattern, sizeof pattern};
    const size_t arrived = 2048;
    static bytes whole, packet;
    session s = call(SOCK_STREAM, 31003, MHSNET);

    save(directory, &m);
    write_message(&whole, &m);
    vc_open(&s, "PARAMS -n -B3 -D1024 -X50000\n");
    vc_control(&s, SYNC);
    vc_start(&s, &m, 2, whole.length, 0);
    vc_data(&s, &whole, 2, 0, arrived);
    vc_start(&s, &huge, 3, 0x40000000, 0);
    vc_data(&s, &whole, 3, 0, arrived);
    write_vc(&s, &packet, DATA, 2, (uint32_t)arrived, whole.at + arrived, 1024);
    pair_send(&s.sockets, PAIR_CLIENT, packet.at, 500);
    pair_close(&s.sockets);

    s = call(SOCK_STREAM, 31004, MHSNET);
    vc_open(&s, "PARAMS -n -B3 -D1024 -X50000\n");
    vc_control(&s, SYNC);
    vc_start(&s, &m, 2, whole.length, (uint32_t)arrived);
    vc_data(&s, &whole, 2, arrived, whole.length);
    vc_end(&s, &m, 2, whole.length);
    vc_goodbye(&s);
}

/** The datagrams with which both sides tell where they listen: facts, section 5. */
static void
exchange(int from, uint16_t port, uint16_t other_port)
{
    static const uint8_t hosts[] = {1, 2};
    const uint8_t datagram[16] = {0, 2, (uint8_t)(port >> 8), (uint8_t)port, 192,
                                  0, 2, hosts[from]};
    session s = from == PAIR_CLIENT ? call(SOCK_DGRAM, port, other_port)
                                    : call(SOCK_DGRAM, other_port, port);

    pair_send(&s.sockets, from, datagram, sizeof datagram);
    pair_close(&s.sockets);
}

static void
en(const char *directory)
{
    const message m = {"1f+9nR++G++9lv", "en.bin", pattern, 3000};
    const uint16_t caller = 31005, server = 32005;
    session s;

    save(directory, &m);
    exchange(PAIR_CLIENT, caller, MHSNET);
    exchange(PAIR_SERVER, server, caller);
    s = call(SOCK_DGRAM, caller, server);
    nn_message(&s, DAEMON_EN, &m, 1024);
}

/** The second file's name would lead out of the folder that it is exported to. */
static void
cn_pn(const char *directory)
{
    const message cn = {"1f+9nR++H++9lv", "cn.bin", pattern, 1000};
    const message pn = {"1f+9nR++I++9lv", "../../pn.bin", pattern, 1200};
    session s = call(SOCK_STREAM, 31006, MHSNET);

    save(directory, &cn);
    save(directory, &pn);
    say(&s, PAIR_SERVER, "daemon starts ...\n");
    nn_message(&s, DAEMON_CN, &cn, 128);
    s = call(SOCK_STREAM, 31007, MHSNET);
    say(&s, PAIR_SERVER, "PNdaemon starts\n");
    nn_message(&s, DAEMON_PN, &pn, 512);
}

static const struct {
    const char *name;
    void (*play)(const char *directory);
} modes[] = {
    {"no-crc", no_crc}, {"cooked-x", cooked_x}, {"restart", restart}, {"en", en}, {"cn-pn", cn_pn},
};

int
main(int argc, char **argv)
{
    for (size_t i = 0; argc == 3 && i < sizeof modes / sizeof modes[0]; i++) {
        if (strcmp(argv[1], modes[i].name) != 0)
            continue;
        for (size_t at = 0; at < sizeof pattern; at++)
            pattern[at] = (uint8_t)(at + at / 256 + i);
        modes[i].play(argv[2]);
        return EXIT_SUCCESS;
    }
    fprintf(stderr, "usage: mhsnet-peer no-crc|cooked-x|restart|en|cn-pn DIRECTORY\n");
    return EXIT_FAILURE;
}
