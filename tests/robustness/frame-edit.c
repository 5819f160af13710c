/* frame-edit.c
 * A captured TCP or UDP packet taken apart, changed and put together again
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "frame-edit.h"

#include <string.h>

#include "inet-checksum.h"

enum {
    ETHERNET_ADDRESSES = 12,
    ETHERTYPE_IPV4 = 0x0800,
    ETHERTYPE_IPV6 = 0x86DD,
    ETHERTYPE_VLAN = 0x8100
};
enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };
enum { IPV4_LENGTH = 20, IPV6_LENGTH = 40, TCP_LENGTH = 20, UDP_LENGTH = 8 };
/* Offsets in the headers of RFC 791, RFC 8200, RFC 9293 and RFC 768. */
enum {
    IPV4_TOTAL = 2,
    IPV4_ID = 4,
    IPV4_FRAGMENT = 6,
    IPV4_TTL = 8,
    IPV4_PROTOCOL = 9,
    IPV4_CHECKSUM = 10,
    IPV4_ADDRESSES = 12
};
enum { IPV4_MORE_FRAGMENTS = 0x2000 };
enum { IPV6_PAYLOAD = 4, IPV6_NEXT = 6, IPV6_HOPS = 7, IPV6_ADDRESSES = 8 };
enum { TCP_SEQUENCE = 4, TCP_OFFSET = 12, TCP_FLAGS = 13, TCP_CHECKSUM = 16 };
enum { UDP_TOTAL = 4, UDP_CHECKSUM = 6 };

static unsigned
get16(const frame *f, size_t at)
{
    return (unsigned)f->bytes[at] << 8 | f->bytes[at + 1];
}

static void
set16(frame *f, size_t at, size_t value)
{
    f->bytes[at] = (uint8_t)(value >> 8);
    f->bytes[at + 1] = (uint8_t)value;
}

static bool
is_v6(const frame *f)
{
    return f->bytes[f->ip] >> 4 == 6;
}

/* The offset of the IP header, or length if there is none. */
static size_t
find_ip(const frame *f, bool ethernet)
{
    size_t at = ETHERNET_ADDRESSES;

    if (!ethernet)
        return 0;
    while (at + 4 <= f->length && get16(f, at) == ETHERTYPE_VLAN)
        at += 4;
    if (at + 2 > f->length)
        return f->length;
    return get16(f, at) == ETHERTYPE_IPV4 || get16(f, at) == ETHERTYPE_IPV6 ? at + 2 : f->length;
}

/* Sets the transport's offset and cuts off what the link layer padded. */
static bool
read_ip(frame *f, uint8_t *protocol)
{
    const size_t room = f->length - f->ip;
    size_t header, total;

    if (room >= IPV4_LENGTH && f->bytes[f->ip] >> 4 == 4) {
        header = (size_t)(f->bytes[f->ip] & 0x0F) * 4;
        total = get16(f, f->ip + IPV4_TOTAL);
        if (header < IPV4_LENGTH || (get16(f, f->ip + IPV4_FRAGMENT) & 0x3FFF) != 0)
            return false;
        *protocol = f->bytes[f->ip + IPV4_PROTOCOL];
    } else if (room >= IPV6_LENGTH && is_v6(f)) {
        header = IPV6_LENGTH;
        total = IPV6_LENGTH + get16(f, f->ip + IPV6_PAYLOAD);
        *protocol = f->bytes[f->ip + IPV6_NEXT];
    } else
        return false;
    if (header > total || total > room)
        return false;
    f->transport = f->ip + header;
    f->length = f->ip + total;
    return true;
}

static bool
read_transport(frame *f, uint8_t protocol)
{
    const size_t room = f->length - f->transport;
    size_t header = UDP_LENGTH;

    f->tcp = protocol == PROTOCOL_TCP;
    if (f->tcp && room >= TCP_LENGTH)
        header = (size_t)(f->bytes[f->transport + TCP_OFFSET] >> 4) * 4;
    else if (protocol != PROTOCOL_UDP)
        return false;
    f->payload = f->transport + header;
    return header >= (f->tcp ? (size_t)TCP_LENGTH : (size_t)UDP_LENGTH) && header <= room;
}

void
frame_read(frame *f, const uint8_t *bytes, size_t length, bool ethernet, bool whole)
{
    uint8_t protocol;

    f->known = false;
    f->length = length < FRAME_MAX ? length : FRAME_MAX;
    memcpy(f->bytes, bytes, f->length);
    if (!whole || length > FRAME_MAX)
        return;
    f->ip = find_ip(f, ethernet);
    f->known = read_ip(f, &protocol) && read_transport(f, protocol);
    if (!f->known)
        f->length = length;
}

size_t
frame_payload_length(const frame *f)
{
    return f->known ? f->length - f->payload : 0;
}

uint8_t
frame_tcp_flags(const frame *f)
{
    return f->known && f->tcp ? f->bytes[f->transport + TCP_FLAGS] : 0;
}

static size_t
addresses_at(const frame *f)
{
    return f->ip + (is_v6(f) ? (size_t)IPV6_ADDRESSES : (size_t)IPV4_ADDRESSES);
}

bool
frame_same_direction(const frame *a, const frame *b)
{
    return a->known && b->known && a->tcp && b->tcp && is_v6(a) == is_v6(b) &&
           memcmp(a->bytes + addresses_at(a), b->bytes + addresses_at(b), is_v6(a) ? 32 : 8) == 0 &&
           memcmp(a->bytes + a->transport, b->bytes + b->transport, 4) == 0;
}

void
frame_seal(frame *f)
{
    if (!f->known)
        return;

    const size_t segment = f->length - f->transport;
    const size_t at = f->transport + (f->tcp ? (size_t)TCP_CHECKSUM : (size_t)UDP_CHECKSUM);

    if (is_v6(f))
        set16(f, f->ip + IPV6_PAYLOAD, segment);
    else {
        set16(f, f->ip + IPV4_TOTAL, f->length - f->ip);
        set16(f, f->ip + IPV4_CHECKSUM, 0);
        set16(f, f->ip + IPV4_CHECKSUM,
              inet_fold(inet_sum(0, f->bytes + f->ip, f->transport - f->ip)));
    }
    if (!f->tcp)
        set16(f, f->transport + UDP_TOTAL, segment);
    set16(f, at, 0);

    uint32_t s = inet_sum(0, f->bytes + addresses_at(f), is_v6(f) ? 32 : 8);

    s += (uint32_t)segment + (f->tcp ? PROTOCOL_TCP : PROTOCOL_UDP);
    set16(f, at, inet_fold(inet_sum(s, f->bytes + f->transport, segment)));
}

static void
advance_sequence(frame *f, uint32_t by)
{
    const size_t at = f->transport + TCP_SEQUENCE;
    const uint32_t sequence = (get16(f, at) << 16 | get16(f, at + 2)) + by;

    set16(f, at, sequence >> 16);
    set16(f, at + 2, sequence & 0xFFFF);
}

void
frame_part(const frame *whole, size_t offset, size_t length, frame *part)
{
    uint8_t gone = 0;

    part->ip = whole->ip;
    part->transport = whole->transport;
    part->payload = whole->payload;
    part->known = whole->known;
    part->tcp = whole->tcp;
    part->length = whole->payload + length;
    memcpy(part->bytes, whole->bytes, whole->payload);
    memcpy(part->bytes + part->payload, whole->bytes + whole->payload + offset, length);
    if (offset > 0)
        gone |= TCP_SYN;
    if (offset + length < frame_payload_length(whole))
        gone |= TCP_FIN | TCP_PSH;
    part->bytes[part->transport + TCP_FLAGS] &= (uint8_t)~gone;
    advance_sequence(part, (uint32_t)offset);
    frame_seal(part);
}

bool
frame_join(frame *f, const frame *next)
{
    const size_t length = frame_payload_length(next);

    if (f->length + length > f->ip + UINT16_MAX)
        return false;
    memcpy(f->bytes + f->length, next->bytes + next->payload, length);
    f->length += length;
    f->bytes[f->transport + TCP_FLAGS] |= frame_tcp_flags(next);
    frame_seal(f);
    return true;
}

void
frame_to_ipv6(frame *f)
{
    static const uint8_t prefix[12] = {0x20, 0x01, 0x0D, 0xB8};
    uint8_t header[IPV6_LENGTH] = {0x60};

    if (!f->known || is_v6(f))
        return;
    header[IPV6_NEXT] = f->bytes[f->ip + IPV4_PROTOCOL];
    header[IPV6_HOPS] = f->bytes[f->ip + IPV4_TTL];
    for (size_t i = 0; i < 2; i++) {
        uint8_t *address = header + IPV6_ADDRESSES + i * 16;

        memcpy(address, prefix, sizeof prefix);
        memcpy(address + sizeof prefix, f->bytes + f->ip + IPV4_ADDRESSES + i * 4, 4);
    }
    if (f->ip >= 2)
        set16(f, f->ip - 2, ETHERTYPE_IPV6);
    memmove(f->bytes + f->ip + IPV6_LENGTH, f->bytes + f->transport, f->length - f->transport);
    memcpy(f->bytes + f->ip, header, IPV6_LENGTH);
    f->length = f->length - f->transport + f->ip + IPV6_LENGTH;
    f->payload = f->payload - f->transport + f->ip + IPV6_LENGTH;
    f->transport = f->ip + IPV6_LENGTH;
    frame_seal(f);
}

void
frame_tag(frame *f, uint16_t vlan)
{
    if (f->length < ETHERNET_ADDRESSES + 2 || f->length + 4 > FRAME_MAX)
        return;
    memmove(f->bytes + ETHERNET_ADDRESSES + 4, f->bytes + ETHERNET_ADDRESSES,
            f->length - ETHERNET_ADDRESSES);
    set16(f, ETHERNET_ADDRESSES, ETHERTYPE_VLAN);
    set16(f, ETHERNET_ADDRESSES + 2, vlan);
    f->length += 4;
    f->ip += 4;
    f->transport += 4;
    f->payload += 4;
}

bool
frame_is_ipv4(const frame *f)
{
    return f->known && !is_v6(f);
}

void
frame_fragment(const frame *whole, uint16_t id, size_t offset, size_t length, frame *part)
{
    const bool more = whole->transport + offset + length < whole->length;

    part->known = false;
    part->ip = whole->ip;
    part->length = whole->transport + length;
    memcpy(part->bytes, whole->bytes, whole->transport);
    memcpy(part->bytes + whole->transport, whole->bytes + whole->transport + offset, length);
    set16(part, part->ip + IPV4_TOTAL, part->length - part->ip);
    set16(part, part->ip + IPV4_ID, id);
    set16(part, part->ip + IPV4_FRAGMENT, offset / 8 | (more ? (size_t)IPV4_MORE_FRAGMENTS : 0));
    set16(part, part->ip + IPV4_CHECKSUM, 0);
    set16(part, part->ip + IPV4_CHECKSUM,
          inet_fold(inet_sum(0, part->bytes + part->ip, whole->transport - part->ip)));
}
