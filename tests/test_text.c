/* SPDX-License-Identifier: MIT
 *
 * test_text.c - bytes to folded words, their spans, and shingle hashes: what is
 * promised, by example. (test_unicode.c compares with utf8proc on everything.)
 */
#include "base/base.h"

#include <check.h>
#include <stdio.h>

static nd_text *text;

static void make_text(void)
{
    nd_opts opts;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_text_new(&text, &opts, NULL, NULL), ND_OK);
}

static void free_text(void)
{
    nd_text_free(text);
    text = NULL;
}

static nd_words fold(const char *bytes, bool spans)
{
    nd_words w;
    ck_assert_int_eq(nd_text_fold(text, bytes, strlen(bytes), spans, &w, NULL), ND_OK);
    return w;
}

/* The words, or their spans, joined by a bar. */
static void join(char *to, size_t size, const nd_words *w, const char *bytes, bool spans)
{
    size_t len = 0;
    to[0] = '\0';
    for (size_t i = 0; i < w->n_words; i++) {
        const char *at = spans ? bytes + w->spans[i].offset : w->folded + w->starts[i];
        size_t n = spans ? w->spans[i].len : w->starts[i + 1] - 1 - w->starts[i];
        len += (size_t)snprintf(to + len, size - len, "%s%.*s", i > 0 ? "|" : "", (int)n, at);
    }
}

typedef struct row {
    const char *bytes, *words, *spans; /* spans NULL: the words as they stand */
} row;

static const row rows[] = {
    /* letters and digits are words, all else separates */
    {"", "", NULL},
    {" \t\n.,;-()\"'", "", NULL},
    {"don't stop_now a-b C++ 3.14", "don|t|stop|now|a|b|c|3|14", "don|t|stop|now|a|b|C|3|14"},
    {"The Quick\u2014brown FOX\u2026", "the|quick|brown|fox", "The|Quick|brown|FOX"},
    /* case folding, full */
    {"STRASSE Stra\u00DFe stra\u1E9Ee", "strasse|strasse|strasse", "STRASSE|Stra\u00DFe|stra\u1E9Ee"},
    {"\u039F\u0394\u039F\u03A3 \u1F40\u03B4\u03CC\u03C2", "\u03BF\u03B4\u03BF\u03C3|\u1F40\u03B4\u03CC\u03C3",
     "\u039F\u0394\u039F\u03A3|\u1F40\u03B4\u03CC\u03C2"},
    {"\u041F\u0420\u0418\u0432\u0435\u0442, \u041C\u0418\u0420",
     "\u043F\u0440\u0438\u0432\u0435\u0442|\u043C\u0438\u0440",
     "\u041F\u0420\u0418\u0432\u0435\u0442|\u041C\u0418\u0420"},
    {"\u0130I\u0131", "i\u0307i\u0131", "\u0130I\u0131"},
    /* composed and decomposed are one */
    {"Caf\u00E9 Cafe\u0301", "caf\u00E9|caf\u00E9", "Caf\u00E9|Cafe\u0301"},
    {"e\u0301", "\u00E9", "e\u0301"},
    {"xe\u0323\u0302 xe\u0302\u0323 x\u1EC7",
     "x\u1EC7|x\u1EC7|x\u1EC7", "xe\u0323\u0302|xe\u0302\u0323|x\u1EC7"},
    {"\u0418\u0306 \u0419", "\u0439|\u0439", "\u0418\u0306|\u0419"},
    {"\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165 \uD55C\uAD6D\uC5B4",
     "\uD55C\uAD6D\uC5B4|\uD55C\uAD6D\uC5B4",
     "\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165|\uD55C\uAD6D\uC5B4"},
    {"\uD558\u11AB", "\uD55C", "\uD558\u11AB"},
    /* compatibility forms, some of several words */
    {"\uFF21\uFF22\u3000\uFF11 \uFB01ne \u2163 \u2460\u2461", "ab|1|fine|iv|12",
     "\uFF21\uFF22|\uFF11|\uFB01ne|\u2163|\u2460\u2461"},
    {"1\u00BDx", "11|2x", "1\u00BD|\u00BDx"},
    {"\uFDFA",
     "\u0635\u0644\u0649|\u0627\u0644\u0644\u0647|\u0639\u0644\u064A\u0647|\u0648\u0633\u0644\u0645",
     "\uFDFA|\uFDFA|\uFDFA|\uFDFA"},
    {"x\u00B2 \u24D0 m\u00B3", "x2|a|m3", "x\u00B2|\u24D0|m\u00B3"},
    /* what is ignored joins, and stands in a span only between its ends */
    {"co\u00ADop \u00ADa\u00AD \uFEFFb\u200B.", "coop|a|b", "co\u00ADop|a|b"},
    {"\u00AD\u200Bword\uFE0F\u2060", "word", NULL},
    {"a\u200D\u0301", "\u00E1", "a\u200D\u0301"},
    {"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u062E\u0648\u0627\u0647\u0645",
     "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"},
    {"\u00AD", "", NULL},
    {"stops in\u00AD\nthe middle of\u200B and goes on", "stops|in|the|middle|of|and|goes|on", NULL},
    /* marks belong to a word, but alone are none */
    {"\u0301 a \u0301\u0302. b", "a|b", NULL},
    {"\n\u0316a", "\u0316a", NULL},
    {"b=\u0338a b:\u0316a", "b|a|b|\u0316a", NULL},
    {"a\u0301 \u0301b", "\u00E1|\u0301b", "a\u0301|\u0301b"},
    {"\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD", "\u05E9\u05B8\u05C1\u05DC\u05D5\u05B9\u05DD",
     "\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD"},
    {"\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F", "\u0645\u064F\u062D\u064E\u0645\u064E\u0651\u062F",
     "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F"},
    {"\u0939\u093F\u0928\u094D\u0926\u0940 \u0958\u0932\u092E",
     "\u0939\u093F\u0928\u094D\u0926\u0940|\u0915\u093C\u0932\u092E",
     "\u0939\u093F\u0928\u094D\u0926\u0940|\u0958\u0932\u092E"},
    {"1\uFE0F\u20E3", "1\u20E3", "1\uFE0F\u20E3"},
    {"\u2764\uFE0F ok \U0001F469\u200D\U0001F469\u200D\U0001F467\U0001F3FDok \U0001F1E9\U0001F1EA",
     "ok|ok", NULL},
    /* no spaces: each base character with its marks */
    {"iPhone\u624B\u673A 2\u7248", "iphone|\u624B|\u673A|2|\u7248", "iPhone|\u624B|\u673A|2|\u7248"},
    {"\u624B\u673Aabc", "\u624B|\u673A|abc", NULL},
    {"\u304B\u3099\u30AB\u30FC\u3005\uFF76\uFF9E", "\u304C|\u30AB|\u30FC|\u3005|\u30AC",
     "\u304B\u3099|\u30AB|\u30FC|\u3005|\uFF76\uFF9E"},
    {"\u6F22\U000E0100\u5B57", "\u6F22|\u5B57", NULL},
    {"\u0E01\u0E38\u0E49\u0E07\u0E19\u0E49\u0E33", "\u0E01\u0E38\u0E49|\u0E07|\u0E19\u0E49\u0E4D|\u0E32",
     "\u0E01\u0E38\u0E49|\u0E07|\u0E19\u0E49\u0E33|\u0E33"},
    {"\u0EA5\u0EB2\u0EA7\u0EB9\u0EC9", "\u0EA5|\u0EB2|\u0EA7\u0EB9\u0EC9", NULL},
    {"\u1781\u17D2\u1798\u17C2\u179A", "\u1781\u17D2|\u1798\u17C2|\u179A", NULL},
    {"\u1019\u103C\u1014\u103A\u1019\u102C", "\u1019\u103C|\u1014\u103A|\u1019\u102C", NULL},
    {"\u0E51\u0E52x\u3007", "\u0E51|\u0E52|x|\u3007", NULL},
    {"\u0301\u624B", "\u624B", NULL},
};

START_TEST(words_and_spans_are_these)
{
    char words[256], spans[256];
    row r = rows[_i];
    nd_words w = fold(r.bytes, true);
    join(words, sizeof words, &w, r.bytes, false);
    join(spans, sizeof spans, &w, r.bytes, true);
    ck_assert_str_eq(words, r.words);
    ck_assert_str_eq(spans, r.spans != NULL ? r.spans : r.words);
    ck_assert_uint_eq(w.invalid_bytes, 0);
    ck_assert_uint_eq(w.starts[0], 0);
}
END_TEST

typedef struct opt_row {
    bool digits, marks;
    const char *bytes, *words;
} opt_row;

static const opt_row opt_rows[] = {
    {true, false, "a1b22 3.14 \u0663\u0664 \u00B2 \u2163", "a0b00|0|00|00|0|iv"},
    {true, false, "\u0E51\u0E52\u0E1B\u0E35 \U0001D7D8", "00|\u0E1B\u0E35|0"},
    {true, false, "caf\u00E9", "caf\u00E9"},
    {false, true, "Caf\u00E9 Cafe\u0301 \u1EC7 na\u00EFve 12", "cafe|cafe|e|naive|12"},
    {false, true, "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F \u05E9\u05C1\u05B8\u05DC",
     "\u0645\u062D\u0645\u062F|\u05E9\u05DC"},
    {false, true, "a\u0301\u0302b \u0301 \uD55C \u0419", "ab|\uD55C|\u0438"},
    {true, true, "\u00E9t\u00E9 1999", "ete|0000"},
};

START_TEST(options_fold_digits_and_strip_marks)
{
    char words[256];
    opt_row r = opt_rows[_i];
    nd_opts opts;
    nd_opts_init(&opts);
    opts.fold_digits = r.digits;
    opts.strip_marks = r.marks;
    free_text();
    ck_assert_int_eq(nd_text_new(&text, &opts, NULL, NULL), ND_OK);
    nd_words w = fold(r.bytes, false);
    ck_assert_ptr_null(w.spans);
    join(words, sizeof words, &w, r.bytes, false);
    ck_assert_str_eq(words, r.words);
}
END_TEST

/* ASCII has a loop of its own, by eights and within slices: no place of a word's end is special. */
START_TEST(words_of_every_length_at_every_place_are_found)
{
    enum { LEN = 2600 };
    char bytes[LEN + 1];
    for (size_t period = 1; period < 70; period++) {
        for (size_t shift = 0; shift < period && shift < 9; shift++) {
            for (size_t i = 0; i < LEN; i++)
                bytes[i] = (i + shift) % period == 0 ? '-' : (char)('A' + i % 26);
            bytes[LEN] = '\0';
            nd_words w = fold(bytes, true);
            size_t n = 0, at = 0;
            for (size_t i = 0; i < LEN; i = at) {
                for (at = i; at < LEN && bytes[at] == '-'; at++)
                    continue;
                size_t start = at;
                for (; at < LEN && bytes[at] != '-'; at++)
                    continue;
                if (at == start)
                    break;
                if (n == w.n_words || w.spans[n].offset != start || w.spans[n].len != at - start ||
                    w.starts[n + 1] - w.starts[n] != at - start + 1 ||
                    w.folded[w.starts[n]] != (bytes[start] | 0x20))
                    ck_abort_msg("period %zu, shift %zu, word %zu", period, shift, n);
                n++;
            }
            ck_assert_uint_eq(w.n_words, n);
        }
    }
}
END_TEST

START_TEST(folding_with_and_without_spans_gives_the_same_words)
{
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        char words[256], again[256];
        nd_words w = fold(rows[i].bytes, false);
        ck_assert_ptr_null(w.spans);
        join(words, sizeof words, &w, rows[i].bytes, false);
        w = fold(rows[i].bytes, true);
        join(again, sizeof again, &w, rows[i].bytes, false);
        ck_assert_str_eq(words, again);
    }
}
END_TEST

START_TEST(what_is_folded_stays_as_it_is_when_folded_again)
{
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        char once[256];
        nd_words w = fold(rows[i].bytes, false);
        snprintf(once, sizeof once, "%.*s", (int)w.folded_len, w.folded);
        w = fold(once, false);
        ck_assert_uint_eq(w.folded_len, strlen(once));
        ck_assert_mem_eq(w.folded, once, w.folded_len);
    }
}
END_TEST

START_TEST(the_unicode_version_is_named)
{
    int major = 0, minor = -1, patch = -1;
    ck_assert_int_eq(sscanf(nd_unicode_version(), "%d.%d.%d", &major, &minor, &patch), 3);
    ck_assert_int_ge(major, 9);
}
END_TEST

START_TEST(bad_options_are_refused)
{
    nd_opts opts;
    nd_err err;
    nd_text *made = text;
    nd_opts_init(&opts);
    opts.shingle = 0;
    ck_assert_int_eq(nd_text_new(&made, &opts, NULL, &err), ND_EINVAL);
    ck_assert_ptr_eq(made, text);
    ck_assert_ptr_nonnull(strstr(err.text, "shingle"));
}
END_TEST

/* ---- shingles */

static const char quick[] = "The quick, brown fox jumps over the";

static const struct {
    uint32_t n;
    size_t   count;
    uint64_t first, last;
} expected[] = {
    {1, 7, 0xcb1283631cf33d7d, 0xcb1283631cf33d7d},  /* the .. the */
    {5, 3, 0x90602c70ee7f6208, 0xdba2a82673be1824},  /* the quick brown fox jumps .. over the */
    {7, 1, 0xa7f35694a6869833, 0xa7f35694a6869833},  /* all of it, as with n words or more */
    {8, 1, 0xa7f35694a6869833, 0xa7f35694a6869833},
    {64, 1, 0xa7f35694a6869833, 0xa7f35694a6869833},
};

START_TEST(shingle_hashes_are_those_that_xxhsum_prints)
{
    nd_words w = fold(quick, false);
    uint64_t hashes[8];
    uint32_t n = expected[_i].n;
    ck_assert_uint_eq(nd_shingle_count(w.n_words, n), expected[_i].count);
    nd_shingle_hashes(&w, n, hashes);
    ck_assert_uint_eq(hashes[0], expected[_i].first);
    ck_assert_uint_eq(hashes[expected[_i].count - 1], expected[_i].last);
}
END_TEST

START_TEST(shingles_of_64_words_and_of_greek_are_hashed_alike)
{
    char bytes[1024] = "";
    for (int i = 0; i <= 64; i++)
        snprintf(bytes + strlen(bytes), 24, "WORD%d; ", i);
    nd_words w = fold(bytes, false);
    uint64_t hashes[2];
    ck_assert_uint_eq(nd_shingle_count(w.n_words, 64), 2);
    nd_shingle_hashes(&w, 64, hashes);
    ck_assert_uint_eq(hashes[0], 0xb2135206ec1beabb);
    ck_assert_uint_eq(hashes[1], 0xb116ad730ebd8ab0);
    w = fold("\u0395\u03BB\u03BB\u03AC\u03B4\u03B1 \u03BA\u03B1\u03B9 \u039A\u039F\u03A3\u039C\u039F\u03A3. "
             "\u03BC\u03AD\u03C1\u03B1 \u03BA\u03B1\u03BB\u03AE", false);
    nd_shingle_hashes(&w, 5, hashes);
    ck_assert_uint_eq(hashes[0], 0x7588abae822d3db4);
}
END_TEST

START_TEST(no_word_has_no_shingle)
{
    nd_words w = fold("... --- ...", false);
    uint64_t untouched = 1916;
    ck_assert_uint_eq(w.n_words, 0);
    ck_assert_uint_eq(w.folded_len, 0);
    ck_assert_uint_eq(nd_shingle_count(0, 5), 0);
    ck_assert_uint_eq(nd_shingle_count(0, 1), 0);
    nd_shingle_hashes(&w, 5, &untouched);
    ck_assert_uint_eq(untouched, 1916);
}
END_TEST

Suite *text_suite(void);
Suite *text_suite(void)
{
    Suite *s = suite_create("text");
    TCase *t = tcase_create("core");
    tcase_add_checked_fixture(t, make_text, free_text);
    tcase_add_loop_test(t, words_and_spans_are_these, 0, ND_COUNT(rows));
    tcase_add_loop_test(t, options_fold_digits_and_strip_marks, 0, ND_COUNT(opt_rows));
    tcase_add_test(t, words_of_every_length_at_every_place_are_found);
    tcase_add_test(t, folding_with_and_without_spans_gives_the_same_words);
    tcase_add_test(t, what_is_folded_stays_as_it_is_when_folded_again);
    tcase_add_test(t, the_unicode_version_is_named);
    tcase_add_test(t, bad_options_are_refused);
    tcase_add_loop_test(t, shingle_hashes_are_those_that_xxhsum_prints, 0, ND_COUNT(expected));
    tcase_add_test(t, shingles_of_64_words_and_of_greek_are_hashed_alike);
    tcase_add_test(t, no_word_has_no_shingle);
    suite_add_tcase(s, t);
    return s;
}
