/* rows.h
 * One line of ports.tsv, checked
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The build reads the shipped table with it, the plugin the user's own. No
 * Wireshark header and nothing generated is needed.
 *
 *   first  last  transport  service  description  status  era  expect  source
 */
#ifndef LEGACYPORTS_ROWS_H
#define LEGACYPORTS_ROWS_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    LP_TCP,
    LP_UDP,
    LP_SCTP,
    LP_DCCP,
    LP_TRANSPORTS
} lp_transport;

typedef enum {
    LP_STATUS_OFFICIAL,
    LP_STATUS_UNOFFICIAL,
    LP_STATUS_UNASSIGNED,
    LP_STATUS_RESERVED
} lp_status;

typedef enum {
    LP_ERA_UNKNOWN,
    LP_ERA_LEGACY,
    LP_ERA_CURRENT
} lp_era;

/** The header line of ports.tsv. */
#define LP_ROW_HEADER "first\tlast\ttransport\tservice\tdescription\tstatus\tera\texpect\tsource"

/** The longest description, in bytes: a label must hold it whole. */
#define LP_DESCRIPTION_MAX 240

/** A line in its columns. Strings point into the line. */
typedef struct {
    uint16_t first;
    uint16_t last;
    uint8_t transports;      /**< bit 1 << lp_transport, 0 if the source names none */
    uint8_t status;          /**< lp_status */
    uint8_t era;             /**< lp_era */
    const char *service;     /**< a service id, NULL for none; the caller knows which exist */
    const char *description;
    const char *expect;      /**< protocol filter names by comma, NULL for none */
    const char *source;      /**< "id:place"; the caller knows which ids exist */
} lp_row_text;

/**
 * Splits a line at its tabs, in place.
 *
 * @param line    without its newline; tabs become NULs
 * @param fields  receives up to max pointers into the line
 * @return the number of columns, which may exceed max
 */
size_t lp_line_split(char *line, char **fields, size_t max);

/**
 * Checks that a line is UTF-8 without control characters other than tabs.
 *
 * @return NULL, or what is wrong
 */
const char *lp_line_check_text(const char *line);

/**
 * Parses one line of ports.tsv.
 *
 * @param line  without its newline; it is cut up, and row points into it
 * @return NULL, or what is wrong, as a phrase for "file:line: reason"
 */
const char *lp_row_parse(char *line, lp_row_text *row);

#endif
