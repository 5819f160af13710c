/* packet-ibmlmt-http2.c
 * The REST interface of LMT 9.x in HTTP/2, as a web server before it may speak
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/packet-ibmlmt-http2.h"

#include "compat.h"
#include "ibmlmt/http2.h"
#include "ibmlmt/packet-ibmlmt-borrowed.h"
#include "ibmlmt/packet-ibmlmt-message.h"

/* The text of a title costs more than a look at the bytes. */
static bool
is_block(const GSList *item)
{
    const ibmlmt_source source = ibmlmt_borrowed_source(item);

    return ibmlmt_http2_is_block(source.bytes, source.length) &&
           ibmlmt_borrowed_is_header_block(item);
}

static bool
has_frames(const GSList *item)
{
    return ibmlmt_borrowed_is_decrypted(item) || ibmlmt_borrowed_is_reassembled(item);
}

/*
 * The frames of a source, if each of those with a header block has one of the
 * sources behind it; otherwise nobody knows which belongs to which.
 */
static ibmlmt_http2_frames
frames_of_source(const GSList *item)
{
    const ibmlmt_source source = ibmlmt_borrowed_source(item);
    const ibmlmt_http2_frames frames = ibmlmt_http2_frames_of(source.bytes, source.length);
    ibmlmt_http2_frames rest = frames;

    for (item = item->next; item && !has_frames(item); item = item->next) {
        if (is_block(item) && ibmlmt_http2_next_block(&rest) == 0)
            return (ibmlmt_http2_frames){NULL, 0};
    }
    return ibmlmt_http2_next_block(&rest) == 0 ? frames : (ibmlmt_http2_frames){NULL, 0};
}

/* HTTP/2 adds each header block that it decompresses behind the block's frame. */
void
ibmlmt_http2_learn(tvbuff_t *tvb, packet_info *pinfo, unsigned first, bool clear_text)
{
    ibmlmt_http2_frames frames = {NULL, 0};

    for (const GSList *item = g_slist_nth(pinfo->data_src, first); item; item = item->next) {
        if (!is_block(item)) {
            if (has_frames(item))
                frames = frames_of_source(item);
            continue;
        }

        const uint32_t stream = ibmlmt_http2_next_block(&frames);
        const ibmlmt_source block = ibmlmt_borrowed_source(item);
        uint8_t *text = (uint8_t *)wmem_alloc(pinfo->pool, block.length + IBMLMT_HTTP2_EXTRA);
        const size_t written = ibmlmt_http2_write(block.bytes, block.length, text);
        if (written == 0)
            continue;

        const ibmlmt_http_message m = ibmlmt_http_read(text, written);
        const ibmlmt_conversation *known = ibmlmt_conversation_find(pinfo);
        if ((known && known->rest) || (m.request && m.rest && m.rest->proves)) {
            const ibmlmt_packet p = ibmlmt_packet_of(tvb, pinfo, clear_text);

            ibmlmt_message_take(&p, &m, stream, IBMLMT_NOWHERE, 0);
        }
    }
}
