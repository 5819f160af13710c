/* tap-undeclared-sequence-analysis.h
 * Parts of Wireshark's epan/sequence_analysis.h, copied
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark exports these functions, but no distribution's development package
 * has the header that declares them, and a plugin has no other way to a flow
 * graph. Tried on Wireshark 4.0, 4.4 and 4.6. Of each structure the members
 * behind the last one that is used are left out: Wireshark allocates it. The
 * test capture.stun_statistics reads labels and comments of a graph, and fails
 * where a member has moved.
 */
#ifndef LEGACYPORTS_CISCOSTUN_TAP_UNDECLARED_SEQUENCE_ANALYSIS_H
#define LEGACYPORTS_CISCOSTUN_TAP_UNDECLARED_SEQUENCE_ANALYSIS_H

#include "compat.h"

#include <epan/address.h>
#include <epan/tap.h>

/** seq_analysis_item_t: an arrow. */
typedef struct {
    uint32_t frame_number;
    address src_addr;
    uint16_t port_src;
    address dst_addr;
    uint16_t port_dst;
    char *frame_label;
    char *time_str;
    char *comment;
    uint16_t conv_num;
    unsigned fg_color;
    unsigned bg_color;
    compat_bool has_color_filter;
    compat_bool display;
} undeclared_seq_analysis_item;

/** seq_analysis_info_t: the graph. */
typedef struct {
    const char *name;
    compat_bool any_addr;
    int nconv;
    GQueue *items;
} undeclared_seq_analysis_info;

WS_DLL_PUBLIC void register_seq_analysis(const char *name, const char *ui_name, int proto,
                                         const char *tap_listener, unsigned tap_flags,
                                         tap_packet_cb packet);
WS_DLL_PUBLIC undeclared_seq_analysis_item *
sequence_analysis_create_sai_with_addresses(packet_info *pinfo,
                                            undeclared_seq_analysis_info *graph);

#endif
