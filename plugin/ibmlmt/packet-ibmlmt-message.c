/* packet-ibmlmt-message.c
 * What HTTP messages show of LMT: product words, REST resources, credentials
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ibmlmt/packet-ibmlmt-message.h"

#include <epan/proto_data.h>

#include "base/items.h"
#include "compat.h"

static int hf_literal = -1;
static int hf_rest_resource = -1;
static int hf_rest_version = -1;
static int hf_rest_direction = -1;
static int hf_credential = -1;

static expert_field ei_credential = EI_INIT;

static const label_reason reason_literal = {"HTTP with a word of LMT's product files in",
                                            "messages"};
static const label_reason reason_rest = {"documented REST paths of LMT 9.x in", "requests"};
static const label_reason reason_companion = {"REST paths beside those of LMT 9.x in", "requests"};
static const label_reason reason_websocket = {"an upgrade of HTTP to WebSocket", NULL};

/* More requests than this without a response are no conversation of HTTP. */
#define ASKED_MAX 1000

/** What is shown of a message. */
typedef struct {
    int offset, length; /**< in its buffer, 0 if it stands nowhere */
    bool request;
    const char *literal;     /**< NULL if there is none */
    const ibmlmt_rest *rest; /**< that it is about, NULL if that is not documented */
    unsigned credentials;    /**< IBMLMT_CREDENTIAL_... */
} kept_message;

/*
 * The REST resource that a message is about, NULL if there is none: a request's
 * own, if it counts, and a response's that of its request. In HTTP/1 that is the
 * oldest request without a response (RFC 9112, section 9.3.2); in HTTP/2 both
 * stand in one stream.
 */
static const ibmlmt_rest *
rest_of_message(ibmlmt_conversation *conv, const ibmlmt_http_message *m, bool counts,
                uint32_t stream)
{
    const ibmlmt_rest *rest = m->request && counts ? m->rest : NULL;
    void *key = GUINT_TO_POINTER(stream);

    if (!m->request && m->status < 200)
        return NULL;
    if (stream != IBMLMT_IN_ORDER) {
        if (!conv->streams)
            conv->streams = wmem_map_new(wmem_file_scope(), g_direct_hash, g_direct_equal);
        if (!m->request)
            return (const ibmlmt_rest *)wmem_map_remove(conv->streams, key);
        if (rest && stream > 0 && wmem_map_size(conv->streams) < ASKED_MAX)
            wmem_map_insert(conv->streams, key, (void *)rest);
        return rest;
    }
    if (!conv->asked)
        conv->asked = wmem_list_new(wmem_file_scope());
    if (m->request) {
        if (wmem_list_count(conv->asked) < ASKED_MAX)
            wmem_list_append(conv->asked, (void *)rest);
    } else if (wmem_list_count(conv->asked) > 0) {
        wmem_list_frame_t *oldest = wmem_list_head(conv->asked);

        rest = (const ibmlmt_rest *)wmem_list_frame_data(oldest);
        wmem_list_remove_frame(conv->asked, oldest);
    }
    return rest;
}

static wmem_array_t *
messages_of(packet_info *pinfo, uint32_t buffer)
{
    return (wmem_array_t *)p_get_proto_data(wmem_file_scope(), pinfo, ibmlmt_room.proto, buffer);
}

/* A path under /api/sam/ proves LMT; the others count beside it, or on the port of its REST
 * interface. Many messages may end in one packet: those with nothing to show are not kept. */
void
ibmlmt_message_take(const ibmlmt_packet *p, const ibmlmt_http_message *m, uint32_t stream,
                    uint32_t buffer, int offset)
{
    ibmlmt_conversation *conv = p->conv;
    const bool proves = m->rest && m->rest->proves;
    const bool counts =
        m->rest &&
        (proves || conv->rest ||
         registry_service_of_family(REGISTRY_TCP, (uint16_t)p->pinfo->destport,
                                    REGISTRY_FAMILY_IBM_LMT) == REGISTRY_SERVICE_IBMLMT_REST);

    conv->rest = conv->rest || proves;
    conv->clear_text = conv->clear_text || p->clear_text;
    if (counts)
        label_evidence(p->pinfo, &ibmlmt_protocol, proves ? LABEL_PROOF : LABEL_SHAPE,
                       proves ? &reason_rest : &reason_companion);
    if (m->literal && p->level >= 0)
        label_evidence(p->pinfo, &ibmlmt_protocol, LABEL_SHAPE, &reason_literal);
    if (m->websocket && m->status == 101)
        label_contradiction(p->pinfo, "WebSocket", &reason_websocket);

    const kept_message kept = {
        .offset = offset,
        .length = buffer == IBMLMT_NOWHERE ? 0 : (int)m->length,
        .request = m->request,
        .literal = m->literal,
        .rest = rest_of_message(conv, m, counts, stream),
        .credentials = m->credentials,
    };
    if (!kept.literal && !kept.rest && kept.credentials == 0)
        return;

    wmem_array_t *messages = messages_of(p->pinfo, buffer);
    if (!messages) {
        messages = wmem_array_new(wmem_file_scope(), sizeof kept);
        p_add_proto_data(wmem_file_scope(), p->pinfo, ibmlmt_room.proto, buffer, messages);
    }
    wmem_array_append_one(messages, kept);
}

bool
ibmlmt_message_is_kept(packet_info *pinfo, uint32_t buffer)
{
    return messages_of(pinfo, buffer) != NULL;
}

/* Of credentials the kinds, never what they hold: a label or a report would carry that on. */
void
ibmlmt_message_show(const ibmlmt_packet *p, uint32_t buffer)
{
    wmem_array_t *messages = messages_of(p->pinfo, buffer);

    for (unsigned i = 0; messages && i < wmem_array_get_count(messages); i++) {
        const kept_message *m = (const kept_message *)wmem_array_index(messages, i);

        if (m->literal)
            base_generated(proto_tree_add_string(p->tree, hf_literal, p->tvb, m->offset, m->length,
                                                 m->literal));
        if (m->rest) {
            base_generated(proto_tree_add_string(p->tree, hf_rest_resource, p->tvb, m->offset,
                                                 m->length, m->rest->resource));
            base_generated(proto_tree_add_uint(p->tree, hf_rest_version, p->tvb, m->offset,
                                               m->length, m->rest->version));
            base_generated(proto_tree_add_string(p->tree, hf_rest_direction, p->tvb, m->offset,
                                                 m->length, m->request ? "request" : "response"));
        }
        for (unsigned kind = 1; kind <= m->credentials; kind <<= 1) {
            const char *name = ibmlmt_credential_name(kind);

            if (!(m->credentials & kind))
                continue;
            proto_item *item = base_generated(
                proto_tree_add_string(p->tree, hf_credential, p->tvb, m->offset, m->length, name));
            if (p->clear_text)
                expert_add_info_format(p->pinfo, item, &ei_credential,
                                       "A credential in clear text: %s", name);
        }
    }
}

void
ibmlmt_message_register(int proto, expert_module_t *expert)
{
    static hf_register_info hf[] = {
        {&hf_literal,
         {"Product Word", "ibmlmt.literal", FT_STRING, BASE_NONE, NULL, 0,
          "A word of LMT's product files and command output; no agent was seen to send it", HFILL}},
        {&hf_rest_resource,
         {"REST Resource", "ibmlmt.rest.resource", FT_STRING, BASE_NONE, NULL, 0,
          "Of LMT 9.x or BigFix Inventory, by IBM's documentation", HFILL}},
        {&hf_rest_version,
         {"REST API Version", "ibmlmt.rest.version", FT_UINT8, BASE_DEC, NULL, 0,
          "2 for paths with v2, else 1", HFILL}},
        {&hf_rest_direction,
         {"REST Direction", "ibmlmt.rest.direction", FT_STRING, BASE_NONE, NULL, 0,
          "Request or response", HFILL}},
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

    proto_register_field_array(proto, hf, array_length(hf));
    expert_register_field_array(expert, ei, array_length(ei));
}
