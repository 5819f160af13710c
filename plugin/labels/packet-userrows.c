/* packet-userrows.c
 * The user's own rows: a table in the preferences and a file of the profile
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both have the columns of tables/ports.tsv and the checks of the build. Rows
 * of the preferences come before those of the file.
 */
#include "compat.h"

#include "labels/packet-userrows.h"

#include <stdio.h>

#include <epan/uat.h>
#include <wsutil/filesystem.h>
#include <wsutil/report_message.h>

#include "registry/registry.h"

/* A record of the preferences, in words as it was entered. */
typedef struct {
    char *first;
    char *last;
    char *transport;
    char *service;
    char *label;
    char *description;
    char *status;
    char *era;
    char *expect;
    char *source;
} preference_row;

static preference_row *preference_rows;
static unsigned preference_row_count;

/* registry_row of each source. Rows that were replaced stay allocated: labels
 * of an open file may still point to their words. */
static GArray *file_rows;
static GArray *pref_rows;

/* Their sum, which the lookup refers to. */
static registry_row *all_rows;

static GArray *
new_rows(void)
{
    return g_array_new(FALSE, FALSE, sizeof(registry_row));
}

static void
use_rows(void)
{
    const size_t prefs_count = pref_rows ? pref_rows->len : 0;
    const size_t file_count = file_rows ? file_rows->len : 0;

    all_rows = g_new0(registry_row, prefs_count + file_count + 1);
    if (prefs_count > 0)
        memcpy(all_rows, pref_rows->data, prefs_count * sizeof *all_rows);
    if (file_count > 0)
        memcpy(all_rows + prefs_count, file_rows->data, file_count * sizeof *all_rows);
    if (!registry_set_user_rows(all_rows, prefs_count + file_count))
        report_warning("Legacy ports: more than %d rows of your own; none of them is used",
                       REGISTRY_USER_ROWS_MAX);
}

/* The line must stay allocated: the row points into it. */
static const char *
parse_row(char *line, registry_row *row)
{
    registry_row_text text;
    const char *reason = registry_row_parse(line, &text);

    if (reason)
        return reason;
    *row = (registry_row){
        .first = text.first,
        .last = text.last,
        .transports = text.transports,
        .status = text.status,
        .era = text.era,
        .service =
            (uint8_t)(text.service ? registry_service_by_id(text.service) : REGISTRY_SERVICE_NONE),
        .label = text.label,
        .description = text.description,
        .expect = text.expect,
        .source = text.source,
        .user = true,
    };
    if (text.service && row->service == REGISTRY_SERVICE_NONE)
        return "service is none of the plugin's; - stands for none";
    return NULL;
}

/* ---- The file ---------------------------------------------------------- */

/* Bad lines that are reported one by one; each is a dialog in the window. */
#define REPORTS_MAX 20u

/* @return false if the line is left out */
static bool
read_line(const char *path, unsigned number, char *line, bool report)
{
    registry_row row;
    const char *reason;

    if (!*line || *line == '#' || strcmp(line, REGISTRY_ROW_HEADER) == 0)
        return true;
    reason = parse_row(line, &row);
    if (!reason && file_rows->len >= REGISTRY_USER_ROWS_MAX)
        reason = "one row too many";
    if (!reason)
        g_array_append_val(file_rows, row);
    else if (report)
        report_warning("%s:%u: %s. The line is left out.", path, number, reason);
    return !reason;
}

static void
read_lines(const char *path, char *text)
{
    unsigned number = 0;
    unsigned left_out = 0;

    for (char *line = text; line;) {
        char *end = strchr(line, '\n');

        if (end)
            *end++ = '\0';
        left_out += !read_line(path, ++number, line, left_out < REPORTS_MAX);
        line = end;
    }
    if (left_out > REPORTS_MAX)
        report_warning("%s: %u more lines are left out.", path, left_out - REPORTS_MAX);
}

static char *
path_of_file(void)
{
    char *path = get_persconffile_path("legacyports.tsv", TRUE);

    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_free(path);
        path = get_persconffile_path("legacyports.tsv", FALSE);
    }
    return path;
}

void
label_userrows_read_file(void)
{
    char *path = path_of_file();
    char *text;
    GError *error = NULL;

    file_rows = new_rows();
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_free(path);
        use_rows();
        return;
    }
    if (!g_file_get_contents(path, &text, NULL, &error)) {
        report_warning("%s cannot be read: %s", path, error->message);
        g_error_free(error);
        g_free(path);
        use_rows();
        return;
    }

    read_lines(path, text);
    g_free(path);
    use_rows();
}

/* ---- The table in the preferences -------------------------------------- */

UAT_CSTRING_CB_DEF(row, first, preference_row)
UAT_CSTRING_CB_DEF(row, last, preference_row)
UAT_CSTRING_CB_DEF(row, transport, preference_row)
UAT_CSTRING_CB_DEF(row, service, preference_row)
UAT_CSTRING_CB_DEF(row, label, preference_row)
UAT_CSTRING_CB_DEF(row, description, preference_row)
UAT_CSTRING_CB_DEF(row, status, preference_row)
UAT_CSTRING_CB_DEF(row, era, preference_row)
UAT_CSTRING_CB_DEF(row, expect, preference_row)
UAT_CSTRING_CB_DEF(row, source, preference_row)

static char *
line_of_row(const preference_row *row)
{
    return g_strjoin("\t", row->first, row->last, row->transport, row->service, row->label,
                     row->description, row->status, row->era, row->expect, row->source, NULL);
}

static void *
copy_row(void *to, const void *from, size_t size _U_)
{
    const preference_row *source = (const preference_row *)from;
    preference_row *row = (preference_row *)to;

    *row = (preference_row){
        .first = g_strdup(source->first),
        .last = g_strdup(source->last),
        .transport = g_strdup(source->transport),
        .service = g_strdup(source->service),
        .label = g_strdup(source->label),
        .description = g_strdup(source->description),
        .status = g_strdup(source->status),
        .era = g_strdup(source->era),
        .expect = g_strdup(source->expect),
        .source = g_strdup(source->source),
    };
    return to;
}

static void
free_row(void *record)
{
    preference_row *row = (preference_row *)record;

    g_free(row->first);
    g_free(row->last);
    g_free(row->transport);
    g_free(row->service);
    g_free(row->label);
    g_free(row->description);
    g_free(row->status);
    g_free(row->era);
    g_free(row->expect);
    g_free(row->source);
}

static compat_bool
check_row(void *record, char **error)
{
    char *line = line_of_row((const preference_row *)record);
    registry_row row;
    const char *reason = parse_row(line, &row);

    *error = reason ? g_strdup(reason) : NULL;
    g_free(line);
    return !reason;
}

static void
take_rows(void)
{
    pref_rows = new_rows();
    for (unsigned i = 0; i < preference_row_count; i++) {
        registry_row row;

        if (!parse_row(line_of_row(&preference_rows[i]), &row))
            g_array_append_val(pref_rows, row);
    }
    use_rows();
}

static void
forget_rows(void)
{
    pref_rows = new_rows();
    use_rows();
}

void
label_userrows_register_preferences(module_t *module)
{
    static uat_field_t fields[] = {
        UAT_FLD_CSTRING(row, first, "First Port", "First port of the range"),
        UAT_FLD_CSTRING(row, last, "Last Port", "Last port of the range"),
        UAT_FLD_CSTRING(row, transport, "Transport",
                        "tcp, udp, sctp, dccp, by comma, or - for all"),
        UAT_FLD_CSTRING(row, service, "Service", "A service id of the plugin's, or -"),
        UAT_FLD_CSTRING(row, label, "Label",
                        "What the label says, at most 60 characters; - where a service is named"),
        UAT_FLD_CSTRING(row, description, "Description", "More about it, or -"),
        UAT_FLD_CSTRING(row, status, "Status", "Official, Unofficial, Unassigned or Reserved"),
        UAT_FLD_CSTRING(row, era, "Era", "legacy, current or unknown"),
        UAT_FLD_CSTRING(row, expect, "Expect",
                        "Filter names of protocols that confirm it, by comma, or -"),
        UAT_FLD_CSTRING(row, source, "Source", "Who says so, as id:place"),
        UAT_END_FIELDS,
    };
    uat_t *uat = uat_new("Legacy Ports of Your Own", sizeof(preference_row), "legacyports_rows",
                         TRUE, &preference_rows, &preference_row_count, UAT_AFFECTS_DISSECTION,
                         NULL, copy_row, check_row, free_row, take_rows, forget_rows, fields);

    /* Wireshark ignores -o NAME:VALUE of a table without a word. The name that a person would try
     * is refused instead; the table itself is given by -o uat:legacyports_rows:ROW. */
    prefs_register_obsolete_preference(module, "rows");
    prefs_register_uat_preference(module, "own_rows", "Rows of your own",
                                  "Ports to label, with the columns of tables/ports.tsv. A row "
                                  "here beats a shipped one, which stays as an alternative.",
                                  uat);
}
