/* ports.c
 * What the tables say of a port
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ports.h"

#include "lp_tables.h"

lp_port_set
lp_ports_find(lp_transport transport, uint16_t port)
{
    const uint16_t *members = &lp_set_members[lp_set_index[transport][port]];

    return (lp_port_set){members + 1, members[0]};
}

const lp_port_row *
lp_port_row_at(uint16_t index)
{
    return &lp_port_rows[index];
}

const char *
lp_status_name(lp_status status)
{
    static const char *const names[] = {"Official", "Unofficial", "Unassigned", "Reserved"};

    return names[status];
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
