/* other-transports.c
 * Writes the ports of our services over transports that need no peer
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     other-transports > capture.pcap
 *
 * Everything is synthetic: no socket was opened. Each packet carries eight
 * bytes that no service would send, so that a label can rest on the port alone.
 * UDP, SCTP and DCCP over IPv4 and IPv6, in raw IP packets (DLT 101).
 */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inet-checksum.h"

#define DLT_RAW 101
#define CLIENT_PORT 50123

enum { UDP = 17, DCCP = 33, SCTP = 132 };

static const uint16_t ports[] = {1989, 1990, 1991, 1992, 1994, 9977, 9988, 9999};
static const char payload[] = {'n', 'o', ' ', 'l', 'a', 'b', 'e', 'l'};

typedef struct {
    uint8_t bytes[256];
    size_t length;
} buffer;

static void
put(buffer *b, uint32_t value, int bytes)
{
    while (bytes-- > 0)
        b->bytes[b->length++] = (uint8_t)(value >> (8 * bytes));
}

static void
put_bytes(buffer *b, const void *bytes, size_t length)
{
    memcpy(b->bytes + b->length, bytes, length);
    b->length += length;
}

static void
set16(buffer *b, size_t at, uint16_t value)
{
    b->bytes[at] = (uint8_t)(value >> 8);
    b->bytes[at + 1] = (uint8_t)value;
}

/** CRC-32C as RFC 9260 wants it: reflected 0x1EDC6F41, least significant byte first. */
static uint32_t
crc32c(const uint8_t *bytes, size_t length)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0x82F63B78u : 0);
    }
    return ~crc;
}

/** RFC 768. */
static void
udp(buffer *b, uint16_t port)
{
    put(b, CLIENT_PORT, 2);
    put(b, port, 2);
    put(b, 8 + sizeof payload, 2);
    put(b, 0, 2);
    put_bytes(b, payload, sizeof payload);
}

/** RFC 9260: common header and one unfragmented DATA chunk. */
static void
sctp(buffer *b, uint16_t port)
{
    static uint32_t tsn;

    put(b, CLIENT_PORT, 2);
    put(b, port, 2);
    put(b, 0x4C504F52, 4); /* verification tag */
    put(b, 0, 4);
    put(b, 0x00030000 | (16 + sizeof payload), 4);
    put(b, ++tsn, 4);
    put(b, 0, 4); /* stream and sequence */
    put(b, 0, 4); /* payload protocol: none given */
    put_bytes(b, payload, sizeof payload);

    const uint32_t crc = crc32c(b->bytes, b->length);

    for (int i = 0; i < 4; i++)
        b->bytes[8 + i] = (uint8_t)(crc >> (8 * i));
}

/** RFC 4340: a Data packet with 48-bit sequence number. */
static void
dccp(buffer *b, uint16_t port)
{
    put(b, CLIENT_PORT, 2);
    put(b, port, 2);
    put(b, 4, 1); /* data offset in words */
    put(b, 0, 1);
    put(b, 0, 2);
    put(b, 2 << 1 | 1, 1); /* Data, extended sequence numbers */
    put(b, 0, 1);
    put(b, 1, 2);
    put(b, 1, 4);
    put_bytes(b, payload, sizeof payload);
}

static const struct {
    uint8_t number;
    void (*write)(buffer *b, uint16_t port);
    size_t checksum_at; /**< of the Internet checksum, 0 for none */
} transports[] = {
    {UDP, udp, 6},
    {SCTP, sctp, 0},
    {DCCP, dccp, 6},
};

/** Sets a transport's checksum over the pseudo-header of RFC 768 or RFC 8200. */
static void
set_checksum(buffer *b, size_t at, uint8_t number, const uint8_t *addresses, size_t length)
{
    uint32_t s = inet_sum(0, addresses, length) + number + (uint32_t)b->length;

    s = inet_sum(s, b->bytes, b->length);
    set16(b, at, inet_fold(s));
}

static void
ip_addresses(bool v6, uint8_t out[32])
{
    const int family = v6 ? AF_INET6 : AF_INET;

    inet_pton(family, v6 ? "2001:db8::1" : "192.0.2.1", out);
    inet_pton(family, v6 ? "2001:db8::2" : "192.0.2.2", out + (v6 ? 16 : 4));
}

static void
ip_header(buffer *b, bool v6, uint8_t number, const uint8_t *addresses, size_t length)
{
    if (v6) {
        put(b, 0x60000000, 4);
        put(b, (uint32_t)length, 2);
        put(b, number, 1);
        put(b, 64, 1);
        put_bytes(b, addresses, 32);
        return;
    }
    put(b, 0x4500, 2);
    put(b, (uint32_t)(20 + length), 2);
    put(b, 0x4000, 4); /* identification 0, do not fragment */
    put(b, 64, 1);
    put(b, number, 1);
    put(b, 0, 2);
    put_bytes(b, addresses, 8);
    set16(b, 10, inet_fold(inet_sum(0, b->bytes, b->length)));
}

static void
write_packet(const buffer *b, uint32_t second)
{
    const uint32_t record[4] = {second, 0, (uint32_t)b->length, (uint32_t)b->length};

    fwrite(record, sizeof record, 1, stdout);
    fwrite(b->bytes, b->length, 1, stdout);
}

int
main(void)
{
    const struct {
        uint32_t magic;
        uint16_t major, minor;
        uint32_t zone, accuracy, snaplen, link;
    } head = {0xA1B2C3D4, 2, 4, 0, 0, 65535, DLT_RAW};
    uint32_t second = 0;

    fwrite(&head, sizeof head, 1, stdout);
    for (int v6 = 0; v6 <= 1; v6++) {
        uint8_t addresses[32];

        ip_addresses(v6, addresses);
        for (size_t t = 0; t < sizeof transports / sizeof transports[0]; t++)
            for (size_t p = 0; p < sizeof ports / sizeof ports[0]; p++) {
                buffer segment = {0}, packet = {0};

                transports[t].write(&segment, ports[p]);
                if (transports[t].checksum_at != 0)
                    set_checksum(&segment, transports[t].checksum_at, transports[t].number,
                                 addresses, v6 ? 32 : 8);
                ip_header(&packet, v6, transports[t].number, addresses, segment.length);
                put_bytes(&packet, segment.bytes, segment.length);
                write_packet(&packet, second++);
            }
    }
    return ferror(stdout) != 0 || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
