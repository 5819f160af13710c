/* packet-layers.c
 * What was dissected above the transport of a packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/packet-layers.h"

#include "labels/packet-lookup.h"

/* Protocols by role; looked up once, since a packet holds their numbers. */
static const char *const transport_names[] = {"tcp", "udp", "udplite", "sctp", "dccp"};
static const char *const icmp_names[] = {"icmp", "icmpv6"};
static const char *const our_names[] = {"ciscostun", "bstun", "mhsnet", "ipsendmsg"};

/* Ours, but only a name above somebody else's dissector. */
static const char *const transparent_names[] = {"ibmlmt", "legacyport"};

typedef enum { ROLE_OTHER, ROLE_TRANSPORT, ROLE_OURS, ROLE_TRANSPARENT, ROLE_DATA } layer_role;

/* GHashTable of protocol number -> layer_role. */
static GHashTable *roles;

static int icmp_protocols[array_length(icmp_names)];

static void
add_roles(const char *const *names, size_t count, layer_role role)
{
    for (size_t i = 0; i < count; i++) {
        const int id = proto_get_id_by_filter_name(names[i]);

        if (id != -1)
            g_hash_table_insert(roles, GINT_TO_POINTER(id), GINT_TO_POINTER(role));
    }
}

void
label_layers_init(void)
{
    static const char *const data_names[] = {"data"};

    roles = g_hash_table_new(NULL, NULL);
    add_roles(transport_names, array_length(transport_names), ROLE_TRANSPORT);
    for (size_t i = 0; i < array_length(icmp_names); i++)
        icmp_protocols[i] = proto_get_id_by_filter_name(icmp_names[i]);
    add_roles(our_names, array_length(our_names), ROLE_OURS);
    add_roles(transparent_names, array_length(transparent_names), ROLE_TRANSPARENT);
    add_roles(data_names, array_length(data_names), ROLE_DATA);
}

static layer_role
role_of(int protocol)
{
    return (layer_role)GPOINTER_TO_INT(g_hash_table_lookup(roles, GINT_TO_POINTER(protocol)));
}

static bool
is_icmp(int protocol)
{
    return protocol == icmp_protocols[0] || protocol == icmp_protocols[1];
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
add_layer(label_layers *layers, int protocol, layer_role role)
{
    if (role == ROLE_DATA)
        layers->undissected = true;
    else if (role == ROLE_OURS)
        layers->ours = true;
    else if (role == ROLE_OTHER && !is_icmp(protocol) && !is_remark(protocol))
        layers->foreign = protocol;
}

void
label_layers_add_owner(label_layers *layers, packet_info *pinfo)
{
    conversation_t *conversation = label_lookup_conversation(pinfo);
    dissector_handle_t owner =
        conversation ? conversation_get_dissector(conversation, pinfo->num) : NULL;
    const int protocol = owner ? dissector_handle_get_protocol_index(owner) : LABEL_NO_PROTOCOL;

    const int shown = layers->foreign;

    if (protocol == LABEL_NO_PROTOCOL || layers->undissected || layers->ours)
        return;
    add_layer(layers, protocol, role_of(protocol));
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
        const layer_role role = role_of(protocol);

        if (role == ROLE_TRANSPORT)
            break;
        add_layer(layers, protocol, role);
    }
    if (!frame)
        return false;
    while ((frame = wmem_list_frame_prev(frame)) != NULL) {
        if (is_icmp(GPOINTER_TO_INT(wmem_list_frame_data(frame))))
            return false;
    }
    return true;
}
