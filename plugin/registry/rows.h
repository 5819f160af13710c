/* rows.h
 * One line of ports.tsv, checked
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The build reads the shipped table with it, the plugin the user's own. No
 * Wireshark header and nothing generated is needed.
 *
 *   first  last  transport  service  label  description  status  era  expect  source
 */
#ifndef LEGACYPORTS_REGISTRY_ROWS_H
#define LEGACYPORTS_REGISTRY_ROWS_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    REGISTRY_TCP,
    REGISTRY_UDP,
    REGISTRY_SCTP,
    REGISTRY_DCCP,
    REGISTRY_TRANSPORTS
} registry_transport;

typedef enum {
    REGISTRY_STATUS_OFFICIAL,
    REGISTRY_STATUS_UNOFFICIAL,
    REGISTRY_STATUS_UNASSIGNED,
    REGISTRY_STATUS_RESERVED
} registry_status;

typedef enum { REGISTRY_ERA_UNKNOWN, REGISTRY_ERA_LEGACY, REGISTRY_ERA_CURRENT } registry_era;

/** The header line of ports.tsv. */
#define REGISTRY_ROW_HEADER \
    "first\tlast\ttransport\tservice\tlabel\tdescription\tstatus\tera\texpect\tsource"

/** The longest label, in characters. */
#define REGISTRY_LABEL_MAX 60

/** The longest description, in bytes. */
#define REGISTRY_DESCRIPTION_MAX 240

/** A line in its columns. Strings point into the line. */
typedef struct {
    uint16_t first;
    uint16_t last;
    uint8_t transports;      /**< bit 1 << registry_transport, 0 if the source names none */
    uint8_t status;          /**< registry_status */
    uint8_t era;             /**< registry_era */
    const char *service;     /**< a service id, NULL for none; the caller knows which exist */
    const char *label;       /**< NULL where the service has one */
    const char *description; /**< the registration in full, NULL where the label says all of it */
    const char *expect;      /**< protocol filter names by comma, NULL for none */
    const char *source;      /**< "id:place"; the caller knows which ids exist */
} registry_row_text;

/**
 * Splits a line at its tabs, in place.
 *
 * @param line    without its newline; tabs become NULs
 * @param fields  receives up to max pointers into the line
 * @return the number of columns, which may exceed max
 */
size_t registry_split(char *line, char **fields, size_t max);

/**
 * Checks that a line is UTF-8 without control characters other than tabs.
 *
 * @return NULL, or what is wrong
 */
const char *registry_check_text(const char *line);

/** @return NULL if a label is not too long, or what is wrong */
const char *registry_check_label(const char *label);

/**
 * Parses one line of ports.tsv.
 *
 * @param line  without its newline; it is cut up, and row points into it
 * @return NULL, or what is wrong, as a phrase for "file:line: reason"
 */
const char *registry_row_parse(char *line, registry_row_text *row);

#endif
