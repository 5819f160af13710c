/* script-to-pcap.c
 * Writes the packets of a fuzzer's script as a capture, for tshark and for people
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * usage: script-to-pcap TARGET SCRIPT OUT
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "script.h"

#define SCRIPT_MAX (1 << 20)

static bool
write_script(const script *s, const char *path)
{
    pcap_t *type = pcap_open_dead(s->ethernet ? DLT_EN10MB : DLT_RAW, 262144);
    pcap_dumper_t *out = pcap_dump_open(type, path);
    struct pcap_pkthdr header = {.ts = {.tv_sec = 1000000000}};

    if (!out) {
        fprintf(stderr, "script-to-pcap: %s\n", pcap_geterr(type));
        return false;
    }
    for (size_t i = 0; i < s->count; i++) {
        header.ts.tv_usec = (int)i * 1000;
        header.caplen = (bpf_u_int32)s->packets[i].captured;
        header.len = (bpf_u_int32)s->packets[i].length;
        pcap_dump((uint8_t *)out, &header, s->packets[i].bytes);
    }
    pcap_dump_close(out);
    pcap_close(type);
    return true;
}

int
main(int argc, char **argv)
{
    static uint8_t bytes[SCRIPT_MAX];
    static script s;
    FILE *in;
    size_t length;

    if (argc != 4) {
        fprintf(stderr, "usage: script-to-pcap TARGET SCRIPT OUT\n");
        return EXIT_FAILURE;
    }
    in = fopen(argv[2], "rb");
    if (!in) {
        perror(argv[2]);
        return EXIT_FAILURE;
    }
    length = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    if (!script_read(argv[1], bytes, length, &s)) {
        fprintf(stderr, "script-to-pcap: %s: no such target\n", argv[1]);
        return EXIT_FAILURE;
    }
    return write_script(&s, argv[3]) ? EXIT_SUCCESS : EXIT_FAILURE;
}
