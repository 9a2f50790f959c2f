/* SPDX-License-Identifier: MIT
 *
 * test_sniff.c - the format is told by content; text that looks a little like
 * something else stays text.
 */
#include "input/sniff.h"

#include <check.h>
#include <stdlib.h>

#define BYTES(literal) literal, sizeof literal - 1
#define BOM "\xef\xbb\xbf"
#define TAR_HEAD_50 "abc.txt\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static const struct {
    const char *bytes;
    size_t      len;
    nd_format   format;
    const char *says;      /* in the sentence of ND_OPAQUE */
} rows[] = {
    {BYTES("{\"id\":1}\n"), ND_JSONL, NULL},
    {BYTES("{ \t\"id\":1}\n"), ND_JSONL, NULL},
    {BYTES("{}"), ND_JSONL, NULL},
    {BYTES("{ }\n"), ND_JSONL, NULL},
    {BYTES(BOM "{\"id\":1}"), ND_JSONL, NULL},
    {BYTES(" \r\n\t{\"id\":1}"), ND_JSONL, NULL},
    {BYTES(BOM "\n\n{\"id\":1}"), ND_JSONL, NULL},
    {BYTES("{\n  \"id\": 1\n}\n"), ND_OPAQUE, "use jq -c . FILE"},
    {BYTES("{\r\n}\n"), ND_OPAQUE, "use jq -c . FILE"},
    {BYTES("[{\"id\":1}]"), ND_OPAQUE, "use jq -c '.[]' FILE"},
    {BYTES(BOM "[\n {\"id\":1}]"), ND_OPAQUE, "JSON array"},
    {BYTES("[\n1,2]"), ND_OPAQUE, "JSON array"},
    {BYTES("[1] See also the appendix.\n"), ND_TEXT, NULL},
    {BYTES("[Applause]\n"), ND_TEXT, NULL},
    {BYTES("[\"Go,\" she said.]"), ND_TEXT, NULL},
    {BYTES("{name}, you have won!\n"), ND_TEXT, NULL},
    {BYTES("{{template}}\n"), ND_TEXT, NULL},
    {BYTES("{'id': 1}\n"), ND_TEXT, NULL},
    {BYTES("plain text\n"), ND_TEXT, NULL},
    {BYTES("\xff\xff\xff\xff not UTF-8"), ND_TEXT, NULL},
    {BYTES("a\0b\0\0c"), ND_TEXT, NULL},
    {BYTES("\0\0\0\0\0\0\0\0"), ND_TEXT, NULL},
    {BYTES("\"id\",\"text\"\n1,\"a\"\n"), ND_TEXT, NULL},
    {BYTES(""), ND_FORMAT_AUTO, NULL},
    {BYTES(" \r\n\t\f\v"), ND_FORMAT_AUTO, NULL},
    {BYTES(BOM), ND_FORMAT_AUTO, NULL},
    {BYTES("{"), ND_FORMAT_AUTO, NULL},
    {BYTES("[ "), ND_FORMAT_AUTO, NULL},
    {BYTES("\xfd" "7zXZ\0\0\x04"), ND_OPAQUE, "is xz: use xz -dc FILE | neardup ... -"},
    {BYTES("BZh91AY&SY\0\0"), ND_OPAQUE, "bzip2 -dc"},
    {BYTES("BZh is not a file\n"), ND_TEXT, NULL},
    {BYTES("\x04\x22\x4d\x18\x64"), ND_OPAQUE, "lz4 -dc"},
    {BYTES("\x1f\x8b\x08\0"), ND_OPAQUE, "packed twice: use zcat"},
    {BYTES("\x28\xb5\x2f\xfd\0"), ND_OPAQUE, "packed twice: use zstd"},
    {BYTES("PAR1\x15\x04"), ND_OPAQUE, "(FORMAT json)"},
    {BYTES("ARROW1\0\0"), ND_OPAQUE, "Arrow"},
    {BYTES("WARC/1.0\r\nWARC-Type: warcinfo\r\n"), ND_OPAQUE, "is WARC"},
    {BYTES("WARC/1.1\r\n"), ND_OPAQUE, "is WARC"},
    {BYTES("WARC/0.18\r\n"), ND_OPAQUE, "is WARC"},
    {BYTES("PK\x03\x04\x14\0"), ND_OPAQUE, "zip"},
    {BYTES("%PDF-1.7\n"), ND_OPAQUE, "pdftotext"},
    {BYTES("{\\rtf1\\ansi"), ND_OPAQUE, "RTF"},
    {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ND_OPAQUE, "office"},
    {BYTES(TAR_HEAD_50 TAR_HEAD_50 TAR_HEAD_50 TAR_HEAD_50 TAR_HEAD_50 "\0\0\0\0\0\0\0ustar\0"), ND_OPAQUE, "tar"},
    {BYTES("\xff\xfe\0\0a\0\0\0"), ND_OPAQUE, "UTF-32"},
    {BYTES("\0\0\xfe\xff\0\0\0a"), ND_OPAQUE, "UTF-32"},
    {BYTES("\xff\xfe" "a\0b\0"), ND_OPAQUE, "iconv -f UTF-16 -t UTF-8"},
    {BYTES("\xfe\xff\0a\0b"), ND_OPAQUE, "iconv -f UTF-16 -t UTF-8"},
    {BYTES("a\0 \0t\0e\0x\0t\0"), ND_OPAQUE, "UTF-16LE"},
    {BYTES("\0a\0 \0t\0e\0x\0t"), ND_OPAQUE, "UTF-16BE"},
    {BYTES("{\0\"\0i\0d\0"), ND_OPAQUE, "UTF-16LE"},
    {BYTES("<!DOCTYPE html>\n<html>"), ND_OPAQUE, "is HTML"},
    {BYTES(BOM "\n <!doctype HTML PUBLIC"), ND_OPAQUE, "is HTML"},
    {BYTES("<HTML lang=en>"), ND_OPAQUE, "is HTML"},
    {BYTES("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC>"), ND_OPAQUE, "is HTML"},
    {BYTES("<?xml version=\"1.0\"?>\n<rss>"), ND_TEXT, NULL},
    {BYTES("<?xml"), ND_TEXT, NULL},
    {BYTES("<!doctype"), ND_TEXT, NULL},
    {BYTES("<p>a paragraph"), ND_TEXT, NULL},
};

START_TEST(the_first_bytes_tell_the_format)
{
    const char *what = NULL;
    char *own = malloc(rows[_i].len + (rows[_i].len == 0));  /* so that a byte too far is a fault under ASan */
    memcpy(own, rows[_i].bytes, rows[_i].len);
    ck_assert_int_eq(nd_sniff(own, rows[_i].len, &what), rows[_i].format);
    ck_assert_int_eq(what != NULL, rows[_i].format == ND_OPAQUE);
    if (what != NULL) {
        ck_assert_msg(strstr(what, rows[_i].says) != NULL, "%s", what);
        ck_assert_uint_lt(strlen(what), 230);
    }
    free(own);
}
END_TEST

START_TEST(no_beginning_is_read_past_its_end)
{
    for (size_t len = 0; len <= rows[_i].len; len++) {
        const char *what;
        char *own = malloc(len + (len == 0));
        memcpy(own, rows[_i].bytes, len);
        nd_sniff(own, len, &what);
        free(own);
    }
}
END_TEST

Suite *sniff_suite(void);
Suite *sniff_suite(void)
{
    Suite *suite = suite_create("sniff");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile");

    tcase_add_loop_test(core, the_first_bytes_tell_the_format, 0, ND_COUNT(rows));
    suite_add_tcase(suite, core);
    tcase_add_loop_test(hostile, no_beginning_is_read_past_its_end, 0, ND_COUNT(rows));
    suite_add_tcase(suite, hostile);
    return suite;
}
