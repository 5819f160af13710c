/* handshake.h
 * What a TLS handshake shows of who proved its identity
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * IBM License Metric Tool's security levels 1 and 2 differ by the client's
 * certificate alone. RFC 5246 (TLS 1.2) sends request and certificate in the
 * clear; RFC 8446 (TLS 1.3) encrypts both, and then nothing can be said unless
 * somebody has the keys. No Wireshark header is needed; multi-byte fields are
 * big-endian.
 *
 * Why there is a reader here: Wireshark's TLS shows a handshake in the tree alone,
 * which need not be there on the first of two passes, when evidence is gathered. The
 * session is not exported, and the tap, silent then, has what was decrypted only.
 */
#ifndef LEGACYPORTS_IBMLMT_HANDSHAKE_H
#define LEGACYPORTS_IBMLMT_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ibmlmt/certificate.h"
#include "base/match.h"

typedef enum {
    IBMLMT_CLIENT_UNKNOWN,       /**< the handshake has not come to it, or was not captured */
    IBMLMT_CLIENT_NOT_REQUESTED, /**< the server asked for no certificate */
    IBMLMT_CLIENT_REQUESTED,     /**< it asked; no answer yet */
    IBMLMT_CLIENT_EMPTY,         /**< the client answered that it has none */
    IBMLMT_CLIENT_SENT,          /**< the client sent one */
    IBMLMT_CLIENT_HIDDEN,        /**< TLS 1.3, and no message of it was decrypted */
    IBMLMT_CLIENT_RESUMED        /**< an earlier session goes on, whatever it showed */
} ibmlmt_client_certificate;

#define IBMLMT_TLS_1_3 0x0304
#define IBMLMT_SERVER_NAME_MAX 255 /* of a DNS name, RFC 1035 */

/** As much of a message as is looked at: hellos with large key shares and the names of
 * a certificate fit. */
#define IBMLMT_HANDSHAKE_MAX 2048

/** The handshake message that a side is in the middle of. */
typedef struct {
    bool encrypted; /**< ChangeCipherSpec or application data was seen */
    bool hidden;    /**< application data was seen; of TLS 1.3 that may be the handshake */
    bool shown;     /**< decrypted messages were seen */
    bool finished;  /**< its last message of the handshake was seen */
    uint8_t header[4];
    uint8_t header_length;
    uint32_t taken; /**< bytes of the body so far, kept or not */
    uint8_t body[IBMLMT_HANDSHAKE_MAX];
} ibmlmt_tls_side;

/** All zero but for sides is a valid start. */
typedef struct {
    uint16_t version;        /**< that the server chose, 0 before */
    bool server_certificate; /**< seen */
    bool refused;            /**< the server ended the session by a fatal alert */
    bool http2; /**< the server chose HTTP/2, or the client offers nothing else (RFC 7301) */
    ibmlmt_client_certificate client;
    ibmlmt_certificate server_names;              /**< of the server's certificate */
    ibmlmt_certificate client_names;              /**< of the client's certificate */
    char server_name[IBMLMT_SERVER_NAME_MAX + 1]; /**< that the client asked for, "" if none */
    ibmlmt_tls_side
        *sides; /**< the caller's, of the client and of the server; NULL: read no more */
} ibmlmt_tls;

/**
 * Whether bytes begin as a TLS record of a handshake does: content type 22,
 * major version 3, a length that RFC 5246 allows.
 */
base_match ibmlmt_tls_begins(const uint8_t *bytes, size_t length);

/**
 * Takes the next bytes of one side's stream.
 *
 * Only whole records are taken: hand the rest in again, with what follows it.
 *
 * @param from_server  who sent them
 * @return how many bytes were whole records, 0 if the first is not whole
 */
size_t ibmlmt_tls_read(ibmlmt_tls *tls, bool from_server, const uint8_t *bytes, size_t length);

/**
 * Takes what a record held when somebody had the keys, if that is of the handshake
 * or an alert.
 *
 * The record's type is not known any more, so it goes by the messages: before a
 * side is finished they begin with a type, after it they must fit the record as
 * well.
 *
 * @param from_server  who sent it
 * @return false if it is something else: application data
 */
bool ibmlmt_tls_read_decrypted(ibmlmt_tls *tls, bool from_server, const uint8_t *bytes,
                               size_t length);

/**
 * Decides that what TLS 1.3 encrypted stays hidden. Call it when the records of
 * a packet were taken, those that could be decrypted too.
 */
void ibmlmt_tls_settle(ibmlmt_tls *tls);

/**
 * Whether nothing more will be learned, since both sides encrypt and nobody has
 * the keys: then what sides points to can go, and sides be NULL.
 */
bool ibmlmt_tls_is_over(const ibmlmt_tls *tls);

/** @return the security level that the handshake shows, 1 or 2; -1 if it shows none, or was
 * refused. */
int ibmlmt_tls_level(const ibmlmt_tls *tls);

/** @return "TLS 1.2" and so on, "unknown" for a version that no RFC defines. */
const char *ibmlmt_tls_version_name(uint16_t version);

#endif
