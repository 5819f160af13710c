/* opening.c
 * The text lines with which an MHSnet session starts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/opening.h"

#include <string.h>

#include "base/text.h"
#include "mhsnet/message.h"

typedef struct {
    const char *words;
    mhsnet_line_kind kind;
    bool last;
    bool refusal;
} line_form;

/* A longer form stands before a shorter one that it begins with. */
static const line_form forms[] = {
    {"QUERY HOMENAME", MHSNET_LINE_QUERY_HOMENAME, false, false},
    {"QUERY PASSWORD", MHSNET_LINE_QUERY_PASSWORD, false, false},
    {"QUERY PARAMS", MHSNET_LINE_QUERY_PARAMS, false, false},
    {"QUERY DAEMON", MHSNET_LINE_QUERY_DAEMON, false, false},
    {"HOMENAME", MHSNET_LINE_HOMENAME, false, false},
    {"PASSWORD", MHSNET_LINE_PASSWORD, false, false},
    {"FAILED PASSWORD", MHSNET_LINE_FAILED_PASSWORD, false, true},
    {"CONNECTION DISALLOWED", MHSNET_LINE_DISALLOWED, false, true},
    {"NETWORK INACTIVE", MHSNET_LINE_INACTIVE, false, true},
    {"DAEMON ALREADY ACTIVE", MHSNET_LINE_ALREADY_ACTIVE, false, true},
    {"DAEMON STARTS DAEMON STARTS", MHSNET_LINE_DAEMON_STARTS, true, false},
    {"DEFAULT STARTS DEFAULT STARTS", MHSNET_LINE_DEFAULT_STARTS, true, false},
    {"DAEMON", MHSNET_LINE_DAEMON, false, false},
    {"XON_XOFF SHELL STARTS", MHSNET_LINE_SHELL_STARTS, false, false},
    {"SHELL STARTS", MHSNET_LINE_SHELL_STARTS, false, false},
    {"SHELL ERROR", MHSNET_LINE_SHELL_ERROR, false, true},
    {"VCCONF", MHSNET_LINE_VCCONF, false, false},
    {"PARAMS", MHSNET_LINE_PARAMS, true, false},
    {"daemon starts", MHSNET_LINE_SUN3_STARTS, true, false},
    {"daemon 2 starts", MHSNET_LINE_SUN3_STARTS, true, false},
    {"PNdaemon starts", MHSNET_LINE_SUN3_STARTS, true, false},
};

#define FORMS (sizeof forms / sizeof forms[0])

static bool
starts_with(const uint8_t *bytes, const char *words, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((bytes[i] & 0x7f) != words[i])
            return false;
    }
    return true;
}

/* The form whose words the line begins with, as whole words; NULL if there is none. */
static const line_form *
find_form(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < FORMS; i++) {
        size_t words = strlen(forms[i].words);

        if (length >= words && starts_with(bytes, forms[i].words, words) &&
            (length == words || (bytes[words] & 0x7f) == ' '))
            return &forms[i];
    }
    return NULL;
}

base_match
mhsnet_line_read(const uint8_t *bytes, size_t length, mhsnet_line *line)
{
    const size_t suffix = sizeof " {}" - 1 + MHSNET_LINE_CRC_LENGTH;
    const line_form *form;
    size_t end = 0;

    while (end < length && end < MHSNET_LONGEST_LINE &&
           (base_is_printable(bytes[end] & 0x7f) || (bytes[end] & 0x7f) == '\t'))
        end++;
    if (end == MHSNET_LONGEST_LINE)
        return BASE_MATCH_NO;
    if (end == length)
        return BASE_MATCH_MAYBE;
    if ((bytes[end] & 0x7f) != '\n' && (bytes[end] & 0x7f) != '\r')
        return BASE_MATCH_NO;
    *line = (mhsnet_line){.length = end, .consumed = end + 1, .argument = end};

    form = find_form(bytes, end);
    if (form) {
        const size_t words = strlen(form->words);

        line->kind = form->kind;
        line->last = form->last;
        line->refusal = form->refusal;
        line->argument = words < end ? words + 1 : end;
    }
    /* Callers may end a line in " {xxx}", three characters of a checksum. */
    if (end >= suffix && bytes[end - suffix] == ' ' && bytes[end - suffix + 1] == '{' &&
        mhsnet_is_message_text(bytes + end - suffix + 2, MHSNET_LINE_CRC_LENGTH) &&
        bytes[end - 1] == '}') {
        line->has_crc = true;
        line->crc = end - suffix + 2;
        end -= suffix;
    }
    line->argument_length = end > line->argument ? end - line->argument : 0;
    return BASE_MATCH_YES;
}

base_match
mhsnet_line_recognise(const uint8_t *bytes, size_t length)
{
    mhsnet_line line;

    for (size_t i = 0; i < FORMS; i++) {
        size_t words = strlen(forms[i].words);

        if (length <= words && starts_with(bytes, forms[i].words, length))
            return BASE_MATCH_MAYBE;
    }
    if (length == 0)
        return BASE_MATCH_MAYBE;
    /* The words are there: now everything up to the line's end has to be text. */
    switch (mhsnet_line_read(bytes, length, &line)) {
    case BASE_MATCH_YES:
        return line.kind != MHSNET_LINE_OTHER ? BASE_MATCH_YES : BASE_MATCH_NO;
    case BASE_MATCH_MAYBE:
        return find_form(bytes, length) ? BASE_MATCH_MAYBE : BASE_MATCH_NO;
    case BASE_MATCH_NO:
        break;
    }
    return BASE_MATCH_NO;
}

static uint32_t
read_decimal(const uint8_t *text, size_t length, size_t at)
{
    uint32_t value = 0;

    while (at < length && text[at] >= '0' && text[at] <= '9' && value < 100000000)
        value = value * 10 + (uint32_t)(text[at++] - '0');
    return value;
}

void
mhsnet_params_read(const uint8_t *argument, size_t length, mhsnet_params *params)
{
    *params = (mhsnet_params){0};
    for (size_t at = 0; at + 1 < length; at++) {
        bool starts_word = at == 0 || argument[at - 1] == ' ';
        size_t value = at + 2;

        if (!starts_word || argument[at] != '-')
            continue;
        if (value < length && argument[value] == ' ' && argument[at + 1] == 'C')
            value++;
        switch (argument[at + 1]) {
        case 'r':
            params->no_data_crc = true;
            break;
        case 'c':
            params->cooking = MHSNET_COOKING_A;
            break;
        case 'C':
            params->cooking =
                value < length && argument[value] == 'X' ? MHSNET_COOKING_X : MHSNET_COOKING_A;
            break;
        case 'D':
            params->data_size = read_decimal(argument, length, value);
            break;
        case 'B':
            params->batch = read_decimal(argument, length, value);
            break;
        case 'Y':
            params->idle = read_decimal(argument, length, value);
            break;
        case 't':
            params->turn_around = true;
            break;
        default:
            break;
        }
    }
}

static const struct {
    const char name[10];
    mhsnet_daemon daemon;
} daemons[] = {
    {"VCdaemon", MHSNET_DAEMON_VC}, {"HTdaemon", MHSNET_DAEMON_HT}, {"NNdaemon", MHSNET_DAEMON_NN},
    {"CNdaemon", MHSNET_DAEMON_CN}, {"ENdaemon", MHSNET_DAEMON_EN}, {"PNdaemon", MHSNET_DAEMON_PN},
};

mhsnet_daemon
mhsnet_daemon_named(const uint8_t *text, size_t length)
{
    for (size_t i = 0; i < sizeof daemons / sizeof daemons[0]; i++) {
        if (length >= strlen(daemons[i].name) &&
            starts_with(text, daemons[i].name, strlen(daemons[i].name)))
            return daemons[i].daemon;
    }
    return MHSNET_DAEMON_UNKNOWN;
}

const char *
mhsnet_daemon_name(mhsnet_daemon daemon)
{
    for (size_t i = 0; i < sizeof daemons / sizeof daemons[0]; i++) {
        if (daemons[i].daemon == daemon)
            return daemons[i].name;
    }
    return "unknown";
}

bool
mhsnet_exchange_read(const uint8_t *bytes, size_t length, uint16_t *port)
{
    static const uint8_t zeros[8];

    if (length != MHSNET_EXCHANGE_LENGTH || bytes[0] != 0 || bytes[1] != 2)
        return false;
    *port = (uint16_t)(bytes[2] << 8 | bytes[3]);
    return *port != 0 && memcmp(bytes + 8, zeros, sizeof zeros) == 0;
}
