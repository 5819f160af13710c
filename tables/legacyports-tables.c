/* legacyports-tables.c
 * Prints the tables that the plugin holds, for a person to search
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "registry/registry.h"
#include "services-file.h"

static const char usage[] =
    "usage: legacyports-tables [KIND] [NUMBER] | --sources | --services | --version | --help\n"
    "\n"
    "Prints the tables of the legacyports plugin as tab-separated columns, a row for\n"
    "each statement of a source: all of them, those of one kind (port, ethertype,\n"
    "sap, ip_protocol, ...), or those that hold a number (1992, 0x6003). A number\n"
    "without a kind is a port. The last column is id:place, a document and the place\n"
    "in it.\n"
    "\n"
    "  --sources   print the documents instead: id, name, address if it has one\n"
    "  --services  print a file of port names for Wireshark instead, which goes into\n"
    "              a configuration profile under the name services\n"
    "  --version   print the version\n"
    "  -h, --help  print this help\n"
    "\n"
    "Exits with 1 if no row matches, with 2 if the request makes no sense.\n";

/* What to print. */
typedef struct {
    const char *kind; /* NULL for every kind */
    bool one;         /* only what holds number */
    uint32_t number;
} request;

static bool
wanted(const request *asked, const char *kind, uint32_t first, uint32_t last)
{
    return (!asked->kind || strcmp(asked->kind, kind) == 0) &&
           (!asked->one || (asked->number >= first && asked->number <= last));
}

static void
print_transports(unsigned transports)
{
    const char *separator = "";

    if (transports == 0)
        fputs("-", stdout);
    for (unsigned i = 0; i < REGISTRY_TRANSPORTS; i++) {
        if (!(transports & 1U << i))
            continue;
        printf("%s%s", separator, registry_transport_name((registry_transport)i));
        separator = ",";
    }
}

static size_t
print_ports(const request *asked)
{
    size_t printed = 0;

    for (size_t i = 0; i < registry_row_count; i++) {
        const registry_row *row = &registry_rows[i];
        const char *service = registry_services[row->service].id;

        if (!wanted(asked, "port", row->first, row->last))
            continue;
        printf("port\t%u\t%u\t", row->first, row->last);
        print_transports(row->transports);
        printf("\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", service[0] ? service : "-",
               row->label ? row->label : "-", row->description ? row->description : "-",
               registry_status_name((registry_status)row->status),
               registry_era_name((registry_era)row->era), row->expect ? row->expect : "-",
               row->source);
        printed++;
    }
    return printed;
}

static size_t
print_list(const request *asked, const registry_list_info *list)
{
    size_t printed = 0;

    for (size_t i = 0; i < list->count; i++) {
        const registry_named *row = &list->rows[i];

        if (!wanted(asked, list->id, row->first, row->last))
            continue;
        printf("%s\t%u\t%u\t-\t-\t%s\t-\t-\t-\t-\t%s\n", list->id, row->first, row->last, row->name,
               row->source);
        printed++;
    }
    return printed;
}

static bool
is_kind(const char *text)
{
    if (strcmp(text, "port") == 0)
        return true;
    for (size_t i = 0; i < REGISTRY_LIST_COUNT; i++) {
        if (strcmp(text, registry_lists[i].id) == 0)
            return true;
    }
    return false;
}

static bool
parse_number(const char *text, uint32_t *number)
{
    char *end;

    errno = 0;
    const unsigned long long value = strtoull(text, &end, 0);
    if (text[0] < '0' || text[0] > '9' || *end || errno != 0 || value > UINT32_MAX)
        return false;
    *number = (uint32_t)value;
    return true;
}

static bool
parse_request(int argc, char **argv, request *asked)
{
    int next = 1;

    if (next < argc && is_kind(argv[next]))
        asked->kind = argv[next++];
    if (next < argc) {
        asked->one = parse_number(argv[next++], &asked->number);
        if (!asked->one)
            return false;
        if (!asked->kind)
            asked->kind = "port";
    }
    return next == argc;
}

static void
print_sources(void)
{
    puts("source\tname\taddress");
    for (size_t i = 0; i < registry_source_count; i++) {
        const registry_source *source = &registry_sources[i];

        printf("%s\t%s\t%s\n", source->id, source->name, source->address ? source->address : "-");
    }
}

/* Returns the status to exit with: what was printed must have got through. */
static int
finish(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fputs("legacyports-tables: cannot write\n", stderr);
    return 2;
}

int
main(int argc, char **argv)
{
    request asked = {NULL, false, 0};

    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return finish(0);
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("legacyports " LEGACYPORTS_VERSION);
        return finish(0);
    }
    if (argc == 2 && strcmp(argv[1], "--sources") == 0) {
        print_sources();
        return finish(0);
    }
    if (argc == 2 && strcmp(argv[1], "--services") == 0) {
        print_services_file();
        return finish(0);
    }
    if (!parse_request(argc, argv, &asked)) {
        fputs(usage, stderr);
        return 2;
    }

    printf("kind\t%s\n", REGISTRY_ROW_HEADER);
    size_t printed = print_ports(&asked);
    for (size_t i = 0; i < REGISTRY_LIST_COUNT; i++)
        printed += print_list(&asked, &registry_lists[i]);
    return finish(printed > 0 ? 0 : 1);
}
