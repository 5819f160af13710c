/* packet-ibmlmt-rest.c
 * The REST interface of LMT 9.x on ports that are not LMT's
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On ports that Wireshark's HTTP owns (80, 8080 and so on), and in TLS, nobody
 * asks us first, and who dissects what is to stay as it is. So the packet is
 * looked at afterwards: HTTP keeps whether it found requests or responses in a
 * packet, and they stand in its data sources. Everybody's HTTP comes by here, so
 * it costs little to see that a packet is not LMT's.
 *
 * Of the TLS around it nothing is known here: the handshake has passed when a
 * request shows what it is, and to remember every handshake would cost everybody.
 * Wireshark's TLS keeps the version in a structure whose layout depends on headers
 * and build options that its development packages do not have. On the ports of
 * the preference ibmlmt.tcp.port the handshake is seen.
 */
#include "ibmlmt/packet-ibmlmt-rest.h"

#include "compat.h"
#include "ibmlmt/packet-ibmlmt-borrowed.h"
#include "ibmlmt/packet-ibmlmt-http2.h"
#include "ibmlmt/packet-ibmlmt-message.h"
#include "labels/evidence.h"

static int proto_http = -1;

/* Cheaper than to find the conversation, and most requests end here. */
static bool
mentions_rest(const packet_info *pinfo)
{
    for (const GSList *item = pinfo->data_src; item; item = item->next) {
        const ibmlmt_source source = ibmlmt_borrowed_source(item);

        if (ibmlmt_http_find(source.bytes, source.length, "/api/sam/") < source.length)
            return true;
    }
    return false;
}

/* Cuts the next message off, if it is of the kind that HTTP found. */
static bool
take_message(ibmlmt_source *from, bool requests, ibmlmt_http_message *m)
{
    if (ibmlmt_http_first_line(from->bytes, from->length) != BASE_MATCH_YES)
        return false;
    *m = ibmlmt_http_read(from->bytes, from->length);
    from->bytes += m->length;
    from->length -= m->length;
    return m->request == requests;
}

/*
 * What HTTP was given in this packet, from the first message on: the headers of
 * frame and segment stand before it. That of the frame itself comes last. What
 * was put together of several segments or records ends with that of this packet,
 * which is left out.
 */
static wmem_array_t *
messages_of_packet(packet_info *pinfo, bool requests)
{
    wmem_array_t *found = wmem_array_new(pinfo->pool, sizeof(ibmlmt_source));

    for (const GSList *item = pinfo->data_src; item;) {
        /* The second, the third, ... and the first. */
        item = item->next;
        ibmlmt_source source = ibmlmt_borrowed_source(item ? item : pinfo->data_src);
        const size_t start = ibmlmt_http_find_message(source.bytes, source.length, requests);
        bool known = false;

        if (start == source.length)
            continue;
        source.bytes += start;
        source.length -= start;
        for (unsigned i = 0; i < wmem_array_get_count(found) && !known; i++) {
            const ibmlmt_source *other = (const ibmlmt_source *)wmem_array_index(found, i);

            known = other->length >= source.length &&
                    memcmp(other->bytes + other->length - source.length, source.bytes,
                           source.length) == 0;
        }
        if (!known)
            wmem_array_append_one(found, source);
    }
    return found;
}

static bool
is_clear_text(const packet_info *pinfo)
{
    return !proto_is_frame_protocol(pinfo->layers, "tls");
}

/* The conversation is LMT's if it was, or if one of the requests proves it. */
static void
learn_from_http(tvbuff_t *tvb, packet_info *pinfo)
{
    const ibmlmt_borrowed_messages kind = ibmlmt_borrowed_from_http(pinfo, proto_http);
    const bool requests = kind == IBMLMT_BORROWED_REQUESTS;
    const bool may_prove = requests && mentions_rest(pinfo);

    if (kind == IBMLMT_BORROWED_NOTHING || (!ibmlmt_room.rest_seen && !may_prove))
        return;

    const ibmlmt_conversation *known = ibmlmt_conversation_find(pinfo);
    bool rest = known && known->rest;
    if ((known && known->passed_on) || (!rest && !may_prove))
        return;

    wmem_array_t *found = messages_of_packet(pinfo, requests);
    ibmlmt_http_message m;
    for (unsigned i = 0; i < wmem_array_get_count(found) && !rest; i++) {
        ibmlmt_source source = *(const ibmlmt_source *)wmem_array_index(found, i);

        while (!rest && take_message(&source, requests, &m))
            rest = m.rest && m.rest->proves;
    }
    if (!rest)
        return;
    ibmlmt_room.rest_seen = true;
    const ibmlmt_packet p = ibmlmt_packet_of(tvb, pinfo, is_clear_text(pinfo));
    for (unsigned i = 0; i < wmem_array_get_count(found); i++) {
        ibmlmt_source source = *(const ibmlmt_source *)wmem_array_index(found, i);

        while (take_message(&source, requests, &m))
            ibmlmt_message_take(&p, &m, IBMLMT_IN_ORDER, IBMLMT_NOWHERE, 0);
    }
}

/* What was passed on from here is shown there. */
static void
see_packet(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, bool http2)
{
    if (pinfo->flags.in_error_pkt)
        return;
    if (!PINFO_FD_VISITED(pinfo)) {
        const ibmlmt_conversation *known = http2 ? ibmlmt_conversation_find(pinfo) : NULL;

        if (!http2)
            learn_from_http(tvb, pinfo);
        else if (known ? !known->passed_on : mentions_rest(pinfo))
            ibmlmt_http2_learn(tvb, pinfo, 1, is_clear_text(pinfo));
    }
    if (!ibmlmt_message_is_kept(pinfo, IBMLMT_NOWHERE))
        return;

    ibmlmt_packet p = ibmlmt_packet_of(tvb, pinfo, is_clear_text(pinfo));
    if (!p.conv->passed_on) {
        ibmlmt_packet_open(&p, tree);
        ibmlmt_message_show(&p, IBMLMT_NOWHERE);
    }
}

static void
see_http(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    see_packet(tvb, pinfo, tree, false);
}

static void
see_http2(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    see_packet(tvb, pinfo, tree, true);
}

static void
forget_requests(void)
{
    ibmlmt_room.rest_seen = false;
}

void
ibmlmt_rest_handoff(void)
{
    proto_http = proto_get_id_by_filter_name("http");
    label_look_into("http", see_http);
    label_look_into("http2", see_http2);
    register_init_routine(forget_requests);
}
