/* fuzz-tables.c
 * tablegen, fed with tables
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte of an input chooses a file of the tables, the rest takes its
 * place; the other files hold the least that tablegen takes. tablegen ends at
 * the first thing that is wrong and leaves its memory to the system. So its
 * files are compiled with these functions in place of exit() and the
 * allocator: here it returns, and the memory is freed.
 */
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "write.h"
#include "registry/rows.h"

#define BLOCKS_MAX 100000
#define PATH_SIZE 256

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
_Noreturn void fuzz_exit(int status);
void *fuzz_calloc(size_t count, size_t size);
void *fuzz_realloc(void *old, size_t size);
void fuzz_free(void *block);

typedef struct {
    const char *name;
    const char *text;
} table;

#define NO_NAMES "list\tfirst\tlast\tname\tsource\n"

static const table tables[] = {
    {"SOURCES.md", "| `rfc1` | RFC 1 | - | a |\n| `mine` | my list | - | b |\n"},
    {"families.tsv", "family\tname\tarticle\tanywhere\tkin\tsource\n"
                     "cisco-stun\tCisco STUN\ta\tstun\t-\tmine:1\n"},
    {"services.tsv", "service\tfamily\tfocus\tlabel\tbrief\tpriority\tqueue\tlevel\tsource\n"
                     "stun\tcisco-stun\tyes\tCisco STUN\tSTUN\t-\t-\t-\tmine:1\n"},
    {"ports.tsv",
     REGISTRY_ROW_HEADER "\n"
                         "1990\t1990\ttcp\tstun\t-\tCisco STUN\tOfficial\tlegacy\t-\tmine:1\n"},
    {"names.tsv", NO_NAMES "colours\t1\t1\tred\tmine:1\n"},
    {"arpops.tsv", NO_NAMES},
    {"ethertypes.tsv", NO_NAMES},
    {"icmptypes.tsv", NO_NAMES},
    {"ipprotocols.tsv", NO_NAMES},
    {"iptos.tsv", NO_NAMES},
    {"ipversions.tsv", NO_NAMES},
    {"layers.tsv", NO_NAMES},
    {"saps.tsv", NO_NAMES},
    {"tcpflags.tsv", NO_NAMES},
};

enum { TABLES = sizeof tables / sizeof *tables, TABLES_TO_CHANGE = 5 };

static char folder[] = "/tmp/lp-fuzz-tables-XXXXXX";
static char output[sizeof folder + 8];
static jmp_buf at_exit;
static void *blocks[BLOCKS_MAX];
static size_t block_count;

void
fuzz_exit(int status)
{
    longjmp(at_exit, status + 1);
}

static void *
keep(void *block)
{
    if (!block || block_count == BLOCKS_MAX)
        abort();
    return blocks[block_count++] = block;
}

void *
fuzz_calloc(size_t count, size_t size)
{
    return keep(calloc(count, size));
}

void *
fuzz_realloc(void *old, size_t size)
{
    for (size_t i = block_count; i-- > 0;) {
        if (blocks[i] == old)
            return blocks[i] = realloc(old, size);
    }
    return keep(realloc(old, size));
}

void
fuzz_free(void *block)
{
    for (size_t i = block_count; block && i-- > 0;) {
        if (blocks[i] == block)
            blocks[i] = NULL;
    }
    free(block);
}

static void
write_table(const char *name, const void *text, size_t length)
{
    char path[PATH_SIZE];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (!file || fwrite(text, 1, length, file) != length || fclose(file) != 0)
        abort();
}

static void
clean_up(void)
{
    static const char *const written[] = {"registry-names.c", "registry-names.h",
                                          "registry-services.h", "registry-tables.c",
                                          "registry-tables.h"};
    char path[PATH_SIZE];

    for (size_t i = 0; i < TABLES; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, tables[i].name);
        unlink(path);
    }
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        snprintf(path, sizeof path, "%s/%s", output, written[i]);
        unlink(path);
    }
    rmdir(output);
    rmdir(folder);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    if (!mkdtemp(folder))
        abort();
    snprintf(output, sizeof output, "%s/out", folder);
    if (mkdir(output, 0700) != 0)
        abort();
    atexit(clean_up);
    for (size_t i = 0; i < TABLES; i++)
        write_table(tables[i].name, tables[i].text, strlen(tables[i].text));
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const table *changed;

    if (length == 0)
        return 0;
    changed = &tables[bytes[0] % TABLES_TO_CHANGE];
    write_table(changed->name, bytes + 1, length - 1);
    if (setjmp(at_exit) == 0) {
        const model read = model_read(folder);

        write_tables(&read, output);
    }
    while (block_count > 0)
        free(blocks[--block_count]);
    write_table(changed->name, changed->text, strlen(changed->text));
    return 0;
}
