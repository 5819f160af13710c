/* lists.h
 * Names of other numbers than ports: Ethernet types, SAPs, IP protocols, ...
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rows come from tables/names.tsv and its siblings with the same columns;
 * tables/tablegen.c checks them. The same names are value_strings in the
 * generated lp_names.h, for fields; here they stand with their sources. No
 * Wireshark header is needed.
 */
#ifndef LEGACYPORTS_LISTS_H
#define LEGACYPORTS_LISTS_H

#include <stddef.h>
#include <stdint.h>

#include "lp_services.h" /* generated: enum lp_list */

/** A number, or a range of them, and its name. */
typedef struct {
    uint32_t first;
    uint32_t last; /**< inclusive; first, if it is one number */
    const char *name;
    const char *source; /**< "seed003:line 85", an id of SOURCES.md and the place in it */
} lp_named;

typedef struct {
    const char *id; /**< "ethertype", the first column of its table */
    const lp_named *rows;
    size_t count;
} lp_list_info;

extern const lp_list_info lp_lists[]; /**< indexed by lp_list, LP_LIST_COUNT of them */

/**
 * Finds the name of a number; at most one row of a list holds it.
 *
 * @param value  host byte order; of LP_LIST_ICMP_CODE, the type times 256 plus the code
 * @return the row, NULL if the list does not name the number
 */
const lp_named *lp_list_find(lp_list list, uint32_t value);

#endif
