/* empty.c
 * A Wireshark plugin with a postdissector that does nothing
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What it costs is what Wireshark asks for having any postdissector, and what
 * ours is compared with.
 */
#include "compat.h"

#include <epan/proto.h>

WS_DLL_PUBLIC_DEF const char plugin_version[] = LEGACYPORTS_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

static int
dissect_nothing(tvbuff_t *tvb _U_, packet_info *pinfo _U_, proto_tree *tree _U_, void *data _U_)
{
    return 0;
}

static void
proto_register_nothing(void)
{
    const int proto = proto_register_protocol("Empty Postdissector", "LPEmpty", "lpempty");

    register_postdissector(create_dissector_handle(dissect_nothing, proto));
}

static const proto_plugin nothing = {proto_register_nothing, NULL};

void
plugin_register(void)
{
    proto_register_plugin(&nothing);
}

uint32_t
plugin_describe(void)
{
    return COMPAT_PLUGIN_DESCRIPTION;
}
