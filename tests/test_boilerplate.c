/* SPDX-License-Identifier: MIT
 *
 * test_boilerplate.c - lines that recur over documents, against counting them all.
 */
#include "base/base.h"
#include "scarce.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static nd_repeat_finder *new_finder(void)
{
    nd_opts opts;
    nd_repeat_finder *finder;
    nd_opts_init(&opts);
    opts.repeat_kinds = 1U << ND_REPEAT_LINE;
    ck_assert_int_eq(nd_repeat_finder_new(&finder, &opts, NULL, NULL), ND_OK);
    return finder;
}

static nd_status add(nd_boilerplate *all, nd_repeat_finder *finder, uint64_t document, const char *text)
{
    nd_repeats found;
    const nd_unit *units;
    size_t n;
    ck_assert_int_eq(nd_repeats_find(finder, text, strlen(text), &found, NULL), ND_OK);
    ck_assert_int_eq(nd_repeats_units(finder, &units, &n, NULL), ND_OK);
    return nd_boilerplate_add(all, document, text, units, n, NULL);
}

/* ---- core */

START_TEST(what_stands_in_most_documents_comes_first_and_once)
{
    static const char *const texts[] = {
        "Title one\n\nLeave a Reply\n\nAbout us:\nwe write\n",
        "Title two\nLeave a reply!\nLeave a reply\n\nAbout us\nWe write.\n",
        "Leave a reply\n\nX\n",
        "***\n\n",
        "About us\nwe write\n",
    };
    nd_repeat_finder *finder = new_finder();
    nd_boilerplate *all;
    const nd_recurring *most;
    size_t n;
    ck_assert_int_eq(nd_boilerplate_new(&all, ND_BOILERPLATE_LEAST, NULL, NULL), ND_OK);
    for (size_t i = 0; i < ND_COUNT(texts); i++)
        ck_assert_int_eq(add(all, finder, 10 * i, texts[i]), ND_OK);
    ck_assert_int_eq(nd_boilerplate_most(all, 10, 2, &most, &n, NULL), ND_OK);
    ck_assert_uint_eq(n, 2);
    /* the paragraph stands in as many as the line and is longer; its lines are not told beside it */
    ck_assert_uint_eq(most[0].documents, 3);
    ck_assert_uint_eq(most[0].n_lines, 2);
    ck_assert_uint_eq(most[0].words, 4);
    ck_assert_uint_eq(most[0].line, 5);
    ck_assert_uint_eq(most[0].document, 0);
    ck_assert_uint_eq(most[1].documents, 3);
    ck_assert_uint_eq(most[1].line, 3);
    ck_assert_uint_eq(most[1].missed, 0);
    ck_assert_int_eq((int)most[1].len, 14);
    ck_assert_mem_eq(most[1].text, "Leave a reply!", 14);
    ck_assert_int_eq(nd_boilerplate_most(all, 1, 2, &most, &n, NULL), ND_OK);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(nd_boilerplate_most(all, 10, 4, &most, &n, NULL), ND_OK);
    ck_assert_uint_eq(n, 0);
    nd_boilerplate_free(all);
    nd_boilerplate_free(NULL);
    nd_repeat_finder_free(finder);
}
END_TEST

START_TEST(a_budget_has_a_least)
{
    nd_boilerplate *all = NULL;
    nd_err err;
    ck_assert_int_eq(nd_boilerplate_new(&all, 1000, NULL, &err), ND_EINVAL);
    ck_assert_str_eq(err.text, "budget is 1000 bytes, must be 1048576 at least");
    ck_assert_ptr_null(all);
}
END_TEST

/* ---- bounded memory: Zipf's lines, many more than there is room for */

enum { LINES = 60000, DOCUMENTS = 12000, PER_DOCUMENT = 12, MOST = 50 };

static uint64_t state = 3;

static uint32_t roll_zipf(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    double u = (double)(state >> 11) / 9007199254740992.0;
    return (uint32_t)((double)LINES * u * u * u * u);
}

START_TEST(counts_are_right_up_to_what_they_say_they_missed)
{
    static const size_t budgets[] = {ND_BOILERPLATE_LEAST, (size_t)64 << 20};
    nd_repeat_finder *finder = new_finder();
    uint32_t *counts = calloc(LINES, sizeof *counts), *last = calloc(LINES, sizeof *last);
    nd_boilerplate *all;
    const nd_recurring *most;
    size_t n;
    ck_assert(counts != NULL && last != NULL);
    ck_assert_int_eq(nd_boilerplate_new(&all, budgets[_i], NULL, NULL), ND_OK);
    for (uint32_t d = 1; d <= DOCUMENTS; d++) {
        char text[PER_DOCUMENT * 16], *to = text;
        for (int i = 0; i < PER_DOCUMENT; i++) {
            uint32_t line = roll_zipf();
            counts[line] += last[line] != d;
            last[line] = d;
            to += sprintf(to, "n%u\n\n", line);
        }
        ck_assert_int_eq(add(all, finder, d, text), ND_OK);
    }
    ck_assert_int_eq(nd_boilerplate_most(all, MOST, 2, &most, &n, NULL), ND_OK);
    ck_assert_uint_eq(n, MOST);
    for (size_t i = 0; i < n; i++) {
        uint32_t line = (uint32_t)strtoul(most[i].text + 1, NULL, 10);
        if (counts[line] < most[i].documents || counts[line] > most[i].documents + most[i].missed)
            ck_abort_msg("n%u: %u documents, told %" PRIu64 " to %" PRIu64, line, counts[line], most[i].documents,
                         most[i].documents + most[i].missed);
        if (_i == 1 && (most[i].missed > 0 || (i > 0 && most[i].documents > most[i - 1].documents)))
            ck_abort_msg("row %zu", i);
    }
    /* the most frequent is there at any budget */
    ck_assert_str_eq(most[0].text, "n0");
    free(counts);
    free(last);
    nd_boilerplate_free(all);
    nd_repeat_finder_free(finder);
}
END_TEST

typedef struct meter {
    size_t live, peak;
} meter;

static void *metered(void *ctx, void *p, size_t old_size, size_t new_size)
{
    meter *m = ctx;
    m->live += new_size;
    m->live -= old_size;
    m->peak = m->live > m->peak ? m->live : m->peak;
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, new_size);
}

START_TEST(no_more_is_taken_than_the_budget)
{
    meter m = {0, 0};
    nd_boilerplate *all;
    ck_assert_int_eq(nd_boilerplate_new(&all, ND_BOILERPLATE_LEAST, &(nd_alloc){metered, &m}, NULL), ND_OK);
    for (uint64_t d = 0; d < 300000; d++) {
        nd_unit unit = {.digest = {d / 2 * 0x9E3779B97F4A7C15u, d / 2}, .place = {1, 0, 5}, .words = 1, .n_lines = 1};
        ck_assert_int_eq(nd_boilerplate_add(all, d, "a b c d e f", &unit, 1, NULL), ND_OK);
    }
    ck_assert_uint_le(m.peak, ND_BOILERPLATE_LEAST);
    ck_assert_uint_ge(m.peak, ND_BOILERPLATE_LEAST / 4);
    nd_boilerplate_free(all);
    ck_assert_uint_eq(m.live, 0);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    nd_repeat_finder *finder = new_finder();
    nd_status st = ND_ENOMEM;
    for (size_t left = 0; st == ND_ENOMEM; left++) {
        scarce s = {.left = left};
        nd_boilerplate *all = NULL;
        const nd_recurring *most;
        size_t n;
        st = nd_boilerplate_new(&all, ND_BOILERPLATE_LEAST, SCARCE(&s), NULL);
        for (uint64_t d = 0; st == ND_OK && d < 3; d++)
            st = add(all, finder, d, "a\nb\n\nc\n");
        if (st == ND_OK)
            st = nd_boilerplate_most(all, 4, 2, &most, &n, NULL);
        nd_boilerplate_free(all);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_lt(left, 100);
    }
    ck_assert_int_eq(st, ND_OK);
    nd_repeat_finder_free(finder);
}
END_TEST

Suite *boilerplate_suite(void);
Suite *boilerplate_suite(void)
{
    Suite *suite = suite_create("boilerplate");
    TCase *core = tcase_create("core"), *oom = tcase_create("oom");
    tcase_add_test(core, what_stands_in_most_documents_comes_first_and_once);
    tcase_add_test(core, a_budget_has_a_least);
    tcase_add_loop_test(core, counts_are_right_up_to_what_they_say_they_missed, 0, 2);
    tcase_add_test(core, no_more_is_taken_than_the_budget);
    tcase_set_timeout(core, 60);
    suite_add_tcase(suite, core);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
