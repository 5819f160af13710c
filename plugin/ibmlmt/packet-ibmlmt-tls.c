/* packet-ibmlmt-tls.c
 * What a TLS session of LMT shows: versions, certificates, the security level
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TLS is Wireshark's. What is in the clear of a handshake is read from the
 * records; what Wireshark decrypted, from the data sources of the packet, which
 * are there without a tree too. (Wireshark keeps the records as well, but the
 * header that says how is of use only beside those of libgcrypt.)
 */
#include "ibmlmt/packet-ibmlmt-tls.h"

#include <epan/exceptions.h>

#include "base/items.h"
#include "compat.h"
#include "ibmlmt/packet-ibmlmt-borrowed.h"
#include "ibmlmt/packet-ibmlmt-http2.h"

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

static const label_reason reason_client = {
    "TLS whose server asks for the client's certificate and gets it", NULL};
static const label_reason reason_http2 = {"the TLS handshake settles on HTTP/2 (ALPN h2)", NULL};

static const value_string tls_versions[] = {
    {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"},
    {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"}, {0, NULL},
};

/*
 *  +------+---------+--------+----------+
 *  | type | version | length | fragment | ...     RFC 5246, section 6.2.1
 *  +------+---------+--------+----------+
 *
 * Whole records in the clear are read before Wireshark's TLS has them; of the
 * others TLS asks for the rest, and they come again.
 */
static void
learn_records(const ibmlmt_packet *p, bool from_server)
{
    const unsigned length = tvb_captured_length(p->tvb);

    p->conv->passed_on = true;
    if (length > 0 &&
        ibmlmt_tls_read(p->conv->tls, from_server, tvb_get_ptr(p->tvb, 0, (int)length), length) > 0)
        label_envelope_holds(p->pinfo, dissector_handle_get_protocol_index(tls_handle));
}

static void
take_decrypted_message(void *data, const ibmlmt_http_message *m)
{
    ibmlmt_message_take((const ibmlmt_packet *)data, m, IBMLMT_IN_ORDER, IBMLMT_NOWHERE, 0);
}

/*
 * What Wireshark's TLS has decrypted stands behind the packet's first data
 * sources: messages of the handshake, or bytes of HTTP, which are put together here.
 */
static void
learn_decrypted(const ibmlmt_packet *p, bool from_server, unsigned first)
{
    ibmlmt_http_stream **stream = &p->conv->inside[from_server];

    for (GSList *item = g_slist_nth(p->pinfo->data_src, first); item; item = item->next) {
        if (!ibmlmt_borrowed_is_decrypted(item))
            continue;

        const ibmlmt_source record = ibmlmt_borrowed_source(item);
        if (!record.bytes ||
            ibmlmt_tls_read_decrypted(p->conv->tls, from_server, record.bytes, record.length))
            continue;
        if (!*stream)
            *stream = wmem_new0(wmem_file_scope(), ibmlmt_http_stream);
        ibmlmt_http_stream_take(*stream, record.bytes, record.length, take_decrypted_message,
                                (void *)p);
        if (ibmlmt_http_stream_is_empty(*stream)) {
            wmem_free(wmem_file_scope(), *stream);
            *stream = NULL;
        }
    }
}

/*
 * What the packet's records have shown, in the clear and decrypted. ALPN h2
 * speaks against LMT. What is only of use while more is to come is let go:
 * most of it all.
 */
static void
conclude(const ibmlmt_packet *p, ibmlmt_client_certificate before)
{
    ibmlmt_tls *tls = p->conv->tls;

    ibmlmt_tls_settle(tls);
    if (tls->client != before)
        p->conv->decided = p->pinfo->num;
    if (p->level > 0 && tls->http2 && tls->version != 0)
        label_contradiction(p->pinfo, "HTTP/2", &reason_http2);
    if (p->level == 2 && tls->client == IBMLMT_CLIENT_SENT && tls->client != before)
        label_evidence(p->pinfo, &ibmlmt_protocol, LABEL_SHAPE, &reason_client);
    if (ibmlmt_tls_is_over(tls)) {
        wmem_free(wmem_file_scope(), tls->sides);
        tls->sides = NULL;
    }
}

/* A certificate that names nobody, or was compressed, has no fields. */
static void
show_names(const ibmlmt_packet *p, const ibmlmt_certificate *names, int hf_subject, int hf_issuer)
{
    if (names->subject[0] != '\0')
        base_add_string(p->tree, p->tvb, hf_subject, names->subject);
    if (names->issuer[0] != '\0')
        base_add_string(p->tree, p->tvb, hf_issuer, names->issuer);
}

static void
show_session(const ibmlmt_packet *p)
{
    const ibmlmt_tls *tls = p->conv->tls;
    const ibmlmt_client_certificate client = tls->client;
    proto_item *item = proto_tree_get_parent(p->tree);

    if (tls->version != 0)
        base_add_uint(p->tree, p->tvb, hf_tls_version, tls->version);
    if (tls->server_name[0] != '\0')
        base_add_string(p->tree, p->tvb, hf_server_name, tls->server_name);
    if (tls->server_certificate)
        base_add_boolean(p->tree, p->tvb, hf_server_certificate, true);
    show_names(p, &tls->server_names, hf_server_subject, hf_server_issuer);
    if (client == IBMLMT_CLIENT_NOT_REQUESTED || client == IBMLMT_CLIENT_REQUESTED ||
        client == IBMLMT_CLIENT_EMPTY || client == IBMLMT_CLIENT_SENT) {
        base_add_boolean(p->tree, p->tvb, hf_requested, client != IBMLMT_CLIENT_NOT_REQUESTED);
        if (client != IBMLMT_CLIENT_REQUESTED)
            base_add_boolean(p->tree, p->tvb, hf_sent, client == IBMLMT_CLIENT_SENT);
    }
    show_names(p, &tls->client_names, hf_client_subject, hf_client_issuer);
    if (tls->refused)
        base_add_boolean(p->tree, p->tvb, hf_refused, true);
    ibmlmt_packet_show_level(p);

    if (p->pinfo->num != p->conv->decided)
        return;
    if (client == IBMLMT_CLIENT_HIDDEN)
        expert_add_info(p->pinfo, item, &ei_hidden);
    else if (client == IBMLMT_CLIENT_NOT_REQUESTED && p->level == 2)
        expert_add_info(p->pinfo, item, &ei_not_requested);
    else if (client == IBMLMT_CLIENT_EMPTY && p->level == 2)
        expert_add_info(p->pinfo, item, &ei_no_certificate);
}

/* What is known is shown even if a record is cut or malformed. */
int
ibmlmt_tls_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    ibmlmt_packet p = ibmlmt_packet_of(tvb, pinfo, false);
    const bool from_server = pinfo->srcport != p.conv->client_port;
    const unsigned sources = g_slist_length(pinfo->data_src);
    volatile int used = 0;

    if (!p.conv->tls || ibmlmt_room.busy)
        return ibmlmt_pass_on(tls_handle, tvb, pinfo, tree, data);

    const ibmlmt_client_certificate before = p.conv->tls->client;
    ibmlmt_packet_open(&p, tree);
    if (!PINFO_FD_VISITED(pinfo))
        learn_records(&p, from_server);
    ibmlmt_room.busy = true;
    TRY
    {
        used = ibmlmt_pass_on(tls_handle, tvb, pinfo, tree, data);
    }
    FINALLY
    {
        ibmlmt_room.busy = false;
        if (!PINFO_FD_VISITED(pinfo)) {
            learn_decrypted(&p, from_server, sources);
            ibmlmt_http2_learn(tvb, pinfo, sources, false);
            conclude(&p, before);
        }
        show_session(&p);
        ibmlmt_message_show(&p, IBMLMT_NOWHERE);
    }
    ENDTRY;
    return used;
}

void
ibmlmt_tls_register(int proto, expert_module_t *expert)
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
ibmlmt_tls_handoff(int proto)
{
    tls_handle = find_dissector_add_dependency("tls", proto);
}
