/* stat-table.h
 * Rows of Wireshark's tables: statistics that the window and tshark -z share
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The strings of a row are its own, and a row stays where it is until one
 * before it leaves.
 */
#ifndef LEGACYPORTS_REPORT_STAT_TABLE_H
#define LEGACYPORTS_REPORT_STAT_TABLE_H

#include <epan/stat_tap_ui.h>

/**
 * Registers a statistic with a table: one that takes a filter, with a window
 * under Statistics.
 *
 * @param ui  static; what all of ours have in common is set here
 */
void report_table_register(stat_tap_table_ui *ui);

/** Makes the table of a statistic if it has none, and lets the statistic empty it. */
void report_table_init(stat_tap_table_ui *ui, const char *title, unsigned columns);

/** @return the table of the statistic that a packet callback is called for. @param data its own */
stat_tap_table *report_table_table(void *data);

/**
 * Adds an empty row at the end.
 *
 * @param fields  the columns; they say what kind of value a cell has
 * @return its cells
 */
stat_tap_table_item_type *report_table_add(stat_tap_table *table, const stat_tap_table_item *fields,
                                           unsigned columns);

/** @return the number of rows; a remark is none. */
unsigned report_table_count(const stat_tap_table *table);

/**
 * Says something in a table without rows, until it has one.
 *
 * @param column  whose field is a string
 */
void report_table_remark(stat_tap_table *table, unsigned column, const char *text);

/** Removes a row; the last one takes its place. */
void report_table_remove(stat_tap_table *table, unsigned row);

/** Sets a cell to a copy of a text; Wireshark prints none that is NULL, so that is empty. */
void report_table_set(stat_tap_table_item_type *cell, const char *text);

/** Removes all rows: stat_tap_reset_table_cb, or a part of one. */
void report_table_reset(stat_tap_table *table);

#endif
