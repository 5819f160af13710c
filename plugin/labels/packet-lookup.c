/* packet-lookup.c
 * The conversation of the packet at hand, looked up once
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/packet-lookup.h"

#include "labels/evidence.h"

/* What was asked last, and the answer. The addresses are compared by where
 * their bytes are: one packet may hold several pairs of them, each in its place,
 * and other packets have other numbers. */
static struct {
    conversation_t *conversation; /* NULL: nothing is kept */
    uint32_t frame;
    port_type type;
    uint32_t source_port;
    uint32_t destination_port;
    const void *source;
    const void *destination;
} last;

static bool
is_kept(const packet_info *pinfo)
{
    return last.conversation && last.frame == pinfo->num && last.type == pinfo->ptype &&
           last.source_port == pinfo->srcport && last.destination_port == pinfo->destport &&
           last.source == pinfo->src.data && last.destination == pinfo->dst.data;
}

static conversation_t *
keep(const packet_info *pinfo, conversation_t *conversation)
{
    last.conversation = conversation;
    last.frame = pinfo->num;
    last.type = pinfo->ptype;
    last.source_port = pinfo->srcport;
    last.destination_port = pinfo->destport;
    last.source = pinfo->src.data;
    last.destination = pinfo->dst.data;
    return conversation;
}

conversation_t *
label_find_conversation(packet_info *pinfo)
{
    return is_kept(pinfo) ? last.conversation : keep(pinfo, find_conversation_pinfo(pinfo, 0));
}

conversation_t *
label_find_or_create_conversation(packet_info *pinfo)
{
    return is_kept(pinfo) ? last.conversation : keep(pinfo, find_or_create_conversation(pinfo));
}

void
label_lookup_reset(void)
{
    last.conversation = NULL;
}
