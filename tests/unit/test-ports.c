/* test-ports.c
 * The generated lookup against ports.tsv itself
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * usage: test-ports PORTS_TSV
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "registry/registry.h"

enum { ROWS_MAX = 8192, LINE_MAX_BYTES = 4096 };

static registry_row_text rows[ROWS_MAX];
static size_t row_count;

static void
read_rows(const char *path)
{
    char line[LINE_MAX_BYTES];
    FILE *file = fopen(path, "r");
    int in_rows = 0;

    if (!file) {
        fprintf(stderr, "test-ports: cannot open %s\n", path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (in_rows) {
            char *kept = malloc(strlen(line) + 1);

            if (!kept || row_count == ROWS_MAX)
                exit(1);
            memcpy(kept, line, strlen(line) + 1);
            if (registry_row_parse(kept, &rows[row_count++])) {
                fprintf(stderr, "test-ports: bad row: %s\n", line);
                exit(1);
            }
        }
        in_rows = in_rows || strcmp(line, REGISTRY_ROW_HEADER) == 0;
    }
    fclose(file);
}

static bool
row_has(const registry_row_text *row, registry_transport transport, uint16_t port)
{
    return port >= row->first && port <= row->last &&
           (row->transports == 0 || row->transports & 1U << transport);
}

static bool
set_has(const registry_port *set, size_t index)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->rows[i] == index)
            return true;
    }
    return false;
}

/* The whole truth of one key, by a naive scan. */
static void
check_key(registry_transport transport, uint16_t port)
{
    const registry_port set = registry_find(transport, port);
    size_t expected = 0;

    for (size_t i = 0; i < row_count; i++) {
        const bool has = row_has(&rows[i], transport, port);

        expected += has;
        if (set_has(&set, i) != has)
            fail_msg("row %zu, %s port %u", i, registry_transport_name(transport), port);
    }
    assert_int_equal(set.count, expected);
}

static void
test_rows_are_the_table(void **state)
{
    (void)state;
    assert_int_equal(registry_row_count, row_count);
    for (size_t i = 0; i < row_count; i++) {
        const registry_row *row = registry_row_at((uint16_t)i);

        assert_int_equal(row->first, rows[i].first);
        assert_int_equal(row->last, rows[i].last);
        assert_int_equal(row->transports, rows[i].transports);
        assert_int_equal(row->status, rows[i].status);
        assert_int_equal(row->era, rows[i].era);
        assert_string_equal(row->label ? row->label : "-", rows[i].label ? rows[i].label : "-");
        assert_string_equal(row->description ? row->description : "-",
                            rows[i].description ? rows[i].description : "-");
        assert_string_equal(row->source, rows[i].source);
        assert_string_equal(row->expect ? row->expect : "-", rows[i].expect ? rows[i].expect : "-");
        assert_string_equal(registry_services[row->service].id,
                            rows[i].service ? rows[i].service : "");
    }
}

/* Both ends of each row's range, and one off. */
static void
test_ends_of_ranges(void **state)
{
    (void)state;
    for (size_t i = 0; i < row_count; i++) {
        for (unsigned transport = 0; transport < REGISTRY_TRANSPORTS; transport++) {
            check_key((registry_transport)transport, rows[i].first);
            check_key((registry_transport)transport, rows[i].last);
            check_key((registry_transport)transport, (uint16_t)(rows[i].first - 1));
            check_key((registry_transport)transport, (uint16_t)(rows[i].last + 1));
        }
    }
}

static void
test_random_keys(void **state)
{
    (void)state;
    uint32_t seed = 12345;

    for (int i = 0; i < 20000; i++) {
        seed = seed * 1664525 + 1013904223;
        check_key((registry_transport)(seed >> 30), (uint16_t)(seed >> 8));
    }
}

static bool
names_nothing(const registry_row *row)
{
    return row->status == REGISTRY_STATUS_UNASSIGNED || row->status == REGISTRY_STATUS_RESERVED;
}

/* The order that ports.h promises, for each neighbouring pair of each set. */
static void
test_order(void **state)
{
    (void)state;
    for (unsigned key = 0; key < (unsigned)REGISTRY_TRANSPORTS << 16; key++) {
        const registry_port set = registry_find((registry_transport)(key >> 16), (uint16_t)key);

        for (size_t i = 1; i < set.count; i++) {
            const registry_row *a = registry_row_at(set.rows[i - 1]);
            const registry_row *b = registry_row_at(set.rows[i]);

            if ((a->service != 0) != (b->service != 0)) {
                assert_true(a->service != 0);
                continue;
            }
            if (names_nothing(a) != names_nothing(b)) {
                assert_false(names_nothing(a));
                continue;
            }
            assert_true(a->last - a->first <= b->last - b->first);
        }
    }
}

static void
test_port_with_many_rows(void **state)
{
    (void)state;
    const registry_port set = registry_find(REGISTRY_TCP, 1994);

    assert_true(set.count >= 3);
    for (size_t i = 0; i < set.count; i++)
        assert_int_equal(registry_row_at(set.rows[i])->service, REGISTRY_SERVICE_STUN_PORT);
    assert_int_equal(registry_find(REGISTRY_TCP, 45001).count, 0);
}

static size_t
count_rows(const char *source, registry_status status)
{
    size_t count = 0;

    for (size_t i = 0; i < row_count; i++)
        count += rows[i].status == status && strncmp(rows[i].source, source, strlen(source)) == 0;
    return count;
}

/* The encyclopedia's list has 561 Official rows; 14 of them say Reserved or Unassigned. */
static void
test_counts_of_sources(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        size_t official, unofficial, unassigned, reserved;
    } expected[] = {
        {"page-9988:", 0, 3, 1, 0}, {"ports-0-1023:", 345, 4, 51, 7},
        {"page-1992:", 5, 0, 0, 0}, {"wikipedia-2011:", 561 - 14, 585, 8, 6},
        {"iana:", 46, 0, 0, 0},
    };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const char *source = expected[i].source;

        assert_int_equal(count_rows(source, REGISTRY_STATUS_OFFICIAL), expected[i].official);
        assert_int_equal(count_rows(source, REGISTRY_STATUS_UNOFFICIAL), expected[i].unofficial);
        assert_int_equal(count_rows(source, REGISTRY_STATUS_UNASSIGNED), expected[i].unassigned);
        assert_int_equal(count_rows(source, REGISTRY_STATUS_RESERVED), expected[i].reserved);
    }
}

static void
test_services_of_families(void **state)
{
    (void)state;
    assert_int_equal(registry_service_of_family(REGISTRY_TCP, 1992, REGISTRY_FAMILY_CISCO_STUN),
                     REGISTRY_SERVICE_STUN_P3);
    assert_int_equal(registry_service_of_family(REGISTRY_UDP, 1992, REGISTRY_FAMILY_IPSENDMSG),
                     REGISTRY_SERVICE_IPSENDMSG);
    assert_int_equal(registry_service_of_family(REGISTRY_TCP, 1989, REGISTRY_FAMILY_MHSNET),
                     REGISTRY_SERVICE_MSHNET);
    assert_int_equal(registry_service_of_family(REGISTRY_TCP, 1990, REGISTRY_FAMILY_MHSNET),
                     REGISTRY_SERVICE_NONE);
    assert_int_equal(registry_service_of_family(REGISTRY_TCP, 45001, REGISTRY_FAMILY_MHSNET),
                     REGISTRY_SERVICE_NONE);
    assert_int_equal(
        registry_service_of_ports(REGISTRY_TCP, 1994, 1992, REGISTRY_FAMILY_CISCO_STUN),
        REGISTRY_SERVICE_STUN_P3);
    assert_int_equal(
        registry_service_of_ports(REGISTRY_TCP, 1992, 45001, REGISTRY_FAMILY_CISCO_STUN),
        REGISTRY_SERVICE_STUN_P3);
    assert_int_equal(
        registry_service_of_ports(REGISTRY_TCP, 45001, 1992, REGISTRY_FAMILY_CISCO_STUN),
        REGISTRY_SERVICE_STUN_P3);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_the_table),  cmocka_unit_test(test_ends_of_ranges),
        cmocka_unit_test(test_random_keys),         cmocka_unit_test(test_order),
        cmocka_unit_test(test_port_with_many_rows), cmocka_unit_test(test_services_of_families),
        cmocka_unit_test(test_counts_of_sources),
    };

    if (argc != 2) {
        fputs("usage: test-ports PORTS_TSV\n", stderr);
        return 2;
    }
    read_rows(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
