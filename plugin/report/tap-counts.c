/* tap-counts.c
 * How many conversations have each label, and on what evidence, in Wireshark's
 * window: Statistics > Legacy Ports
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A conversation is counted under what its label says now, and moves when the
 * label changes, so that the last count is the final one.
 */
#include "compat.h"

#include "labels/labelled.h"
#include "report/stat-table.h"

void register_tap_listener_legacyport_counts(void);

enum { FIELD_LABEL, FIELD_EVIDENCE, FIELD_CONVERSATIONS, FIELDS };

static stat_tap_table_item fields[FIELDS] = {
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Label", "%-48s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Evidence", "%-13s"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Conversations", "%13u"},
};

/* A label with an evidence; the key of a row of the table. */
typedef struct {
    char *label;
    const char *evidence;
    unsigned conversations;
} tally;

/* Wireshark keeps one table for all who look at it. */
static struct {
    GHashTable *tallies; /* a set of tally */
    GHashTable *counted; /* label_conversation -> the tally that it is counted in */
} counts;

static unsigned
hash_tally(const void *key)
{
    const tally *of = (const tally *)key;

    return g_str_hash(of->label) ^ g_str_hash(of->evidence);
}

static int
same_tally(const void *left, const void *right)
{
    const tally *a = (const tally *)left;
    const tally *b = (const tally *)right;

    return strcmp(a->label, b->label) == 0 && strcmp(a->evidence, b->evidence) == 0;
}

static void
free_tally(void *data)
{
    g_free(((tally *)data)->label);
    g_free(data);
}

static void
forget(void)
{
    g_hash_table_remove_all(counts.counted);
    g_hash_table_remove_all(counts.tallies);
}

static void
leave(report_table *statistic, tally *old)
{
    if (--old->conversations > 0) {
        report_table_find(statistic, old)[FIELD_CONVERSATIONS].value.uint_value--;
        return;
    }
    report_table_withdraw(statistic, old);
    g_hash_table_remove(counts.tallies, old);
}

static tally *
join(report_table *statistic, const tally *wanted)
{
    tally *found = (tally *)g_hash_table_lookup(counts.tallies, wanted);

    if (!found) {
        found = g_new0(tally, 1);
        found->label = g_strdup(wanted->label);
        found->evidence = wanted->evidence;
        g_hash_table_add(counts.tallies, found);
    }
    found->conversations++;

    stat_tap_table_item_type *cells = report_table_row(statistic, found);

    report_table_set(&cells[FIELD_LABEL], found->label);
    report_table_set(&cells[FIELD_EVIDENCE], found->evidence);
    cells[FIELD_CONVERSATIONS].value.uint_value = found->conversations;
    return found;
}

static tap_packet_status
count_packet(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *tap_data,
             tap_flags_t flags _U_)
{
    report_table *statistic = report_table_of(data);
    const label_conversation *conv = ((const label_tap_info *)tap_data)->conversation;
    const tally now = {(char *)conv->text, label_verdict_text(conv), 0};
    tally *old = (tally *)g_hash_table_lookup(counts.counted, conv);

    if (now.label ? old && same_tally(old, &now) : !old)
        return TAP_PACKET_DONT_REDRAW;
    if (old)
        leave(statistic, old);
    g_hash_table_insert(counts.counted, (void *)conv, now.label ? join(statistic, &now) : NULL);
    return TAP_PACKET_REDRAW;
}

void
register_tap_listener_legacyport_counts(void)
{
    static report_table statistic = {
        .ui = {.title = "Legacy Ports/Labels and Evidence",
               .tap_name = "legacyport",
               .cli_string = "legacyport,counts",
               .packet_func = count_packet,
               .nfields = FIELDS,
               .fields = fields},
        .heading = "Labels and evidence",
        .remark = "No conversation has a label",
        .remark_column = FIELD_LABEL,
        .forget = forget,
    };

    counts.tallies = g_hash_table_new_full(hash_tally, same_tally, free_tally, NULL);
    counts.counted = g_hash_table_new(NULL, NULL);
    report_table_register(&statistic);
}
