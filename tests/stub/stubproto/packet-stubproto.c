/* packet-stubproto.c
 * A protocol of one message, to see what a new protocol takes
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include "labels/evidence.h"
#include "stubproto/message.h"

void proto_register_stubproto(void);
void proto_reg_handoff_stubproto(void);

static int proto_stubproto;
static dissector_handle_t stubproto_handle;

static const label_protocol stubproto_protocol = {
    .family = "stub-family",
    .protocol = "stubproto",
    .segment = stubproto_is_message,
};

static const label_reason reason_message = {"magic STUBPROT and exact length of", "messages"};

static int
dissect_stubproto(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const unsigned length = tvb_captured_length(tvb);

    if (length == 0 || !stubproto_is_message(tvb_get_ptr(tvb, 0, (int)length), length))
        return 0;
    label_evidence(pinfo, &stubproto_protocol, LABEL_PROOF, &reason_message);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "Stub");
    proto_tree_add_item(tree, proto_stubproto, tvb, 0, -1, ENC_NA);
    return (int)length;
}

static compat_bool
dissect_stubproto_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return dissect_stubproto(tvb, pinfo, tree, data) > 0;
}

void
proto_register_stubproto(void)
{
    proto_stubproto = proto_register_protocol("Stub Protocol", "Stub", "stubproto");
    stubproto_handle = register_dissector("stubproto", dissect_stubproto, proto_stubproto);
}

void
proto_reg_handoff_stubproto(void)
{
    label_register_protocol(&stubproto_protocol);
    dissector_add_uint_range_with_preference("tcp.port", label_ports(&stubproto_protocol, "tcp"),
                                             stubproto_handle);
    heur_dissector_add(LABEL_OVER_TCP, dissect_stubproto_heur, "Stub over TCP", "stubproto_tcp",
                       proto_stubproto, HEURISTIC_ENABLE);
}
