/* packet-anyport.h
 * Heuristics that look at every port, asked only where they have something to find
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_LABELS_PACKET_ANYPORT_H
#define LEGACYPORTS_LABELS_PACKET_ANYPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "verdict/side.h"

/** The lists that our heuristics stand in, for heur_dissector_add(), instead of "tcp" and "udp". */
#define ANYPORT_TCP "legacyport.tcp"
#define ANYPORT_UDP "legacyport.udp"

/** Whether a segment or datagram may be ours, by its bytes alone; at least one of them. */
typedef bool (*label_anyport_test)(const uint8_t *bytes, size_t length);

/**
 * Adds a reason to ask the heuristics of a list about payload on a port that no
 * label is for. It is called for whatever nobody else dissects, so it has to be
 * quick to refuse; what it lets through, a heuristic judges.
 *
 * @param transport  REGISTRY_TCP or REGISTRY_UDP
 */
void label_anyport_add_test(registry_transport transport, label_anyport_test test);

#endif
