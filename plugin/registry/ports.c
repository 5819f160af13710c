/* ports.c
 * What the tables say of a port
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "registry/ports.h"

#include <stdlib.h>
#include <string.h>

#include "registry-tables.h"

/* The sets of ports that the user has rows for, the user's first; NULL while
 * there are none of a transport. */
static registry_port *user_sets[REGISTRY_TRANSPORTS];

/* Those before them: a conversation that is still looked at may refer to them. */
static registry_port *former_sets[REGISTRY_TRANSPORTS];

static const registry_row *user_rows;
static size_t user_row_count;

static registry_port
shipped_set(registry_transport transport, uint16_t port)
{
    const uint16_t *members = &registry_set_members[registry_set_index[transport][port]];

    return (registry_port){members + 1, members[0]};
}

registry_port
registry_find(registry_transport transport, uint16_t port)
{
    if (user_sets[transport] && user_sets[transport][port].count > 0)
        return user_sets[transport][port];
    return shipped_set(transport, port);
}

const registry_row *
registry_row_at(uint16_t index)
{
    if (index < registry_row_count)
        return &registry_rows[index];
    return &user_rows[index - registry_row_count];
}

size_t
registry_row_total(void)
{
    return registry_row_count + user_row_count;
}

static void
free_sets(registry_port **sets)
{
    for (unsigned transport = 0; transport < REGISTRY_TRANSPORTS; transport++) {
        for (unsigned port = 0; sets[transport] && port <= UINT16_MAX; port++)
            free((uint16_t *)sets[transport][port].rows);
        free(sets[transport]);
        sets[transport] = NULL;
    }
}

/* Puts a row before the shipped ones of a port, behind the user's earlier ones. */
static bool
add_to_set(registry_port *set, registry_port shipped, uint16_t index)
{
    const size_t mine = set->count > 0 ? set->count - shipped.count : 0;
    uint16_t *rows = malloc((mine + 1 + shipped.count) * sizeof *rows);

    if (!rows)
        return false;
    if (mine > 0)
        memcpy(rows, set->rows, mine * sizeof *rows);
    rows[mine] = index;
    if (shipped.count > 0)
        memcpy(rows + mine + 1, shipped.rows, shipped.count * sizeof *rows);
    free((uint16_t *)set->rows);
    set->rows = rows;
    set->count = mine + 1 + shipped.count;
    return true;
}

static bool
add_user_row(registry_port **sets, const registry_row *row, uint16_t index)
{
    for (unsigned transport = 0; transport < REGISTRY_TRANSPORTS; transport++) {
        if (row->transports != 0 && !(row->transports & 1U << transport))
            continue;
        if (!sets[transport])
            sets[transport] = calloc(UINT16_MAX + 1, sizeof **sets);
        if (!sets[transport])
            return false;
        for (unsigned port = row->first; port <= row->last; port++) {
            if (!add_to_set(&sets[transport][port],
                            shipped_set((registry_transport)transport, (uint16_t)port), index))
                return false;
        }
    }
    return true;
}

bool
registry_set_user_rows(const registry_row *rows, size_t count)
{
    registry_port *sets[REGISTRY_TRANSPORTS] = {NULL};

    if (count > REGISTRY_USER_ROWS_MAX || registry_row_count + count > UINT16_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!add_user_row(sets, &rows[i], (uint16_t)(registry_row_count + i))) {
            free_sets(sets);
            return false;
        }
    }
    free_sets(former_sets);
    memcpy(former_sets, user_sets, sizeof former_sets);
    memcpy(user_sets, sets, sizeof user_sets);
    user_rows = rows;
    user_row_count = count;
    return true;
}

registry_service
registry_service_by_id(const char *id)
{
    for (unsigned i = 1; i < REGISTRY_SERVICE_COUNT; i++) {
        if (strcmp(registry_services[i].id, id) == 0)
            return (registry_service)i;
    }
    return REGISTRY_SERVICE_NONE;
}

const registry_source *
registry_source_of(const char *source)
{
    const size_t length = strcspn(source, ":");

    for (size_t i = 0; i < registry_source_count; i++) {
        const char *id = registry_sources[i].id;

        if (strlen(id) == length && strncmp(source, id, length) == 0)
            return &registry_sources[i];
    }
    return NULL;
}

registry_family
registry_family_by_id(const char *id)
{
    for (unsigned i = 1; i < REGISTRY_FAMILY_COUNT; i++) {
        if (strcmp(registry_families[i].id, id) == 0)
            return (registry_family)i;
    }
    return REGISTRY_FAMILY_NONE;
}

int
registry_service_value(registry_service service, const char *name)
{
    const size_t length = strlen(name);
    const char *at = registry_services[service].values;

    while (*at) {
        const size_t word = strcspn(at, "=");

        if (word == length && memcmp(at, name, length) == 0)
            return (int)strtol(at + word + 1, NULL, 10);
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    return REGISTRY_NO_VALUE;
}

const char *
registry_status_name(registry_status status)
{
    static const char *const names[] = {"Official", "Unofficial", "Unassigned", "Reserved"};

    return names[status];
}

const char *
registry_era_name(registry_era era)
{
    static const char *const names[] = {"unknown", "legacy", "current"};

    return names[era];
}

const char *
registry_transport_name(registry_transport transport)
{
    static const char *const names[REGISTRY_TRANSPORTS] = {"tcp", "udp", "sctp", "dccp"};

    return names[transport];
}

bool
registry_row_is_over(const registry_row *row, const char *transport)
{
    for (unsigned i = 0; i < REGISTRY_TRANSPORTS; i++) {
        if (strcmp(registry_transport_name((registry_transport)i), transport) == 0)
            return row->transports == 0 || row->transports & 1U << i;
    }
    return false;
}

registry_service
registry_service_among(const registry_port *rows, registry_family family)
{
    for (size_t i = 0; i < rows->count; i++) {
        const registry_service service = (registry_service)registry_row_at(rows->rows[i])->service;

        if (service != REGISTRY_SERVICE_NONE && registry_services[service].family == family)
            return service;
    }
    return REGISTRY_SERVICE_NONE;
}

registry_service
registry_service_of_family(registry_transport transport, uint16_t port, registry_family family)
{
    const registry_port rows = registry_find(transport, port);

    return registry_service_among(&rows, family);
}

registry_service
registry_service_of_ports(registry_transport transport, uint16_t port, uint16_t other,
                          registry_family family)
{
    const uint16_t low = port < other ? port : other;
    const uint16_t high = port < other ? other : port;
    const registry_service service = registry_service_of_family(transport, low, family);

    return service != REGISTRY_SERVICE_NONE ? service
                                            : registry_service_of_family(transport, high, family);
}
