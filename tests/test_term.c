/* SPDX-License-Identifier: MIT
 *
 * test_term.c - text from strangers does nothing to a terminal, and columns are right.
 */
#include "report/term.h"

#include <check.h>
#include <stdlib.h>
#include <utf8proc.h>

#define ESC "\x1b"

/* ---- core */

static const struct {
    const char *text, *shown;
} harmless[] = {
    {"", ""},
    {"plain, caf\xc3\xa9, \xe6\xbc\xa2\xe5\xad\x97, e\xcc\x81, \xf0\x9f\x98\x80",
     "plain, caf\xc3\xa9, \xe6\xbc\xa2\xe5\xad\x97, e\xcc\x81, \xf0\x9f\x98\x80"},
    {ESC "[2J" ESC "]0;owned\a", "\\x1b[2J\\x1b]0;owned\\x07"},
    {"a\tb\r\nc\n", "a\\x09b\\x0d\\x0ac\\x0a"},
    {"\x7f", "\\x7f"},
    {"\xc2\x80\xc2\x9b" "31m\xc2\x9f\xc2\xa0", "\\u0080\\u009b31m\\u009f\xc2\xa0"},
    {"\x9b" "31m", "\\x9b31m"},
    {"\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae",
     "\\u202a\\u202b\\u202c\\u202d\\u202e"},
    {"\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9", "\\u2066\\u2067\\u2068\\u2069"},
    {"\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", "\\u200e\\u200f\\u061c"},
    {"\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029"},
    {"\xff\xfe-\xc3-\xe2\x80-\xf0\x9f\x98", "\\xff\\xfe-\\xc3-\\xe2\\x80-\\xf0\\x9f\\x98"},
    {"\xed\xa0\x80 \xc0\x80 \xf4\x90\x80\x80", "\\xed\\xa0\\x80 \\xc0\\x80 \\xf4\\x90\\x80\\x80"},
    {"C:\\x", "C:\\x"},
};

START_TEST(what_could_act_on_a_terminal_is_spelled_out)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_term_text(&to, harmless[_i].text, strlen(harmless[_i].text));
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, harmless[_i].shown);
    nd_buf_release(&to);
}
END_TEST

START_TEST(nul_is_a_control_like_the_others)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_term_text(&to, "a\0b", 3);
    ck_assert_uint_eq(to.len, 6);
    ck_assert_mem_eq(to.bytes, "a\\x00b", 6);
    nd_buf_release(&to);
}
END_TEST

static const struct {
    const char *text;
    size_t columns;
} wide[] = {
    {"", 0},
    {"abc", 3},
    {"caf\xc3\xa9", 4},
    {"cafe\xcc\x81", 4},
    {"\xe6\xbc\xa2\xe5\xad\x97", 4},
    {"\xef\xbc\xa1", 2},                                  /* full-width A */
    {"\xed\x95\x9c", 2},                                  /* Hangul syllable */
    {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 2},          /* the same from jamo */
    {"\xe1\x84\x92\xed\x9e\xb1\xed\x9f\x8b", 2},          /* jamo of old Hangul */
    {"\xf0\x9f\x98\x80", 2},
    {"\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88", 1},          /* Thai, vowel and tone above */
    {"a\xe2\x80\x8b" "b", 2},                             /* zero width space */
    {"\xff", 1},
};

START_TEST(a_wide_character_takes_two_columns_and_a_mark_none)
{
    ck_assert_uint_eq(nd_term_width(wide[_i].text, strlen(wide[_i].text)), wide[_i].columns);
}
END_TEST

static const struct {
    const char *text;
    size_t columns, bytes;
} cuts[] = {
    {"", 5, 0},
    {"abc", 0, 0},
    {"abc", 2, 2},
    {"abc", 3, 3},
    {"abc", SIZE_MAX, 3},
    {"\xe6\xbc\xa2\xe5\xad\x97", 1, 0},
    {"\xe6\xbc\xa2\xe5\xad\x97", 2, 3},
    {"\xe6\xbc\xa2\xe5\xad\x97", 3, 3},
    {"\xe6\xbc\xa2\xe5\xad\x97", 4, 6},
    {"e\xcc\x81\xcc\xa3x", 1, 5},                         /* the marks stay with their letter */
};

START_TEST(a_cut_falls_between_characters_and_fits)
{
    ck_assert_uint_eq(nd_term_cut(cuts[_i].text, strlen(cuts[_i].text), cuts[_i].columns), cuts[_i].bytes);
}
END_TEST

static const struct {
    uint64_t number;
    const char *shown;
} numbers[] = {
    {0, "0"}, {999, "999"}, {1000, "1,000"}, {81204113, "81,204,113"}, {100000, "100,000"},
    {UINT64_MAX, "18,446,744,073,709,551,615"},
};

START_TEST(thousands_are_set_apart)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_term_number(&to, numbers[_i].number);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, numbers[_i].shown);
    nd_buf_release(&to);
}
END_TEST

/* ---- hostile */

static bool acts(utf8proc_int32_t code)
{
    const utf8proc_property_t *property = utf8proc_get_property(code);
    switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        break;
    }
    switch (property->bidi_class) {
    case UTF8PROC_BIDI_CLASS_LRE:
    case UTF8PROC_BIDI_CLASS_RLE:
    case UTF8PROC_BIDI_CLASS_LRO:
    case UTF8PROC_BIDI_CLASS_RLO:
    case UTF8PROC_BIDI_CLASS_PDF:
    case UTF8PROC_BIDI_CLASS_LRI:
    case UTF8PROC_BIDI_CLASS_RLI:
    case UTF8PROC_BIDI_CLASS_FSI:
    case UTF8PROC_BIDI_CLASS_PDI:
        return true;
    default:
        return code == 0x200E || code == 0x200F || code == 0x061C;
    }
}

/* Valid UTF-8, in which no character acts on a terminal. */
static bool is_harmless(const nd_buf *shown)
{
    for (size_t i = 0; i < shown->len;) {
        utf8proc_int32_t code;
        const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)shown->bytes + i;
        utf8proc_ssize_t n = utf8proc_iterate(at, (utf8proc_ssize_t)(shown->len - i), &code);
        if (n <= 0 || acts(code))
            return false;
        i += (size_t)n;
    }
    return true;
}

START_TEST(any_code_point_comes_out_harmless_and_stays_as_it_is_where_it_was)
{
    nd_buf once, twice;
    nd_buf_init(&once, NULL);
    nd_buf_init(&twice, NULL);
    for (utf8proc_int32_t code = 0; code < 0x110000; code++) {
        utf8proc_uint8_t bytes[4];
        size_t n = (size_t)utf8proc_encode_char(code, bytes);
        bool surrogate = (code & 0x1FF800) == 0xD800;
        nd_buf_clear(&once);
        nd_buf_clear(&twice);
        nd_term_text(&once, (const char *)bytes, n);
        nd_term_text(&twice, once.bytes, once.len);
        bool same = once.len == n && memcmp(once.bytes, bytes, n) == 0;
        if (!is_harmless(&once) || twice.len != once.len || same != (!surrogate && !acts(code)))
            ck_abort_msg("U+%04X", (unsigned)code);
    }
    nd_buf_release(&once);
    nd_buf_release(&twice);
}
END_TEST

START_TEST(random_bytes_come_out_harmless_and_are_cut_to_fit)
{
    enum { MOST = 32 };
    uint64_t seed = 11;
    nd_buf to;
    nd_buf_init(&to, NULL);
    for (unsigned round = 0; round < 20000; round++) {
        size_t len = round % (MOST + 1);
        char *bytes = malloc(len + (len == 0)); /* so that a byte too far is a fault under ASan */
        for (size_t i = 0; i < len; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (char)(seed >> 56);
        }
        nd_buf_clear(&to);
        nd_term_text(&to, bytes, len);
        size_t cut = nd_term_cut(bytes, len, 5);
        if (!is_harmless(&to) || cut > len || nd_term_width(bytes, cut) > 5)
            ck_abort_msg("round %u", round);
        free(bytes);
    }
    nd_buf_release(&to);
}
END_TEST

Suite *term_suite(void);
Suite *term_suite(void)
{
    Suite *suite = suite_create("term");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile");

    tcase_add_loop_test(core, what_could_act_on_a_terminal_is_spelled_out, 0, ND_COUNT(harmless));
    tcase_add_test(core, nul_is_a_control_like_the_others);
    tcase_add_loop_test(core, a_wide_character_takes_two_columns_and_a_mark_none, 0, ND_COUNT(wide));
    tcase_add_loop_test(core, a_cut_falls_between_characters_and_fits, 0, ND_COUNT(cuts));
    tcase_add_loop_test(core, thousands_are_set_apart, 0, ND_COUNT(numbers));
    suite_add_tcase(suite, core);

    tcase_add_test(hostile, any_code_point_comes_out_harmless_and_stays_as_it_is_where_it_was);
    tcase_add_test(hostile, random_bytes_come_out_harmless_and_are_cut_to_fit);
    suite_add_tcase(suite, hostile);
    return suite;
}
