/* watch.h
 * Which ports are worth a look at the conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A bit for each port and transport, since every packet asks. No Wireshark
 * header is needed.
 */
#ifndef LEGACYPORTS_VERDICT_WATCH_H
#define LEGACYPORTS_VERDICT_WATCH_H

#include "verdict/label.h"

/** Forgets all ports, and watches those whose rows a policy may give a label. */
void verdict_watch_reset(verdict_policy policy);

/** Watches a port of a conversation that showed what it is. */
void verdict_watch(registry_transport transport, uint16_t port);

/** @return whether either port is watched */
bool verdict_is_watched(registry_transport transport, uint16_t port, uint16_t other);

#endif
