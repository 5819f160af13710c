/* tablegen.c
 * Turns the tables into C; stops the build at the first bad row
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * usage: tablegen TABLES_DIR OUTPUT_DIR
 */
#include <stdio.h>

#include "write.h"

int
main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: tablegen TABLES_DIR OUTPUT_DIR\n", stderr);
        return 2;
    }

    const model tables = model_read(argv[1]);
    write_tables(&tables, argv[2]);
    return 0;
}
