/* packet-mhsnet-stream.h
 * The bytes of an MHSnet session: lines, then packets, and what is neither
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEGACYPORTS_MHSNET_PACKET_MHSNET_STREAM_H
#define LEGACYPORTS_MHSNET_PACKET_MHSNET_STREAM_H

#include "mhsnet/packet-mhsnet-session.h"

/**
 * Dissects one segment or datagram of a session, from context->now on, and
 * leaves in the session how far it came.
 *
 * @return the bytes used
 */
int mhsnet_dissect_stream(mhsnet_context *context, tvbuff_t *tvb);

#endif
