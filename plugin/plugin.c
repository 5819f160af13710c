/* plugin.c
 * What Wireshark finds when it loads legacyports.so
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include <epan/proto.h>
#include <epan/tap.h>

void proto_register_legacyport(void);
void proto_reg_handoff_legacyport(void);
void register_tap_listener_legacyport(void);
void register_tap_listener_legacyport_table(void);
void register_tap_listener_legacyport_tree(void);
void proto_register_anyport(void);
void proto_reg_handoff_anyport(void);
void proto_register_bstun(void);
void proto_reg_handoff_bstun(void);
void proto_register_ciscostun(void);
void proto_reg_handoff_ciscostun(void);
void register_tap_listener_ciscostun(void);
void register_tap_listener_ciscostun_flow(void);
void proto_register_ibmlmt(void);
void proto_reg_handoff_ibmlmt(void);
void register_tap_listener_ibmlmt_agents(void);
void proto_register_ipsendmsg(void);
void proto_reg_handoff_ipsendmsg(void);
void proto_register_mhsnet(void);
void proto_reg_handoff_mhsnet(void);
void register_tap_listener_mhsnet(void);

WS_DLL_PUBLIC_DEF const char plugin_version[] = LEGACYPORTS_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

/* Only the pointers are Wireshark's: it keeps them as long as it runs. */
static const proto_plugin protocols[] = {
    {proto_register_legacyport, proto_reg_handoff_legacyport},
    {proto_register_anyport, proto_reg_handoff_anyport},
    {proto_register_bstun, proto_reg_handoff_bstun},
    {proto_register_ciscostun, proto_reg_handoff_ciscostun},
    {proto_register_ibmlmt, proto_reg_handoff_ibmlmt},
    {proto_register_ipsendmsg, proto_reg_handoff_ipsendmsg},
    {proto_register_mhsnet, proto_reg_handoff_mhsnet},
};

static const tap_plugin taps[] = {
    {register_tap_listener_legacyport},
    {register_tap_listener_legacyport_table},
    {register_tap_listener_legacyport_tree},
    {register_tap_listener_ciscostun},
    {register_tap_listener_ciscostun_flow},
    {register_tap_listener_ibmlmt_agents},
    {register_tap_listener_mhsnet},
};

void
plugin_register(void)
{
    for (size_t i = 0; i < array_length(protocols); i++)
        proto_register_plugin(&protocols[i]);
    for (size_t i = 0; i < array_length(taps); i++)
        tap_register_plugin(&taps[i]);
}

uint32_t
plugin_describe(void)
{
    return COMPAT_PLUGIN_DESCRIPTION;
}
