/* packet-outside-layers.c
 * How code of ours stays out of the list of a packet's layers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "labels/packet-outside-layers.h"

dissector_handle_t
label_dissector_outside_layers(dissector_t dissector, const char *name, const char *short_name,
                               const char *filter_name, int parent)
{
    return create_dissector_handle(
        dissector,
        proto_register_protocol_in_name_only(name, short_name, filter_name, parent, FT_PROTOCOL));
}

bool
label_ask_outside_layers(int proto, heur_dissector_list_t heuristics, tvbuff_t *tvb,
                         packet_info *pinfo, proto_tree *tree, void *data)
{
    heur_dtbl_entry_t *entry;

    pinfo->can_desegment = pinfo->saved_can_desegment;
    wmem_list_remove_frame(pinfo->layers, wmem_list_tail(pinfo->layers));
    pinfo->curr_layer_num--;
    if (dissector_try_heuristic(heuristics, tvb, pinfo, tree, &entry, data))
        return true;
    wmem_list_append(pinfo->layers, GINT_TO_POINTER(proto));
    pinfo->curr_layer_num++;
    return false;
}
