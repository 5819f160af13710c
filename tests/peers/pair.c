/* pair.c
 * Both ends of one conversation over real sockets, for the programs that make captures
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pair.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/** A peer that does not answer in this many seconds never will. */
#define PATIENCE 5

typedef struct {
    struct sockaddr_storage storage;
    socklen_t length;
} socket_address;

static void
check(int result, const char *what)
{
    if (result >= 0)
        return;
    perror(what);
    exit(EXIT_FAILURE);
}

static socket_address
resolve(pair_end end)
{
    socket_address a = {0};
    struct sockaddr_in *v4 = (struct sockaddr_in *)&a.storage;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&a.storage;

    if (inet_pton(AF_INET, end.address, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(end.port);
        a.length = sizeof *v4;
    } else if (inet_pton(AF_INET6, end.address, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(end.port);
        a.length = sizeof *v6;
    } else {
        fprintf(stderr, "%s: not an IPv4 or IPv6 address\n", end.address);
        exit(EXIT_FAILURE);
    }
    return a;
}

static int
bound_socket(int type, const socket_address *a)
{
    const int one = 1;
    const struct timeval patience = {.tv_sec = PATIENCE};
    const int fd = socket(a->storage.ss_family, type, 0);

    check(fd, "socket");
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one), "SO_REUSEADDR");
    check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), "SO_RCVTIMEO");
    if (type == SOCK_STREAM)
        check(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one), "TCP_NODELAY");
    check(bind(fd, (const struct sockaddr *)&a->storage, a->length), "bind");
    return fd;
}

static void
connect_to(int fd, const socket_address *a)
{
    check(connect(fd, (const struct sockaddr *)&a->storage, a->length), "connect");
}

pair
pair_open(int type, pair_end client, pair_end server)
{
    const socket_address from = resolve(client), to = resolve(server);
    const int service = bound_socket(type, &to);
    pair p = {.fd = {bound_socket(type, &from), service}, .type = type};

    if (type == SOCK_DGRAM) {
        connect_to(p.fd[PAIR_CLIENT], &to);
        connect_to(p.fd[PAIR_SERVER], &from);
        return p;
    }
    check(listen(service, 1), "listen");
    connect_to(p.fd[PAIR_CLIENT], &to);
    p.fd[PAIR_SERVER] = accept(service, NULL, NULL);
    check(p.fd[PAIR_SERVER], "accept");
    close(service);
    return p;
}

void
pair_send(const pair *p, int from, const uint8_t *bytes, size_t length)
{
    static uint8_t sink[65536];
    const ssize_t sent = send(p->fd[from], bytes, length, 0);

    if (sent < 0 || (size_t)sent != length) {
        perror("send");
        exit(EXIT_FAILURE);
    }
    for (size_t got = 0; got < length;) {
        const ssize_t n = recv(p->fd[!from], sink, sizeof sink, 0);

        if (n <= 0) {
            perror("recv");
            exit(EXIT_FAILURE);
        }
        got += (size_t)n;
    }
}

void
pair_close(pair *p)
{
    for (int side = PAIR_CLIENT; side <= PAIR_SERVER; side++)
        close(p->fd[side]);
}
