/* packet-ciscostun.h
 * What the parts of the Cisco STUN dissector tell each other and the taps
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_CISCOSTUN_PACKET_CISCOSTUN_H
#define LEGACYPORTS_CISCOSTUN_PACKET_CISCOSTUN_H

#include "compat.h"

#include <epan/expert.h>
#include <epan/prefs.h>

#include "ciscostun/line.h"

/** The tap "ciscostun" has one of these for each serial frame whose control field is there. */
typedef struct {
    uint8_t group;
    uint8_t address;
    int length;        /**< of the serial frame */
    const char *story; /**< "C1 > RR N(R)=3 P" */
    const char *type;  /**< "RR" */
    ciscostun_line_account account;
    nstime_t answered_time; /**< of the poll, where the frame is its answer */
} ciscostun_tap_info;

/** Where a serial frame stands. */
typedef struct {
    wmem_map_t *lines; /**< ciscostun_line by group and address, of the conversation */
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
const char *ciscostun_dissect_line(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                                   const ciscostun_place *place);

/**
 * Shows the information field of a frame as SNA, if it proves to be SNA.
 *
 * @param tvb   the field, whole, at least one byte
 * @param tree  of the serial frame
 * @param type  ciscostun_hdlc_type of the frame
 * @param role  its sender's: a command or a response
 * @return what to add to the frame's story; NULL if it is something else
 */
const char *ciscostun_dissect_sna(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint8_t type,
                                  ciscostun_role role);

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

/** Adds the ends of a frame's line. @param role of the frame's sender */
void ciscostun_add_ends(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint8_t group,
                        uint8_t address, ciscostun_role role);

/** Registers their fields. */
void ciscostun_register_ends(int proto);

/** Registers the fields of SNA that Wireshark leaves as data. */
void ciscostun_register_sna(int proto);

/** Registers the fields, expert infos, tap, export and preferences of serial frames under
 * ciscostun. */
void ciscostun_register_line(int proto, expert_module_t *expert, module_t *preferences);

/** Finds the dissectors of what serial frames carry. */
void ciscostun_handoff_line(int proto);

#endif
