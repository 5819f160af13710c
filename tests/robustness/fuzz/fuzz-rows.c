/* fuzz-rows.c
 * The reader of legacyports.tsv, fed with text
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each input is put where the plugin looks for the user's rows, and read. What
 * then is looked up is read to its last letter. The reader keeps replaced rows
 * on purpose, so memory grows: run.sh bounds the number of runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compat.h"

#include <wsutil/privileges.h>
#include <wsutil/report_message.h>

#include "labels/packet-userrows.h"
#include "registry/registry.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static char folder[] = "/tmp/lp-fuzz-rows-XXXXXX";
static char path[sizeof folder + 20];
static volatile size_t letters;

static void G_GNUC_PRINTF(1, 0) say_nothing(const char *format, va_list arguments)
{
    char *text = g_strdup_vprintf(format, arguments);

    letters += strlen(text);
    g_free(text);
}

static void
clean_up(void)
{
    unlink(path);
    rmdir(folder);
}

int
LLVMFuzzerInitialize(int *argc _U_, char ***argv _U_)
{
    static const struct report_message_routines routines = {
        .vreport_failure = say_nothing,
        .vreport_warning = say_nothing,
    };

    if (!mkdtemp(folder))
        exit(EXIT_FAILURE);
    snprintf(path, sizeof path, "%s/legacyports.tsv", folder);
    atexit(clean_up);
    /* Who does not say which program it is is taken for Logray by Wireshark 4.0. */
    setenv("WIRESHARK_CONFIG_DIR", folder, 1);
    setenv("LOGRAY_CONFIG_DIR", folder, 1);
    init_process_policies();
    init_report_message("fuzz-rows", &routines);
    return 0;
}

static void
read_row(const registry_row *row)
{
    letters += strlen(row->source);
    if (row->label)
        letters += strlen(row->label);
    if (row->description)
        letters += strlen(row->description);
    if (row->expect)
        letters += strlen(row->expect);
    letters += strlen(registry_status_name((registry_status)row->status)) +
               strlen(registry_era_name((registry_era)row->era));
    if (row->first > row->last || row->service >= REGISTRY_SERVICE_COUNT)
        abort();
}

/* A row of the user's must come up on the first and on the last of its ports. */
static void
find_row(uint16_t index)
{
    const registry_row *row = registry_row_at(index);

    for (unsigned transport = 0; transport < REGISTRY_TRANSPORTS; transport++) {
        const registry_port set = registry_find((registry_transport)transport, row->last);
        bool found = false;

        if (row->transports != 0 && !(row->transports & 1U << transport))
            continue;
        for (size_t i = 0; i < set.count; i++) {
            read_row(registry_row_at(set.rows[i]));
            found = found || set.rows[i] == index;
        }
        if (!found || !registry_row_at(set.rows[0])->user)
            abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        exit(EXIT_FAILURE);
    label_userrows_read_file();
    for (size_t i = registry_row_count; i < registry_row_total(); i++)
        find_row((uint16_t)i);
    return 0;
}
