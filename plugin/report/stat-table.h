/* stat-table.h
 * Rows of Wireshark's tables: statistics that the window and tshark -z share
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A row belongs to a key: a conversation, a message, whatever a statistic counts.
 * The row comes with the first packet of its key, and leaves if the key withdraws.
 * The strings of a row are its own.
 */
#ifndef LEGACYPORTS_REPORT_STAT_TABLE_H
#define LEGACYPORTS_REPORT_STAT_TABLE_H

#include <epan/address.h>
#include <epan/stat_tap_ui.h>

/** A statistic with one table, which all who look at it share. */
typedef struct {
    stat_tap_table_ui ui;   /**< title, tap_name, cli_string, packet_func, nfields and fields */
    const char *heading;    /**< above the table in tshark */
    const char *remark;     /**< what a table without rows says */
    unsigned remark_column; /**< where the table says it: a column of strings */
    void (*forget)(void);   /**< empties what the statistic keeps of its own, NULL if nothing */
    GHashTable *places;     /**< key -> number of its row */
} report_table;

/**
 * Registers a statistic: it takes a filter, and has a window under Statistics.
 *
 * @param statistic  static; all but the members of ui that are named above is set here
 */
void report_table_register(report_table *statistic);

/** @return the statistic that a packet_func is called for. @param data its first argument */
report_table *report_table_of(void *data);

/** @return the cells of a key's row, NULL if the key has none. */
stat_tap_table_item_type *report_table_find(const report_table *statistic, const void *key);

/** @return the cells of a key's row, a new and empty one at the end if the key had none. */
stat_tap_table_item_type *report_table_row(report_table *statistic, const void *key);

/** Removes the row of a key, if the key has one. The last row takes its place. */
void report_table_withdraw(report_table *statistic, const void *key);

/**
 * An endpoint as all statistics spell it: "192.0.2.1:1992", "[2001:db8::1]:1992".
 *
 * @param scope  where the text is made; NULL: wmem_free() frees it
 */
char *report_endpoint(wmem_allocator_t *scope, const address *addr, uint32_t port);

/** Sets a cell to a copy of a text. NULL becomes an empty text, since tshark prints no NULL. */
void report_table_set(stat_tap_table_item_type *cell, const char *text);

#endif
