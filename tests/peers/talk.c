/* talk.c
 * Two peers that say what a script tells them, over a real connection
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     talk [-u] [-s ADDRESS] [-p PORT] ADDRESS PORT < script
 *
 * -u is UDP; -s and -p are the client's address and port. A line of the script
 * is one piece on the wire: who sends it, how it is written, and what it is.
 *
 *     > text GET / HTTP/1.0\r\n      the client says it; \r \n \\ and \xHH are understood
 *     < hex 08 31 00 00              the server says it
 *     > tplink {"system":{}}         TP-Link Smart Home: see tplink() below
 *     # a comment
 */
#include "pair.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE_MAX_BYTES 4096

typedef struct {
    uint8_t bytes[LINE_MAX_BYTES + 4];
    size_t length;
} piece;

static void
put(piece *out, unsigned byte)
{
    out->bytes[out->length++] = (uint8_t)byte;
}

/** @return the value of two hexadecimal digits, or -1. */
static int
hex_byte(const char *digits)
{
    const char two[3] = {digits[0], digits[0] ? digits[1] : '\0', '\0'};

    if (!isxdigit((unsigned char)two[0]) || !isxdigit((unsigned char)two[1]))
        return -1;
    return (int)strtol(two, NULL, 16);
}

static bool
hex(piece *out, const char *s)
{
    while (*s != '\0') {
        if (*s == ' ') {
            s++;
            continue;
        }
        const int value = hex_byte(s);

        if (value < 0)
            return false;
        put(out, (unsigned)value);
        s += 2;
    }
    return true;
}

static bool
text(piece *out, const char *s)
{
    for (; *s != '\0'; s++) {
        if (*s != '\\') {
            put(out, (unsigned char)*s);
            continue;
        }
        s++;
        if (*s == 'r')
            put(out, '\r');
        else if (*s == 'n')
            put(out, '\n');
        else if (*s == '\\')
            put(out, '\\');
        else if (*s == 'x' && hex_byte(s + 1) >= 0) {
            put(out, (unsigned)hex_byte(s + 1));
            s += 2;
        } else
            return false;
    }
    return true;
}

/**
 * TP-Link Smart Home over TCP: a length in network byte order, then JSON in
 * which each byte is XORed with the one sent before it, starting from 0xAB
 * (Wireshark's packet-tplink-smarthome.c and its public sources).
 */
static bool
tplink(piece *out, const char *json)
{
    const size_t length = strlen(json);
    unsigned key = 0xAB;

    for (int shift = 24; shift >= 0; shift -= 8)
        put(out, (unsigned)(length >> shift) & 0xFF);
    for (size_t i = 0; i < length; i++) {
        key ^= (unsigned char)json[i];
        put(out, key);
    }
    return true;
}

static const struct {
    const char *name;
    bool (*write)(piece *out, const char *words);
} notations[] = {
    {"hex ", hex},
    {"text ", text},
    {"tplink ", tplink},
};

/** @return whether a line after its direction could be read. */
static bool
read_piece(const char *words, piece *out)
{
    out->length = 0;
    for (size_t i = 0; i < sizeof notations / sizeof notations[0]; i++) {
        const size_t length = strlen(notations[i].name);

        if (strncmp(words, notations[i].name, length) == 0)
            return notations[i].write(out, words + length);
    }
    return false;
}

static void
play(const pair *p)
{
    static char line[LINE_MAX_BYTES];
    static piece out;

    for (unsigned number = 1; fgets(line, sizeof line, stdin) != NULL; number++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        if ((line[0] != '<' && line[0] != '>') || line[1] != ' ' || !read_piece(line + 2, &out)) {
            fprintf(stderr, "talk: line %u: cannot be read\n", number);
            exit(EXIT_FAILURE);
        }
        pair_send(p, line[0] == '>' ? PAIR_CLIENT : PAIR_SERVER, out.bytes, out.length);
    }
}

int
main(int argc, char **argv)
{
    pair_end client = {"127.0.0.1", 0};
    int type = SOCK_STREAM;
    int option;

    while ((option = getopt(argc, argv, "us:p:")) != -1) {
        if (option == 'u')
            type = SOCK_DGRAM;
        else if (option == 's')
            client.address = optarg;
        else if (option == 'p')
            client.port = (uint16_t)strtoul(optarg, NULL, 10);
        else
            return EXIT_FAILURE;
    }
    if (argc - optind != 2) {
        fprintf(stderr, "usage: talk [-u] [-s ADDRESS] [-p PORT] ADDRESS PORT < script\n");
        return EXIT_FAILURE;
    }
    if (type == SOCK_DGRAM && client.port == 0) {
        fprintf(stderr, "talk: UDP needs the client's port, -p\n");
        return EXIT_FAILURE;
    }

    const pair_end server = {argv[optind], (uint16_t)strtoul(argv[optind + 1], NULL, 10)};
    pair p = pair_open(type, client, server);

    play(&p);
    pair_close(&p);
    return EXIT_SUCCESS;
}
