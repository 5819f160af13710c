/* stub-plugin.c
 * The smallest plugin of our name, and its faulty sisters that Wireshark refuses
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * STUB_MINOR       a minor version of Wireshark that this one is not
 * STUB_SYMBOL      calls a function that is nowhere
 * STUB_LIBRARY     needs a library that is not found
 */
#include "compat.h"

#include <stdio.h>

#include <epan/proto.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>

#ifndef STUB_MINOR
#define STUB_MINOR WIRESHARK_VERSION_MINOR
#endif

WS_DLL_PUBLIC_DEF const char plugin_version[] = "0.0.0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = STUB_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);
void stub_nowhere(void);

static void
register_protocol(void)
{
    proto_register_protocol("Legacyports Stub", "LEGACYSTUB", "legacystub");
#if defined(STUB_SYMBOL) || defined(STUB_LIBRARY)
    stub_nowhere();
#endif
}

static void
hand_off_protocol(void)
{
}

static void
print_report(void *data)
{
    (void)data;
    printf("stub report\n");
}

static compat_report_init_result
start_report(const char *argument, void *data)
{
    (void)argument;
    GString *error = register_tap_listener("frame", data, NULL, 0, NULL, NULL, print_report, NULL);
    if (error)
        g_error("%s", error->str);
    COMPAT_REPORT_INIT_DONE;
}

static stat_tap_ui report = {
    REGISTER_STAT_GROUP_GENERIC, "Stub", "legacyport,conv", start_report, 0, NULL};

static void
register_report(void)
{
    register_stat_tap_ui(&report, &report);
}

static const proto_plugin protocol = {register_protocol, hand_off_protocol};
static const tap_plugin tap = {register_report};

void
plugin_register(void)
{
    proto_register_plugin(&protocol);
    tap_register_plugin(&tap);
}

uint32_t
plugin_describe(void)
{
    return COMPAT_PLUGIN_DESCRIPTION;
}
