/* tsv.h
 * Reads a table, and stops the build at the line that is wrong
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_TSV_H
#define LEGACYPORTS_TSV_H

#include <stddef.h>

/** The most columns that a table has. */
#define TSV_COLUMNS_MAX 16

typedef struct {
    const char *path;
    char *text;    /**< the whole file */
    char *next;    /**< the line after the current one */
    unsigned line; /**< number of the current line, from 1 */
    size_t columns;
} tsv;

/** Prints "file:line: reason" and exits with 1. Line 0 stands for the whole file. */
_Noreturn void tsv_fail(const char *path, unsigned line, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/** @return memory, or does not return. */
void *tsv_alloc(size_t count, size_t size);

/**
 * Opens a table. Lines that begin with # may stand before the header.
 *
 * @param header  the header line that the file must have; NULL for a text file that is no table
 */
tsv tsv_open(const char *path, const char *header);

/** @return the next line, checked to be plain UTF-8, without its newline; NULL at the end. */
char *tsv_line(tsv *file);

/**
 * Reads the next row of a table into its columns, which must be as many as the
 * header's, none of them empty.
 *
 * @return 0 at the end
 */
int tsv_row(tsv *file, char *fields[TSV_COLUMNS_MAX]);

#endif
