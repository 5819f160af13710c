/* text.h
 * Text in a buffer of fixed size, and characters of UTF-8
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No Wireshark header is needed.
 */
#ifndef LEGACYPORTS_BASE_TEXT_H
#define LEGACYPORTS_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define BASE_PRINTF(words, first) __attribute__((format(printf, words, first)))
#else
#define BASE_PRINTF(words, first)
#endif

/** A string that grows in a fixed buffer; it ends in a NUL at any time. */
typedef struct {
    char *text;  /**< the buffer */
    size_t size; /**< of the buffer, the NUL included */
    size_t used; /**< bytes of the string, the NUL not included */
} base_text;

/** @return an empty text in a buffer of at least one byte */
base_text base_text_in(char *buffer, size_t size);

/**
 * Appends a string, as much of it as there is room for: it is cut at a whole
 * character of UTF-8.
 *
 * @return false if it was cut
 */
bool base_text_add(base_text *text, const char *string);

/** Appends formatted text, as base_text_add() appends a string. */
bool base_text_printf(base_text *text, const char *format, ...) BASE_PRINTF(2, 3);

/**
 * Cuts the text so that at most so many bytes are left, and no piece of a
 * character at its end.
 */
void base_text_cut(base_text *text, size_t length);

/**
 * The length of the UTF-8 character (RFC 3629) at the beginning of some bytes.
 *
 * @return 1 to 4, 0 if there is no whole character
 */
size_t base_utf8_length(const uint8_t *bytes, size_t length);

/** @return how long the character is that a byte begins, 1 to 4; 0 if it begins none */
size_t base_utf8_announced(uint8_t first);

/** @return whether a byte is one of a character's, but not its first */
bool base_utf8_continues(uint8_t byte);

/** @return the number of characters of a string in UTF-8; a stray byte counts as one */
size_t base_utf8_count(const char *string);

/** @return whether a byte is a printable character of ASCII, the blank included */
bool base_is_printable(uint8_t byte);

/** @return whether all bytes are printable characters of ASCII */
bool base_all_printable(const uint8_t *bytes, size_t length);

#endif
