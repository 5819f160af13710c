/* rows.c
 * One line of ports.tsv, checked
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "registry/rows.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum {
    COLUMN_FIRST,
    COLUMN_LAST,
    COLUMN_TRANSPORT,
    COLUMN_SERVICE,
    COLUMN_LABEL,
    COLUMN_DESCRIPTION,
    COLUMN_STATUS,
    COLUMN_ERA,
    COLUMN_EXPECT,
    COLUMN_SOURCE,
    COLUMNS
};

/* In the order of registry_transport, registry_status and registry_era. */
static const char *const transports[] = {"tcp", "udp", "sctp", "dccp"};
static const char *const statuses[] = {"Official", "Unofficial", "Unassigned", "Reserved"};
static const char *const eras[] = {"unknown", "legacy", "current"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

size_t
registry_split(char *line, char **fields, size_t max)
{
    size_t count = 0;

    for (char *field = line; field; count++) {
        char *tab = strchr(field, '\t');

        if (count < max)
            fields[count] = field;
        if (tab)
            *tab++ = '\0';
        field = tab;
    }
    return count;
}

const char *
registry_check_text(const char *line)
{
    const uint8_t *text = (const uint8_t *)line;

    for (size_t left = strlen(line); left > 0;) {
        if (*text == '\r')
            return "the line ends in CR LF, or holds a CR";
        if ((*text < 0x20 && *text != '\t') || *text == 0x7f)
            return "a control character";

        const size_t length = base_utf8_length(text, left);
        if (length == 0)
            return "not UTF-8";
        text += length;
        left -= length;
    }
    return NULL;
}

static bool
parse_port(const char *text, uint16_t *port)
{
    uint32_t value = 0;
    const size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > 5 || text[digits])
        return false;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (uint32_t)(text[i] - '0');
    if (value > UINT16_MAX)
        return false;
    *port = (uint16_t)value;
    return true;
}

/* The place of the first length bytes of a name in a list, -1 if it is not there. */
static int
place_of(const char *name, size_t length, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == length && strncmp(list[i], name, length) == 0)
            return (int)i;
    }
    return -1;
}

static const char *
parse_transports(const char *text, uint8_t *set)
{
    *set = 0;
    if (strcmp(text, "-") == 0)
        return NULL;
    for (;;) {
        const size_t length = strcspn(text, ",");
        const int place = place_of(text, length, transports, COUNT(transports));

        if (place < 0)
            return "transport is not tcp, udp, sctp, dccp, a list of them, or -";
        if (*set & 1U << place)
            return "a transport stands twice";
        *set |= (uint8_t)(1U << place);
        if (!text[length])
            return NULL;
        text += length + 1;
    }
}

static const char *
parse_name(const char *text, const char *const *list, size_t count, uint8_t *value,
           const char *reason)
{
    const int place = place_of(text, strlen(text), list, count);

    if (place < 0)
        return reason;
    *value = (uint8_t)place;
    return NULL;
}

static const char *
check_expect(const char *text)
{
    static const char name_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

    for (;;) {
        const size_t length = strspn(text, name_characters);

        if (length == 0 || (text[length] && text[length] != ','))
            return "expect is not a list of protocol filter names, or -";
        if (!text[length])
            return NULL;
        text += length + 1;
    }
}

static const char *
none_or(const char *text)
{
    return strcmp(text, "-") == 0 ? NULL : text;
}

const char *
registry_check_label(const char *label)
{
    size_t characters = 0;

    for (; *label; label++)
        characters += !base_utf8_continues((uint8_t)*label);
    return characters > REGISTRY_LABEL_MAX ? "label is longer than 60 characters" : NULL;
}

static const char *
parse_words(char **fields, registry_row_text *row)
{
    row->service = none_or(fields[COLUMN_SERVICE]);
    row->label = none_or(fields[COLUMN_LABEL]);
    row->description = none_or(fields[COLUMN_DESCRIPTION]);
    row->expect = none_or(fields[COLUMN_EXPECT]);
    row->source = fields[COLUMN_SOURCE];

    if (!row->label && !row->service)
        return "label is -, and no service is there to give one";
    if (row->label && row->service)
        return "label is not -, but the service has a label of its own";
    if (row->label && registry_check_label(row->label))
        return registry_check_label(row->label);
    if (row->description && strlen(row->description) > REGISTRY_DESCRIPTION_MAX)
        return "description is longer than 240 bytes";
    if (row->label && row->description && strcmp(row->label, row->description) == 0)
        return "description is the label again, where - stands for that";
    if (row->source[strcspn(row->source, ":")] != ':')
        return "source is not id:place";
    return row->expect ? check_expect(row->expect) : NULL;
}

/* What is wrong with a line of so many columns, none of which has a tab. */
static const char *
check_columns(size_t count, bool spaces)
{
    if (count == COLUMNS)
        return NULL;
    if (count == COLUMNS - 1)
        return "9 columns instead of 10; rows of older versions lack label, between service and "
               "description";
    if (count < COLUMNS && spaces)
        return "spaces stand between the columns, where single tabs must";
    return "not 10 columns, separated by single tabs";
}

const char *
registry_row_parse(char *line, registry_row_text *row)
{
    char *fields[COLUMNS];
    const char *reason = registry_check_text(line);
    const bool spaces = strstr(line, "  ") || (strchr(line, ' ') && !strchr(line, '\t'));

    if (!reason)
        reason = check_columns(registry_split(line, fields, COLUMNS), spaces);
    if (reason)
        return reason;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!fields[i][0] || fields[i][0] == ' ' || fields[i][strlen(fields[i]) - 1] == ' ')
            return "a column is empty, or begins or ends with a space";
    }
    if (!parse_port(fields[COLUMN_FIRST], &row->first) ||
        !parse_port(fields[COLUMN_LAST], &row->last))
        return "a port is not a number from 0 to 65535";
    if (row->first > row->last)
        return "first is above last";

    reason = parse_transports(fields[COLUMN_TRANSPORT], &row->transports);
    if (!reason)
        reason = parse_name(fields[COLUMN_STATUS], statuses, COUNT(statuses), &row->status,
                            "status is not Official, Unofficial, Unassigned or Reserved");
    if (!reason)
        reason = parse_name(fields[COLUMN_ERA], eras, COUNT(eras), &row->era,
                            "era is not legacy, current or unknown");
    return reason ? reason : parse_words(fields, row);
}
