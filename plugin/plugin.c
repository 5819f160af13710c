/* plugin.c
 * What Wireshark finds when it loads legacyports.so
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include <epan/proto.h>
#include <epan/tap.h>

/* Of each file that knows Wireshark: protocols[] and taps[]. Only their pointers are Wireshark's,
 * which keeps them as long as it runs. */
#include "registrations.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = LEGACYPORTS_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

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
