/* sna.h
 * Whether an information field is SNA, and what its request is called
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *   FID2  0x2m 00 daf oaf snf snf    m: 0xC whole, 8 first, 0 middle, 4 last segment; 1 expedited
 *   FID3  0x3m lsid                  m: 0xC, 0xD
 *   FID4  0x4. 24 bytes dcf dcf      dcf: bytes behind the 26 of the header
 *   FIDF  0xF. 25 bytes
 *   FID0, FID1  0x0. 0x1.  7 bytes  dcf dcf
 *
 * then, in the first segment, three bytes of request or response header. Source: IBM GA27-3136,
 * Systems Network Architecture Formats. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_CISCOSTUN_SNA_H
#define LEGACYPORTS_CISCOSTUN_SNA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Whether the whole information field of a frame is a path information unit. */
bool ciscostun_sna_is_piu(const uint8_t *bytes, size_t len);

/** Whether the whole information field of an XID frame is SNA's: format 0 or 3, of exact length. */
bool ciscostun_sna_is_xid(const uint8_t *bytes, size_t len);

/** What a path information unit asks or answers. */
typedef struct {
    const char *name; /**< "ACTPU"; NULL if the request unit has no code, or one in no table */
    bool response;
    bool negative; /**< response that refuses */
    size_t offset; /**< of the request code in the information field */
    size_t len;    /**< 1, or 3 for network services */
} ciscostun_sna_request;

/** Names the request of a unit that ciscostun_sna_is_piu() accepts. */
ciscostun_sna_request ciscostun_sna_request_of(const uint8_t *bytes, size_t len);

#endif
