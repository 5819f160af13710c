/* certificate.h
 * Whom an X.509 certificate names: its issuer and its subject
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark's X.509 dissector writes names into the protocol tree only (fields
 * x509if.* and x509sat.*), and libwireshark exports none of its functions. The
 * tree is not there when nobody asks for one: in the first of two passes, and
 * in the taps of tshark -q. A field of ours may not come and go with it, and
 * to have a tree made for each packet of every capture would cost too much.
 * So the few elements up to the subject are read here; where Wireshark decodes
 * the rest, a test compares. No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_IBMLMT_CERTIFICATE_H
#define LEGACYPORTS_IBMLMT_CERTIFICATE_H

#include <stddef.h>
#include <stdint.h>

/** The longest name that is kept, its terminating NUL included. */
#define IBMLMT_NAME_MAX 256

/** Names as RFC 4514 writes them: "CN=agent-1.example,O=Example". */
typedef struct {
    char issuer[IBMLMT_NAME_MAX];  /**< "" if it is not known */
    char subject[IBMLMT_NAME_MAX]; /**< "" if it is not known */
} ibmlmt_certificate;

/**
 * Reads the names of a certificate.
 *
 * A name that is not whole is left out; a longer one than is kept ends with
 * "..."; bytes that are no character are escaped, and a value that is no text,
 * or is text of two or four bytes a character that is not right, is in hex.
 *
 * @param der  a certificate (RFC 5280, section 4.1), or as much of its start as is there
 * @return the names that were found
 */
ibmlmt_certificate ibmlmt_certificate_read(const uint8_t *der, size_t length);

#endif
