/* ports.h
 * What the tables say of a port: every statement of every source, kept
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rows come from tables/ports.tsv, tables/services.tsv and
 * tables/families.tsv; tables/tablegen.c checks them and writes the arrays
 * that are declared here. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_REGISTRY_PORTS_H
#define LEGACYPORTS_REGISTRY_PORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "registry-services.h" /* generated: enum registry_service, enum registry_family */
#include "registry/rows.h"

/** A group of services that one recogniser proves, such as Cisco STUN. */
typedef struct {
    const char *id;      /**< "cisco-stun" */
    const char *name;    /**< "Cisco STUN" */
    const char *article; /**< "a" or "an", for "on a Cisco STUN port" */
    registry_family kin; /**< whose packets are at home on its ports too, or REGISTRY_FAMILY_NONE */
    registry_service anywhere; /**< its service on a port that is in no table */
} registry_family_info;

/** A service that the plugin names itself, on one port or on any. */
typedef struct {
    const char *id; /**< "stun-p3", the value of legacyport.service */
    registry_family family;
    bool focus;         /**< labelled under every choice of the preference */
    const char *label;  /**< "Cisco STUN priority 3 (low queue)" */
    const char *brief;  /**< "Cisco STUN priority 3", for a label that names two */
    const char *values; /**< "priority=1 queue=1", "" for none; see registry_service_value() */
} registry_service_info;

/** One row of ports.tsv: one statement of one source. */
typedef struct {
    uint16_t first;     /**< first port of the range */
    uint16_t last;      /**< last port of the range, inclusive */
    uint8_t transports; /**< bit 1 << registry_transport; 0: the source names none, so every one */
    uint8_t status;     /**< registry_status */
    uint8_t era;        /**< registry_era */
    uint8_t
        service; /**< registry_service, REGISTRY_SERVICE_NONE if the plugin has no name for it */
    const char *label;       /**< what a person reads, NULL where the service has a label */
    const char *description; /**< the registration in full, ours where the source has a sentence;
                                NULL where the label says all of it */
    const char
        *expect; /**< comma-separated Wireshark protocol filter names that confirm it, or NULL */
    const char *source; /**< "wikipedia-2011:line 3325", an id of SOURCES.md and the place in it */
    bool user;          /**< the user's own row, which beats a shipped one */
} registry_row;

/** A document that rows name, from the table of SOURCES.md. */
typedef struct {
    const char *id;      /**< "page-1992" */
    const char *name;    /**< "web page about port 1992" */
    const char *address; /**< where it can be read, NULL if the document states none */
} registry_source;

extern const registry_source registry_sources[]; /**< in the order of SOURCES.md */
extern const size_t registry_source_count;
extern const registry_family_info registry_families[];  /**< indexed by registry_family */
extern const registry_service_info registry_services[]; /**< indexed by registry_service */
extern const registry_row registry_rows[];              /**< in the order of ports.tsv */
extern const size_t registry_row_count;

/** The rows of one port. */
typedef struct {
    const uint16_t *rows; /**< indexes into registry_rows, the best name first */
    size_t count;         /**< 0: no source says anything of this port */
} registry_port;

/**
 * Finds all rows of a port: one array access, whatever the port.
 *
 * The order is the one in which a label prefers them: a row with a service of
 * ours, then the narrower range, then a name before Unassigned or Reserved,
 * then Official before Unofficial, then the order of ports.tsv.
 *
 * @param transport  the transport; a row whose source names none answers for all
 * @param port       host byte order
 * @return the rows, with count 0 if there are none
 */
registry_port registry_find(registry_transport transport, uint16_t port);

/** The most rows that a user may add. */
#define REGISTRY_USER_ROWS_MAX 10000

/**
 * Puts the user's own rows before the shipped ones of their ports; the ones
 * that were there before are forgotten. What registry_find() has returned stays
 * valid until the next call but one.
 *
 * @param rows   kept by reference until the next call; each has user set
 * @param count  0 for none, REGISTRY_USER_ROWS_MAX at most
 * @return false, and nothing changed, if there are too many rows or no memory
 */
bool registry_set_user_rows(const registry_row *rows, size_t count);

/**
 * @return the service with an id such as "stun-p3", REGISTRY_SERVICE_NONE if there is none
 */
registry_service registry_service_by_id(const char *id);

/** @return the number of all rows, shipped ones first, then the user's. */
size_t registry_row_total(void);

/** @return the row at an index that registry_find() gave, or below registry_row_total(). */
const registry_row *registry_row_at(uint16_t index);

/**
 * Finds the document that a row names.
 *
 * @param source  registry_row.source, "id:place"
 * @return NULL if SOURCES.md does not have it, as of a row of the user's
 */
const registry_source *registry_source_of(const char *source);

/** @return "Official", "Unofficial", "Unassigned" or "Reserved". */
const char *registry_status_name(registry_status status);

/** @return "unknown", "legacy" or "current". */
const char *registry_era_name(registry_era era);

/** @return "tcp", "udp", "sctp" or "dccp". */
const char *registry_transport_name(registry_transport transport);

/** @return whether a row speaks for a transport: "tcp", "udp", "sctp" or "dccp" */
bool registry_row_is_over(const registry_row *row, const char *transport);

/**
 * Finds the service of a family that a port is known for.
 *
 * @return the service, REGISTRY_SERVICE_NONE if no row of the port names one of that family
 */
registry_service registry_service_of_family(registry_transport transport, uint16_t port,
                                            registry_family family);

/** What registry_service_value() returns for a name that a service has no value of. */
#define REGISTRY_NO_VALUE (-1)

/**
 * Finds one of the numbers that the tables have for a service beside its name.
 *
 * @param name  of the number, such as "priority"
 */
int registry_service_value(registry_service service, const char *name);

/** @return the family with an id such as "cisco-stun", REGISTRY_FAMILY_NONE if there is none */
registry_family registry_family_by_id(const char *id);

/** The same for the rows of a port that were found before. */
registry_service registry_service_among(const registry_port *rows, registry_family family);

/** The same for either of two ports; if both are known for one, the lower decides. */
registry_service registry_service_of_ports(registry_transport transport, uint16_t port,
                                           uint16_t other, registry_family family);

#endif
