/* tsv.c
 * Reads a table, and stops the build at the line that is wrong
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tsv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "registry/rows.h"

void
tsv_fail(const char *path, unsigned line, const char *format, ...)
{
    va_list arguments;

    if (line > 0)
        fprintf(stderr, "%s:%u: ", path, line);
    else
        fprintf(stderr, "%s: ", path);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

void *
tsv_alloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);

    if (!memory) {
        fputs("tablegen: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static char *
read_all(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (!file)
        tsv_fail(path, 0, "cannot be opened");
    if (fseek(file, 0, SEEK_END) != 0)
        tsv_fail(path, 0, "cannot be read");

    const long size = ftell(file);
    if (size < 0)
        tsv_fail(path, 0, "cannot be read");
    rewind(file);

    char *text = tsv_alloc((size_t)size + 1, 1);
    if (fread(text, 1, (size_t)size, file) != (size_t)size)
        tsv_fail(path, 0, "cannot be read");
    fclose(file);
    if (strlen(text) != (size_t)size)
        tsv_fail(path, 0, "holds a NUL byte");
    return text;
}

tsv
tsv_open(const char *path, const char *header)
{
    tsv file = {.path = path};
    char *fields[TSV_COLUMNS_MAX];
    char *line;

    file.text = read_all(path);
    file.next = file.text;
    if (!header)
        return file;

    do {
        line = tsv_line(&file);
    } while (line && line[0] == '#');
    if (!line)
        tsv_fail(path, 0, "is empty: no header line");
    if (strcmp(line, header) != 0)
        tsv_fail(path, file.line, "the header is not \"%s\"", header);
    file.columns = registry_split(line, fields, TSV_COLUMNS_MAX);
    return file;
}

char *
tsv_line(tsv *file)
{
    char *line = file->next;

    if (!*line)
        return NULL;

    char *end = strchr(line, '\n');
    if (end)
        *end++ = '\0';
    else
        end = line + strlen(line);
    file->next = end;
    file->line++;

    const char *reason = registry_check_text(line);
    if (reason)
        tsv_fail(file->path, file->line, "%s", reason);
    return line;
}

int
tsv_row(tsv *file, char *fields[TSV_COLUMNS_MAX])
{
    char *line = tsv_line(file);

    if (!line)
        return 0;
    if (registry_split(line, fields, TSV_COLUMNS_MAX) != file->columns)
        tsv_fail(file->path, file->line, "not %zu columns, separated by single tabs",
                 file->columns);
    for (size_t i = 0; i < file->columns; i++) {
        if (!fields[i][0])
            tsv_fail(file->path, file->line, "column %zu is empty", i + 1);
    }
    return 1;
}
