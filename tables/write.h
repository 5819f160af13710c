/* write.h
 * Writes the tables as C
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_WRITE_H
#define LEGACYPORTS_WRITE_H

#include <stdio.h>

#include "model.h"

/** Writes registry-services.h, registry-tables.[ch] and registry-names.[ch] into a folder. */
void write_tables(const model *tables, const char *folder);

/** Writes the constants of the lists of names, in the order of write_lists(). */
void write_list_constants(FILE *file, const model *tables);

/** Writes the lists of names with their sources, for registry/lists.h. */
void write_lists(FILE *file, const model *tables);

/** Writes registry-names.[ch]: the lists that fields of dissectors show, as value_strings. */
void write_names(const model *tables, const char *folder);

#endif
