/* model.h
 * The tables in memory, after every check
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MODEL_H
#define LEGACYPORTS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "registry/rows.h"

enum { PORTS = 65536 };

/** Entry 0 of families and services stands for none. */
typedef struct {
    const char *id, *name, *article;
    size_t kin, anywhere;
} family;

typedef struct {
    const char *id;
    size_t family;
    bool focus;
    const char *label, *brief;
    const char *values; /* "name=number", by blanks */
} service;

typedef struct {
    registry_row_text text;
    size_t service;
    unsigned line;
} port_row;

/** A named number, or a range of them, of one list of names. */
typedef struct {
    const char *list;
    uint32_t first, last;
    const char *name, *source;
    bool shown; /* in names.tsv: a dissector's field shows the name */
    const char *path;
    unsigned line;
} named;

/** A document that rows name. */
typedef struct {
    const char *id, *name, *address; /* address: NULL if the document states none */
} source;

typedef struct {
    source *sources;
    size_t source_count;
    family *families;
    size_t family_count;
    service *services;
    size_t service_count;
    port_row *rows;
    size_t row_count;
    named *names;
    size_t name_count;
} model;

/** Reads and checks all tables of a folder; stops with "file:line: reason". */
model model_read(const char *folder);

#endif
