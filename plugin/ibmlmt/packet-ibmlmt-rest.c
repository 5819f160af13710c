/* packet-ibmlmt-rest.c
 * The REST interface of LMT 9.x on ports that are not LMT's
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On ports that Wireshark's HTTP owns (80, 8080 and so on), and in TLS, nobody
 * asks us first, and who dissects what is to stay as it is. So a look at the
 * packet afterwards: HTTP keeps whether it found requests or responses in it, and
 * they stand in its data sources. Everybody's HTTP comes by here, so it costs
 * little to see that it is not LMT's.
 *
 * Of the TLS around it nothing is known here: the handshake has passed when a
 * request shows what it is, and to remember every handshake would cost everybody.
 * Wireshark's TLS keeps the version in a structure whose layout depends on headers
 * and build options that its development packages do not have. On the ports of
 * the preference ibmlmt.tcp.port the handshake is seen.
 */
#include "compat.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-http.h>
#include <epan/proto_data.h>

#include "labels/evidence.h"
#include "ibmlmt/packet-ibmlmt.h"

static int proto_http = -1;

/* HTTP files under this number, with each of its packets, the last request in it or answered. */
#define HTTP_EXCHANGE 0

/* Whether anybody asked for LMT in this file: only then are there answers. */
static bool rest_was_asked;

/** Messages of HTTP, one behind another. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
} pipeline;

static pipeline
bytes_of_source(const void *source)
{
    tvbuff_t *tvb = get_data_source_tvb((const struct data_source *)source);
    const unsigned length = tvb_captured_length(tvb);

    return (pipeline){length > 0 ? tvb_get_ptr(tvb, 0, (int)length) : NULL, length};
}

/* Cheaper than to find the conversation, and most requests end here. */
static bool
mentions_rest(const packet_info *pinfo)
{
    for (GSList *item = pinfo->data_src; item != NULL; item = item->next) {
        const pipeline p = bytes_of_source(item->data);

        if (ibmlmt_http_find(p.bytes, p.length, "/api/sam/") < p.length)
            return true;
    }
    return false;
}

static bool
is_response(const pipeline *p)
{
    return ibmlmt_http_find(p->bytes, MIN(p->length, 5), "HTTP/") == 0;
}

/* Whether a message of a kind begins there. */
static bool
has_message(const pipeline *p, bool requests)
{
    return ibmlmt_http_first_line(p->bytes, p->length) == BASE_MATCH_YES &&
           is_response(p) != requests;
}

static ibmlmt_message
take_message(pipeline *p)
{
    const ibmlmt_message m = ibmlmt_http_read(p->bytes, p->length);

    p->bytes += m.length;
    p->length -= m.length;
    return m;
}

/* The first message and all behind it; the headers of frame and segment stand before it. */
static pipeline
find_messages(pipeline p, bool requests)
{
    while (p.length > 0 && !has_message(&p, requests)) {
        p.bytes++;
        p.length--;
    }
    return p;
}

static bool
ends_with(const pipeline *p, const pipeline *end)
{
    return p->length >= end->length &&
           memcmp(p->bytes + p->length - end->length, end->bytes, end->length) == 0;
}

/*
 * Adds what a data source has, unless another has it too: what was put together
 * of several segments or records ends with that of this packet.
 */
static void
add_messages(wmem_array_t *found, const void *source, bool requests)
{
    const pipeline p = find_messages(bytes_of_source(source), requests);

    if (p.length == 0)
        return;
    for (unsigned i = 0; i < wmem_array_get_count(found); i++) {
        if (ends_with((const pipeline *)wmem_array_index(found, i), &p))
            return;
    }
    wmem_array_append_one(found, p);
}

/* What HTTP was given in this packet: that of the frame itself comes last. */
static wmem_array_t *
messages_of_packet(packet_info *pinfo, bool requests)
{
    wmem_array_t *found = wmem_array_new(pinfo->pool, sizeof(pipeline));

    for (GSList *item = g_slist_next(pinfo->data_src); item != NULL; item = item->next)
        add_messages(found, item->data, requests);
    if (pinfo->data_src != NULL)
        add_messages(found, pinfo->data_src->data, requests);
    return found;
}

static bool
proves_rest(const pipeline *found, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        for (pipeline p = found[i]; has_message(&p, true);) {
            const ibmlmt_message m = take_message(&p);

            if (m.rest != NULL && m.rest->proves)
                return true;
        }
    }
    return false;
}

static bool
is_tls(const packet_info *pinfo)
{
    return proto_is_frame_protocol(pinfo->layers, "tls");
}

static void
learn_messages(packet_info *pinfo, pipeline p, bool requests)
{
    ibmlmt_conversation *conv = ibmlmt_conversation_of(pinfo);

    while (has_message(&p, requests)) {
        const ibmlmt_message m = take_message(&p);

        ibmlmt_take_message(pinfo, conv, &m, !is_tls(pinfo), IBMLMT_IN_ORDER);
    }
}

/* First pass only. @return whether there is something to show */
static bool
learn_from_http(packet_info *pinfo)
{
    const http_req_res_t *exchange = (const http_req_res_t *)p_get_proto_data(
        wmem_file_scope(), pinfo, proto_http, HTTP_EXCHANGE);

    if (exchange == NULL)
        return false;

    const bool requests = exchange->req_framenum == pinfo->num;
    if (!rest_was_asked && (!requests || !mentions_rest(pinfo)))
        return false;

    const ibmlmt_conversation *known = ibmlmt_of_packet(pinfo);
    if (known != NULL && known->passed_on)
        return false;
    if ((known == NULL || !known->rest) && (!requests || !mentions_rest(pinfo)))
        return false;

    wmem_array_t *array = messages_of_packet(pinfo, requests);
    const pipeline *found = (const pipeline *)wmem_array_get_raw(array);
    const unsigned count = wmem_array_get_count(array);
    if ((known == NULL || !known->rest) && !proves_rest(found, count))
        return false;
    rest_was_asked = true;
    for (unsigned i = 0; i < count; i++)
        learn_messages(pinfo, found[i], requests);
    return ibmlmt_has_messages(pinfo);
}

/* What was passed on from here is shown there. */
static void
show_what_was_learned(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    if (!ibmlmt_has_messages(pinfo))
        return;

    const ibmlmt_conversation *known = ibmlmt_of_packet(pinfo);
    if (known != NULL && !known->passed_on)
        ibmlmt_show_messages(tvb, pinfo, ibmlmt_add_tree(tvb, pinfo, tree), !is_tls(pinfo));
}

static void
see_http_anywhere(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    if (pinfo->flags.in_error_pkt)
        return;
    if (PINFO_FD_VISITED(pinfo) || learn_from_http(pinfo))
        show_what_was_learned(tvb, pinfo, tree);
}

static void
see_http2_anywhere(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    if (pinfo->flags.in_error_pkt)
        return;
    if (!PINFO_FD_VISITED(pinfo)) {
        const ibmlmt_conversation *known = ibmlmt_of_packet(pinfo);

        if (known == NULL ? mentions_rest(pinfo) : !known->passed_on)
            ibmlmt_learn_http2(pinfo, 1, !is_tls(pinfo));
    }
    show_what_was_learned(tvb, pinfo, tree);
}

static void
forget_requests(void)
{
    rest_was_asked = false;
}

void
ibmlmt_handoff_rest(void)
{
    proto_http = proto_get_id_by_filter_name("http");
    label_look_after(proto_http, see_http_anywhere);
    label_look_after(proto_get_id_by_filter_name("http2"), see_http2_anywhere);
    register_init_routine(forget_requests);
}
