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

#include "labels/packet-legacyport.h"
#include "labels/tap-cells.h"
#include "packet-ibmlmt.h"

void register_ibmlmt_agents(void);

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

static const char table_title[] = "Agents";

/** The packets of one conversation that passed the filter. */
typedef struct {
    const label_conversation *label;
    const ibmlmt_conversation *lmt; /**< NULL while no dissector of ours has seen payload */
    uint64_t bytes[2];              /**< to the agent, to the server */
    nstime_t first, last;
    unsigned shows; /**< what it added to its row's total, see what_it_shows() */
} contact;

/** What all contacts of a row say together. */
typedef struct {
    unsigned contacts;
    uint64_t bytes[2];
    nstime_t first, last;
    unsigned levels_seen; /**< a bit per level */
    bool hidden;          /**< TLS whose level cannot be known */
    unsigned versions;    /**< a bit per TLS version's minor number */
    bool clear_text;
    int level; /**< by port */
} total;

typedef struct {
    char *server, *agent;
    GPtrArray *contacts; /**< of contact */
    unsigned position;   /**< in Wireshark's table */
    total total;
} agent_row;

/* Wireshark keeps one table for all who look at it: "server agent" -> agent_row. */
static GHashTable *rows;

static void
free_row(void *data)
{
    agent_row *row = (agent_row *)data;

    g_ptr_array_free(row->contacts, TRUE);
    g_free(row->server);
    g_free(row->agent);
    g_free(row);
}

static void
init_table(stat_tap_table_ui *ui)
{
    if (rows == NULL)
        rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_row);
    tap_cells_init(ui, table_title, FIELDS);
}

static void
reset_table(stat_tap_table *table)
{
    tap_cells_reset(table);
    tap_cells_remark(table, FIELD_SERVER, "No IBM LMT agent");
    if (rows != NULL)
        g_hash_table_remove_all(rows);
}

static char *
endpoint(const address *addr, uint32_t port)
{
    char *text = address_to_str(NULL, addr);
    char *with_port = addr->type == AT_IPv6 ? ws_strdup_printf("[%s]:%u", text, port)
                                            : ws_strdup_printf("%s:%u", text, port);

    wmem_free(NULL, text);
    return with_port;
}

static agent_row *
new_row(stat_tap_table *table, char *key, char *server, char *agent)
{
    agent_row *row = g_new0(agent_row, 1);

    row->server = server;
    row->agent = agent;
    row->contacts = g_ptr_array_new_with_free_func(g_free);
    tap_cells_add(table, fields, FIELDS)[FIELD_SERVER].user_data.ptr_value = row;
    row->position = tap_cells_count(table) - 1;
    g_hash_table_insert(rows, key, row);
    return row;
}

/* @return the row of a packet's server and agent; NULL if there is none and none is to be made. */
static agent_row *
row_of_packet(stat_tap_table *table, const packet_info *pinfo, bool to_server, bool make)
{
    char *server =
        to_server ? endpoint(&pinfo->dst, pinfo->destport) : endpoint(&pinfo->src, pinfo->srcport);
    char *agent = address_to_str(NULL, to_server ? &pinfo->src : &pinfo->dst);
    char *key = ws_strdup_printf("%s %s", server, agent);
    agent_row *row = (agent_row *)g_hash_table_lookup(rows, key);

    if (row == NULL && make)
        row = new_row(table, g_strdup(key), g_strdup(server), g_strdup(agent));
    g_free(key);
    g_free(server);
    wmem_free(NULL, agent);
    return row;
}

/* The newest contacts are the last: a packet's is found at once. */
static contact *
contact_of_row(agent_row *row, const label_conversation *label, const nstime_t *now)
{
    for (unsigned i = row->contacts->len; i-- > 0;) {
        contact *known = (contact *)g_ptr_array_index(row->contacts, i);

        if (known->label == label)
            return known;
    }

    contact *made = g_new0(contact, 1);

    made->label = label;
    made->first = made->last = *now;
    g_ptr_array_add(row->contacts, made);
    return made;
}

static bool
is_lmt(const label_conversation *label)
{
    return label->text != NULL && !label->label.contradicted &&
           label->label.service != LP_SERVICE_NONE &&
           lp_services[label->label.service].family == LP_FAMILY_IBM_LMT;
}

static void
add_lmt(total *t, const ibmlmt_conversation *lmt)
{
    const int level = ibmlmt_level_seen(lmt);

    t->clear_text = t->clear_text || lmt->clear_text;
    if (level != IBMLMT_LEVEL_UNKNOWN)
        t->levels_seen |= 1U << level;
    else if (lmt->tls != NULL)
        t->hidden = true;
    if (lmt->tls != NULL && lmt->tls->version != 0)
        t->versions |= 1U << (lmt->tls->version & 0xF);
}

static total
sum_contacts(const agent_row *row)
{
    total t = {.level = -1};

    for (unsigned i = 0; i < row->contacts->len; i++) {
        const contact *c = (const contact *)g_ptr_array_index(row->contacts, i);

        if (!is_lmt(c->label))
            continue;
        if (t.contacts == 0 || nstime_cmp(&c->first, &t.first) < 0)
            t.first = c->first;
        if (t.contacts == 0 || nstime_cmp(&c->last, &t.last) > 0)
            t.last = c->last;
        t.contacts++;
        t.bytes[0] += c->bytes[0];
        t.bytes[1] += c->bytes[1];
        t.level = lp_services[c->label->label.service].level;
        if (c->lmt != NULL)
            add_lmt(&t, c->lmt);
    }
    return t;
}

static void
extend(nstime_t *first, nstime_t *last, const nstime_t *now)
{
    if (nstime_cmp(now, first) < 0)
        *first = *now;
    if (nstime_cmp(now, last) > 0)
        *last = *now;
}

/* Everything of a contact that a total holds but for bytes and times, as one number. */
static unsigned
what_it_shows(const contact *c)
{
    if (!is_lmt(c->label))
        return 0;
    if (c->lmt == NULL)
        return 1;
    return 2U | (unsigned)(ibmlmt_level_seen(c->lmt) + 1) << 2 | (unsigned)c->lmt->clear_text << 4 |
           (unsigned)(c->lmt->tls != NULL) << 5 |
           (c->lmt->tls != NULL ? (unsigned)c->lmt->tls->version : 0U) << 8;
}

/* Sums all contacts anew only when one of them has shown something new. */
static void
count_packet(agent_row *row, contact *c, packet_info *pinfo, bool to_server)
{
    c->lmt = ibmlmt_of_packet(pinfo);

    const unsigned shows = what_it_shows(c);
    const uint32_t length = pinfo->fd->pkt_len;

    c->bytes[to_server] += length;
    extend(&c->first, &c->last, &pinfo->abs_ts);
    if (shows != c->shows) {
        c->shows = shows;
        row->total = sum_contacts(row);
    } else if (shows != 0) {
        row->total.bytes[to_server] += length;
        extend(&row->total.first, &row->total.last, &pinfo->abs_ts);
    }
}

static void
set_time(stat_tap_table_item_type *item, const nstime_t *when)
{
    char text[32] = "";
    const struct tm *utc = gmtime(&when->secs);

    if (utc != NULL)
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", utc);
    tap_cells_set(item, text);
}

static void
set_level_seen(stat_tap_table_item_type *item, const total *t)
{
    GString *text = g_string_new(NULL);

    for (unsigned level = 0; level <= 2; level++) {
        if (t->levels_seen & 1U << level)
            g_string_append_printf(text, "%s%u", text->len > 0 ? ", " : "", level);
    }
    if (t->level < 0)
        g_string_assign(text, "-");
    else if (t->hidden || text->len == 0)
        g_string_append_printf(text, "%sunknown", text->len > 0 ? ", " : "");
    tap_cells_set(item, text->str);
    g_string_free(text, TRUE);
}

static void
set_versions(stat_tap_table_item_type *item, const total *t)
{
    GString *text = g_string_new(NULL);

    for (unsigned minor = 0; minor <= 0xF; minor++) {
        if (t->versions & 1U << minor)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                                   lmt_tls_version_name((uint16_t)(0x0300 | minor)));
    }
    tap_cells_set(item, text->len > 0 ? text->str : "-");
    g_string_free(text, TRUE);
}

static void
fill_row(stat_tap_table_item_type *cells, const agent_row *row)
{
    const total *t = &row->total;
    char level[16] = "-";

    if (t->level >= 0)
        snprintf(level, sizeof level, "%d", t->level);
    tap_cells_set(&cells[FIELD_SERVER], row->server);
    tap_cells_set(&cells[FIELD_AGENT], row->agent);
    set_time(&cells[FIELD_FIRST], &t->first);
    set_time(&cells[FIELD_LAST], &t->last);
    cells[FIELD_CONTACTS].value.uint_value = t->contacts;
    cells[FIELD_TO_SERVER].value.uint_value = (unsigned)MIN(t->bytes[1], UINT_MAX);
    cells[FIELD_TO_AGENT].value.uint_value = (unsigned)MIN(t->bytes[0], UINT_MAX);
    tap_cells_set(&cells[FIELD_LEVEL], level);
    set_level_seen(&cells[FIELD_LEVEL_SEEN], t);
    set_versions(&cells[FIELD_TLS], t);
    tap_cells_set(&cells[FIELD_CLEAR], t->clear_text ? "yes" : "no");
}

/* A server and agent whose conversations were all something else leave the
 * table, and another row takes their place. */
static void
remove_row(stat_tap_table *table, agent_row *row)
{
    const unsigned place = row->position;
    char *key = ws_strdup_printf("%s %s", row->server, row->agent);

    tap_cells_remove(table, place);
    if (place < table->num_elements) {
        agent_row *moved = (agent_row *)table->elements[place][FIELD_SERVER].user_data.ptr_value;

        moved->position = place;
    }
    g_hash_table_remove(rows, key);
    g_free(key);
}

static tap_packet_status
agents_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tap_data,
              tap_flags_t flags _U_)
{
    stat_tap_table *table = tap_cells_table(data);
    const label_tap_info *info = (const label_tap_info *)tap_data;
    const bool counts = is_lmt(info->conversation);
    agent_row *row = row_of_packet(table, pinfo, info->to_service, counts);

    if (row == NULL)
        return TAP_PACKET_DONT_REDRAW;
    count_packet(row, contact_of_row(row, info->conversation, &pinfo->abs_ts), pinfo,
                 info->to_service);
    if (row->total.contacts == 0)
        remove_row(table, row);
    else
        fill_row(table->elements[row->position], row);
    return TAP_PACKET_REDRAW;
}

void
register_ibmlmt_agents(void)
{
    static tap_param parameters[] = {{PARAM_FILTER, "filter", "Filter", NULL, TRUE}};
    static stat_tap_table_ui ui = {
        .group = REGISTER_PACKET_STAT_GROUP_UNSORTED,
        .title = "Legacy Ports/IBM LMT Agents",
        .tap_name = "legacyport",
        .cli_string = "ibmlmt,agents",
        .stat_tap_init_cb = init_table,
        .packet_func = agents_packet,
        .stat_tap_reset_table_cb = reset_table,
        .stat_tap_free_table_item_cb = tap_cells_free,
        .nfields = FIELDS,
        .fields = fields,
        .nparams = array_length(parameters),
        .params = parameters,
    };

    register_stat_tap_table_ui(&ui);
}
