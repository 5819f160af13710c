/* side.c
 * Which side of a conversation is the service
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict/side.h"

/* Unassigned and Reserved rows name no service, so they do not make a side. */
static bool
names_a_service(registry_transport transport, uint16_t port)
{
    const registry_port set = registry_find(transport, port);

    for (size_t i = 0; i < set.count; i++) {
        const registry_row *row = registry_row_at(set.rows[i]);

        if (row->status == REGISTRY_STATUS_OFFICIAL || row->status == REGISTRY_STATUS_UNOFFICIAL)
            return true;
    }
    return false;
}

static int
side_of_family(registry_transport transport, const uint16_t port[2], registry_family family)
{
    if (family == REGISTRY_FAMILY_NONE)
        return VERDICT_SIDE_NONE;

    const bool first =
        registry_service_of_family(transport, port[0], family) != REGISTRY_SERVICE_NONE;
    const bool second =
        registry_service_of_family(transport, port[1], family) != REGISTRY_SERVICE_NONE;

    if (first == second)
        return VERDICT_SIDE_NONE;
    return first ? 0 : 1;
}

verdict_side
verdict_choose_side(registry_transport transport, const uint16_t port[2], int syn_receiver,
                    registry_family family)
{
    if (syn_receiver != VERDICT_SIDE_NONE)
        return (verdict_side){syn_receiver, true};

    const int proven = side_of_family(transport, port, family);
    if (proven != VERDICT_SIDE_NONE)
        return (verdict_side){proven, false};

    const bool first = names_a_service(transport, port[0]);
    const bool second = names_a_service(transport, port[1]);
    const int lower = port[1] < port[0] ? 1 : 0;

    if (first && second)
        return (verdict_side){lower, false};
    if (first || second)
        return (verdict_side){first ? 0 : 1, false};
    return (verdict_side){family == REGISTRY_FAMILY_NONE ? VERDICT_SIDE_NONE : lower, false};
}
