/* label.h
 * The one place that turns a port's rows and a verdict into a label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_VERDICT_LABEL_H
#define LEGACYPORTS_VERDICT_LABEL_H

#include "verdict/join.h"

/** Which ports are labelled; values of the preference legacyport.label. */
typedef enum {
    VERDICT_POLICY_FOCUS,       /**< focus services only */
    VERDICT_POLICY_UNDISSECTED, /**< and legacy or unofficial rows whose payload nobody dissects */
    VERDICT_POLICY_LEGACY,      /**< and every legacy or unofficial row */
    VERDICT_POLICY_EVERY        /**< every port in the tables */
} verdict_policy;

/** Why a policy wants the label of a port. */
typedef enum {
    VERDICT_WANT_NO,
    VERDICT_WANT_UNDISSECTED, /**< only while nothing dissects its payload */
    VERDICT_WANT_ALWAYS
} verdict_want;

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

/** @return whether a policy wants a label on a port. */
verdict_want verdict_port_wanted(registry_transport transport, uint16_t port,
                                 verdict_policy policy);

/** @return whether a policy wants a row's ports labelled. */
verdict_want verdict_row_wanted(const registry_row *row, verdict_policy policy);

/**
 * Decides what a verdict says of a port.
 *
 * A family that is proven on a port of other services contradicts them, unless
 * it is at home there (MHSnet on the IPsendmsg port); a mere shape does not.
 */
verdict_label verdict_decide(registry_transport transport, uint16_t port,
                             const verdict_state *verdict);

/**
 * Writes the label as a person reads it: "Cisco STUN priority 3 (low queue)",
 * "Cisco STUN priority 3 or IPsendmsg", "SSH, on a Cisco STUN port".
 *
 * @param text  VERDICT_TEXT_MAX bytes; a longer label is cut at a whole UTF-8 character
 */
void verdict_label_text(const verdict_label *label, char text[VERDICT_TEXT_MAX]);

/**
 * Whether a row of the label's port is another registration, to be shown as an
 * alternative: not the label's own service or row, not said before by an
 * earlier row, and naming something.
 *
 * @param index  of the port's set
 * @param text   VERDICT_TEXT_MAX bytes: "IPsendmsg", "TCO Flash Agent (IANA)"; untouched if false
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
 * Finds the row of a port that expects a protocol above the transport.
 *
 * @param protocol  a Wireshark filter name
 * @return the first such row, NULL if none expects it
 */
const registry_row *verdict_row_expecting(const registry_port *set, const char *protocol);

/** Whether any row of a port says what it expects. */
bool verdict_any_row_expects(const registry_port *set);

/**
 * Writes why a verdict stands: "port number alone", "CRC-16 of 41 packet headers".
 *
 * @param text  VERDICT_TEXT_MAX bytes
 */
void verdict_reason(const verdict_state *verdict, char text[VERDICT_TEXT_MAX]);

#endif
