/* emit.h
 * Writes generated C files
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_EMIT_H
#define LEGACYPORTS_EMIT_H

#include <stdio.h>

/** @return a new file of that name with its head written, or does not return. */
FILE *emit_create(const char *folder, const char *name);

/** Closes a file; stops if any of it could not be written. */
void emit_finish(FILE *file, const char *name);

/** Writes text as a C string. */
void emit_string(FILE *file, const char *text);

/** The same, or NULL where there is no text. */
void emit_string_or_null(FILE *file, const char *text);

/** Writes an id as a constant: "stun-p3" as prefix and STUN_P3, "" as prefix and NONE. */
void emit_constant(FILE *file, const char *prefix, const char *id);

#endif
