/* packet-ipsendmsg.c
 * IPsendmsg on 1992, as far as it can be known: printable messages, by their shape
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * IANA lists ipsendmsg on 1992, tcp and udp (R. J. Kummerfeld, University of
 * Sydney). The same people described a message transfer protocol in "The
 * IPSendfile Project" (Networkshop '92), which very likely is it; its bytes are
 * not public. So nothing is dissected here: text is shown as text, the rest is
 * left to whoever knows it. Proven MHSnet and Cisco STUN on this port are their
 * own dissectors' business.
 */
#include "compat.h"

#include <epan/conversation.h>
#include <epan/proto_data.h>

#include "opening.h"
#include "packet-legacyport.h"
#include "text.h"

void proto_register_ipsendmsg(void);
void proto_reg_handoff_ipsendmsg(void);

#define PORT_IPSENDMSG 1992

static int proto_ipsendmsg = -1;
static int hf_ipsendmsg_text = -1;
static int ett_ipsendmsg = -1;

static const lp_reason printable = {"printable text in", "segments or datagrams"};

/* How a conversation began. What began as something else stays that, text or not. */
typedef enum {
    BEGAN_UNSEEN,
    BEGAN_AS_TEXT,
    BEGAN_OTHERWISE
} beginning;

static bool
is_message(tvbuff_t *tvb)
{
    size_t length = tvb_captured_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)length);

    return ipsendmsg_is_text(bytes, length) && !ipsendmsg_is_somebody_elses(bytes, length) &&
           mhs_line_recognise(bytes, length) == MHS_NO;
}

/* Decided on the first pass, and kept for each packet: TCP may call twice for one. */
static bool
is_ours(tvbuff_t *tvb, packet_info *pinfo)
{
    conversation_t *conversation;
    beginning began;
    bool message;

    if (pinfo->srcport != PORT_IPSENDMSG && pinfo->destport != PORT_IPSENDMSG)
        return false;
    if (tvb_captured_length(tvb) == 0)
        return false;
    message = is_message(tvb);
    if (PINFO_FD_VISITED(pinfo))
        return message && p_get_proto_data(wmem_file_scope(), pinfo, proto_ipsendmsg, 0) != NULL;

    conversation = find_or_create_conversation(pinfo);
    began = (beginning)GPOINTER_TO_UINT(conversation_get_proto_data(conversation, proto_ipsendmsg));
    if (began == BEGAN_UNSEEN) {
        began = message ? BEGAN_AS_TEXT : BEGAN_OTHERWISE;
        conversation_add_proto_data(conversation, proto_ipsendmsg, GUINT_TO_POINTER(began));
    }
    message = message && began == BEGAN_AS_TEXT;
    if (message)
        p_add_proto_data(wmem_file_scope(), pinfo, proto_ipsendmsg, 0, GUINT_TO_POINTER(1));
    return message;
}

static lp_bool
dissect_ipsendmsg_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    proto_item *item;
    proto_tree *sub;

    if (!is_ours(tvb, pinfo))
        return false;
    if (!PINFO_FD_VISITED(pinfo))
        label_evidence(pinfo, LP_FAMILY_IPSENDMSG, LP_EVIDENCE_SHAPE, &printable);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "IPsendmsg");
    col_add_fstr(pinfo->cinfo, COL_INFO, "Printable message, %u bytes", tvb_captured_length(tvb));

    item = proto_tree_add_item(tree, proto_ipsendmsg, tvb, 0, -1, ENC_NA);
    sub = proto_item_add_subtree(item, ett_ipsendmsg);
    proto_tree_add_item(sub, hf_ipsendmsg_text, tvb, 0, -1, ENC_UTF_8);
    return true;
}

void
proto_register_ipsendmsg(void)
{
    static hf_register_info hf[] = {
        {&hf_ipsendmsg_text,
         {"Text", "ipsendmsg.text", FT_STRING, BASE_NONE, NULL, 0,
          "Inferred: the format of IPsendmsg is not public", HFILL}},
    };
    static int *ett[] = {&ett_ipsendmsg};

    proto_ipsendmsg =
        proto_register_protocol("IPsendmsg (printable message)", "IPsendmsg", "ipsendmsg");
    proto_register_field_array(proto_ipsendmsg, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
}

void
proto_reg_handoff_ipsendmsg(void)
{
    heur_dissector_add("tcp", dissect_ipsendmsg_heur, "IPsendmsg text over TCP", "ipsendmsg_tcp",
                       proto_ipsendmsg, HEURISTIC_ENABLE);
    heur_dissector_add("udp", dissect_ipsendmsg_heur, "IPsendmsg text over UDP", "ipsendmsg_udp",
                       proto_ipsendmsg, HEURISTIC_ENABLE);
}
