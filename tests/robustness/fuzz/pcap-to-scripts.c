/* pcap-to-scripts.c
 * Makes seeds of the dissector fuzzer from a capture: a script a conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * usage: pcap-to-scripts TARGET CAPTURE FOLDER PREFIX
 *
 * A conversation on none of the target's ports goes to the port that is
 * nobody's. Long ones are divided, since a fuzzer likes small inputs.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame-edit.h"
#include "script.h"

#define SCRIPT_ENOUGH 1500
#define SCRIPTS_MAX 4096
#define ANY_PORT 30000

/** A script under way, of the conversation between two pairs of address and port. */
typedef struct {
    uint8_t client[18];
    uint8_t service[18];
    bool tcp;
    FILE *out;
} seed;

typedef struct {
    const char *target;
    const char *folder;
    const char *prefix;
    unsigned written;
    size_t count;
    seed seeds[SCRIPTS_MAX];
} maker;

/* Address and port of one end, IPv4 padded with zeros. */
static void
read_end(const frame *f, bool source, uint8_t end[18])
{
    const bool v6 = f->bytes[f->ip] >> 4 == 6;
    const size_t length = v6 ? 16 : 4;
    const size_t addresses = f->ip + (v6 ? 8 : 12);

    memset(end, 0, 18);
    memcpy(end, f->bytes + addresses + (source ? 0 : length), length);
    memcpy(end + 16, f->bytes + f->transport + (source ? 0 : 2), 2);
}

static uint16_t
port_of(const uint8_t end[18])
{
    return (uint16_t)(end[16] << 8 | end[17]);
}

static FILE *
start_script(maker *m, const seed *s)
{
    char path[4096];
    uint8_t services = 0;
    FILE *out;

    if (!script_services(m->target, s->tcp, port_of(s->service), &services))
        script_services(m->target, s->tcp, ANY_PORT, &services);
    snprintf(path, sizeof path, "%s/%s-%04u", m->folder, m->prefix, m->written);
    out = fopen(path, "wb");
    if (!out) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    /* Seeds take the settings in turn. */
    fputc((int)(m->written++ % 16), out);
    fputc(services, out);
    return out;
}

static seed *
find_seed(maker *m, const frame *f, bool *from_service)
{
    uint8_t from[18], to[18];
    uint8_t services;
    seed *s;

    read_end(f, true, from);
    read_end(f, false, to);
    for (size_t i = 0; i < m->count; i++) {
        s = &m->seeds[i];
        *from_service = memcmp(s->service, from, sizeof from) == 0;
        if (s->tcp == f->tcp && memcmp(s->client, *from_service ? to : from, 18) == 0 &&
            memcmp(s->service, *from_service ? from : to, 18) == 0)
            return s;
    }
    if (m->count == SCRIPTS_MAX)
        return NULL;
    s = &m->seeds[m->count++];
    s->tcp = f->tcp;
    *from_service = script_services(m->target, f->tcp, port_of(from), &services);
    memcpy(s->service, *from_service ? from : to, sizeof from);
    memcpy(s->client, *from_service ? to : from, sizeof from);
    s->out = start_script(m, s);
    return s;
}

static void
add_packet(maker *m, const frame *f, struct pcap_pkthdr *header, const uint8_t *bytes)
{
    const bool frames = strcmp(m->target, "numbers") == 0;
    bool from_service;
    seed *s;

    if (frames) {
        s = &m->seeds[0];
        if (!s->out)
            s->out = start_script(m, s);
        m->count = 1;
        fprintf(s->out, SCRIPT_MARKER "%c", 0);
        fwrite(bytes, 1, header->caplen, s->out);
        return;
    }
    if (!f->known || frame_payload_length(f) == 0)
        return;
    s = find_seed(m, f, &from_service);
    if (!s)
        return;
    fprintf(s->out, SCRIPT_MARKER "%c", from_service ? ACT_FROM_SERVICE : 0);
    fwrite(f->bytes + f->payload, 1, frame_payload_length(f), s->out);
    if (ftell(s->out) >= SCRIPT_ENOUGH) {
        fclose(s->out);
        s->out = start_script(m, s);
    }
}

int
main(int argc, char **argv)
{
    static maker m;
    static frame f;
    char error[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const uint8_t *bytes;
    pcap_t *in;

    if (argc != 5) {
        fprintf(stderr, "usage: pcap-to-scripts TARGET CAPTURE FOLDER PREFIX\n");
        return EXIT_FAILURE;
    }
    in = pcap_open_offline(argv[2], error);
    if (!in) {
        fprintf(stderr, "pcap-to-scripts: %s\n", error);
        return EXIT_FAILURE;
    }
    m.target = argv[1];
    m.folder = argv[3];
    m.prefix = argv[4];
    while (pcap_next_ex(in, &header, &bytes) == 1) {
        frame_read(&f, bytes, header->caplen, pcap_datalink(in) == DLT_EN10MB,
                   header->caplen == header->len);
        add_packet(&m, &f, header, bytes);
    }
    for (size_t i = 0; i < m.count; i++)
        fclose(m.seeds[i].out);
    pcap_close(in);
    return EXIT_SUCCESS;
}
