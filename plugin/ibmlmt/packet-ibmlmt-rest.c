/* packet-ibmlmt-rest.c
 * The REST interface of LMT 9.x on ports that are not LMT's
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On ports that Wireshark's HTTP owns (80, 8080 and so on), and in TLS, nobody
 * asks us first, and who dissects what is to stay as it is. So a look at the
 * packet afterwards: HTTP keeps the path that was asked for with the
 * conversation, and the message stands in one of the packet's data sources.
 */
#include "compat.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-http.h>

#include "labels/packet-legacyport.h"
#include "packet-ibmlmt.h"

static int proto_http = -1;

static const http_conv_t *
http_of_packet(packet_info *pinfo)
{
    const conversation_t *conv = find_conversation_pinfo(pinfo, 0);

    return conv == NULL ? NULL : (const http_conv_t *)conversation_get_proto_data(conv, proto_http);
}

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
rest_request(packet_info *pinfo, const http_conv_t *http, const ibmlmt_conversation *conv)
{
    const char *method = lp_http_request(http, request_method);
    const char *uri = lp_http_request(http, request_uri);

    if (method == NULL || uri == NULL)
        return NULL;
    if (!g_str_has_prefix(path_of(uri), "/api/sam/") && (conv == NULL || !conv->rest))
        return NULL;
    return wmem_strdup_printf(pinfo->pool, "%s %.*s", method, (int)strcspn(uri, "?"), uri);
}

/* The last of the data sources that has a request is what HTTP was given. */
static bool
find_request(packet_info *pinfo, const char *request, lmt_message *m)
{
    bool found = false;

    for (GSList *item = pinfo->data_src; item != NULL; item = item->next) {
        tvbuff_t *tvb = get_data_source_tvb((const struct data_source *)item->data);
        const unsigned length = tvb_captured_length(tvb);
        const uint8_t *bytes = length > 0 ? tvb_get_ptr(tvb, 0, (int)length) : NULL;
        const size_t at = lmt_http_find(bytes, length, request);

        if (at == length || lmt_http_begins(bytes + at, length - at) != LMT_HTTP_YES)
            continue;
        *m = lmt_http_read(bytes + at, length - at);
        found = true;
    }
    return found;
}

/* What HTTP says of this packet: a request for LMT, or the answer to one. */
static bool
message_of_packet(packet_info *pinfo, const http_conv_t *http, const ibmlmt_conversation *conv,
                  lmt_message *m)
{
    const http_req_res_t *last = http->req_res_tail;

    if (last == NULL)
        return false;
    if (last->req_framenum == pinfo->num) {
        const char *request = rest_request(pinfo, http, conv);

        return request != NULL && find_request(pinfo, request, m);
    }
    if (last->res_framenum != pinfo->num || conv == NULL || !conv->rest)
        return false;
    *m = (lmt_message){.status = lp_http_request(http, response_code)};
    return true;
}

/* After HTTP, where it was not ours to call it. */
static void
see_http_anywhere(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const ibmlmt_conversation *known = ibmlmt_of_packet(pinfo);
    const bool tls = proto_is_frame_protocol(pinfo->layers, "tls");
    lmt_message m;

    if (pinfo->flags.in_error_pkt || (known != NULL && known->passed_on))
        return;
    if (!PINFO_FD_VISITED(pinfo)) {
        const http_conv_t *http = http_of_packet(pinfo);

        if (http != NULL && message_of_packet(pinfo, http, known, &m))
            ibmlmt_take_message(pinfo, ibmlmt_conversation_of(pinfo), &m, !tls);
    }
    if (ibmlmt_has_messages(pinfo))
        ibmlmt_show_messages(tvb, pinfo, ibmlmt_add_tree(tvb, pinfo, tree), !tls);
}

void
ibmlmt_handoff_rest(void)
{
    proto_http = proto_get_id_by_filter_name("http");
    label_look_after(proto_http, see_http_anywhere);
}
