/* test-beginning.c
 * How a stream begins, whatever the segments
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "labels/beginning.h"

#define BYTES(text) text, sizeof text - 1

static const struct {
    const char *bytes;
    size_t length;
    const char *name; /* NULL: not known */
} streams[] = {
    {BYTES("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"), "SSH"},
    {BYTES("SSH-1.99-Cisco-1.25\n"), "SSH"},
    {BYTES("SSH-3.0-nobody\r\n"), NULL},
    {BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x12"), "HTTP/2 in clear text"},
    {BYTES("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"), NULL},
    {BYTES("JRMI\0\2K"), "Java RMI"},
    {BYTES("JRMI\0\2N"), NULL},
    {BYTES("JRMP\0\2K"), NULL},
    {BYTES("\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23"), "Telnet"},
    {BYTES("\xff\xfd\x18\xff\xff\xff"), NULL},
    {BYTES("\xff\xfa\x18\x01\xff\xf0"), NULL},
    {BYTES("\xff\xfb\x01\r\nlogin name: "), "Telnet"},
    {BYTES("\xff\xfb\x01\r\nlogin: "), NULL},
    {BYTES("\r\n*** Lantronix Universal Device Server ***\r\n"), "Telnet"},
    {BYTES("Lantronix MSS4 Version B3.7/108(030909)\r\n"), "Telnet"},
    {BYTES("Lantronics\r\n"), NULL},
    {BYTES("\xff\xfb\x01\xff\xfb\x03\r\0\nMAC address 00204A000001\n\r\0Software v"), "Telnet"},
    {BYTES("\r\0\nMAC address 00204A000001\n\r\0Software version 6.10\r\0\n"), "Telnet"},
    {BYTES("MAC address 00204A000001\r\nSoftware version 01.0"), "Telnet"},
    {BYTES("MAC address 00204A000001 Software version 01.0"), NULL},
    {BYTES("MAC address 00-20-4A-00-00-01\r\nSoftware version 01.0"), NULL},
    {BYTES("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}\n"), "JSON-RPC"},
    {BYTES("GET / HTTP/1.0\n"), "HTTP"},
    {BYTES("PROPFIND /x HTTP/1.1\r\nHost: x"), "HTTP"},
    {BYTES("HTTP/1.1 200 OK\r\n"), "HTTP"},
    {BYTES("GET /0123456789012345678901234567890123456789012345678"), "HTTP"},
    {BYTES("GET /012345678901234567890123456789012345678 HTTP/1.1\r\n"), "HTTP"},
    {BYTES("GET /0123456789012345678901234567890123456789 HTTP/1.1\r\n"), "HTTP"},
    {BYTES("GET /0123456789012345678901234567890123456 x x 012345"), NULL},
    {BYTES("GET /0123456789 01234567890123456789012345678901234567"), NULL},
    {BYTES("AABBCCDDEEFFGGHHIIJJKKLLMMNNOOPPQQRRSSTTUUVVWWXXYYZZ"), NULL},
    {BYTES("GET / HTTP/2\r\n"), NULL},
    {BYTES("{\"jsonrpc\":\"2.0\",\"method\":\"x\"}"), "JSON-RPC"},
    {BYTES("{\"system\":{\"get_sysinfo\":null}}"), NULL},
    {BYTES("\x08\x31\x00\x02\x00\x1e\x01"), NULL},
    {BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), "TLS"},
    {BYTES("\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03"), "TLS"},
    {BYTES("\x16\x03\x03\x00\x7a\x0b\x00\x00\x76\x03\x03"), NULL},
    {BYTES("\x16\x03\x01\x50\x00\x01\x00\x01\xfc\x03\x03"), NULL},
};

static const char *
name_of(const label_start *start)
{
    const label_beginning *beginning = label_start_recognise(start);

    return beginning ? beginning->name : NULL;
}

static void
test_streams(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
        label_start start = {0};

        label_start_append(&start, 7, (const uint8_t *)streams[i].bytes, streams[i].length);
        if (streams[i].name)
            assert_string_equal(name_of(&start), streams[i].name);
        else
            assert_null(name_of(&start));
    }
}

static void
test_cut_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
        label_start start = {0};
        const char *name = NULL;

        for (size_t byte = 0; byte < streams[i].length && !name; byte++) {
            label_start_append(&start, (uint32_t)byte, (const uint8_t *)streams[i].bytes + byte, 1);
            name = name_of(&start);
        }
        if (streams[i].name)
            assert_string_equal(name, streams[i].name);
        else
            assert_null(name);
    }
}

static void
test_device(void **state)
{
    static const char banner[] = "\r\nMAC address 00204a000001\r\nSoftware ";
    static const size_t length = sizeof banner - 1;

    (void)state;
    for (size_t i = 0; i < length; i++)
        assert_int_equal(label_device_begins((const uint8_t *)banner, i), BASE_MATCH_MAYBE);
    assert_int_equal(label_device_begins((const uint8_t *)banner, length), BASE_MATCH_YES);
    assert_int_equal(label_device_begins((const uint8_t *)"MAC table", 9), BASE_MATCH_NO);
}

static void
test_room_ends(void **state)
{
    (void)state;
    uint8_t zeros[2 * LABEL_START_MAX] = {0};
    label_start start = {0};

    assert_true(label_start_append(&start, 1, zeros, sizeof zeros));
    assert_int_equal(start.length, LABEL_START_MAX);
    assert_false(label_start_append(&start, 1 + sizeof zeros, zeros, 1));
    assert_null(name_of(&start));
}

/* Bytes that come again, with more behind them, near the end of TCP's numbers. */
static void
test_again(void **state)
{
    static const uint8_t bytes[] = "abcdef";
    const uint32_t first = UINT32_MAX - 1;
    label_start start = {0};

    (void)state;
    assert_true(label_start_append(&start, first, bytes, 1));
    assert_false(label_start_append(&start, first, bytes, 1));
    assert_true(label_start_append(&start, first, bytes, 3));
    assert_false(label_start_append(&start, first + 1, bytes + 1, 1));
    assert_true(label_start_append(&start, first + 2, bytes + 2, 2));
    assert_true(label_start_append(&start, first + 5, bytes + 5, 1)); /* one is lost */
    assert_int_equal(start.length, 5);
    assert_memory_equal(start.bytes, "abcdf", 5);
}

static void
test_names(void **state)
{
    (void)state;
    assert_string_equal(label_payload_name("http2", "HTTP2"), "HTTP/2 in clear text");
    assert_string_equal(label_payload_name("ssh", "SSHv2"), "SSH");
    assert_string_equal(label_payload_name("tls", "TLS"), "TLS");
}

/* No beginning among ten million random ones: each is rarer than 1 in 2^32,
 * JSON-RPC and SSH by far. */
static void
test_random(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;

    for (int i = 0; i < 10 * 1000 * 1000; i++) {
        label_start start = {.length = LABEL_START_MAX};

        for (size_t j = 0; j < sizeof start.bytes; j += 8) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            memcpy(start.bytes + j, &seed, 8);
        }
        if (label_start_recognise(&start))
            fail_msg("random start %d taken for %s", i, name_of(&start));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_streams), cmocka_unit_test(test_cut_anywhere),
        cmocka_unit_test(test_device),  cmocka_unit_test(test_room_ends),
        cmocka_unit_test(test_again),   cmocka_unit_test(test_names),
        cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
