/* lists.h
 * Names of other numbers than ports: Ethernet types, SAPs, IP protocols, ...
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rows come from tables/names.tsv and its siblings with the same columns;
 * tables/tablegen.c checks them. The lists of names.tsv are also value_strings,
 * in the generated registry-names.h, for fields of dissectors; here all lists
 * stand with their sources. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_REGISTRY_LISTS_H
#define LEGACYPORTS_REGISTRY_LISTS_H

#include <stddef.h>
#include <stdint.h>

#include "registry-services.h" /* generated: enum registry_list */

/** A number, or a range of them, and its name. */
typedef struct {
    uint32_t first;
    uint32_t last; /**< inclusive; first, if it is one number */
    const char *name;
    const char *source; /**< "protocol-notes:line 85", an id of SOURCES.md and the place in it */
} registry_named;

typedef struct {
    const char *id; /**< "ethertype", the first column of its table */
    const registry_named *rows;
    size_t count;
} registry_list_info;

extern const registry_list_info
    registry_lists[]; /**< indexed by registry_list, REGISTRY_LIST_COUNT of them */

/**
 * Finds the name of a number; at most one row of a list holds it.
 *
 * @param value  host byte order; of REGISTRY_LIST_ICMP_CODE, the type times 256 plus the code
 * @return the row, NULL if the list does not name the number
 */
const registry_named *registry_list_find(registry_list list, uint32_t value);

#endif
