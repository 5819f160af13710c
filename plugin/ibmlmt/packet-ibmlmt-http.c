/* packet-ibmlmt-http.c
 * What HTTP messages show of LMT: product words, REST resources, credentials
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In clear text the messages are those that Wireshark's HTTP found complete;
 * out of TLS they are put together here.
 */
#include "compat.h"

#include <epan/expert.h>
#include <epan/proto_data.h>

#include "labels/evidence.h"
#include "ibmlmt/packet-ibmlmt.h"

static int proto_ibmlmt = -1;

static int hf_literal = -1;
static int hf_rest_resource = -1;
static int hf_rest_version = -1;
static int hf_rest_direction = -1;
static int hf_credential = -1;

static expert_field ei_credential = EI_INIT;

static const verdict_why reason_literal = {"HTTP with a word of LMT's product files in",
                                           "messages"};
static const verdict_why reason_rest = {"documented REST paths of LMT 9.x in", "requests"};
static const verdict_why reason_companion = {"REST paths beside those of LMT 9.x in", "requests"};
static const verdict_why reason_websocket = {"an upgrade of HTTP to WebSocket", NULL};

/* LMT 9.x's web server; HTTPS unless an administrator switched it to HTTP. */
#define REST_PORT 9081

/* More requests than this without a response are no conversation of HTTP. */
#define ASKED_MAX 1000

/** What is shown of a message. */
typedef struct {
    bool request;
    const char *literal;     /**< NULL if there is none */
    const ibmlmt_rest *rest; /**< that it is about, NULL if that is not documented */
    unsigned credentials;    /**< IBMLMT_CREDENTIAL_... */
} ibmlmt_http_message;

/* A path under /api/sam/ proves LMT; the others count beside it, or on its port. */
static bool
counts_as_rest(const packet_info *pinfo, const ibmlmt_conversation *conv, const ibmlmt_rest *rest)
{
    return rest->proves || conv->rest || pinfo->destport == REST_PORT;
}

/* The REST resource of a message. A response is about the oldest request that
 * had none (RFC 9112, section 9.3.2). */
static const ibmlmt_rest *
rest_of_message(packet_info *pinfo, ibmlmt_conversation *conv, const ibmlmt_message *m)
{
    const ibmlmt_rest *rest = NULL;

    if (conv->asked == NULL)
        conv->asked = wmem_list_new(wmem_file_scope());
    if (m->request) {
        if (m->rest != NULL && counts_as_rest(pinfo, conv, m->rest))
            rest = m->rest;
        if (wmem_list_count(conv->asked) < ASKED_MAX)
            wmem_list_append(conv->asked, (void *)rest);
    } else if (m->status >= 200 && wmem_list_count(conv->asked) > 0) {
        wmem_list_frame_t *oldest = wmem_list_head(conv->asked);

        rest = (const ibmlmt_rest *)wmem_list_frame_data(oldest);
        wmem_list_remove_frame(conv->asked, oldest);
    }
    return rest;
}

/* The same for HTTP/2, where a stream is a request and its response. */
static const ibmlmt_rest *
rest_of_stream(packet_info *pinfo, ibmlmt_conversation *conv, const ibmlmt_message *m,
               uint32_t stream)
{
    const void *key = GUINT_TO_POINTER(stream);

    if (conv->streams == NULL)
        conv->streams = wmem_map_new(wmem_file_scope(), g_direct_hash, g_direct_equal);
    if (!m->request)
        return m->status >= 200 ? (const ibmlmt_rest *)wmem_map_remove(conv->streams, key) : NULL;
    if (m->rest == NULL || !counts_as_rest(pinfo, conv, m->rest))
        return NULL;
    if (stream > 0 && wmem_map_size(conv->streams) < ASKED_MAX)
        wmem_map_insert(conv->streams, key, (void *)m->rest);
    return m->rest;
}

static void
tell_label(packet_info *pinfo, const ibmlmt_conversation *conv, const ibmlmt_message *m)
{
    if (m->rest != NULL && m->rest->proves)
        label_evidence(pinfo, REGISTRY_FAMILY_IBM_LMT, VERDICT_EVIDENCE_PROOF, &reason_rest);
    else if (m->rest != NULL && counts_as_rest(pinfo, conv, m->rest))
        label_evidence(pinfo, REGISTRY_FAMILY_IBM_LMT, VERDICT_EVIDENCE_SHAPE, &reason_companion);
    if (m->literal != NULL && ibmlmt_level_by_port(pinfo) >= 0)
        label_evidence(pinfo, REGISTRY_FAMILY_IBM_LMT, VERDICT_EVIDENCE_SHAPE, &reason_literal);
    if (m->websocket && m->status == 101)
        label_contradiction(pinfo, "WebSocket", &reason_websocket);
}

/* Everything that a message shows of its conversation; first pass only. */
static ibmlmt_http_message
learn_message(packet_info *pinfo, ibmlmt_conversation *conv, const ibmlmt_message *m,
              uint32_t stream)
{
    conv->rest = conv->rest || (m->rest != NULL && m->rest->proves);
    tell_label(pinfo, conv, m);
    return (ibmlmt_http_message){
        .request = m->request,
        .literal = m->literal,
        .rest = stream == IBMLMT_IN_ORDER ? rest_of_message(pinfo, conv, m)
                                          : rest_of_stream(pinfo, conv, m, stream),
        .credentials = m->credentials,
    };
}

static void
show_rest(tvbuff_t *tvb, proto_tree *tree, int offset, int length, const ibmlmt_rest *rest,
          bool request)
{
    ibmlmt_generated(
        proto_tree_add_string(tree, hf_rest_resource, tvb, offset, length, rest->resource));
    ibmlmt_generated(
        proto_tree_add_uint(tree, hf_rest_version, tvb, offset, length, rest->version));
    ibmlmt_generated(proto_tree_add_string(tree, hf_rest_direction, tvb, offset, length,
                                           request ? "request" : "response"));
}

/* Which kinds, never what they hold: a label or a report would carry that on. */
static void
show_credentials(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset, int length,
                 unsigned credentials, bool clear_text)
{
    for (unsigned i = 0; i < IBMLMT_CREDENTIAL_KINDS; i++) {
        const unsigned kind = 1U << i;

        if (!(credentials & kind))
            continue;
        proto_item *item = ibmlmt_generated(proto_tree_add_string(
            tree, hf_credential, tvb, offset, length, ibmlmt_credential_name(kind)));
        if (clear_text)
            expert_add_info_format(pinfo, item, &ei_credential, "A credential in clear text: %s",
                                   ibmlmt_credential_name(kind));
    }
}

static void
show_message(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset, int length,
             const ibmlmt_http_message *m, bool clear_text)
{
    if (m->literal != NULL)
        ibmlmt_generated(proto_tree_add_string(tree, hf_literal, tvb, offset, length, m->literal));
    if (m->rest != NULL)
        show_rest(tvb, tree, offset, length, m->rest, m->request);
    show_credentials(tvb, pinfo, tree, offset, length, m->credentials, clear_text);
}

static void
keep_message(packet_info *pinfo, uint32_t key, ibmlmt_http_message message)
{
    ibmlmt_http_message *kept = wmem_new(wmem_file_scope(), ibmlmt_http_message);

    *kept = message;
    p_add_proto_data(wmem_file_scope(), pinfo, proto_ibmlmt, key, kept);
}

void
ibmlmt_see_http(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, ibmlmt_conversation *conv,
                int end)
{
    for (int offset = 0; offset < end;) {
        const unsigned left = (unsigned)(end - offset);
        const uint8_t *bytes = tvb_get_ptr(tvb, offset, (int)left);
        const uint32_t key = (uint32_t)(tvb_raw_offset(tvb) + offset);

        if (ibmlmt_http_begins(bytes, left) != BASE_MATCH_YES)
            break;

        const ibmlmt_message m = ibmlmt_http_read(bytes, left);

        if (!PINFO_FD_VISITED(pinfo)) {
            conv->clear_text = true;
            if (conv->first_http == 0)
                conv->first_http = pinfo->num;
            keep_message(pinfo, key, learn_message(pinfo, conv, &m, IBMLMT_IN_ORDER));
        }

        const ibmlmt_http_message *shown = (const ibmlmt_http_message *)p_get_proto_data(
            wmem_file_scope(), pinfo, proto_ibmlmt, key);
        if (shown != NULL)
            show_message(tvb, pinfo, tree, offset, (int)m.length, shown, true);
        offset += (int)m.length;
    }
}

/* --- Messages that are not bytes of the buffer at hand ---------------------------------------- */

typedef struct {
    packet_info *pinfo;
    ibmlmt_conversation *conv;
} decrypted_packet;

/* Under what the messages of a packet are kept that have no offset: none is as large. */
#define KEY_MESSAGES UINT32_MAX

static wmem_array_t *
messages_of(packet_info *pinfo)
{
    return (wmem_array_t *)p_get_proto_data(wmem_file_scope(), pinfo, proto_ibmlmt, KEY_MESSAGES);
}

/* Many messages may end in one packet; those with nothing to show are not kept. */
void
ibmlmt_take_message(packet_info *pinfo, ibmlmt_conversation *conv, const ibmlmt_message *m,
                    bool clear_text, uint32_t stream)
{
    const ibmlmt_http_message message = learn_message(pinfo, conv, m, stream);
    wmem_array_t *messages = messages_of(pinfo);

    conv->clear_text = conv->clear_text || clear_text;
    if (message.literal == NULL && message.rest == NULL && message.credentials == 0)
        return;
    if (messages == NULL) {
        messages = wmem_array_new(wmem_file_scope(), sizeof message);
        p_add_proto_data(wmem_file_scope(), pinfo, proto_ibmlmt, KEY_MESSAGES, messages);
    }
    wmem_array_append_one(messages, message);
}

static void
take_decrypted(void *data, const ibmlmt_message *m)
{
    const decrypted_packet *packet = (const decrypted_packet *)data;

    ibmlmt_take_message(packet->pinfo, packet->conv, m, false, IBMLMT_IN_ORDER);
}

void
ibmlmt_take_decrypted_http(packet_info *pinfo, ibmlmt_conversation *conv, bool from_server,
                           const uint8_t *bytes, size_t length)
{
    decrypted_packet packet = {pinfo, conv};
    ibmlmt_http_stream **stream = &conv->inside[from_server];

    if (*stream == NULL)
        *stream = wmem_new0(wmem_file_scope(), ibmlmt_http_stream);
    ibmlmt_http_stream_take(*stream, bytes, length, take_decrypted, &packet);
    if (ibmlmt_http_stream_is_empty(*stream)) {
        wmem_free(wmem_file_scope(), *stream);
        *stream = NULL;
    }
}

bool
ibmlmt_has_messages(packet_info *pinfo)
{
    return messages_of(pinfo) != NULL;
}

void
ibmlmt_show_messages(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, bool clear_text)
{
    wmem_array_t *messages = messages_of(pinfo);

    for (unsigned i = 0; messages != NULL && i < wmem_array_get_count(messages); i++)
        show_message(tvb, pinfo, tree, 0, 0,
                     (const ibmlmt_http_message *)wmem_array_index(messages, i), clear_text);
}

void
ibmlmt_register_http(int proto, expert_module_t *expert)
{
    static hf_register_info hf[] = {
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
          "The kind of a credential in a message of HTTP, in clear text or decrypted; not its "
          "value",
          HFILL}},
    };
    static ei_register_info ei[] = {
        {&ei_credential,
         {"ibmlmt.credential.clear_text", PI_SECURITY, PI_WARN, "A credential in clear text",
          EXPFILL}},
    };

    proto_ibmlmt = proto;
    proto_register_field_array(proto, hf, array_length(hf));
    expert_register_field_array(expert, ei, array_length(ei));
}
