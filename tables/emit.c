/* emit.c
 * Writes generated C files
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "emit.h"

#include <ctype.h>

#include "tsv.h"

FILE *
emit_create(const char *folder, const char *name)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);

    FILE *file = fopen(path, "w");
    if (!file)
        tsv_fail(path, 0, "cannot be written");
    fprintf(file,
            "/* %s: written by tablegen, do not edit\n *\n"
            " * SPDX-License-Identifier: GPL-2.0-or-later\n */\n",
            name);
    return file;
}

void
emit_finish(FILE *file, const char *name)
{
    if (ferror(file) || fclose(file) != 0)
        tsv_fail(name, 0, "cannot be written");
}

void
emit_string(FILE *file, const char *text)
{
    fputc('"', file);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\' || *text == '?')
            fputc('\\', file);
        fputc(*text, file);
    }
    fputc('"', file);
}

void
emit_string_or_null(FILE *file, const char *text)
{
    if (text)
        emit_string(file, text);
    else
        fputs("NULL", file);
}

/* "stun-p3" -> "STUN_P3"; entry 0 is NONE. */
void
emit_constant(FILE *file, const char *prefix, const char *id)
{
    fputs(prefix, file);
    if (!*id)
        fputs("NONE", file);
    for (; *id; id++)
        fputc(*id == '-' ? '_' : toupper((unsigned char)*id), file);
}
