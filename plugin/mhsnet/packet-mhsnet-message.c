/* packet-mhsnet-message.c
 * Shows a whole MHSnet message, and offers its data to Export Objects
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *      data | file headers, CRC | length | headers, CRC | length
 */
#include "mhsnet/packet-mhsnet-message.h"

#include <epan/expert.h>
#include <epan/export_object.h>
#include <epan/tap.h>

#include "mhsnet/message.h"

static int hf_mhsnet_message = -1;
static int hf_mhsnet_message_data = -1;
static int hf_mhsnet_message_crc = -1;
static int hf_mhsnet_message_crc_status = -1;
static int hf_mhsnet_message_stop = -1;
static int hf_mhsnet_file = -1;
static int hf_mhsnet_file_name = -1;
static int hf_mhsnet_file_size = -1;
static int hf_mhsnet_file_time = -1;
static int hf_mhsnet_file_mode = -1;
static int hf_mhsnet_file_data_crc = -1;
static int hf_mhsnet_header[MHSNET_HEADER_FIELDS];
static int hf_mhsnet_file_header[MHSNET_FILE_FIELDS];

static int ett_mhsnet_message = -1;
static int ett_mhsnet_route = -1;
static int ett_mhsnet_file = -1;

static expert_field ei_mhsnet_message_crc = EI_INIT;
static expert_field ei_mhsnet_message_headers = EI_INIT;

static int export_tap;

/* One object: what Export Objects copies. */
typedef struct {
    const mhsnet_message *message;
    const uint8_t *data;
    size_t length;
} exported;

static void
show_crc(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_trailer *trailer)
{
    proto_item *item;

    proto_tree_add_item(tree, hf_mhsnet_message_crc, tvb, (int)trailer->crc, 2, ENC_LITTLE_ENDIAN);
    item = proto_tree_add_uint(tree, hf_mhsnet_message_crc_status, tvb, (int)trailer->crc, 0,
                               trailer->crc_good ? PROTO_CHECKSUM_E_GOOD : PROTO_CHECKSUM_E_BAD);
    proto_item_set_generated(item);
    if (!trailer->crc_good)
        expert_add_info(context->pinfo, item, &ei_mhsnet_message_crc);
}

/*
 *      type | destination | source | handler | environment | time to die | travel time |
 *      route | subprotocol | id | part | quality | flags | CRC
 *
 * The route has a stop for each node that the message came by.
 */
static void
show_headers(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb,
             const mhsnet_trailer *headers)
{
    const int route_at = (int)headers->field[MHSNET_HEADER_ROUTE];
    const size_t route_length = headers->length[MHSNET_HEADER_ROUTE];
    const uint8_t *route = tvb_get_ptr(tvb, route_at, (int)route_length);
    proto_tree *stops = NULL;
    size_t next = 0;
    mhsnet_stop stop;

    for (int i = 0; i < MHSNET_HEADER_FIELDS; i++) {
        proto_item *item;

        if (headers->length[i] == 0)
            continue;
        item = proto_tree_add_item(tree, hf_mhsnet_header[i], tvb, (int)headers->field[i],
                                   (int)headers->length[i], ENC_ASCII);
        if (i == MHSNET_HEADER_ROUTE)
            stops = proto_item_add_subtree(item, ett_mhsnet_route);
    }
    while (mhsnet_route_next(route, route_length, &next, &stop)) {
        const int length = (int)(stop.time + stop.time_length - stop.node);
        const char *text =
            wmem_strdup_printf(context->pinfo->pool, "%.*s, %.*s seconds", (int)stop.node_length,
                               route + stop.node, (int)stop.time_length, route + stop.time);

        proto_tree_add_string_format(stops, hf_mhsnet_message_stop, tvb, route_at + (int)stop.node,
                                     length, text, "%s", text);
    }
    show_crc(context, tree, tvb, headers);
}

/*
 *      type | to | from | files | data CRC | CRC
 *
 * The files are a list: name,size,time,mode;
 */
static void
show_files(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_trailer *headers)
{
    const int at = (int)headers->field[MHSNET_FILE_FILES];
    const size_t length = headers->length[MHSNET_FILE_FILES];
    const uint8_t *files = tvb_get_ptr(tvb, at, (int)length);
    size_t next = 0, start = 0;
    mhsnet_file file;

    for (int i = MHSNET_FILE_TYPE; i < MHSNET_FILE_FIELDS; i++)
        proto_tree_add_item(tree, hf_mhsnet_file_header[i], tvb, (int)headers->field[i],
                            (int)headers->length[i], ENC_ASCII);
    for (; mhsnet_file_next(files, length, &next, &file); start = next) {
        const int file_at = at + (int)start;
        const int file_length = (int)(next - start);
        const nstime_t time = {(time_t)file.mtime, 0};
        proto_item *item =
            proto_tree_add_item(tree, hf_mhsnet_file, tvb, file_at, file_length, ENC_ASCII);
        proto_tree *sub = proto_item_add_subtree(item, ett_mhsnet_file);

        proto_tree_add_item(sub, hf_mhsnet_file_name, tvb, at + (int)file.name,
                            (int)file.name_length, ENC_ASCII);
        proto_tree_add_uint64(sub, hf_mhsnet_file_size, tvb, file_at, file_length, file.size);
        proto_tree_add_time(sub, hf_mhsnet_file_time, tvb, file_at, file_length, &time);
        proto_tree_add_uint(sub, hf_mhsnet_file_mode, tvb, file_at, file_length, file.mode);
    }
    proto_tree_add_item(tree, hf_mhsnet_file_data_crc, tvb, (int)headers->data_crc, 2,
                        ENC_LITTLE_ENDIAN);
    show_crc(context, tree, tvb, headers);
}

/* What the headers say of the message, for reports that are made after it was seen. */
static void
name_message(mhsnet_message *message, tvbuff_t *tvb, const mhsnet_parts *parts)
{
    const int files_at = (int)parts->files.field[MHSNET_FILE_FILES];
    const size_t files_length = parts->files.length[MHSNET_FILE_FILES];
    size_t next = 0;
    mhsnet_file file;

    if (parts->headers.present)
        message->handler = (const char *)tvb_get_string_enc(
            wmem_file_scope(), tvb, (int)parts->headers.field[MHSNET_HEADER_HANDLER],
            (int)parts->headers.length[MHSNET_HEADER_HANDLER], ENC_ASCII);
    if (parts->files.present && files_length > 0 &&
        mhsnet_file_next(tvb_get_ptr(tvb, files_at, (int)files_length), files_length, &next, &file))
        message->file = (const char *)tvb_get_string_enc(
            wmem_file_scope(), tvb, files_at + (int)file.name, (int)file.name_length, ENC_ASCII);
}

void
mhsnet_show_message(mhsnet_context *context, tvbuff_t *tvb, proto_tree *parent,
                    mhsnet_message *message)
{
    const size_t length = tvb_captured_length(tvb);
    mhsnet_parts parts;
    proto_item *item;
    proto_tree *tree;

    mhsnet_parts_find(tvb_get_ptr(tvb, 0, (int)length), length, &parts);
    if (context->first_pass)
        name_message(message, tvb, &parts);
    item = proto_tree_add_item(parent, hf_mhsnet_message, tvb, 0, -1, ENC_NA);
    tree = proto_item_add_subtree(item, ett_mhsnet_message);
    proto_item_append_text(item, " %s", message->id);
    if (message->file)
        proto_item_append_text(item, ": %s", message->file);
    if (parts.data_length > 0)
        proto_tree_add_item(tree, hf_mhsnet_message_data, tvb, 0, (int)parts.data_length, ENC_NA);
    if (parts.files.present)
        show_files(context, tree, tvb, &parts.files);
    if (parts.headers.present)
        show_headers(context, tree, tvb, &parts.headers);
    else
        expert_add_info(context->pinfo, item, &ei_mhsnet_message_headers);

    if (have_tap_listener(export_tap)) {
        exported *object = wmem_new(context->pinfo->pool, exported);

        object->message = message;
        object->data = tvb_get_ptr(tvb, 0, (int)parts.data_length);
        object->length = parts.data_length;
        tap_queue_packet(export_tap, context->pinfo, object);
    }
}

/* The file's name without any folder, since the sender chose it; Wireshark replaces what a file
 * system refuses. Without such a name, the message's id. */
static char *
export_name(const mhsnet_message *message)
{
    char *name = message->file ? g_path_get_basename(message->file) : NULL;

    if (name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && strcmp(name, "/") != 0)
        return name;
    g_free(name);
    return g_strdup_printf("message-%s", message->id);
}

static tap_packet_status
export_message(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_, const void *data,
               tap_flags_t flags _U_)
{
    export_object_list_t *list = (export_object_list_t *)tapdata;
    const exported *object = (const exported *)data;
    export_object_entry_t *entry;

    if (!object)
        return TAP_PACKET_DONT_REDRAW;
    entry = g_new0(export_object_entry_t, 1);
    entry->pkt_num = pinfo->num;
    entry->hostname = g_strdup(object->message->sender);
    entry->content_type = g_strdup(object->message->handler ? object->message->handler : "");
    entry->filename = export_name(object->message);
    entry->payload_len = object->length;
    entry->payload_data = (uint8_t *)g_memdup2(object->data, object->length);
    list->add_entry(list->gui_data, entry);
    return TAP_PACKET_REDRAW;
}

#define TEXT_FIELD(variable, name, filter, blurb)                     \
    {                                                                 \
        &variable,                                                    \
        {                                                             \
            name, filter, FT_STRING, BASE_NONE, NULL, 0, blurb, HFILL \
        }                                                             \
    }
#define HEADER(index, name, filter, blurb) TEXT_FIELD(hf_mhsnet_header[index], name, filter, blurb)

void
mhsnet_message_register(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_message,
         {"MHSnet Message", "mhsnet.message", FT_NONE, BASE_NONE, NULL, 0,
          "The whole message; filter on it to see one packet a message", HFILL}},
        {&hf_mhsnet_message_data,
         {"User Data", "mhsnet.message.data", FT_BYTES, BASE_NONE, NULL, 0,
          "The message without its trailing headers", HFILL}},
        HEADER(MHSNET_HEADER_TYPE, "Header Type", "mhsnet.message.type",
               "1: numbers are decimal, 2: hexadecimal"),
        HEADER(MHSNET_HEADER_DESTINATION, "Destination", "mhsnet.message.destination", NULL),
        HEADER(MHSNET_HEADER_SOURCE, "Source", "mhsnet.message.source", NULL),
        HEADER(MHSNET_HEADER_HANDLER, "Handler", "mhsnet.message.handler",
               "The program that the message is for: filer, mailer, ..."),
        HEADER(MHSNET_HEADER_ENVIRONMENT, "Environment", "mhsnet.message.environment", NULL),
        HEADER(MHSNET_HEADER_TIME_TO_DIE, "Time to Die", "mhsnet.message.time_to_die", NULL),
        HEADER(MHSNET_HEADER_TRAVEL_TIME, "Travel Time", "mhsnet.message.travel_time", NULL),
        HEADER(MHSNET_HEADER_ROUTE, "Route", "mhsnet.message.route", "Nodes passed so far"),
        HEADER(MHSNET_HEADER_SUBPROTOCOL, "Subprotocol", "mhsnet.message.subprotocol",
               "0: state, 1: file transfer, -: none"),
        HEADER(MHSNET_HEADER_ID, "ID", "mhsnet.message.id", NULL),
        HEADER(MHSNET_HEADER_PART, "Part", "mhsnet.message.part", NULL),
        HEADER(MHSNET_HEADER_QUALITY, "Quality", "mhsnet.message.quality", NULL),
        HEADER(MHSNET_HEADER_FLAGS, "Flags", "mhsnet.message.flags", NULL),
        TEXT_FIELD(hf_mhsnet_message_stop, "Stop", "mhsnet.message.stop",
                   "A node on the route, and the seconds it took to get there"),
        TEXT_FIELD(hf_mhsnet_file_header[MHSNET_FILE_TYPE], "File Header Type", "mhsnet.file.type",
                   NULL),
        TEXT_FIELD(hf_mhsnet_file_header[MHSNET_FILE_TO], "To", "mhsnet.file.to",
                   "User that the files are for"),
        TEXT_FIELD(hf_mhsnet_file_header[MHSNET_FILE_FROM], "From", "mhsnet.file.from",
                   "User that sent them"),
        TEXT_FIELD(hf_mhsnet_file_header[MHSNET_FILE_FILES], "Files", "mhsnet.files",
                   "The list as sent"),
        TEXT_FIELD(hf_mhsnet_file, "File", "mhsnet.file", "One of the list"),
        TEXT_FIELD(hf_mhsnet_file_name, "Name", "mhsnet.file.name", NULL),
        {&hf_mhsnet_file_size,
         {"Size", "mhsnet.file.size", FT_UINT64, BASE_DEC | BASE_UNIT_STRING, &units_byte_bytes, 0,
          NULL, HFILL}},
        {&hf_mhsnet_file_time,
         {"Modified", "mhsnet.file.time", FT_ABSOLUTE_TIME, ABSOLUTE_TIME_UTC, NULL, 0, NULL,
          HFILL}},
        {&hf_mhsnet_file_mode,
         {"Mode", "mhsnet.file.mode", FT_UINT32, BASE_OCT, NULL, 0, "Unix permissions", HFILL}},
        {&hf_mhsnet_file_data_crc,
         {"Data CRC", "mhsnet.file.data_crc", FT_UINT16, BASE_HEX, NULL, 0,
          "Zero in all traffic seen, so it is not verified", HFILL}},
        {&hf_mhsnet_message_crc,
         {"Header CRC", "mhsnet.message.crc", FT_UINT16, BASE_HEX, NULL, 0, "As sent", HFILL}},
        {&hf_mhsnet_message_crc_status,
         {"Header CRC Status", "mhsnet.message.crc.status", FT_UINT8, BASE_NONE,
          VALS(proto_checksum_vals), 0, "Good or bad", HFILL}},
    };
    static int *ett[] = {&ett_mhsnet_message, &ett_mhsnet_route, &ett_mhsnet_file};
    static ei_register_info ei[] = {
        {&ei_mhsnet_message_crc,
         {"mhsnet.message.crc.bad", PI_CHECKSUM, PI_ERROR,
          "The checksum of the message's headers is wrong", EXPFILL}},
        {&ei_mhsnet_message_headers,
         {"mhsnet.message.no_headers", PI_UNDECODED, PI_WARN,
          "The message does not end in headers: it is shown and exported as it is", EXPFILL}},
    };

    /* Wireshark 4.0 wants -1 in what is not registered yet, and C has no short way to say so. */
    for (int i = 0; i < MHSNET_HEADER_FIELDS; i++)
        hf_mhsnet_header[i] = -1;
    for (int i = 0; i < MHSNET_FILE_FIELDS; i++)
        hf_mhsnet_file_header[i] = -1;
    proto_register_field_array(mhsnet_global.proto, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(mhsnet_global.proto), ei,
                                array_length(ei));
    export_tap = register_export_object(mhsnet_global.proto, export_message, NULL);
}
