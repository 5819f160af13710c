/* tap-mhsnet.c
 * Statistics of MHSnet: tshark -q -z mhsnet,messages, -z mhsnet,channels, -z mhsnet,tree, -z
 * conv,mhsnet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mhsnet/packet-mhsnet-pdu.h"

#include <epan/conversation_table.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/dissectors/packet-udp.h>
#include <epan/tap.h>

#include "mhsnet/opening.h"
#include "report/stat-table.h"

void register_tap_listener_mhsnet(void);

static double
seconds_between(const nstime_t *first, const nstime_t *last)
{
    nstime_t delta;

    nstime_delta(&delta, last, first);
    return nstime_to_sec(&delta);
}

/* Messages, one a row, whole or not. */

enum {
    MESSAGE_NUMBER,
    MESSAGE_ID,
    MESSAGE_SENDER,
    MESSAGE_RECEIVER,
    MESSAGE_CHANNEL,
    MESSAGE_SIZE,
    MESSAGE_SEEN,
    MESSAGE_STATE,
    MESSAGE_TIME,
    MESSAGE_ATTEMPTS,
    MESSAGE_NAKS,
    MESSAGE_AGAIN,
    MESSAGE_HANDLER,
    MESSAGE_FILE,
    MESSAGE_FIELDS
};

static stat_tap_table_item message_fields[MESSAGE_FIELDS] = {
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "No.", "%7u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "ID", "%-14s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Sender", "%-24s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Receiver", "%-24s"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Channel", "%7u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Size", "%10u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Seen", "%10u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "State", "%-20s"},
    {TABLE_ITEM_FLOAT, TAP_ALIGN_RIGHT, "Duration (s)", "%12.6f"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Attempts", "%8u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "NAKs", "%5u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Sent Again", "%10u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Handler", "%-10s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "File", "%s"},
};

static const char *
state_of(const mhsnet_message *message)
{
    if (message->completed_in)
        return "complete";
    if (!message->attempt)
        return "start not captured";
    return message->too_large || message->in_pieces ? "not reassembled" : "incomplete";
}

static tap_packet_status
count_message(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *tapped,
              tap_flags_t flags _U_)
{
    const mhsnet_message *message = ((const mhsnet_tap_data *)tapped)->message;
    stat_tap_table_item_type *cells;

    if (!message)
        return TAP_PACKET_DONT_REDRAW;
    cells = report_table_row(report_table_of(data), GUINT_TO_POINTER(message->number));
    cells[MESSAGE_NUMBER].value.uint_value = message->number;
    report_table_set(&cells[MESSAGE_ID], message->id);
    report_table_set(&cells[MESSAGE_SENDER], message->sender);
    report_table_set(&cells[MESSAGE_RECEIVER], message->receiver);
    cells[MESSAGE_CHANNEL].value.uint_value = message->channel;
    cells[MESSAGE_SIZE].value.uint_value = message->size;
    cells[MESSAGE_SEEN].value.uint_value = message->received;
    report_table_set(&cells[MESSAGE_STATE], state_of(message));
    cells[MESSAGE_TIME].value.float_value =
        seconds_between(&message->first_seen, &message->last_seen);
    cells[MESSAGE_ATTEMPTS].value.uint_value = message->attempts;
    cells[MESSAGE_NAKS].value.uint_value = message->naks;
    cells[MESSAGE_AGAIN].value.uint_value = message->sent_again;
    report_table_set(&cells[MESSAGE_HANDLER], message->handler ? message->handler : "");
    report_table_set(&cells[MESSAGE_FILE], message->file ? message->file : "");
    return TAP_PACKET_REDRAW;
}

/* Throughput, one row for each direction and channel of a session. */

enum {
    CHANNEL_FROM,
    CHANNEL_TO,
    CHANNEL_NUMBER,
    CHANNEL_PACKETS,
    CHANNEL_BYTES,
    CHANNEL_BAD,
    CHANNEL_TIME,
    CHANNEL_RATE,
    CHANNEL_FIELDS
};

static stat_tap_table_item channel_fields[CHANNEL_FIELDS] = {
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "From", "%-24s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "To", "%-24s"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Channel", "%7u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Packets", "%8u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Data Bytes", "%10u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Bad CRCs", "%8u"},
    {TABLE_ITEM_FLOAT, TAP_ALIGN_RIGHT, "Duration (s)", "%12.6f"},
    {TABLE_ITEM_FLOAT, TAP_ALIGN_RIGHT, "Bytes/s", "%12.1f"},
};

static tap_packet_status
count_channel(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
              tap_flags_t flags _U_)
{
    const mhsnet_tap_data *info = (const mhsnet_tap_data *)tapped;
    const char *from = report_endpoint(pinfo->pool, &pinfo->src, pinfo->srcport);
    const char *to = report_endpoint(pinfo->pool, &pinfo->dst, pinfo->destport);
    const unsigned direction = info->session->number * 2 + info->side;
    stat_tap_table_item_type *cells =
        report_table_row(report_table_of(data),
                         GUINT_TO_POINTER(direction * MHSNET_CHANNELS + info->packet->channel));
    double now = nstime_to_sec(&pinfo->rel_ts);

    if (!cells[CHANNEL_FROM].value.string_value) {
        report_table_set(&cells[CHANNEL_FROM], from);
        report_table_set(&cells[CHANNEL_TO], to);
        cells[CHANNEL_NUMBER].value.uint_value = info->packet->channel;
        cells[CHANNEL_TIME].user_data.float_value = now;
    }
    cells[CHANNEL_PACKETS].value.uint_value++;
    if (mhsnet_is_data(info->packet) && !info->bad_crc)
        cells[CHANNEL_BYTES].value.uint_value += info->packet->size;
    cells[CHANNEL_BAD].value.uint_value += info->bad_crc;
    cells[CHANNEL_TIME].value.float_value = now - cells[CHANNEL_TIME].user_data.float_value;
    if (cells[CHANNEL_TIME].value.float_value > 0)
        cells[CHANNEL_RATE].value.float_value =
            cells[CHANNEL_BYTES].value.uint_value / cells[CHANNEL_TIME].value.float_value;
    return TAP_PACKET_REDRAW;
}

/* Packets by daemon, type and channel. */

static const char tree_name[] = "MHSnet packets";

static void
init_tree(stats_tree *tree)
{
    stats_tree_create_node(tree, tree_name, 0, STAT_DT_INT, true);
}

static tap_packet_status
count_packet(stats_tree *tree, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
             tap_flags_t flags _U_)
{
    const mhsnet_tap_data *info = (const mhsnet_tap_data *)tapped;
    int node = tick_stat_node(tree, tree_name, 0, true);

    node = tick_stat_node(tree, mhsnet_daemon_name(info->packet->daemon), node, true);
    node = tick_stat_node(tree, mhsnet_type_name(info->packet), node, true);
    tick_stat_node(tree, wmem_strdup_printf(pinfo->pool, "Channel %u", info->packet->channel), node,
                   false);
    return TAP_PACKET_REDRAW;
}

/* Wireshark's own conversation and endpoint tables. */

/* The field that a part of a row is a value of. */
static const char *
filter_field(const address *addr, bool udp, conv_filter_type_e part)
{
    const bool v6 = addr->type == AT_IPv6;

    switch (part) {
    case CONV_FT_SRC_ADDRESS:
        return v6 ? "ipv6.src" : "ip.src";
    case CONV_FT_DST_ADDRESS:
        return v6 ? "ipv6.dst" : "ip.dst";
    case CONV_FT_ANY_ADDRESS:
        return v6 ? "ipv6.addr" : "ip.addr";
    case CONV_FT_SRC_PORT:
        return udp ? "udp.srcport" : "tcp.srcport";
    case CONV_FT_DST_PORT:
        return udp ? "udp.dstport" : "tcp.dstport";
    case CONV_FT_ANY_PORT:
        return udp ? "udp.port" : "tcp.port";
    default:
        return CONV_FILTER_INVALID;
    }
}

static const char *
conversation_filter(struct _conversation_item_t *item, conv_filter_type_e part)
{
    return filter_field(&item->src_address, item->ctype == CONVERSATION_UDP, part);
}

static const char *
endpoint_filter(struct _endpoint_item_t *item, conv_filter_type_e part)
{
    return filter_field(&item->myaddress, item->etype == ENDPOINT_UDP, part);
}

/* tcp.stream or udp.stream, which the table offers as a filter too. */
static conv_id_t
stream_of(packet_info *pinfo)
{
    if (pinfo->ptype == PT_UDP) {
        const struct udp_analysis *udp = get_udp_conversation_data(NULL, pinfo);

        return udp ? udp->stream : CONV_ID_UNSET;
    }

    const struct tcp_analysis *tcp = get_tcp_conversation_data(NULL, pinfo);

    return tcp ? tcp->stream : CONV_ID_UNSET;
}

static tap_packet_status
count_conversation(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
                   tap_flags_t flags)
{
    static ct_dissector_info_t filters = {conversation_filter};
    conv_hash_t *hash = (conv_hash_t *)data;
    const mhsnet_tap_data *info = (const mhsnet_tap_data *)tapped;

    hash->flags = flags;
    add_conversation_table_data_with_conv_id(
        hash, &pinfo->src, &pinfo->dst, pinfo->srcport, pinfo->destport, stream_of(pinfo), 1,
        (int)mhsnet_packet_length(info->packet), &pinfo->rel_ts, &pinfo->abs_ts, &filters,
        pinfo->ptype == PT_UDP ? CONVERSATION_UDP : CONVERSATION_TCP);
    return TAP_PACKET_REDRAW;
}

static tap_packet_status
count_endpoints(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
                tap_flags_t flags)
{
    static et_dissector_info_t filters = {endpoint_filter};
    const endpoint_type type = pinfo->ptype == PT_UDP ? ENDPOINT_UDP : ENDPOINT_TCP;
    const mhsnet_tap_data *info = (const mhsnet_tap_data *)tapped;
    const int length = (int)mhsnet_packet_length(info->packet);
    conv_hash_t *hash = (conv_hash_t *)data;

    hash->flags = flags;
    add_endpoint_table_data(hash, &pinfo->src, pinfo->srcport, true, 1, length, &filters, type);
    add_endpoint_table_data(hash, &pinfo->dst, pinfo->destport, false, 1, length, &filters, type);
    return TAP_PACKET_REDRAW;
}

void
register_tap_listener_mhsnet(void)
{
    static report_table messages = {
        .ui = {.title = "MHSnet/Messages",
               .tap_name = "mhsnet",
               .cli_string = "mhsnet,messages",
               .packet_func = count_message,
               .nfields = MESSAGE_FIELDS,
               .fields = message_fields},
        .heading = "MHSnet messages",
        .remark = "No message",
        .remark_column = MESSAGE_ID,
    };
    static report_table channels = {
        .ui = {.title = "MHSnet/Throughput",
               .tap_name = "mhsnet",
               .cli_string = "mhsnet,channels",
               .packet_func = count_channel,
               .nfields = CHANNEL_FIELDS,
               .fields = channel_fields},
        .heading = "MHSnet throughput",
        .remark = "No packet of MHSnet",
        .remark_column = CHANNEL_FROM,
    };

    report_table_register(&messages);
    report_table_register(&channels);
    register_conversation_table(mhsnet_global.proto, false, count_conversation, count_endpoints);
    stats_tree_register_plugin("mhsnet", "mhsnet", "MHSnet" COMPAT_MENU_SEPARATOR "Packets by Type",
                               0, count_packet, init_tree, NULL);
}
