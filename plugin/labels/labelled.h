/* labelled.h
 * The door of the label layer for statistics: what is known of a conversation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The tap "legacyport" hands a label_tap_info to whoever listens, one a packet.
 */
#ifndef LEGACYPORTS_LABELS_LABELLED_H
#define LEGACYPORTS_LABELS_LABELLED_H

#include <epan/packet_info.h>

#include "verdict/label.h"
#include "labels/beginning.h"

/** legacyport.conversation of one that has no label. */
#define LABEL_UNNUMBERED UINT32_MAX

/** What kind of number a label rests on; legacyport.kind. */
typedef enum {
    LABEL_KIND_PORT,
    LABEL_KIND_ETHERTYPE,
    LABEL_KIND_SAP,
    LABEL_KIND_IP_PROTOCOL
} label_kind;

/** What the label layer keeps of a conversation, in file scope; of a million, so it is packed. */
typedef struct {
    const char *text;              /**< the label, NULL while there is none */
    registry_port rows;            /**< of the service's port; none while there is no side */
    verdict_state verdict;         /**< what is known */
    verdict_label label;           /**< what that says of the port, as of when text was written */
    label_start *start[2];         /**< how a side's undissected payload begins, no longer than it
                                        is; NULL if not needed */
    const label_beginning *begins; /**< as what Wireshark dissects, if in one piece; else NULL */
    uint32_t number;         /**< legacyport.conversation, from 0; LABEL_UNNUMBERED without label */
    uint32_t first_frame;    /**< the first packet that the label layer saw of it */
    uint32_t evidence_frame; /**< the packet that showed what the label rests on, 0: none did */
    uint32_t remark_frame;   /**< the first that showed more than the port, or a contradiction */
    uint16_t port[2];        /**< side 0 sent the first packet */
    verdict_side side;       /**< which side is the service */
    uint8_t want;            /**< verdict_want, by the rows */
    uint8_t kind;            /**< label_kind; of a pair of addresses, unless it is a port */
    uint8_t transport;       /**< registry_transport */
    bool undissected;        /**< payload was seen that nobody dissected */
    bool dissected;          /**< Wireshark, or we, dissected some payload */
    bool start_read[2];      /**< a side's start tells nothing more */
} label_conversation;

/** What the tap "legacyport" hands to statistics, one a packet. */
typedef struct {
    const label_conversation *conversation; /**< it may have no label yet, or none any more */
    bool to_service;                        /**< the packet goes to the service side */
} label_tap_info;

/** @return legacyport.verdict: "Proof", "Contradicted" and so on; static. */
const char *label_verdict_text(const label_conversation *conv);

/** @return what is known of the packet's conversation, NULL if nothing is. */
const label_conversation *label_of_packet(packet_info *pinfo);

/** @return the value of legacyport.kind: "port", "ethertype" and so on. */
const char *label_kind_name(label_kind kind);

#endif
