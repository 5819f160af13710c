/* packet-ibmlmt.c
 * IBM License Metric Tool: HTTP and TLS under the right name
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * HTTP and TLS are Wireshark's. This file stands between TCP and them on LMT's
 * ports, and hands a conversation to the part that looks at what passes and
 * shows what an auditor asks: the security level, certificates, credentials in
 * clear text. A conversation is taken only where Wireshark's heuristics would
 * have found HTTP or TLS at the same byte, had TCP not cut it, so that who
 * dissects what stays as it was.
 *
 * The ports are asked for by number, as Wireshark puts the heuristic that found
 * something last before all others: behind that of TLS or HTTP we would see
 * nothing. A port of LMT that is somebody else's too (9999 is TP-Link Smart
 * Home's) is shared: what is not LMT's goes there.
 */
#include "compat.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-tcp.h>

#include "ibmlmt/greeting.h"
#include "labels/labelled.h"
#include "ibmlmt/packet-ibmlmt-http.h"
#include "ibmlmt/packet-ibmlmt-rest.h"
#include "ibmlmt/packet-ibmlmt-tls.h"

void proto_register_ibmlmt(void);
void proto_reg_handoff_ibmlmt(void);

static int proto_shared_port;

static dissector_handle_t ibmlmt_http_handle;
static dissector_handle_t ibmlmt_tls_handle;
static dissector_handle_t port_handle;
static wmem_map_t *sharers; /* shared port -> the handle of the other that has it */

static const label_reason reason_text = {"it begins with text that is neither HTTP nor TLS", NULL};
static const label_reason reason_telnet = {
    "the server begins with text, and telnet control is known on this port", NULL};

static void
take_conversation(packet_info *pinfo, dissector_handle_t handle)
{
    conversation_set_dissector_from_frame_number(find_or_create_conversation(pinfo), pinfo->num,
                                                 handle);
}

static int
begin_http(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    take_conversation(pinfo, ibmlmt_http_handle);
    return ibmlmt_http_dissect(tvb, pinfo, tree, data);
}

static int
begin_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ibmlmt_conversation *conv = ibmlmt_conversation_get(pinfo);

    if (!PINFO_FD_VISITED(pinfo) && !conv->tls) {
        conv->tls = wmem_new0(wmem_file_scope(), ibmlmt_tls);
        conv->tls->sides =
            (ibmlmt_tls_side *)wmem_alloc0(wmem_file_scope(), 2 * sizeof *conv->tls->sides);
        conv->client_port = (uint16_t)pinfo->srcport;
    }
    take_conversation(pinfo, ibmlmt_tls_handle);
    return ibmlmt_tls_dissect(tvb, pinfo, tree, data);
}

/*
 * Asks TCP for the rest of a beginning that is too short to tell. Only of the
 * first bytes of a side, or of what was captured of it, the rest is awaited:
 * Wireshark counts from the SYN, or else from the byte before the first that it
 * saw.
 *
 * @return 0 if it is no beginning
 */
static int
ask_for_more(tvbuff_t *tvb, packet_info *pinfo, const void *data)
{
    const struct tcpinfo *tcp = (const struct tcpinfo *)data;
    const struct tcp_analysis *analysis = tcp ? get_tcp_conversation_data(NULL, pinfo) : NULL;

    if (!analysis || !analysis->fwd || pinfo->can_desegment == 0 ||
        (tcp->seq != 1 && tcp->seq - 1 != analysis->fwd->base_seq))
        return 0;
    pinfo->desegment_offset = 0;
    pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
    return (int)tvb_captured_length(tvb);
}

/*
 * TLS to the server, and HTTP; not inside HTTP or TLS that we passed on, as
 * Wireshark alone knows no ports of LMT there.
 *
 * @return 0 if it is neither
 */
static int
dissect_either(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data, bool to_server)
{
    const unsigned length = tvb_captured_length(tvb);

    if (length == 0 || ibmlmt_room.busy)
        return 0;

    const uint8_t *bytes = tvb_get_ptr(tvb, 0, (int)length);
    const base_match tls = to_server ? ibmlmt_tls_begins(bytes, length) : BASE_MATCH_NO;
    const base_match http = ibmlmt_http_first_line(bytes, length);

    if (tls == BASE_MATCH_YES)
        return begin_tls(tvb, pinfo, tree, data);
    if (http == BASE_MATCH_YES)
        return begin_http(tvb, pinfo, tree, data);
    return tls == BASE_MATCH_MAYBE || http == BASE_MATCH_MAYBE ? ask_for_more(tvb, pinfo, data) : 0;
}

/* The dissector of these ports. What is not its own it leaves to whoever comes next. */
static int
dissect_port(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return dissect_either(tvb, pinfo, tree, data, pinfo->destport == pinfo->match_uint);
}

/* The dissector of a shared port: what is not LMT's goes to whom the port belonged before. */
static int
dissect_shared_port(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    dissector_handle_t other =
        (dissector_handle_t)wmem_map_lookup(sharers, GUINT_TO_POINTER(pinfo->match_uint));
    const int used = ibmlmt_pass_on(port_handle, tvb, pinfo, tree, data);

    if (used != 0 || !other)
        return used;
    return ibmlmt_pass_on(other, tvb, pinfo, tree, data);
}

/* Whether some row of a port says that telnet is found there. */
static bool
is_port_of_telnet(uint16_t port)
{
    const registry_port rows = registry_find(REGISTRY_TCP, port);

    for (size_t i = 0; i < rows.count; i++) {
        const char *expect = registry_row_at(rows.rows[i])->expect;

        if (expect && strstr(expect, "telnet"))
            return true;
    }
    return false;
}

/*
 * Text at the start of a conversation that is no HTTP is no LMT agent. A menu
 * need not negotiate anything, and then it is telnet by inference alone.
 */
static void
look_for_text(tvbuff_t *tvb, packet_info *pinfo, const void *data)
{
    const struct tcpinfo *tcp = (const struct tcpinfo *)data;
    const label_conversation *label = label_of_packet(pinfo);
    const unsigned length = tvb_captured_length(tvb);

    if (PINFO_FD_VISITED(pinfo) || length == 0 || !tcp || !label || !label->side.known)
        return;

    const unsigned sender = pinfo->srcport == label->port[1];
    label_start **start = &ibmlmt_conversation_get(pinfo)->begins[sender];
    if (!*start)
        *start = wmem_new0(wmem_file_scope(), label_start);
    if (!label_start_append(*start, tcp->seq, tvb_get_ptr(tvb, 0, (int)length), length))
        return;

    const ibmlmt_greeting greeting = ibmlmt_greeting_read((*start)->bytes, (*start)->length);
    if (greeting == IBMLMT_GREETING_TEXT && label->side.side == (int)sender &&
        is_port_of_telnet((uint16_t)pinfo->srcport))
        label_contradiction(pinfo, "Telnet (inferred from text)", &reason_telnet);
    else if (greeting != IBMLMT_GREETING_UNKNOWN)
        label_contradiction(pinfo, "Text", &reason_text);
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
    const bool to_server = ibmlmt_port_is_known(pinfo->destport);
    uint8_t begin[IBMLMT_REST_BEGIN_MAX];
    const size_t length = MIN(tvb_captured_length(tvb), sizeof begin);

    if (ibmlmt_room.busy)
        return false;
    if (to_server || ibmlmt_port_is_known(pinfo->srcport)) {
        const int used = dissect_either(tvb, pinfo, tree, data, to_server);

        if (used == 0)
            look_for_text(tvb, pinfo, data);
        return used > 0;
    }

    tvb_memcpy(tvb, begin, 0, length);
    const base_match rest = ibmlmt_http_asks_for_rest(begin, length);
    if (rest == BASE_MATCH_YES)
        return begin_http(tvb, pinfo, tree, data) > 0;
    return rest == BASE_MATCH_MAYBE && ask_for_more(tvb, pinfo, data) > 0;
}

void
proto_register_ibmlmt(void)
{
    const int proto = proto_register_protocol("IBM License Metric Tool", "IBM LMT", "ibmlmt");
    expert_module_t *expert = expert_register_protocol(proto);

    ibmlmt_conversation_register(proto);
    ibmlmt_message_register(proto, expert);
    ibmlmt_tls_register(proto, expert);

    /* No layer of its own, and never disabled: others' traffic does not hang on LMT's protocol. */
    proto_shared_port = proto_register_protocol_in_name_only(
        "IBM License Metric Tool, or TP-Link Smart Home", "LMT or TP-Link", "ibmlmt.shared_port",
        proto_get_id_by_filter_name("frame"), FT_PROTOCOL);
    ibmlmt_http_handle = register_dissector("ibmlmt.http", ibmlmt_http_dissect, proto);
    ibmlmt_tls_handle = register_dissector("ibmlmt.tls", ibmlmt_tls_dissect, proto);
}

/* LMT's ports by the tables: shared where somebody has them, the preference's default elsewhere. */
static void
add_ports(void)
{
    dissector_table_t table = find_dissector_table("tcp.port");
    dissector_handle_t shared = create_dissector_handle(dissect_shared_port, proto_shared_port);
    wmem_strbuf_t *ports = wmem_strbuf_new(wmem_epan_scope(), "");
    uint32_t last = 0;

    sharers = wmem_map_new(wmem_epan_scope(), g_direct_hash, g_direct_equal);
    for (size_t i = 0; i < registry_row_count; i++) {
        const uint32_t port = registry_rows[i].first;

        if (registry_services[registry_rows[i].service].family != REGISTRY_FAMILY_IBM_LMT ||
            port == last)
            continue;
        last = port;
        dissector_handle_t other = dissector_get_uint_handle(table, port);
        if (other) {
            wmem_map_insert(sharers, GUINT_TO_POINTER(port), other);
            dissector_add_uint("tcp.port", port, shared);
        } else {
            wmem_strbuf_append_printf(ports, "%s%u", wmem_strbuf_get_len(ports) > 0 ? "," : "",
                                      port);
        }
    }
    dissector_add_uint_range_with_preference("tcp.port", wmem_strbuf_get_str(ports), port_handle);
}

void
proto_reg_handoff_ibmlmt(void)
{
    port_handle = create_dissector_handle(dissect_port, ibmlmt_room.proto);
    ibmlmt_http_handoff(ibmlmt_room.proto);
    ibmlmt_tls_handoff(ibmlmt_room.proto);
    ibmlmt_rest_handoff();
    add_ports();
    label_register_protocol(&ibmlmt_protocol);
    heur_dissector_add(LABEL_OVER_TCP, dissect_ibmlmt_heur, "IBM License Metric Tool over TCP",
                       "ibmlmt_tcp", ibmlmt_room.proto, HEURISTIC_ENABLE);
}
