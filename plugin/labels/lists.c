/* lists.c
 * Names of other numbers than ports
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lists.h"

const lp_named *
lp_list_find(lp_list list, uint32_t value)
{
    const lp_list_info *info = &lp_lists[list];

    for (size_t i = 0; i < info->count; i++) {
        if (value >= info->rows[i].first && value <= info->rows[i].last)
            return &info->rows[i];
    }
    return NULL;
}
