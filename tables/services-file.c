/* services-file.c
 * The names of the services for Wireshark's file of port names
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Other ports are left out: a line here replaces the name that Wireshark has,
 * and of those we know no better one.
 */
#include "services-file.h"

#include <stdio.h>
#include <string.h>

#include "verdict/label.h"
#include "registry/registry.h"

#define NAME_MAX_BYTES 128

/* IANA's name of a row, from a source such as "iana:nsesrvr"; NULL for other sources. */
static const char *
iana_name(const registry_row *row)
{
    static const char prefix[] = "iana:";

    return strncmp(row->source, prefix, sizeof prefix - 1) == 0 ? row->source + sizeof prefix - 1
                                                                : NULL;
}

static void
add_name(char *names, const char *name)
{
    const size_t length = strlen(names);

    snprintf(names + length, NAME_MAX_BYTES - length, "%s%s", length > 0 ? "|" : "", name);
}

/* Writes all names of a port, ours first; nothing if none of them is ours. */
static void
port_names(registry_transport transport, uint16_t port, char names[NAME_MAX_BYTES])
{
    const registry_port set = registry_find(transport, port);
    uint32_t seen = 0;

    names[0] = '\0';
    for (size_t i = 0; i < set.count; i++) {
        const uint8_t service = registry_row_at(set.rows[i])->service;

        if (service == REGISTRY_SERVICE_NONE || seen & UINT32_C(1) << service)
            continue;
        seen |= UINT32_C(1) << service;
        add_name(names, registry_services[service].id);
    }
    for (size_t i = 0; seen != 0 && i < set.count; i++) {
        const registry_row *row = registry_row_at(set.rows[i]);

        if (row->service == REGISTRY_SERVICE_NONE && iana_name(row))
            add_name(names, iana_name(row));
    }
}

/* Prints the label of a port for which nothing but the number speaks. */
static void
print_label(registry_transport transport, uint16_t port)
{
    const verdict_state nothing = {.evidence = VERDICT_EVIDENCE_PORT};
    const registry_port rows = registry_find(transport, port);
    const verdict_label label = verdict_decide(transport, port, &rows, &nothing);
    char text[VERDICT_TEXT_MAX];

    verdict_label_text(&label, &rows, text);
    printf("\t# %s\n", text);
}

static void
print_port(uint16_t port)
{
    for (unsigned transport = 0; transport < REGISTRY_TRANSPORTS; transport++) {
        char names[NAME_MAX_BYTES];

        port_names((registry_transport)transport, port, names);
        if (names[0] == '\0')
            continue;
        printf("%s\t%u/%s", names, port, registry_transport_name((registry_transport)transport));
        print_label((registry_transport)transport, port);
    }
}

void
print_services_file(void)
{
    puts("# Names of the services on legacy and unofficial ports, with their alternatives\n"
         "# SPDX-License-Identifier: GPL-2.0-or-later\n"
         "# Made from tables/ports.tsv of legacyports by: legacyports-tables --services");
    for (unsigned port = 0; port <= UINT16_MAX; port++)
        print_port((uint16_t)port);
}
