/* watch.c
 * Which ports are worth a look at the conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict/watch.h"

#include <string.h>

/* A bit per transport. */
static uint8_t watched[UINT16_MAX + 1];

void
verdict_watch(registry_transport transport, uint16_t port)
{
    watched[port] |= (uint8_t)(1U << transport);
}

static void
watch_row(const registry_row *row)
{
    for (unsigned port = row->first; port <= row->last; port++) {
        for (unsigned transport = 0; transport < REGISTRY_TRANSPORTS; transport++) {
            if (row->transports == 0 || row->transports & 1U << transport)
                verdict_watch((registry_transport)transport, (uint16_t)port);
        }
    }
}

void
verdict_watch_reset(verdict_policy policy)
{
    memset(watched, 0, sizeof watched);
    for (size_t i = 0; i < registry_row_total(); i++) {
        const registry_row *row = registry_row_at((uint16_t)i);

        if (verdict_row_wanted(row, policy) != VERDICT_WANT_NO)
            watch_row(row);
    }
}

bool
verdict_is_watched(registry_transport transport, uint16_t port, uint16_t other)
{
    return (watched[port] | watched[other]) & 1U << transport;
}
