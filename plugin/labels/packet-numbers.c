/* packet-numbers.c
 * Labels for EtherTypes, service access points and IP protocols that nobody dissects
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers of the tables that are free in Wireshark's dissector tables get a
 * dissector that names them, by the number alone, and leaves their bytes as
 * data. Whoever has a number keeps it.
 */
#include "compat.h"

#include "labels/packet-numbers.h"

#include <epan/etypes.h>
#include <epan/ipproto.h>
#include <epan/to_str.h>

#include "labels/packet-show.h"
#include "registry/registry.h"

/* Below this an EtherType is a length (IEEE 802.3). */
#define FIRST_ETHERTYPE 0x0600

static compat_bool pref_numbers = TRUE;
static dissector_handle_t data_handle;

/* label_conversation of pairs of addresses, by number_key(). */
static wmem_map_t *conversations;

/* Both directions of a pair have one key. */
static const char *
number_key(packet_info *pinfo, label_kind kind, uint32_t number)
{
    const bool forward = cmp_address(&pinfo->src, &pinfo->dst) <= 0;
    const address *first = forward ? &pinfo->src : &pinfo->dst;
    const address *second = forward ? &pinfo->dst : &pinfo->src;

    return wmem_strdup_printf(pinfo->pool, "%d %u %s %s", (int)kind, (unsigned)number,
                              address_to_str(pinfo->pool, first),
                              address_to_str(pinfo->pool, second));
}

static const char *
words_of_number(label_kind kind, unsigned number)
{
    if (kind == LABEL_KIND_ETHERTYPE)
        return wmem_strdup_printf(wmem_file_scope(), "EtherType 0x%04x alone", number);
    if (kind == LABEL_KIND_SAP)
        return wmem_strdup_printf(wmem_file_scope(), "service access point 0x%02x alone", number);
    return wmem_strdup_printf(wmem_file_scope(), "IP protocol %u alone", number);
}

static verdict_why *
reason_of_number(label_kind kind, uint32_t number)
{
    verdict_why *reason = wmem_new0(wmem_file_scope(), verdict_why);

    reason->what = words_of_number(kind, number);
    return reason;
}

/* The state of a pair of addresses; made on the first pass, NULL if it was not. */
static const label_conversation *
label_of_number(packet_info *pinfo, label_kind kind, uint32_t number, const char *name)
{
    const char *key = number_key(pinfo, kind, number);
    label_conversation *conv = (label_conversation *)wmem_map_lookup(conversations, key);

    if (conv || PINFO_FD_VISITED(pinfo))
        return conv;

    conv = wmem_new0(wmem_file_scope(), label_conversation);
    conv->kind = (uint8_t)kind;
    conv->number = label_next_number();
    conv->first_frame = pinfo->num;
    conv->side.side = 1; /* who received the first packet stands in the service's place */
    conv->undissected = true;
    verdict_join(&conv->verdict, REGISTRY_FAMILY_NONE, NULL, VERDICT_EVIDENCE_PORT,
                 reason_of_number(kind, number));
    conv->label.port = (uint16_t)number;
    conv->text = name;
    wmem_map_insert(conversations, wmem_strdup(wmem_file_scope(), key), conv);
    return conv;
}

/* What Wireshark calls a number, if it calls it otherwise. */
static const char *
other_name(label_kind kind, uint32_t number, const char *name)
{
    const char *other = NULL;

    if (kind == LABEL_KIND_ETHERTYPE)
        other = try_val_to_str(number, etype_vals);
    else if (kind == LABEL_KIND_IP_PROTOCOL)
        other = ipprotostr((int)number);
    if (!other || strcmp(other, "(unknown)") == 0 || g_ascii_strcasecmp(other, name) == 0)
        return NULL;
    return other;
}

/* Sets the columns as Wireshark does for a number without dissector. */
static void
set_columns(packet_info *pinfo, label_kind kind, uint32_t number)
{
    if (kind == LABEL_KIND_ETHERTYPE) {
        const char *name = try_val_to_str(number, etype_vals);

        col_add_fstr(pinfo->cinfo, COL_PROTOCOL, "0x%04x", (unsigned)number);
        if (name)
            col_add_str(pinfo->cinfo, COL_INFO, name);
    } else if (kind == LABEL_KIND_IP_PROTOCOL) {
        col_add_fstr(pinfo->cinfo, COL_INFO, "%s (%u)", ipprotostr((int)number), (unsigned)number);
    }
}

static int
dissect_number(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, label_kind kind,
               registry_list list)
{
    const uint32_t number = pinfo->match_uint;
    const registry_named *row = registry_list_find(list, number);
    const label_conversation *conv = NULL;

    if (!pref_numbers)
        return 0;
    if (row && !pinfo->flags.in_error_pkt)
        conv = label_of_number(pinfo, kind, number, row->name);
    set_columns(pinfo, kind, number);
    if (conv) {
        const char *other = other_name(kind, number, row->name);

        label_show_number(conv, row->source,
                          other ? wmem_strdup_printf(pinfo->pool, "%s (Wireshark)", other) : NULL,
                          tvb, pinfo, tree);
    }
    call_dissector(data_handle, tvb, pinfo, tree);
    return (int)tvb_captured_length(tvb);
}

static int
dissect_ethertype(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    return dissect_number(tvb, pinfo, tree, LABEL_KIND_ETHERTYPE, REGISTRY_LIST_ETHERTYPE);
}

static int
dissect_sap(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    return dissect_number(tvb, pinfo, tree, LABEL_KIND_SAP, REGISTRY_LIST_SAP);
}

static int
dissect_ip_protocol(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    return dissect_number(tvb, pinfo, tree, LABEL_KIND_IP_PROTOCOL, REGISTRY_LIST_IP_PROTOCOL);
}

/* Takes the numbers of a list from first to last that nobody dissects. */
static void
take_free_numbers(registry_list list, uint32_t first, uint32_t last, const char *table,
                  dissector_handle_t handle)
{
    dissector_table_t dissectors = find_dissector_table(table);
    const registry_list_info *info = &registry_lists[list];

    for (size_t i = 0; i < info->count; i++) {
        for (uint32_t number = MAX(info->rows[i].first, first);
             number <= MIN(info->rows[i].last, last); number++) {
            if (!dissector_get_uint_handle(dissectors, number))
                dissector_add_uint(table, number, handle);
        }
    }
}

void
label_numbers_register(module_t *module)
{
    conversations =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), g_str_hash, g_str_equal);
    prefs_register_bool_preference(
        module, "numbers", "Label EtherTypes, service access points and IP protocols too",
        "Label frames whose EtherType, LLC service access point or IP protocol nobody dissects, by "
        "the number alone",
        &pref_numbers);
}

void
label_numbers_handoff(int proto)
{
    data_handle = find_dissector("data");
    take_free_numbers(REGISTRY_LIST_ETHERTYPE, FIRST_ETHERTYPE, UINT16_MAX, "ethertype",
                      create_dissector_handle(dissect_ethertype, proto));
    take_free_numbers(REGISTRY_LIST_SAP, 0, UINT8_MAX, "llc.dsap",
                      create_dissector_handle(dissect_sap, proto));
    take_free_numbers(REGISTRY_LIST_IP_PROTOCOL, 0, UINT8_MAX, "ip.proto",
                      create_dissector_handle(dissect_ip_protocol, proto));
}
