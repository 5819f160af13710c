/* test-certificate.c
 * The names in a certificate, as RFC 4514 writes them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ibmlmt/certificate.h"

/** A certificate up to its subject; lengths of one byte are written in. */
typedef struct {
    uint8_t bytes[1024];
    size_t length;
} certificate;

static void
add(certificate *c, const void *bytes, size_t length)
{
    assert_true(c->length + length <= sizeof c->bytes);
    memcpy(c->bytes + c->length, bytes, length);
    c->length += length;
}

#define ADD(c, text) add((c), (text), sizeof(text) - 1)

/* The beginning: both outer sequences claim more than ever comes, as when a capture is cut. */
static certificate
begin(void)
{
    certificate c = {{0}, 0};

    ADD(&c, "\x30\x82\x04\x00\x30\x82\x03\x00"
            "\xA0\x03\x02\x01\x02"
            "\x02\x01\x05"
            "\x30\x03\x06\x01\x2A");
    return c;
}

/* A name of one part for each OID and value that is given, as encoded. */
static void
add_name(certificate *c, const char *const *parts, size_t count)
{
    const size_t start = c->length;

    ADD(c, "\x30\x82\0\0");
    for (size_t i = 0; i < count; i++) {
        const char *oid = parts[2 * i], *value = parts[2 * i + 1];
        const uint8_t oid_length = (uint8_t)strlen(oid), value_length = (uint8_t)strlen(value);
        const uint8_t head[] = {0x31, (uint8_t)(oid_length + value_length + 5),
                                0x30, (uint8_t)(oid_length + value_length + 3),
                                0x06, oid_length};

        add(c, head, sizeof head);
        add(c, oid, oid_length);
        add(c, value, 1);
        add(c, (const uint8_t[]){(uint8_t)(value_length - 1)}, 1);
        add(c, value + 1, value_length - 1U);
    }

    const size_t length = c->length - start - 4;
    c->bytes[start + 2] = (uint8_t)(length >> 8);
    c->bytes[start + 3] = (uint8_t)length;
}

#define OID_CN "\x55\x04\x03"
#define OID_O "\x55\x04\x0A"
#define OID_EMAIL "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x01"
#define OID_SERIAL "\x55\x04\x05"
#define OID_DC "\x09\x92\x26\x89\x93\xF2\x2C\x64\x01\x19"
#define UTF8 "\x0C"
#define PRINTABLE "\x13"
#define IA5 "\x16"
#define BMP "\x1E"
#define VISIBLE "\x1A"
#define UNIVERSAL "\x1C"

static const struct {
    const char *parts[8];
    size_t count;
    const char *text;
} names[] = {
    {{OID_O, UTF8 "Example", OID_CN, UTF8 "agent-1.example"}, 2, "CN=agent-1.example,O=Example"},
    {{OID_DC, IA5 "example"}, 1, "DC=example"},
    {{OID_EMAIL, IA5 "a@b.example"}, 1, "emailAddress=a@b.example"},
    {{OID_SERIAL, PRINTABLE "7"}, 1, "serialNumber=7"},
    {{"\x55\x04\x0C", VISIBLE "Dr"}, 1, "2.5.4.12=Dr"},
    {{OID_CN, PRINTABLE "Smith, John \\"}, 1, "CN=Smith\\, John \\\\"},
    {{OID_CN, UTF8 " #a# "}, 1, "CN=\\ #a#\\ "},
    {{OID_CN, UTF8 "#1"}, 1, "CN=\\#1"},
    {{OID_CN, UTF8 "M\xC3\xBCller"}, 1, "CN=M\xC3\xBCller"},
    {{OID_CN, PRINTABLE "M\xC3\xBCller"}, 1, "CN=M\\C3\\BCller"},
    {{OID_CN, UTF8 "\xC3\x28\xE0\x80\x80\xF0\x9F\x98\x80\x7F\n"},
     1,
     "CN=\\C3(\\E0\\80\\80\xF0\x9F\x98\x80\\7F\\0A"},
    {{OID_CN, BMP "\x20\xAC\x4E\x2D"}, 1, "CN=\xE2\x82\xAC\xE4\xB8\xAD"},
    {{OID_CN, BMP "\xD8\x3D"}, 1, "CN=#1E02D83D"},
    {{OID_CN, BMP "abc"}, 1, "CN=#1E03616263"},
    {{OID_CN, UNIVERSAL "\x11\x11\x11\x11"}, 1, "CN=#1C0411111111"},
    {{OID_CN, "\x04"
              "ab"},
     1,
     "CN=#04026162"},
    {{"\x55\x84", UTF8 "x"}, 1, "?=x"},
    {{"\xFF\xFF\xFF\xFF\xFF\x7F", UTF8 "x"}, 1, "?=x"},
    {{NULL}, 0, ""},
};

static void
test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        static const char *const authority[] = {OID_CN, UTF8 "Test CA"};
        certificate c = begin();

        add_name(&c, authority, 1);
        ADD(&c, "\x30\x00");
        add_name(&c, names[i].parts, names[i].count);

        const ibmlmt_certificate read = ibmlmt_certificate_read(c.bytes, c.length);
        assert_string_equal(read.issuer, "CN=Test CA");
        assert_string_equal(read.subject, names[i].text);
    }
}

/* Characters of two and of four bytes, with the NULs that the table above cannot hold. */
static void
test_wide(void **state)
{
    static const uint8_t name[] = "\x30\x26\x31\x24"
                                  "\x30\x0D\x06\x03\x55\x04\x03\x1E\x06\0M\0\xFC\0,"
                                  "\x30\x13\x06\x03\x55\x04\x0A\x1C\x0C\0\0\0a\0\1\xF6\0\0\0\0\n";
    certificate c = begin();

    (void)state;
    add(&c, name, sizeof name - 1);
    const ibmlmt_certificate read = ibmlmt_certificate_read(c.bytes, c.length);
    assert_string_equal(read.issuer, "CN=M\xC3\xBC\\,+O=a\xF0\x9F\x98\x80\\0A");
}

/* A part that has two types, and a certificate without a version (X.509 v1). */
static void
test_shapes(void **state)
{
    static const uint8_t v1[] = "\x30\x40\x30\x3E\x02\x01\x05\x30\x00"
                                "\x30\x14\x31\x12"
                                "\x30\x07\x06\x03\x55\x04\x0A\x0C\0"
                                "\x30\x07\x06\x03\x55\x04\x03\x0C\0"
                                "\x30\x00\x30\x00";
    ibmlmt_certificate read = ibmlmt_certificate_read(v1, sizeof v1 - 1);

    (void)state;
    assert_string_equal(read.issuer, "O=+CN=");
    assert_string_equal(read.subject, "");
}

/* However it is cut, nothing is read past the end, and no name is half. */
static void
test_cut(void **state)
{
    certificate c = begin();

    (void)state;
    add_name(&c, names[0].parts, names[0].count);
    const size_t issuer_end = c.length;
    ADD(&c, "\x30\x00");
    add_name(&c, names[0].parts, names[0].count);
    for (size_t length = 0; length < c.length; length++) {
        const ibmlmt_certificate read = ibmlmt_certificate_read(c.bytes, length);

        assert_string_equal(read.issuer, length < issuer_end ? "" : names[0].text);
        assert_string_equal(read.subject, "");
    }
}

static void
test_long(void **state)
{
    char value[] = UTF8 "a name of fifty letters, so that many of them are 1";
    const char *parts[40];
    certificate c = begin();

    (void)state;
    for (size_t i = 0; i < 10; i++) {
        parts[2 * i] = OID_CN;
        parts[2 * i + 1] = value;
    }
    add_name(&c, parts, 10);

    const ibmlmt_certificate read = ibmlmt_certificate_read(c.bytes, c.length);
    assert_true(strlen(read.issuer) < IBMLMT_NAME_MAX);
    assert_string_equal(read.issuer + strlen(read.issuer) - 3, "...");
}

static void
test_hostile(void **state)
{
    static const char *const lies[] = {
        "\x30\x80\x30\x80\x02\x01\x05",                 /* an indefinite length */
        "\x30\x84\xFF\xFF\xFF\xFF\x30\x84\xFF\xFF\xFF", /* longer than any certificate */
        "\x31\x10\x30\x0E\x02\x01\x05",                 /* a set in its place */
        "\x30\x10\x30\x0E\x02\x83\xFF\xFF\xFF\x05",     /* a number that goes past the end */
    };

    (void)state;
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        const ibmlmt_certificate read =
            ibmlmt_certificate_read((const uint8_t *)lies[i], strlen(lies[i]));

        assert_string_equal(read.issuer, "");
        assert_string_equal(read.subject, "");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), cmocka_unit_test(test_wide), cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_cut),   cmocka_unit_test(test_long), cmocka_unit_test(test_hostile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
