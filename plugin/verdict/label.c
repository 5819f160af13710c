/* label.c
 * The one place that turns a port's rows and a verdict into a label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict/label.h"

#include <string.h>

#include "base/text.h"

/* The first row of a set with a service, of one family if that is not
 * REGISTRY_FAMILY_NONE; NULL if there is none. */
static const registry_row *
row_with_service(const registry_port *set, registry_family family)
{
    for (size_t i = 0; i < set->count; i++) {
        const registry_row *row = registry_row_at(set->rows[i]);

        if (row->service == REGISTRY_SERVICE_NONE)
            continue;
        if (family == REGISTRY_FAMILY_NONE || registry_services[row->service].family == family)
            return row;
    }
    return NULL;
}

/* The row of a family on whose ports the given family is at home. */
static const registry_row *
row_of_kin(const registry_port *set, registry_family family)
{
    for (size_t i = 0; i < set->count; i++) {
        const registry_row *row = registry_row_at(set->rows[i]);

        if (row->service != REGISTRY_SERVICE_NONE &&
            registry_families[registry_services[row->service].family].kin == family)
            return row;
    }
    return NULL;
}

verdict_label
verdict_decide(registry_transport transport, uint16_t port, const registry_port *rows,
               const verdict_state *verdict)
{
    const registry_row *best = rows->count > 0 ? registry_row_at(rows->rows[0]) : NULL;
    const registry_row *ours =
        best && best->user ? best : row_with_service(rows, REGISTRY_FAMILY_NONE);
    verdict_label label = {
        .transport = transport,
        .port = port,
        .service = ours ? (registry_service)ours->service : REGISTRY_SERVICE_NONE,
        .row = ours ? ours : best,
        .family = REGISTRY_FAMILY_NONE,
        .contradicted = verdict->contradicted,
        .payload = verdict->payload,
    };

    if (verdict->contradicted)
        return label;
    if (verdict->row) {
        label.row = verdict->row;
        label.service = (registry_service)verdict->row->service;
        return label;
    }
    if (verdict->family == REGISTRY_FAMILY_NONE)
        return label;

    const registry_row *row = row_with_service(rows, verdict->family);
    if (row) {
        label.row = row;
        label.service = (registry_service)row->service;
        label.family = verdict->family;
        return label;
    }

    row = row_of_kin(rows, verdict->family);
    if (row || !ours || ours->service == REGISTRY_SERVICE_NONE) {
        label.row = row ? row : best;
        label.service = registry_families[verdict->family].anywhere;
        label.family = verdict->family;
        return label;
    }

    if (verdict->evidence == VERDICT_EVIDENCE_PROOF) {
        label.contradicted = true;
        label.payload = registry_families[verdict->family].name;
    }
    return label;
}

/* Of a row's service, or of that service's family. */
static unsigned
id_of_row(const registry_row *row, bool family)
{
    return family ? (unsigned)registry_services[row->service].family : row->service;
}

/* Appends each service of the port once, in the set's order, by its own name or
 * by that of its family; returns how many there are. */
static unsigned
add_services(base_text *out, const registry_port *set, bool families)
{
    unsigned count = 0;

    for (size_t i = 0; i < set->count; i++) {
        const registry_row *row = registry_row_at(set->rows[i]);
        const unsigned id = id_of_row(row, families);
        size_t first = 0;

        while (id_of_row(registry_row_at(set->rows[first]), families) != id)
            first++;
        if (row->service == REGISTRY_SERVICE_NONE || first < i)
            continue;
        base_text_printf(out, "%s%s", count > 0 ? " or " : "",
                         families ? registry_families[id].name
                                  : registry_services[row->service].brief);
        count++;
    }
    return count;
}

/* "SSH, on a Cisco STUN port", "SSH, on the port of pcAnywhere data".
 * Returns false if that is longer than a label may be. */
static bool
add_contradiction(base_text *out, const verdict_label *label, const registry_port *rows)
{
    base_text_printf(out, "%s, on ", label->payload);
    if (label->service != REGISTRY_SERVICE_NONE) {
        base_text_printf(out, "%s ",
                         registry_families[registry_services[label->service].family].article);
        add_services(out, rows, true);
        base_text_add(out, " port");
    } else {
        base_text_printf(out, "the port of %s", label->row ? label->row->label : "nobody");
    }
    return base_utf8_count(out->text) <= REGISTRY_LABEL_MAX;
}

void
verdict_label_text(const verdict_label *label, const registry_port *rows,
                   char text[VERDICT_TEXT_MAX])
{
    const bool has_service = label->service != REGISTRY_SERVICE_NONE;
    base_text out = base_text_in(text, VERDICT_TEXT_MAX);

    if (label->contradicted) {
        if (!add_contradiction(&out, label, rows)) {
            base_text_cut(&out, 0);
            base_text_printf(&out, "%s, on port %u", label->payload, label->port);
        }
        return;
    }

    /* Two services on a port share the label until one of them shows itself. */
    if (has_service && label->family == REGISTRY_FAMILY_NONE) {
        if (add_services(&out, rows, false) > 1)
            return;
        base_text_cut(&out, 0);
    }
    if (!has_service) {
        base_text_add(&out, label->row ? label->row->label : "unknown");
        return;
    }

    const registry_family home =
        label->row ? registry_services[label->row->service].family : REGISTRY_FAMILY_NONE;
    if (label->family != REGISTRY_FAMILY_NONE && home != REGISTRY_FAMILY_NONE &&
        home != label->family)
        base_text_printf(&out, "%s on the %s port", registry_families[label->family].name,
                         registry_families[home].name);
    else
        base_text_add(&out, registry_services[label->service].label);
}

/* The name of a document that the tables know; the id itself of one that only the user's rows name.
 */
static void
add_source_name(base_text *out, const char *source)
{
    const registry_source *known = registry_source_of(source);

    if (known)
        base_text_add(out, known->name);
    else
        base_text_printf(out, "%.*s", (int)strcspn(source, ":"), source);
}

void
verdict_source_text(const char *source, char text[VERDICT_TEXT_MAX])
{
    const char *place = strchr(source, ':');
    base_text out = base_text_in(text, VERDICT_TEXT_MAX);

    add_source_name(&out, source);
    if (place)
        base_text_printf(&out, ", %s", place + 1);
}

static bool
same_registration(const registry_row *a, const registry_row *b)
{
    if (a->service != REGISTRY_SERVICE_NONE || b->service != REGISTRY_SERVICE_NONE)
        return a->service == b->service;
    return strcmp(a->label, b->label) == 0;
}

bool
verdict_label_is_source(const verdict_label *label, const registry_row *row)
{
    if (!label->row)
        return false;
    return row == label->row || same_registration(row, label->row);
}

bool
verdict_alternative(const verdict_label *label, const registry_port *set, size_t index,
                    char text[VERDICT_TEXT_MAX])
{
    const registry_row *row = registry_row_at(set->rows[index]);
    base_text out = base_text_in(text, VERDICT_TEXT_MAX);

    /* A contradicted label that had no room for the row's words leaves them to the alternatives. */
    const bool named = !label->contradicted || add_contradiction(&out, label, set);

    base_text_cut(&out, 0);
    if (named && verdict_label_is_source(label, row) &&
        label->service == (registry_service)row->service)
        return false;
    if (row->status != REGISTRY_STATUS_OFFICIAL && row->status != REGISTRY_STATUS_UNOFFICIAL)
        return false;
    for (size_t i = 0; i < index; i++) {
        if (same_registration(registry_row_at(set->rows[i]), row))
            return false;
    }

    if (row->service != REGISTRY_SERVICE_NONE) {
        base_text_add(&out, registry_services[row->service].brief);
        return true;
    }
    base_text_printf(&out, "%s (", row->label);
    add_source_name(&out, row->source);
    base_text_add(&out, ")");
    return true;
}

static bool
same_source(const registry_row *a, const registry_row *b)
{
    const size_t length = strcspn(a->source, ":");

    return strcspn(b->source, ":") == length && strncmp(a->source, b->source, length) == 0;
}

static bool
rows_disagree(const registry_row *a, const registry_row *b)
{
    if (same_source(a, b))
        return false;

    const bool a_names = a->status == REGISTRY_STATUS_OFFICIAL;
    const bool b_names = b->status == REGISTRY_STATUS_OFFICIAL;
    const bool a_denies =
        a->status == REGISTRY_STATUS_UNASSIGNED || a->status == REGISTRY_STATUS_RESERVED;
    const bool b_denies =
        b->status == REGISTRY_STATUS_UNASSIGNED || b->status == REGISTRY_STATUS_RESERVED;

    if ((a_names && b_denies) || (a_denies && b_names))
        return true;
    return a->service != REGISTRY_SERVICE_NONE && a->service == b->service &&
           a->status != b->status;
}

bool
verdict_sources_disagree(const registry_port *set)
{
    for (size_t i = 0; i < set->count; i++) {
        for (size_t j = i + 1; j < set->count; j++) {
            if (rows_disagree(registry_row_at(set->rows[i]), registry_row_at(set->rows[j])))
                return true;
        }
    }
    return false;
}

/* "packets without checksum" of one: see verdict_why. */
static void
add_one(base_text *out, const char *unit)
{
    const char *at = unit;

    while (*at != '\0') {
        const size_t word = strcspn(at, " ");
        const bool plural = word > 0 && at[word - 1] == 's';
        const size_t space = strspn(at + word, " ");

        base_text_printf(out, "%.*s%.*s", (int)(word - plural), at, (int)space, at + word);
        at += word + space;
    }
}

void
verdict_reason(const verdict_state *verdict, char text[VERDICT_TEXT_MAX])
{
    base_text out = base_text_in(text, VERDICT_TEXT_MAX);

    if (!verdict->reason)
        base_text_add(&out, "port number alone");
    else if (!verdict->reason->unit)
        base_text_add(&out, verdict->reason->what);
    else {
        base_text_printf(&out, "%s %u ", verdict->reason->what, (unsigned)verdict->count);
        if (verdict->count == 1)
            add_one(&out, verdict->reason->unit);
        else
            base_text_add(&out, verdict->reason->unit);
    }
}
