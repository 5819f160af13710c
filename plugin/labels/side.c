/* side.c
 * Which side of a conversation is the service
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "side.h"

/* Unassigned and Reserved rows name no service, so they do not make a side. */
static bool
names_a_service(lp_transport transport, uint16_t port)
{
    const lp_port_set set = lp_ports_find(transport, port);

    for (size_t i = 0; i < set.count; i++) {
        const lp_port_row *row = lp_port_row_at(set.rows[i]);

        if (row->status == LP_STATUS_OFFICIAL || row->status == LP_STATUS_UNOFFICIAL)
            return true;
    }
    return false;
}

static int
side_of_family(lp_transport transport, const uint16_t port[2], lp_family family)
{
    if (family == LP_FAMILY_NONE)
        return LP_SIDE_NONE;

    const bool first = lp_service_of_family(transport, port[0], family) != LP_SERVICE_NONE;
    const bool second = lp_service_of_family(transport, port[1], family) != LP_SERVICE_NONE;

    if (first == second)
        return LP_SIDE_NONE;
    return first ? 0 : 1;
}

lp_side
lp_side_choose(lp_transport transport, const uint16_t port[2], int syn_receiver, lp_family family)
{
    if (syn_receiver != LP_SIDE_NONE)
        return (lp_side){syn_receiver, true};

    const int proven = side_of_family(transport, port, family);
    if (proven != LP_SIDE_NONE)
        return (lp_side){proven, false};

    const bool first = names_a_service(transport, port[0]);
    const bool second = names_a_service(transport, port[1]);
    const int lower = port[1] < port[0] ? 1 : 0;

    if (first && second)
        return (lp_side){lower, false};
    if (first || second)
        return (lp_side){first ? 0 : 1, false};
    return (lp_side){family == LP_FAMILY_NONE ? LP_SIDE_NONE : lower, false};
}
