/* packet-protocols.c
 * The protocols that the label layer knows, and which of them stand in a packet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/packet-protocols.h"

#include <wsutil/report_message.h>

#include "registry/registry.h"

/* What a protocol among a packet's layers means to the label layer. */
typedef enum {
    ROLE_OTHER,
    ROLE_TRANSPORT,
    ROLE_QUOTING,  /* its messages quote packets of others */
    ROLE_DATA,     /* payload that nobody dissected */
    ROLE_OURS,     /* it registered */
    ROLE_ENVELOPE, /* it registered, and passes on to somebody else's */
    ROLE_NAME,     /* it stands for no payload */
    ROLE_HOST      /* another is looked for inside it */
} role;

typedef struct {
    const label_protocol *protocol;
    registry_family family;
    uint8_t *home; /* of each port, 1 << registry_transport where it has a service of the family */
} member;

typedef struct {
    int protocol;
    label_look look;
} host;

/* Filled at registration and handoff, and kept for as long as Wireshark runs. */
static struct {
    GArray *members;   /* member */
    GArray *hosts;     /* host */
    GArray *tests[2];  /* label_test, of TCP and of UDP */
    GByteArray *roles; /* role, by the protocol's number; those beyond its end have none */
} room;

#define ROLE_OF(protocol) \
    ((unsigned)(protocol) < room.roles->len ? (role)room.roles->data[protocol] : ROLE_OTHER)

/* As many layers at least are the transport and what is below it. */
#define LAYERS_BELOW 3

static void
set_role(const char *protocol, role is)
{
    const int number = proto_get_id_by_filter_name(protocol);

    if (number < 0)
        return;

    const unsigned before = room.roles->len;
    if (before <= (unsigned)number) {
        g_byte_array_set_size(room.roles, (unsigned)number + 1);
        memset(room.roles->data + before, ROLE_OTHER, room.roles->len - before);
    }
    room.roles->data[number] = (uint8_t)is;
}

static void
set_roles(registry_list list, role is)
{
    for (size_t i = 0; i < registry_lists[list].count; i++)
        set_role(registry_lists[list].rows[i].name, is);
}

void
label_protocols_register(const char *own)
{
    room.members = g_array_new(FALSE, FALSE, sizeof(member));
    room.hosts = g_array_new(FALSE, FALSE, sizeof(host));
    for (unsigned i = 0; i < array_length(room.tests); i++)
        room.tests[i] = g_array_new(FALSE, FALSE, sizeof(label_test));
    room.roles = g_byte_array_new();
    set_roles(REGISTRY_LIST_TRANSPORT_LAYER, ROLE_TRANSPORT);
    set_roles(REGISTRY_LIST_QUOTING_LAYER, ROLE_QUOTING);
    set_roles(REGISTRY_LIST_UNDISSECTED_LAYER, ROLE_DATA);
    set_role(own, ROLE_NAME);
}

void
label_register_protocol(const label_protocol *protocol)
{
    const registry_family family = registry_family_by_id(protocol->family);

    if (family == REGISTRY_FAMILY_NONE) {
        report_warning("Legacy ports: the family %s of %s is not in tables/families.tsv",
                       protocol->family, protocol->protocol);
        return;
    }

    const member added = {protocol, family, g_new0(uint8_t, UINT16_MAX + 1)};
    g_array_append_val(room.members, added);
    if (protocol->segment)
        g_array_append_val(room.tests[REGISTRY_TCP], protocol->segment);
    if (protocol->datagram)
        g_array_append_val(room.tests[REGISTRY_UDP], protocol->datagram);
    set_role(protocol->protocol, protocol->envelope ? ROLE_ENVELOPE : ROLE_OURS);
}

void
label_look_into(const char *protocol, label_look look)
{
    const host looked_into = {proto_get_id_by_filter_name(protocol), look};

    g_array_append_val(room.hosts, looked_into);
    set_role(protocol, ROLE_HOST);
}

void
label_protocols_begin_file(void)
{
    const uint8_t all = (1U << REGISTRY_TRANSPORTS) - 1;

    for (unsigned i = 0; i < room.members->len; i++) {
        const member *known = &g_array_index(room.members, member, i);

        memset(known->home, 0, UINT16_MAX + 1);
        for (size_t j = 0; j < registry_row_total(); j++) {
            const registry_row *row = registry_row_at((uint16_t)j);

            if (registry_services[row->service].family != known->family)
                continue;
            for (unsigned port = row->first; port <= row->last; port++)
                known->home[port] |= row->transports == 0 ? all : row->transports;
        }
    }
}

static const member *
member_of(const label_protocol *protocol)
{
    for (unsigned i = 0; i < room.members->len; i++) {
        const member *known = &g_array_index(room.members, member, i);

        if (known->protocol == protocol)
            return known;
    }
    return NULL;
}

registry_family
label_family_of(const label_protocol *protocol)
{
    const member *known = member_of(protocol);

    return known ? known->family : REGISTRY_FAMILY_NONE;
}

/* Above such a protocol stand the bodies of its messages: http:json:json. */
void
label_look_into_hosts(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    wmem_list_frame_t *layer = wmem_list_tail(pinfo->layers);
    const unsigned above = MAX(wmem_list_count(pinfo->layers), LAYERS_BELOW + 2) - LAYERS_BELOW;

    for (unsigned i = 0; layer && i < above; i++, layer = wmem_list_frame_prev(layer)) {
        const int protocol = GPOINTER_TO_INT(wmem_list_frame_data(layer));

        if (ROLE_OF(protocol) != ROLE_HOST)
            continue;
        for (unsigned j = 0; j < room.hosts->len; j++) {
            const host *looked_into = &g_array_index(room.hosts, host, j);

            if (looked_into->protocol == protocol)
                looked_into->look(tvb, pinfo, tree);
        }
        return;
    }
}

/* Of several the lowest is the one above the transport: it comes last. "_ws.malformed" and its
 * like are remarks, not protocols. */
void
label_add_layer(label_layers *above, int protocol)
{
    const role is = ROLE_OF(protocol);

    above->undissected = above->undissected || is == ROLE_DATA;
    above->ours = above->ours || is == ROLE_OURS;
    above->envelope = above->envelope || is == ROLE_ENVELOPE;
    if (is != ROLE_OTHER && is != ROLE_HOST)
        return;

    const char *name = proto_get_protocol_filter_name(protocol);
    if (!name || !g_str_has_prefix(name, "_ws."))
        above->foreign = protocol;
}

bool
label_read_layers(const packet_info *pinfo, label_layers *above)
{
    wmem_list_frame_t *frame = wmem_list_tail(pinfo->layers);

    *above = (label_layers){.foreign = LABEL_NO_PROTOCOL};
    for (; frame; frame = wmem_list_frame_prev(frame)) {
        const int protocol = GPOINTER_TO_INT(wmem_list_frame_data(frame));

        if (ROLE_OF(protocol) == ROLE_TRANSPORT)
            break;
        label_add_layer(above, protocol);
    }
    if (!frame)
        return false;
    while ((frame = wmem_list_frame_prev(frame)) != NULL) {
        if (ROLE_OF(GPOINTER_TO_INT(wmem_list_frame_data(frame))) == ROLE_QUOTING)
            return false;
    }
    return true;
}

bool
label_may_be_ours(registry_transport transport, tvbuff_t *tvb)
{
    const unsigned length = tvb_captured_length(tvb);
    const GArray *asked = room.tests[transport];

    if (length == 0)
        return false;

    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)length);
    for (unsigned i = 0; i < asked->len; i++) {
        if (g_array_index(asked, label_test, i)(bytes, length))
            return true;
    }
    return false;
}

const char *
label_ports(const label_protocol *protocol, const char *transport)
{
    bool known[UINT16_MAX + 2] = {false};
    wmem_strbuf_t *ports = wmem_strbuf_new(wmem_epan_scope(), "");

    for (size_t i = 0; i < registry_row_count; i++) {
        const registry_row *row = &registry_rows[i];
        const registry_family family = registry_services[row->service].family;

        if (strcmp(registry_families[family].id, protocol->family) != 0 ||
            !registry_row_is_over(row, transport))
            continue;
        for (unsigned port = row->first; port <= row->last; port++)
            known[port] = true;
    }
    for (unsigned port = 0, first; port <= UINT16_MAX; port++) {
        if (!known[port])
            continue;
        for (first = port; known[port + 1]; port++)
            continue;
        wmem_strbuf_append_printf(ports, "%s%u", wmem_strbuf_get_len(ports) > 0 ? "," : "", first);
        if (port > first)
            wmem_strbuf_append_printf(ports, "-%u", port);
    }
    return wmem_strbuf_finalize(ports);
}

int
label_value_of_port(const packet_info *pinfo, const label_protocol *protocol, uint32_t port,
                    const char *name)
{
    const registry_transport transport = pinfo->ptype == PT_UDP ? REGISTRY_UDP : REGISTRY_TCP;
    const member *known = member_of(protocol);

    if (!known || !(known->home[(uint16_t)port] & 1U << transport))
        return LABEL_NO_PORT;
    return registry_service_value(
        registry_service_of_family(transport, (uint16_t)port, known->family), name);
}

int
label_value_of_packet(const packet_info *pinfo, const label_protocol *protocol, const char *name)
{
    const int value =
        label_value_of_port(pinfo, protocol, MIN(pinfo->srcport, pinfo->destport), name);

    return value != LABEL_NO_PORT
               ? value
               : label_value_of_port(pinfo, protocol, MAX(pinfo->srcport, pinfo->destport), name);
}
