/* hdlc.h
 * Address and control field of an HDLC or SDLC frame
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *            modulo 8                       modulo 128
 *   +---------+------------+      +---------+-------------+-----------+
 *   | address | N(R)P N(S)0|  I   | address | N(S)       0| N(R)    P |
 *   |         | N(R)P ss 01|  S   |         | 0 0 0 0 ss01| N(R)    P |
 *   |         | mmmPmm 1 1 |  U   |         | mmmPmm 1 1  |
 *   +---------+------------+      +---------+-------------+
 *
 * Sources: IBM GA27-3136 (SNA Formats) and ISO/IEC 13239, as far as shared by
 * SDLC and the HDLC procedures. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_CISCOSTUN_HDLC_H
#define LEGACYPORTS_CISCOSTUN_HDLC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CISCOSTUN_HDLC_BROADCAST 0xff

/**
 * Types of frame: the first control byte without sequence numbers and P/F bit.
 * Some U frames have one code and two names, the command's and the response's.
 */
typedef enum {
    CISCOSTUN_HDLC_I = 0x00,
    CISCOSTUN_HDLC_RR = 0x01,
    CISCOSTUN_HDLC_RNR = 0x05,
    CISCOSTUN_HDLC_REJ = 0x09,
    CISCOSTUN_HDLC_SREJ = 0x0d,
    CISCOSTUN_HDLC_UI = 0x03,
    CISCOSTUN_HDLC_SIM_RIM = 0x07,
    CISCOSTUN_HDLC_SARM_DM = 0x0f,
    CISCOSTUN_HDLC_UP = 0x23,
    CISCOSTUN_HDLC_SABM = 0x2f,
    CISCOSTUN_HDLC_DISC_RD = 0x43,
    CISCOSTUN_HDLC_SARME = 0x4f,
    CISCOSTUN_HDLC_UA = 0x63,
    CISCOSTUN_HDLC_SABME = 0x6f,
    CISCOSTUN_HDLC_SNRM = 0x83,
    CISCOSTUN_HDLC_FRMR = 0x87,
    CISCOSTUN_HDLC_RESET = 0x8f,
    CISCOSTUN_HDLC_XID = 0xaf,
    CISCOSTUN_HDLC_CFGR = 0xc7,
    CISCOSTUN_HDLC_SNRME = 0xcf,
    CISCOSTUN_HDLC_TEST = 0xe3,
    CISCOSTUN_HDLC_BCN = 0xef
} ciscostun_hdlc_type;

/** What its control field is; it begins with the bits 0, 10 or 11. */
typedef enum {
    CISCOSTUN_HDLC_INFORMATION, /**< N(S), N(R) */
    CISCOSTUN_HDLC_SUPERVISORY, /**< N(R) */
    CISCOSTUN_HDLC_UNNUMBERED
} ciscostun_hdlc_format;

/** Who sends a frame. */
typedef enum {
    CISCOSTUN_ROLE_UNKNOWN,
    CISCOSTUN_ROLE_PRIMARY,   /**< its frames are commands */
    CISCOSTUN_ROLE_SECONDARY, /**< its frames are responses */
    CISCOSTUN_ROLE_COMBINED   /**< of a balanced link: both */
} ciscostun_role;

typedef struct {
    uint8_t address;
    uint16_t control;    /**< one byte, or two with the first in the high half */
    uint8_t control_len; /**< 1 or 2 */
    ciscostun_hdlc_format format;
    uint8_t type; /**< ciscostun_hdlc_type, or the code of a U frame that is in no table */
    bool poll_final;
    uint8_t ns; /**< of an I frame */
    uint8_t nr; /**< of an I or S frame */
} ciscostun_hdlc_frame;

/** Why a station rejected a frame. */
typedef struct {
    uint16_t control;  /**< the rejected control field */
    uint8_t vs;        /**< the rejecting station's send count */
    uint8_t vr;        /**< and receive count */
    bool was_response; /**< the rejected frame was a response */
    uint8_t reasons;   /**< CISCOSTUN_FRMR_* */
} ciscostun_hdlc_frmr;

#define CISCOSTUN_FRMR_INVALID_CONTROL 0x01
#define CISCOSTUN_FRMR_INFORMATION 0x02
#define CISCOSTUN_FRMR_TOO_LONG 0x04
#define CISCOSTUN_FRMR_COUNT 0x08

/**
 * Reads address and control field.
 *
 * @param extended  the link counts modulo 128
 * @param frame     in host byte order; untouched if false
 * @return false if the bytes end before the control field does
 */
bool ciscostun_hdlc_parse(const uint8_t *bytes, size_t len, bool extended,
                          ciscostun_hdlc_frame *frame);

/**
 * Names a type for a sender's role: "DISC" for a primary, "RD" for a secondary,
 * "DISC/RD" where the role is not known. Balanced links have DISC and DM only.
 *
 * @return NULL for an unknown U frame
 */
const char *ciscostun_hdlc_name(uint8_t type, ciscostun_role role);

/** @return whether frames of a type may carry an information field, modulo 8 or 128. */
bool ciscostun_hdlc_may_carry(uint8_t type);

/** @return the role of a sender that follows from the type alone, or CISCOSTUN_ROLE_UNKNOWN. */
ciscostun_role ciscostun_hdlc_role(uint8_t type);

/** @return how the link counts that a type sets up, 8 or 128; 0 if it sets none up. */
uint8_t ciscostun_hdlc_sets_modulo(uint8_t type);

/**
 * Whether a whole frame is HDLC beyond its address: a supervisory frame that
 * ends after its control field, or a known unnumbered frame that carries bytes
 * only where it may. An information frame has no such mark.
 */
bool ciscostun_hdlc_is_marked(const uint8_t *bytes, size_t len);

/** What a frame encapsulates, inferred from its first four bytes. */
typedef enum {
    CISCOSTUN_INSIDE_UNKNOWN,
    CISCOSTUN_INSIDE_PPP,       /**< FF 03 and a PPP protocol number (RFC 1662 3.1, RFC 1661 2) */
    CISCOSTUN_INSIDE_CISCO_HDLC /**< 0F or 8F, a zero byte, and an EtherType (RFC 1547 4.3.1) */
} ciscostun_inside;

/**
 * Recognises the encapsulations of routers in a frame. Cisco HDLC has no
 * control field: where others count, it has the zero byte.
 *
 * @param protocol  in host byte order; untouched if CISCOSTUN_INSIDE_UNKNOWN
 */
ciscostun_inside ciscostun_hdlc_inside(const uint8_t *bytes, size_t len, uint16_t *protocol);

/**
 * Reads the information field of FRMR: 3 bytes, or 5 when modulo 128.
 *
 * @return false if it is shorter
 */
bool ciscostun_hdlc_parse_frmr(const uint8_t *bytes, size_t len, bool extended,
                               ciscostun_hdlc_frmr *frmr);

#endif
