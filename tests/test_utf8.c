/* SPDX-License-Identifier: MIT
 *
 * test_utf8.c - any bytes are a text: what is no UTF-8 ends a word and is counted, and
 * nothing outside the text is touched. Each text ends at a page that cannot be read.
 */
#include "guard.h"

#include "agree.h"
#include "base/base.h"
#include "pairs.h"

static bool *alone; /* NULL: no Unicode files here */

static void read_unicode(void)
{
    alone = oracle_scripts();
}

static void drop_unicode(void)
{
    free(alone);
    alone = NULL;
}

/* Latin, a soft hyphen, Greek, Cyrillic, Hebrew; Arabic, Hindi, jamo; Thai, Han, Kana, emoji; the rest. */
static const char many_scripts[] =
    "Ae\xCC\x81\xCC\xA3z co\xC2\xADop \xCE\xA3\xCE\xAF\xCC\x81 "
    "\xD0\x99\xD0\xB8\xCC\x86 \xD7\xA9\xD6\xB8\xD7\x81 "
    "\xD9\x85\xD9\x8F \xE0\xA4\x95\xE0\xA4\xBC\xE0\xA4\xBF \xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB "
    "\xE0\xB8\x81\xE0\xB8\xB3\xE0\xB9\x88 "
    "iP\xE6\x89\x8B\xE3\x81\x8B\xE3\x82\x99 \xF0\x9F\x91\xA9\xE2\x80\x8D "
    "\xF0\x9D\x94\xB8\xF0\x9D\x9F\x98 \xC2\xBD plain words at the end";

typedef struct invalid {
    const char *bytes;
    size_t len; /* all of them invalid */
} invalid;

#define INVALID(text) {text, sizeof(text) - 1}

static const invalid kinds[] = {
    INVALID("\0"), INVALID("\x80"), INVALID("\xBF\x80"),                      /* NUL, lone continuations */
    INVALID("\xC0\xAF"), INVALID("\xC1\xBF"), INVALID("\xE0\x80\xAF"),        /* overlong */
    INVALID("\xE0\x9F\xBF"), INVALID("\xF0\x80\x80\xAF"), INVALID("\xF0\x8F\xBF\xBF"),
    INVALID("\xED\xA0\x80"), INVALID("\xED\xBF\xBF"),                         /* surrogates */
    INVALID("\xF4\x90\x80\x80"), INVALID("\xF5\x80\x80\x80"), INVALID("\xF7\xBF\xBF\xBF"), /* too large */
    INVALID("\xF8\x88\x80\x80\x80"), INVALID("\xFC\x84\x80\x80\x80\x80"),     /* five, six bytes */
    INVALID("\xFE"), INVALID("\xFF"),
};

static const char *const truncated[] = {"\xC3", "\xE2", "\xE2\x82", "\xF0", "\xF0\x9F", "\xF0\x9F\x91"};

/* The bytes at the guard, against the oracle; the invalid bytes found. */
static uint64_t guarded(both *b, const char *bytes, size_t len)
{
    char *at = guard_get(len);
    memcpy(at, bytes, len);
    uint64_t found = agree(b, at, len).invalid_bytes;
    guard_drop(at, len);
    return found;
}

START_TEST(invalid_bytes_are_counted_one_by_one)
{
    nd_opts opts;
    nd_text *text;
    nd_words w;
    invalid kind = kinds[_i];
    char bytes[16];
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_text_new(&text, &opts, NULL, NULL), ND_OK);
    bytes[0] = 'a';
    memcpy(bytes + 1, kind.bytes, kind.len);
    bytes[1 + kind.len] = 'b';
    ck_assert_int_eq(nd_text_fold(text, bytes, kind.len + 2, true, &w, NULL), ND_OK);
    ck_assert_uint_eq(w.invalid_bytes, kind.len);
    ck_assert_uint_eq(w.n_words, 2);
    ck_assert_mem_eq(w.folded, "a b", 3);
    ck_assert_uint_eq(w.spans[1].offset, 1 + kind.len);
    ck_assert_uint_eq(w.spans[1].len, 1);
    nd_text_free(text);
}
END_TEST

START_TEST(a_sequence_that_breaks_off_is_invalid_and_what_follows_is_read)
{
    nd_opts opts;
    nd_text *text;
    nd_words w;
    char bytes[16];
    size_t len = strlen(truncated[_i]);
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_text_new(&text, &opts, NULL, NULL), ND_OK);
    memcpy(bytes, truncated[_i], len);
    for (size_t with_more = 0; with_more < 2; with_more++) {
        memcpy(bytes + len, "\xC3\x89x", 3);
        ck_assert_int_eq(nd_text_fold(text, bytes, with_more ? len + 3 : len, false, &w, NULL), ND_OK);
        ck_assert_uint_eq(w.invalid_bytes, len);
        ck_assert_uint_eq(w.n_words, with_more);
        ck_assert_mem_eq(w.folded, "\xC3\xA9x", w.folded_len);
    }
    nd_text_free(text);
}
END_TEST

START_TEST(each_kind_of_invalid_bytes_may_stand_at_every_place)
{
    if (alone == NULL)
        return;
    both b;
    both_init(&b, 0, alone);
    invalid kind = kinds[_i];
    char bytes[sizeof many_scripts + 8];
    size_t len = sizeof many_scripts - 1;
    for (size_t at = 0; at <= len; at++) {
        memcpy(bytes, many_scripts, at);
        memcpy(bytes + at, kind.bytes, kind.len);
        memcpy(bytes + at + kind.len, many_scripts + at, len - at);
        if (guarded(&b, bytes, len + kind.len) < kind.len)
            differ(&b, "invalid bytes were not counted", bytes, len + kind.len);
    }
    both_release(&b);
}
END_TEST

START_TEST(every_beginning_and_every_end_of_a_text_is_read_within_its_bytes)
{
    if (alone == NULL)
        return;
    both b;
    both_init(&b, _i, alone);
    size_t len = sizeof many_scripts - 1;
    for (size_t n = 1; n <= len; n++) {
        guarded(&b, many_scripts, n);
        guarded(&b, many_scripts + len - n, n);
    }
    both_release(&b);
}
END_TEST

START_TEST(every_change_of_a_byte_is_read_as_utf8proc_reads_it)
{
    if (alone == NULL)
        return;
    both b;
    both_init(&b, 0, alone);
    char bytes[sizeof many_scripts];
    memcpy(bytes, many_scripts, sizeof bytes);
    for (size_t at = 0; at + 1 < sizeof bytes; at++) {
        for (int value = 0; value < 256; value++) {
            bytes[at] = (char)value;
            agree(&b, bytes, sizeof bytes - 1);
        }
        bytes[at] = many_scripts[at];
    }
    both_release(&b);
}
END_TEST

START_TEST(random_bytes_are_read_as_utf8proc_reads_them)
{
    if (alone == NULL)
        return;
    uint64_t seed = 7;
    both b;
    both_init(&b, 0, alone);
    for (int i = 0; i < 20000; i++) {
        char bytes[64];
        size_t len = 1 + random_next(&seed) % sizeof bytes;
        uint64_t mask = random_next(&seed) % 2 ? 0xFF : 0x7F; /* half of them ASCII with NULs */
        for (size_t at = 0; at < len; at++)
            bytes[at] = (char)(random_next(&seed) & mask);
        guarded(&b, bytes, len);
    }
    both_release(&b);
}
END_TEST

Suite *utf8_suite(void);
Suite *utf8_suite(void)
{
    Suite *s = suite_create("utf8");
    TCase *t = tcase_create("hostile");
    tcase_add_unchecked_fixture(t, read_unicode, drop_unicode);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, invalid_bytes_are_counted_one_by_one, 0, ND_COUNT(kinds));
    tcase_add_loop_test(t, a_sequence_that_breaks_off_is_invalid_and_what_follows_is_read, 0,
                        ND_COUNT(truncated));
    tcase_add_loop_test(t, each_kind_of_invalid_bytes_may_stand_at_every_place, 0, ND_COUNT(kinds));
    tcase_add_loop_test(t, every_beginning_and_every_end_of_a_text_is_read_within_its_bytes, 0, 4);
    tcase_add_test(t, every_change_of_a_byte_is_read_as_utf8proc_reads_it);
    tcase_add_test(t, random_bytes_are_read_as_utf8proc_reads_them);
    suite_add_tcase(s, t);
    return s;
}
