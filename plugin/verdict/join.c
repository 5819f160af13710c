/* join.c
 * The lattice that joins what was seen of a conversation into one verdict
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict/join.h"

static bool
join_equal(verdict_state *verdict, const verdict_why *reason, bool general)
{
    if (reason == verdict->reason) {
        verdict->count++;
        return false;
    }
    if (general || !verdict->general)
        return false;
    verdict->reason = reason;
    verdict->general = false;
    verdict->count = 1;
    return true;
}

static bool
join(verdict_state *verdict, registry_family family, const registry_row *row,
     verdict_evidence evidence, const verdict_why *reason, bool general)
{
    if (verdict->contradicted || evidence < verdict->evidence)
        return false;
    if (evidence == verdict->evidence)
        return family == verdict->family && row == verdict->row &&
               join_equal(verdict, reason, general);

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
