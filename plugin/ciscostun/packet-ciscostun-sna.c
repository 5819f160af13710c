/* packet-ciscostun-sna.c
 * SNA in the frames of a serial line, by Wireshark's own dissectors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ciscostun/packet-ciscostun-sna.h"

#include <epan/exceptions.h>
#include <epan/show_exception.h>

#include "ciscostun/sna.h"

static int hf_request = -1;

static dissector_handle_t sna_handle;
static dissector_handle_t xid_handle;

/* SNA's dissector takes over addresses and columns; the next frame of the
 * packet, and the rest of Wireshark, need the transport's. */
static void
call_sna(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
         ciscostun_role role)
{
    address *const all[] = {&pinfo->src,     &pinfo->dst,    &pinfo->net_src,
                            &pinfo->net_dst, &pinfo->dl_src, &pinfo->dl_dst};
    address saved[array_length(all)];
    const int p2p_dir = pinfo->p2p_dir;
    const bool writable = col_get_writable(pinfo->cinfo, -1);

    for (size_t i = 0; i < array_length(all); i++)
        saved[i] = *all[i];
    pinfo->p2p_dir = role == CISCOSTUN_ROLE_SECONDARY ? P2P_DIR_RECV : P2P_DIR_SENT;
    col_set_writable(pinfo->cinfo, -1, FALSE);

    TRY
    {
        call_dissector(handle, tvb, pinfo, tree);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;

    col_set_writable(pinfo->cinfo, -1, writable);
    pinfo->p2p_dir = p2p_dir;
    for (size_t i = 0; i < array_length(all); i++)
        *all[i] = saved[i];
}

const char *
ciscostun_dissect_sna(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, uint8_t type,
                      ciscostun_role role)
{
    const unsigned len = tvb_captured_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)len);
    const char *text = "";

    if (type == CISCOSTUN_HDLC_XID && ciscostun_sna_is_xid(bytes, len)) {
        call_sna(xid_handle, tvb, pinfo, proto_tree_get_root(tree), role);
        return " SNA";
    }
    if (type != CISCOSTUN_HDLC_I || !ciscostun_sna_is_piu(bytes, len))
        return NULL;

    const ciscostun_sna_request request = ciscostun_sna_request_of(bytes, len);

    if (request.name) {
        proto_tree_add_string(tree, hf_request, tvb, (int)request.offset, (int)request.len,
                              request.name);
        if (request.response)
            text = wmem_strdup_printf(pinfo->pool, " %cRSP(%s)", request.negative ? '-' : '+',
                                      request.name);
        else
            text = wmem_strdup_printf(pinfo->pool, " %s", request.name);
    }
    call_sna(sna_handle, tvb, pinfo, proto_tree_get_root(tree), role);
    return text;
}

void
ciscostun_register_sna(int proto)
{
    static hf_register_info hf[] = {
        {&hf_request,
         {"SNA Request", "ciscostun.sna.request", FT_STRING, BASE_NONE, NULL, 0x0,
          "Name of the request or response unit: BIND, ACTLU and the like", HFILL}},
    };

    proto_register_field_array(proto, hf, array_length(hf));
}

void
ciscostun_handoff_sna(int proto)
{
    sna_handle = find_dissector_add_dependency("sna", proto);
    xid_handle = find_dissector_add_dependency("sna_xid", proto);
}
