/* sna.c
 * Whether an information field is SNA, and what its request is called
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/sna.h"

#define RH_LEN 3
#define RH_RESPONSE 0x80
#define RH_CATEGORY 0x60
#define RH_RESERVED 0x10
#define RH_FORMAT 0x08
#define RH_SENSE 0x04
#define RH_NEGATIVE 0x10 /* second byte, of a response */

enum { CATEGORY_FMD = 0x00, CATEGORY_NC = 0x20, CATEGORY_DFC = 0x40, CATEGORY_SC = 0x60 };

/* GA27-3136, "Request/Response Units": the request code is one byte, for
 * network services (FMD with a format bit) three. */
static const struct {
    uint8_t category;
    uint32_t code;
    const char *name;
} requests[] = {
    {CATEGORY_SC, 0x0d, "ACTLU"},       {CATEGORY_SC, 0x0e, "DACTLU"},
    {CATEGORY_SC, 0x11, "ACTPU"},       {CATEGORY_SC, 0x12, "DACTPU"},
    {CATEGORY_SC, 0x14, "ACTCDRM"},     {CATEGORY_SC, 0x15, "DACTCDRM"},
    {CATEGORY_SC, 0x31, "BIND"},        {CATEGORY_SC, 0x32, "UNBIND"},
    {CATEGORY_SC, 0xa0, "SDT"},         {CATEGORY_SC, 0xa1, "CLEAR"},
    {CATEGORY_SC, 0xa2, "STSN"},        {CATEGORY_SC, 0xa3, "RQR"},
    {CATEGORY_SC, 0xc0, "CRV"},         {CATEGORY_DFC, 0x04, "LUSTAT"},
    {CATEGORY_DFC, 0x05, "RTR"},        {CATEGORY_DFC, 0x70, "BIS"},
    {CATEGORY_DFC, 0x71, "SBI"},        {CATEGORY_DFC, 0x80, "QEC"},
    {CATEGORY_DFC, 0x81, "QC"},         {CATEGORY_DFC, 0x82, "RELQ"},
    {CATEGORY_DFC, 0x83, "CANCEL"},     {CATEGORY_DFC, 0x84, "CHASE"},
    {CATEGORY_DFC, 0xc0, "SHUTD"},      {CATEGORY_DFC, 0xc1, "SHUTC"},
    {CATEGORY_DFC, 0xc2, "RSHUTD"},     {CATEGORY_DFC, 0xc8, "BID"},
    {CATEGORY_DFC, 0xc9, "SIG"},        {CATEGORY_FMD, 0x010681, "INIT-SELF"},
    {CATEGORY_FMD, 0x810620, "NOTIFY"}, {CATEGORY_FMD, 0x010683, "TERM-SELF"},
};

/* Bytes of the transmission header by its format, the first four bits; 0 for no format. */
static const uint8_t th_lengths[16] = {
    [0x0] = 10, [0x1] = 10, [0x2] = 6, [0x3] = 2, [0x4] = 26, [0xf] = 26,
};

/* The mapping field: a whole unit or the first segment, which has a request header. */
#define TH_BEGINS 0x08

bool
ciscostun_sna_is_piu(const uint8_t *bytes, size_t len)
{
    const uint8_t format = len > 0 ? bytes[0] >> 4 : 0;
    const size_t th = th_lengths[format];

    if (th == 0 || len < th)
        return false;
    if (format == 0xf)
        return len == th;
    if (bytes[0] & TH_BEGINS ? len < th + RH_LEN || bytes[th] & RH_RESERVED : len == th)
        return false;
    switch (format) {
    case 0x2:
        return bytes[1] == 0;
    case 0x3:
        return (bytes[0] & 0x0e) == 0x0c;
    default: /* counts the bytes behind it */
        return ((size_t)bytes[th - 2] << 8 | bytes[th - 1]) == len - th;
    }
}

bool
ciscostun_sna_is_xid(const uint8_t *bytes, size_t len)
{
    if (len < 6)
        return false;
    if (bytes[0] >> 4 == 0)
        return len == 6;
    return bytes[0] >> 4 == 3 && bytes[1] == len;
}

ciscostun_sna_request
ciscostun_sna_request_of(const uint8_t *bytes, size_t len)
{
    ciscostun_sna_request request = {.name = NULL};
    const size_t th = th_lengths[bytes[0] >> 4];

    if (!(bytes[0] & TH_BEGINS) || len < th + RH_LEN + 1)
        return request;

    const uint8_t rh = bytes[th];
    const uint8_t category = rh & RH_CATEGORY;
    const bool network = category == CATEGORY_FMD;

    request.response = rh & RH_RESPONSE;
    request.negative = request.response && (bytes[th + 1] & RH_NEGATIVE);
    request.offset = th + RH_LEN + (rh & RH_SENSE ? 4u : 0u);
    request.len = network ? 3 : 1;
    if ((network && !(rh & RH_FORMAT)) || request.offset + request.len > len)
        return request;

    uint32_t code = 0;

    for (size_t i = 0; i < request.len; i++)
        code = code << 8 | bytes[request.offset + i];
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        if (requests[i].category == category && requests[i].code == code)
            request.name = requests[i].name;
    }
    return request;
}
