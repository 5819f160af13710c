/* packet-ibmlmt-borrowed.h
 * What Wireshark's dissectors leave in a packet without meaning it for us
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two tricks, tried on Wireshark 4.0, 4.4 and 4.6; the test ibmlmt.borrowed
 * fails when one of them stops working.
 *
 * - The data sources of a packet are told apart by their titles. TLS hands what
 *   it decrypts to dissectors of application data only, and LMT's security level
 *   stands in the handshake; HTTP/2 hands on no headers. Both add a data source
 *   for what they made, on each pass, whether a tree is wanted or not.
 * - HTTP files its requests and responses with the packet, under a number that
 *   is its own affair. Its tap says the same in public, but a tap is silent on
 *   the first of two passes, where evidence is gathered; so is the tree.
 */
#ifndef LEGACYPORTS_IBMLMT_PACKET_IBMLMT_BORROWED_H
#define LEGACYPORTS_IBMLMT_PACKET_IBMLMT_BORROWED_H

#include <epan/packet.h>

/** The bytes of a data source. */
typedef struct {
    const uint8_t *bytes; /**< NULL if there are none */
    size_t length;
} ibmlmt_source;

/** @return the bytes of an item of packet_info.data_src. */
ibmlmt_source ibmlmt_borrowed_source(const GSList *item);

/** @return whether TLS decrypted it. Like the next two it makes a text: ask rarely. */
bool ibmlmt_borrowed_is_decrypted(const GSList *item);

/** @return whether it was put together of several segments or records. */
bool ibmlmt_borrowed_is_reassembled(const GSList *item);

/** @return whether it is a header block that HTTP/2 decompressed. */
bool ibmlmt_borrowed_is_header_block(const GSList *item);

/** What HTTP found in a packet. */
typedef enum {
    IBMLMT_BORROWED_NOTHING,
    IBMLMT_BORROWED_REQUESTS,
    IBMLMT_BORROWED_RESPONSES
} ibmlmt_borrowed_messages;

/** @return what HTTP found in the packet. @param proto_http its number */
ibmlmt_borrowed_messages ibmlmt_borrowed_from_http(packet_info *pinfo, int proto_http);

#endif
