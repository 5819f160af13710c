/* packet-ibmlmt-http2.c
 * The REST interface of LMT 9.x in HTTP/2, as a web server before it may speak
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * HTTP/2 is Wireshark's, which tells other plugins nothing of it. But it adds
 * each header block that it decompresses to the data sources of the packet,
 * behind that with the block's frame, on each pass and without a tree too.
 * Bodies are not looked at.
 */
#include "compat.h"

#include <string.h>

#include "ibmlmt/http2.h"
#include "ibmlmt/packet-ibmlmt.h"

static bool
is_called(const void *source, const char *name)
{
    char *text = compat_data_source_text((const struct data_source *)source);
    const bool called = g_str_has_prefix(text, name);

    wmem_free(NULL, text);
    return called;
}

static const uint8_t *
bytes_of_source(const void *source, size_t *length)
{
    tvbuff_t *tvb = get_data_source_tvb((const struct data_source *)source);

    *length = tvb_captured_length(tvb);
    return *length > 0 ? tvb_get_ptr(tvb, 0, (int)*length) : NULL;
}

/* Few names are asked for: the text of a name is made anew each time. */
static bool
is_block(const void *source)
{
    size_t length;
    const uint8_t *bytes = bytes_of_source(source, &length);

    return ibmlmt_http2_is_block(bytes, length) && is_called(source, "Decompressed Header");
}

static bool
has_frames(const void *source)
{
    return is_called(source, "Decrypted TLS") || is_called(source, "Reassembled");
}

/*
 * The frames of a source, if each of those with a header block has one of the
 * sources behind it; otherwise nobody knows which belongs to which.
 */
static ibmlmt_http2_frames
frames_of_source(const GSList *item)
{
    size_t length;
    const uint8_t *bytes = bytes_of_source(item->data, &length);
    const ibmlmt_http2_frames frames = ibmlmt_http2_frames_of(bytes, length);
    ibmlmt_http2_frames rest = frames;

    for (item = item->next; item != NULL && !has_frames(item->data); item = item->next) {
        if (is_block(item->data) && ibmlmt_http2_next_block(&rest) == 0)
            return (ibmlmt_http2_frames){NULL, 0};
    }
    return ibmlmt_http2_next_block(&rest) == 0 ? frames : (ibmlmt_http2_frames){NULL, 0};
}

static bool
read_block(packet_info *pinfo, const void *source, ibmlmt_message *m)
{
    size_t length;
    const uint8_t *bytes = bytes_of_source(source, &length);
    uint8_t *text = (uint8_t *)wmem_alloc(pinfo->pool, length + IBMLMT_HTTP2_EXTRA);
    const size_t written = ibmlmt_http2_write(bytes, length, text);

    if (written > 0)
        *m = ibmlmt_http_read(text, written);
    return written > 0;
}

static bool
is_of_rest(packet_info *pinfo, const ibmlmt_message *m)
{
    const ibmlmt_conversation *known = ibmlmt_of_packet(pinfo);

    return (known != NULL && known->rest) || (m->request && m->rest != NULL && m->rest->proves);
}

void
ibmlmt_learn_http2(packet_info *pinfo, unsigned first, bool clear_text)
{
    ibmlmt_http2_frames frames = {NULL, 0};
    ibmlmt_message m;

    for (const GSList *item = g_slist_nth(pinfo->data_src, first); item != NULL;
         item = item->next) {
        if (!is_block(item->data)) {
            if (has_frames(item->data))
                frames = frames_of_source(item);
            continue;
        }

        const uint32_t stream = ibmlmt_http2_next_block(&frames);
        if (read_block(pinfo, item->data, &m) && is_of_rest(pinfo, &m))
            ibmlmt_take_message(pinfo, ibmlmt_conversation_of(pinfo), &m, clear_text, stream);
    }
}
