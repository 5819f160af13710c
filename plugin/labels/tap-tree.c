/* tap-tree.c
 * Labelled conversations by service and evidence: tshark -q -z legacyport,tree
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A conversation is counted under what its label says now, and moves when the
 * label changes, so that the last count is the final one.
 */
#include "compat.h"

#include "tap-rows.h"

void register_tap_listener_legacyport_tree(void);

static const char root_name[] = "Labelled conversations";

static const char contradicted_name[] = "Contradicted";

/* Where a conversation is counted; both names outlive the tree. */
typedef struct {
    const char *service;
    const char *evidence;
} place;

/* stats_tree -> (label_conversation -> place): a tree has no room of its own for it. */
static GHashTable *trees;

static void
init_tree(stats_tree *st)
{
    if (!trees)
        trees = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_destroy);
    g_hash_table_insert(trees, st, g_hash_table_new_full(NULL, NULL, NULL, g_free));
    stats_tree_create_node(st, root_name, 0, STAT_DT_INT, TRUE);
}

static void
cleanup_tree(stats_tree *st)
{
    g_hash_table_remove(trees, st);
}

static const char *
service_name(const label_conversation *conv)
{
    const lp_label *label = &conv->label;

    if (label->service != LP_SERVICE_NONE)
        return lp_services[label->service].label;
    return label->row ? label->row->description : conv->text;
}

static const char *
evidence_name(const label_conversation *conv)
{
    static const char *const names[] = {
        [LP_EVIDENCE_NONE] = "Port number",
        [LP_EVIDENCE_PORT] = "Port number",
        [LP_EVIDENCE_SHAPE] = "Payload shape",
        [LP_EVIDENCE_PROOF] = "Proof",
    };

    return conv->label.contradicted ? contradicted_name : names[conv->verdict.evidence];
}

static void
count(stats_tree *st, const place *at, int by)
{
    static const char *const evidence[] = {"Port number", "Payload shape", "Proof",
                                           contradicted_name};

    const int root = increase_stat_node(st, root_name, 0, TRUE, by);
    const int service = increase_stat_node(st, at->service, root, TRUE, by);

    for (size_t i = 0; i < array_length(evidence); i++)
        increase_stat_node(st, evidence[i], service, FALSE,
                           strcmp(evidence[i], at->evidence) == 0 ? by : 0);
}

static tap_packet_status
tree_packet(stats_tree *st, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *data,
            tap_flags_t flags _U_)
{
    const label_conversation *conv = ((const label_tap_info *)data)->conversation;
    GHashTable *places = (GHashTable *)g_hash_table_lookup(trees, st);
    place *at = (place *)g_hash_table_lookup(places, conv);
    const place now = conv->text ? (place){service_name(conv), evidence_name(conv)}
                                 : (place){NULL, NULL};

    if (!at) {
        at = g_new0(place, 1);
        g_hash_table_insert(places, (gpointer)conv, at);
    }
    if (at->service == now.service && at->evidence == now.evidence)
        return TAP_PACKET_DONT_REDRAW;
    if (at->service)
        count(st, at, -1);
    if (now.service)
        count(st, &now, 1);
    *at = now;
    return TAP_PACKET_REDRAW;
}

void
register_tap_listener_legacyport_tree(void)
{
    stats_tree_register_plugin("legacyport", "legacyport",
                               "Legacy Ports" LP_MENU_SEPARATOR "Services and Evidence", 0,
                               tree_packet, init_tree, cleanup_tree);
}
