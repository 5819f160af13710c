/* evidence.c
 * The lattice that joins what was seen of a conversation into one verdict
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "evidence.h"

static bool
join_equal(lp_verdict *verdict, const lp_reason *reason, bool general)
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
join(lp_verdict *verdict, lp_family family, const lp_port_row *row, lp_evidence evidence,
     const lp_reason *reason, bool general)
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
lp_verdict_join(lp_verdict *verdict, lp_family family, const lp_port_row *row,
                lp_evidence evidence, const lp_reason *reason)
{
    return join(verdict, family, row, evidence, reason, false);
}

bool
lp_verdict_join_general(lp_verdict *verdict, lp_family family, const lp_port_row *row,
                        lp_evidence evidence, const lp_reason *reason)
{
    return join(verdict, family, row, evidence, reason, true);
}

bool
lp_verdict_contradict(lp_verdict *verdict, const char *payload, const lp_reason *reason)
{
    if (verdict->contradicted || verdict->evidence == LP_EVIDENCE_PROOF)
        return false;

    *verdict = (lp_verdict){
        .evidence = LP_EVIDENCE_PORT,
        .contradicted = true,
        .payload = payload,
        .reason = reason,
        .count = 1,
    };
    return true;
}
