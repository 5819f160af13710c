/* model.c
 * Reads the tables and refuses what is wrong in them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tsv.h"

static const char *
path_of(const char *folder, const char *name)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = tsv_alloc(size, 1);

    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* Makes room for one more element; count doubles as the old size. */
static void *
grown(void *array, size_t count, size_t size)
{
    void *larger = realloc(array, (count + 1) * size);

    if (!larger)
        tsv_fail("tablegen", 0, "out of memory");
    memset((char *)larger + count * size, 0, size);
    return larger;
}

static void
check_id(const char *path, unsigned line, const char *id)
{
    if (id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")] || id[0] == '-')
        tsv_fail(path, line, "id \"%s\" is not made of a-z, 0-9 and -", id);
}

/* The text of a cell of a Markdown table, which begins at *line behind a bar and a space. */
static char *
next_cell(char **line)
{
    char *cell = *line;
    char *end = strstr(cell, " | ");

    if (!end)
        return NULL;
    *end = '\0';
    *line = end + strlen(" | ");
    return cell;
}

/* The rows of SOURCES.md that begin with an id in backquotes: id, name, address. */
static void
read_sources(model *tables, const char *folder)
{
    const char *path = path_of(folder, "SOURCES.md");
    tsv file = tsv_open(path, NULL);
    char *line;

    while ((line = tsv_line(&file))) {
        static const char start[] = "| `";

        if (strncmp(line, start, strlen(start)) != 0)
            continue;
        line += strlen(start);

        char *id = next_cell(&line);
        char *quote = id ? strchr(id, '`') : NULL;
        char *name = id ? next_cell(&line) : NULL;
        char *address = name ? next_cell(&line) : NULL;

        if (!quote || quote[1] || !address || !*name || !*address)
            tsv_fail(path, file.line, "not \"| `id` | name | address or - | ...\"");
        *quote = '\0';
        check_id(path, file.line, id);
        for (size_t i = 0; i < tables->source_count; i++) {
            if (strcmp(tables->sources[i].id, id) == 0)
                tsv_fail(path, file.line, "source %s stands twice", id);
        }
        tables->sources = grown(tables->sources, tables->source_count, sizeof(source));
        tables->sources[tables->source_count++] =
            (source){id, name, strcmp(address, "-") == 0 ? NULL : address};
    }
    if (tables->source_count == 0)
        tsv_fail(path, 0, "names no source: no line begins with \"| `id`\"");
}

static void
check_source(const model *tables, const char *path, unsigned line, const char *text)
{
    const size_t length = strcspn(text, ":");

    if (text[length] != ':' || !text[length + 1])
        tsv_fail(path, line, "source \"%s\" is not id:place", text);
    for (size_t i = 0; i < tables->source_count; i++) {
        const char *id = tables->sources[i].id;

        if (strlen(id) == length && strncmp(id, text, length) == 0)
            return;
    }
    tsv_fail(path, line, "source \"%.*s\" is not in SOURCES.md", (int)length, text);
}

static void
check_label(const tsv *file, const char *label)
{
    const char *reason = registry_check_label(label);

    if (reason)
        tsv_fail(file->path, file->line, "%s", reason);
}

static size_t
find_family(const model *tables, const char *id)
{
    for (size_t i = 1; i < tables->family_count; i++) {
        if (strcmp(tables->families[i].id, id) == 0)
            return i;
    }
    return 0;
}

static size_t
find_service(const model *tables, const char *id)
{
    for (size_t i = 1; i < tables->service_count; i++) {
        if (strcmp(tables->services[i].id, id) == 0)
            return i;
    }
    return 0;
}

/* "name=number", by blanks, or -. */
static const char *
values_of(const char *path, unsigned line, const char *text)
{
    const char *at = text;

    if (strcmp(text, "-") == 0)
        return "";
    for (;;) {
        const size_t name = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
        const size_t digits = at[name] == '=' ? strspn(at + name + 1, "0123456789") : 0;
        const char *end = at + name + 1 + digits;

        if (name == 0 || digits == 0 || digits > 5 || (*end && *end != ' '))
            tsv_fail(path, line, "values \"%s\" is not name=number, by blanks, or -", text);
        if (!*end)
            return text;
        at = end + 1;
    }
}

/* Families name services and services name families, so the names of one kind
 * are resolved when the other is known. */
typedef struct {
    const char *path;
    unsigned line;
    const char *anywhere, *kin;
} family_reference;

static family_reference *
read_families(model *tables, const char *folder)
{
    tsv file =
        tsv_open(path_of(folder, "families.tsv"), "family\tname\tarticle\tanywhere\tkin\tsource");
    family_reference *references = NULL;
    char *fields[TSV_COLUMNS_MAX];

    tables->families = grown(NULL, 0, sizeof(family));
    tables->families[0] = (family){"", "", "", 0, 0};
    tables->family_count = 1;
    references = grown(NULL, 0, sizeof *references);
    while (tsv_row(&file, fields)) {
        const size_t count = tables->family_count;

        check_id(file.path, file.line, fields[0]);
        check_source(tables, file.path, file.line, fields[5]);
        if (find_family(tables, fields[0]))
            tsv_fail(file.path, file.line, "family %s stands twice", fields[0]);
        tables->families = grown(tables->families, count, sizeof(family));
        tables->families[count] = (family){fields[0], fields[1], fields[2], 0, 0};
        references = grown(references, count, sizeof *references);
        references[count] = (family_reference){file.path, file.line, fields[3], fields[4]};
        tables->family_count++;
    }
    return references;
}

static void
resolve_families(model *tables, const family_reference *references)
{
    for (size_t i = 1; i < tables->family_count; i++) {
        const family_reference *reference = &references[i];
        family *entry = &tables->families[i];

        entry->anywhere = find_service(tables, reference->anywhere);
        if (!entry->anywhere)
            tsv_fail(reference->path, reference->line, "service %s is not in services.tsv",
                     reference->anywhere);
        entry->kin = find_family(tables, reference->kin);
        if (!entry->kin && strcmp(reference->kin, "-") != 0)
            tsv_fail(reference->path, reference->line, "family %s is not in families.tsv",
                     reference->kin);
    }
}

static void
read_services(model *tables, const char *folder)
{
    tsv file = tsv_open(path_of(folder, "services.tsv"),
                        "service\tfamily\tfocus\tlabel\tbrief\tvalues\tsource");
    char *fields[TSV_COLUMNS_MAX];

    tables->services = grown(NULL, 0, sizeof(service));
    tables->services[0] = (service){"", 0, false, "", "", ""};
    tables->service_count = 1;
    while (tsv_row(&file, fields)) {
        const size_t owner = find_family(tables, fields[1]);
        const bool focus = strcmp(fields[2], "yes") == 0;

        check_id(file.path, file.line, fields[0]);
        check_source(tables, file.path, file.line, fields[6]);
        check_label(&file, fields[3]);
        if (find_service(tables, fields[0]))
            tsv_fail(file.path, file.line, "service %s stands twice", fields[0]);
        if (!owner)
            tsv_fail(file.path, file.line, "family %s is not in families.tsv", fields[1]);
        if (!focus && strcmp(fields[2], "no") != 0)
            tsv_fail(file.path, file.line, "focus is not yes or no");
        tables->services = grown(tables->services, tables->service_count, sizeof(service));
        tables->services[tables->service_count++] =
            (service){fields[0], owner,     focus,
                      fields[3], fields[4], values_of(file.path, file.line, fields[5])};
    }
}

/* Whether two columns are equal, either of which may be -. */
static bool
same_words(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool
same_row(const port_row *a, const port_row *b)
{
    return a->text.first == b->text.first && a->text.last == b->text.last &&
           a->text.transports == b->text.transports && a->service == b->service &&
           same_words(a->text.label, b->text.label) &&
           same_words(a->text.description, b->text.description) &&
           strcmp(a->text.source, b->text.source) == 0;
}

static void
check_service_of_row(const char *path, const port_row *row)
{
    if (row->text.service && !row->service)
        tsv_fail(path, row->line, "service %s is not in services.tsv", row->text.service);
}

static void
read_ports(model *tables, const char *folder)
{
    tsv file = tsv_open(path_of(folder, "ports.tsv"), REGISTRY_ROW_HEADER);
    char *line;

    while ((line = tsv_line(&file))) {
        port_row row = {.line = file.line};
        const char *reason = registry_row_parse(line, &row.text);

        if (reason)
            tsv_fail(file.path, file.line, "%s", reason);
        row.service = row.text.service ? find_service(tables, row.text.service) : 0;
        check_service_of_row(file.path, &row);
        check_source(tables, file.path, file.line, row.text.source);
        for (size_t i = 0; i < tables->row_count; i++) {
            if (same_row(&tables->rows[i], &row))
                tsv_fail(file.path, file.line, "the same row as line %u", tables->rows[i].line);
        }
        tables->rows = grown(tables->rows, tables->row_count, sizeof(port_row));
        tables->rows[tables->row_count++] = row;
    }
    if (tables->row_count == 0 || tables->row_count >= UINT16_MAX)
        tsv_fail(file.path, 0, "%zu rows; there must be some, and under 65535", tables->row_count);
}

static uint32_t
number(const tsv *file, const char *text)
{
    char *end;
    const unsigned long value = strtoul(text, &end, 0);

    if (*end || text[0] < '0' || text[0] > '9' || value > UINT32_MAX)
        tsv_fail(file->path, file->line, "\"%s\" is not a number", text);
    return (uint32_t)value;
}

static void
add_name(model *tables, const named *name)
{
    for (size_t i = 0; i < tables->name_count; i++) {
        const named *other = &tables->names[i];

        if (strcmp(other->list, name->list) == 0 && name->first <= other->last &&
            other->first <= name->last)
            tsv_fail(name->path, name->line, "overlaps line %u of %s", other->line, other->path);
    }
    tables->names = grown(tables->names, tables->name_count, sizeof(named));
    tables->names[tables->name_count++] = *name;
}

static void
read_names(model *tables, const char *folder, const char *name)
{
    tsv file = tsv_open(path_of(folder, name), "list\tfirst\tlast\tname\tsource");
    char *fields[TSV_COLUMNS_MAX];

    while (tsv_row(&file, fields)) {
        const named row = {fields[0],
                           number(&file, fields[1]),
                           number(&file, fields[2]),
                           fields[3],
                           fields[4],
                           strcmp(name, "names.tsv") == 0,
                           file.path,
                           file.line};

        if (fields[0][strspn(fields[0], "abcdefghijklmnopqrstuvwxyz0123456789_")])
            tsv_fail(file.path, file.line, "list \"%s\" is not made of a-z, 0-9 and _", fields[0]);
        if (row.first > row.last)
            tsv_fail(file.path, file.line, "first is above last");
        if (row.shown && row.first != row.last)
            tsv_fail(file.path, file.line, "a range, where each number needs a name of its own");
        check_source(tables, file.path, file.line, fields[4]);
        check_label(&file, fields[3]);
        add_name(tables, &row);
    }
}

model
model_read(const char *folder)
{
    static const char *const lists[] = {
        "arpops.tsv",     "ethertypes.tsv", "icmptypes.tsv", "ipprotocols.tsv", "iptos.tsv",
        "ipversions.tsv", "layers.tsv",     "names.tsv",     "saps.tsv",        "tcpflags.tsv"};
    model tables = {0};

    read_sources(&tables, folder);
    const family_reference *references = read_families(&tables, folder);
    read_services(&tables, folder);
    resolve_families(&tables, references);
    read_ports(&tables, folder);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        read_names(&tables, folder, lists[i]);
    return tables;
}
