/* opening.c
 * The text lines with which an MHSnet session starts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "opening.h"

#include <string.h>

#include "message.h"

typedef struct {
    const char *words;
    mhs_line_kind kind;
    mhs_speaker speaker;
    bool last;
    bool refusal;
} line_form;

/* A longer form stands before a shorter one that it begins with. */
static const line_form forms[] = {
    {"QUERY HOMENAME", MHS_LINE_QUERY_HOMENAME, MHS_FROM_SERVER, false, false},
    {"QUERY PASSWORD", MHS_LINE_QUERY_PASSWORD, MHS_FROM_SERVER, false, false},
    {"QUERY PARAMS", MHS_LINE_QUERY_PARAMS, MHS_FROM_SERVER, false, false},
    {"QUERY DAEMON", MHS_LINE_QUERY_DAEMON, MHS_FROM_SERVER, false, false},
    {"HOMENAME", MHS_LINE_HOMENAME, MHS_FROM_CALLER, false, false},
    {"PASSWORD", MHS_LINE_PASSWORD, MHS_FROM_CALLER, false, false},
    {"FAILED PASSWORD", MHS_LINE_FAILED_PASSWORD, MHS_FROM_SERVER, false, true},
    {"CONNECTION DISALLOWED", MHS_LINE_DISALLOWED, MHS_FROM_SERVER, false, true},
    {"NETWORK INACTIVE", MHS_LINE_INACTIVE, MHS_FROM_SERVER, false, true},
    {"DAEMON ALREADY ACTIVE", MHS_LINE_ALREADY_ACTIVE, MHS_FROM_SERVER, false, true},
    {"DAEMON STARTS DAEMON STARTS", MHS_LINE_DAEMON_STARTS, MHS_FROM_SERVER, true, false},
    {"DEFAULT STARTS DEFAULT STARTS", MHS_LINE_DEFAULT_STARTS, MHS_FROM_SERVER, true, false},
    {"DAEMON", MHS_LINE_DAEMON, MHS_FROM_CALLER, false, false},
    {"XON_XOFF SHELL STARTS", MHS_LINE_SHELL_STARTS, MHS_FROM_SERVER, false, false},
    {"SHELL STARTS", MHS_LINE_SHELL_STARTS, MHS_FROM_SERVER, false, false},
    {"SHELL ERROR", MHS_LINE_SHELL_ERROR, MHS_FROM_SERVER, false, true},
    {"VCCONF", MHS_LINE_VCCONF, MHS_FROM_CALLER, false, false},
    {"PARAMS", MHS_LINE_PARAMS, MHS_FROM_CALLER, true, false},
    {"daemon starts", MHS_LINE_SUN3_STARTS, MHS_FROM_SERVER, true, false},
    {"daemon 2 starts", MHS_LINE_SUN3_STARTS, MHS_FROM_SERVER, true, false},
    {"PNdaemon starts", MHS_LINE_SUN3_STARTS, MHS_FROM_SERVER, true, false},
};

#define FORMS (sizeof forms / sizeof forms[0])

static bool
is_line_end(uint8_t byte)
{
    return (byte & 0x7f) == '\n' || (byte & 0x7f) == '\r';
}

static bool
is_text(uint8_t byte)
{
    byte &= 0x7f;
    return (byte >= ' ' && byte < 0x7f) || byte == '\t';
}

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

/* Callers may end a line in " {xxx}", three characters of a checksum. */
static void
find_crc(const uint8_t *bytes, mhs_line *line)
{
    const size_t suffix = MHS_LINE_CRC_LENGTH + 3;
    const uint8_t *at;

    if (line->length < suffix)
        return;
    at = bytes + line->length - suffix;
    if (at[0] != ' ' || at[1] != '{' || at[suffix - 1] != '}' ||
        !mhs_is_message_text(at + 2, MHS_LINE_CRC_LENGTH))
        return;
    line->has_crc = true;
    line->crc = line->length - suffix + 2;
}

mhs_answer
mhs_line_read(const uint8_t *bytes, size_t length, mhs_line *line)
{
    const line_form *form;
    size_t end = 0;

    while (end < length && end < MHS_LONGEST_LINE && is_text(bytes[end]))
        end++;
    if (end == MHS_LONGEST_LINE)
        return MHS_NO;
    if (end == length)
        return MHS_MORE;
    if (!is_line_end(bytes[end]))
        return MHS_NO;

    *line = (mhs_line){.length = end, .consumed = end + 1, .argument = end};
    form = find_form(bytes, end);
    if (form) {
        size_t words = strlen(form->words);

        line->kind = form->kind;
        line->speaker = form->speaker;
        line->last = form->last;
        line->refusal = form->refusal;
        line->argument = words < end ? words + 1 : end;
    }
    find_crc(bytes, line);
    if (line->has_crc)
        end = line->crc - 2;
    line->argument_length = end > line->argument ? end - line->argument : 0;
    return MHS_YES;
}

mhs_answer
mhs_line_recognise(const uint8_t *bytes, size_t length)
{
    mhs_line line;

    for (size_t i = 0; i < FORMS; i++) {
        size_t words = strlen(forms[i].words);

        if (length <= words && starts_with(bytes, forms[i].words, length))
            return MHS_MORE;
    }
    if (length == 0)
        return MHS_MORE;
    /* The words are there: now everything up to the line's end has to be text. */
    switch (mhs_line_read(bytes, length, &line)) {
    case MHS_YES:
        return line.kind != MHS_LINE_OTHER ? MHS_YES : MHS_NO;
    case MHS_MORE:
        return find_form(bytes, length) ? MHS_MORE : MHS_NO;
    case MHS_NO:
        break;
    }
    return MHS_NO;
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
mhs_params_read(const uint8_t *argument, size_t length, mhs_params *params)
{
    *params = (mhs_params){0};
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
            params->cooking = MHS_COOKING_A;
            break;
        case 'C':
            params->cooking =
                value < length && argument[value] == 'X' ? MHS_COOKING_X : MHS_COOKING_A;
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
    mhs_daemon daemon;
} daemons[] = {
    {"VCdaemon", MHS_DAEMON_VC}, {"HTdaemon", MHS_DAEMON_HT}, {"NNdaemon", MHS_DAEMON_NN},
    {"CNdaemon", MHS_DAEMON_CN}, {"ENdaemon", MHS_DAEMON_EN}, {"PNdaemon", MHS_DAEMON_PN},
};

mhs_daemon
mhs_daemon_named(const uint8_t *text, size_t length)
{
    for (size_t i = 0; i < sizeof daemons / sizeof daemons[0]; i++) {
        if (length >= strlen(daemons[i].name) &&
            starts_with(text, daemons[i].name, strlen(daemons[i].name)))
            return daemons[i].daemon;
    }
    return MHS_DAEMON_UNKNOWN;
}

const char *
mhs_daemon_name(mhs_daemon daemon)
{
    for (size_t i = 0; i < sizeof daemons / sizeof daemons[0]; i++) {
        if (daemons[i].daemon == daemon)
            return daemons[i].name;
    }
    return "unknown";
}

bool
mhs_exchange_read(const uint8_t *bytes, size_t length, uint16_t *port)
{
    static const uint8_t zeros[8];

    if (length != MHS_EXCHANGE_LENGTH || bytes[0] != 0 || bytes[1] != 2)
        return false;
    *port = (uint16_t)(bytes[2] << 8 | bytes[3]);
    return *port != 0 && memcmp(bytes + 8, zeros, sizeof zeros) == 0;
}
