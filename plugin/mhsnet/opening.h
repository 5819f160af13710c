/* opening.h
 * The text lines with which an MHSnet session starts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      server                          caller
 *      QUERY HOMENAME
 *                                      HOMENAME 9=alpha.3=example.0=xx
 *      SHELL STARTS 2V
 *                                      PARAMS -n -B3 -D1024 -X50000
 *      DAEMON STARTS DAEMON STARTS
 *      packets                         packets
 *
 * Sources: see packet.h. VCCONF, QUERY DAEMON, DEFAULT STARTS, the variants with
 * XON_XOFF, "daemon 2 starts" and "PNdaemon starts", and the checksum behind a
 * line are known from the public source alone; all else was seen.
 */
#ifndef LEGACYPORTS_MHSNET_OPENING_H
#define LEGACYPORTS_MHSNET_OPENING_H

#include "base/match.h"
#include "mhsnet/cooked.h"
#include "mhsnet/packet.h"

/** A reader accepts fewer bytes than this in a line. */
#define MHSNET_LONGEST_LINE 400

/** Characters of the checksum with which a caller's line may end. */
#define MHSNET_LINE_CRC_LENGTH 3

/** What a line says; values of mhsnet.line.kind. */
typedef enum {
    MHSNET_LINE_OTHER,
    MHSNET_LINE_QUERY_HOMENAME,
    MHSNET_LINE_HOMENAME,
    MHSNET_LINE_QUERY_PASSWORD,
    MHSNET_LINE_PASSWORD,
    MHSNET_LINE_FAILED_PASSWORD,
    MHSNET_LINE_DISALLOWED,
    MHSNET_LINE_INACTIVE,
    MHSNET_LINE_ALREADY_ACTIVE,
    MHSNET_LINE_SHELL_STARTS,
    MHSNET_LINE_DAEMON,
    MHSNET_LINE_QUERY_PARAMS,
    MHSNET_LINE_VCCONF,
    MHSNET_LINE_QUERY_DAEMON,
    MHSNET_LINE_PARAMS,
    MHSNET_LINE_DAEMON_STARTS,
    MHSNET_LINE_DEFAULT_STARTS,
    MHSNET_LINE_SHELL_ERROR,
    MHSNET_LINE_SUN3_STARTS,
    MHSNET_LINES
} mhsnet_line_kind;

/** One line. */
typedef struct {
    mhsnet_line_kind kind;
    bool last;              /**< packets follow in this direction */
    bool refusal;           /**< the server ends the session here */
    size_t length;          /**< bytes of text, line end excluded */
    size_t consumed;        /**< bytes of text and line end */
    size_t argument;        /**< offset of what follows the words, == length if nothing does */
    size_t argument_length; /**< a trailing " {xxx}" excluded */
    bool has_crc;
    size_t crc; /**< offset of the three characters in " {xxx}" */
} mhsnet_line;

/**
 * Reads one line: printable once masked to 7 bits, ended by LF or CR.
 *
 * @return BASE_MATCH_YES with any printable line, BASE_MATCH_MAYBE if the bytes so far could
 *         become one, BASE_MATCH_NO otherwise
 */
base_match mhsnet_line_read(const uint8_t *bytes, size_t length, mhsnet_line *line);

/**
 * Decides whether bytes of which nothing is known start with an opening line:
 * the words count, not that the bytes are printable.
 *
 * @return BASE_MATCH_MAYBE if they are the beginning of such a line, be it one byte
 */
base_match mhsnet_line_recognise(const uint8_t *bytes, size_t length);

/** What PARAMS settles for the session that follows. Absent flags are 0. */
typedef struct {
    bool no_data_crc;       /**< -r */
    mhsnet_cooking cooking; /**< -c, -C A, -C X */
    uint32_t data_size;     /**< -D, bytes */
    uint32_t batch;         /**< -B */
    uint32_t idle;          /**< -Y, seconds */
    bool turn_around;       /**< -t */
} mhsnet_params;

/** Reads the flags of a PARAMS line; unknown flags are skipped. */
void mhsnet_params_read(const uint8_t *argument, size_t length, mhsnet_params *params);

/**
 * Finds the daemon that a DAEMON line, or a SUN-III server's line, names.
 *
 * @return MHSNET_DAEMON_UNKNOWN if it names none of ours
 */
mhsnet_daemon mhsnet_daemon_named(const uint8_t *text, size_t length);

/** @return "VCdaemon", "HTdaemon" ..., "unknown". */
const char *mhsnet_daemon_name(mhsnet_daemon daemon);

/** Length of the datagram with which client and server exchange addresses on UDP. */
#define MHSNET_EXCHANGE_LENGTH 16

/**
 * Decides whether a datagram is an address exchange.
 *
 *      00 02 | port, big-endian | IPv4 address | 8 zeros
 *
 * @param port  set to the port that its sender listens on
 */
bool mhsnet_exchange_read(const uint8_t *bytes, size_t length, uint16_t *port);

#endif
