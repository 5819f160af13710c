/* items.h
 * Items of a packet's tree that several rooms add
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_BASE_ITEMS_H
#define LEGACYPORTS_BASE_ITEMS_H

#include <stdbool.h>

#include <epan/column-utils.h>
#include <epan/packet_info.h>
#include <epan/proto.h>

/** Marks an item as the plugin's conclusion, not as bytes of the packet. @return it */
static inline proto_item *
base_generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

/** Hides an item: filters find it, nobody sees it. @return it */
static inline proto_item *
base_hidden(proto_item *item)
{
    proto_item_set_hidden(item);
    return item;
}

/** Adds a conclusion in words; it has no bytes. */
static inline proto_item *
base_add_string(proto_tree *tree, tvbuff_t *tvb, int hf, const char *value)
{
    return base_generated(proto_tree_add_string(tree, hf, tvb, 0, 0, value));
}

/** Adds a conclusion that is a number, or the number of a frame; it has no bytes. */
static inline proto_item *
base_add_uint(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t value)
{
    return base_generated(proto_tree_add_uint(tree, hf, tvb, 0, 0, value));
}

/** Adds a conclusion that is true or false; it has no bytes. */
static inline proto_item *
base_add_boolean(proto_tree *tree, tvbuff_t *tvb, int hf, bool value)
{
    return base_generated(proto_tree_add_boolean(tree, hf, tvb, 0, 0, value));
}

/** Adds the time that passed between a packet and an earlier one; it has no bytes. */
static inline proto_item *
base_add_time_since(proto_tree *tree, tvbuff_t *tvb, int hf, const nstime_t *now,
                    const nstime_t *earlier)
{
    nstime_t passed;

    nstime_delta(&passed, now, earlier);
    return base_generated(proto_tree_add_time(tree, hf, tvb, 0, 0, &passed));
}

/**
 * Whether anybody reads what a dissector writes into the Info column, or a
 * field of its protocol. Words cost more than what they tell of, and most
 * packets are counted, not read.
 */
static inline bool
base_is_read(const packet_info *pinfo, proto_tree *tree, int proto)
{
    return proto_field_is_referenced(tree, proto) || col_get_writable(pinfo->cinfo, COL_INFO);
}

#endif
