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
#include <wsutil/str_util.h>

#include "ipsendmsg/text.h"
#include "labels/evidence.h"

void proto_register_ipsendmsg(void);
void proto_reg_handoff_ipsendmsg(void);

static int proto_ipsendmsg = -1;
static int hf_ipsendmsg_text = -1;
static int ett_ipsendmsg = -1;

static const label_protocol ipsendmsg_protocol = {.family = "ipsendmsg", .protocol = "ipsendmsg"};

static const label_reason printable = {"printable text from the first byte on", NULL};

/* What is kept of a conversation once its beginning has shown itself, as text or otherwise: what
 * began as something else stays that. */
#define BEGAN_AS_TEXT GUINT_TO_POINTER(1)
#define BEGAN_OTHERWISE GUINT_TO_POINTER(2)

/* Whether a segment or datagram is ours: decided on the first pass, and kept for each packet, since
 * TCP may call twice for one. BASE_MATCH_MAYBE: it is text so far, and what follows decides. */
static base_match
judge(tvbuff_t *tvb, packet_info *pinfo)
{
    const size_t length = tvb_captured_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)length);
    conversation_t *conversation;
    base_match match = BASE_MATCH_NO;
    void *began;

    if (PINFO_FD_VISITED(pinfo))
        return p_get_proto_data(wmem_file_scope(), pinfo, proto_ipsendmsg, 0) ? BASE_MATCH_YES
                                                                              : BASE_MATCH_NO;
    conversation = find_or_create_conversation(pinfo);
    began = conversation_get_proto_data(conversation, proto_ipsendmsg);
    if (!began) {
        match = ipsendmsg_recognise(bytes, length);
        if (match != BASE_MATCH_MAYBE)
            conversation_add_proto_data(conversation, proto_ipsendmsg,
                                        match == BASE_MATCH_YES ? BEGAN_AS_TEXT : BEGAN_OTHERWISE);
    } else if (began == BEGAN_AS_TEXT && ipsendmsg_is_text(bytes, length, true)) {
        match = BASE_MATCH_YES;
    }
    if (match == BASE_MATCH_YES)
        p_add_proto_data(wmem_file_scope(), pinfo, proto_ipsendmsg, 0, BEGAN_AS_TEXT);
    return match;
}

static compat_bool
dissect_ipsendmsg_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const unsigned length = tvb_captured_length(tvb);
    base_match match;
    proto_item *item;
    proto_tree *sub;

    if (length == 0 || label_value_of_packet(pinfo, &ipsendmsg_protocol, "") == LABEL_NO_PORT)
        return false;
    match = judge(tvb, pinfo);
    if (match == BASE_MATCH_MAYBE && pinfo->can_desegment) {
        pinfo->desegment_offset = 0;
        pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
        return true;
    }
    if (match != BASE_MATCH_YES)
        return false;

    if (!PINFO_FD_VISITED(pinfo))
        label_evidence(pinfo, &ipsendmsg_protocol, LABEL_SHAPE, &printable);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "IPsendmsg");
    col_add_fstr(pinfo->cinfo, COL_INFO, "Printable text, %u byte%s", length,
                 plurality(length, "", "s"));
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
          "Inferred: printable text on 1992 is taken for a message; the format is not public. All "
          "of it, passwords too; labels, Info and reports repeat none of it",
          HFILL}},
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
    label_register_protocol(&ipsendmsg_protocol);
    heur_dissector_add(LABEL_OVER_TCP, dissect_ipsendmsg_heur, "IPsendmsg text over TCP",
                       "ipsendmsg_tcp", proto_ipsendmsg, HEURISTIC_ENABLE);
    heur_dissector_add(LABEL_OVER_UDP, dissect_ipsendmsg_heur, "IPsendmsg text over UDP",
                       "ipsendmsg_udp", proto_ipsendmsg, HEURISTIC_ENABLE);
}
