/* test-mhsnet.c
 * MHSnet's checksums, packets, escapes, opening lines and headers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The vectors are taken from real daemons' traffic, see test-captures/README.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "mhsnet/circuit.h"
#include "mhsnet/crc.h"
#include "mhsnet/framing.h"
#include "mhsnet/message.h"
#include "mhsnet/nn.h"
#include "mhsnet/opening.h"

static const mhsnet_framing vc = {MHSNET_DAEMON_VC, MHSNET_COOKING_RAW, MHSNET_DATA_CRC_ON};
static const mhsnet_framing vc_unknown = {MHSNET_DAEMON_VC, MHSNET_COOKING_RAW,
                                          MHSNET_DATA_CRC_UNKNOWN};

/* A SYNC of node alpha, and the end of a session. */
static const uint8_t sync_alpha[] = "\x70\x16\0\0\0\0\x42\xf3"
                                    "9=alpha.3=example.0=xx"
                                    "\x71\x65";
static const uint8_t eot[] = {0x38, 0, 0, 0, 0, 0, 0x04, 0xb8};

#define SYNC_LENGTH (sizeof sync_alpha - 1)

static const uint8_t *
bytes(const char *text)
{
    return (const uint8_t *)text;
}

static void
checksums(void **state)
{
    (void)state;
    assert_int_equal(mhsnet_crc16(0, bytes("123456789"), 9), 0xbb3d);
    assert_int_equal(mhsnet_crc16(mhsnet_crc16(0, bytes("1234"), 4), bytes("56789"), 5), 0xbb3d);
    assert_int_equal(mhsnet_crc16(0, bytes("9=alpha.3=example.0=xx"), 22), 0x6571);
    assert_int_equal(mhsnet_crc32(0, bytes("123456789"), 9), 0x2dfd2d88);
}

static void
reads_a_circuit_packet(void **state)
{
    mhsnet_packet packet;
    uint32_t computed;

    (void)state;
    assert_int_equal(mhsnet_packet_read(&vc, sync_alpha, SYNC_LENGTH, &packet), BASE_MATCH_YES);
    assert_int_equal(packet.type, MHSNET_CONTROL);
    assert_int_equal(packet.channel, MHSNET_CONTROL_SYNC);
    assert_int_equal(packet.size, 22);
    assert_int_equal(mhsnet_packet_length(&packet), SYNC_LENGTH);
    assert_int_equal(mhsnet_packet_check(&packet, sync_alpha, SYNC_LENGTH, &computed),
                     MHSNET_CRC_GOOD);
    for (size_t length = 0; length < MHSNET_VC_HEADER; length++)
        assert_int_equal(mhsnet_packet_read(&vc, sync_alpha, length, &packet), BASE_MATCH_MAYBE);
    for (size_t length = MHSNET_VC_HEADER; length < SYNC_LENGTH; length++)
        assert_int_equal(mhsnet_packet_check(&packet, sync_alpha, length, &computed),
                         MHSNET_CRC_UNCHECKED);
}

static void
refuses_eight_zeros(void **state)
{
    static const uint8_t zeros[64];
    mhsnet_framing found;
    mhsnet_packet packet;

    (void)state;
    assert_int_equal(mhsnet_packet_read(&vc, zeros, sizeof zeros, &packet), BASE_MATCH_NO);
    assert_int_equal(mhsnet_recognise(zeros, sizeof zeros, &found), BASE_MATCH_NO);
}

static void
notices_every_flipped_bit(void **state)
{
    uint8_t damaged[SYNC_LENGTH];
    mhsnet_framing found;

    (void)state;
    assert_int_equal(mhsnet_recognise(sync_alpha, SYNC_LENGTH, &found), BASE_MATCH_YES);
    assert_int_equal(found.daemon, MHSNET_DAEMON_VC);
    for (size_t bit = 0; bit < 8 * SYNC_LENGTH; bit++) {
        memcpy(damaged, sync_alpha, SYNC_LENGTH);
        damaged[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_not_equal(mhsnet_recognise(damaged, SYNC_LENGTH, &found), BASE_MATCH_YES);
    }
}

static void
settles_whether_data_has_a_checksum(void **state)
{
    uint8_t stream[SYNC_LENGTH + sizeof eot];
    mhsnet_packet packet;

    (void)state;
    memcpy(stream, sync_alpha, SYNC_LENGTH);
    memcpy(stream + SYNC_LENGTH, eot, sizeof eot);
    assert_int_equal(mhsnet_packet_read(&vc_unknown, stream, SYNC_LENGTH, &packet), BASE_MATCH_YES);
    assert_int_equal(packet.crc_length, 2);

    memcpy(stream + SYNC_LENGTH - 2, eot, sizeof eot);
    assert_int_equal(mhsnet_packet_read(&vc_unknown, stream, SYNC_LENGTH, &packet),
                     BASE_MATCH_MAYBE);
    assert_int_equal(mhsnet_packet_read(&vc_unknown, stream, sizeof stream - 2, &packet),
                     BASE_MATCH_YES);
    assert_int_equal(packet.crc_length, 0);
}

static void
resynchronises_on_proof_only(void **state)
{
    uint8_t stream[5 + SYNC_LENGTH] = {1, 2, 3, 4, 5};

    (void)state;
    memcpy(stream + 5, sync_alpha, SYNC_LENGTH);
    assert_int_equal(mhsnet_resynchronise(&vc, stream, sizeof stream), 5);
    stream[12] ^= 1;
    assert_true(mhsnet_resynchronise(&vc, stream, sizeof stream) > 5);
}

/* Good headers of long packets, one after the other, and no such packet: the search passes them,
 * and finds what stands behind them. */
static void
passes_overlapping_headers(void **state)
{
    static uint8_t stream[100 * 9 + 131072];
    mhsnet_framing found;
    size_t at = 1;

    (void)state;
    memset(stream, 0x55, sizeof stream);
    for (size_t i = 0; i < 100; i++) {
        uint8_t *header = stream + 9 * i;
        uint16_t crc;

        memcpy(header, "\1\2\3\4\1\xf0\0", 7); /* DATA of 126,976 bytes */
        crc = mhsnet_crc16(0, header, 7);
        header[7] = (uint8_t)crc;
        header[8] = (uint8_t)(crc >> 8);
    }
    memcpy(stream + sizeof stream - SYNC_LENGTH, sync_alpha, SYNC_LENGTH);
    assert_int_equal(mhsnet_find(stream, sizeof stream, &at, &found), BASE_MATCH_YES);
    assert_int_equal(at, sizeof stream - SYNC_LENGTH);
    assert_int_equal(found.daemon, MHSNET_DAEMON_VC);
}

static void
undoes_cooking(void **state)
{
    static const char cooked[] = "p$>$($($($(";
    static const uint8_t plain[] = {0x70, 0x16, 0, 0, 0, 0};
    uint8_t out[32];
    uint32_t origin[33];

    (void)state;
    assert_int_equal(mhsnet_uncook(MHSNET_COOKING_A, bytes(cooked), 11, out, origin), sizeof plain);
    assert_memory_equal(out, plain, sizeof plain);
    assert_int_equal(origin[1], 1);
    assert_int_equal(origin[2], 3);
    assert_int_equal(origin[6], 11);
    assert_int_equal(mhsnet_uncook(MHSNET_COOKING_A, bytes("a\rb$"), 4, out, origin), 2);
    assert_int_equal(origin[1], 2);
    assert_int_equal(origin[2], 3);
    assert_int_equal(mhsnet_uncook(MHSNET_COOKING_X, bytes("%'\r$>"), 5, out, origin), 4);
    assert_memory_equal(out, "%'\r\x16", 4);
}

static void
reads_node_to_node_packets(void **state)
{
    static const uint8_t opening[] = {0xe0, 0x01, 0x83, 0x41, 0xc7, 0xe0,
                                      0x03, 0x81, 0x04, 0x80, 0xd2, 0xda};
    static const uint8_t som[] = "\x01"
                                 "f+9pS++C++9pO"
                                 "\x80"
                                 "485"
                                 "\x80"
                                 "4";
    mhsnet_nn_control control;
    mhsnet_framing found;

    (void)state;
    assert_int_equal(mhsnet_recognise(opening, sizeof opening, &found), BASE_MATCH_YES);
    assert_int_equal(found.daemon, MHSNET_DAEMON_NN);
    assert_int_equal(mhsnet_recognise(opening, 5, &found), BASE_MATCH_MAYBE);
    assert_true(mhsnet_nn_control_read(som, sizeof som, &control));
    assert_int_equal(control.number, 485);
    assert_true(control.has_wait);
    assert_int_equal(control.wait, 4);
    assert_false(mhsnet_nn_control_read(som, 5, &control));
}

/* A whole packet of PN's, which has seven bytes and their checksum, as HT's header does. */
static void
tells_no_ht_from_a_packet_of_pn(void **state)
{
    static const uint8_t reset[] = {0xd0, 0x00, 0x04, 0x81, 0x04, 0x00, 0x02, 0xc8, 0x31};
    mhsnet_framing found;
    mhsnet_packet packet;

    (void)state;
    assert_int_equal(mhsnet_ht_header(reset, sizeof reset, &packet), BASE_MATCH_YES);
    assert_int_equal(mhsnet_recognise(reset, sizeof reset, &found), BASE_MATCH_NO);
}

static bool
comes_to_proof(const uint8_t *stream, size_t length)
{
    mhsnet_framing found;

    return mhsnet_recognise(stream, length, &found) == BASE_MATCH_YES;
}

/* The short way must refuse nothing that the long one takes, and the other way round. */
static void
refuses_quickly_what_is_no_proof(void **state)
{
    static const uint8_t node_packets[] = {0xe0, 0x01, 0x83, 0x41, 0xc7, 0xe0,
                                           0x03, 0x81, 0x04, 0x80, 0xd2, 0xda};
    static const uint8_t compressed[] = {0xe0, 0x01, 0xfe, 0x83, 0, 0};
    static const char cooked_eot[] = "8$($($($($($,&`";
    uint8_t stream[64];
    size_t length;
    const struct {
        const uint8_t *bytes;
        size_t length;
        bool proof;
    } samples[] = {
        {sync_alpha, SYNC_LENGTH, true},
        {eot, sizeof eot, true},
        {node_packets, sizeof node_packets, true},
        {compressed, sizeof compressed, false},
        {bytes(cooked_eot), sizeof cooked_eot - 1, true},
        {bytes("GET / HTTP/1.1"), 14, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        length = samples[i].length;
        assert_int_equal(mhsnet_proves_itself(samples[i].bytes, length), samples[i].proof);
        for (size_t cut = 1; cut <= length; cut++)
            assert_int_equal(mhsnet_proves_itself(samples[i].bytes, cut),
                             comes_to_proof(samples[i].bytes, cut));
        for (size_t bit = 0; bit < 8 * length; bit++) {
            memcpy(stream, samples[i].bytes, length);
            stream[bit / 8] ^= (uint8_t)(1 << bit % 8);
            assert_int_equal(mhsnet_proves_itself(stream, length), comes_to_proof(stream, length));
        }
    }
}

/* EN has no checksum: packets that fill a datagram are all there is to go by. */
static void
reads_datagrams_without_checksums(void **state)
{
    static const uint8_t reset[] = {0x60, 0x01, 0x00, 0x83, 0x60, 0x04,
                                    0x00, 0x81, 0x04, 0x00, 0x04};
    static const uint8_t data[] = {0x0b, 0x02, 0x00, 'a', 'b'};

    (void)state;
    assert_true(mhsnet_en_fills(reset, 4));
    assert_true(mhsnet_en_fills(reset, sizeof reset));
    assert_false(mhsnet_en_fills(reset, sizeof reset - 1));
    assert_true(mhsnet_en_fills(data, sizeof data));
    assert_false(mhsnet_en_fills(data, 2));
    assert_false(mhsnet_en_fills(data, 0));
    assert_false(mhsnet_en_fills(bytes("QUERY HOMENAME\n"), 15));
}

static void
reads_checksums_of_lines(void **state)
{
    static const char line[] = "HOMENAME 9=alpha {CQf}\n";
    static const char *const without[] = {"HOMENAME {CQ}\n", "HOMENAME x{CQf}\n", "{CQf}\n",
                                          "HOMENAME {C f}\n", "HOMENAME {CQf} \n"};
    mhsnet_line read;

    (void)state;
    assert_int_equal(mhsnet_line_read(bytes(line), sizeof line - 1, &read), BASE_MATCH_YES);
    assert_true(read.has_crc);
    assert_memory_equal(line + read.crc, "CQf", MHSNET_LINE_CRC_LENGTH);
    assert_int_equal(read.argument_length, strlen("9=alpha"));
    for (size_t i = 0; i < sizeof without / sizeof without[0]; i++) {
        assert_int_equal(mhsnet_line_read(bytes(without[i]), strlen(without[i]), &read),
                         BASE_MATCH_YES);
        assert_false(read.has_crc);
    }
}

static void
reads_opening_lines(void **state)
{
    static const char query[] = "QUERY HOMENAME\n";
    static const char params[] = "PARAMS -n -r -CX -D1024 -B3 {a+Z}\n";
    mhsnet_line line;
    mhsnet_params read;

    (void)state;
    for (size_t length = 0; length < sizeof query - 1; length++)
        assert_int_equal(mhsnet_line_recognise(bytes(query), length), BASE_MATCH_MAYBE);
    assert_int_equal(mhsnet_line_recognise(bytes(query), sizeof query - 1), BASE_MATCH_YES);
    assert_int_equal(mhsnet_line_recognise(bytes("GET / HTTP/1.1\n"), 15), BASE_MATCH_NO);
    assert_int_equal(mhsnet_line_read(bytes(params), sizeof params - 1, &line), BASE_MATCH_YES);
    assert_int_equal(line.kind, MHSNET_LINE_PARAMS);
    assert_true(line.last);
    mhsnet_params_read(bytes(params) + line.argument, line.argument_length, &read);
    assert_true(read.no_data_crc);
    assert_int_equal(read.cooking, MHSNET_COOKING_X);
    assert_int_equal(read.data_size, 1024);
    assert_int_equal(read.batch, 3);
    assert_int_equal(mhsnet_line_read(bytes("daemon starts ...\n"), 18, &line), BASE_MATCH_YES);
    assert_int_equal(line.kind, MHSNET_LINE_SUN3_STARTS);
}

static void
reads_trailing_headers(void **state)
{
    static const uint8_t tiny[] =
        "ok\n2\0root@.alpha.example.xx\0root\0tiny.txt,3,1767225600,644\0\0\0"
        "4o60\0\0\0\0\0\0"
        "2\0.9=alpha.3=example.0=xx\0.9=beta.3=example.0=xx\0filer\0\0\0\0"
        "\x1e"
        "9=beta.3=example.0=xx\x1f"
        "0\0"
        "1\0"
        "1f+9pL++X++9pN\0\0"
        "1\0\0\xa3\xd5"
        "106\0\0\0\0\0";
    const size_t length = sizeof tiny - 1;
    mhsnet_parts parts;
    mhsnet_file file;
    mhsnet_stop stop;
    size_t at = 0;

    (void)state;
    assert_int_equal(length, 185);
    mhsnet_parts_find(tiny, length, &parts);
    assert_true(parts.headers.present);
    assert_true(parts.headers.crc_good);
    assert_true(parts.files.present);
    assert_true(parts.files.crc_good);
    assert_int_equal(parts.data_length, 3);
    assert_true(mhsnet_file_next(tiny + parts.files.field[MHSNET_FILE_FILES],
                                 parts.files.length[MHSNET_FILE_FILES], &at, &file));
    assert_int_equal(file.name_length, 8);
    assert_int_equal(file.size, 3);
    assert_int_equal(file.mode, 0644);
    at = 0;
    assert_true(mhsnet_route_next(tiny + parts.headers.field[MHSNET_HEADER_ROUTE],
                                  parts.headers.length[MHSNET_HEADER_ROUTE], &at, &stop));
    assert_int_equal(stop.node_length, 21);

    /* Cut anywhere, it is data without headers, never read beyond its end. */
    for (size_t cut = 0; cut < length; cut++) {
        mhsnet_parts_find(tiny, cut, &parts);
        assert_true(parts.data_length <= cut);
    }
}

static void
reads_message_ids(void **state)
{
    mhsnet_id id;

    (void)state;
    assert_true(mhsnet_is_message_id(bytes("3f+9he++D++9ha"), MHSNET_ID_LENGTH));
    assert_false(mhsnet_is_message_id(bytes("f3+9he++D++9ha"), MHSNET_ID_LENGTH));
    mhsnet_id_read("3f+9he++D++9ha", MHSNET_ID_LENGTH, &id);
    assert_int_equal(id.quality, 3);
    assert_int_equal(id.process, 15);
    assert_int_equal(id.flags, 0);
    /* 43, 0, 11, 45, 42 in base 64, and the 2^30 seconds that 2026 has behind it. */
    assert_int_equal(mhsnet_id_time(&id, 0, 1795210000), 1073741824 + 721468266);
}

static void
reads_address_exchange(void **state)
{
    static const uint8_t datagram[16] = {0, 2, 0x95, 0xb4, 127, 0, 0, 1};
    uint16_t port;

    (void)state;
    assert_true(mhsnet_exchange_read(datagram, sizeof datagram, &port));
    assert_int_equal(port, 38324);
    assert_false(mhsnet_exchange_read(datagram, sizeof datagram - 1, &port));
}

/* Multiply-with-carry would do; this one (xorshift64) is short and its period long enough. */
static uint64_t
random_bits(void)
{
    static uint64_t value = UINT64_C(88172645463325252);

    value ^= value << 13;
    value ^= value >> 7;
    value ^= value << 17;
    return value;
}

/* Ten million random segments of 64 bytes: how often are they taken for MHSnet's? */
static void
random_data_is_not_claimed(void **state)
{
    const unsigned tries = 10000000;
    unsigned shape = 0, proof = 0;
    mhsnet_framing found;

    (void)state;
    for (unsigned i = 0; i < tries; i++) {
        uint64_t segment[8];

        for (size_t word = 0; word < 8; word++)
            segment[word] = random_bits();
        switch (mhsnet_recognise((const uint8_t *)segment, sizeof segment, &found)) {
        case BASE_MATCH_YES:
            proof++;
            break;
        case BASE_MATCH_MAYBE:
            shape++;
            break;
        case BASE_MATCH_NO:
            break;
        }
    }
    print_message("of %u random segments %u have one good checksum (taken on 1989 and 1992 only), "
                  "%u two (taken on any port)\n",
                  tries, shape, proof);
    assert_int_equal(proof, 0);
    assert_true(shape < tries / 10000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checksums),
        cmocka_unit_test(reads_a_circuit_packet),
        cmocka_unit_test(refuses_eight_zeros),
        cmocka_unit_test(notices_every_flipped_bit),
        cmocka_unit_test(settles_whether_data_has_a_checksum),
        cmocka_unit_test(resynchronises_on_proof_only),
        cmocka_unit_test(passes_overlapping_headers),
        cmocka_unit_test(undoes_cooking),
        cmocka_unit_test(reads_node_to_node_packets),
        cmocka_unit_test(tells_no_ht_from_a_packet_of_pn),
        cmocka_unit_test(refuses_quickly_what_is_no_proof),
        cmocka_unit_test(reads_datagrams_without_checksums),
        cmocka_unit_test(reads_checksums_of_lines),
        cmocka_unit_test(reads_opening_lines),
        cmocka_unit_test(reads_trailing_headers),
        cmocka_unit_test(reads_message_ids),
        cmocka_unit_test(reads_address_exchange),
        cmocka_unit_test(random_data_is_not_claimed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
