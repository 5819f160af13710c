/* packet-lookup.h
 * The conversation of the packet at hand, looked up once
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A dissector asks for it for every PDU, and so does the label layer for every
 * report of evidence: label_find_conversation() of evidence.h. Each lookup
 * hashes two addresses and two ports, which costs as much as a header of ours;
 * so the last answer is kept.
 */
#ifndef LEGACYPORTS_LABELS_PACKET_LOOKUP_H
#define LEGACYPORTS_LABELS_PACKET_LOOKUP_H

/** Forgets the last answer. Call it when a file is closed or dissected anew. */
void label_lookup_reset(void);

#endif
