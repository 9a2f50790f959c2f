/* SPDX-License-Identifier: MIT
 *
 * test_text_limits.c - hard texts in linear time and little memory, texts that are
 * too long, and memory that runs out.
 */
#include "scarce.h"
#include "text/text.h"

#include <check.h>

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

static const char *const hard[] = {
    "\u0301",             /* one mark, for ever */
    "\u0301\u0323",       /* marks that want another order */
    "\u0316",             /* marks that combine with nothing */
    "a\u0323\u0301\u0316\u0301\u0323\u0302", /* each starter with several */
    "\u200D",             /* ignorables */
    "\u1161",             /* Hangul vowels */
    "\uFDFA",             /* one becomes eighteen */
    "\u3300",             /* five words */
    "a ", "A", "\u6F22", "\u00BD",
};

START_TEST(hard_texts_are_folded_in_linear_time)
{
    enum { LEN = 1 << 20 };
    size_t unit = strlen(hard[_i]);
    char *bytes = malloc(LEN);
    nd_words w;
    for (size_t i = 0; i < LEN; i++)
        bytes[i] = hard[_i][i % unit];
    size_t len = LEN / unit * unit;
    ck_assert_int_eq(nd_text_fold(text, bytes, len, true, &w, NULL), ND_OK);
    ck_assert_uint_eq(w.invalid_bytes, 0);
    for (size_t i = 0; i < w.n_words; i++)
        if (w.spans[i].offset + w.spans[i].len > len || w.starts[i + 1] <= w.starts[i] + 1)
            ck_abort_msg("word %zu", i);
    free(bytes);
}
END_TEST

START_TEST(a_starter_and_thirty_marks_are_ordered_and_no_more)
{
    char bytes[1024] = "a", plain[1024] = "\u00E1";
    for (int i = 0; i < 30; i++)
        strcat(bytes, "\u0316");
    strcpy(plain + strlen(plain), bytes + 1);
    strcat(bytes, "\u0301");
    nd_words w = fold(bytes, true);
    ck_assert_uint_eq(w.n_words, 1);
    ck_assert_mem_eq(w.folded, plain, w.folded_len);
    ck_assert_uint_eq(w.spans[0].len, strlen(bytes));
    strcpy(bytes + strlen(bytes) - 2, "\u0316\u0301");
    w = fold(bytes, true);
    ck_assert_uint_eq(w.n_words, 1);
    ck_assert_mem_eq(w.folded, bytes, w.folded_len);
    ck_assert_uint_eq(w.spans[0].len, strlen(bytes));
}
END_TEST

START_TEST(a_long_text_takes_at_most_three_times_its_size)
{
    static const char prose[] = "Headlines were set twice, once by the desk and once by the scraper. ";
    enum { LEN = 4 << 20 };
    scarce s = {.left = SIZE_MAX};
    nd_opts opts;
    nd_text *own;
    nd_words w;
    nd_opts_init(&opts);
    char *bytes = malloc(LEN);
    for (size_t i = 0; i < LEN; i++)
        bytes[i] = prose[i % (sizeof prose - 1)];
    ck_assert_int_eq(nd_text_new(&own, &opts, SCARCE(&s), NULL), ND_OK);
    ck_assert_int_eq(nd_text_fold(own, bytes, LEN, false, &w, NULL), ND_OK);
    ck_assert_uint_lt(s.live, 3 * (size_t)LEN);
    nd_text_free(own);
    ck_assert_uint_eq(s.live, 0);
    free(bytes);
}
END_TEST

START_TEST(a_text_of_4_gib_is_refused_before_it_is_read_where_spans_are_wanted)
{
    nd_words w;
    nd_err err;
    ck_assert_int_eq(nd_text_fold(text, "a", (size_t)UINT32_MAX + 1, true, &w, &err), ND_ELIMIT);
    ck_assert_int_eq(err.code, ND_ELIMIT);
    ck_assert_int_eq(nd_text_fold(text, "a", 1, true, &w, &err), ND_OK);
}
END_TEST

START_TEST(a_text_whose_words_are_too_long_is_refused_and_the_next_is_not)
{
    nd_words w;
    nd_err err;
    char *bytes = malloc(5000);
    memset(bytes, 'x', 5000);
    text->max_folded = 4000; /* 4 GiB would take the machine's memory */
    ck_assert_int_eq(nd_text_fold(text, bytes, 5000, true, &w, &err), ND_ELIMIT);
    ck_assert_int_eq(err.code, ND_ELIMIT);
    ck_assert_int_eq(nd_text_fold(text, bytes, 4000, true, &w, &err), ND_ELIMIT);
    ck_assert_int_eq(nd_text_fold(text, bytes, 3999, true, &w, &err), ND_OK);
    ck_assert_uint_eq(w.folded_len, 3999);
    free(bytes);
}
END_TEST

static nd_status fold_twice(const nd_alloc *alloc, size_t *n_words)
{
    static const char many[] = "Ae\u0301 co\u00ADop \u0419\u0438\u0306 \u1112\u1161\u11AB "
                               "\u0E01\u0E33 \u624B \uFDFA \u00BD";
    nd_opts opts;
    nd_text *own = NULL;
    nd_words w;
    nd_err err;
    nd_opts_init(&opts);
    nd_status st = nd_text_new(&own, &opts, alloc, &err);
    if (st != ND_OK)
        ck_assert_ptr_null(own);
    for (int spans = 0; spans < 2 && st == ND_OK; spans++)
        st = nd_text_fold(own, many, sizeof many - 1, spans == 1, &w, &err);
    if (st == ND_OK)
        *n_words = w.n_words;
    else
        ck_assert_int_eq(err.code, st);
    nd_text_free(own);
    return st;
}

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    size_t n = 0, n_words = 0;
    for (; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        st = fold_twice(SCARCE(&s), &n_words);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_gt(n, 6);
    ck_assert_uint_eq(n_words, 13);
}
END_TEST

START_TEST(a_text_object_folds_on_after_a_failed_allocation)
{
    static const char bytes[] = "\u0395\u03BB\u03BB\u03AC\u03B4\u03B1 e\u0301 \u1025\u102E";
    for (size_t n = 0;; n++) {
        scarce s = {.left = SIZE_MAX};
        nd_opts opts;
        nd_text *own;
        nd_words w = {.n_words = 99};
        nd_opts_init(&opts);
        ck_assert_int_eq(nd_text_new(&own, &opts, SCARCE(&s), NULL), ND_OK);
        s.left = n;
        nd_status st = nd_text_fold(own, bytes, sizeof bytes - 1, true, &w, NULL);
        if (st == ND_ENOMEM)
            ck_assert_uint_eq(w.n_words, 99);
        s.left = SIZE_MAX;
        ck_assert_int_eq(nd_text_fold(own, bytes, sizeof bytes - 1, true, &w, NULL), ND_OK);
        ck_assert_uint_eq(w.n_words, 3);
        ck_assert_mem_eq(w.folded, "\u03B5\u03BB\u03BB\u03AC\u03B4\u03B1 \u00E9 \u1026", w.folded_len);
        nd_text_free(own);
        if (st == ND_OK)
            return;
    }
}
END_TEST

Suite *text_limits_suite(void);
Suite *text_limits_suite(void)
{
    Suite *s = suite_create("text_limits");
    TCase *t = tcase_create("limits");
    tcase_add_checked_fixture(t, make_text, free_text);
    tcase_add_loop_test(t, hard_texts_are_folded_in_linear_time, 0, ND_COUNT(hard));
    tcase_add_test(t, a_starter_and_thirty_marks_are_ordered_and_no_more);
    tcase_add_test(t, a_long_text_takes_at_most_three_times_its_size);
    tcase_add_test(t, a_text_whose_words_are_too_long_is_refused_and_the_next_is_not);
    tcase_add_test(t, a_text_of_4_gib_is_refused_before_it_is_read_where_spans_are_wanted);
    suite_add_tcase(s, t);
    t = tcase_create("oom");
    tcase_add_test(t, every_allocation_may_fail);
    tcase_add_test(t, a_text_object_folds_on_after_a_failed_allocation);
    suite_add_tcase(s, t);
    return s;
}
