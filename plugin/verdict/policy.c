/* policy.c
 * Which ports have a label, and so which packets are worth a look
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict/policy.h"

#include <string.h>

verdict_want
verdict_row_wanted(const registry_row *row, verdict_policy policy)
{
    if (row->user || registry_services[row->service].focus || policy == VERDICT_POLICY_EVERY)
        return VERDICT_WANT_ALWAYS;
    if (row->era != REGISTRY_ERA_LEGACY && row->status != REGISTRY_STATUS_UNOFFICIAL)
        return VERDICT_WANT_NO;
    if (policy == VERDICT_POLICY_LEGACY)
        return VERDICT_WANT_ALWAYS;
    return policy == VERDICT_POLICY_UNDISSECTED ? VERDICT_WANT_UNDISSECTED : VERDICT_WANT_NO;
}

verdict_want
verdict_rows_wanted(const registry_port *rows, verdict_policy policy)
{
    verdict_want want = VERDICT_WANT_NO;

    for (size_t i = 0; i < rows->count; i++) {
        const verdict_want row = verdict_row_wanted(registry_row_at(rows->rows[i]), policy);

        if (row > want)
            want = row;
    }
    return want;
}

void
verdict_watch_policy(verdict_watched *watched, verdict_policy policy)
{
    const uint8_t all = (1U << REGISTRY_TRANSPORTS) - 1;

    memset(watched, 0, sizeof *watched);
    for (size_t i = 0; i < registry_row_total(); i++) {
        const registry_row *row = registry_row_at((uint16_t)i);

        if (verdict_row_wanted(row, policy) == VERDICT_WANT_NO)
            continue;
        for (unsigned port = row->first; port <= row->last; port++)
            watched->transports[port] |= row->transports == 0 ? all : row->transports;
    }
}
