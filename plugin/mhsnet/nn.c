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

static const uint8_t header_lengths[MHSNET_DAEMONS] = {
    [MHSNET_DAEMON_NN] = 2,
    [MHSNET_DAEMON_CN] = 3,
    [MHSNET_DAEMON_EN] = 3,
    [MHSNET_DAEMON_PN] = 3,
};

bool
mhsnet_nn_is_protocol_command(uint8_t command)
{
    return command >= MHSNET_NN_TIMEOUT;
}

static bool
size_agrees(const mhsnet_packet *packet)
{
    switch (packet->type) {
    case MHSNET_NN_ACK:
        return packet->size == 0;
    case MHSNET_NN_DATA:
    case MHSNET_NN_CONTROL:
        return packet->size > 0;
    default:
        return true;
    }
}

/* The first byte as NN, CN and EN have it. */
static void
read_first_byte(uint8_t byte, mhsnet_packet *packet)
{
    packet->crc_length = byte & 0x80 ? 2 : 0;
    packet->type = (byte >> 5) & 3;
    packet->channel = (byte >> 3) & 3;
    packet->sequence = byte & 7;
}

mhsnet_answer
mhsnet_nn_header(mhsnet_daemon daemon, const uint8_t *bytes, size_t length, mhsnet_packet *packet)
{
    if (length < header_lengths[daemon])
        return MHSNET_MORE;
    *packet = (mhsnet_packet){.daemon = daemon, .header_length = header_lengths[daemon]};
    read_first_byte(bytes[0], packet);
    switch (daemon) {
    case MHSNET_DAEMON_NN:
        packet->size = bytes[1];
        if (packet->size > NN_MAX_DATA)
            return MHSNET_NO;
        break;
    case MHSNET_DAEMON_CN:
        packet->size = bytes[1];
        if ((bytes[1] ^ bytes[2]) != 0xff)
            return MHSNET_NO;
        break;
    case MHSNET_DAEMON_EN:
        packet->size = (uint32_t)(bytes[1] | bytes[2] << 8);
        if (packet->crc_length != 0 || packet->size > EN_MAX_DATA)
            return MHSNET_NO;
        break;
    case MHSNET_DAEMON_PN:
        packet->type = bytes[0] >> 6;
        packet->channel = (bytes[0] >> 4) & 3;
        packet->sequence = bytes[0] & 0xf;
        packet->size = (uint32_t)(bytes[1] << 8 | bytes[2]);
        packet->crc_length = 2;
        break;
    default:
        return MHSNET_NO;
    }
    return size_agrees(packet) ? MHSNET_YES : MHSNET_NO;
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
        if (mhsnet_nn_header(MHSNET_DAEMON_EN, bytes + at, length - at, &packet) != MHSNET_YES)
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
mhsnet_nn_message_read(const uint8_t *data, size_t length, mhsnet_nn_message *message)
{
    size_t at = 1 + MHSNET_NN_ID_LENGTH;
    size_t end;

    *message = (mhsnet_nn_message){0};
    if (length < at || data[0] < MHSNET_NN_SOM || data[0] > MHSNET_NN_EOM_ACCEPT)
        return false;
    if (!mhsnet_is_message_text(data + 1, MHSNET_NN_ID_LENGTH))
        return false;
    message->id = (const char *)data + 1;
    if (data[0] == MHSNET_NN_EOM || data[0] == MHSNET_NN_EOM_ACCEPT)
        return true;

    end = read_number(data, length, at, &message->number);
    if (end == 0)
        return false;
    message->has_number = true;
    message->number_at = at + 1;
    message->number_length = end - at - 1;
    if (data[0] == MHSNET_NN_SOM_ACCEPT)
        return true;

    /* The wait follows the size behind a second 0x80, or at once: both are accepted. */
    message->wait_at = end + 1;
    at = end;
    end = read_number(data, length, at, &message->wait);
    message->has_wait = end != 0;
    message->wait_length = message->has_wait ? end - at - 1 : 0;
    return true;
}
