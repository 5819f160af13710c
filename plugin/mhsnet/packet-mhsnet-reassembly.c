/* packet-mhsnet-reassembly.c
 * Puts the data of MHSnet messages together
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark's reassembly walks its list of fragments for each one that is
 * added: a message of 64 MiB in small packets would take it hours. A fragment
 * that goes before all others costs nothing, so a message's pieces wait here,
 * and once all are there they are added from the last to the first.
 */
#include "mhsnet/packet-mhsnet.h"

#include <epan/reassemble.h>

/** Pieces that one message may come in: 64 MiB have as many at 256 bytes each. */
#define PIECES_MAX 262144u

typedef struct {
    uint32_t offset;
    uint32_t size;
    uint32_t frame;
    uint8_t *data;
} piece;

static int hf_mhsnet_fragments = -1;
static int hf_mhsnet_fragment = -1;
static int hf_mhsnet_fragment_overlap = -1;
static int hf_mhsnet_fragment_overlap_conflict = -1;
static int hf_mhsnet_fragment_multiple_tails = -1;
static int hf_mhsnet_fragment_too_long = -1;
static int hf_mhsnet_fragment_error = -1;
static int hf_mhsnet_fragment_count = -1;
static int hf_mhsnet_reassembled_in = -1;
static int hf_mhsnet_reassembled_length = -1;

static int ett_mhsnet_fragments = -1;
static int ett_mhsnet_fragment = -1;

static const fragment_items fragment_fields = {
    &ett_mhsnet_fragment,
    &ett_mhsnet_fragments,
    &hf_mhsnet_fragments,
    &hf_mhsnet_fragment,
    &hf_mhsnet_fragment_overlap,
    &hf_mhsnet_fragment_overlap_conflict,
    &hf_mhsnet_fragment_multiple_tails,
    &hf_mhsnet_fragment_too_long,
    &hf_mhsnet_fragment_error,
    &hf_mhsnet_fragment_count,
    &hf_mhsnet_reassembled_in,
    &hf_mhsnet_reassembled_length,
    NULL,
    "packets",
};

static reassembly_table fragments_of_messages;

/* Messages are numbered through the file: that is all there is to tell them apart by. */
static void *
key_of_number(const packet_info *pinfo _U_, const guint32 number, const void *data _U_)
{
    return GUINT_TO_POINTER(number);
}

static void
free_nothing(void *key _U_)
{
}

static const reassembly_table_functions by_number = {g_direct_hash, g_direct_equal, key_of_number,
                                                     key_of_number, free_nothing,   free_nothing};

static int
compare_offsets(const void *left, const void *right)
{
    const piece *a = (const piece *)left;
    const piece *b = (const piece *)right;

    if (a->offset != b->offset)
        return a->offset > b->offset ? -1 : 1;
    return a->size == b->size ? 0 : a->size > b->size ? -1 : 1;
}

/* Whether pieces, sorted from the last to the first, leave no byte out. */
static bool
is_whole(const piece *pieces, unsigned count, uint32_t size)
{
    uint32_t end = 0;

    for (unsigned i = count; i-- > 0 && pieces[i].offset <= end;)
        end = MAX(end, pieces[i].offset + pieces[i].size);
    return end == size;
}

/*
 * Of Wireshark's functions this one alone does not look through the fragments
 * for the one it is given; it takes the frame that a fragment came in from the
 * packet, so each piece is added as if its packet were dissected now.
 *
 * @return the reassembled message, if this was the last piece that it lacked
 */
static fragment_head *
hand_over(mhsnet_context *context, const mhsnet_transfer *message, const piece *p, bool more)
{
    tvbuff_t *tvb = tvb_new_real_data(p->data, p->size, (gint)p->size);
    packet_info pinfo = *context->pinfo;
    fragment_head *head;

    pinfo.num = p->frame;
    head = fragment_add_multiple_ok(&fragments_of_messages, tvb, 0, &pinfo, message->number, NULL,
                                    p->offset, p->size, more);
    tvb_free(tvb);
    return head;
}

/* The piece that ends the message goes last: from then on each further one is
 * taken for the one that completes it. */
static bool
hand_all_over(mhsnet_context *context, const mhsnet_transfer *message, const piece *pieces,
              unsigned count)
{
    unsigned last = count;

    for (unsigned i = 0; i < count; i++) {
        if (last == count && pieces[i].offset + pieces[i].size == message->size)
            last = i;
        else
            hand_over(context, message, &pieces[i], true);
    }
    return last < count && hand_over(context, message, &pieces[last], false);
}

static void
forget_pieces(mhsnet_transfer *message)
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
    mhsnet_transfer *message = note->message;
    piece p = {note->offset, packet->size, context->pinfo->num, NULL};
    unsigned count;

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
    wmem_array_sort(message->pieces, compare_offsets);
    if (!is_whole((const piece *)wmem_array_get_raw(message->pieces), count, message->size)) {
        /* They overlap in part and were counted twice. Not too many tries, or it takes too long. */
        message->next_try = 2 * count;
        return;
    }
    note->completes =
        hand_all_over(context, message, (const piece *)wmem_array_get_raw(message->pieces), count);
    if (note->completes)
        message->completed_in = context->pinfo->num;
    forget_pieces(message);
}

tvbuff_t *
mhsnet_reassembled(mhsnet_context *context, tvbuff_t *tvb, proto_tree *tree,
                   const mhsnet_transfer *message)
{
    fragment_head *head =
        fragment_get(&fragments_of_messages, context->pinfo, message->number, NULL);
    tvbuff_t *whole;
    proto_item *item;

    if (!head || !head->tvb_data)
        return NULL;
    whole = tvb_new_chain(tvb, head->tvb_data);
    add_new_data_source(context->pinfo, whole, "Reassembled MHSnet message");
    show_fragment_tree(head, &fragment_fields, tree, context->pinfo, whole, &item);
    return whole;
}

#define FRAGMENT_FLAG(variable, name, filter)                         \
    {                                                                 \
        &variable,                                                    \
        {                                                             \
            name, filter, FT_BOOLEAN, BASE_NONE, NULL, 0, NULL, HFILL \
        }                                                             \
    }
#define FRAGMENT_FRAME(variable, name, filter)                         \
    {                                                                  \
        &variable,                                                     \
        {                                                              \
            name, filter, FT_FRAMENUM, BASE_NONE, NULL, 0, NULL, HFILL \
        }                                                              \
    }

void
mhsnet_register_reassembly(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_fragments,
         {"Packets of the Message", "mhsnet.fragments", FT_NONE, BASE_NONE, NULL, 0, NULL, HFILL}},
        FRAGMENT_FRAME(hf_mhsnet_fragment, "Packet of the Message", "mhsnet.fragment"),
        FRAGMENT_FLAG(hf_mhsnet_fragment_overlap, "Overlap", "mhsnet.fragment.overlap"),
        FRAGMENT_FLAG(hf_mhsnet_fragment_overlap_conflict, "Conflicting Overlap",
                      "mhsnet.fragment.overlap.conflict"),
        FRAGMENT_FLAG(hf_mhsnet_fragment_multiple_tails, "Multiple Tails",
                      "mhsnet.fragment.multiple_tails"),
        FRAGMENT_FLAG(hf_mhsnet_fragment_too_long, "Too Long", "mhsnet.fragment.too_long"),
        FRAGMENT_FRAME(hf_mhsnet_fragment_error, "Reassembly Error", "mhsnet.fragment.error"),
        {&hf_mhsnet_fragment_count,
         {"Packet Count", "mhsnet.fragment.count", FT_UINT32, BASE_DEC, NULL, 0, NULL, HFILL}},
        FRAGMENT_FRAME(hf_mhsnet_reassembled_in, "Reassembled in", "mhsnet.reassembled.in"),
        {&hf_mhsnet_reassembled_length,
         {"Message Length", "mhsnet.reassembled.length", FT_UINT32, BASE_DEC | BASE_UNIT_STRING,
          &units_byte_bytes, 0, NULL, HFILL}},
    };
    static int *ett[] = {&ett_mhsnet_fragments, &ett_mhsnet_fragment};

    proto_register_field_array(proto_mhsnet, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    reassembly_table_register(&fragments_of_messages, &by_number);
}
