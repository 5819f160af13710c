/* join.c
 * What was seen of a conversation, joined into one verdict
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict/join.h"

#include <string.h>

static bool
join(verdict_state *verdict, registry_family family, const registry_row *row,
     verdict_evidence evidence, const verdict_why *reason, bool general)
{
    if (verdict->contradicted || evidence < verdict->evidence)
        return false;
    if (evidence == verdict->evidence) {
        if (family != verdict->family || row != verdict->row)
            return false;
        if (reason == verdict->reason) {
            verdict->count++;
            return false;
        }
        if (general || !verdict->general)
            return false;
    }

    verdict->evidence = evidence;
    verdict->family = family;
    verdict->row = row;
    verdict->reason = reason;
    verdict->general = general;
    verdict->count = 1;
    return true;
}

bool
verdict_join(verdict_state *verdict, registry_family family, const registry_row *row,
             verdict_evidence evidence, const verdict_why *reason)
{
    return join(verdict, family, row, evidence, reason, false);
}

bool
verdict_join_general(verdict_state *verdict, registry_family family, const registry_row *row,
                     verdict_evidence evidence, const verdict_why *reason)
{
    return join(verdict, family, row, evidence, reason, true);
}

bool
verdict_contradict(verdict_state *verdict, const char *payload, const verdict_why *reason)
{
    if (verdict->contradicted || verdict->evidence == VERDICT_EVIDENCE_PROOF)
        return false;

    *verdict = (verdict_state){
        .evidence = VERDICT_EVIDENCE_PORT,
        .contradicted = true,
        .payload = payload,
        .reason = reason,
        .count = 1,
    };
    return true;
}

/* Whether a comma-separated list has a name. */
static bool
lists(const char *list, const char *name)
{
    const size_t length = strlen(name);

    while (*list) {
        const size_t item = strcspn(list, ",");

        if (item == length && strncmp(list, name, length) == 0)
            return true;
        list += item;
        list += *list == ',';
    }
    return false;
}

const registry_row *
verdict_row_expecting(const registry_port *rows, const char *protocol)
{
    for (size_t i = 0; i < rows->count; i++) {
        const registry_row *row = registry_row_at(rows->rows[i]);

        if (row->expect && lists(row->expect, protocol))
            return row;
    }
    return NULL;
}

bool
verdict_join_protocol(verdict_state *verdict, const registry_port *rows, const char *filter,
                      const char *name, const verdict_why *reason)
{
    if (rows->count == 0)
        return false;

    const registry_row *row = verdict_row_expecting(rows, filter);
    const bool ours = registry_row_at(rows->rows[0])->service != REGISTRY_SERVICE_NONE;
    bool expected = ours;

    if (row && row->service != REGISTRY_SERVICE_NONE)
        return verdict_join_general(verdict, registry_services[row->service].family, NULL,
                                    VERDICT_EVIDENCE_SHAPE, reason);
    if (row && !ours)
        return verdict_join_general(verdict, REGISTRY_FAMILY_NONE, row, VERDICT_EVIDENCE_SHAPE,
                                    reason);
    for (size_t i = 0; i < rows->count && !expected; i++)
        expected = registry_row_at(rows->rows[i])->expect != NULL;
    return expected && verdict_contradict(verdict, name, reason);
}
