/* wire.h
 * Writes a capture packet by packet, with TCP and UDP conversations in it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No socket is opened: a million packets take a second. Checksums, sequence
 * numbers and acknowledgements are right, and nothing is random, so that the
 * same arguments give the same file.
 */
#ifndef LEGACYPORTS_BENCH_WIRE_H
#define LEGACYPORTS_BENCH_WIRE_H

#include <stddef.h>
#include <stdint.h>

/** Link types of the capture. */
enum { WIRE_ETHERNET = 1, WIRE_SDLC = 268 };

/** Who sends. */
enum { WIRE_CLIENT, WIRE_SERVER };

/** The most bytes that a packet carries above the transport. */
#define WIRE_PAYLOAD_MAX 1460

/** A conversation between a client and a server. */
typedef struct {
    uint32_t address[2]; /**< of client and server, IPv4, host byte order */
    uint16_t port[2];
    uint32_t sent[2]; /**< bytes of each side's stream so far, SYN and FIN included */
} wire_conversation;

/** Writes the head of a capture to standard output. */
void wire_start(uint32_t link_type);

/**
 * Makes a conversation; no two numbers have the same addresses.
 *
 * @param number  from 0
 * @param port    of the server
 */
wire_conversation wire_conversation_of(uint32_t number, uint16_t port);

/** Writes SYN, SYN+ACK and ACK. */
void wire_tcp_open(wire_conversation *conv);

/** Writes one TCP segment; without payload it acknowledges. */
void wire_tcp_send(wire_conversation *conv, unsigned from, const uint8_t *bytes, size_t length);

/** Writes one UDP datagram. */
void wire_udp_send(const wire_conversation *conv, unsigned from, const uint8_t *bytes,
                   size_t length);

/** Writes one packet as it is, for a capture that is no Ethernet. */
void wire_raw(const uint8_t *bytes, size_t length);

#endif
