/* fuzz-dissect.c
 * The plugin inside libwireshark, fed with scripts of packets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * environment:
 *     LP_FUZZ_PLUGIN   path of legacyports.so, built with -fsanitize=fuzzer-no-link
 *     LP_FUZZ_TARGET   which ports; the names are in script.c
 *
 * Every script is dissected twice over, as tshark -2 and Wireshark do it:
 * without a tree and with one, in the order that the script wants, with the
 * plugin's statistics listening. Some scripts ask for both orders; then every
 * conversation must end with the same label, since nobody's label may depend on
 * whether somebody looked at the details.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compat.h"

#include <epan/column.h>
#include <epan/column-info.h>
#include <epan/epan.h>
#include <epan/epan_dissect.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>
#include <wiretap/wtap.h>
#include <wsutil/privileges.h>
#include <wsutil/report_message.h>

#include "labels/labelled.h"
#include "script.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
/* LeakSanitizer's: what is allocated in between is not a leak. */
void __lsan_disable(void);
void __lsan_enable(void);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#define CONVERSATIONS_MAX 64

static const char *target;
static column_info columns;
static nstime_t now = {1000000000, 0};

/* What the label layer says at the end of a pass of each conversation, by its number. */
typedef struct {
    size_t count;
    char *texts[CONVERSATIONS_MAX];
    verdict_evidence evidence[CONVERSATIONS_MAX];
} labels;

static labels heard;

/*
 * Wireshark reads its lists of names, of manufacturers above all, anew for each
 * file that it opens, which takes a hundred times as long as a script. Here
 * there are none: this takes the place of the C library's function.
 */

WS_DLL_PUBLIC FILE *fopen(const char *path, const char *mode);

FILE *
fopen(const char *path, const char *mode)
{
    static FILE *(*really)(const char *, const char *);
    static const char *const lists[] = {"/manuf", "/services", "/enterprises.tsv", "/wka"};

    for (size_t i = 0; i < array_length(lists); i++) {
        if (g_str_has_suffix(path, lists[i])) {
            errno = ENOENT;
            return NULL;
        }
    }
    if (!really)
        *(void **)&really = dlsym(RTLD_NEXT, "fopen");
    return really(path, mode);
}

/* ---- What tshark would be ----------------------------------------------- */

static void G_GNUC_PRINTF(1, 0) say(const char *format, va_list arguments)
{
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

static void
say_open(const char *path, int error, compat_bool for_writing)
{
    fprintf(stderr, "%s: %s (%d)\n", path, g_strerror(error), for_writing);
}

static void
say_file(const char *path, int error)
{
    fprintf(stderr, "%s: %s\n", path, g_strerror(error));
}

/*
 * A dissector's bug ends the run, unless it is one of Wireshark 4.0.17's own that
 * damaged TLS and TCP find without the plugin as well.
 */
static void G_GNUC_PRINTF(7, 0)
    hear_log(const char *domain _U_, enum ws_log_level level _U_, struct timespec timestamp _U_,
             const char *file _U_, long line _U_, const char *function _U_, const char *format,
             va_list arguments, void *data _U_)
{
    static const char *const known[] = {
        "packet-tls.c:2386:", "packet-tls.c:2513:", "packet-tcp.c:7206:"};
    char *text = g_strdup_vprintf(format, arguments);
    bool expected = !strstr(text, "issector bug");

    for (size_t i = 0; i < array_length(known); i++)
        expected = expected || strstr(text, known[i]);
    if (!expected) {
        fprintf(stderr, "%s\n", text);
        abort();
    }
    g_free(text);
}

static const nstime_t *
frame_time(struct packet_provider_data *provider _U_, uint32_t number _U_)
{
    return &now;
}

static tap_packet_status
hear_nothing(void *data _U_, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
             const void *tapped _U_, tap_flags_t flags _U_)
{
    return TAP_PACKET_DONT_REDRAW;
}

static tap_packet_status
hear_label(void *data _U_, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *tapped,
           tap_flags_t flags _U_)
{
    const label_conversation *conversation = ((const label_tap_info *)tapped)->conversation;
    const uint32_t number = conversation->number;

    if (number >= CONVERSATIONS_MAX)
        return TAP_PACKET_DONT_REDRAW;
    g_free(heard.texts[number]);
    heard.texts[number] = g_strdup(conversation->text);
    heard.evidence[number] = conversation->verdict.evidence;
    heard.count = MAX(heard.count, number + 1);
    return TAP_PACKET_DONT_REDRAW;
}

static void
listen_to(const char *tap, tap_packet_cb packet)
{
    static int listener;
    GString *error =
        register_tap_listener(tap, &listener, NULL, TL_REQUIRES_NOTHING, NULL, packet, NULL, NULL);

    if (error)
        g_string_free(error, TRUE);
}

static void
reset_table(void *data)
{
    reset_stat_table(((stat_data_t *)data)->stat_tap_data);
}

/* A table in the manner of tshark -z; only ours are wanted. */
static compat_bool
start_table(const void *key _U_, void *value, void *unused _U_)
{
    stat_tap_table_ui *table = (stat_tap_table_ui *)value;
    stat_data_t *data = g_new0(stat_data_t, 1);
    GString *error;

    data->stat_tap_data = table;
    if (strcmp(table->tap_name, "legacyport") != 0 && strcmp(table->tap_name, "mhsnet") != 0)
        return FALSE;
    table->stat_tap_init_cb(table);
    error = register_tap_listener(table->tap_name, data, NULL, TL_REQUIRES_NOTHING, reset_table,
                                  table->packet_func, NULL, NULL);
    if (error)
        g_string_free(error, TRUE);
    return FALSE;
}

static void
start_statistics(void)
{
    static tap_reg_t none[] = {{NULL, NULL}};

    register_all_tap_listeners(none);
    stat_tap_iterate_tables(start_table, NULL);
    process_stat_cmd_arg("legacyport,conv");
    start_requested_stats();
    listen_to("legacyport", hear_label);
    listen_to("ciscostun", hear_nothing);
    listen_to("Cisco STUN SDLC", hear_nothing);
    listen_to("eo_mhsnet", hear_nothing);
}

static void
load_plugin(void)
{
    const char *path = getenv("LP_FUZZ_PLUGIN");
    void *plugin = path ? dlopen(path, RTLD_NOW) : NULL;
    void (*enter)(void);

    if (!plugin) {
        fprintf(stderr, "LP_FUZZ_PLUGIN: %s\n", path ? dlerror() : "is not set");
        exit(EXIT_FAILURE);
    }
    *(void **)&enter = dlsym(plugin, "plugin_register");
    enter();
}

/*
 * Wireshark's other heuristics would be fuzzed too, and some break its rules:
 * Ceph's and JXTA's ask for more bytes and decline. The ones that say what the
 * payload is instead of ours stay.
 */
static void
choose_heuristic(const char *table _U_, heur_dtbl_entry_t *entry, void *data _U_)
{
    static const char *const wanted[] = {"bstun",      "ciscostun", "ibmlmt", "ipsendmsg",
                                         "legacyport", "mhsnet",    "http",   "tls"};

    for (size_t i = 0; i < array_length(wanted); i++) {
        if (g_str_has_prefix(entry->short_name, wanted[i]))
            return;
    }
    entry->enabled = FALSE;
}

int
LLVMFuzzerInitialize(int *argc _U_, char ***argv _U_)
{
    static const struct report_message_routines routines = {
        .vreport_failure = say,
        .vreport_warning = say,
        .report_open_failure = say_open,
        .report_read_failure = say_file,
        .report_write_failure = say_file,
    };
    static script none;
    e_prefs *settings;

    target = getenv("LP_FUZZ_TARGET");
    if (!target || !script_read(target, NULL, 0, &none)) {
        fprintf(stderr, "LP_FUZZ_TARGET: %s\n", target ? "no such target" : "is not set");
        exit(EXIT_FAILURE);
    }
    __lsan_disable();
    setenv("WIRESHARK_DEBUG_WMEM_OVERRIDE", "simple", 1);
    setenv("G_SLICE", "always-malloc", 1);
    setenv("WIRESHARK_CONFIG_DIR", "/nonexistent", 1);
    ws_log_set_level(LOG_LEVEL_WARNING);
    ws_log_set_writer(hear_log);
    init_process_policies();
    init_report_message("fuzz-dissect", &routines);
    wtap_init(FALSE);
    load_plugin();
    if (!epan_init(NULL, NULL, FALSE))
        exit(EXIT_FAILURE);
    settings = epan_load_settings();
    prefs_apply_all();
    heur_dissector_table_foreach("tcp", choose_heuristic, NULL);
    heur_dissector_table_foreach("udp", choose_heuristic, NULL);
    build_column_format_array(&columns, settings->num_cols, TRUE);
    start_statistics();
    if (!freopen("/dev/null", "w", stdout))
        exit(EXIT_FAILURE);
    __lsan_enable();
    return 0;
}

/* ---- One script ---------------------------------------------------------- */

static void
set_record(wtap_rec *record, const script *s, const script_packet *packet)
{
    memset(record, 0, sizeof *record);
    record->rec_type = REC_TYPE_PACKET;
    record->presence_flags = WTAP_HAS_TS | WTAP_HAS_CAP_LEN;
    record->ts = now;
    record->rec_header.packet_header.caplen = (uint32_t)packet->captured;
    record->rec_header.packet_header.len = (uint32_t)packet->length;
    record->rec_header.packet_header.pkt_encap =
        s->ethernet ? WTAP_ENCAP_ETHERNET : WTAP_ENCAP_RAW_IP;
}

static void
dissect_packet(epan_dissect_t *edt, const script *s, const script_packet *packet, frame_data *fd)
{
    /* A copy of its own, so that a read behind the end is seen. */
    uint8_t *bytes = (uint8_t *)g_memdup2(packet->bytes, packet->captured);
    tvbuff_t *tvb = tvb_new_real_data(bytes, (unsigned)packet->captured, (int)packet->length);
    wtap_rec record;

    set_record(&record, s, packet);
    tap_build_interesting(edt);
    epan_dissect_run_with_taps(edt, WTAP_FILE_TYPE_SUBTYPE_UNKNOWN, &record, tvb, fd, &columns);
    frame_data_set_after_dissect(fd, &(uint32_t){0});
    epan_dissect_reset(edt);
    g_free(bytes);
}

static void
run_pass(epan_t *session, const script *s, frame_data *frames, bool tree)
{
    epan_dissect_t *edt = epan_dissect_new(session, tree, tree);

    reset_tap_listeners();
    for (size_t i = 0; i < s->count; i++)
        dissect_packet(edt, s, &s->packets[i], &frames[i]);
    draw_tap_listeners(TRUE);
    epan_dissect_free(edt);
}

static void
run_session(const script *s, bool tree_first)
{
    static const struct packet_provider_funcs provider = {.get_frame_ts = frame_time};
    static frame_data frames[SCRIPT_PACKETS_MAX];
    epan_t *session = epan_new(NULL, &provider);

    for (size_t i = 0; i < s->count; i++) {
        wtap_rec record;

        set_record(&record, s, &s->packets[i]);
        frame_data_init(&frames[i], (uint32_t)i + 1, &record, 0, 0);
    }
    run_pass(session, s, frames, tree_first);
    run_pass(session, s, frames, !tree_first);
    for (size_t i = 0; i < s->count; i++)
        frame_data_destroy(&frames[i]);
    epan_free(session);
}

static labels
take_labels(void)
{
    labels taken = heard;

    memset(&heard, 0, sizeof heard);
    return taken;
}

static void
free_labels(labels *l)
{
    for (size_t i = 0; i < l->count; i++)
        g_free(l->texts[i]);
}

static void
expect_same(const labels *a, const labels *b)
{
    for (size_t i = 0; i < MAX(a->count, b->count); i++) {
        if (g_strcmp0(a->texts[i], b->texts[i]) == 0 && a->evidence[i] == b->evidence[i])
            continue;
        fprintf(stderr,
                "conversation %zu: \"%s\" (%d) and with the tree in the other pass "
                "\"%s\" (%d)\n",
                i, a->texts[i], (int)a->evidence[i], b->texts[i], (int)b->evidence[i]);
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static script s;
    labels first;
    labels second;

    script_read(target, bytes, length, &s);
    run_session(&s, s.settings & SETTING_TREE_FIRST);
    first = take_labels();
    if (s.settings & SETTING_COMPARE) {
        run_session(&s, !(s.settings & SETTING_TREE_FIRST));
        second = take_labels();
        expect_same(&first, &second);
        free_labels(&second);
    }
    free_labels(&first);
    script_free(&s);
    return 0;
}
