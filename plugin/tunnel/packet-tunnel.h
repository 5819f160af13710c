/* packet-tunnel.h
 * The frames of a serial tunnel in what TCP delivers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_TUNNEL_PACKET_TUNNEL_H
#define LEGACYPORTS_TUNNEL_PACKET_TUNNEL_H

#include "compat.h"

#include <epan/expert.h>

#include "tunnel/header.h"

/** What is known of one packet, which may hold several PDUs of TCP; from tunnel_packet_of(). */
typedef struct {
    unsigned frames;  /**< shown so far */
    bool has_columns; /**< the columns are the tunnel's */
    bool has_group;   /**< the Info column names a group: */
    unsigned group;
} tunnel_packet;

/** A frame of which at least the header was captured. */
typedef struct {
    tunnel_header header;
    const uint8_t *bytes; /**< the header's first */
    size_t left;          /**< bytes from there to the end of the segment */
    unsigned offset;      /**< of the header in the segment */
    bool chained; /**< the header stands where the frame before it in the segment says it ends */
} tunnel_frame;

/**
 * Shows one frame.
 *
 * @param tvb      the frame, as far as it is there, from its header on
 * @param context  what tunnel_dissect() was given
 */
typedef void (*tunnel_show)(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                            const tunnel_frame *frame, tunnel_packet *packet, void *context);

/** What the loop has to know of a protocol. Registration numbers are pointed to. */
typedef struct {
    tunnel_format format;
    const char *name;  /**< for the Protocol column: "Cisco STUN" */
    const char *title; /**< for the tree: "Cisco Serial Tunnel" */
    /** @return how many bytes lie before the next header, or what may be the beginning of one */
    size_t (*find)(const uint8_t *bytes, size_t len);
    tunnel_show show;
    const int *proto;
    const int *hf_skipped; /**< FT_BYTES */
    const int *ett;
    expert_field *ei_skipped;
} tunnel_protocol;

/** Names of tunnel_opcode. */
extern const value_string tunnel_opcode_names[];

/** @return "Data", "Opening", or "Opcode 0x0005" in pinfo->pool */
const char *tunnel_opcode_name(packet_info *pinfo, const tunnel_header *header);

/** @return what is known of the packet, all zero at first */
tunnel_packet *tunnel_packet_of(packet_info *pinfo, const tunnel_protocol *tunnel);

/** Takes the columns for a tunnel, once a packet. @return as tunnel_packet_of() */
tunnel_packet *tunnel_take_columns(packet_info *pinfo, const tunnel_protocol *tunnel);

/**
 * Shows the frames of a segment, or of what TCP put together, and asks TCP for
 * the rest of the last one. Bytes that belong to no frame are shown as skipped,
 * and a later header is looked for.
 *
 * @param context  for tunnel_show
 * @return the bytes captured
 */
int tunnel_dissect(const tunnel_protocol *tunnel, tvbuff_t *tvb, packet_info *pinfo,
                   proto_tree *tree, void *context);

#endif
