/* packet-ciscostun-hdlc.h
 * The serial frames inside a Cisco tunnel, and what the taps learn of them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_CISCOSTUN_PACKET_CISCOSTUN_HDLC_H
#define LEGACYPORTS_CISCOSTUN_PACKET_CISCOSTUN_HDLC_H

#include "compat.h"

#include <epan/expert.h>
#include <epan/prefs.h>

#include "ciscostun/link.h"

/** The tap "ciscostun" has one of these for each serial frame whose control field is there. */
typedef struct {
    unsigned tunnel; /**< ciscostun_place.tunnel */
    uint8_t group;
    uint8_t address;
    int length;        /**< of the serial frame */
    const char *story; /**< "C1 > RR N(R)=3 P" */
    const char *type;  /**< "RR" */
    ciscostun_link_account account;
    nstime_t answered_time; /**< of the poll, where the frame is its answer */
} ciscostun_tap_info;

/** Where a serial frame stands. */
typedef struct {
    wmem_map_t *links; /**< ciscostun_link by group and address, of the tunnel */
    unsigned tunnel;   /**< its number in the file, from 0 */
    uint8_t group;
    unsigned direction; /**< 0 or 1 */
    unsigned index;     /**< of the frame in its packet, from 0 */
    bool whole;         /**< the tvb reports all of it */
    bool is_read;       /**< the tree or a column shows its story */
} ciscostun_place;

/**
 * Shows a serial frame and what it means to its link.
 *
 * @param tvb   from the address byte on
 * @param tree  of the item that spans it
 * @return the frame's story for the Info column, in pinfo->pool: "C1 > RR N(R)=3 P"; "" or a part
 *         of it where nobody reads it
 */
const char *ciscostun_dissect_hdlc(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                                   const ciscostun_place *place);

/** @return the value of ciscostun.station: equal addresses in two groups are two stations. */
unsigned ciscostun_station(uint8_t group, uint8_t address);

/**
 * @param role    of the frame's sender
 * @param sender  whether the name of the sender is wanted, or the receiver's
 * @return "Group 4 primary", "Group 4 station C1" in pinfo->pool; while the roles are not known
 *         both ends are the station
 */
const char *ciscostun_end_name(packet_info *pinfo, uint8_t group, uint8_t address,
                               ciscostun_role role, bool sender);

/** Registers the fields, expert infos, tap, export and preferences of serial frames under
 * ciscostun. */
void ciscostun_register_hdlc(int proto, expert_module_t *expert, module_t *preferences);

#endif
