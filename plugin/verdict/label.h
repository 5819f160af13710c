/* label.h
 * The one place that turns a port's rows and a verdict into a label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The door of this room: it includes the others. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_VERDICT_LABEL_H
#define LEGACYPORTS_VERDICT_LABEL_H

#include "verdict/join.h"
#include "verdict/policy.h"
#include "verdict/side.h"

/** What a label says. Its strings live as long as the tables and the verdict. */
typedef struct {
    registry_transport transport;
    registry_service
        service; /**< REGISTRY_SERVICE_NONE if the plugin has no name of its own for it */
    registry_family
        family;    /**< whose traffic the payload is, REGISTRY_FAMILY_NONE if that is not known */
    uint16_t port; /**< of the service side, host byte order */
    bool contradicted;
    const registry_row
        *row;            /**< whose status and words are shown; NULL if no source has the port */
    const char *payload; /**< what it is instead, when contradicted, else NULL */
} verdict_label;

/** The longest label, its terminating NUL included. */
#define VERDICT_TEXT_MAX 512

/**
 * Decides what a verdict says of a port.
 *
 * A family that is proven on a port of other services contradicts them, unless
 * it is at home there (MHSnet on the IPsendmsg port); a mere shape does not.
 *
 * @param rows  what the tables say of the port
 */
verdict_label verdict_decide(registry_transport transport, uint16_t port, const registry_port *rows,
                             const verdict_state *verdict);

/**
 * Writes the label as a person reads it: "Cisco STUN priority 3 (low queue)",
 * "Cisco STUN priority 3 or IPsendmsg", "SSH, on a Cisco STUN port".
 *
 * @param text  VERDICT_TEXT_MAX bytes; a longer label is cut at a whole UTF-8 character
 */
void verdict_label_text(const verdict_label *label, const registry_port *rows,
                        char text[VERDICT_TEXT_MAX]);

/**
 * Whether a row of the label's port is another registration, to be shown as an
 * alternative: not the label's own service or row, not said before by an
 * earlier row, and naming something.
 *
 * @param index  of the port's set
 * @param text   VERDICT_TEXT_MAX bytes: "IPsendmsg", "TCO Flash Agent (IANA)"; of no meaning if
 * false
 */
bool verdict_alternative(const verdict_label *label, const registry_port *set, size_t index,
                         char text[VERDICT_TEXT_MAX]);

/**
 * Writes a row's source as a person reads it: "IANA, stun-p1", "web page about
 * port 1992, line 8".
 *
 * @param source  registry_row.source, "id:place"
 * @param text    VERDICT_TEXT_MAX bytes
 */
void verdict_source_text(const char *source, char text[VERDICT_TEXT_MAX]);

/** Whether a row of the label's port is a source of the label itself. */
bool verdict_label_is_source(const verdict_label *label, const registry_row *row);

/**
 * Whether the sources disagree on a port: one calls it unassigned or reserved
 * and another names a service, or they give one service two statuses.
 */
bool verdict_sources_disagree(const registry_port *set);

/**
 * Writes why a verdict stands: "port number alone", "CRC-16 of 41 packet headers".
 *
 * @param text  VERDICT_TEXT_MAX bytes
 */
void verdict_reason(const verdict_state *verdict, char text[VERDICT_TEXT_MAX]);

#endif
