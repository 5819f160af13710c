/* packet-ibmlmt.c
 * IBM License Metric Tool: HTTP and TLS under the right name
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * HTTP and TLS are Wireshark's. This file stands between TCP and them on LMT's
 * ports, looks at what passes, and shows what an auditor asks: the security
 * level, certificates, credentials in clear text. It takes a conversation only
 * where Wireshark's heuristics would have found HTTP or TLS at the same byte,
 * had TCP not cut it, so that who dissects what stays as it was; on 9999 that is
 * TP-Link Smart Home for its own traffic.
 *
 * It asks for its ports by number, as Wireshark puts the heuristic that found
 * something last before all others: behind that of TLS or HTTP we would see
 * nothing.
 */
#include "compat.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/exceptions.h>
#include <epan/expert.h>

#include "labels/packet-anyport.h"
#include "labels/evidence.h"
#include "labels/packet-lookup.h"
#include "ibmlmt/http.h"
#include "registry-names.h"
#include "ibmlmt/packet-ibmlmt.h"

void proto_register_ibmlmt(void);
void proto_reg_handoff_ibmlmt(void);

/* REST and the agents' ports that nobody else has. */
#define IBMLMT_PORTS "9081,9977,9988"

/* The agents' port that somebody else has, who gets what is not ours. */
#define IBMLMT_SHARED_PORT 9999

static int proto_ibmlmt = -1;
static int proto_shared_port;

static int hf_level = -1;
static int hf_level_seen = -1;

static int ett_ibmlmt = -1;

static dissector_handle_t ibmlmt_http_handle;
static dissector_handle_t ibmlmt_tls_handle;
static dissector_handle_t http_handle;
static dissector_handle_t port_handle;
static dissector_handle_t shared_handle; /* who has the shared port, NULL if nobody */

static const verdict_why reason_text = {"it begins with text that is neither HTTP nor TLS", NULL};
static const verdict_why reason_telnet = {
    "the server begins with text, and telnet control is known on this port", NULL};

/* Of Lantronix's device servers (facts-lmt: What else uses these ports). */
#define TELNET_PORT 9999

static ibmlmt_conversation *
known_of(const conversation_t *conv)
{
    return conv == NULL ? NULL
                        : (ibmlmt_conversation *)conversation_get_proto_data(conv, proto_ibmlmt);
}

const ibmlmt_conversation *
ibmlmt_of_conversation(const conversation_t *conv)
{
    return known_of(conv);
}

const ibmlmt_conversation *
ibmlmt_of_packet(packet_info *pinfo)
{
    return known_of(label_lookup_conversation(pinfo));
}

ibmlmt_conversation *
ibmlmt_conversation_of(packet_info *pinfo)
{
    conversation_t *conv = find_or_create_conversation(pinfo);
    ibmlmt_conversation *known = known_of(conv);

    if (known == NULL) {
        known = wmem_new0(wmem_file_scope(), ibmlmt_conversation);
        conversation_add_proto_data(conv, proto_ibmlmt, known);
    }
    return known;
}

int
ibmlmt_level_seen(const ibmlmt_conversation *conv)
{
    if (conv->tls != NULL)
        return ibmlmt_tls_level(conv->tls);
    return conv->clear_text ? 0 : IBMLMT_LEVEL_UNKNOWN;
}

static registry_service
service_on(uint32_t port)
{
    return registry_service_of_family(REGISTRY_TCP, (uint16_t)port, REGISTRY_FAMILY_IBM_LMT);
}

int
ibmlmt_pass_on(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
               void *data)
{
    const uint16_t can_desegment = pinfo->can_desegment;

    if (can_desegment > 0)
        pinfo->can_desegment++;
    const int used = call_dissector_only(handle, tvb, pinfo, tree, data);
    pinfo->can_desegment = can_desegment;
    return used;
}

int
ibmlmt_level_by_port(const packet_info *pinfo)
{
    registry_service service = service_on(pinfo->destport);

    if (service == REGISTRY_SERVICE_NONE)
        service = service_on(pinfo->srcport);
    return registry_services[service].level;
}

proto_item *
ibmlmt_generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

proto_tree *
ibmlmt_add_tree(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = ibmlmt_generated(proto_tree_add_item(tree, proto_ibmlmt, tvb, 0, 0, ENC_NA));
    proto_tree *sub = proto_item_add_subtree(item, ett_ibmlmt);
    const int level = ibmlmt_level_by_port(pinfo);

    if (level >= 0)
        ibmlmt_generated(proto_tree_add_uint(sub, hf_level, tvb, 0, 0, (unsigned)level));
    return sub;
}

/* The levels are the agents': where the port has none, nothing is seen of one. */
void
ibmlmt_add_level_seen(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                      const ibmlmt_conversation *conv)
{
    const int level = ibmlmt_level_seen(conv);

    if (level != IBMLMT_LEVEL_UNKNOWN && ibmlmt_level_by_port(pinfo) >= 0)
        ibmlmt_generated(proto_tree_add_uint(tree, hf_level_seen, tvb, 0, 0, (unsigned)level));
}

/*
 * HTTP takes what begins no line, and shows nothing of it before it has seen a
 * message: whether it then stands among the layers depends on the tree (4.0).
 */
static bool
http_shows_nothing(tvbuff_t *tvb, const packet_info *pinfo, const ibmlmt_conversation *conv)
{
    return (conv->first_http == 0 || pinfo->num <= conv->first_http) &&
           tvb_captured_length(tvb) > 0 && !g_ascii_isprint(tvb_get_uint8(tvb, 0)) &&
           !g_ascii_isspace(tvb_get_uint8(tvb, 0));
}

/*
 * HTTP by Wireshark, and then a look at the messages that were complete, or cut
 * by the capture. What HTTP asked to see again, with more behind it, comes again.
 */
static int
dissect_ibmlmt_http(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ibmlmt_conversation *conv = ibmlmt_conversation_of(pinfo);

    if (http_shows_nothing(tvb, pinfo, conv))
        return 0;

    proto_tree *sub = ibmlmt_add_tree(tvb, pinfo, tree);
    volatile int used = 0;

    conv->passed_on = true;
    TRY
    {
        used = ibmlmt_pass_on(http_handle, tvb, pinfo, tree, data);
    }
    FINALLY
    {
        ibmlmt_see_http(tvb, pinfo, sub, conv,
                        pinfo->desegment_len != 0 ? pinfo->desegment_offset
                                                  : (int)tvb_captured_length(tvb));
        ibmlmt_add_level_seen(tvb, pinfo, sub, conv);
    }
    ENDTRY;
    return used;
}

static void
take_conversation(packet_info *pinfo, dissector_handle_t handle)
{
    conversation_set_dissector_from_frame_number(find_or_create_conversation(pinfo), pinfo->num,
                                                 handle);
}

static base_match
http_begins(tvbuff_t *tvb)
{
    const unsigned length = tvb_captured_length(tvb);

    return length == 0 ? BASE_MATCH_NO
                       : ibmlmt_http_first_line(tvb_get_ptr(tvb, 0, (int)length), length);
}

/* "GET /api/sam/" on any port. */
static base_match
asks_for_rest(tvbuff_t *tvb)
{
    uint8_t bytes[IBMLMT_REST_BEGIN_MAX];
    const size_t length = MIN(tvb_captured_length(tvb), sizeof bytes);

    tvb_memcpy(tvb, bytes, 0, length);
    return ibmlmt_http_asks_for_rest(bytes, length);
}

/* Asks TCP for the rest of a beginning that is too short to tell. */
static int
ask_for_more(tvbuff_t *tvb, packet_info *pinfo)
{
    if (pinfo->can_desegment == 0)
        return 0;
    pinfo->desegment_offset = 0;
    pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
    return (int)tvb_captured_length(tvb);
}

static int
begin_http(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    take_conversation(pinfo, ibmlmt_http_handle);
    return dissect_ibmlmt_http(tvb, pinfo, tree, data);
}

static int
begin_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ibmlmt_conversation *conv = ibmlmt_conversation_of(pinfo);

    if (!PINFO_FD_VISITED(pinfo) && conv->tls == NULL) {
        conv->tls = wmem_new0(wmem_file_scope(), ibmlmt_tls);
        conv->tls->sides =
            (ibmlmt_tls_side *)wmem_alloc0(wmem_file_scope(), 2 * sizeof *conv->tls->sides);
        conv->client_port = (uint16_t)pinfo->srcport;
    }
    take_conversation(pinfo, ibmlmt_tls_handle);
    return ibmlmt_dissect_tls(tvb, pinfo, tree, data);
}

/*
 * Whether these are the first bytes of a side, or of what was captured of it:
 * only of those the rest is awaited. Wireshark counts from the SYN, or else from
 * the byte before the first that it saw.
 */
static bool
is_start_of_stream(packet_info *pinfo, const void *data)
{
    const struct tcpinfo *tcp = (const struct tcpinfo *)data;
    const struct tcp_analysis *analysis =
        tcp == NULL ? NULL : get_tcp_conversation_data(NULL, pinfo);

    return analysis != NULL && analysis->fwd != NULL &&
           (tcp->seq == 1 || tcp->seq - 1 == analysis->fwd->base_seq);
}

static bool
may_ask_for_rest(const uint8_t *bytes, size_t length)
{
    return ibmlmt_http_asks_for_rest(bytes, length) != BASE_MATCH_NO;
}

/*
 * TLS to the server, and HTTP: what is too short to tell is awaited at the start
 * of a stream.
 *
 * @return 0 if it is neither
 */
static int
dissect_either(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data, bool to_server)
{
    uint8_t record[5];
    const size_t length = MIN(tvb_captured_length(tvb), sizeof record);

    tvb_memcpy(tvb, record, 0, length);
    const base_match tls = to_server ? ibmlmt_tls_begins(record, length) : BASE_MATCH_NO;
    const base_match http = http_begins(tvb);

    if (tls == BASE_MATCH_YES)
        return begin_tls(tvb, pinfo, tree, data);
    if (http == BASE_MATCH_YES)
        return begin_http(tvb, pinfo, tree, data);
    if ((tls == BASE_MATCH_MAYBE || http == BASE_MATCH_MAYBE) && is_start_of_stream(pinfo, data))
        return ask_for_more(tvb, pinfo);
    return 0;
}

/* The dissector of these ports. What is not its own it leaves to whoever comes next. */
static int
dissect_ibmlmt_port(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return dissect_either(tvb, pinfo, tree, data, pinfo->destport == pinfo->match_uint);
}

/* The dissector of the shared port: what is not LMT's goes to whom the port belonged before. */
static int
dissect_shared_port(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const int used = ibmlmt_pass_on(port_handle, tvb, pinfo, tree, data);

    if (used != 0 || shared_handle == NULL)
        return used;
    return ibmlmt_pass_on(shared_handle, tvb, pinfo, tree, data);
}

/* A menu need not negotiate anything, and then it is telnet by inference alone. */
static void
tell_text(packet_info *pinfo, ibmlmt_line line, bool from_server)
{
    if (line == IBMLMT_LINE_TEXT && from_server && pinfo->srcport == TELNET_PORT)
        label_contradiction(pinfo, "Telnet (inferred from text)", &reason_telnet);
    else
        label_contradiction(pinfo, "Text", &reason_text);
}

/* Text at the start of a conversation that is no HTTP is no LMT agent. */
static void
look_for_text(tvbuff_t *tvb, packet_info *pinfo, const void *data)
{
    const struct tcpinfo *tcp = (const struct tcpinfo *)data;
    const label_conversation *label = label_of_packet(pinfo);
    const unsigned length = tvb_captured_length(tvb);

    if (PINFO_FD_VISITED(pinfo) || length == 0 || tcp == NULL || label == NULL ||
        !label->side.known)
        return;

    const unsigned sender = pinfo->srcport == label->port[1];
    label_start **start = &ibmlmt_conversation_of(pinfo)->begins[sender];
    if (*start == NULL)
        *start = wmem_new0(wmem_file_scope(), label_start);
    if (!label_start_append(*start, tcp->seq, tvb_get_ptr(tvb, 0, (int)length), length))
        return;

    const ibmlmt_line line = ibmlmt_line_begins((*start)->bytes, (*start)->length);
    if (line != IBMLMT_LINE_UNKNOWN)
        tell_text(pinfo, line, label->side.side == (int)sender);
}

/*
 * A row of the user's may make any port one of LMT's: what the port dissector
 * does elsewhere is done here. On a port of nobody's it is a request for a path
 * under /api/sam/, even if its line is not whole yet, with which HTTP's heuristic
 * would give up. What belongs to a port of HTTP's is for packet-ibmlmt-rest.c.
 */
static compat_bool
dissect_ibmlmt_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const bool to_server = service_on(pinfo->destport) != REGISTRY_SERVICE_NONE;
    const bool ours = to_server || service_on(pinfo->srcport) != REGISTRY_SERVICE_NONE;

    if (ours) {
        const int used = dissect_either(tvb, pinfo, tree, data, to_server);

        if (used == 0)
            look_for_text(tvb, pinfo, data);
        return used > 0;
    }

    const base_match rest = asks_for_rest(tvb);
    if (rest == BASE_MATCH_YES)
        return begin_http(tvb, pinfo, tree, data) > 0;
    return rest == BASE_MATCH_MAYBE && is_start_of_stream(pinfo, data) &&
           ask_for_more(tvb, pinfo) > 0;
}

void
proto_register_ibmlmt(void)
{
    static hf_register_info hf[] = {
        {&hf_level,
         {"Security Level by Port", "ibmlmt.level", FT_UINT8, BASE_DEC,
          VALS(registry_names_lmt_level), 0,
          "What IBM's documentation says of the server's default port; every port is configurable",
          HFILL}},
        {&hf_level_seen,
         {"Security Level Seen", "ibmlmt.level_seen", FT_UINT8, BASE_DEC,
          VALS(registry_names_lmt_level), 0,
          "What the packets so far show; absent where they cannot (TLS 1.3 "
          "without keys, resumed sessions)",
          HFILL}},
    };
    static int *ett[] = {&ett_ibmlmt};

    proto_ibmlmt = proto_register_protocol("IBM License Metric Tool", "IBM LMT", "ibmlmt");
    proto_register_field_array(proto_ibmlmt, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));

    expert_module_t *expert = expert_register_protocol(proto_ibmlmt);
    ibmlmt_register_http(proto_ibmlmt, expert);
    ibmlmt_register_tls(proto_ibmlmt, expert);

    /* No layer of its own, and never disabled: TP-Link's traffic does not hang on LMT's protocol.
     */
    proto_shared_port = proto_register_protocol_in_name_only(
        "IBM License Metric Tool, or TP-Link Smart Home", "LMT or TP-Link", "ibmlmt.shared_port",
        proto_get_id_by_filter_name("frame"), FT_PROTOCOL);
    ibmlmt_http_handle = register_dissector("ibmlmt.http", dissect_ibmlmt_http, proto_ibmlmt);
    ibmlmt_tls_handle = register_dissector("ibmlmt.tls", ibmlmt_dissect_tls, proto_ibmlmt);
}

void
proto_reg_handoff_ibmlmt(void)
{
    http_handle = find_dissector_add_dependency("http-over-tcp", proto_ibmlmt);
    ibmlmt_handoff_rest();
    ibmlmt_handoff_tls(proto_ibmlmt);
    port_handle = create_dissector_handle(dissect_ibmlmt_port, proto_ibmlmt);
    dissector_add_uint_range_with_preference("tcp.port", IBMLMT_PORTS, port_handle);
    shared_handle = dissector_get_uint_handle(find_dissector_table("tcp.port"), IBMLMT_SHARED_PORT);
    dissector_add_uint("tcp.port", IBMLMT_SHARED_PORT,
                       create_dissector_handle(dissect_shared_port, proto_shared_port));
    heur_dissector_add(ANYPORT_TCP, dissect_ibmlmt_heur, "IBM License Metric Tool over TCP",
                       "ibmlmt_tcp", proto_ibmlmt, HEURISTIC_ENABLE);
    label_anyport_add_test(REGISTRY_TCP, may_ask_for_rest);
}
