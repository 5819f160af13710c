/* script.c
 * The input of the dissector fuzzer: a script of packets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "script.h"

#include <stdlib.h>
#include <string.h>

#include "mhsnet/circuit.h"
#include "mhsnet/crc.h"

#define CONVERSATIONS 4
#define HEAD_CUTS 9
#define OVERLAP 5
#define PAYLOAD_MAX 60000

enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };
enum { TCP_FIN = 0x01, TCP_SYN = 0x02, TCP_ACK = 0x10 };

typedef struct {
    bool tcp;
    uint16_t port;
} service;

/* 30000 is nobody's: there the heuristics are on their own. */
static const service services_ciscostun[] = {
    {true, 1994}, {true, 1992}, {true, 1990}, {true, 30000}, {false, 1994}, {true, 1991},
};
static const service services_bstun[] = {
    {true, 1976}, {true, 1977}, {true, 1978}, {true, 1979}, {true, 1963}, {true, 30000},
};
/* The datagrams after the exchange of addresses go between ports of their own. */
static const service services_mhsnet[] = {
    {true, 1989}, {true, 1992}, {true, 30000}, {false, 1989}, {false, 50000}, {false, 1992},
};
static const service services_ipsendmsg[] = {
    {true, 1992},
    {false, 1992},
    {true, 1989},
    {false, 30000},
};
static const service services_ibmlmt[] = {
    {true, 9988},
    {true, 9999},
    {true, 9977},
    {true, 30000},
};
static const service services_labels[] = {
    {true, 1992}, {true, 1989}, {true, 9988},  {true, 5631}, {false, 1992}, {true, 1994},
    {true, 9999}, {true, 80},   {false, 5632}, {true, 1976}, {true, 22},    {true, 40001},
};

typedef struct {
    const char *name;
    const service *services; /* NULL: the payloads are frames */
    size_t count;
} target_info;

#define TARGET(name)                                                             \
    {                                                                            \
#name, services_##name, sizeof services_##name / sizeof *services_##name \
    }
static const target_info targets[] = {
    TARGET(bstun),  TARGET(ciscostun), TARGET(ibmlmt),       TARGET(ipsendmsg),
    TARGET(labels), TARGET(mhsnet),    {"numbers", NULL, 0},
};

static const target_info *
find_target(const char *name)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        if (strcmp(targets[i].name, name) == 0)
            return &targets[i];
    }
    return NULL;
}

/* Where each conversation stands while a script is read. */
typedef struct {
    service service;
    uint32_t sent[2];   /* sequence number that each side sends next */
    script_packet late; /* held back until the next packet is there */
    bool has_late;
} conversation;

typedef struct {
    script *out;
    conversation conversations[CONVERSATIONS];
} reader;

static void
put16(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void
put32(uint8_t *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value & 0xFFFF);
}

/* Writes the IP header. @return its length */
static size_t
put_ip(uint8_t *at, bool v6, bool tcp, bool from_service, size_t payload)
{
    static const uint8_t ends[2][4] = {{192, 0, 2, 1}, {192, 0, 2, 2}};

    if (v6) {
        at[0] = 0x60;
        put16(at + 4, payload);
        at[6] = tcp ? PROTOCOL_TCP : PROTOCOL_UDP;
        at[7] = 64;
        put32(at + 8, 0x20010DB8);
        at[23] = from_service ? 2 : 1;
        put32(at + 24, 0x20010DB8);
        at[39] = from_service ? 1 : 2;
        return 40;
    }
    at[0] = 0x45;
    put16(at + 2, payload + 20);
    at[8] = 64;
    at[9] = tcp ? PROTOCOL_TCP : PROTOCOL_UDP;
    memcpy(at + 12, ends[from_service], 4);
    memcpy(at + 16, ends[!from_service], 4);
    return 20;
}

/* Headers and payload, without checksums: Wireshark does not look at them unless told to. */
static script_packet
make_packet(const reader *r, const conversation *c, bool from_service, uint32_t sequence,
            uint8_t flags, const uint8_t *payload, size_t length)
{
    const bool tcp = c->service.tcp;
    const size_t transport = tcp ? 20 : 8;
    script_packet packet = {0, 0, calloc(1, 60 + length)};
    uint8_t *at = packet.bytes;

    if (!at)
        abort();
    at += put_ip(at, r->out->settings & SETTING_IPV6, tcp, from_service, transport + length);
    put16(at, from_service ? c->service.port : SCRIPT_CLIENT_PORT);
    put16(at + 2, from_service ? SCRIPT_CLIENT_PORT : c->service.port);
    if (tcp) {
        put32(at + 4, sequence);
        put32(at + 8, c->sent[!from_service]);
        at[12] = 5 << 4;
        at[13] = flags;
        put16(at + 14, 0xFFFF);
    } else {
        put16(at + 4, transport + length);
    }
    if (length > 0)
        memcpy(at + transport, payload, length);
    packet.length = packet.captured = (size_t)(at - packet.bytes) + transport + length;
    return packet;
}

static void
add_packet(script *s, script_packet packet)
{
    if (s->count < SCRIPT_PACKETS_MAX)
        s->packets[s->count++] = packet;
    else
        free(packet.bytes);
}

static script_packet
copy_of(const script_packet *packet)
{
    script_packet copy = *packet;

    copy.bytes = malloc(packet->length);
    if (!copy.bytes)
        abort();
    memcpy(copy.bytes, packet->bytes, packet->length);
    return copy;
}

static void
send_piece(reader *r, conversation *c, bool from_service, script_how how, const uint8_t *payload,
           size_t length)
{
    uint32_t sequence = c->sent[from_service];
    script_packet packet;

    c->sent[from_service] += (uint32_t)length;
    if (how == HOW_LOST)
        return;
    if (how == HOW_OVERLAP)
        sequence -= OVERLAP;
    packet = make_packet(r, c, from_service, sequence,
                         (uint8_t)(how == HOW_FIN ? TCP_ACK | TCP_FIN : TCP_ACK), payload, length);
    if (how == HOW_SHORT)
        packet.captured -= length / 2;
    if (how == HOW_LATE && !c->has_late) {
        c->late = packet;
        c->has_late = true;
        return;
    }
    if (how == HOW_TWICE)
        add_packet(r->out, copy_of(&packet));
    add_packet(r->out, packet);
    if (c->has_late)
        add_packet(r->out, c->late);
    c->has_late = false;
}

static size_t
piece_length(script_cut cut, size_t at, size_t total)
{
    size_t length = total - at;

    if (cut == CUT_HEAD && at < HEAD_CUTS)
        length = 1;
    else if (cut == CUT_SEVENS)
        length = 7;
    else if (cut == CUT_HALVES && at == 0)
        length = (total + 1) / 2;
    return length < total - at ? length : total - at;
}

static void
put_crc(uint8_t *at, uint16_t crc)
{
    at[0] = (uint8_t)crc;
    at[1] = (uint8_t)(crc >> 8);
}

/* Virtual circuit packets, one behind another, from the first byte on. Lines
 * of text, with which a session opens, stay as they are. */
static void
seal(uint8_t *bytes, size_t length)
{
    size_t at = 0;

    if (length > 0 && bytes[length - 1] == '\n')
        return;
    while (length - at >= MHSNET_VC_HEADER) {
        uint8_t *header = bytes + at;
        const size_t size = (size_t)(header[0] & 7) << 8 | header[1];

        put_crc(header + 6, mhsnet_crc16(0, header, 6));
        at += MHSNET_VC_HEADER;
        if (length - at < size + 2)
            return;
        if (size > 0)
            put_crc(bytes + at + size, mhsnet_crc16(0, bytes + at, size));
        at += size > 0 ? size + 2 : 0;
    }
}

static void
run_act(reader *r, uint8_t act, const uint8_t *payload, size_t length)
{
    conversation *c = &r->conversations[(act & ACT_CONVERSATION) >> 1];
    const bool from_service = act & ACT_FROM_SERVICE;
    const script_how how = (script_how)((act & ACT_HOW) >> 3);
    const script_cut cut = c->service.tcp ? (script_cut)(act >> 6) : CUT_NOT;
    static uint8_t sealed[PAYLOAD_MAX];
    size_t at = 0;

    if (length > PAYLOAD_MAX)
        length = PAYLOAD_MAX;
    if (r->out->settings & SETTING_SEAL) {
        memcpy(sealed, payload, length);
        seal(sealed, length);
        payload = sealed;
    }
    if (how == HOW_SYN && c->service.tcp) {
        c->sent[0] += 100000;
        c->sent[1] += 100000;
        add_packet(r->out,
                   make_packet(r, c, from_service, c->sent[from_service]++, TCP_SYN, NULL, 0));
    }
    do {
        const size_t piece = piece_length(cut, at, length);

        send_piece(r, c, from_service, how, payload + at, piece);
        at += piece;
    } while (at < length);
}

static void
add_frame(script *s, const uint8_t *payload, size_t length)
{
    script_packet packet = {length, length, malloc(length + 1)};

    if (!packet.bytes)
        abort();
    memcpy(packet.bytes, payload, length);
    add_packet(s, packet);
}

/* @return the bytes before the next marker */
static size_t
to_marker(const uint8_t *bytes, size_t length)
{
    const uint8_t *found = memmem(bytes, length, SCRIPT_MARKER, SCRIPT_MARKER_LENGTH);

    return found ? (size_t)(found - bytes) : length;
}

static void
run_acts(reader *r, bool frames, const uint8_t *bytes, size_t length)
{
    size_t at = to_marker(bytes, length);

    while (at + SCRIPT_MARKER_LENGTH < length && r->out->count < SCRIPT_PACKETS_MAX) {
        const uint8_t *act = bytes + at + SCRIPT_MARKER_LENGTH;
        const size_t payload = to_marker(act + 1, length - at - SCRIPT_MARKER_LENGTH - 1);

        if (frames)
            add_frame(r->out, act + 1, payload);
        else
            run_act(r, *act, act + 1, payload);
        at += SCRIPT_MARKER_LENGTH + 1 + payload;
    }
}

bool
script_read(const char *target, const uint8_t *bytes, size_t length, script *s)
{
    const target_info *info = find_target(target);
    reader r = {.out = s};

    s->count = 0;
    if (!info)
        return false;
    s->ethernet = !info->services;
    s->settings = length > 0 ? bytes[0] : 0;
    if (length < SCRIPT_HEADER)
        return true;
    for (size_t i = 0; info->services && i < CONVERSATIONS; i++)
        r.conversations[i].service = info->services[(bytes[1] + i) % info->count];
    run_acts(&r, s->ethernet, bytes + SCRIPT_HEADER, length - SCRIPT_HEADER);
    for (size_t i = 0; i < CONVERSATIONS; i++) {
        if (r.conversations[i].has_late)
            add_packet(s, r.conversations[i].late);
    }
    return true;
}

void
script_free(script *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->packets[i].bytes);
    s->count = 0;
}

bool
script_services(const char *target, bool tcp, uint16_t port, uint8_t *services)
{
    const target_info *info = find_target(target);

    for (size_t i = 0; info && i < info->count; i++) {
        if (info->services[i].tcp == tcp && info->services[i].port == port) {
            *services = (uint8_t)i;
            return true;
        }
    }
    return false;
}
