/* packet-layers.c
 * What was dissected above the transport of a packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/packet-layers.h"

#include "registry/registry.h"

static void
set_roles(registry_list list, label_role role)
{
    for (size_t i = 0; i < registry_lists[list].count; i++)
        label_set_role(registry_lists[list].rows[i].name, role);
}

void
label_layers_init(void)
{
    set_roles(REGISTRY_LIST_TRANSPORT_LAYER, LABEL_ROLE_TRANSPORT);
    set_roles(REGISTRY_LIST_QUOTING_LAYER, LABEL_ROLE_QUOTING);
    set_roles(REGISTRY_LIST_UNDISSECTED_LAYER, LABEL_ROLE_DATA);
    label_set_role("legacyport", LABEL_ROLE_ENVELOPE);
}

/* "_ws.malformed" and its like are remarks, not protocols. */
static bool
is_remark(int protocol)
{
    const char *name = proto_get_protocol_filter_name(protocol);

    return name && g_str_has_prefix(name, "_ws.");
}

/* Of several the lowest is the one above the transport: it comes last. */
static void
add_layer(label_layers *layers, int protocol, label_role role)
{
    if (role == LABEL_ROLE_DATA)
        layers->undissected = true;
    else if (role == LABEL_ROLE_OURS)
        layers->ours = true;
    else if ((role == LABEL_ROLE_OTHER || role == LABEL_ROLE_HOST) && !is_remark(protocol))
        layers->foreign = protocol;
}

void
label_layers_add_owner(label_layers *layers, packet_info *pinfo)
{
    conversation_t *conversation = label_find_conversation(pinfo);
    dissector_handle_t owner =
        conversation ? conversation_get_dissector(conversation, pinfo->num) : NULL;
    const int protocol = owner ? dissector_handle_get_protocol_index(owner) : LABEL_NO_PROTOCOL;

    const int shown = layers->foreign;

    if (protocol == LABEL_NO_PROTOCOL || layers->undissected || layers->ours)
        return;
    add_layer(layers, protocol, label_role_of(protocol));
    if (shown != LABEL_NO_PROTOCOL)
        layers->foreign = shown;
}

/* From the top down: what is below the transport matters only if it quotes it. */
bool
label_layers_above_transport(const packet_info *pinfo, label_layers *layers)
{
    wmem_list_frame_t *frame = wmem_list_tail(pinfo->layers);

    *layers = (label_layers){false, false, LABEL_NO_PROTOCOL};
    for (; frame; frame = wmem_list_frame_prev(frame)) {
        const int protocol = GPOINTER_TO_INT(wmem_list_frame_data(frame));
        const label_role role = label_role_of(protocol);

        if (role == LABEL_ROLE_TRANSPORT)
            break;
        add_layer(layers, protocol, role);
    }
    if (!frame)
        return false;
    while ((frame = wmem_list_frame_prev(frame)) != NULL) {
        if (label_role_of(GPOINTER_TO_INT(wmem_list_frame_data(frame))) == LABEL_ROLE_QUOTING)
            return false;
    }
    return true;
}
