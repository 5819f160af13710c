/* packet-numbers.h
 * Labels for EtherTypes, service access points and IP protocols that nobody dissects
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_LABELS_PACKET_NUMBERS_H
#define LEGACYPORTS_LABELS_PACKET_NUMBERS_H

#include <epan/prefs.h>

/** Registers their state, and the preference that turns these labels off. */
void label_numbers_register(module_t *module);

/**
 * Takes the numbers of the tables that no dissector has. Call it at handoff:
 * the plugin's comes after Wireshark's own.
 */
void label_numbers_handoff(int proto);

#endif
