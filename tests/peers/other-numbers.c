/* other-numbers.c
 * Writes frames whose EtherType, service access point or IP protocol nobody dissects
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     other-numbers > capture.pcap
 *
 * Everything is synthetic: the payload is bytes that mean nothing, so that a
 * label can rest on the number alone. One frame (EtherType 0x88B5, IEEE local
 * experimental) has a number that the tables do not name.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "inet-checksum.h"

enum { ETHERNET_LEAST = 60, HEADER = 14, IP_HEADER = 20 };

typedef struct {
    uint8_t bytes[128];
    size_t length;
} frame;

static void
put16(frame *f, unsigned value)
{
    f->bytes[f->length++] = (uint8_t)(value >> 8);
    f->bytes[f->length++] = (uint8_t)value;
}

/* Locally administered addresses that end in the hosts' numbers. */
static void
put_ethernet(frame *f, uint8_t from, uint8_t to, unsigned type)
{
    const uint8_t hosts[] = {to, from};

    for (size_t i = 0; i < sizeof hosts; i++) {
        memset(f->bytes + f->length, 0, 6);
        f->bytes[f->length] = 0x02;
        f->bytes[f->length + 5] = hosts[i];
        f->length += 6;
    }
    put16(f, type);
}

/* RFC 791, without options, between 192.0.2.FROM and 192.0.2.TO. */
static void
put_ip(frame *f, uint8_t from, uint8_t to, uint8_t protocol, size_t payload)
{
    uint8_t header[IP_HEADER] = {0x45, 0, 0,   0, 0, 1, 0,   0, 64, 0,
                                 0,    0, 192, 0, 2, 0, 192, 0, 2,  0};

    header[3] = (uint8_t)(IP_HEADER + payload);
    header[9] = protocol;
    header[15] = from;
    header[19] = to;

    const uint16_t sum = inet_fold(inet_sum(0, header, sizeof header));
    header[10] = (uint8_t)(sum >> 8);
    header[11] = (uint8_t)sum;
    memcpy(f->bytes + f->length, header, sizeof header);
    f->length += sizeof header;
}

static void
put_text(frame *f, const char *text)
{
    memcpy(f->bytes + f->length, text, strlen(text));
    f->length += strlen(text);
}

static void
write_frame(const frame *f, uint32_t second)
{
    const uint32_t length = f->length < ETHERNET_LEAST ? ETHERNET_LEAST : (uint32_t)f->length;
    const uint32_t record[] = {second, 0, length, length};

    fwrite(record, sizeof record, 1, stdout);
    fwrite(f->bytes, length, 1, stdout);
}

int
main(void)
{
    static const struct {
        uint8_t from, to;
        unsigned type;  /* EtherType, 0 for an LLC frame */
        uint8_t number; /* service access point or IP protocol */
    } frames[] = {
        {1, 2, 0x6007, 0}, {2, 1, 0x6007, 0}, {1, 3, 0x6007, 0}, {1, 2, 0, 0x4e},   {2, 1, 0, 0x4e},
        {1, 2, 0x800, 77}, {2, 1, 0x800, 77}, {1, 3, 0x800, 61}, {1, 2, 0x88b5, 0},
    };
    static const char text[] = "bytes that mean nothing";
    const uint32_t magic[] = {0xa1b2c3d4, 4 << 16 | 2, 0, 0, 65535, 1};

    fwrite(magic, sizeof magic, 1, stdout);
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        frame f = {.length = 0};

        put_ethernet(&f, frames[i].from, frames[i].to,
                     frames[i].type ? frames[i].type : (unsigned)(3 + strlen(text)));
        if (frames[i].type == 0) {
            f.bytes[f.length++] = frames[i].number;
            f.bytes[f.length++] = frames[i].number;
            f.bytes[f.length++] = 0x03; /* UI */
        } else if (frames[i].type == 0x800) {
            put_ip(&f, frames[i].from, frames[i].to, frames[i].number, strlen(text));
        }
        put_text(&f, text);
        write_frame(&f, (uint32_t)i);
    }
    return 0;
}
