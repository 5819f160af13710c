/* script-to-pcap.c
 * Writes the packets of a fuzzer's scripts as a capture, for tshark and for people
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * usage: script-to-pcap TARGET OUT SCRIPT ...
 *
 * Each script has addresses of its own, so that none goes on with the
 * conversations of another.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "script.h"

#define SCRIPT_MAX (1 << 20)

/* Where an address has two bytes to spare: in 192.x.x.1 and 2001:db8:x.x::1. */
enum { V4_SPARE = 1, V6_SPARE = 4 };

static void
set_address(uint8_t *address, size_t spare, unsigned number)
{
    address[spare] = (uint8_t)(number >> 8);
    address[spare + 1] = (uint8_t)number;
}

static void
set_addresses(const script_packet *packet, unsigned number)
{
    if (packet->bytes[0] >> 4 == 6) {
        set_address(packet->bytes + 8, V6_SPARE, number);
        set_address(packet->bytes + 24, V6_SPARE, number);
    } else {
        set_address(packet->bytes + 12, V4_SPARE, number);
        set_address(packet->bytes + 16, V4_SPARE, number);
    }
}

static void
write_script(pcap_dumper_t *out, const script *s, unsigned number)
{
    struct pcap_pkthdr header = {.ts = {.tv_sec = 1000000000 + (int)number}};

    for (size_t i = 0; i < s->count; i++) {
        header.ts.tv_usec = (int)i * 1000;
        header.caplen = (bpf_u_int32)s->packets[i].captured;
        header.len = (bpf_u_int32)s->packets[i].length;
        if (!s->ethernet)
            set_addresses(&s->packets[i], number);
        pcap_dump((uint8_t *)out, &header, s->packets[i].bytes);
    }
}

static size_t
read_bytes(const char *path, uint8_t *bytes)
{
    FILE *in = fopen(path, "rb");
    size_t length;

    if (!in) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    length = fread(bytes, 1, SCRIPT_MAX, in);
    fclose(in);
    return length;
}

int
main(int argc, char **argv)
{
    static uint8_t bytes[SCRIPT_MAX];
    static script s;
    pcap_t *type;
    pcap_dumper_t *out;

    if (argc < 4 || !script_read(argv[1], NULL, 0, &s)) {
        fprintf(stderr, "usage: script-to-pcap TARGET OUT SCRIPT ...; targets are in script.c\n");
        return EXIT_FAILURE;
    }
    type = pcap_open_dead(s.ethernet ? DLT_EN10MB : DLT_RAW, 262144);
    out = pcap_dump_open(type, argv[2]);
    if (!out) {
        fprintf(stderr, "script-to-pcap: %s\n", pcap_geterr(type));
        return EXIT_FAILURE;
    }
    for (int i = 3; i < argc; i++) {
        script_read(argv[1], bytes, read_bytes(argv[i], bytes), &s);
        write_script(out, &s, (unsigned)(i - 3));
        script_free(&s);
    }
    pcap_dump_close(out);
    pcap_close(type);
    return EXIT_SUCCESS;
}
