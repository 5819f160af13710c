/* tap-tree.c
 * Labelled conversations by service and evidence: tshark -q -z legacyport,tree
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A conversation is counted under what its label says now, and moves when the
 * label changes, so that the last count is the final one.
 */
#include "compat.h"

#include "report/tap-rows.h"

void register_tap_listener_legacyport_tree(void);

static const char root_name[] = "Labelled conversations";

/* Where a conversation is counted; both names outlive the tree. */
typedef struct {
    const char *service;
    const char *evidence;
    label_kind kind;
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

/* What a label may rest on, however many do: a count of 0 says something too.
 * Of a number that is no port there is never more than the number. */
static void
count(stats_tree *st, const place *at, int by)
{
    static const char *const of_ports[] = {"Port number", "Payload shape", "Proof", "Contradicted"};

    const int root = increase_stat_node(st, root_name, 0, TRUE, by);
    const int service = increase_stat_node(st, at->service, root, TRUE, by);

    if (at->kind != LABEL_KIND_PORT) {
        increase_stat_node(st, at->evidence, service, FALSE, by);
        return;
    }
    for (size_t i = 0; i < array_length(of_ports); i++)
        increase_stat_node(st, of_ports[i], service, FALSE,
                           strcmp(of_ports[i], at->evidence) == 0 ? by : 0);
}

static tap_packet_status
tree_packet(stats_tree *st, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *data,
            tap_flags_t flags _U_)
{
    const label_conversation *conv = ((const label_tap_info *)data)->conversation;
    GHashTable *places = (GHashTable *)g_hash_table_lookup(trees, st);
    place *at = (place *)g_hash_table_lookup(places, conv);
    const place now = conv->text
                          ? (place){report_service_name(conv), label_verdict_text(conv), conv->kind}
                          : (place){NULL, NULL, conv->kind};

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
                               "Legacy Ports" COMPAT_MENU_SEPARATOR "Services and Evidence", 0,
                               tree_packet, init_tree, cleanup_tree);
}
