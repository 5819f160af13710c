/* label.h
 * The one place that turns a port's rows and a verdict into a label
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_LABEL_H
#define LEGACYPORTS_LABEL_H

#include "evidence.h"

/** Which ports are labelled; values of the preference legacyport.label. */
typedef enum {
    LP_LABEL_FOCUS,       /**< focus services only */
    LP_LABEL_UNDISSECTED, /**< and legacy or unofficial rows whose payload nobody dissects */
    LP_LABEL_LEGACY,      /**< and every legacy or unofficial row */
    LP_LABEL_EVERY        /**< every port in the tables */
} lp_policy;

/** Why a policy wants the label of a port. */
typedef enum {
    LP_WANT_NO,
    LP_WANT_UNDISSECTED, /**< only while nothing dissects its payload */
    LP_WANT_ALWAYS
} lp_want;

/** What a label says. Its strings live as long as the tables and the verdict. */
typedef struct {
    lp_transport transport;
    lp_service service;     /**< LP_SERVICE_NONE if the plugin has no name of its own for it */
    lp_family family;       /**< whose traffic the payload is, LP_FAMILY_NONE if that is not known */
    uint16_t port;          /**< of the service side, host byte order */
    bool contradicted;
    const lp_port_row *row; /**< whose status and words are shown; NULL if no source has the port */
    const char *payload;    /**< what it is instead, when contradicted, else NULL */
} lp_label;

/** The longest label, its terminating NUL included. */
#define LP_LABEL_MAX 512

/** @return whether a policy wants a label on a port. */
lp_want lp_port_wanted(lp_transport transport, uint16_t port, lp_policy policy);

/** @return whether a policy wants a row's ports labelled. */
lp_want lp_row_wanted(const lp_port_row *row, lp_policy policy);

/**
 * Decides what a verdict says of a port.
 *
 * A family that is proven on a port of other services contradicts them, unless
 * it is at home there (MHSnet on the IPsendmsg port); a mere shape does not.
 */
lp_label lp_label_decide(lp_transport transport, uint16_t port, const lp_verdict *verdict);

/**
 * Writes the label as a person reads it: "Cisco STUN priority 3 (low queue)",
 * "Cisco STUN priority 3 or IPsendmsg", "SSH, on a Cisco STUN port".
 *
 * @param text  LP_LABEL_MAX bytes; a longer label is cut at a whole UTF-8 character
 */
void lp_label_text(const lp_label *label, char text[LP_LABEL_MAX]);

/**
 * Whether a row of the label's port is another registration, to be shown as an
 * alternative: not the label's own service or row, not said before by an
 * earlier row, and naming something.
 *
 * @param index  of the port's set
 * @param text   LP_LABEL_MAX bytes: "IPsendmsg", "nsesrvr (IANA)"; untouched if false
 */
bool lp_label_alternative(const lp_label *label, const lp_port_set *set, size_t index,
                          char text[LP_LABEL_MAX]);

/**
 * Writes a row's source as a person reads it: "IANA, stun-p1", "web page about
 * port 1992, line 8".
 *
 * @param source  lp_port_row.source, "id:place"
 * @param text    LP_LABEL_MAX bytes
 */
void lp_source_text(const char *source, char text[LP_LABEL_MAX]);

/** Whether a row of the label's port is a source of the label itself. */
bool lp_label_is_source(const lp_label *label, const lp_port_row *row);

/**
 * Whether the sources disagree on a port: one calls it unassigned or reserved
 * and another names a service, or they give one service two statuses.
 */
bool lp_sources_disagree(const lp_port_set *set);

/**
 * Finds the row of a port that expects a protocol above the transport.
 *
 * @param protocol  a Wireshark filter name
 * @return the first such row, NULL if none expects it
 */
const lp_port_row *lp_row_expecting(const lp_port_set *set, const char *protocol);

/** Whether any row of a port says what it expects. */
bool lp_any_row_expects(const lp_port_set *set);

/**
 * Writes why a verdict stands: "port number alone", "CRC-16 of 41 packet headers".
 *
 * @param text  LP_LABEL_MAX bytes
 */
void lp_verdict_reason(const lp_verdict *verdict, char text[LP_LABEL_MAX]);

#endif
