/* tap-tsv.c
 * Labelled conversations, one a line: tshark -q -z legacyport,tsv[,FILTER]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "compat.h"

#include <stdio.h>

#include "report/forms.h"

/* Words of a user's own rows may hold what separates cells and lines. */
static void
print_escaped(const char *text)
{
    static const char special[] = "\\\t\n";
    static const char written[] = "\\tn";

    for (; *text; text++) {
        const char *found = strchr(special, *text);

        if (found)
            printf("\\%c", written[found - special]);
        else
            putchar(*text);
    }
}

void
report_print_tsv(const GPtrArray *rows, const char *filter _U_)
{
    report_line line;
    GString *cell = g_string_new(NULL);
    const char *separator = "";

    report_line_read(&line, NULL);
    for (unsigned i = 0; i < REPORT_COLUMNS; i++) {
        if (!line.columns[i].name)
            continue;
        printf("%s%s", separator, line.columns[i].name);
        separator = "\t";
    }
    for (unsigned row = 0; row < rows->len; row++) {
        report_line_read(&line, (const report_row *)rows->pdata[row]);
        separator = "\n";
        for (unsigned i = 0; i < REPORT_COLUMNS; i++) {
            if (!line.columns[i].name)
                continue;
            g_string_truncate(cell, 0);
            report_column_print(cell, &line.columns[i]);
            fputs(separator, stdout);
            print_escaped(cell->str);
            separator = "\t";
        }
    }
    putchar('\n');
    g_string_free(cell, TRUE);
}
