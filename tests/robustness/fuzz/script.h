/* script.h
 * The input of the dissector fuzzer: a script of packets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      0          1          2                    next marker
 *      | settings | services | F5 'L' 'P' | act | payload ... | F5 'L' 'P' | act | ...
 *
 * Packets are told apart by a marker, not by lengths, so a mutation of one
 * leaves the rest as it was. `services` picks four of the target's ports, one
 * for each conversation that `act` can name; all have the same client port.
 * What `act` asks for is in the enums below.
 *
 * A target whose name is `numbers` has no conversations: each payload is a
 * whole Ethernet frame.
 */
#ifndef LEGACYPORTS_SCRIPT_H
#define LEGACYPORTS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCRIPT_HEADER 2
#define SCRIPT_MARKER "\xF5LP"
#define SCRIPT_MARKER_LENGTH 3
/** Packets that one script may send. */
#define SCRIPT_PACKETS_MAX 150
/** A port that no Wireshark gives to anybody: 4.4 has a dissector on 40000. */
#define SCRIPT_CLIENT_PORT 50123

/** Bits of `settings`; whoever dissects looks at them. */
enum {
    SETTING_TREE_FIRST = 0x01, /**< a tree in the first pass, none in the second */
    SETTING_IPV6 = 0x02,
    SETTING_COMPARE = 0x04, /**< with the tree in the other pass all must come out the same */
    SETTING_SEAL = 0x08     /**< MHSnet's checksums are made good: no fuzzer guesses them */
};

/** Bits of `act`. */
enum {
    ACT_FROM_SERVICE = 0x01,
    ACT_CONVERSATION = 0x06, /**< index of the conversation, times two */
    ACT_HOW = 0x38,          /**< script_how, times eight */
    ACT_CUT = 0xC0           /**< script_cut, times 64 */
};

typedef enum {
    HOW_PLAIN,
    HOW_SYN,  /**< a SYN goes before it */
    HOW_FIN,  /**< it carries FIN */
    HOW_LOST, /**< it was sent and not captured */
    HOW_TWICE,
    HOW_LATE,    /**< it comes after the next packet of the conversation */
    HOW_OVERLAP, /**< it repeats 5 bytes' worth of sequence numbers */
    HOW_SHORT    /**< half of the payload was captured */
} script_how;

typedef enum {
    CUT_NOT,
    CUT_HEAD, /**< the first 9 bytes one by one, then the rest */
    CUT_SEVENS,
    CUT_HALVES
} script_cut;

/** One packet: raw IP, or Ethernet for a target of frames. */
typedef struct {
    size_t captured; /**< bytes that the capture holds */
    size_t length;   /**< bytes that were on the wire */
    uint8_t *bytes;
} script_packet;

typedef struct {
    uint8_t settings;
    bool ethernet;
    size_t count;
    script_packet packets[SCRIPT_PACKETS_MAX];
} script;

/**
 * Makes the packets of a script.
 *
 * @param target  the name of a group of ports, see script.c
 * @return false if there is no such target
 */
bool script_read(const char *target, const uint8_t *bytes, size_t length, script *s);

/** Frees the packets. */
void script_free(script *s);

/**
 * Finds the services byte with which a target's first conversation is on a port.
 *
 * @return false if the target has no such port
 */
bool script_services(const char *target, bool tcp, uint16_t port, uint8_t *services);

#endif
