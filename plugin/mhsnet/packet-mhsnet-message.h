/* packet-mhsnet-message.h
 * Shows a whole MHSnet message, and offers its data to Export Objects
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_MHSNET_MESSAGE_H
#define LEGACYPORTS_MHSNET_PACKET_MHSNET_MESSAGE_H

#include "mhsnet/packet-mhsnet-session.h"

void mhsnet_message_register(void);

/** Shows a whole message, in a buffer of its own, and offers it to Export Objects. */
void mhsnet_show_message(mhsnet_context *context, tvbuff_t *tvb, proto_tree *parent,
                         mhsnet_message *message);

#endif
