/* side.h
 * Which side of a conversation is the service
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A port number says something of the side that offers the service, nothing of
 * a client that was lent the same number for an afternoon. No Wireshark header
 * is needed.
 */
#ifndef LEGACYPORTS_VERDICT_SIDE_H
#define LEGACYPORTS_VERDICT_SIDE_H

#include "registry/registry.h"

/** No side: nothing is known of either port. */
#define VERDICT_SIDE_NONE (-1)

typedef struct {
    int8_t side; /**< 0 or 1, an index of the ports that were asked about, or VERDICT_SIDE_NONE */
    bool known;  /**< a SYN showed it; otherwise it is inferred from the port numbers */
} verdict_side;

/**
 * Chooses the side of the service.
 *
 * The side that received the SYN is the service, whatever the tables say.
 * Without a SYN it is the side whose port the tables name; if they name both,
 * the side whose port is of the proven family, else the lower port. If they
 * name neither, there is a service only if a family is proven.
 *
 * @param rows          what the tables say of the two ports
 * @param port          the two ports, host byte order
 * @param syn_receiver  0 or 1, the side that received the SYN; VERDICT_SIDE_NONE if none was seen
 * @param family        the family that payload has shown, or REGISTRY_FAMILY_NONE
 */
verdict_side verdict_choose_side(const registry_port rows[2], const uint16_t port[2],
                                 int syn_receiver, registry_family family);

#endif
