/* beginning.h
 * What a stream is that nobody dissects, by how it begins
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark finds many protocols by their port alone: SSH on port 22, telnet
 * on port 23. On another port they are bytes to it, though their first bytes
 * leave no doubt. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_LABELS_BEGINNING_H
#define LEGACYPORTS_LABELS_BEGINNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "verdict/label.h"
#include "base/match.h"

/** As many bytes of a stream's start as any beginning needs. */
#define LABEL_START_MAX 48

/** The start of one direction of a conversation, however it was cut. */
typedef struct {
    uint32_t end; /**< where in the stream the next byte is */
    uint8_t length;
    uint8_t bytes[LABEL_START_MAX];
} label_start;

/** A beginning that proves a protocol. */
typedef struct {
    const char *name;     /**< as a label says it: "SSH" */
    const char *protocol; /**< Wireshark's filter name for it, NULL without a dissector */
    bool dissected;       /**< Wireshark finds it by this as well, if it is in one piece */
    verdict_why reason;
} label_beginning;

/**
 * Appends payload to what is known of a stream's start. What was appended before
 * may come again: somebody asked for more, and TCP gave it to all once more.
 *
 * @param position  where in the stream the payload is; modulo 2^32, as TCP counts
 * @return whether there was room for any of it
 */
bool label_start_append(label_start *start, uint32_t position, const uint8_t *bytes, size_t length);

/**
 * Recognises a stream by its start.
 *
 * A beginning is at least six fixed bytes, or a sequence whose chance match is
 * below 1 in 2^32.
 *
 * @return the beginning, NULL if the start is not one of those known (yet)
 */
const label_beginning *label_start_recognise(const label_start *start);

/**
 * Whether bytes begin as telnet of a Lantronix device server does, which often
 * negotiates no option. label_start_recognise() knows it too; this tells as well
 * that it may become one.
 */
base_match label_device_begins(const uint8_t *bytes, size_t length);

/**
 * @param protocol   a filter name of Wireshark's
 * @param otherwise  what to return for a protocol that has no beginning here
 * @return what a label calls the payload, whether its beginning or Wireshark
 *         showed what it is
 */
const char *label_payload_name(const char *protocol, const char *otherwise);

#endif
