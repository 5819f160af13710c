/* packet-mhsnet-message.c
 * Shows a whole MHSnet message, and offers its data to Export Objects
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet-mhsnet.h"

#include <epan/export_object.h>
#include <epan/tap.h>

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
static int hf_mhsnet_id_quality = -1;
static int hf_mhsnet_id_time = -1;
static int hf_mhsnet_id_process = -1;
static int hf_mhsnet_id_ordered = -1;
static int hf_mhsnet_id_counter = -1;
static int hf_mhsnet_header[MHSNET_HEADER_FIELDS];
static int hf_mhsnet_file_header[MHSNET_FILE_FIELDS];

static int ett_mhsnet_message = -1;
static int ett_mhsnet_route = -1;
static int ett_mhsnet_file = -1;

static expert_field ei_mhsnet_message_crc = EI_INIT;
static expert_field ei_mhsnet_message_headers = EI_INIT;

static int eo_tap;

/* One object: what Export Objects copies. */
typedef struct {
    const mhsnet_transfer *message;
    const uint8_t *data;
    size_t length;
} exported;

void
mhsnet_add_id(proto_tree *tree, tvbuff_t *tvb, int offset, int length, packet_info *pinfo,
              const uint32_t *size)
{
    const uint8_t *text = tvb_get_ptr(tvb, offset, length);
    const int start = length == MHSNET_ID_LENGTH ? offset + 1 : offset;
    mhsnet_id id;
    nstime_t created = NSTIME_INIT_ZERO;

    if (!mhsnet_is_message_text(text, (size_t)length))
        return;
    mhsnet_id_read((const char *)text, (size_t)length, &id);
    if (id.quality >= 0)
        proto_tree_add_uint(tree, hf_mhsnet_id_quality, tvb, offset, 1, (guint32)id.quality);
    if (size) {
        created.secs = (time_t)mhsnet_id_time(&id, *size, pinfo->abs_ts.secs);
        proto_tree_add_time(tree, hf_mhsnet_id_time, tvb, start, 5, &created);
    }
    proto_tree_add_uint(tree, hf_mhsnet_id_process, tvb, start + 5, 3, id.process);
    proto_tree_add_boolean(tree, hf_mhsnet_id_ordered, tvb, start + 8, 1, id.flags & 1);
    proto_tree_add_uint(tree, hf_mhsnet_id_counter, tvb, start + 9, 4, id.counter);
}

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

static void
show_route(wmem_allocator_t *pool, proto_item *item, tvbuff_t *tvb, int at, int length)
{
    proto_tree *tree = proto_item_add_subtree(item, ett_mhsnet_route);
    const uint8_t *route = tvb_get_ptr(tvb, at, length);
    size_t next = 0;
    mhsnet_stop stop;

    while (mhsnet_route_next(route, (size_t)length, &next, &stop)) {
        const char *text =
            wmem_strdup_printf(pool, "%.*s, %.*s seconds", (int)stop.node_length, route + stop.node,
                               (int)stop.time_length, route + stop.time);

        proto_tree_add_string_format(tree, hf_mhsnet_message_stop, tvb, at + (int)stop.node,
                                     (int)(stop.time + stop.time_length - stop.node), text, "%s",
                                     text);
    }
}

static void
show_headers(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb,
             const mhsnet_trailer *headers)
{
    for (int i = 0; i < MHSNET_HEADER_FIELDS; i++) {
        int at = (int)headers->field[i];
        int length = (int)headers->length[i];
        proto_item *item;

        if (length == 0)
            continue;
        item = proto_tree_add_item(tree, hf_mhsnet_header[i], tvb, at, length, ENC_ASCII);
        if (i == MHSNET_HEADER_ROUTE)
            show_route(context->pinfo->pool, item, tvb, at, length);
    }
    show_crc(context, tree, tvb, headers);
}

static void
show_files(mhsnet_context *context, proto_tree *tree, tvbuff_t *tvb, const mhsnet_trailer *headers)
{
    int at = (int)headers->field[MHSNET_FILE_FILES];
    size_t length = headers->length[MHSNET_FILE_FILES];
    const uint8_t *files = tvb_get_ptr(tvb, at, (int)length);
    size_t next = 0, start = 0;
    mhsnet_file file;

    for (int i = MHSNET_FILE_TYPE; i < MHSNET_FILE_FIELDS; i++)
        proto_tree_add_item(tree, hf_mhsnet_file_header[i], tvb, (int)headers->field[i],
                            (int)headers->length[i], ENC_ASCII);
    for (; mhsnet_file_next(files, length, &next, &file); start = next) {
        int file_at = at + (int)start;
        int file_length = (int)(next - start);
        nstime_t time = {(time_t)file.mtime, 0};
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
name_message(mhsnet_transfer *message, tvbuff_t *tvb, const mhsnet_message *parts)
{
    const mhsnet_trailer *headers = &parts->headers;
    const mhsnet_trailer *files = &parts->files;
    size_t next = 0;
    mhsnet_file file;

    if (headers->present)
        message->handler = (const char *)tvb_get_string_enc(
            wmem_file_scope(), tvb, (int)headers->field[MHSNET_HEADER_HANDLER],
            (int)headers->length[MHSNET_HEADER_HANDLER], ENC_ASCII);
    if (!files->present || files->length[MHSNET_FILE_FILES] == 0)
        return;
    if (mhsnet_file_next(tvb_get_ptr(tvb, (int)files->field[MHSNET_FILE_FILES],
                                     (int)files->length[MHSNET_FILE_FILES]),
                         files->length[MHSNET_FILE_FILES], &next, &file))
        message->file = (const char *)tvb_get_string_enc(
            wmem_file_scope(), tvb, (int)(files->field[MHSNET_FILE_FILES] + file.name),
            (int)file.name_length, ENC_ASCII);
}

void
mhsnet_show_message(mhsnet_context *context, tvbuff_t *tvb, proto_tree *parent,
                    mhsnet_transfer *message)
{
    size_t length = tvb_captured_length(tvb);
    mhsnet_message parts;
    proto_item *item;
    proto_tree *tree;

    mhsnet_message_read(tvb_get_ptr(tvb, 0, (int)length), length, &parts);
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

    if (have_tap_listener(eo_tap)) {
        exported *object = wmem_new(context->pinfo->pool, exported);

        object->message = message;
        object->data = tvb_get_ptr(tvb, 0, (int)parts.data_length);
        object->length = parts.data_length;
        tap_queue_packet(eo_tap, context->pinfo, object);
    }
}

/* The name without any folder: the sender chose it. Wireshark replaces what a file system refuses.
 */
static char *
safe_name(const mhsnet_transfer *message)
{
    char *name;

    if (!message->file)
        return g_strdup_printf("message-%s", message->id);
    name = g_path_get_basename(message->file);
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, "/") == 0) {
        g_free(name);
        return g_strdup_printf("message-%s", message->id);
    }
    return name;
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
    entry->filename = safe_name(object->message);
    entry->payload_len = object->length;
    entry->payload_data = (guint8 *)g_memdup2(object->data, object->length);
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
mhsnet_register_message(void)
{
    static hf_register_info hf[] = {
        {&hf_mhsnet_message,
         {"MHSnet Message", "mhsnet.message", FT_NONE, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_message_data,
         {"User Data", "mhsnet.message.data", FT_BYTES, BASE_NONE, NULL, 0,
          "The message without its trailing headers", HFILL}},
        HEADER(MHSNET_HEADER_TYPE, "Header Type", "mhsnet.message.type",
               "1: numbers are decimal, 2: hexadecimal"),
        HEADER(MHSNET_HEADER_DESTINATION, "Destination", "mhsnet.message.destination", NULL),
        HEADER(MHSNET_HEADER_SOURCE, "Source", "mhsnet.message.source", NULL),
        HEADER(MHSNET_HEADER_HANDLER, "Handler", "mhsnet.message.handler",
               "The program that the message is for"),
        HEADER(MHSNET_HEADER_ENVIRONMENT, "Environment", "mhsnet.message.environment", NULL),
        HEADER(MHSNET_HEADER_TIME_TO_DIE, "Time to Die", "mhsnet.message.time_to_die", NULL),
        HEADER(MHSNET_HEADER_TRAVEL_TIME, "Travel Time", "mhsnet.message.travel_time", NULL),
        HEADER(MHSNET_HEADER_ROUTE, "Route", "mhsnet.message.route", NULL),
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
        TEXT_FIELD(hf_mhsnet_file_header[MHSNET_FILE_TO], "To", "mhsnet.file.to", NULL),
        TEXT_FIELD(hf_mhsnet_file_header[MHSNET_FILE_FROM], "From", "mhsnet.file.from", NULL),
        TEXT_FIELD(hf_mhsnet_file_header[MHSNET_FILE_FILES], "Files", "mhsnet.files", NULL),
        TEXT_FIELD(hf_mhsnet_file, "File", "mhsnet.file", NULL),
        TEXT_FIELD(hf_mhsnet_file_name, "Name", "mhsnet.file.name", NULL),
        {&hf_mhsnet_file_size,
         {"Size", "mhsnet.file.size", FT_UINT64, BASE_DEC | BASE_UNIT_STRING, &units_byte_bytes, 0,
          NULL, HFILL}},
        {&hf_mhsnet_file_time,
         {"Modified", "mhsnet.file.time", FT_ABSOLUTE_TIME, ABSOLUTE_TIME_UTC, NULL, 0, NULL,
          HFILL}},
        {&hf_mhsnet_file_mode,
         {"Mode", "mhsnet.file.mode", FT_UINT32, BASE_OCT, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_file_data_crc,
         {"Data CRC", "mhsnet.file.data_crc", FT_UINT16, BASE_HEX, NULL, 0,
          "Zero in all traffic seen: not verified", HFILL}},
        {&hf_mhsnet_message_crc,
         {"Header CRC", "mhsnet.message.crc", FT_UINT16, BASE_HEX, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_message_crc_status,
         {"Header CRC Status", "mhsnet.message.crc.status", FT_UINT8, BASE_NONE,
          VALS(proto_checksum_vals), 0, NULL, HFILL}},
        {&hf_mhsnet_id_quality,
         {"Quality", "mhsnet.message_id.quality", FT_UINT8, BASE_DEC, NULL, 0,
          "0 travels on channel 0, 1 to 3 on 1, 4 to 6 on 2, 7 to 9 on 3", HFILL}},
        {&hf_mhsnet_id_time,
         {"Made at", "mhsnet.message_id.time", FT_ABSOLUTE_TIME, ABSOLUTE_TIME_UTC, NULL, 0,
          "Its low 30 bits are in the id, with the message's size added", HFILL}},
        {&hf_mhsnet_id_process,
         {"Process", "mhsnet.message_id.process", FT_UINT32, BASE_DEC, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_id_ordered,
         {"Ordered", "mhsnet.message_id.ordered", FT_BOOLEAN, BASE_NONE, NULL, 0, NULL, HFILL}},
        {&hf_mhsnet_id_counter,
         {"Counter", "mhsnet.message_id.counter", FT_UINT32, BASE_DEC, NULL, 0, NULL, HFILL}},
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
    proto_register_field_array(proto_mhsnet, hf, array_length(hf));
    proto_register_subtree_array(ett, array_length(ett));
    expert_register_field_array(expert_register_protocol(proto_mhsnet), ei, array_length(ei));
    eo_tap = register_export_object(proto_mhsnet, export_message, NULL);
}
