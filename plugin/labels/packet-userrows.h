/* packet-userrows.h
 * The user's own rows: a table in the preferences and a file of the profile
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_LABELS_PACKET_USERROWS_H
#define LEGACYPORTS_LABELS_PACKET_USERROWS_H

#include <epan/prefs.h>

/** Registers the table of ports.tsv's columns in a module's preferences. */
void label_userrows_register_preferences(module_t *module);

/**
 * Reads legacyports.tsv of the profile, or of the personal configuration
 * folder if the profile has none. A bad line is reported with its number and
 * the reason; the others count.
 */
void label_userrows_read_file(void);

#endif
