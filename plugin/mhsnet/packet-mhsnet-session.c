/* packet-mhsnet-session.c
 * What the MHSnet dissector keeps: of a session, its messages, its packets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet-mhsnet-session.h"

#include <epan/tap.h>

const label_protocol mhsnet_protocol = {
    .family = "mhsnet",
    .protocol = "mhsnet",
    .segment = mhsnet_proves_itself,
    .datagram = mhsnet_proves_itself,
};

mhsnet_globals mhsnet_global = {.proto = -1, .message_limit = 64};

static void
begin_file(void)
{
    mhsnet_global.sessions = 0;
    mhsnet_global.messages = 0;
    mhsnet_global.messages_by_id = wmem_map_new(wmem_file_scope(), wmem_str_hash, g_str_equal);
    mhsnet_global.searched = wmem_map_new(wmem_file_scope(), g_direct_hash, g_direct_equal);
}

void
mhsnet_session_register(void)
{
    mhsnet_global.proto =
        proto_register_protocol("MHSnet (Message Handling System)", "MHSnet", "mhsnet");
    mhsnet_global.tap = register_tap("mhsnet");
    register_init_routine(begin_file);
}
