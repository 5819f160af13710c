/* message.h
 * What a message carries besides its data: id, trailing headers, address text
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sources: see packet.h.
 */
#ifndef LEGACYPORTS_MHSNET_MESSAGE_H
#define LEGACYPORTS_MHSNET_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Length of a message id on a virtual circuit; in the NN family it has no quality digit. */
#define MHSNET_ID_LENGTH 14
#define MHSNET_NN_ID_LENGTH 13

/** @return true if all bytes are of the alphabet of message ids, +-0-9A-Za-z. */
bool mhsnet_is_message_text(const uint8_t *bytes, size_t length);

/** @return true if the bytes can be a circuit's message id: a digit, then its alphabet. */
bool mhsnet_is_message_id(const uint8_t *bytes, size_t length);

/** @return the number that such characters spell, six bits each, the highest first. */
uint32_t mhsnet_message_number(const char *text, size_t length);

/** The parts of a message id; the quality digit is -1 in an id of the NN family. */
typedef struct {
    int8_t quality;   /**< 0..9 */
    uint32_t time;    /**< low 30 bits of: Unix time + size of the message / 64 */
    uint32_t process; /**< 18 bits */
    uint8_t flags;    /**< 1: ordered */
    uint32_t counter; /**< 24 bits */
} mhsnet_id;

/** Reads an id of 14 characters, or of 13 in the NN family, that is known to be one. */
void mhsnet_id_read(const char *text, size_t length, mhsnet_id *id);

/**
 * Restores the time at which a message was made.
 *
 * @param size  of the message, bytes
 * @param near  Unix time of the packet: the 30 bits are of the 34 years around it
 * @return Unix time
 */
int64_t mhsnet_id_time(const mhsnet_id *id, uint32_t size, int64_t near);

/** Most fields that either block of trailing headers has. */
#define MHSNET_MAX_FIELDS 13

/** The fields of a message's own headers, in their order. */
typedef enum {
    MHSNET_HEADER_TYPE, /**< '1': numbers are decimal, '2': hexadecimal */
    MHSNET_HEADER_DESTINATION,
    MHSNET_HEADER_SOURCE,
    MHSNET_HEADER_HANDLER,
    MHSNET_HEADER_ENVIRONMENT,
    MHSNET_HEADER_TIME_TO_DIE,
    MHSNET_HEADER_TRAVEL_TIME,
    MHSNET_HEADER_ROUTE,
    MHSNET_HEADER_SUBPROTOCOL,
    MHSNET_HEADER_ID,
    MHSNET_HEADER_PART,
    MHSNET_HEADER_QUALITY,
    MHSNET_HEADER_FLAGS,
    MHSNET_HEADER_FIELDS
} mhsnet_header_field;

/** The fields of the file transfer subprotocol's headers. */
typedef enum {
    MHSNET_FILE_TYPE,
    MHSNET_FILE_TO,
    MHSNET_FILE_FROM,
    MHSNET_FILE_FILES,
    MHSNET_FILE_FIELDS
} mhsnet_file_field;

/** Values of MHSNET_HEADER_SUBPROTOCOL. */
#define MHSNET_SUBPROTOCOL_STATE '0'
#define MHSNET_SUBPROTOCOL_FILES '1'
#define MHSNET_SUBPROTOCOL_NONE '-'

/** Where a block of trailing headers lies. Offsets count from the start of the message. */
typedef struct {
    bool present;
    size_t start; /**< first byte of the first field: what is before is not header */
    size_t field[MHSNET_MAX_FIELDS];  /**< first byte of each field */
    size_t length[MHSNET_MAX_FIELDS]; /**< its bytes, NUL excluded */
    size_t data_crc; /**< two bytes, low first (file headers); 0 where there is none */
    size_t crc;      /**< two bytes, low first, over everything from `start` on */
    bool crc_good;
    size_t count; /**< eight ASCII digits, NUL padded: how long it all is */
    size_t end;   /**< behind the count */
} mhsnet_trailer;

/** Where the parts of a whole message lie. */
typedef struct {
    mhsnet_trailer headers; /**< not present: the message is shown as it is */
    mhsnet_trailer files;   /**< present only in file transfers */
    size_t data_length;     /**< bytes of the user's data, at the front */
} mhsnet_parts;

/**
 * Finds the trailing headers of a whole message.
 *
 *      data | file headers, CRC | length | headers, CRC | length
 *                                 8 bytes                 8 bytes
 *
 * They are read from the end. Nothing is believed that does not add up: the
 * length, the number of fields, and that each ends in a NUL; a wrong checksum
 * is reported, not refused.
 */
void mhsnet_parts_find(const uint8_t *bytes, size_t length, mhsnet_parts *parts);

/** One stop of the route: the node's address text and the seconds it took to get there. */
typedef struct {
    size_t node; /**< offsets and lengths within the route field */
    size_t node_length;
    size_t time;
    size_t time_length;
} mhsnet_stop;

/**
 * Reads the next stop of a route (0x1e node 0x1f seconds, repeated).
 *
 * @param at  0 at first, then as it was left
 * @return false at the end, or where the text has another form
 */
bool mhsnet_route_next(const uint8_t *route, size_t length, size_t *at, mhsnet_stop *stop);

/** One file of a transfer: `name,length,mtime,mode;`. Times and sizes are decimal. */
typedef struct {
    size_t name; /**< offset within the files field */
    size_t name_length;
    uint64_t size;  /**< bytes */
    uint64_t mtime; /**< Unix time */
    uint32_t mode;  /**< permission bits; the text is octal */
} mhsnet_file;

/** Reads the next file of a transfer; see mhsnet_route_next(). */
bool mhsnet_file_next(const uint8_t *files, size_t length, size_t *at, mhsnet_file *file);

#endif
