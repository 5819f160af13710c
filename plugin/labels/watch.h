/* watch.h
 * Which ports are worth a look at the conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A bit for each port and transport, since every packet asks. No Wireshark
 * header is needed.
 */
#ifndef LEGACYPORTS_WATCH_H
#define LEGACYPORTS_WATCH_H

#include "label.h"

/** Forgets all ports, and watches those whose rows a policy may give a label. */
void lp_watch_reset(lp_policy policy);

/** Watches a port of a conversation that showed what it is. */
void lp_watch(lp_transport transport, uint16_t port);

/** @return whether either port is watched */
bool lp_is_watched(lp_transport transport, uint16_t port, uint16_t other);

#endif
