/* recut.c
 * Rewrites a capture so that it says the same in other segments
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     recut [options] IN OUT
 *       -d N      leave out the first N packets
 *       -m        first join what one side says in a row into one segment
 *       -k N      cut each segment in two, after N bytes
 *       -n N      cut into segments of at most N bytes
 *       -r SEED   cut into segments of 1 to 40 bytes at random
 *       -o N      each segment repeats up to N bytes of the one before it
 *       -t        send each segment of more than one byte twice: a single byte
 *                 again is a keep-alive to Wireshark, and 4.6 then forgets what it
 *                 was reassembling, HTTP too
 *       -w N      shuffle the segments in each window of N (-r gives the seed);
 *                 only among those that one side sends in a row
 *       -6        IPv4 becomes IPv6
 *       -v VLAN   Ethernet frames get an 802.1Q tag
 *       -f N      IPv4 packets come in fragments of at most N bytes (rounded down
 *                 to a multiple of 8) behind the IP header
 *       -e N      every Nth packet with payload is lost
 *       -l N      keep N bytes of each packet
 *
 * OUT is a pcap file: secrets and comments of a pcapng are lost. Sequence
 * numbers, lengths and checksums are right, even where the capture had those
 * that a network card should have filled in, so a reader that reassembles sees
 * the same stream. SYN, FIN and RST are never moved.
 */
#include "frame-edit.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WINDOW_MAX 64
#define RANDOM_CUT_MAX 40
/* Joined segments stay below it, so that every way to cut them fits one packet. */
#define JOINED_MAX 30000

typedef struct {
    unsigned drop, after, at_most, overlap, window, vlan, fragment, lose, snaplen;
    bool join, random, twice, ipv6;
    uint32_t seed;
} options;

/** A packet that waits for its window to fill. */
typedef struct {
    struct pcap_pkthdr header;
    uint8_t *bytes;
} waiting;

typedef struct {
    options want;
    pcap_dumper_t *out;
    bool ethernet;
    struct timeval now;
    frame joined; /**< what -m has collected so far */
    bool joining;
    unsigned with_payload; /**< packets so far */
    uint16_t last_id;      /**< of a packet in fragments */
    size_t count;
    waiting window[WINDOW_MAX];
    frame previous; /**< the last one in the window */
} recut;

/* xorshift32: the same everywhere, unlike rand(). */
static uint32_t
next_random(recut *r)
{
    uint32_t x = r->want.seed;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return r->want.seed = x;
}

/** The packets change places; the timestamps stay. */
static void
shuffle(recut *r)
{
    for (size_t i = r->count; i-- > 1;) {
        waiting *a = &r->window[i], *b = &r->window[next_random(r) % (i + 1)];
        const waiting swapped = *a;
        const struct timeval earlier = b->header.ts;

        *a = *b;
        a->header.ts = swapped.header.ts;
        *b = swapped;
        b->header.ts = earlier;
    }
}

static void
write_window(recut *r)
{
    shuffle(r);
    for (size_t i = 0; i < r->count; i++) {
        pcap_dump((uint8_t *)r->out, &r->window[i].header, r->window[i].bytes);
        free(r->window[i].bytes);
    }
    r->count = 0;
}

/** Whether a frame may overtake the one before it: a sender's data in a row. */
static bool
may_move(const recut *r, const frame *f)
{
    return frame_payload_length(f) > 0 &&
           (frame_tcp_flags(f) & (TCP_SYN | TCP_FIN | TCP_RST)) == 0 &&
           (r->count == 0 || frame_same_direction(&r->previous, f));
}

static void
put_in_window(recut *r, const frame *f, size_t wire_length)
{
    waiting *w = &r->window[r->count++];

    w->header.ts = r->now;
    w->header.len = (bpf_u_int32)wire_length;
    w->header.caplen = (bpf_u_int32)f->length;
    if (r->want.snaplen != 0 && w->header.caplen > r->want.snaplen)
        w->header.caplen = r->want.snaplen;
    w->bytes = malloc(f->length + 1);
    if (!w->bytes) {
        perror("recut");
        exit(EXIT_FAILURE);
    }
    memcpy(w->bytes, f->bytes, f->length);
    r->previous = *f;
}

/** Every fragment goes out at once: nothing overtakes another. */
static void
put_fragments(recut *r, const frame *f)
{
    static frame part;
    const size_t most = r->want.fragment & ~7U;
    const size_t total = f->length - f->transport;

    write_window(r);
    r->last_id++;
    for (size_t offset = 0; offset < total; offset += most) {
        frame_fragment(f, r->last_id, offset, total - offset < most ? total - offset : most, &part);
        put_in_window(r, &part, part.length);
        write_window(r);
    }
}

static bool
is_lost(recut *r, const frame *f)
{
    return r->want.lose != 0 && frame_payload_length(f) > 0 &&
           ++r->with_payload % r->want.lose == 0;
}

/** The last steps, those that leave the segments as they are. */
static void
emit(recut *r, frame *f, size_t wire_length)
{
    const size_t before = f->length;

    if (is_lost(r, f))
        return;
    frame_seal(f);
    if (r->want.ipv6)
        frame_to_ipv6(f);
    if (r->want.vlan != 0 && r->ethernet)
        frame_tag(f, (uint16_t)r->want.vlan);
    wire_length += f->length - before;

    if (r->want.fragment != 0 && frame_is_ipv4(f)) {
        put_fragments(r, f);
        return;
    }

    const bool moves = may_move(r, f);

    if (!moves)
        write_window(r);
    put_in_window(r, f, wire_length);
    if (r->count >= r->want.window || (!moves && frame_payload_length(f) == 0))
        write_window(r);
}

static size_t
next_length(recut *r, size_t offset, size_t left)
{
    size_t length = left;

    if (r->want.after != 0 && offset == 0)
        length = r->want.after;
    else if (r->want.at_most != 0)
        length = r->want.at_most;
    else if (r->want.random)
        length = 1 + next_random(r) % RANDOM_CUT_MAX;
    return length < left ? length : left;
}

static void
cut(recut *r, const frame *f)
{
    static frame part;
    const size_t total = frame_payload_length(f);

    for (size_t offset = 0; offset < total;) {
        const size_t length = next_length(r, offset, total - offset);
        const size_t back = offset < r->want.overlap ? offset : r->want.overlap;

        for (int times = r->want.twice && length + back > 1 ? 2 : 1; times > 0; times--) {
            frame_part(f, offset - back, length + back, &part);
            emit(r, &part, part.length);
        }
        offset += length;
    }
}

static void
write_joined(recut *r)
{
    if (r->joining)
        cut(r, &r->joined);
    r->joining = false;
}

/** With -m: collects, and drops the acknowledgements of segments that are no more. */
static void
join(recut *r, const frame *f)
{
    const bool ends = (frame_tcp_flags(f) & (TCP_SYN | TCP_FIN | TCP_RST)) != 0;

    if (f->known && f->tcp && !ends && frame_payload_length(f) == 0)
        return;
    if (r->joining && !ends && frame_same_direction(&r->joined, f) &&
        frame_payload_length(&r->joined) + frame_payload_length(f) < JOINED_MAX &&
        frame_join(&r->joined, f))
        return;
    write_joined(r);
    if (ends || !f->tcp || frame_payload_length(f) == 0) {
        frame copy = *f;

        emit(r, &copy, copy.length);
        return;
    }
    r->joined = *f;
    r->joining = true;
}

static void
handle_packet(recut *r, const struct pcap_pkthdr *header, const uint8_t *bytes)
{
    static frame f;

    r->now = header->ts;
    frame_read(&f, bytes, header->caplen, r->ethernet, header->caplen == header->len);
    if (r->want.join && f.known)
        join(r, &f);
    else if (f.known && f.tcp && frame_payload_length(&f) > 0)
        cut(r, &f);
    else
        emit(r, &f, f.known ? f.length : header->len);
}

static unsigned
number(const char *text)
{
    char *end;
    const unsigned long value = strtoul(text, &end, 10);

    if (*text == '\0' || *end != '\0' || value == 0 || value > 1000000) {
        fprintf(stderr, "recut: %s: not a number from 1 to 1000000\n", text);
        exit(EXIT_FAILURE);
    }
    return (unsigned)value;
}

static options
read_options(int argc, char **argv)
{
    options o = {.seed = 1};
    int option;

    while ((option = getopt(argc, argv, "d:mk:n:r:o:tw:6v:f:e:l:")) != -1) {
        switch (option) {
        case 'd':
            o.drop = number(optarg);
            break;
        case 'm':
            o.join = true;
            break;
        case 'k':
            o.after = number(optarg);
            break;
        case 'n':
            o.at_most = number(optarg);
            break;
        case 'r':
            o.random = true;
            o.seed = number(optarg);
            break;
        case 'o':
            o.overlap = number(optarg);
            break;
        case 't':
            o.twice = true;
            break;
        case 'w':
            o.window = number(optarg);
            break;
        case '6':
            o.ipv6 = true;
            break;
        case 'v':
            o.vlan = number(optarg);
            break;
        case 'f':
            o.fragment = number(optarg);
            break;
        case 'e':
            o.lose = number(optarg);
            break;
        case 'l':
            o.snaplen = number(optarg);
            break;
        default:
            exit(EXIT_FAILURE);
        }
    }
    if (argc - optind != 2 || o.window > WINDOW_MAX || o.vlan > 4094 ||
        (o.fragment > 0 && o.fragment < 8)) {
        fprintf(stderr,
                "usage: recut [-d N] [-m] [-k N | -n N | -r SEED] [-o N] [-t] [-w N (to 64)] "
                "[-6] [-v VLAN] [-f N (from 8)] [-e N] [-l N] IN OUT\n");
        exit(EXIT_FAILURE);
    }
    return o;
}

int
main(int argc, char **argv)
{
    static recut r;
    char error[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const uint8_t *bytes;
    int result;

    r.want = read_options(argc, argv);

    pcap_t *in = pcap_open_offline(argv[optind], error);

    if (!in) {
        fprintf(stderr, "recut: %s\n", error);
        return EXIT_FAILURE;
    }
    r.ethernet = pcap_datalink(in) == DLT_EN10MB;
    if (!r.ethernet && pcap_datalink(in) != DLT_RAW) {
        fprintf(stderr, "recut: %s: neither Ethernet nor raw IP\n", argv[optind]);
        return EXIT_FAILURE;
    }
    r.out = pcap_dump_open(in, argv[optind + 1]);
    if (!r.out) {
        fprintf(stderr, "recut: %s\n", pcap_geterr(in));
        return EXIT_FAILURE;
    }
    while ((result = pcap_next_ex(in, &header, &bytes)) == 1) {
        if (r.want.drop > 0)
            r.want.drop--;
        else
            handle_packet(&r, header, bytes);
    }
    if (result == PCAP_ERROR)
        fprintf(stderr, "recut: %s\n", pcap_geterr(in));
    write_joined(&r);
    write_window(&r);
    pcap_dump_close(r.out);
    pcap_close(in);
    return result == PCAP_ERROR ? EXIT_FAILURE : EXIT_SUCCESS;
}
