/* packet-ibmlmt-http.c
 * HTTP in clear text, by Wireshark, and what it shows of LMT
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/packet-ibmlmt-http.h"

#include <epan/exceptions.h>

#include "compat.h"

static dissector_handle_t http_handle;

/*
 * HTTP takes what begins no line, and shows nothing of it before it has seen a
 * message: whether HTTP then stands among the layers depends on the tree (4.0).
 */
static bool
shows_nothing(const ibmlmt_packet *p)
{
    const uint8_t first = tvb_captured_length(p->tvb) > 0 ? tvb_get_uint8(p->tvb, 0) : ' ';
    const bool begun = p->conv->first_http > 0 && p->pinfo->num > p->conv->first_http;

    return !begun && !g_ascii_isprint(first) && !g_ascii_isspace(first);
}

/*
 * The messages that were complete, or cut by the capture. What HTTP asks to see
 * again, with more behind it, comes again.
 */
static void
learn(const ibmlmt_packet *p)
{
    const int end = p->pinfo->desegment_len != 0 ? p->pinfo->desegment_offset
                                                 : (int)tvb_captured_length(p->tvb);
    const uint8_t *bytes = end > 0 ? tvb_get_ptr(p->tvb, 0, end) : NULL;

    for (int offset = 0; offset < end;) {
        const size_t left = (size_t)(end - offset);

        if (ibmlmt_http_begins(bytes + offset, left) != BASE_MATCH_YES)
            return;

        const ibmlmt_http_message m = ibmlmt_http_read(bytes + offset, left);

        if (p->conv->first_http == 0)
            p->conv->first_http = p->pinfo->num;
        label_envelope_holds(p->pinfo, dissector_handle_get_protocol_index(http_handle));
        ibmlmt_message_take(p, &m, IBMLMT_IN_ORDER, (uint32_t)tvb_raw_offset(p->tvb), offset);
        offset += (int)m.length;
    }
}

/*
 * A proxy's tunnel (CONNECT) to a port of LMT comes back to us inside HTTP, which
 * would take what it has itself for a tunnel again, and so on. To Wireshark alone
 * such a tunnel is data, as it has HTTP already.
 */
int
ibmlmt_http_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    if (ibmlmt_room.busy)
        return call_data_dissector(tvb, pinfo, tree);

    ibmlmt_packet p = ibmlmt_packet_of(tvb, pinfo, true);
    volatile int used = 0;

    if (shows_nothing(&p))
        return 0;
    p.conv->passed_on = true;
    ibmlmt_packet_open(&p, tree);
    ibmlmt_room.busy = true;
    TRY
    {
        used = ibmlmt_pass_on(http_handle, tvb, pinfo, tree, data);
    }
    FINALLY
    {
        ibmlmt_room.busy = false;
        if (!PINFO_FD_VISITED(pinfo))
            learn(&p);
        ibmlmt_message_show(&p, (uint32_t)tvb_raw_offset(tvb));
        ibmlmt_packet_show_level(&p);
    }
    ENDTRY;
    return used;
}

void
ibmlmt_http_handoff(int proto)
{
    http_handle = find_dissector_add_dependency("http-over-tcp", proto);
}
