/* tap-ibmlmt.c
 * Which agent reported to which server, and how safely: -z ibmlmt,agents
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A row per server (address and port) and agent (address). It counts the
 * conversations that the label layer gives to IBM License Metric Tool; one
 * that turns out to be something else leaves its row again.
 */
#include "compat.h"

#include <time.h>

#include <epan/to_str.h>

#include "labels/labelled.h"
#include "report/stat-table.h"
#include "ibmlmt/packet-ibmlmt-conversation.h"

void register_tap_listener_ibmlmt_agents(void);

enum {
    FIELD_SERVER,
    FIELD_AGENT,
    FIELD_FIRST,
    FIELD_LAST,
    FIELD_CONTACTS,
    FIELD_TO_SERVER,
    FIELD_TO_AGENT,
    FIELD_LEVEL,
    FIELD_LEVEL_SEEN,
    FIELD_TLS,
    FIELD_CLEAR,
    FIELDS
};

static stat_tap_table_item fields[FIELDS] = {
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Server                  ", "%-24s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Agent           ", "%-16s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "First Contact (UTC) ", "%-20s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Last Contact (UTC)  ", "%-20s"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Contacts", "%8u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "To Server", "%9u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "To Agent ", "%9u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Level by Port", "%-13s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Level Seen       ", "%-17s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "TLS             ", "%-16s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Clear Text", "%-10s"},
};

/* TLS versions by their minor number. */
#define VERSIONS 16

/** What a contact says of how safe it is. */
typedef struct {
    int level_seen;   /**< 0..2, or IBMLMT_LEVEL_UNKNOWN */
    uint16_t version; /**< of TLS, 0 while unknown */
    bool tls;
    bool clear_text;
} safety;

/** The packets of one conversation that passed the filter, whatever it is so far. */
typedef struct {
    struct agent_row *row; /**< where it is counted, NULL while it is not LMT's */
    unsigned server;       /**< the server's side, as when it joined that row */
    uint64_t bytes[2];     /**< from each side, as label_conversation.port */
    nstime_t first, last;
    GSequenceIter *by_first, *by_last; /**< its places in that row */
    safety safety;                     /**< as it is counted */
} contact;

/** What all contacts of a row say together. */
typedef struct {
    unsigned contacts;
    uint64_t bytes[2];
    unsigned levels_seen[3];     /**< contacts of each level */
    unsigned hidden;             /**< contacts by TLS whose level is not known */
    unsigned versions[VERSIONS]; /**< contacts of each version of TLS */
    unsigned clear_text;         /**< contacts in it */
} total;

typedef struct agent_row {
    char *server, *agent;
    int level;                     /**< by port */
    GSequence *by_first, *by_last; /**< its contacts, sorted by these times */
    total total;
} agent_row;

/* Wireshark keeps one table for all who look at it: "server agent" -> agent_row. */
static GHashTable *rows;

/* label_conversation -> contact. */
static GHashTable *contacts;

static void
free_row(void *data)
{
    agent_row *row = (agent_row *)data;

    g_sequence_free(row->by_first);
    g_sequence_free(row->by_last);
    g_free(row->server);
    g_free(row->agent);
    g_free(row);
}

static void
forget(void)
{
    g_hash_table_remove_all(rows);
    g_hash_table_remove_all(contacts);
}

static agent_row *
new_row(char *key, char *server, char *agent)
{
    agent_row *row = g_new0(agent_row, 1);

    row->server = server;
    row->agent = agent;
    row->by_first = g_sequence_new(NULL);
    row->by_last = g_sequence_new(NULL);
    g_hash_table_insert(rows, key, row);
    return row;
}

static agent_row *
row_of_packet(const packet_info *pinfo, bool to_server)
{
    char *server = to_server ? report_endpoint(NULL, &pinfo->dst, pinfo->destport)
                             : report_endpoint(NULL, &pinfo->src, pinfo->srcport);
    char *agent = address_to_str(NULL, to_server ? &pinfo->src : &pinfo->dst);
    char *key = ws_strdup_printf("%s %s", server, agent);
    agent_row *row = (agent_row *)g_hash_table_lookup(rows, key);

    if (!row)
        row = new_row(g_strdup(key), g_strdup(server), g_strdup(agent));
    g_free(key);
    wmem_free(NULL, server);
    wmem_free(NULL, agent);
    return row;
}

static bool
is_lmt(const label_conversation *label)
{
    return label->text && !label->label.contradicted &&
           label->label.service != REGISTRY_SERVICE_NONE &&
           registry_services[label->label.service].family == REGISTRY_FAMILY_IBM_LMT;
}

static int
compare_first(const void *left, const void *right, void *data _U_)
{
    return nstime_cmp(&((const contact *)left)->first, &((const contact *)right)->first);
}

static int
compare_last(const void *left, const void *right, void *data _U_)
{
    return nstime_cmp(&((const contact *)left)->last, &((const contact *)right)->last);
}

static safety
safety_of_packet(packet_info *pinfo)
{
    const ibmlmt_conversation *lmt = ibmlmt_conversation_find(pinfo);
    safety s = {.level_seen = IBMLMT_LEVEL_UNKNOWN};

    if (!lmt)
        return s;
    s.level_seen = ibmlmt_level_seen(lmt);
    s.version = lmt->tls ? lmt->tls->version : 0;
    s.tls = lmt->tls != NULL;
    s.clear_text = lmt->clear_text;
    return s;
}

/* @param change  1 to count a contact, -1 (of unsigned numbers) to take it out again */
static void
tally(total *t, const safety *s, unsigned change)
{
    t->contacts += change;
    if (s->level_seen != IBMLMT_LEVEL_UNKNOWN)
        t->levels_seen[s->level_seen] += change;
    else if (s->tls)
        t->hidden += change;
    if (s->version != 0)
        t->versions[s->version % VERSIONS] += change;
    if (s->clear_text)
        t->clear_text += change;
}

/* The side that sent a packet, as an index of label_conversation.port. */
static unsigned
sender_of(const label_conversation *label, const packet_info *pinfo, bool to_service)
{
    if (label->port[0] != label->port[1])
        return pinfo->srcport == label->port[1];
    return (label->side.side == 1) != to_service;
}

static contact *
contact_of_packet(const label_conversation *label, const packet_info *pinfo)
{
    contact *known = (contact *)g_hash_table_lookup(contacts, label);

    if (known)
        return known;
    known = g_new0(contact, 1);
    known->first = known->last = pinfo->abs_ts;
    g_hash_table_insert(contacts, (gpointer)label, known);
    return known;
}

/* Adds what a contact has sent so far to its row's total, or takes it out. */
static void
add_bytes(const contact *c, bool add)
{
    for (unsigned side = 0; side < 2; side++)
        c->row->total.bytes[side != c->server] += add ? c->bytes[side] : -c->bytes[side];
}

static void
join_row(contact *c, const label_conversation *label, agent_row *row)
{
    c->row = row;
    c->server = label->side.side == 1;
    c->safety = (safety){.level_seen = IBMLMT_LEVEL_UNKNOWN};
    c->by_first = g_sequence_insert_sorted(row->by_first, c, compare_first, NULL);
    c->by_last = g_sequence_insert_sorted(row->by_last, c, compare_last, NULL);
    tally(&row->total, &c->safety, 1);
    add_bytes(c, true);
}

/* The conversation turned out to be something else. */
static void
leave_row(contact *c)
{
    agent_row *row = c->row;

    tally(&row->total, &c->safety, -1U);
    add_bytes(c, false);
    c->row = NULL;
    g_sequence_remove(c->by_first);
    g_sequence_remove(c->by_last);
}

/* Brings what a contact adds to its row up to date with the packet. */
static void
count_packet(contact *c, packet_info *pinfo, unsigned sender)
{
    total *t = &c->row->total;

    tally(t, &c->safety, -1U);
    c->safety = safety_of_packet(pinfo);
    tally(t, &c->safety, 1);
    t->bytes[sender != c->server] += pinfo->fd->pkt_len;
    g_sequence_sort_changed(c->by_first, compare_first, NULL);
    g_sequence_sort_changed(c->by_last, compare_last, NULL);
}

static void
set_time(stat_tap_table_item_type *item, const nstime_t *when)
{
    char text[32] = "";
    const struct tm *utc = gmtime(&when->secs);

    if (utc)
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", utc);
    report_table_set(item, text);
}

static void
set_level_seen(stat_tap_table_item_type *item, const agent_row *row)
{
    const total *t = &row->total;
    GString *text = g_string_new(NULL);

    for (unsigned level = 0; level <= 2; level++) {
        if (t->levels_seen[level] > 0)
            g_string_append_printf(text, "%s%u", text->len > 0 ? ", " : "", level);
    }
    if (row->level < 0)
        g_string_assign(text, "-");
    else if (t->hidden > 0 || text->len == 0)
        g_string_append_printf(text, "%sunknown", text->len > 0 ? ", " : "");
    report_table_set(item, text->str);
    g_string_free(text, TRUE);
}

static void
set_versions(stat_tap_table_item_type *item, const total *t)
{
    GString *text = g_string_new(NULL);

    for (unsigned minor = 0; minor < VERSIONS; minor++) {
        if (t->versions[minor] > 0)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                                   ibmlmt_tls_version_name((uint16_t)(0x0300 | minor)));
    }
    report_table_set(item, text->len > 0 ? text->str : "-");
    g_string_free(text, TRUE);
}

static void
fill_row(stat_tap_table_item_type *cells, const agent_row *row)
{
    const total *t = &row->total;
    const contact *first =
        (const contact *)g_sequence_get(g_sequence_get_begin_iter(row->by_first));
    const contact *last = (const contact *)g_sequence_get(
        g_sequence_iter_prev(g_sequence_get_end_iter(row->by_last)));
    char level[16] = "-";

    if (row->level >= 0)
        snprintf(level, sizeof level, "%d", row->level);
    report_table_set(&cells[FIELD_SERVER], row->server);
    report_table_set(&cells[FIELD_AGENT], row->agent);
    set_time(&cells[FIELD_FIRST], &first->first);
    set_time(&cells[FIELD_LAST], &last->last);
    cells[FIELD_CONTACTS].value.uint_value = t->contacts;
    cells[FIELD_TO_SERVER].value.uint_value = (unsigned)MIN(t->bytes[1], UINT_MAX);
    cells[FIELD_TO_AGENT].value.uint_value = (unsigned)MIN(t->bytes[0], UINT_MAX);
    report_table_set(&cells[FIELD_LEVEL], level);
    set_level_seen(&cells[FIELD_LEVEL_SEEN], row);
    set_versions(&cells[FIELD_TLS], t);
    report_table_set(&cells[FIELD_CLEAR], t->clear_text > 0 ? "yes" : "no");
}

/* A server and agent whose conversations were all something else leave the table. */
static void
remove_row(report_table *statistic, agent_row *row)
{
    char *key = ws_strdup_printf("%s %s", row->server, row->agent);

    report_table_withdraw(statistic, row);
    g_hash_table_remove(rows, key);
    g_free(key);
}

/* All conversations are counted, since what one is may come out late. */
static tap_packet_status
agents_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tap_data,
              tap_flags_t flags _U_)
{
    report_table *statistic = report_table_of(data);
    const label_tap_info *info = (const label_tap_info *)tap_data;
    const label_conversation *label = info->conversation;
    const unsigned sender = sender_of(label, pinfo, info->to_service);
    contact *c = contact_of_packet(label, pinfo);
    const bool counts = is_lmt(label);
    agent_row *row = c->row;

    if (counts && !row) {
        row = row_of_packet(pinfo, info->to_service);
        row->level = registry_service_value(label->label.service, "level");
        join_row(c, label, row);
    } else if (!counts && row) {
        leave_row(c);
    }
    if (nstime_cmp(&pinfo->abs_ts, &c->first) < 0)
        c->first = pinfo->abs_ts;
    if (nstime_cmp(&pinfo->abs_ts, &c->last) > 0)
        c->last = pinfo->abs_ts;
    if (counts)
        count_packet(c, pinfo, sender);
    c->bytes[sender] += pinfo->fd->pkt_len;
    if (!row)
        return TAP_PACKET_DONT_REDRAW;
    if (row->total.contacts == 0)
        remove_row(statistic, row);
    else
        fill_row(report_table_row(statistic, row), row);
    return TAP_PACKET_REDRAW;
}

void
register_tap_listener_ibmlmt_agents(void)
{
    static report_table statistic = {
        .ui = {.title = "Legacy Ports/IBM LMT Agents",
               .tap_name = "legacyport",
               .cli_string = "ibmlmt,agents",
               .packet_func = agents_packet,
               .nfields = FIELDS,
               .fields = fields},
        .heading = "Agents",
        .remark = "No IBM LMT agent",
        .remark_column = FIELD_SERVER,
        .forget = forget,
    };

    rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_row);
    contacts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    report_table_register(&statistic);
}
