/* tap-rows.h
 * What the statistics count of each labelled conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_REPORT_TAP_ROWS_H
#define LEGACYPORTS_REPORT_TAP_ROWS_H

#include <epan/address.h>
#include <epan/packet.h>

#include "labels/labelled.h"

/** The packets of one conversation that passed the filter of a statistic. */
typedef struct {
    const label_conversation *conv;
    char *endpoint[2];  /**< "192.0.2.1:1992" of side 0 and 1, as label_conversation.port */
    address address[2]; /**< of side 0 and 1 */
    uint64_t packets;
    uint64_t bytes; /**< on the wire */
    uint32_t first_frame;
    nstime_t first_time; /**< the earliest, which need not be the first packet's */
    nstime_t last_time;  /**< the latest */
} report_row;

/** @return an empty set of rows, label_conversation -> report_row; g_hash_table_destroy() frees it.
 */
GHashTable *report_rows_new(void);

/** Counts a packet of the tap "legacyport". @return the row of its conversation. */
report_row *report_rows_count(GHashTable *rows, packet_info *pinfo, const label_tap_info *info);

/** @return the rows that have a label now, by first packet; g_ptr_array_free() frees the array. */
GPtrArray *report_rows_sorted(GHashTable *rows);

/** @return the time from the earliest to the latest packet, in seconds. */
double report_row_seconds(const report_row *row);

/** @return 0 or 1, the index of the service in endpoint. */
int report_row_service_side(const report_row *row);

#endif
