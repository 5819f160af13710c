/* label.c
 * The one place that turns a port's rows and a verdict into a label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "label.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A string that grows in a fixed buffer and stops at a whole character. */
typedef struct {
    char *text;
    size_t length;
} line;

static void
cut_at_whole_character(line *out, size_t end)
{
    while (end > 0 && ((unsigned char)out->text[end] & 0xc0) == 0x80)
        end--;
    out->text[end] = '\0';
    out->length = end;
}

static void add(line *out, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

static void
add(line *out, const char *format, ...)
{
    const size_t room = LP_LABEL_MAX - out->length;
    va_list arguments;

    va_start(arguments, format);
    const int written = vsnprintf(out->text + out->length, room, format, arguments);
    va_end(arguments);

    if (written < 0)
        out->text[out->length] = '\0';
    else if ((size_t)written >= room)
        cut_at_whole_character(out, LP_LABEL_MAX - 1);
    else
        out->length += (size_t)written;
}

static line
line_in(char *text)
{
    text[0] = '\0';
    return (line){text, 0};
}

lp_want
lp_row_wanted(const lp_port_row *row, lp_policy policy)
{
    if (row->user || lp_services[row->service].focus || policy == LP_LABEL_EVERY)
        return LP_WANT_ALWAYS;
    if (row->era != LP_ERA_LEGACY && row->status != LP_STATUS_UNOFFICIAL)
        return LP_WANT_NO;
    if (policy == LP_LABEL_LEGACY)
        return LP_WANT_ALWAYS;
    return policy == LP_LABEL_UNDISSECTED ? LP_WANT_UNDISSECTED : LP_WANT_NO;
}

lp_want
lp_port_wanted(lp_transport transport, uint16_t port, lp_policy policy)
{
    const lp_port_set set = lp_ports_find(transport, port);
    lp_want want = LP_WANT_NO;

    for (size_t i = 0; i < set.count; i++) {
        const lp_want row = lp_row_wanted(lp_port_row_at(set.rows[i]), policy);

        if (row > want)
            want = row;
    }
    return want;
}

/* The first row of a set with a service, of one family if that is not
 * LP_FAMILY_NONE; NULL if there is none. */
static const lp_port_row *
row_with_service(const lp_port_set *set, lp_family family)
{
    for (size_t i = 0; i < set->count; i++) {
        const lp_port_row *row = lp_port_row_at(set->rows[i]);

        if (row->service == LP_SERVICE_NONE)
            continue;
        if (family == LP_FAMILY_NONE || lp_services[row->service].family == family)
            return row;
    }
    return NULL;
}

/* The row of a family on whose ports the given family is at home. */
static const lp_port_row *
row_of_kin(const lp_port_set *set, lp_family family)
{
    for (size_t i = 0; i < set->count; i++) {
        const lp_port_row *row = lp_port_row_at(set->rows[i]);

        if (row->service != LP_SERVICE_NONE &&
            lp_families[lp_services[row->service].family].kin == family)
            return row;
    }
    return NULL;
}

lp_label
lp_label_decide(lp_transport transport, uint16_t port, const lp_verdict *verdict)
{
    const lp_port_set set = lp_ports_find(transport, port);
    const lp_port_row *best = set.count > 0 ? lp_port_row_at(set.rows[0]) : NULL;
    const lp_port_row *ours =
        best && best->user ? best : row_with_service(&set, LP_FAMILY_NONE);
    lp_label label = {
        .transport = transport,
        .port = port,
        .service = ours ? (lp_service)ours->service : LP_SERVICE_NONE,
        .row = ours ? ours : best,
        .family = LP_FAMILY_NONE,
        .contradicted = verdict->contradicted,
        .payload = verdict->payload,
    };

    if (verdict->contradicted)
        return label;
    if (verdict->row) {
        label.row = verdict->row;
        label.service = (lp_service)verdict->row->service;
        return label;
    }
    if (verdict->family == LP_FAMILY_NONE)
        return label;

    const lp_port_row *row = row_with_service(&set, verdict->family);
    if (row) {
        label.row = row;
        label.service = (lp_service)row->service;
        label.family = verdict->family;
        return label;
    }

    row = row_of_kin(&set, verdict->family);
    if (row || !ours || ours->service == LP_SERVICE_NONE) {
        label.row = row ? row : best;
        label.service = lp_families[verdict->family].anywhere;
        label.family = verdict->family;
        return label;
    }

    if (verdict->evidence == LP_EVIDENCE_PROOF) {
        label.contradicted = true;
        label.payload = lp_families[verdict->family].name;
    }
    return label;
}

/* Appends each service of the port once, in the set's order, by family name or
 * by its own; returns how many there are. */
static unsigned
add_services(line *out, const lp_port_set *set, bool families)
{
    uint32_t seen = 0;
    unsigned count = 0;

    for (size_t i = 0; i < set->count; i++) {
        const lp_service service = (lp_service)lp_port_row_at(set->rows[i])->service;
        const unsigned id = families ? (unsigned)lp_services[service].family : (unsigned)service;

        if (service == LP_SERVICE_NONE || seen & UINT32_C(1) << id)
            continue;
        seen |= UINT32_C(1) << id;
        add(out, "%s%s", count > 0 ? " or " : "",
            families ? lp_families[id].name : lp_services[service].brief);
        count++;
    }
    return count;
}

_Static_assert(LP_SERVICE_COUNT <= 32 && LP_FAMILY_COUNT <= 32, "add_services() has 32 bits");

static void
add_contradiction(line *out, const lp_label *label, const lp_port_set *set)
{
    add(out, "%s, on ", label->payload);
    if (label->service == LP_SERVICE_NONE) {
        add(out, "the port of %s", label->row ? label->row->description : "nobody");
        return;
    }
    add(out, "%s ", lp_families[lp_services[label->service].family].article);
    add_services(out, set, true);
    add(out, " port");
}

static bool
is_undecided(const lp_label *label, const lp_port_set *set)
{
    char names[LP_LABEL_MAX];
    line out = line_in(names);

    return label->family == LP_FAMILY_NONE && label->service != LP_SERVICE_NONE &&
           add_services(&out, set, false) > 1;
}

void
lp_label_text(const lp_label *label, char text[LP_LABEL_MAX])
{
    const lp_port_set set = lp_ports_find(label->transport, label->port);
    line out = line_in(text);

    if (label->contradicted) {
        add_contradiction(&out, label, &set);
        return;
    }
    if (is_undecided(label, &set)) {
        add_services(&out, &set, false);
        return;
    }
    if (label->service == LP_SERVICE_NONE) {
        add(&out, "%s", label->row ? label->row->description : "unknown");
        return;
    }

    const lp_family home = label->row && label->row->service != LP_SERVICE_NONE
                               ? lp_services[label->row->service].family
                               : LP_FAMILY_NONE;
    if (label->family != LP_FAMILY_NONE && home != LP_FAMILY_NONE && home != label->family)
        add(&out, "%s on the %s port", lp_families[label->family].name, lp_families[home].name);
    else
        add(&out, "%s", lp_services[label->service].label);
}

/* A source id is the text before the colon; SOURCES.md describes each. Those of
 * the user's rows stay as they are. */
static void
add_source_name(line *out, const char *source)
{
    static const struct {
        const char *id;
        const char *name;
    } known[] = {
        {"iana", "IANA"},
        {"seed000", "web page about port 9988"},
        {"seed001", "list of ports 0 to 1023"},
        {"seed002", "web page about port 1992"},
        {"seed003", "encyclopedia's list of 2011"},
        {"facts-stun", "notes on Cisco STUN"},
        {"facts-mhsnet", "notes on MHSnet"},
        {"facts-lmt", "notes on IBM LMT"},
        {"design", "this plugin's design"},
    };
    const size_t length = strcspn(source, ":");

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i].id) == length && strncmp(source, known[i].id, length) == 0) {
            add(out, "%s", known[i].name);
            return;
        }
    }
    add(out, "%.*s", (int)length, source);
}

void
lp_source_text(const char *source, char text[LP_LABEL_MAX])
{
    const char *place = strchr(source, ':');
    line out = line_in(text);

    add_source_name(&out, source);
    if (place)
        add(&out, ", %s", place + 1);
}

static bool
same_registration(const lp_port_row *a, const lp_port_row *b)
{
    if (a->service != LP_SERVICE_NONE || b->service != LP_SERVICE_NONE)
        return a->service == b->service;
    return strcmp(a->description, b->description) == 0;
}

bool
lp_label_is_source(const lp_label *label, const lp_port_row *row)
{
    if (!label->row)
        return false;
    return row == label->row || same_registration(row, label->row);
}

bool
lp_label_alternative(const lp_label *label, const lp_port_set *set, size_t index,
                     char text[LP_LABEL_MAX])
{
    const lp_port_row *row = lp_port_row_at(set->rows[index]);

    if (lp_label_is_source(label, row) && label->service == (lp_service)row->service)
        return false;
    if (row->status != LP_STATUS_OFFICIAL && row->status != LP_STATUS_UNOFFICIAL)
        return false;
    for (size_t i = 0; i < index; i++) {
        if (same_registration(lp_port_row_at(set->rows[i]), row))
            return false;
    }

    line out = line_in(text);
    if (row->service != LP_SERVICE_NONE) {
        add(&out, "%s", lp_services[row->service].brief);
        return true;
    }
    add(&out, "%s (", row->description);
    add_source_name(&out, row->source);
    add(&out, ")");
    return true;
}

static bool
same_source(const lp_port_row *a, const lp_port_row *b)
{
    const size_t length = strcspn(a->source, ":");

    return strcspn(b->source, ":") == length && strncmp(a->source, b->source, length) == 0;
}

static bool
rows_disagree(const lp_port_row *a, const lp_port_row *b)
{
    if (same_source(a, b))
        return false;

    const bool a_names = a->status == LP_STATUS_OFFICIAL;
    const bool b_names = b->status == LP_STATUS_OFFICIAL;
    const bool a_denies = a->status == LP_STATUS_UNASSIGNED || a->status == LP_STATUS_RESERVED;
    const bool b_denies = b->status == LP_STATUS_UNASSIGNED || b->status == LP_STATUS_RESERVED;

    if ((a_names && b_denies) || (a_denies && b_names))
        return true;
    return a->service != LP_SERVICE_NONE && a->service == b->service && a->status != b->status;
}

bool
lp_sources_disagree(const lp_port_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        for (size_t j = i + 1; j < set->count; j++) {
            if (rows_disagree(lp_port_row_at(set->rows[i]), lp_port_row_at(set->rows[j])))
                return true;
        }
    }
    return false;
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

const lp_port_row *
lp_row_expecting(const lp_port_set *set, const char *protocol)
{
    for (size_t i = 0; i < set->count; i++) {
        const lp_port_row *row = lp_port_row_at(set->rows[i]);

        if (row->expect && lists(row->expect, protocol))
            return row;
    }
    return NULL;
}

bool
lp_any_row_expects(const lp_port_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (lp_port_row_at(set->rows[i])->expect)
            return true;
    }
    return false;
}

/* "packets without checksum" of one: see lp_reason. */
static void
add_one(line *out, const char *unit)
{
    const char *at = unit;

    while (*at != '\0') {
        const size_t word = strcspn(at, " ");
        const bool plural = word > 0 && at[word - 1] == 's';
        const size_t space = strspn(at + word, " ");

        add(out, "%.*s%.*s", (int)(word - plural), at, (int)space, at + word);
        at += word + space;
    }
}

void
lp_verdict_reason(const lp_verdict *verdict, char text[LP_LABEL_MAX])
{
    line out = line_in(text);

    if (!verdict->reason)
        add(&out, "port number alone");
    else if (!verdict->reason->unit)
        add(&out, "%s", verdict->reason->what);
    else {
        add(&out, "%s %u ", verdict->reason->what, (unsigned)verdict->count);
        if (verdict->count == 1)
            add_one(&out, verdict->reason->unit);
        else
            add(&out, "%s", verdict->reason->unit);
    }
}
