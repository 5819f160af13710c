/* packet-ibmlmt-tls.c
 * What a TLS session of LMT shows: versions, certificates, the security level
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TLS is Wireshark's. What is in the clear of a handshake is read from the
 * records; what Wireshark decrypted, from the data sources of the packet, which
 * are there without a tree too. (It keeps the records as well, but the header
 * that says how is of use only beside those of libgcrypt.)
 */
#include "compat.h"

#include <epan/exceptions.h>
#include <epan/expert.h>

#include "labels/evidence.h"
#include "ibmlmt/packet-ibmlmt.h"

static dissector_handle_t tls_handle;

static int hf_tls_version = -1;
static int hf_server_name = -1;
static int hf_server_certificate = -1;
static int hf_server_subject = -1;
static int hf_server_issuer = -1;
static int hf_client_subject = -1;
static int hf_client_issuer = -1;
static int hf_requested = -1;
static int hf_sent = -1;
static int hf_refused = -1;

static expert_field ei_not_requested = EI_INIT;
static expert_field ei_no_certificate = EI_INIT;
static expert_field ei_hidden = EI_INIT;

static const verdict_why reason_client = {
    "TLS whose server asks for the client's certificate and gets it", NULL};
static const verdict_why reason_http2 = {"the TLS handshake settles on HTTP/2 (ALPN h2)", NULL};

static const value_string tls_versions[] = {
    {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"},
    {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"}, {0, NULL},
};

static bool
is_from_server(const packet_info *pinfo, const ibmlmt_conversation *conv)
{
    return pinfo->srcport != conv->client_port;
}

/* Reads the records that are whole; Wireshark asks for the rest of the others,
 * and they come again. */
static void
learn_records(tvbuff_t *tvb, packet_info *pinfo, ibmlmt_conversation *conv)
{
    const unsigned length = tvb_captured_length(tvb);

    if (length > 0)
        ibmlmt_tls_read(conv->tls, is_from_server(pinfo, conv), tvb_get_ptr(tvb, 0, (int)length),
                        length);
}

static void
learn_decrypted_record(packet_info *pinfo, ibmlmt_conversation *conv, tvbuff_t *record)
{
    const bool from_server = is_from_server(pinfo, conv);
    const unsigned length = tvb_captured_length(record);

    if (length == 0)
        return;

    const uint8_t *bytes = tvb_get_ptr(record, 0, (int)length);

    if (!ibmlmt_tls_read_decrypted(conv->tls, from_server, bytes, length))
        ibmlmt_take_decrypted_http(pinfo, conv, from_server, bytes, length);
}

static bool
is_decrypted(const struct data_source *source)
{
    char *text = compat_data_source_text(source);
    const bool decrypted = g_str_has_prefix(text, "Decrypted TLS");

    wmem_free(NULL, text);
    return decrypted;
}

/* Reads what Wireshark's TLS has decrypted, which stands after the packet's
 * first data sources. */
static void
learn_decrypted(packet_info *pinfo, ibmlmt_conversation *conv, unsigned first)
{
    for (GSList *item = g_slist_nth(pinfo->data_src, first); item != NULL; item = item->next) {
        const struct data_source *source = (const struct data_source *)item->data;

        if (is_decrypted(source))
            learn_decrypted_record(pinfo, conv, get_data_source_tvb(source));
    }
}

/* ALPN h2 speaks against LMT (facts-lmt: Evidence, Against). */
static void
tell_label(packet_info *pinfo, const ibmlmt_conversation *conv)
{
    const int level = ibmlmt_level_by_port(pinfo);

    if (level > 0 && conv->tls->http2 && conv->tls->version != 0)
        label_contradiction(pinfo, "HTTP/2", &reason_http2);
    if (level == 2 && conv->tls->client == IBMLMT_CLIENT_SENT && conv->decided == pinfo->num)
        label_evidence(pinfo, REGISTRY_FAMILY_IBM_LMT, VERDICT_EVIDENCE_SHAPE, &reason_client);
}

static bool
request_is_known(ibmlmt_client_certificate client)
{
    return client != IBMLMT_CLIENT_UNKNOWN && client != IBMLMT_CLIENT_HIDDEN &&
           client != IBMLMT_CLIENT_RESUMED;
}

static void
remark_on_certificate(packet_info *pinfo, proto_item *item, const ibmlmt_conversation *conv)
{
    const bool expected = ibmlmt_level_by_port(pinfo) == 2;

    if (pinfo->num != conv->decided)
        return;
    if (conv->tls->client == IBMLMT_CLIENT_HIDDEN)
        expert_add_info(pinfo, item, &ei_hidden);
    else if (conv->tls->client == IBMLMT_CLIENT_NOT_REQUESTED && expected)
        expert_add_info(pinfo, item, &ei_not_requested);
    else if (conv->tls->client == IBMLMT_CLIENT_EMPTY && expected)
        expert_add_info(pinfo, item, &ei_no_certificate);
}

/* A certificate that names nobody, or was compressed, has no fields. */
static void
show_names(tvbuff_t *tvb, proto_tree *tree, const ibmlmt_certificate *names, int hf_subject,
           int hf_issuer)
{
    if (names->subject[0] != '\0')
        ibmlmt_generated(proto_tree_add_string(tree, hf_subject, tvb, 0, 0, names->subject));
    if (names->issuer[0] != '\0')
        ibmlmt_generated(proto_tree_add_string(tree, hf_issuer, tvb, 0, 0, names->issuer));
}

static void
show_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const ibmlmt_conversation *conv)
{
    const ibmlmt_tls *tls = conv->tls;

    if (tls->version != 0)
        ibmlmt_generated(proto_tree_add_uint(tree, hf_tls_version, tvb, 0, 0, tls->version));
    if (tls->server_name[0] != '\0')
        ibmlmt_generated(proto_tree_add_string(tree, hf_server_name, tvb, 0, 0, tls->server_name));
    if (tls->server_certificate)
        ibmlmt_generated(proto_tree_add_boolean(tree, hf_server_certificate, tvb, 0, 0, TRUE));
    show_names(tvb, tree, &tls->server_names, hf_server_subject, hf_server_issuer);
    if (request_is_known(tls->client)) {
        ibmlmt_generated(proto_tree_add_boolean(tree, hf_requested, tvb, 0, 0,
                                                tls->client != IBMLMT_CLIENT_NOT_REQUESTED));
        if (tls->client != IBMLMT_CLIENT_REQUESTED)
            ibmlmt_generated(proto_tree_add_boolean(tree, hf_sent, tvb, 0, 0,
                                                    tls->client == IBMLMT_CLIENT_SENT));
    }
    show_names(tvb, tree, &tls->client_names, hf_client_subject, hf_client_issuer);
    if (tls->refused)
        ibmlmt_generated(proto_tree_add_boolean(tree, hf_refused, tvb, 0, 0, TRUE));
    ibmlmt_add_level_seen(tvb, pinfo, tree, conv);
    remark_on_certificate(pinfo, proto_tree_get_parent(tree), conv);
}

/* What is only of use while more is to come: most of it all. */
static void
forget(ibmlmt_tls *tls)
{
    if (!ibmlmt_tls_is_over(tls))
        return;
    wmem_free(wmem_file_scope(), tls->sides);
    tls->sides = NULL;
}

static int
pass_on_and_show(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data,
                 ibmlmt_conversation *conv)
{
    proto_tree *sub = ibmlmt_add_tree(tvb, pinfo, tree);
    const ibmlmt_client_certificate before = conv->tls->client;
    const unsigned sources = g_slist_length(pinfo->data_src);
    volatile int used = 0;

    if (!PINFO_FD_VISITED(pinfo)) {
        conv->passed_on = true;
        learn_records(tvb, pinfo, conv);
    }
    /* What is known is shown even if a record is cut or malformed. */
    TRY
    {
        used = ibmlmt_pass_on(tls_handle, tvb, pinfo, tree, data);
    }
    FINALLY
    {
        if (!PINFO_FD_VISITED(pinfo)) {
            learn_decrypted(pinfo, conv, sources);
            ibmlmt_learn_http2(pinfo, sources, false);
            ibmlmt_tls_settle(conv->tls);
            if (conv->tls->client != before)
                conv->decided = pinfo->num;
            tell_label(pinfo, conv);
            forget(conv->tls);
        }
        show_tls(tvb, pinfo, sub, conv);
        ibmlmt_show_messages(tvb, pinfo, sub, false);
    }
    ENDTRY;
    return used;
}

int
ibmlmt_dissect_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ibmlmt_conversation *conv = ibmlmt_conversation_of(pinfo);

    if (conv->tls == NULL)
        return ibmlmt_pass_on(tls_handle, tvb, pinfo, tree, data);
    return pass_on_and_show(tvb, pinfo, tree, data, conv);
}

void
ibmlmt_register_tls(int proto, expert_module_t *expert)
{
    static hf_register_info hf[] = {
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
        {&hf_refused,
         {"Refused by the Server", "ibmlmt.tls.refused", FT_BOOLEAN, BASE_NONE, NULL, 0,
          "The server ended the session by a fatal alert, so it shows no security level", HFILL}},
    };
    static ei_register_info ei[] = {
        {&ei_not_requested,
         {"ibmlmt.client_certificate.not_requested", PI_SECURITY, PI_NOTE,
          "Level 2 is expected on this port, but the server asks for no client certificate",
          EXPFILL}},
        {&ei_no_certificate,
         {"ibmlmt.client_certificate.empty", PI_SECURITY, PI_NOTE,
          "Level 2 is expected on this port, but the client has no certificate", EXPFILL}},
        {&ei_hidden,
         {"ibmlmt.client_certificate.hidden", PI_SECURITY, PI_CHAT,
          "TLS 1.3 encrypts whether a client certificate is requested and sent: the security level "
          "cannot be known",
          EXPFILL}},
    };

    proto_register_field_array(proto, hf, array_length(hf));
    expert_register_field_array(expert, ei, array_length(ei));
}

void
ibmlmt_handoff_tls(int proto)
{
    tls_handle = find_dissector_add_dependency("tls", proto);
}
