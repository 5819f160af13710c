/* forms.h
 * The report of labelled conversations, in the forms that -z asks for
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_REPORT_FORMS_H
#define LEGACYPORTS_REPORT_FORMS_H

#include "report/tap-columns.h"

/**
 * Prints labelled conversations in one form.
 *
 * @param rows    report_row pointers, by first packet
 * @param filter  what limits the packets, NULL if nothing does
 */
typedef void report_form(const GPtrArray *rows, const char *filter);

/** For a person: a table as wide as the terminal; all of each line where there is none. */
report_form report_print_conv;

/**
 * One line of names, then one line a conversation, cells separated by tabs. A
 * backslash, tab or line feed in a cell is \\, \t or \n. Scripts rely on the
 * columns: a new one comes last.
 */
report_form report_print_tsv;

/** One array of JSON with an object for each conversation; a value that is absent is null. */
report_form report_print_json;

/**
 * Two lines of JSON a conversation, as tshark -T ek prints a packet: the action
 * and the document that the bulk interface of OpenSearch and of Elasticsearch
 * takes.
 *
 * Under "layers" stand the fields that its packets have in Wireshark, with the
 * client as source: what a display filter finds has the same name there. What
 * is no field of a packet stands under "conversation".
 */
report_form report_print_ek;

/** How many conversations have each label, and on what evidence. */
report_form report_print_tree;

#endif
