/* watch.c
 * Which ports are worth a look at the conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "watch.h"

#include <string.h>

/* A bit per transport. */
static uint8_t watched[UINT16_MAX + 1];

void
lp_watch(lp_transport transport, uint16_t port)
{
    watched[port] |= (uint8_t)(1U << transport);
}

static void
watch_row(const lp_port_row *row)
{
    for (unsigned port = row->first; port <= row->last; port++) {
        for (unsigned transport = 0; transport < LP_TRANSPORTS; transport++) {
            if (row->transports == 0 || row->transports & 1U << transport)
                lp_watch((lp_transport)transport, (uint16_t)port);
        }
    }
}

void
lp_watch_reset(lp_policy policy)
{
    memset(watched, 0, sizeof watched);
    for (size_t i = 0; i < lp_port_row_total(); i++) {
        const lp_port_row *row = lp_port_row_at((uint16_t)i);

        if (lp_row_wanted(row, policy) != LP_WANT_NO)
            watch_row(row);
    }
}

bool
lp_is_watched(lp_transport transport, uint16_t port, uint16_t other)
{
    return (watched[port] | watched[other]) & 1U << transport;
}
