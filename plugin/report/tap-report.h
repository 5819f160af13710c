/* tap-report.h
 * The report of labelled conversations in the forms that a program reads
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_REPORT_TAP_REPORT_H
#define LEGACYPORTS_REPORT_TAP_REPORT_H

#include "report/tap-rows.h"

/**
 * Prints one line of names and then one line a conversation, cells separated by
 * tabs. A backslash, tab or line feed in a cell is \\, \t or \n.
 *
 * @param sorted  report_row pointers
 * @param filter  not printed
 */
void report_print_tsv(GPtrArray *sorted, const char *filter);

/**
 * Prints two lines of JSON a conversation, as tshark -T ek does a packet: the
 * action and the document that the bulk interface of OpenSearch and of
 * Elasticsearch takes.
 *
 * Under "layers" stand the fields that its packets have in Wireshark, with the
 * client as source: what a display filter finds has the same name there. What
 * is no field of a packet stands under "conversation".
 *
 * @param sorted  report_row pointers
 * @param filter  not printed
 */
void report_print_ek(GPtrArray *sorted, const char *filter);

#endif
