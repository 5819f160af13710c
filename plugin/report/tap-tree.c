/* tap-tree.c
 * How many conversations have each label, and on what evidence: tshark -q -z
 * legacyport,tree[,FILTER]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * This is none of Wireshark's trees of statistics: those print rates and bursts,
 * which say nothing of conversations, and no flag leaves them out.
 */
#include "compat.h"

#include <stdio.h>

#include "report/forms.h"

/* A name, how many conversations it has, and what they are counted under below it. */
typedef struct {
    const char *name;
    unsigned count;
    GHashTable *below;
} node;

static void
free_node(void *data)
{
    node *at = (node *)data;

    g_hash_table_destroy(at->below);
    g_free(at);
}

static GHashTable *
new_nodes(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_node);
}

static node *
count(GHashTable *nodes, const char *name)
{
    node *at = (node *)g_hash_table_lookup(nodes, name);

    if (!at) {
        at = g_new0(node, 1);
        at->name = name;
        at->below = new_nodes();
        g_hash_table_insert(nodes, (void *)name, at);
    }
    at->count++;
    return at;
}

/* The most frequent first. */
static int
compare_nodes(const void *left, const void *right)
{
    const node *a = (const node *)left;
    const node *b = (const node *)right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->name, b->name);
}

static GList *
sorted(GHashTable *nodes)
{
    return g_list_sort(g_hash_table_get_values(nodes), compare_nodes);
}

void
report_print_tree(const GPtrArray *rows, const char *filter)
{
    GHashTable *labels = new_nodes();

    for (unsigned i = 0; i < rows->len; i++) {
        const label_conversation *conv = ((const report_row *)rows->pdata[i])->conv;

        count(count(labels, conv->text)->below, label_verdict_text(conv));
    }
    printf("\nLabelled conversations: %u%s%s\n", rows->len, filter ? ", filter: " : "",
           filter ? filter : "");

    GList *by_label = sorted(labels);
    for (const GList *item = by_label; item; item = item->next) {
        const node *label = (const node *)item->data;
        GList *by_evidence = sorted(label->below);

        printf("  %s: %u\n", label->name, label->count);
        for (const GList *below = by_evidence; below; below = below->next) {
            const node *evidence = (const node *)below->data;

            printf("    %s: %u\n", evidence->name, evidence->count);
        }
        g_list_free(by_evidence);
    }
    g_list_free(by_label);
    g_hash_table_destroy(labels);
}
