/* packet-protocols.c
 * The protocols that the label layer knows: those that registered, and Wireshark's by their role
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/packet-protocols.h"

#include "registry/registry.h"

typedef struct {
    const label_protocol *protocol;
    registry_family family;
} member;

typedef struct {
    int protocol;
    label_look look;
} host;

/* member; they stay for as long as Wireshark runs, as all that is below. */
static GArray *members;

/* host */
static GArray *hosts;

/* label_test, of TCP and of UDP. */
static GArray *tests[2];

/* label_role as a byte, by the protocol's number; those beyond its end have none. */
static GByteArray *roles;

/* As many layers at least are the transport and what is below it. */
#define LAYERS_BELOW 3

static void
set_role(const char *protocol, label_role role)
{
    const int number = proto_get_id_by_filter_name(protocol);

    if (number < 0)
        return;
    if (!roles)
        roles = g_byte_array_new();
    if (roles->len <= (unsigned)number) {
        const unsigned before = roles->len;

        g_byte_array_set_size(roles, (unsigned)number + 1);
        memset(roles->data + before, LABEL_ROLE_OTHER, roles->len - before);
    }
    roles->data[number] = (uint8_t)role;
}

static void
set_roles(registry_list list, label_role role)
{
    for (size_t i = 0; i < registry_lists[list].count; i++)
        set_role(registry_lists[list].rows[i].name, role);
}

void
label_protocols_register(const char *own)
{
    set_roles(REGISTRY_LIST_TRANSPORT_LAYER, LABEL_ROLE_TRANSPORT);
    set_roles(REGISTRY_LIST_QUOTING_LAYER, LABEL_ROLE_QUOTING);
    set_roles(REGISTRY_LIST_UNDISSECTED_LAYER, LABEL_ROLE_DATA);
    set_role(own, LABEL_ROLE_ENVELOPE);
}

label_role
label_role_of(int protocol)
{
    return (unsigned)protocol < roles->len ? (label_role)roles->data[protocol] : LABEL_ROLE_OTHER;
}

static void
add_test(unsigned transport, label_test test)
{
    if (!tests[transport])
        tests[transport] = g_array_new(FALSE, FALSE, sizeof(label_test));
    if (test)
        g_array_append_val(tests[transport], test);
}

void
label_register_protocol(const label_protocol *protocol)
{
    const member added = {protocol, registry_family_by_id(protocol->family)};

    if (added.family == REGISTRY_FAMILY_NONE)
        g_error("Legacy ports: the family %s of %s is not in tables/families.tsv", protocol->family,
                protocol->protocol);
    if (!members)
        members = g_array_new(FALSE, FALSE, sizeof(member));
    g_array_append_val(members, added);
    set_role(protocol->protocol, protocol->envelope ? LABEL_ROLE_ENVELOPE : LABEL_ROLE_OURS);
    add_test(REGISTRY_TCP, protocol->segment);
    add_test(REGISTRY_UDP, protocol->datagram);
}

void
label_look_into(const char *protocol, label_look look)
{
    const host looked_into = {proto_get_id_by_filter_name(protocol), look};

    if (!hosts)
        hosts = g_array_new(FALSE, FALSE, sizeof(host));
    g_array_append_val(hosts, looked_into);
    set_role(protocol, LABEL_ROLE_HOST);
}

registry_family
label_family_of(const label_protocol *protocol)
{
    for (unsigned i = 0; members && i < members->len; i++) {
        const member *known = &g_array_index(members, member, i);

        if (known->protocol == protocol)
            return known->family;
    }
    return REGISTRY_FAMILY_NONE;
}

/* Above such a protocol stand the bodies of its messages: http:json:json. */
void
label_look_into_hosts(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    wmem_list_frame_t *layer = wmem_list_tail(pinfo->layers);
    const unsigned above = MAX(wmem_list_count(pinfo->layers), LAYERS_BELOW + 2) - LAYERS_BELOW;

    for (unsigned i = 0; layer && i < above; i++, layer = wmem_list_frame_prev(layer)) {
        const int protocol = GPOINTER_TO_INT(wmem_list_frame_data(layer));

        if ((unsigned)protocol >= roles->len || roles->data[protocol] != LABEL_ROLE_HOST)
            continue;
        for (unsigned j = 0; j < hosts->len; j++) {
            const host *looked_into = &g_array_index(hosts, host, j);

            if (looked_into->protocol == protocol)
                looked_into->look(tvb, pinfo, tree);
        }
        return;
    }
}

bool
label_may_be_ours(registry_transport transport, tvbuff_t *tvb)
{
    const unsigned length = tvb_captured_length(tvb);
    const GArray *asked = tests[transport];

    if (length == 0 || !asked)
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
    const registry_service service =
        registry_service_of_family(pinfo->ptype == PT_UDP ? REGISTRY_UDP : REGISTRY_TCP,
                                   (uint16_t)port, label_family_of(protocol));

    return service == REGISTRY_SERVICE_NONE ? LABEL_NO_PORT : registry_service_value(service, name);
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
