/* packet-ibmlmt-rest.c
 * The REST interface of LMT 9.x on ports that are not LMT's
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On ports that Wireshark's HTTP owns (80, 8080 and so on), and in TLS, nobody
 * asks us first, and who dissects what is to stay as it is. So a look at the
 * packet afterwards: HTTP keeps the path that was asked for, and the message
 * stands in one of the packet's data sources. Everybody's HTTP comes by here, so
 * it costs little to see that it is not LMT's.
 */
#include "compat.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-http.h>
#include <epan/proto_data.h>

#include "labels/packet-legacyport.h"
#include "packet-ibmlmt.h"

static int proto_http = -1;

/* HTTP files under this number, with each of its packets, the request that it is or answers. */
#define HTTP_EXCHANGE 0

/* Whether anybody asked for LMT in this file: only then are there answers. */
static bool rest_was_asked;

/* What a proxy is asked for begins with the scheme and the server (RFC 9112, section 3.2.2). */
static const char *
path_of(const char *uri)
{
    const char *server = strstr(uri, "://");
    const char *path = server == NULL ? uri : strchr(server + 3, '/');

    return path == NULL ? "" : path;
}

/* "POST /api/sam/swinventory/confirm", or NULL if it is not for LMT. */
static const char *
rest_request(packet_info *pinfo, const http_conv_t *http, const http_req_res_t *exchange,
             const ibmlmt_conversation *conv)
{
    const char *method = lp_http_request(http, exchange, request_method);
    const char *uri = lp_http_request(http, exchange, request_uri);

    if (method == NULL || uri == NULL)
        return NULL;
    if (!g_str_has_prefix(path_of(uri), "/api/sam/") && (conv == NULL || !conv->rest))
        return NULL;
    return wmem_strdup_printf(pinfo->pool, "%s %.*s", method, (int)strcspn(uri, "?"), uri);
}

static size_t
find_in_source(const void *source, const char *text, const uint8_t **bytes, size_t *length)
{
    tvbuff_t *tvb = get_data_source_tvb((const struct data_source *)source);

    *length = tvb_captured_length(tvb);
    *bytes = *length > 0 ? tvb_get_ptr(tvb, 0, (int)*length) : NULL;
    return lmt_http_find(*bytes, *length, text);
}

/* Cheaper than to find the conversation, and most requests end here. */
static bool
mentions_rest(const packet_info *pinfo)
{
    const uint8_t *bytes;
    size_t length;

    for (GSList *item = pinfo->data_src; item != NULL; item = item->next) {
        if (find_in_source(item->data, "/api/sam/", &bytes, &length) < length)
            return true;
    }
    return false;
}

/* The last of the data sources that has a request is what HTTP was given. */
static bool
find_request(packet_info *pinfo, const char *request, lmt_message *m)
{
    const uint8_t *bytes;
    size_t length;
    bool found = false;

    for (GSList *item = pinfo->data_src; item != NULL; item = item->next) {
        const size_t at = find_in_source(item->data, request, &bytes, &length);

        if (at == length || lmt_http_begins(bytes + at, length - at) != LMT_HTTP_YES)
            continue;
        *m = lmt_http_read(bytes + at, length - at);
        found = true;
    }
    return found;
}

/* What HTTP says of this packet: a request for LMT, or the answer to one. */
static bool
message_of_packet(packet_info *pinfo, const http_conv_t *http, const http_req_res_t *exchange,
                  const ibmlmt_conversation *conv, lmt_message *m)
{
    if (exchange->req_framenum == pinfo->num) {
        const char *request = rest_request(pinfo, http, exchange, conv);

        return request != NULL && find_request(pinfo, request, m);
    }
    if (exchange->res_framenum != pinfo->num || conv == NULL || !conv->rest)
        return false;
    *m = (lmt_message){.status = lp_http_request(http, exchange, response_code)};
    return true;
}

static bool
is_tls(const packet_info *pinfo)
{
    return proto_is_frame_protocol(pinfo->layers, "tls");
}

/* First pass only. @return whether there is something to show */
static bool
learn_from_http(packet_info *pinfo)
{
    const http_req_res_t *exchange = (const http_req_res_t *)p_get_proto_data(
        wmem_file_scope(), pinfo, proto_http, HTTP_EXCHANGE);
    lmt_message m;

    if (exchange == NULL ||
        (!rest_was_asked && (exchange->req_framenum != pinfo->num || !mentions_rest(pinfo))))
        return false;

    const conversation_t *conv = find_conversation_pinfo(pinfo, 0);
    const http_conv_t *http =
        conv == NULL ? NULL : (const http_conv_t *)conversation_get_proto_data(conv, proto_http);
    const ibmlmt_conversation *known = ibmlmt_of_conversation(conv);

    if (http == NULL || (known != NULL && known->passed_on) ||
        !message_of_packet(pinfo, http, exchange, known, &m))
        return false;
    rest_was_asked = true;
    ibmlmt_take_message(pinfo, ibmlmt_conversation_of(pinfo), &m, !is_tls(pinfo));
    return ibmlmt_has_messages(pinfo);
}

/* After HTTP. What was passed on to it from here is shown there. */
static void
see_http_anywhere(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const ibmlmt_conversation *known;

    if (pinfo->flags.in_error_pkt ||
        !(PINFO_FD_VISITED(pinfo) ? ibmlmt_has_messages(pinfo) : learn_from_http(pinfo)))
        return;
    known = ibmlmt_of_packet(pinfo);
    if (known != NULL && !known->passed_on)
        ibmlmt_show_messages(tvb, pinfo, ibmlmt_add_tree(tvb, pinfo, tree), !is_tls(pinfo));
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
    register_init_routine(forget_requests);
}
