/* packet-mhsnet-reassembly.c
 * Puts the data of MHSnet messages together
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark's reassembly walks its list of fragments for each one that is
 * added out of order: a message of 64 MiB in small packets would take it hours.
 * So a message's pieces wait here until no byte is missing, and are then sorted
 * and copied once. Wireshark still shows the list of them, with
 * show_fragment_tree(); the list is made when it is shown.
 */
#include "mhsnet/packet-mhsnet-reassembly.h"

#include <epan/reassemble.h>

/* Pieces that one message may come in: 64 MiB have as many at 256 bytes each. */
#define PIECES_MAX 262144u

/* The data of one packet. */
typedef struct {
    uint32_t offset;
    uint32_t size;
    uint32_t frame;
    uint32_t flags; /* FD_OVERLAP, FD_OVERLAPCONFLICT */
    uint8_t *data;  /* NULL once the message is whole */
} piece;

static int hf_mhsnet_fragments = -1;
static int hf_mhsnet_fragment = -1;
static int hf_mhsnet_fragment_overlap = -1;
static int hf_mhsnet_fragment_overlap_conflict = -1;
static int hf_mhsnet_fragment_error = -1;
static int hf_mhsnet_fragment_count = -1;
static int hf_mhsnet_reassembled_length = -1;

static int ett_mhsnet_fragments = -1;
static int ett_mhsnet_fragment = -1;

/* Two tails, data beyond the end and a message that is whole elsewhere cannot come up here: a
 * message's size is known before its pieces, and they are listed with the last of them alone. */
static const fragment_items fragment_fields = {
    .ett_fragment = &ett_mhsnet_fragment,
    .ett_fragments = &ett_mhsnet_fragments,
    .hf_fragments = &hf_mhsnet_fragments,
    .hf_fragment = &hf_mhsnet_fragment,
    .hf_fragment_overlap = &hf_mhsnet_fragment_overlap,
    .hf_fragment_overlap_conflict = &hf_mhsnet_fragment_overlap_conflict,
    .hf_fragment_error = &hf_mhsnet_fragment_error,
    .hf_fragment_count = &hf_mhsnet_fragment_count,
    .hf_reassembled_length = &hf_mhsnet_reassembled_length,
    .tag = "packets",
};

static int
compare_pieces(const void *left, const void *right)
{
    const piece *a = (const piece *)left;
    const piece *b = (const piece *)right;

    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return a->size == b->size ? 0 : a->size > b->size ? -1 : 1;
}

/* Copies sorted pieces into the whole message; where they overlap, the first counts. */
static void
copy_pieces(mhsnet_message *message, piece *pieces, unsigned count)
{
    uint8_t *whole = (uint8_t *)wmem_alloc(wmem_file_scope(), message->size);
    uint32_t end = 0;

    for (unsigned i = 0; i < count; i++) {
        piece *p = &pieces[i];
        const uint32_t known = MIN(end - p->offset, p->size);

        if (known > 0)
            p->flags |= FD_OVERLAP;
        if (memcmp(whole + p->offset, p->data, known) != 0)
            p->flags |= FD_OVERLAPCONFLICT;
        memcpy(whole + p->offset + known, p->data + known, p->size - known);
        end = MAX(end, p->offset + p->size);
        wmem_free(wmem_file_scope(), p->data);
        p->data = NULL;
    }
    message->whole = whole;
}

static void
forget_pieces(mhsnet_message *message)
{
    piece *pieces = (piece *)wmem_array_get_raw(message->pieces);

    for (unsigned i = 0; i < wmem_array_get_count(message->pieces); i++)
        wmem_free(wmem_file_scope(), pieces[i].data);
    wmem_destroy_array(message->pieces);
    message->pieces = NULL;
}

void
mhsnet_add_piece(mhsnet_context *context, tvbuff_t *tvb, const mhsnet_packet *packet,
                 mhsnet_note *note)
{
    mhsnet_message *message = note->message;
    piece p = {.offset = note->offset, .size = packet->size, .frame = context->pinfo->num};
    piece *pieces;
    unsigned count;
    uint32_t end = 0;

    if (message->too_large || message->in_pieces || !message->size_known || message->completed_in)
        return;
    if (!message->pieces)
        message->pieces = wmem_array_new(wmem_file_scope(), sizeof(piece));
    if (wmem_array_get_count(message->pieces) == PIECES_MAX) {
        message->in_pieces = note->in_pieces = true;
        forget_pieces(message);
        return;
    }
    p.data = (uint8_t *)tvb_memdup(wmem_file_scope(), tvb, packet->header_length, packet->size);
    wmem_array_append_one(message->pieces, p);

    count = wmem_array_get_count(message->pieces);
    if (message->received < message->size || count < message->next_try)
        return;
    wmem_array_sort(message->pieces, compare_pieces);
    pieces = (piece *)wmem_array_get_raw(message->pieces);
    for (unsigned i = 0; i < count && pieces[i].offset <= end; i++)
        end = MAX(end, pieces[i].offset + pieces[i].size);
    if (end < message->size) {
        /* They overlap in part and were counted twice. Not too many tries, or it takes too long. */
        message->next_try = 2 * count;
        return;
    }
    copy_pieces(message, pieces, count);
    message->completed_in = context->pinfo->num;
    note->completes = true;
}

tvbuff_t *
mhsnet_show_pieces(mhsnet_context *context, tvbuff_t *tvb, proto_tree *tree,
                   const mhsnet_message *message)
{
    const piece *pieces = (const piece *)wmem_array_get_raw(message->pieces);
    const unsigned count = wmem_array_get_count(message->pieces);
    fragment_head *head = wmem_new0(context->pinfo->pool, fragment_head);
    fragment_item *items = wmem_alloc0_array(context->pinfo->pool, fragment_item, count);
    tvbuff_t *whole =
        tvb_new_child_real_data(tvb, message->whole, message->size, (int)message->size);
    proto_item *item;

    head->next = items;
    for (unsigned i = 0; i < count; i++) {
        items[i].next = i + 1 < count ? &items[i + 1] : NULL;
        items[i].frame = pieces[i].frame;
        items[i].offset = pieces[i].offset;
        items[i].len = pieces[i].size;
        items[i].flags = pieces[i].flags;
        head->flags |= pieces[i].flags;
    }
    add_new_data_source(context->pinfo, whole, "Reassembled MHSnet message");
    show_fragment_tree(head, &fragment_fields, tree, context->pinfo, whole, &item);
    return whole;
}

#define FRAGMENT_FLAG(variable, name, filter, blurb)                   \
    {                                                                  \
        &variable,                                                     \
        {                                                              \
            name, filter, FT_BOOLEAN, BASE_NONE, NULL, 0, blurb, HFILL \
        }                                                              \
    }
#define FRAGMENT_FRAME(variable, name, filter, blurb)                   \
    {                                                                   \
        &variable,                                                      \
        {                                                               \
            name, filter, FT_FRAMENUM, BASE_NONE, NULL, 0, blurb, HFILL \
        }                                                               \
    }

void
mhsnet_reassembly_register(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_fragments,
         {"Packets of the Message", "mhsnet.fragments", FT_NONE, BASE_NONE, NULL, 0,
          "The packets it was put together from; the fields below are Wireshark's usual ones",
          HFILL}},
        FRAGMENT_FRAME(hf_mhsnet_fragment, "Packet of the Message", "mhsnet.fragment",
                       "One of them"),
        FRAGMENT_FLAG(hf_mhsnet_fragment_overlap, "Overlap", "mhsnet.fragment.overlap",
                      "Sent again"),
        FRAGMENT_FLAG(hf_mhsnet_fragment_overlap_conflict, "Conflicting Overlap",
                      "mhsnet.fragment.overlap.conflict", "Sent again with other bytes"),
        FRAGMENT_FRAME(hf_mhsnet_fragment_error, "Reassembly Error", "mhsnet.fragment.error", NULL),
        {&hf_mhsnet_fragment_count,
         {"Packet Count", "mhsnet.fragment.count", FT_UINT32, BASE_DEC, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_reassembled_length,
         {"Message Length", "mhsnet.reassembled.length", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, NULL, HFILL}},
    };
    static int *ett[] = {&ett_mhsnet_fragments, &ett_mhsnet_fragment};

    proto_register_field_array(mhsnet_global.proto, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
}
