/* wire.c
 * Writes a capture packet by packet, with TCP and UDP conversations in it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wire.h"

#include <stdio.h>
#include <string.h>

#include "inet-checksum.h"

enum { ETHERNET_HEADER = 14, IP_HEADER = 20, TCP_HEADER = 20, UDP_HEADER = 8 };
enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };
enum { TCP_SYN = 0x02, TCP_PSH = 0x08, TCP_ACK = 0x10 };

/* A millisecond between packets. */
enum { PACKETS_A_SECOND = 1000 };

static uint32_t packets;

static void
put16(uint8_t *to, unsigned value)
{
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

static void
put32(uint8_t *to, uint32_t value)
{
    put16(to, value >> 16);
    put16(to + 2, value & 0xFFFF);
}

void
wire_start(uint32_t link_type)
{
    const uint32_t head[] = {0xa1b2c3d4, 4 << 16 | 2, 0, 0, 65535, link_type};

    fwrite(head, sizeof head, 1, stdout);
}

void
wire_raw(const uint8_t *bytes, size_t length)
{
    const uint32_t record[] = {packets / PACKETS_A_SECOND,
                               packets % PACKETS_A_SECOND * (1000000 / PACKETS_A_SECOND),
                               (uint32_t)length, (uint32_t)length};

    packets++;
    fwrite(record, sizeof record, 1, stdout);
    fwrite(bytes, length, 1, stdout);
}

/* 16,000 ports a client, 60,000 clients. */
wire_conversation
wire_conversation_of(uint32_t number, uint16_t port)
{
    const uint32_t ports = 16000;

    return (wire_conversation){
        .address = {10U << 24 | (number / ports + 1), 192U << 24 | 2U << 8 | 2},
        .port = {(uint16_t)(49153 + number % ports), port},
    };
}

/* Locally administered addresses that end as the IPv4 addresses do. */
static void
put_ethernet(uint8_t *to, const wire_conversation *conv, unsigned from)
{
    memset(to, 0, ETHERNET_HEADER);
    to[0] = to[6] = 0x02;
    put32(to + 2, conv->address[1 - from]);
    put32(to + 8, conv->address[from]);
    put16(to + 12, 0x0800);
}

/* RFC 791, without options. */
static void
put_ip(uint8_t *to, const wire_conversation *conv, unsigned from, uint8_t protocol, size_t length)
{
    memset(to, 0, IP_HEADER);
    to[0] = 0x45;
    put16(to + 2, (unsigned)(IP_HEADER + length));
    to[8] = 64;
    to[9] = protocol;
    put32(to + 12, conv->address[from]);
    put32(to + 16, conv->address[1 - from]);
    put16(to + 10, inet_fold(inet_sum(0, to, IP_HEADER)));
}

/* Writes the packet whose transport header, checksum 0, and payload are there. */
static void
send_ip(uint8_t *packet, const wire_conversation *conv, unsigned from, uint8_t protocol,
        size_t checksum_at, size_t length)
{
    uint8_t *ip = packet + ETHERNET_HEADER;
    uint8_t *transport = ip + IP_HEADER;

    put_ethernet(packet, conv, from);
    put_ip(ip, conv, from, protocol, length);

    uint32_t sum = inet_sum(protocol + (uint32_t)length, ip + 12, 8);
    put16(transport + checksum_at, inet_fold(inet_sum(sum, transport, length)));
    wire_raw(packet, ETHERNET_HEADER + IP_HEADER + length);
}

static void
send_tcp(wire_conversation *conv, unsigned from, unsigned flags, const uint8_t *bytes,
         size_t length)
{
    uint8_t packet[ETHERNET_HEADER + IP_HEADER + TCP_HEADER + WIRE_PAYLOAD_MAX];
    uint8_t *tcp = packet + ETHERNET_HEADER + IP_HEADER;

    memset(tcp, 0, TCP_HEADER);
    put16(tcp, conv->port[from]);
    put16(tcp + 2, conv->port[1 - from]);
    put32(tcp + 4, 1000 + conv->sent[from]);
    put32(tcp + 8, flags & TCP_ACK ? 1000 + conv->sent[1 - from] : 0);
    tcp[12] = TCP_HEADER / 4 << 4;
    tcp[13] = (uint8_t)flags;
    put16(tcp + 14, 64240);
    if (length > 0)
        memcpy(tcp + TCP_HEADER, bytes, length);
    send_ip(packet, conv, from, PROTOCOL_TCP, 16, TCP_HEADER + length);
    conv->sent[from] += (uint32_t)length + (flags & TCP_SYN ? 1 : 0);
}

void
wire_tcp_open(wire_conversation *conv)
{
    send_tcp(conv, WIRE_CLIENT, TCP_SYN, NULL, 0);
    send_tcp(conv, WIRE_SERVER, TCP_SYN | TCP_ACK, NULL, 0);
    send_tcp(conv, WIRE_CLIENT, TCP_ACK, NULL, 0);
}

void
wire_tcp_send(wire_conversation *conv, unsigned from, const uint8_t *bytes, size_t length)
{
    send_tcp(conv, from, length > 0 ? TCP_PSH | TCP_ACK : TCP_ACK, bytes, length);
}

void
wire_udp_send(const wire_conversation *conv, unsigned from, const uint8_t *bytes, size_t length)
{
    uint8_t packet[ETHERNET_HEADER + IP_HEADER + UDP_HEADER + WIRE_PAYLOAD_MAX];
    uint8_t *udp = packet + ETHERNET_HEADER + IP_HEADER;

    put16(udp, conv->port[from]);
    put16(udp + 2, conv->port[1 - from]);
    put16(udp + 4, (unsigned)(UDP_HEADER + length));
    put16(udp + 6, 0);
    memcpy(udp + UDP_HEADER, bytes, length);
    send_ip(packet, conv, from, PROTOCOL_UDP, 6, UDP_HEADER + length);
}
