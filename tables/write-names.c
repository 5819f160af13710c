/* write-names.c
 * Writes the lists of names of numbers as C
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "write.h"

#include <string.h>

#include "emit.h"
#include "tsv.h"

static bool
is_first_of_list(const model *tables, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(tables->names[i].list, tables->names[index].list) == 0)
            return false;
    }
    return true;
}

void
write_list_constants(FILE *file, const model *tables)
{
    for (size_t i = 0; i < tables->name_count; i++) {
        if (!is_first_of_list(tables, i))
            continue;
        fputs("    ", file);
        emit_constant(file, "REGISTRY_LIST_", tables->names[i].list);
        fputs(",\n", file);
    }
}

/* Writes the rows of one list, and returns how many there are. */
static size_t
write_named(FILE *file, const model *tables, const char *list)
{
    size_t count = 0;

    fprintf(file, "static const registry_named list_%s[] = {\n", list);
    for (size_t i = 0; i < tables->name_count; i++) {
        const named *name = &tables->names[i];

        if (strcmp(name->list, list) != 0)
            continue;
        fprintf(file, "    {%u, %u, ", name->first, name->last);
        emit_string(file, name->name);
        fputs(", ", file);
        emit_string(file, name->source);
        fputs("},\n", file);
        count++;
    }
    fputs("};\n\n", file);
    return count;
}

void
write_lists(FILE *file, const model *tables)
{
    size_t *counts = tsv_alloc(tables->name_count, sizeof *counts);

    for (size_t i = 0; i < tables->name_count; i++) {
        if (is_first_of_list(tables, i))
            counts[i] = write_named(file, tables, tables->names[i].list);
    }
    fputs("const registry_list_info registry_lists[] = {\n", file);
    for (size_t i = 0; i < tables->name_count; i++) {
        const char *list = tables->names[i].list;

        if (counts[i] > 0)
            fprintf(file, "    {\"%s\", list_%s, %zu},\n", list, list, counts[i]);
    }
    fputs("};\n\n", file);
}

static void
write_strings(FILE *file, const model *tables, const char *list)
{
    fprintf(file, "const value_string registry_names_%s[] = {\n", list);
    for (size_t i = 0; i < tables->name_count; i++) {
        const named *name = &tables->names[i];

        if (strcmp(name->list, list) != 0)
            continue;
        fprintf(file, "    {%u, ", name->first);
        emit_string(file, name->name);
        fputs("},\n", file);
    }
    fputs("    {0, NULL},\n};\n\n", file);
}

void
write_names(const model *tables, const char *folder)
{
    FILE *header = emit_create(folder, "registry-names.h");
    FILE *file = emit_create(folder, "registry-names.c");

    fputs("#ifndef REGISTRY_NAMES_H\n#define REGISTRY_NAMES_H\n\n#include <epan/proto.h>\n\n",
          header);
    fputs("#include \"registry-names.h\"\n\n", file);
    for (size_t i = 0; i < tables->name_count; i++) {
        if (!tables->names[i].shown || !is_first_of_list(tables, i))
            continue;
        fprintf(header, "extern const value_string registry_names_%s[];\n", tables->names[i].list);
        write_strings(file, tables, tables->names[i].list);
    }
    fputs("\n#endif\n", header);
    emit_finish(header, "registry-names.h");
    emit_finish(file, "registry-names.c");
}
