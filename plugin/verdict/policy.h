/* policy.h
 * Which ports have a label, and so which packets are worth a look
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_VERDICT_POLICY_H
#define LEGACYPORTS_VERDICT_POLICY_H

#include "registry/registry.h"

/** Which ports are labelled; values of the preference legacyport.label. */
typedef enum {
    VERDICT_POLICY_FOCUS,       /**< focus services only */
    VERDICT_POLICY_UNDISSECTED, /**< and legacy or unofficial rows whose payload nobody dissects */
    VERDICT_POLICY_LEGACY,      /**< and every legacy or unofficial row */
    VERDICT_POLICY_EVERY        /**< every port in the tables */
} verdict_policy;

/** When a policy wants the label of a port. */
typedef enum {
    VERDICT_WANT_NO,
    VERDICT_WANT_UNDISSECTED, /**< only while nothing dissects its payload */
    VERDICT_WANT_ALWAYS
} verdict_want;

/** @return when a policy wants a row's ports labelled */
verdict_want verdict_row_wanted(const registry_row *row, verdict_policy policy);

/** @return when a policy wants a port labelled that has these rows */
verdict_want verdict_rows_wanted(const registry_port *rows, verdict_policy policy);

/** The ports whose packets are worth a look: of each a bit for each transport, as every packet
 * asks. */
typedef struct {
    uint8_t transports[UINT16_MAX + 1]; /**< 1 << registry_transport */
} verdict_watched;

/** Forgets all ports, and watches those whose rows a policy may give a label. */
void verdict_watch_policy(verdict_watched *watched, verdict_policy policy);

#endif
