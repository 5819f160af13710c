/* side.c
 * Which side of a conversation is the service
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict/side.h"

/* Unassigned and Reserved rows name no service, so they do not make a side. */
static bool
name_a_service(const registry_port *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const registry_row *row = registry_row_at(rows->rows[i]);

        if (row->status == REGISTRY_STATUS_OFFICIAL || row->status == REGISTRY_STATUS_UNOFFICIAL)
            return true;
    }
    return false;
}

verdict_side
verdict_choose_side(const registry_port rows[2], const uint16_t port[2], int syn_receiver,
                    registry_family family)
{
    const int8_t lower = port[1] < port[0] ? 1 : 0;

    if (syn_receiver != VERDICT_SIDE_NONE)
        return (verdict_side){(int8_t)syn_receiver, true};
    if (family != REGISTRY_FAMILY_NONE) {
        const bool first = registry_service_among(&rows[0], family) != REGISTRY_SERVICE_NONE;
        const bool second = registry_service_among(&rows[1], family) != REGISTRY_SERVICE_NONE;

        if (first != second)
            return (verdict_side){first ? 0 : 1, false};
    }

    const bool first = name_a_service(&rows[0]);
    const bool second = name_a_service(&rows[1]);

    if (first != second)
        return (verdict_side){first ? 0 : 1, false};
    return (verdict_side){first || family != REGISTRY_FAMILY_NONE ? lower : VERDICT_SIDE_NONE,
                          false};
}
