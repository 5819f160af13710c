/* nn.c
 * The packets of the node-to-node daemons: NN, CN, EN and PN
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *       0                       1
 *      +---+----+----+--------+------+-- - - --+---------+
 *  NN  |CRC|type|chan|sequence| size | data    | CRC, LE |    CRC flag set: checksum over
 *      | 1 | 2  | 2  |   3    |      |         |         |    header and data follows
 *      +---+----+----+--------+------+------+-- - - --+---------+
 *  CN  |     as NN            | size | ~size| data    | CRC, LE |
 *      +---+----+----+--------+------+------+-- - - --+---------+
 *  EN  |     as NN, CRC 0     | size, LE    | data    |
 *      +----+----+------------+-------------+-- - - --+---------+
 *  PN  |type|chan|  sequence  | size, BE    | data    | CRC, LE |
 *      | 2  | 2  |     4      |             |         |         |
 *      +----+----+------------+-------------+-- - - --+---------+
 *
 * CN and PN are known from the public description only.
 */
#include "mhsnet/nn.h"

#include <string.h>

#include "mhsnet/message.h"

#define NN_MAX_DATA 128
#define EN_MAX_DATA 1024
#define NUMBER_FOLLOWS 0x80

bool
mhsnet_nn_is_protocol_command(uint8_t command)
{
    return command >= MHSNET_NN_TIMEOUT;
}

base_match
mhsnet_nn_header(mhsnet_daemon daemon, const uint8_t *bytes, size_t length, mhsnet_packet *packet)
{
    const uint8_t header_length = daemon == MHSNET_DAEMON_NN ? 2 : 3;
    bool agrees = true;

    if (length < header_length)
        return BASE_MATCH_MAYBE;
    *packet = (mhsnet_packet){
        .daemon = daemon,
        .crc_length = bytes[0] & 0x80 ? 2 : 0,
        .type = (bytes[0] >> 5) & 3,
        .channel = (bytes[0] >> 3) & 3,
        .sequence = bytes[0] & 7,
        .size = bytes[1],
        .header_length = header_length,
    };
    switch (daemon) {
    case MHSNET_DAEMON_NN:
        agrees = packet->size <= NN_MAX_DATA;
        break;
    case MHSNET_DAEMON_CN:
        agrees = (bytes[1] ^ bytes[2]) == 0xff;
        break;
    case MHSNET_DAEMON_EN:
        packet->size = (uint32_t)(bytes[1] | bytes[2] << 8);
        agrees = packet->crc_length == 0 && packet->size <= EN_MAX_DATA;
        break;
    default: /* PN */
        packet->crc_length = 2;
        packet->type = bytes[0] >> 6;
        packet->channel = (bytes[0] >> 4) & 3;
        packet->sequence = bytes[0] & 0xf;
        packet->size = (uint32_t)(bytes[1] << 8 | bytes[2]);
        break;
    }
    if (packet->type == MHSNET_NN_ACK)
        agrees = agrees && packet->size == 0;
    else if (packet->type != MHSNET_NN_NAK)
        agrees = agrees && packet->size > 0;
    return agrees ? BASE_MATCH_YES : BASE_MATCH_NO;
}

bool
mhsnet_nn_data_agrees(const mhsnet_packet *packet, const uint8_t *data, size_t length)
{
    if (packet->type != MHSNET_NN_CONTROL || length == 0)
        return true;
    if (mhsnet_nn_is_protocol_command(data[0]))
        return data[0] <= MHSNET_NN_IDLE;
    return data[0] >= MHSNET_NN_SOM && data[0] <= MHSNET_NN_MQ_EMPTY;
}

bool
mhsnet_en_fills(const uint8_t *bytes, size_t length)
{
    mhsnet_packet packet;
    size_t at = 0;

    while (at < length) {
        if (mhsnet_nn_header(MHSNET_DAEMON_EN, bytes + at, length - at, &packet) != BASE_MATCH_YES)
            return false;
        at += packet.header_length;
        if (packet.size > length - at || !mhsnet_nn_data_agrees(&packet, bytes + at, packet.size))
            return false;
        at += packet.size;
    }
    return length > 0;
}

/* Reads 0x80 and the decimal digits behind it. Returns the offset of what follows, 0 if there is
 * no such number. */
static size_t
read_number(const uint8_t *data, size_t length, size_t at, uint32_t *number)
{
    uint64_t value = 0;
    size_t digit;

    if (at >= length || data[at] != NUMBER_FOLLOWS)
        return 0;
    for (digit = at + 1; digit < length && data[digit] >= '0' && data[digit] <= '9'; digit++) {
        value = value * 10 + (uint64_t)(data[digit] - '0');
        if (value > UINT32_MAX)
            return 0;
    }
    *number = (uint32_t)value;
    return digit > at + 1 ? digit : 0;
}

bool
mhsnet_nn_control_read(const uint8_t *data, size_t length, mhsnet_nn_control *control)
{
    size_t at = 1 + MHSNET_NN_ID_LENGTH;
    size_t end;

    *control = (mhsnet_nn_control){0};
    if (length < at || data[0] < MHSNET_NN_SOM || data[0] > MHSNET_NN_EOM_ACCEPT)
        return false;
    if (!mhsnet_is_message_text(data + 1, MHSNET_NN_ID_LENGTH))
        return false;
    control->id = (const char *)data + 1;
    if (data[0] == MHSNET_NN_EOM || data[0] == MHSNET_NN_EOM_ACCEPT)
        return true;

    end = read_number(data, length, at, &control->number);
    if (end == 0)
        return false;
    control->has_number = true;
    control->number_at = at + 1;
    control->number_length = end - at - 1;
    if (data[0] == MHSNET_NN_SOM_ACCEPT)
        return true;

    /* The wait follows the size behind a second 0x80, or at once: both are accepted. */
    control->wait_at = end + 1;
    at = end;
    end = read_number(data, length, at, &control->wait);
    control->has_wait = end != 0;
    control->wait_length = control->has_wait ? end - at - 1 : 0;
    return true;
}
