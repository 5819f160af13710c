/* compat.h
 * What differs between Wireshark 4.0, 4.4 and 4.6, here and nowhere else
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_COMPAT_H
#define LEGACYPORTS_COMPAT_H

#include <wireshark.h>
#include <ws_version.h>

#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/stats_tree.h>
#include <epan/unit_strings.h>

#define COMPAT_WIRESHARK_AT_LEAST(major, minor) \
    (WIRESHARK_VERSION_MAJOR > (major) ||       \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

/* 4.4 gave the accessors their stdint names and turned gboolean into bool in
 * the callbacks of heuristics, preferences, UATs and Decode As. */
#if COMPAT_WIRESHARK_AT_LEAST(4, 4)
typedef bool compat_bool;
#else
typedef gboolean compat_bool;
#define tvb_get_uint8 tvb_get_guint8
#define tvb_find_uint8 tvb_find_guint8
#endif

/* 4.6 lets a statistic of -z (stat_tap_ui) refuse to start. */
#if COMPAT_WIRESHARK_AT_LEAST(4, 6)
typedef bool compat_report_init_result;
#define COMPAT_REPORT_INIT_DONE return true
#else
typedef void compat_report_init_result;
#define COMPAT_REPORT_INIT_DONE return
#endif

/* 4.6 has more than one text for a data source; in each version the caller frees it. */
#if COMPAT_WIRESHARK_AT_LEAST(4, 6)
#define compat_data_source_text get_data_source_description
#else
#define compat_data_source_text get_data_source_name
#endif

/* The separator between a statistic's submenu and its name. */
#ifdef STATS_TREE_MENU_SEPARATOR
#define COMPAT_MENU_SEPARATOR STATS_TREE_MENU_SEPARATOR
#else
#define COMPAT_MENU_SEPARATOR "/"
#endif

/* plugin_describe() is asked for from 4.2 on and ignored before. */
#ifdef WS_PLUGIN_DESC_DISSECTOR
#define COMPAT_PLUGIN_DESCRIPTION WS_PLUGIN_DESC_DISSECTOR
#else
#define COMPAT_PLUGIN_DESCRIPTION 0
#endif

#endif
