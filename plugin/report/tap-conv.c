/* tap-conv.c
 * Labelled conversations for a person: tshark -q -z legacyport,conv[,FILTER]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the output is no terminal, a conversation is one line, whole:
 *
 *     #  Label                                 Evidence  Service             ...  Reason
 *     0  Cisco STUN priority 1 (medium queue)  Proof     192.0.2.2:1990/tcp  ...  the opening ...
 *
 * A terminal gets as many columns as it has room for, coloured by evidence, and
 * the rest of a conversation on indented lines below:
 *
 *     #  Label                                 Evidence  Service
 *     0  Cisco STUN priority 1 (medium queue)  Proof     192.0.2.2:1990/tcp
 *        Client 192.0.2.1:11990, Packets 200, Bytes 14142, Duration 0.000643 s
 *        the opening message of a Cisco tunnel, ...
 */
#include "compat.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <epan/dissectors/packet-tcp.h>
#include <epan/dissectors/packet-udp.h>
#include <epan/prefs-int.h>

#include "report/forms.h"

/* What the report is printed on. */
typedef struct {
    size_t width; /* SIZE_MAX if it is no terminal */
    bool colours;
} screen;

static screen
find_screen(void)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    struct winsize size;

    if (!isatty(STDOUT_FILENO))
        return (screen){SIZE_MAX, false};
    return (screen){
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80,
        (!no_colour || *no_colour == '\0') && terminal && strcmp(terminal, "dumb") != 0,
    };
}

static const char *
colour_of(const label_conversation *conv)
{
    static const char *const by_evidence[] = {
        [VERDICT_EVIDENCE_SHAPE] = "\033[33m",
        [VERDICT_EVIDENCE_PROOF] = "\033[32m",
    };
    static const char red[] = "\033[31m";
    static const char grey[] = "\033[90m";

    if (conv->label.contradicted)
        return red;
    return by_evidence[conv->verdict.evidence] ? by_evidence[conv->verdict.evidence] : grey;
}

/* The columns that people see, and how wide they are. */
typedef struct {
    unsigned count;
    unsigned place[REPORT_COLUMNS]; /* in the list of columns */
    char *title[REPORT_COLUMNS];
    bool right[REPORT_COLUMNS]; /* numbers */
    size_t width[REPORT_COLUMNS];
} layout;

static layout
find_layout(void)
{
    report_line line;
    layout shown;

    report_line_read(&line, NULL);
    shown.count = report_columns_shown(&line, shown.place);
    for (unsigned i = 0; i < shown.count; i++) {
        const report_column *column = &line.columns[shown.place[i]];

        shown.title[i] = (char *)column->title;
        shown.right[i] = column->kind == REPORT_NUMBER || column->kind == REPORT_SECONDS;
        shown.width[i] = strlen(column->title);
    }
    return shown;
}

/* The texts of a row, one a column. */
static char **
make_cells(const layout *shown, const report_row *row)
{
    char **cells = g_new0(char *, shown->count + 1);
    report_line line;

    report_line_read(&line, row);
    for (unsigned i = 0; i < shown->count; i++) {
        const report_column *column = &line.columns[shown->place[i]];
        GString *cell = g_string_new(NULL);

        report_column_print(cell, column);
        if (column->kind == REPORT_SECONDS)
            g_string_append(cell, " s");
        cells[i] = g_string_free(cell, FALSE);
    }
    return cells;
}

/* Prints the first columns side by side; nothing follows the last column of texts. */
static void
print_columns(const layout *shown, unsigned columns, char *const *cells)
{
    for (unsigned i = 0; i < columns; i++) {
        const size_t length = (size_t)g_utf8_strlen(cells[i], -1);
        const int padding = (int)(shown->width[i] - length);
        const bool last = i + 1 == columns;

        if (shown->right[i])
            printf("%*s%s%s", padding, "", cells[i], last ? "" : "  ");
        else
            printf("%s%*s", cells[i], last ? 0 : padding + 2, "");
    }
}

/* Prints the rest of a conversation on indented lines. */
typedef struct {
    size_t at; /* the column where the line ends so far, 0 before the first line */
    size_t indent;
    size_t width;
} paragraph;

static void
print_piece(paragraph *below, const char *piece)
{
    const size_t length = (size_t)g_utf8_strlen(piece, -1);

    if (below->at > 0 && below->at + 1 + length <= below->width) {
        printf(" %s", piece);
        below->at += 1 + length;
    } else {
        printf("\n%*s%s", (int)below->indent, "", piece);
        below->at = below->indent + length;
    }
}

static void
print_words(paragraph *below, const char *text)
{
    char **words = g_strsplit(text, " ", -1);

    for (char **word = words; *word; word++)
        print_piece(below, *word);
    g_strfreev(words);
}

/* What did not fit beside the first columns, each value with its title. A value keeps together if
 * a line has room for it. The last column, the reason, begins a line of its own. */
static void
print_rest(const layout *shown, unsigned from, char *const *cells, size_t width)
{
    paragraph below = {.indent = shown->width[0] + 2, .width = width};
    const unsigned reason = shown->count - 1;

    for (unsigned i = from; i < reason; i++) {
        char *item =
            g_strdup_printf("%s %s%s", shown->title[i], cells[i], i + 1 < reason ? "," : "");

        if (below.indent + (size_t)g_utf8_strlen(item, -1) <= width)
            print_piece(&below, item);
        else
            print_words(&below, item);
        g_free(item);
    }
    below.at = 0;
    print_words(&below, cells[reason]);
}

static void
print_table(const GPtrArray *rows)
{
    const screen out = find_screen();
    layout shown = find_layout();
    GPtrArray *table = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    size_t used = 0;
    unsigned fit = 0;

    for (unsigned row = 0; row < rows->len; row++) {
        char **cells = make_cells(&shown, (const report_row *)rows->pdata[row]);

        g_ptr_array_add(table, cells);
        for (unsigned i = 0; i < shown.count; i++)
            shown.width[i] = MAX(shown.width[i], (size_t)g_utf8_strlen(cells[i], -1));
    }
    while (fit < shown.count && (fit == 0 || used + shown.width[fit] <= out.width))
        used += shown.width[fit++] + 2;

    print_columns(&shown, fit, shown.title);
    for (unsigned row = 0; row < rows->len; row++) {
        char *const *cells = (char *const *)table->pdata[row];
        const report_row *counted = (const report_row *)rows->pdata[row];

        printf("\n%s", out.colours ? colour_of(counted->conv) : "");
        print_columns(&shown, fit, cells);
        fputs(out.colours ? "\033[0m" : "", stdout);
        if (fit < shown.count)
            print_rest(&shown, fit, cells, out.width);
    }
    putchar('\n');
    g_ptr_array_free(table, TRUE);
}

/* Says what was looked for, in the words of the preference, and how to see more. */
static void
print_nothing(const char *filter)
{
    const unsigned conversations = get_tcp_stream_count() + get_udp_stream_count();
    pref_t *preference = prefs_find_preference(prefs_find_module("legacyport"), "label");
    char *wanted = prefs_pref_to_str(preference, pref_current);

    printf("no label for any of the %u conversations of TCP and UDP%s%s; looked for: %c%s",
           conversations, filter ? ", filter: " : "", filter ? filter : "",
           g_ascii_tolower(wanted[0]), wanted + 1);
    if (prefs_get_enum_value(preference, pref_current) != VERDICT_POLICY_EVERY)
        printf("; to see every port in the tables: -o legacyport.label:every");
    putchar('\n');
    g_free(wanted);
}

void
report_print_conv(const GPtrArray *rows, const char *filter)
{
    printf("\nLegacy ports: ");
    if (rows->len == 0) {
        print_nothing(filter);
        return;
    }
    printf("%u labelled conversation%s%s%s\n", rows->len, rows->len == 1 ? "" : "s",
           filter ? ", filter: " : "", filter ? filter : "");
    print_table(rows);
}
