/* hdlc.c
 * Address and control field of an HDLC or SDLC frame
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/hdlc.h"

#define POLL_FINAL 0x10
#define POLL_FINAL_EXTENDED 0x01

/* Cisco HDLC's first byte. */
#define CISCO_UNICAST 0x0f
#define CISCO_MULTICAST 0x8f
/* Below it is a length, by IEEE 802.3. */
#define ETHERTYPE_LEAST 0x0600

typedef struct {
    uint8_t type;
    const char *command;  /* NULL if the code is a response only */
    const char *response; /* NULL if the code is a command only */
    const char *either;
    ciscostun_role sender; /* what the type alone says */
    bool carries;          /* an information field */
    uint8_t modulo;        /* of the link that it sets up, 0 if it sets none up */
} type_info;

static const type_info types[] = {
    {CISCOSTUN_HDLC_I, "I", "I", "I", CISCOSTUN_ROLE_UNKNOWN, true, 0},
    {CISCOSTUN_HDLC_RR, "RR", "RR", "RR", CISCOSTUN_ROLE_UNKNOWN, false, 0},
    {CISCOSTUN_HDLC_RNR, "RNR", "RNR", "RNR", CISCOSTUN_ROLE_UNKNOWN, false, 0},
    {CISCOSTUN_HDLC_REJ, "REJ", "REJ", "REJ", CISCOSTUN_ROLE_UNKNOWN, false, 0},
    {CISCOSTUN_HDLC_SREJ, "SREJ", "SREJ", "SREJ", CISCOSTUN_ROLE_UNKNOWN, false, 0},
    {CISCOSTUN_HDLC_UI, "UI", "UI", "UI", CISCOSTUN_ROLE_UNKNOWN, true, 0},
    {CISCOSTUN_HDLC_SIM_RIM, "SIM", "RIM", "SIM/RIM", CISCOSTUN_ROLE_UNKNOWN, false, 0},
    {CISCOSTUN_HDLC_SARM_DM, "SARM", "DM", "SARM/DM", CISCOSTUN_ROLE_UNKNOWN, false, 0},
    {CISCOSTUN_HDLC_UP, "UP", NULL, "UP", CISCOSTUN_ROLE_PRIMARY, false, 0},
    {CISCOSTUN_HDLC_SABM, "SABM", NULL, "SABM", CISCOSTUN_ROLE_COMBINED, false, 8},
    {CISCOSTUN_HDLC_DISC_RD, "DISC", "RD", "DISC/RD", CISCOSTUN_ROLE_UNKNOWN, false, 0},
    {CISCOSTUN_HDLC_SARME, "SARME", NULL, "SARME", CISCOSTUN_ROLE_PRIMARY, false, 128},
    {CISCOSTUN_HDLC_UA, NULL, "UA", "UA", CISCOSTUN_ROLE_SECONDARY, false, 0},
    {CISCOSTUN_HDLC_SABME, "SABME", NULL, "SABME", CISCOSTUN_ROLE_COMBINED, false, 128},
    {CISCOSTUN_HDLC_SNRM, "SNRM", NULL, "SNRM", CISCOSTUN_ROLE_PRIMARY, false, 8},
    {CISCOSTUN_HDLC_FRMR, NULL, "FRMR", "FRMR", CISCOSTUN_ROLE_SECONDARY, true, 0},
    {CISCOSTUN_HDLC_RESET, "RESET", NULL, "RESET", CISCOSTUN_ROLE_UNKNOWN, false, 0},
    {CISCOSTUN_HDLC_XID, "XID", "XID", "XID", CISCOSTUN_ROLE_UNKNOWN, true, 0},
    {CISCOSTUN_HDLC_CFGR, "CFGR", "CFGR", "CFGR", CISCOSTUN_ROLE_UNKNOWN, true, 0},
    {CISCOSTUN_HDLC_SNRME, "SNRME", NULL, "SNRME", CISCOSTUN_ROLE_PRIMARY, false, 128},
    {CISCOSTUN_HDLC_TEST, "TEST", "TEST", "TEST", CISCOSTUN_ROLE_UNKNOWN, true, 0},
    {CISCOSTUN_HDLC_BCN, NULL, "BCN", "BCN", CISCOSTUN_ROLE_SECONDARY, true, 0},
};

static const type_info *
info_of(uint8_t type)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (types[i].type == type)
            return &types[i];
    }
    return NULL;
}

static ciscostun_hdlc_format
format_of(uint8_t control)
{
    return (control & 0x01) == 0      ? CISCOSTUN_HDLC_INFORMATION
           : (control & 0x03) == 0x01 ? CISCOSTUN_HDLC_SUPERVISORY
                                      : CISCOSTUN_HDLC_UNNUMBERED;
}

bool
ciscostun_hdlc_parse(const uint8_t *bytes, size_t len, bool extended, ciscostun_hdlc_frame *frame)
{
    if (len < 2)
        return false;

    const uint8_t first = bytes[1];
    const ciscostun_hdlc_format format = format_of(first);
    const bool wide = extended && format != CISCOSTUN_HDLC_UNNUMBERED;

    if (wide && len < 3)
        return false;
    *frame = (ciscostun_hdlc_frame){.address = bytes[0], .format = format};
    if (wide) {
        frame->control = (uint16_t)(first << 8 | bytes[2]);
        frame->control_len = 2;
        frame->poll_final = bytes[2] & POLL_FINAL_EXTENDED;
    } else {
        frame->control = first;
        frame->control_len = 1;
        frame->poll_final = first & POLL_FINAL;
    }

    if (format == CISCOSTUN_HDLC_UNNUMBERED) {
        frame->type = first & (uint8_t)~POLL_FINAL;
        return true;
    }
    frame->nr = wide ? bytes[2] >> 1 : first >> 5;
    if (format == CISCOSTUN_HDLC_SUPERVISORY)
        frame->type = first & 0x0f;
    else
        frame->ns = wide ? first >> 1 : first >> 1 & 0x07;
    return true;
}

const char *
ciscostun_hdlc_name(uint8_t type, ciscostun_role role)
{
    const type_info *info = info_of(type);

    if (!info)
        return NULL;
    if (role == CISCOSTUN_ROLE_PRIMARY && info->command)
        return info->command;
    if (role == CISCOSTUN_ROLE_SECONDARY && info->response)
        return info->response;
    if (role == CISCOSTUN_ROLE_COMBINED && type == CISCOSTUN_HDLC_SARM_DM)
        return info->response;
    if (role == CISCOSTUN_ROLE_COMBINED && info->command)
        return info->command;
    return info->either;
}

bool
ciscostun_hdlc_may_carry(uint8_t type)
{
    const type_info *info = info_of(type);

    return !info || info->carries;
}

ciscostun_role
ciscostun_hdlc_role(uint8_t type)
{
    const type_info *info = info_of(type);

    return info ? info->sender : CISCOSTUN_ROLE_UNKNOWN;
}

uint8_t
ciscostun_hdlc_sets_modulo(uint8_t type)
{
    const type_info *info = info_of(type);

    return info ? info->modulo : 0;
}

bool
ciscostun_hdlc_is_marked(const uint8_t *bytes, size_t len)
{
    if (len < 2)
        return false;

    const ciscostun_hdlc_format format = format_of(bytes[1]);
    const type_info *info;

    switch (format) {
    case CISCOSTUN_HDLC_SUPERVISORY:
        info = info_of(bytes[1] & 0x0f);
        return info && (len == 2 || (len == 3 && (bytes[1] & 0xf0) == 0));
    case CISCOSTUN_HDLC_UNNUMBERED:
        info = info_of(bytes[1] & (uint8_t)~POLL_FINAL);
        return info && (len == 2 || info->carries);
    default:
        return false;
    }
}

ciscostun_inside
ciscostun_hdlc_inside(const uint8_t *bytes, size_t len, uint16_t *protocol)
{
    if (len < 4)
        return CISCOSTUN_INSIDE_UNKNOWN;

    const uint16_t number = (uint16_t)(bytes[2] << 8 | bytes[3]);

    if (bytes[0] == CISCOSTUN_HDLC_BROADCAST && bytes[1] == CISCOSTUN_HDLC_UI) {
        /* The first byte of a PPP protocol number is even, the second odd. */
        if ((number & 0x0101) != 0x0001)
            return CISCOSTUN_INSIDE_UNKNOWN;
        *protocol = number;
        return CISCOSTUN_INSIDE_PPP;
    }
    if ((bytes[0] == CISCO_UNICAST || bytes[0] == CISCO_MULTICAST) && bytes[1] == 0 &&
        number >= ETHERTYPE_LEAST) {
        *protocol = number;
        return CISCOSTUN_INSIDE_CISCO_HDLC;
    }
    return CISCOSTUN_INSIDE_UNKNOWN;
}

bool
ciscostun_hdlc_parse_frmr(const uint8_t *bytes, size_t len, bool extended,
                          ciscostun_hdlc_frmr *frmr)
{
    if (len < (extended ? 5u : 3u))
        return false;

    if (extended) {
        *frmr = (ciscostun_hdlc_frmr){
            .control = (uint16_t)(bytes[0] << 8 | bytes[1]),
            .vs = bytes[2] >> 1,
            .vr = bytes[3] >> 1,
            .was_response = bytes[3] & 0x01,
            .reasons = bytes[4] & 0x0f,
        };
    } else {
        *frmr = (ciscostun_hdlc_frmr){
            .control = bytes[0],
            .vs = bytes[1] >> 1 & 0x07,
            .vr = bytes[1] >> 5,
            .was_response = bytes[1] & 0x10,
            .reasons = bytes[2] & 0x0f,
        };
    }
    return true;
}
