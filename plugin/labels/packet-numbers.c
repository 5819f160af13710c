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

#include "packet-numbers.h"

#include <epan/etypes.h>
#include <epan/ipproto.h>

#include "lp_names.h"
#include "packet-conversation.h"

/* Below this an EtherType is a length (IEEE 802.3). */
#define FIRST_ETHERTYPE 0x0600

#define NUMBER_SOURCE "seed003"

static lp_bool pref_numbers = TRUE;
static dissector_handle_t data_handle;

/* What Wireshark calls a number, if it calls it otherwise. */
static const char *
other_name(lp_kind kind, uint32_t number, const char *name)
{
    const char *other = NULL;

    if (kind == LP_KIND_ETHERTYPE)
        other = try_val_to_str(number, etype_vals);
    else if (kind == LP_KIND_IP_PROTOCOL)
        other = ipprotostr((int)number);
    if (!other || strcmp(other, "(unknown)") == 0 || g_ascii_strcasecmp(other, name) == 0)
        return NULL;
    return other;
}

/* Sets the columns as Wireshark does for a number without dissector. */
static void
set_columns(packet_info *pinfo, lp_kind kind, uint32_t number)
{
    if (kind == LP_KIND_ETHERTYPE) {
        const char *name = try_val_to_str(number, etype_vals);

        col_add_fstr(pinfo->cinfo, COL_PROTOCOL, "0x%04x", (unsigned)number);
        if (name)
            col_add_str(pinfo->cinfo, COL_INFO, name);
    } else if (kind == LP_KIND_IP_PROTOCOL) {
        col_add_fstr(pinfo->cinfo, COL_INFO, "%s (%u)", ipprotostr((int)number), (unsigned)number);
    }
}

static int
dissect_number(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, lp_kind kind, const char *name)
{
    const uint32_t number = pinfo->match_uint;
    const label_conversation *conv =
        name && !pinfo->flags.in_error_pkt ? label_of_number(pinfo, kind, number, name) : NULL;

    set_columns(pinfo, kind, number);
    if (conv) {
        const char *other = other_name(kind, number, name);

        legacyport_show_number(
            conv, NUMBER_SOURCE,
            other ? wmem_strdup_printf(pinfo->pool, "%s (Wireshark)", other) : NULL, tvb, pinfo,
            tree);
    }
    call_dissector(data_handle, tvb, pinfo, tree);
    return (int)tvb_captured_length(tvb);
}

static int
dissect_ethertype(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    if (!pref_numbers)
        return 0;
    return dissect_number(tvb, pinfo, tree, LP_KIND_ETHERTYPE,
                          try_rval_to_str(pinfo->match_uint, lp_names_ethertype));
}

static int
dissect_sap(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    if (!pref_numbers)
        return 0;
    return dissect_number(tvb, pinfo, tree, LP_KIND_SAP,
                          try_val_to_str(pinfo->match_uint, lp_names_sap));
}

static int
dissect_ip_protocol(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    if (!pref_numbers)
        return 0;
    return dissect_number(tvb, pinfo, tree, LP_KIND_IP_PROTOCOL,
                          try_val_to_str(pinfo->match_uint, lp_names_ip_protocol));
}

static void
take_if_free(const char *table, uint32_t number, dissector_handle_t handle)
{
    if (!dissector_get_uint_handle(find_dissector_table(table), number))
        dissector_add_uint(table, number, handle);
}

static void
take_values(const char *table, const value_string *names, dissector_handle_t handle)
{
    for (; names->strptr; names++)
        take_if_free(table, names->value, handle);
}

static void
take_ethertypes(dissector_handle_t handle)
{
    for (const range_string *range = lp_names_ethertype; range->strptr; range++) {
        for (uint64_t number = MAX(range->value_min, FIRST_ETHERTYPE);
             number <= MIN(range->value_max, UINT16_MAX); number++)
            take_if_free("ethertype", (uint32_t)number, handle);
    }
}

void
numbers_register_preferences(module_t *module)
{
    prefs_register_bool_preference(
        module, "numbers", "Label EtherTypes, service access points and IP protocols too",
        "Label frames whose EtherType, LLC service access point or IP protocol nobody dissects, by "
        "the number alone",
        &pref_numbers);
}

void
numbers_handoff(int proto)
{
    data_handle = find_dissector("data");
    take_ethertypes(create_dissector_handle(dissect_ethertype, proto));
    take_values("llc.dsap", lp_names_sap, create_dissector_handle(dissect_sap, proto));
    take_values("ip.proto", lp_names_ip_protocol,
                create_dissector_handle(dissect_ip_protocol, proto));
}
