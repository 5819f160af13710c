/* lists.c
 * Names of other numbers than ports
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "registry/lists.h"

const registry_named *
registry_list_find(registry_list list, uint32_t value)
{
    const registry_list_info *info = &registry_lists[list];

    for (size_t i = 0; i < info->count; i++) {
        if (value >= info->rows[i].first && value <= info->rows[i].last)
            return &info->rows[i];
    }
    return NULL;
}
