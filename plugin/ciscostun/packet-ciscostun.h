/* packet-ciscostun.h
 * What the parts of the Cisco STUN dissector tell each other and the taps
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_PACKET_CISCOSTUN_H
#define LEGACYPORTS_PACKET_CISCOSTUN_H

#include "compat.h"

#include <epan/expert.h>
#include <epan/prefs.h>

#include "line.h"

/** The tap "ciscostun" has one of these for each serial frame whose control field is there. */
typedef struct {
    uint8_t group;
    uint8_t address;
    int length;        /**< of the serial frame */
    const char *story; /**< "C1 > RR N(R)=3 P" */
    const char *type;  /**< "RR" */
    lp_line_account account;
    nstime_t answered_time; /**< of the poll, where the frame is its answer */
} ciscostun_tap_info;

/** Where a serial frame stands. */
typedef struct {
    wmem_map_t *lines; /**< lp_line by group and address, of the conversation */
    uint8_t group;
    unsigned direction; /**< 0 or 1 */
    unsigned index;     /**< of the frame in its packet, from 0 */
    bool whole;         /**< the tvb reports all of it */
} line_place;

/**
 * Shows a serial frame and what it means to its link.
 *
 * @param tvb   from the address byte on
 * @param tree  of the item that spans it
 * @return the frame's story for the Info column, in pinfo->pool: "C1 > RR N(R)=3 P"
 */
const char *dissect_line(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                         const line_place *place);

/**
 * Shows the information field of a frame as SNA, if it proves to be SNA.
 *
 * @param tvb   the field, whole, at least one byte
 * @param tree  of the serial frame
 * @param type  lp_hdlc_type of the frame
 * @param role  its sender's: a command or a response
 * @return what to add to the frame's story; NULL if it is something else
 */
const char *dissect_sna(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint8_t type,
                        lp_role role);

/** Registers the fields of SNA that Wireshark leaves as data. */
void register_line_sna(int proto);

/** Registers the fields, expert infos, tap, export and preferences of serial frames under
 * ciscostun. */
void register_line(int proto, expert_module_t *expert, module_t *preferences);

/** Finds the dissectors of what serial frames carry. */
void reg_handoff_line(int proto);

/** Registers the tables of stations, and of times from poll to answer. */
void register_line_statistics(int proto);

/** Registers the flow graph. */
void register_line_flow(int proto);

#endif
