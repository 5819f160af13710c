/* packet-ibmlmt.c
 * IBM License Metric Tool: HTTP and TLS under the right name
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * HTTP and TLS are Wireshark's. This file stands between TCP and them on LMT's
 * ports, looks at what passes, and shows what an auditor asks: the security
 * level, certificates, credentials in clear text. It takes a conversation only
 * where Wireshark's heuristics would have found HTTP or TLS at the same byte,
 * so that who dissects what stays as it was; on 9999 that is TP-Link Smart
 * Home for its own traffic.
 */
#include "compat.h"

#include <epan/conversation.h>
#include <epan/expert.h>
#include <epan/proto_data.h>

#include "labels/packet-legacyport.h"
#include "lmt-http.h"
#include "lp_names.h"
#include "packet-ibmlmt.h"

void proto_register_ibmlmt(void);
void proto_reg_handoff_ibmlmt(void);

/* Level 0: the one port on which nobody else would look for HTTP by number. */
#define IBMLMT_HTTP_PORTS "9988"

static int proto_ibmlmt = -1;

static int hf_level = -1;
static int hf_level_seen = -1;
static int hf_tls_version = -1;
static int hf_server_name = -1;
static int hf_server_certificate = -1;
static int hf_server_subject = -1;
static int hf_server_issuer = -1;
static int hf_client_subject = -1;
static int hf_client_issuer = -1;
static int hf_requested = -1;
static int hf_sent = -1;
static int hf_literal = -1;
static int hf_rest_resource = -1;
static int hf_rest_version = -1;
static int hf_rest_direction = -1;
static int hf_credential = -1;

static int ett_ibmlmt = -1;

static expert_field ei_credential = EI_INIT;
static expert_field ei_not_requested = EI_INIT;
static expert_field ei_no_certificate = EI_INIT;
static expert_field ei_hidden = EI_INIT;

static dissector_handle_t ibmlmt_http_handle;
static dissector_handle_t ibmlmt_tls_handle;
static dissector_handle_t http_handle;
static dissector_handle_t tls_handle;

static const lp_reason reason_literal = {"HTTP with a word of LMT's product files in", "messages"};
static const lp_reason reason_rest = {"documented REST paths of LMT 9.x in", "requests"};
static const lp_reason reason_companion = {"REST paths beside those of LMT 9.x in", "requests"};
static const lp_reason reason_websocket = {"an upgrade of HTTP to WebSocket", NULL};
static const lp_reason reason_text = {"it begins with text that is neither HTTP nor TLS", NULL};

static const value_string tls_versions[] = {
    {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"},
    {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"}, {0, NULL},
};

/* LMT 9.x's web server; HTTPS unless an administrator switched it to HTTP. */
#define REST_PORT 9081

static ibmlmt_conversation *
conversation_of(packet_info *pinfo, bool make)
{
    conversation_t *conv = make ? find_or_create_conversation(pinfo)
                                : find_conversation_pinfo(pinfo, 0);
    if (conv == NULL)
        return NULL;

    ibmlmt_conversation *known =
        (ibmlmt_conversation *)conversation_get_proto_data(conv, proto_ibmlmt);
    if (known == NULL && make) {
        known = wmem_new0(wmem_file_scope(), ibmlmt_conversation);
        conversation_add_proto_data(conv, proto_ibmlmt, known);
    }
    return known;
}

const ibmlmt_conversation *
ibmlmt_of_packet(packet_info *pinfo)
{
    return conversation_of(pinfo, false);
}

int
ibmlmt_level_seen(const ibmlmt_conversation *conv)
{
    if (conv->tls != NULL)
        return lmt_tls_level(conv->tls);
    return conv->clear_text ? 0 : IBMLMT_LEVEL_UNKNOWN;
}

static lp_service
service_on(uint32_t port)
{
    return lp_service_of_family(LP_TCP, (uint16_t)port, LP_FAMILY_IBM_LMT);
}

/*
 * Hands a stream on. Wireshark allows reassembly to the dissector that TCP
 * calls, and counts one down for the one that it calls in turn.
 */
static int
pass_on(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    if (pinfo->can_desegment > 0)
        pinfo->can_desegment++;
    return call_dissector_only(handle, tvb, pinfo, tree, data);
}

/* The service's level by port; the server's port is the one of ours. */
static int
level_by_port(const packet_info *pinfo)
{
    lp_service service = service_on(pinfo->destport);

    if (service == LP_SERVICE_NONE)
        service = service_on(pinfo->srcport);
    return lp_services[service].level;
}

static proto_item *
generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

static proto_tree *
add_tree(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = generated(proto_tree_add_item(tree, proto_ibmlmt, tvb, 0, 0, ENC_NA));
    proto_tree *sub = proto_item_add_subtree(item, ett_ibmlmt);
    const int level = level_by_port(pinfo);

    if (level >= 0)
        generated(proto_tree_add_uint(sub, hf_level, tvb, 0, 0, (unsigned)level));
    return sub;
}

/* The levels are the agents': where the port has none, nothing is seen of one. */
static void
add_level_seen(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const ibmlmt_conversation *conv)
{
    const int level = ibmlmt_level_seen(conv);

    if (level != IBMLMT_LEVEL_UNKNOWN && level_by_port(pinfo) >= 0)
        generated(proto_tree_add_uint(tree, hf_level_seen, tvb, 0, 0, (unsigned)level));
}

/* --- HTTP -------------------------------------------------------------------------------------- */

/* More requests than this without a response are no conversation of HTTP. */
#define ASKED_MAX 1000

/* A path under /api/sam/ proves LMT; the others count beside it, or on its port. */
static bool
counts_as_rest(const packet_info *pinfo, const ibmlmt_conversation *conv, const lmt_rest *rest)
{
    return rest->proves || conv->rest || pinfo->destport == REST_PORT;
}

/*
 * The REST resource of a message. A response is about the oldest request that
 * had none (RFC 9112, section 9.3.2); a later pass finds it with the packet.
 */
static const lmt_rest *
rest_of_message(packet_info *pinfo, ibmlmt_conversation *conv, const lmt_message *m, uint32_t key)
{
    const lmt_rest *rest = NULL;

    if (PINFO_FD_VISITED(pinfo))
        return (const lmt_rest *)p_get_proto_data(wmem_file_scope(), pinfo, proto_ibmlmt, key);
    if (conv->asked == NULL)
        conv->asked = wmem_list_new(wmem_file_scope());
    if (m->request) {
        if (m->rest != NULL && counts_as_rest(pinfo, conv, m->rest))
            rest = m->rest;
        if (wmem_list_count(conv->asked) < ASKED_MAX)
            wmem_list_append(conv->asked, (void *)rest);
    } else if (m->status >= 200 && wmem_list_count(conv->asked) > 0) {
        wmem_list_frame_t *oldest = wmem_list_head(conv->asked);

        rest = (const lmt_rest *)wmem_list_frame_data(oldest);
        wmem_list_remove_frame(conv->asked, oldest);
    }
    if (rest != NULL)
        p_add_proto_data(wmem_file_scope(), pinfo, proto_ibmlmt, key, (void *)rest);
    return rest;
}

/* Everything that a message shows of its conversation. */
static void
learn_message(packet_info *pinfo, ibmlmt_conversation *conv, const lmt_message *m)
{
    const lmt_rest *rest = m->rest;

    if (PINFO_FD_VISITED(pinfo))
        return;
    conv->clear_text = true;
    conv->credentials |= m->credentials;
    if (rest != NULL && rest->proves) {
        conv->rest = true;
        label_evidence(pinfo, LP_FAMILY_IBM_LMT, LP_EVIDENCE_PROOF, &reason_rest);
    } else if (rest != NULL && counts_as_rest(pinfo, conv, rest)) {
        label_evidence(pinfo, LP_FAMILY_IBM_LMT, LP_EVIDENCE_SHAPE, &reason_companion);
    }
    if (m->literal != NULL && level_by_port(pinfo) == 0)
        label_evidence(pinfo, LP_FAMILY_IBM_LMT, LP_EVIDENCE_SHAPE, &reason_literal);
    if (m->websocket && m->status == 101)
        label_contradiction(pinfo, "WebSocket", &reason_websocket);
}

static void
show_message(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset, const lmt_message *m,
             const lmt_rest *rest)
{
    const int length = (int)m->length;

    if (m->literal != NULL)
        generated(proto_tree_add_string(tree, hf_literal, tvb, offset, length, m->literal));
    if (rest != NULL) {
        generated(
            proto_tree_add_string(tree, hf_rest_resource, tvb, offset, length, rest->resource));
        generated(proto_tree_add_uint(tree, hf_rest_version, tvb, offset, length, rest->version));
        generated(proto_tree_add_string(tree, hf_rest_direction, tvb, offset, length,
                                        m->request ? "request" : "response"));
    }
    for (unsigned i = 0; i < LMT_CREDENTIAL_KINDS; i++) {
        const unsigned kind = 1U << i;

        if (!(m->credentials & kind))
            continue;
        proto_item *item = generated(proto_tree_add_string(tree, hf_credential, tvb, offset, length,
                                                           lmt_credential_name(kind)));
        expert_add_info_format(pinfo, item, &ei_credential, "A credential in clear text: %s",
                               lmt_credential_name(kind));
    }
}

/*
 * HTTP by Wireshark, and then a look at the messages that were complete. What
 * HTTP asked to see again, with more behind it, comes again.
 */
static int
dissect_ibmlmt_http(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ibmlmt_conversation *conv = conversation_of(pinfo, true);
    proto_tree *sub = add_tree(tvb, pinfo, tree);
    const int used = pass_on(http_handle, tvb, pinfo, tree, data);
    const int whole =
        pinfo->desegment_len != 0 ? pinfo->desegment_offset : (int)tvb_captured_length(tvb);

    for (int offset = 0; offset < whole;) {
        const unsigned left = (unsigned)(whole - offset);
        const uint8_t *bytes = tvb_get_ptr(tvb, offset, (int)left);

        if (lmt_http_begins(bytes, left) != LMT_HTTP_YES)
            break;

        const lmt_message m = lmt_http_read(bytes, left);

        learn_message(pinfo, conv, &m);
        show_message(tvb, pinfo, sub, offset, &m,
                     rest_of_message(pinfo, conv, &m, (uint32_t)offset));
        offset += (int)m.length;
    }
    add_level_seen(tvb, pinfo, sub, conv);
    return used;
}

static void
take_conversation(packet_info *pinfo, dissector_handle_t handle)
{
    conversation_set_dissector_from_frame_number(find_or_create_conversation(pinfo), pinfo->num,
                                                 handle);
}

static lmt_http_start
http_begins(tvbuff_t *tvb)
{
    uint8_t bytes[16];
    const size_t length = MIN(tvb_captured_length(tvb), sizeof bytes);

    tvb_memcpy(tvb, bytes, 0, length);
    return lmt_http_begins(bytes, length);
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

/* The dissector of 9988: HTTP, or it leaves the payload to whoever comes next. */
static int
dissect_ibmlmt_port(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const lmt_http_start begins = http_begins(tvb);

    if (begins == LMT_HTTP_NO)
        return 0;
    if (begins == LMT_HTTP_MAYBE)
        return ask_for_more(tvb, pinfo);
    take_conversation(pinfo, ibmlmt_http_handle);
    return dissect_ibmlmt_http(tvb, pinfo, tree, data);
}

/* --- TLS --------------------------------------------------------------------------------------- */

/* Reads the records that are whole; Wireshark asks for the rest of the others,
 * and they come again. */
static void
learn_records(tvbuff_t *tvb, packet_info *pinfo, ibmlmt_conversation *conv)
{
    const lmt_client_certificate before = conv->tls->client;
    const unsigned length = tvb_captured_length(tvb);

    if (PINFO_FD_VISITED(pinfo) || length == 0)
        return;
    lmt_tls_read(conv->tls, pinfo->srcport != conv->client_port, tvb_get_ptr(tvb, 0, (int)length),
                 length);
    if (conv->tls->client != before)
        conv->decided = pinfo->num;
}

static bool
request_is_known(lmt_client_certificate client)
{
    return client != LMT_CLIENT_UNKNOWN && client != LMT_CLIENT_HIDDEN &&
           client != LMT_CLIENT_RESUMED;
}

static void
remark_on_certificate(packet_info *pinfo, proto_item *item, const ibmlmt_conversation *conv)
{
    const bool expected = level_by_port(pinfo) == 2;

    if (pinfo->num != conv->decided)
        return;
    if (conv->tls->client == LMT_CLIENT_HIDDEN)
        expert_add_info(pinfo, item, &ei_hidden);
    else if (conv->tls->client == LMT_CLIENT_NOT_REQUESTED && expected)
        expert_add_info(pinfo, item, &ei_not_requested);
    else if (conv->tls->client == LMT_CLIENT_EMPTY && expected)
        expert_add_info(pinfo, item, &ei_no_certificate);
}

/* A certificate that names nobody, or was compressed, has no fields. */
static void
show_names(tvbuff_t *tvb, proto_tree *tree, const lmt_certificate *names, int hf_subject,
           int hf_issuer)
{
    if (names->subject[0] != '\0')
        generated(proto_tree_add_string(tree, hf_subject, tvb, 0, 0, names->subject));
    if (names->issuer[0] != '\0')
        generated(proto_tree_add_string(tree, hf_issuer, tvb, 0, 0, names->issuer));
}

static void
show_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const ibmlmt_conversation *conv)
{
    const lmt_tls *tls = conv->tls;

    if (tls->version != 0)
        generated(proto_tree_add_uint(tree, hf_tls_version, tvb, 0, 0, tls->version));
    if (tls->server_name[0] != '\0')
        generated(proto_tree_add_string(tree, hf_server_name, tvb, 0, 0, tls->server_name));
    if (tls->server_certificate)
        generated(proto_tree_add_boolean(tree, hf_server_certificate, tvb, 0, 0, TRUE));
    show_names(tvb, tree, &tls->server_names, hf_server_subject, hf_server_issuer);
    if (request_is_known(tls->client)) {
        generated(proto_tree_add_boolean(tree, hf_requested, tvb, 0, 0,
                                         tls->client != LMT_CLIENT_NOT_REQUESTED));
        if (tls->client != LMT_CLIENT_REQUESTED)
            generated(proto_tree_add_boolean(tree, hf_sent, tvb, 0, 0,
                                             tls->client == LMT_CLIENT_SENT));
    }
    show_names(tvb, tree, &tls->client_names, hf_client_subject, hf_client_issuer);
    add_level_seen(tvb, pinfo, tree, conv);
    remark_on_certificate(pinfo, proto_tree_get_parent(tree), conv);
}

static int
dissect_ibmlmt_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ibmlmt_conversation *conv = conversation_of(pinfo, true);

    if (conv->tls == NULL)
        return pass_on(tls_handle, tvb, pinfo, tree, data);
    learn_records(tvb, pinfo, conv);
    show_tls(tvb, pinfo, add_tree(tvb, pinfo, tree), conv);
    return pass_on(tls_handle, tvb, pinfo, tree, data);
}

static int
begin_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ibmlmt_conversation *conv = conversation_of(pinfo, true);

    if (!PINFO_FD_VISITED(pinfo) && conv->tls == NULL) {
        conv->tls = wmem_new0(wmem_file_scope(), lmt_tls);
        conv->client_port = (uint16_t)pinfo->srcport;
    }
    take_conversation(pinfo, ibmlmt_tls_handle);
    return dissect_ibmlmt_tls(tvb, pinfo, tree, data);
}

/* --- What a conversation is -------------------------------------------------------------------- */

/*
 * Text at the start of a conversation that is no HTTP is no LMT agent: a
 * set-up menu over telnet, most likely. JSON, SSH and HTTP/2 have names of
 * their own, which the label layer knows.
 */
static void
look_for_text(tvbuff_t *tvb, packet_info *pinfo)
{
    const label_conversation *label = label_of_packet(pinfo);
    const unsigned length = tvb_captured_length(tvb);
    bool line = false;

    if (PINFO_FD_VISITED(pinfo) || label == NULL || !label->side.known)
        return;

    ibmlmt_conversation *conv = conversation_of(pinfo, true);
    if (conv->text_seen || length < 8)
        return;
    conv->text_seen = true;
    if (tvb_get_uint8(tvb, 0) == '{' || tvb_memeql(tvb, 0, (const uint8_t *)"SSH-", 4) == 0 ||
        tvb_memeql(tvb, 0, (const uint8_t *)"PRI ", 4) == 0 || http_begins(tvb) != LMT_HTTP_NO)
        return;
    for (unsigned i = 0; i < length; i++) {
        const uint8_t c = tvb_get_uint8(tvb, (int)i);

        line = line || c == '\n';
        if (!g_ascii_isprint(c) && !g_ascii_isspace(c))
            return;
    }
    if (line)
        label_contradiction(pinfo, "Text", &reason_text);
}

/* "GET /api/sam/" on any port. */
static bool
asks_for_rest(tvbuff_t *tvb)
{
    static const char path[] = "/api/sam/";
    const int space = tvb_find_uint8(tvb, 0, 8, ' ');

    return space > 0 && tvb_bytes_exist(tvb, space + 1, sizeof path - 1) &&
           tvb_memeql(tvb, space + 1, (const uint8_t *)path, sizeof path - 1) == 0;
}

/*
 * On a port of LMT: a TLS record, or HTTP's first line, which Wireshark's own
 * heuristics would take likewise; of a record that is cut within its first
 * five bytes, which they give up, the rest is awaited. On any other port: a
 * request for a path under /api/sam/, which HTTP's would take as well.
 */
static lp_bool
dissect_ibmlmt_heur(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    uint8_t record[5];
    const size_t length = MIN(tvb_captured_length(tvb), sizeof record);
    const bool to_server = service_on(pinfo->destport) != LP_SERVICE_NONE;
    const bool ours = to_server || service_on(pinfo->srcport) != LP_SERVICE_NONE;

    tvb_memcpy(tvb, record, 0, length);
    if (to_server && lmt_tls_begins(record, length) == LMT_TLS_YES)
        return begin_tls(tvb, pinfo, tree, data) > 0;
    if (to_server && lmt_tls_begins(record, length) == LMT_TLS_MAYBE)
        return ask_for_more(tvb, pinfo) > 0;
    if (http_begins(tvb) == LMT_HTTP_YES && tvb_find_uint8(tvb, 0, -1, '\n') > 0 &&
        (ours || asks_for_rest(tvb))) {
        take_conversation(pinfo, ibmlmt_http_handle);
        return dissect_ibmlmt_http(tvb, pinfo, tree, data) > 0;
    }
    if (ours)
        look_for_text(tvb, pinfo);
    return FALSE;
}

void
proto_register_ibmlmt(void)
{
    static hf_register_info hf[] = {
        {&hf_level,
         {"Security Level by Port", "ibmlmt.level", FT_UINT8, BASE_DEC, VALS(lp_names_lmt_level), 0,
          "What IBM's documentation says of the server's default port; every port is configurable",
          HFILL}},
        {&hf_level_seen,
         {"Security Level Seen", "ibmlmt.level_seen", FT_UINT8, BASE_DEC, VALS(lp_names_lmt_level),
          0, "What the packets so far show; absent where they cannot (TLS 1.3, resumed sessions)",
          HFILL}},
        {&hf_tls_version,
         {"TLS Version", "ibmlmt.tls.version", FT_UINT16, BASE_HEX, VALS(tls_versions), 0,
          "The version that the server chose", HFILL}},
        {&hf_server_name,
         {"Server Name", "ibmlmt.tls.server_name", FT_STRING, BASE_NONE, NULL, 0,
          "The host name that the client asked for", HFILL}},
        {&hf_server_certificate,
         {"Server Certificate Seen", "ibmlmt.server_certificate.seen", FT_BOOLEAN, BASE_NONE, NULL,
          0, NULL, HFILL}},
        {&hf_server_subject,
         {"Server Certificate Subject", "ibmlmt.server_certificate.subject", FT_STRING, BASE_NONE,
          NULL, 0, "Whom the server's certificate names, written as RFC 4514 says", HFILL}},
        {&hf_server_issuer,
         {"Server Certificate Issuer", "ibmlmt.server_certificate.issuer", FT_STRING, BASE_NONE,
          NULL, 0, "Who issued the server's certificate, written as RFC 4514 says", HFILL}},
        {&hf_client_subject,
         {"Client Certificate Subject", "ibmlmt.client_certificate.subject", FT_STRING, BASE_NONE,
          NULL, 0, "Whom the client's certificate names, written as RFC 4514 says", HFILL}},
        {&hf_client_issuer,
         {"Client Certificate Issuer", "ibmlmt.client_certificate.issuer", FT_STRING, BASE_NONE,
          NULL, 0, "Who issued the client's certificate, written as RFC 4514 says", HFILL}},
        {&hf_requested,
         {"Client Certificate Requested", "ibmlmt.client_certificate.requested", FT_BOOLEAN,
          BASE_NONE, NULL, 0, "Absent while unknown", HFILL}},
        {&hf_sent,
         {"Client Certificate Sent", "ibmlmt.client_certificate.sent", FT_BOOLEAN, BASE_NONE, NULL,
          0, "False for an empty list; absent while unknown", HFILL}},
        {&hf_literal,
         {"Product Word", "ibmlmt.literal", FT_STRING, BASE_NONE, NULL, 0,
          "A word of LMT's product files and command output; not proven of any agent's messages",
          HFILL}},
        {&hf_rest_resource,
         {"REST Resource", "ibmlmt.rest.resource", FT_STRING, BASE_NONE, NULL, 0,
          "Of LMT 9.x or BigFix Inventory, by IBM's documentation", HFILL}},
        {&hf_rest_version,
         {"REST API Version", "ibmlmt.rest.version", FT_UINT8, BASE_DEC, NULL, 0, NULL, HFILL}},
        {&hf_rest_direction,
         {"REST Direction", "ibmlmt.rest.direction", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_credential,
         {"Credential", "ibmlmt.credential", FT_STRING, BASE_NONE, NULL, 0,
          "The kind of a credential in clear text, not its value", HFILL}},
    };
    static int *ett[] = {&ett_ibmlmt};
    static ei_register_info ei[] = {
        {&ei_credential,
         {"ibmlmt.credential.clear_text", PI_SECURITY, PI_WARN, "A credential in clear text",
          EXPFILL}},
        {&ei_not_requested,
         {"ibmlmt.client_certificate.not_requested", PI_SECURITY, PI_NOTE,
          "Level 2 is expected on this port, but the server asks for no client certificate",
          EXPFILL}},
        {&ei_no_certificate,
         {"ibmlmt.client_certificate.empty", PI_SECURITY, PI_NOTE,
          "Level 2 is expected on this port, but the client has no certificate", EXPFILL}},
        {&ei_hidden,
         {"ibmlmt.client_certificate.hidden", PI_SECURITY, PI_COMMENT,
          "TLS 1.3 encrypts whether a client certificate is requested and sent: the security level "
          "cannot be known",
          EXPFILL}},
    };

    proto_ibmlmt = proto_register_protocol("IBM License Metric Tool", "IBM LMT", "ibmlmt");
    proto_register_field_array(proto_ibmlmt, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto_ibmlmt), ei, array_length(ei));

    ibmlmt_http_handle = register_dissector("ibmlmt.http", dissect_ibmlmt_http, proto_ibmlmt);
    ibmlmt_tls_handle = register_dissector("ibmlmt.tls", dissect_ibmlmt_tls, proto_ibmlmt);
}

void
proto_reg_handoff_ibmlmt(void)
{
    http_handle = find_dissector_add_dependency("http-over-tcp", proto_ibmlmt);
    tls_handle = find_dissector_add_dependency("tls", proto_ibmlmt);
    dissector_add_uint_range_with_preference(
        "tcp.port", IBMLMT_HTTP_PORTS, create_dissector_handle(dissect_ibmlmt_port, proto_ibmlmt));
    heur_dissector_add("tcp", dissect_ibmlmt_heur, "IBM License Metric Tool over TCP", "ibmlmt_tcp",
                       proto_ibmlmt, HEURISTIC_ENABLE);
}
