/* ports.c
 * What the tables say of a port
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ports.h"

#include <stdlib.h>
#include <string.h>

#include "lp_tables.h"

/* The sets of ports that the user has rows for, the user's first; NULL while
 * there are none of a transport. */
static lp_port_set *user_sets[LP_TRANSPORTS];
static const lp_port_row *user_rows;
static size_t user_row_count;

static lp_port_set
shipped_set(lp_transport transport, uint16_t port)
{
    const uint16_t *members = &lp_set_members[lp_set_index[transport][port]];

    return (lp_port_set){members + 1, members[0]};
}

lp_port_set
lp_ports_find(lp_transport transport, uint16_t port)
{
    if (user_sets[transport] && user_sets[transport][port].count > 0)
        return user_sets[transport][port];
    return shipped_set(transport, port);
}

const lp_port_row *
lp_port_row_at(uint16_t index)
{
    if (index < lp_port_row_count)
        return &lp_port_rows[index];
    return &user_rows[index - lp_port_row_count];
}

size_t
lp_port_row_total(void)
{
    return lp_port_row_count + user_row_count;
}

static void
free_sets(lp_port_set **sets)
{
    for (unsigned transport = 0; transport < LP_TRANSPORTS; transport++) {
        for (unsigned port = 0; sets[transport] && port <= UINT16_MAX; port++)
            free((uint16_t *)sets[transport][port].rows);
        free(sets[transport]);
        sets[transport] = NULL;
    }
}

/* Puts a row before the shipped ones of a port, behind the user's earlier ones. */
static bool
add_to_set(lp_port_set *set, lp_port_set shipped, uint16_t index)
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
add_user_row(lp_port_set **sets, const lp_port_row *row, uint16_t index)
{
    for (unsigned transport = 0; transport < LP_TRANSPORTS; transport++) {
        if (row->transports != 0 && !(row->transports & 1U << transport))
            continue;
        if (!sets[transport])
            sets[transport] = calloc(UINT16_MAX + 1, sizeof **sets);
        if (!sets[transport])
            return false;
        for (unsigned port = row->first; port <= row->last; port++) {
            if (!add_to_set(&sets[transport][port],
                            shipped_set((lp_transport)transport, (uint16_t)port), index))
                return false;
        }
    }
    return true;
}

bool
lp_ports_set_user_rows(const lp_port_row *rows, size_t count)
{
    lp_port_set *sets[LP_TRANSPORTS] = {NULL};

    if (count > LP_USER_ROWS_MAX || lp_port_row_count + count > UINT16_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!add_user_row(sets, &rows[i], (uint16_t)(lp_port_row_count + i))) {
            free_sets(sets);
            return false;
        }
    }
    free_sets(user_sets);
    memcpy(user_sets, sets, sizeof sets);
    user_rows = rows;
    user_row_count = count;
    return true;
}

lp_service
lp_service_by_id(const char *id)
{
    for (unsigned i = 1; i < LP_SERVICE_COUNT; i++) {
        if (strcmp(lp_services[i].id, id) == 0)
            return (lp_service)i;
    }
    return LP_SERVICE_NONE;
}

const char *
lp_status_name(lp_status status)
{
    static const char *const names[] = {"Official", "Unofficial", "Unassigned", "Reserved"};

    return names[status];
}

const char *
lp_era_name(lp_era era)
{
    static const char *const names[] = {"unknown", "legacy", "current"};

    return names[era];
}

const char *
lp_transport_name(lp_transport transport)
{
    static const char *const names[LP_TRANSPORTS] = {"tcp", "udp", "sctp", "dccp"};

    return names[transport];
}

lp_service
lp_service_of_family(lp_transport transport, uint16_t port, lp_family family)
{
    const lp_port_set set = lp_ports_find(transport, port);

    for (size_t i = 0; i < set.count; i++) {
        const lp_service service = (lp_service)lp_port_row_at(set.rows[i])->service;

        if (service != LP_SERVICE_NONE && lp_services[service].family == family)
            return service;
    }
    return LP_SERVICE_NONE;
}

lp_service
lp_service_of_ports(lp_transport transport, uint16_t port, uint16_t other, lp_family family)
{
    const uint16_t low = port < other ? port : other;
    const uint16_t high = port < other ? other : port;
    const lp_service service = lp_service_of_family(transport, low, family);

    return service != LP_SERVICE_NONE ? service : lp_service_of_family(transport, high, family);
}
