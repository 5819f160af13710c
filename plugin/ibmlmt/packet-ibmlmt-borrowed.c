/* packet-ibmlmt-borrowed.c
 * What Wireshark's dissectors leave in a packet without meaning it for us
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/packet-ibmlmt-borrowed.h"

#include <epan/dissectors/packet-http.h>
#include <epan/proto_data.h>

#include "compat.h"

/* HTTP files under this number, with each of its packets, the last request in it or answered. */
#define HTTP_EXCHANGE 0

ibmlmt_source
ibmlmt_borrowed_source(const GSList *item)
{
    tvbuff_t *tvb = get_data_source_tvb((const struct data_source *)item->data);
    const unsigned length = tvb_captured_length(tvb);

    return (ibmlmt_source){length > 0 ? tvb_get_ptr(tvb, 0, (int)length) : NULL, length};
}

static bool
is_titled(const GSList *item, const char *title)
{
    char *text = compat_data_source_text((const struct data_source *)item->data);
    const bool titled = g_str_has_prefix(text, title);

    wmem_free(NULL, text);
    return titled;
}

bool
ibmlmt_borrowed_is_decrypted(const GSList *item)
{
    return is_titled(item, "Decrypted TLS");
}

bool
ibmlmt_borrowed_is_reassembled(const GSList *item)
{
    return is_titled(item, "Reassembled");
}

bool
ibmlmt_borrowed_is_header_block(const GSList *item)
{
    return is_titled(item, "Decompressed Header");
}

ibmlmt_borrowed_messages
ibmlmt_borrowed_from_http(packet_info *pinfo, int proto_http)
{
    const http_req_res_t *exchange = (const http_req_res_t *)p_get_proto_data(
        wmem_file_scope(), pinfo, proto_http, HTTP_EXCHANGE);

    if (!exchange)
        return IBMLMT_BORROWED_NOTHING;
    return exchange->req_framenum == pinfo->num ? IBMLMT_BORROWED_REQUESTS
                                                : IBMLMT_BORROWED_RESPONSES;
}
