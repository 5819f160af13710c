/* write-tables.c
 * Writes the tables as C
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * registry_set_index[transport][port] is the place of the port's set in
 * registry_set_members, where a set is its size and the numbers of its rows. Ports
 * with the same rows share a set; place 0 is the empty one.
 */
#include "write.h"

#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "tsv.h"

typedef struct {
    uint16_t *rows;
    size_t count;
} row_set;

typedef struct {
    uint16_t *members;
    size_t count;
    uint16_t (*index)[PORTS];
} set_table;

static void
write_services_header(const model *tables, const char *folder)
{
    FILE *file = emit_create(folder, "registry-services.h");

    fputs("#ifndef REGISTRY_SERVICES_H\n#define REGISTRY_SERVICES_H\n\ntypedef enum {\n", file);
    for (size_t i = 0; i < tables->family_count; i++) {
        fputs("    ", file);
        emit_constant(file, "REGISTRY_FAMILY_", tables->families[i].id);
        fputs(",\n", file);
    }
    fputs("    REGISTRY_FAMILY_COUNT\n} registry_family;\n\ntypedef enum {\n", file);
    for (size_t i = 0; i < tables->service_count; i++) {
        fputs("    ", file);
        emit_constant(file, "REGISTRY_SERVICE_", tables->services[i].id);
        fputs(",\n", file);
    }
    fputs("    REGISTRY_SERVICE_COUNT\n} registry_service;\n\ntypedef enum {\n", file);
    write_list_constants(file, tables);
    fputs("    REGISTRY_LIST_COUNT\n} registry_list;\n\n#endif\n", file);
    emit_finish(file, "registry-services.h");
}

static void
write_sources(FILE *file, const model *tables)
{
    fputs("const registry_source registry_sources[] = {\n", file);
    for (size_t i = 0; i < tables->source_count; i++) {
        const source *entry = &tables->sources[i];

        fputs("    {", file);
        emit_string(file, entry->id);
        fputs(", ", file);
        emit_string(file, entry->name);
        fputs(", ", file);
        emit_string_or_null(file, entry->address);
        fputs("},\n", file);
    }
    fprintf(file, "};\n\nconst size_t registry_source_count = %zu;\n\n", tables->source_count);
}

static void
write_families(FILE *file, const model *tables)
{
    fputs("const registry_family_info registry_families[] = {\n", file);
    for (size_t i = 0; i < tables->family_count; i++) {
        const family *entry = &tables->families[i];

        fputs("    {", file);
        emit_string(file, entry->id);
        fputs(", ", file);
        emit_string(file, entry->name);
        fputs(", ", file);
        emit_string(file, entry->article);
        fputs(", ", file);
        emit_constant(file, "REGISTRY_FAMILY_", tables->families[entry->kin].id);
        fputs(", ", file);
        emit_constant(file, "REGISTRY_SERVICE_", tables->services[entry->anywhere].id);
        fputs("},\n", file);
    }
    fputs("};\n\n", file);
}

static void
write_services(FILE *file, const model *tables)
{
    fputs("const registry_service_info registry_services[] = {\n", file);
    for (size_t i = 0; i < tables->service_count; i++) {
        const service *entry = &tables->services[i];

        fputs("    {", file);
        emit_string(file, entry->id);
        fputs(", ", file);
        emit_constant(file, "REGISTRY_FAMILY_", tables->families[entry->family].id);
        fprintf(file, ", %s, ", entry->focus ? "true" : "false");
        emit_string(file, entry->label);
        fputs(", ", file);
        emit_string(file, entry->brief);
        fputs(", ", file);
        emit_string(file, entry->values);
        fputs("},\n", file);
    }
    fputs("};\n\n", file);
}

static void
write_rows(FILE *file, const model *tables)
{
    fputs("const registry_row registry_rows[] = {\n", file);
    for (size_t i = 0; i < tables->row_count; i++) {
        const registry_row_text *row = &tables->rows[i].text;

        fprintf(file, "    {%u, %u, %u, %u, %u, ", row->first, row->last, row->transports,
                row->status, row->era);
        emit_constant(file, "REGISTRY_SERVICE_", tables->services[tables->rows[i].service].id);
        fputs(", ", file);
        emit_string_or_null(file, row->label);
        fputs(", ", file);
        emit_string_or_null(file, row->description);
        fputs(", ", file);
        emit_string_or_null(file, row->expect);
        fputs(", ", file);
        emit_string(file, row->source);
        fputs(", false},\n", file);
    }
    fprintf(file, "};\n\nconst size_t registry_row_count = %zu;\n\n", tables->row_count);
}

/* ---- Sets of rows, the best name first --------------------------------- */

static const model *sorted_model;

static int
names_nothing(const registry_row_text *row)
{
    return row->status == REGISTRY_STATUS_UNASSIGNED || row->status == REGISTRY_STATUS_RESERVED;
}

/* The order that registry_find() promises. */
static int
compare_rows(const void *left, const void *right)
{
    const size_t i = *(const uint16_t *)left;
    const size_t j = *(const uint16_t *)right;
    const port_row *a = &sorted_model->rows[i];
    const port_row *b = &sorted_model->rows[j];
    const int width_a = a->text.last - a->text.first;
    const int width_b = b->text.last - b->text.first;

    if ((a->service == 0) != (b->service == 0))
        return a->service == 0 ? 1 : -1;
    if (names_nothing(&a->text) != names_nothing(&b->text))
        return names_nothing(&a->text) - names_nothing(&b->text);
    if (width_a != width_b)
        return width_a - width_b;
    if (a->text.status != b->text.status)
        return a->text.status - b->text.status;
    return i < j ? -1 : 1;
}

static uint16_t *
rows_by_preference(const model *tables)
{
    uint16_t *order = tsv_alloc(tables->row_count, sizeof *order);

    for (size_t i = 0; i < tables->row_count; i++)
        order[i] = (uint16_t)i;
    sorted_model = tables;
    qsort(order, tables->row_count, sizeof *order, compare_rows);
    return order;
}

static void
add_row(row_set *set, uint16_t row)
{
    uint16_t *rows = realloc(set->rows, (set->count + 1) * sizeof *rows);

    if (!rows)
        tsv_fail("tablegen", 0, "out of memory");
    rows[set->count++] = row;
    set->rows = rows;
}

static size_t
place_of_set(set_table *table, const row_set *set)
{
    for (size_t place = 0; place < table->count; place += table->members[place] + 1U) {
        if (table->members[place] == set->count &&
            memcmp(&table->members[place + 1], set->rows, set->count * sizeof *set->rows) == 0)
            return place;
    }

    const size_t place = table->count;
    const size_t count = place + set->count + 1;
    if (count > UINT16_MAX)
        tsv_fail("ports.tsv", 0, "more different sets of rows than 16 bits can number");

    uint16_t *members = realloc(table->members, count * sizeof *members);
    if (!members)
        tsv_fail("tablegen", 0, "out of memory");
    members[place] = (uint16_t)set->count;
    memcpy(&members[place + 1], set->rows, set->count * sizeof *set->rows);
    table->members = members;
    table->count = count;
    return place;
}

static void
index_transport(set_table *table, const model *tables, const uint16_t *order, unsigned transport)
{
    row_set *sets = tsv_alloc(PORTS, sizeof *sets);

    for (size_t i = 0; i < tables->row_count; i++) {
        const registry_row_text *row = &tables->rows[order[i]].text;

        if (row->transports != 0 && !(row->transports & 1U << transport))
            continue;
        for (unsigned port = row->first; port <= row->last; port++)
            add_row(&sets[port], order[i]);
    }
    for (unsigned port = 0; port < PORTS; port++) {
        if (sets[port].count > 0)
            table->index[transport][port] = (uint16_t)place_of_set(table, &sets[port]);
        free(sets[port].rows);
    }
    free(sets);
}

static set_table
make_sets(const model *tables)
{
    const uint16_t *order = rows_by_preference(tables);
    set_table table = {tsv_alloc(1, sizeof(uint16_t)), 1,
                       tsv_alloc(REGISTRY_TRANSPORTS, sizeof(uint16_t[PORTS]))};

    for (unsigned transport = 0; transport < REGISTRY_TRANSPORTS; transport++)
        index_transport(&table, tables, order, transport);
    return table;
}

/* Ports without rows are not written: they are zero, the empty set. */
static void
write_sets(FILE *file, const set_table *table)
{
    fputs("const uint16_t registry_set_members[] = {", file);
    for (size_t i = 0; i < table->count; i++)
        fprintf(file, "%s%u,", i % 16 ? " " : "\n    ", table->members[i]);
    fprintf(file, "\n};\n\nconst uint16_t registry_set_index[REGISTRY_TRANSPORTS][%d] = {\n",
            PORTS);
    for (unsigned transport = 0; transport < REGISTRY_TRANSPORTS; transport++) {
        unsigned written = 0;

        fputs("    {[0] = ", file);
        fprintf(file, "%u,", table->index[transport][0]);
        for (unsigned port = 1; port < PORTS; port++) {
            if (table->index[transport][port])
                fprintf(file, "%s[%u] = %u,", written++ % 8 ? " " : "\n     ", port,
                        table->index[transport][port]);
        }
        fputs("},\n", file);
    }
    fputs("};\n", file);
}

static void
write_arrays(const model *tables, const char *folder)
{
    const set_table sets = make_sets(tables);
    FILE *file = emit_create(folder, "registry-tables.h");

    fprintf(
        file,
        "#ifndef REGISTRY_TABLES_H\n#define REGISTRY_TABLES_H\n\n#include \"registry/ports.h\"\n\n"
        "extern const uint16_t registry_set_members[];\n"
        "extern const uint16_t registry_set_index[REGISTRY_TRANSPORTS][%d];\n\n#endif\n",
        PORTS);
    emit_finish(file, "registry-tables.h");

    file = emit_create(folder, "registry-tables.c");
    fputs("#include \"registry-tables.h\"\n\n#include \"registry/lists.h\"\n\n", file);
    write_sources(file, tables);
    write_families(file, tables);
    write_services(file, tables);
    write_rows(file, tables);
    write_lists(file, tables);
    write_sets(file, &sets);
    emit_finish(file, "registry-tables.c");
}

void
write_tables(const model *tables, const char *folder)
{
    write_services_header(tables, folder);
    write_arrays(tables, folder);
    write_names(tables, folder);
}
