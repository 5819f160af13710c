/* test-lists.c
 * The generated lists of names against their tables
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * usage: test-lists TABLES_DIR
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "registry/registry.h"
#include "registry/rows.h"

enum { ROWS_MAX = 1024, LINE_MAX_BYTES = 1024, COLUMNS = 5, VALUES = 65536 };

typedef struct {
    registry_list list;
    uint32_t first, last;
    const char *name, *source;
} table_row;

static table_row rows[ROWS_MAX];
static size_t row_count;

static registry_list
list_of(const char *id)
{
    for (size_t i = 0; i < REGISTRY_LIST_COUNT; i++) {
        if (strcmp(registry_lists[i].id, id) == 0)
            return (registry_list)i;
    }
    fprintf(stderr, "test-lists: no list %s in the plugin\n", id);
    exit(1);
}

static void
add_row(const char *line)
{
    char *fields[COLUMNS];
    char *kept = malloc(strlen(line) + 1);

    if (!kept || row_count == ROWS_MAX)
        exit(1);
    memcpy(kept, line, strlen(line) + 1);
    if (registry_split(kept, fields, COLUMNS) != COLUMNS)
        exit(1);
    rows[row_count++] = (table_row){list_of(fields[0]), (uint32_t)strtoul(fields[1], NULL, 0),
                                    (uint32_t)strtoul(fields[2], NULL, 0), fields[3], fields[4]};
}

static void
read_table(const char *folder, const char *name)
{
    char path[4096];
    char line[LINE_MAX_BYTES];
    bool in_rows = false;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "test-lists: cannot open %s\n", path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (in_rows)
            add_row(line);
        in_rows = in_rows || strcmp(line, "list\tfirst\tlast\tname\tsource") == 0;
    }
    fclose(file);
}

static void
read_tables(const char *folder)
{
    static const char *const names[] = {
        "arpops.tsv",     "ethertypes.tsv", "icmptypes.tsv", "ipprotocols.tsv", "iptos.tsv",
        "ipversions.tsv", "layers.tsv",     "names.tsv",     "saps.tsv",        "tcpflags.tsv"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        read_table(folder, names[i]);
}

static const table_row *
scan(registry_list list, uint32_t value)
{
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].list == list && value >= rows[i].first && value <= rows[i].last)
            return &rows[i];
    }
    return NULL;
}

static void
check_value(registry_list list, uint32_t value)
{
    const table_row *expected = scan(list, value);
    const registry_named *found = registry_list_find(list, value);

    if (!expected) {
        assert_null(found);
        return;
    }
    assert_non_null(found);
    assert_int_equal(found->first, expected->first);
    assert_int_equal(found->last, expected->last);
    assert_string_equal(found->name, expected->name);
    assert_string_equal(found->source, expected->source);
}

/* 16 bits hold every number of every list, so the scan is over all of them. */
static void
test_every_value(void **state)
{
    (void)state;
    for (size_t list = 0; list < REGISTRY_LIST_COUNT; list++) {
        for (uint32_t value = 0; value < VALUES; value++)
            check_value((registry_list)list, value);
        check_value((registry_list)list, VALUES);
        check_value((registry_list)list, UINT32_MAX);
    }
}

static void
test_every_row_is_there(void **state)
{
    (void)state;
    size_t count = 0;

    for (size_t list = 0; list < REGISTRY_LIST_COUNT; list++)
        count += registry_lists[list].count;
    assert_int_equal(count, row_count);
}

static void
test_counts_of_the_source(void **state)
{
    (void)state;
    static const struct {
        registry_list list;
        size_t count;
    } expected[] = {
        {REGISTRY_LIST_SAP, 27},          {REGISTRY_LIST_ETHERTYPE, 143},
        {REGISTRY_LIST_IP_PROTOCOL, 96},  {REGISTRY_LIST_IP_VERSION, 16},
        {REGISTRY_LIST_IP_PRECEDENCE, 8}, {REGISTRY_LIST_IP_TOS_DELAY, 2},
        {REGISTRY_LIST_TCP_FLAG, 6},      {REGISTRY_LIST_ARP_OPERATION, 9},
        {REGISTRY_LIST_ICMP_TYPE, 11},    {REGISTRY_LIST_ICMP_CODE, 12},
    };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_int_equal(registry_lists[expected[i].list].count, expected[i].count);
}

static void
test_ends_of_a_range(void **state)
{
    (void)state;
    assert_null(registry_list_find(REGISTRY_LIST_ETHERTYPE, 0x0fff));
    assert_string_equal(registry_list_find(REGISTRY_LIST_ETHERTYPE, 0x1000)->name,
                        "Berkeley Trailer negotiation");
    assert_string_equal(registry_list_find(REGISTRY_LIST_ETHERTYPE, 0x1001)->name,
                        "Berkeley Trailer encapsulation for IP");
    assert_ptr_equal(registry_list_find(REGISTRY_LIST_ETHERTYPE, 0x1001),
                     registry_list_find(REGISTRY_LIST_ETHERTYPE, 0x100f));
    assert_null(registry_list_find(REGISTRY_LIST_ETHERTYPE, 0x1010));
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_value),
        cmocka_unit_test(test_every_row_is_there),
        cmocka_unit_test(test_counts_of_the_source),
        cmocka_unit_test(test_ends_of_a_range),
    };

    if (argc != 2) {
        fputs("usage: test-lists TABLES_DIR\n", stderr);
        return 2;
    }
    read_tables(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
