/* tap-columns.h
 * The one list of what is said of a labelled conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The report, TSV, JSON, the documents and Wireshark's table are all written
 * from this list. A new column is one line in report_line_read().
 */
#ifndef LEGACYPORTS_REPORT_TAP_COLUMNS_H
#define LEGACYPORTS_REPORT_TAP_COLUMNS_H

#include "report/tap-rows.h"

/** What kind of value a column has. */
typedef enum {
    REPORT_TEXT,
    REPORT_PROSE, /**< a longer text, which a table for people has last */
    REPORT_NUMBER,
    REPORT_SECONDS,
    REPORT_TIME, /**< seconds since 1970, microseconds exactly */
    REPORT_TRUTH,
    REPORT_TEXTS /**< several texts, or one, or none */
} report_kind;

/** A column, with its value in one row. */
typedef struct {
    const char *name;  /**< in TSV and JSON; NULL: these leave it out */
    const char *title; /**< in the report and Wireshark's table; NULL: these leave it out */
    const char *field; /**< Wireshark's field that has the same value, NULL if none has */
    report_kind kind;
    bool absent; /**< there is no such value in this row */
    const char *text;
    uint64_t number;
    double seconds;
    nstime_t time;
    bool truth;
    const label_conversation *conv;                      /**< whose texts they are */
    GPtrArray *(*texts)(const label_conversation *conv); /**< makes them when they are asked for */
} report_column;

#define REPORT_COLUMNS 26

/** All columns of one row, and the words among them that are made for it. */
typedef struct {
    report_column columns[REPORT_COLUMNS];
    char service[128];
    char reason[VERDICT_TEXT_MAX];
} report_line;

/**
 * Reads all columns of a row.
 *
 * @param row  NULL for names, titles, fields and kinds alone
 */
void report_line_read(report_line *line, const report_row *row);

/**
 * Finds the columns that people see: those with a title, prose last.
 *
 * @param shown  receives their places in the list
 * @return how many they are
 */
unsigned report_columns_shown(const report_line *line, unsigned shown[REPORT_COLUMNS]);

/** Appends a value as TSV and the report have it, nothing if it is absent. */
void report_column_print(GString *out, const report_column *column);

#endif
