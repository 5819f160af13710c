/* pair.h
 * Both ends of one conversation over real sockets, for the programs that make captures
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One process holds the client's and the server's socket, and each piece that
 * is sent is read at the other end before the next is sent. So the kernel
 * makes one segment of each piece, and a capture is the same each time but
 * for timestamps and initial sequence numbers.
 */
#ifndef LEGACYPORTS_PAIR_H
#define LEGACYPORTS_PAIR_H

#include <stddef.h>
#include <stdint.h>

/** Who sends; also the index in pair.fd. */
enum { PAIR_CLIENT, PAIR_SERVER };

typedef struct {
    int fd[2]; /**< of the client and of the server */
    int type;  /**< SOCK_STREAM or SOCK_DGRAM */
} pair;

typedef struct {
    const char *address; /**< IPv4 or IPv6, as text */
    uint16_t port;       /**< host byte order; 0: the kernel chooses */
} pair_end;

/**
 * Opens a TCP connection, or two UDP sockets that know each other.
 *
 * Any error ends the program with a line that says what failed.
 *
 * @param type  SOCK_STREAM or SOCK_DGRAM
 */
pair pair_open(int type, pair_end client, pair_end server);

/** Sends bytes in one piece from one side and reads them at the other. */
void pair_send(const pair *p, int from, const uint8_t *bytes, size_t length);

/** Closes both ends in order: first the client's, then the server's. */
void pair_close(pair *p);

#endif
