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

#include "mhsnet/opening.h"
#include "labels/packet-anyport.h"
#include "labels/evidence.h"
#include "ipsendmsg/text.h"

void proto_register_ipsendmsg(void);
void proto_reg_handoff_ipsendmsg(void);

#define PORT_IPSENDMSG 1992

static int proto_ipsendmsg = -1;
static int hf_ipsendmsg_text = -1;
static int ett_ipsendmsg = -1;

static const verdict_why printable = {"printable text from the first byte on", NULL};

/* How a conversation began. What began as something else stays that, text or not. */
typedef enum { BEGAN_UNSEEN, BEGAN_AS_TEXT, BEGAN_OTHERWISE } beginning;

typedef enum {
    NOT_OURS,
    TOO_SHORT, /* text so far: what follows decides */
    OURS
} verdict;

static beginning
look_at_beginning(const uint8_t *bytes, size_t length)
{
    switch (mhsnet_line_recognise(bytes, length)) {
    case MHSNET_YES:
        return BEGAN_OTHERWISE;
    case MHSNET_MORE: /* MHSnet's dissector waits for the rest of its line */
        return BEGAN_UNSEEN;
    case MHSNET_NO:
        break;
    }
    if (!ipsendmsg_is_text(bytes, length, false))
        return BEGAN_OTHERWISE;
    if (length < IPSENDMSG_SHORTEST)
        return BEGAN_UNSEEN;
    return ipsendmsg_is_somebody_elses(bytes, length) ? BEGAN_OTHERWISE : BEGAN_AS_TEXT;
}

static verdict
judge(tvbuff_t *tvb, packet_info *pinfo)
{
    const size_t length = tvb_captured_length(tvb);
    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)length);
    conversation_t *conversation = find_or_create_conversation(pinfo);
    beginning began =
        (beginning)GPOINTER_TO_UINT(conversation_get_proto_data(conversation, proto_ipsendmsg));

    if (began == BEGAN_OTHERWISE)
        return NOT_OURS;
    if (began == BEGAN_AS_TEXT)
        return ipsendmsg_is_text(bytes, length, true) ? OURS : NOT_OURS;

    began = look_at_beginning(bytes, length);
    if (began == BEGAN_UNSEEN)
        return mhsnet_line_recognise(bytes, length) == MHSNET_NO ? TOO_SHORT : NOT_OURS;
    conversation_add_proto_data(conversation, proto_ipsendmsg, GUINT_TO_POINTER(began));
    return began == BEGAN_AS_TEXT ? OURS : NOT_OURS;
}

/* Decided on the first pass, and kept for each packet: TCP may call twice for one. */
static verdict
verdict_of(tvbuff_t *tvb, packet_info *pinfo)
{
    verdict found;

    if (pinfo->srcport != PORT_IPSENDMSG && pinfo->destport != PORT_IPSENDMSG)
        return NOT_OURS;
    if (tvb_captured_length(tvb) == 0)
        return NOT_OURS;
    if (PINFO_FD_VISITED(pinfo))
        return p_get_proto_data(wmem_file_scope(), pinfo, proto_ipsendmsg, 0) ? OURS : NOT_OURS;
    found = judge(tvb, pinfo);
    if (found == OURS)
        p_add_proto_data(wmem_file_scope(), pinfo, proto_ipsendmsg, 0, GUINT_TO_POINTER(1));
    return found;
}

static compat_bool
dissect_ipsendmsg_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    proto_item *item;
    proto_tree *sub;

    switch (verdict_of(tvb, pinfo)) {
    case NOT_OURS:
        return false;
    case TOO_SHORT:
        if (!pinfo->can_desegment)
            return false;
        pinfo->desegment_offset = 0;
        pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
        return true;
    case OURS:
        break;
    }
    if (!PINFO_FD_VISITED(pinfo))
        label_evidence(pinfo, REGISTRY_FAMILY_IPSENDMSG, VERDICT_EVIDENCE_SHAPE, &printable);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "IPsendmsg");
    col_add_fstr(pinfo->cinfo, COL_INFO, "Printable text, %u byte%s", tvb_captured_length(tvb),
                 plurality(tvb_captured_length(tvb), "", "s"));

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
    heur_dissector_add(ANYPORT_TCP, dissect_ipsendmsg_heur, "IPsendmsg text over TCP",
                       "ipsendmsg_tcp", proto_ipsendmsg, HEURISTIC_ENABLE);
    heur_dissector_add(ANYPORT_UDP, dissect_ipsendmsg_heur, "IPsendmsg text over UDP",
                       "ipsendmsg_udp", proto_ipsendmsg, HEURISTIC_ENABLE);
}
