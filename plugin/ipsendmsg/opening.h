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
 * Source: facts/mhsnet.md, section 1, which says what was seen between real
 * daemons and what is known from the public source only.
 */
#ifndef LEGACYPORTS_MHSNET_OPENING_H
#define LEGACYPORTS_MHSNET_OPENING_H

#include "packet.h"

/** A reader accepts fewer bytes than this in a line. */
#define MHS_LONGEST_LINE 400

/** Characters of the checksum with which a caller's line may end. */
#define MHS_LINE_CRC_LENGTH 3

/** What a line says; values of mhsnet.line.kind. */
typedef enum {
    MHS_LINE_OTHER,
    MHS_LINE_QUERY_HOMENAME,
    MHS_LINE_HOMENAME,
    MHS_LINE_QUERY_PASSWORD,
    MHS_LINE_PASSWORD,
    MHS_LINE_FAILED_PASSWORD,
    MHS_LINE_DISALLOWED,
    MHS_LINE_INACTIVE,
    MHS_LINE_ALREADY_ACTIVE,
    MHS_LINE_SHELL_STARTS,
    MHS_LINE_DAEMON,
    MHS_LINE_QUERY_PARAMS,
    MHS_LINE_VCCONF,
    MHS_LINE_QUERY_DAEMON,
    MHS_LINE_PARAMS,
    MHS_LINE_DAEMON_STARTS,
    MHS_LINE_DEFAULT_STARTS,
    MHS_LINE_SHELL_ERROR,
    MHS_LINE_SUN3_STARTS,
    MHS_LINES
} mhs_line_kind;

/** Who sends such a line. */
typedef enum {
    MHS_FROM_EITHER,
    MHS_FROM_SERVER,
    MHS_FROM_CALLER
} mhs_speaker;

/** One line. */
typedef struct {
    mhs_line_kind kind;
    mhs_speaker speaker;
    bool last;             /**< packets follow in this direction */
    bool refusal;          /**< the server ends the session here */
    size_t length;         /**< bytes of text, line end excluded */
    size_t consumed;       /**< bytes of text and line end */
    size_t argument;       /**< offset of what follows the words, == length if nothing does */
    size_t argument_length; /**< a trailing " {xxx}" excluded */
    bool has_crc;
    size_t crc;             /**< offset of the three characters in " {xxx}" */
} mhs_line;

/**
 * Reads one line: printable once masked to 7 bits, ended by LF or CR.
 *
 * @return MHS_YES with any printable line, MHS_MORE if the bytes so far could
 *         become one, MHS_NO otherwise
 */
mhs_answer mhs_line_read(const uint8_t *bytes, size_t length, mhs_line *line);

/**
 * Decides whether bytes of which nothing is known start with an opening line:
 * the words count, not that the bytes are printable.
 *
 * @return MHS_MORE if they are the beginning of such a line, be it one byte
 */
mhs_answer mhs_line_recognise(const uint8_t *bytes, size_t length);

/** What PARAMS settles for the session that follows. Absent flags are 0. */
typedef struct {
    bool no_data_crc;     /**< -r */
    mhs_cooking cooking;  /**< -c, -C A, -C X */
    uint32_t data_size;   /**< -D, bytes */
    uint32_t batch;       /**< -B */
    uint32_t idle;        /**< -Y, seconds */
    bool turn_around;     /**< -t */
} mhs_params;

/** Reads the flags of a PARAMS line; unknown flags are skipped. */
void mhs_params_read(const uint8_t *argument, size_t length, mhs_params *params);

/**
 * Finds the daemon that a DAEMON line, or a SUN-III server's line, names.
 *
 * @return MHS_DAEMON_UNKNOWN if it names none of ours
 */
mhs_daemon mhs_daemon_named(const uint8_t *text, size_t length);

/** @return "VCdaemon", "HTdaemon" ..., "unknown". */
const char *mhs_daemon_name(mhs_daemon daemon);

/** Length of the datagram with which client and server exchange addresses on UDP. */
#define MHS_EXCHANGE_LENGTH 16

/**
 * Decides whether a datagram is an address exchange.
 *
 *      00 02 | port, big-endian | IPv4 address | 8 zeros
 *
 * @param port  set to the port that its sender listens on
 */
bool mhs_exchange_read(const uint8_t *bytes, size_t length, uint16_t *port);

#endif
