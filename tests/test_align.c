/* SPDX-License-Identifier: MIT
 *
 * test_align.c - which words of two texts belong together: what must hold of any
 * alignment, against the longest common subsequence by the textbook's table, and
 * what a reader expects of edits that the test made itself.
 */
#include "base/buf.h"
#include "repeat/align.h"
#include "scarce.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 600 };

static uint64_t seed;

static uint32_t below(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static nd_word_aligner al;

static void make_aligner(void)
{
    seed = 1;
    nd_word_aligner_init(&al, NULL);
}

static void release_aligner(void)
{
    nd_word_aligner_release(&al);
}

/* ---- what holds of every alignment; Check writes a message for each assertion, so none here */

typedef struct sums {
    size_t ordered, moved;
} sums;

static bool run_is_sane(const nd_run *run, const nd_run *before, const uint32_t *a, size_t n_a,
                        const uint32_t *b, size_t n_b)
{
    if (run->n == 0 || run->a > n_a || run->n > n_a - run->a || run->b > n_b || run->n > n_b - run->b)
        return false;
    if (memcmp(a + run->a, b + run->b, run->n * sizeof *a) != 0)
        return false;
    if (before != NULL && run->a < before->a + before->n)
        return false;
    return !run->moved || run->n >= ND_MOVED_WORDS;
}

/* No word is in two runs, no run could be longer, and al.of_a and al.of_b say what the runs say. */
static bool pairs_are_sane(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b)
{
    uint32_t *of_a = calloc(n_a + 1, sizeof *of_a), *of_b = calloc(n_b + 1, sizeof *of_b);
    bool sane = true;
    for (size_t i = 0; i < al.n_runs; i++) {
        for (uint32_t k = 0; k < al.runs[i].n; k++) {
            uint32_t x = al.runs[i].a + k, y = al.runs[i].b + k;
            sane &= of_a[x] == 0 && of_b[y] == 0;
            of_a[x] = y + 1;
            of_b[y] = x + 1;
        }
    }
    for (size_t i = 0; i < al.n_runs; i++) {
        uint32_t x = al.runs[i].a, y = al.runs[i].b, n = al.runs[i].n;
        if (x > 0 && y > 0)
            sane &= a[x - 1] != b[y - 1] || of_a[x - 1] != 0 || of_b[y - 1] != 0;
        if (x + n < n_a && y + n < n_b)
            sane &= a[x + n] != b[y + n] || of_a[x + n] != 0 || of_b[y + n] != 0;
    }
    sane &= n_a == 0 || memcmp(of_a, al.of_a, n_a * sizeof *of_a) == 0;
    sane &= n_b == 0 || memcmp(of_b, al.of_b, n_b * sizeof *of_b) == 0;
    free(of_a);
    free(of_b);
    return sane;
}

static sums align(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b)
{
    nd_err err;
    sums found = {0, 0};
    if (nd_align_words(&al, a, n_a, b, n_b, &err) != ND_OK)
        ck_abort_msg("%s", err.text);
    const nd_run *ordered = NULL;
    for (size_t i = 0; i < al.n_runs; i++) {
        const nd_run *run = &al.runs[i];
        if (!run_is_sane(run, i > 0 ? run - 1 : NULL, a, n_a, b, n_b))
            ck_abort_msg("run %zu: %u %u %u", i, run->a, run->b, run->n);
        *(run->moved ? &found.moved : &found.ordered) += run->n;
        if (run->moved)
            continue;
        if (ordered != NULL && run->b < ordered->b + ordered->n)
            ck_abort_msg("run %zu is out of order", i);
        ordered = run;
    }
    if (!pairs_are_sane(a, n_a, b, n_b))
        ck_abort_msg("a word in two runs, or a run that could be longer");
    return found;
}

/* ---- the longest common subsequence, by the table */

static size_t lcs(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b)
{
    static size_t row[2][4 * MOST + 1];
    memset(row, 0, sizeof row);
    for (size_t i = 1; i <= n_a; i++) {
        size_t *now = row[i % 2], *above = row[(i - 1) % 2];
        for (size_t j = 1; j <= n_b; j++) {
            now[j] = above[j] > now[j - 1] ? above[j] : now[j - 1];
            if (a[i - 1] == b[j - 1])
                now[j] = above[j - 1] + 1;
        }
    }
    return row[n_a % 2][n_b];
}

/* Words as languages have them: a few are met everywhere, most hardly ever. */
static uint32_t word(uint32_t different)
{
    uint32_t r = 1 + below(different);
    for (int i = 0; i < 2; i++)
        r = r * (1 + below(different)) / different;
    return r;
}

static size_t make_text(uint32_t *to, size_t n, uint32_t different)
{
    for (size_t i = 0; i < n; i++)
        to[i] = word(different);
    return n;
}

/* A copy of which about one word in `each` is dropped, changed, or has another before it. */
static size_t edit(uint32_t *to, const uint32_t *from, size_t n, uint32_t each, uint32_t different)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t what = each == 0 ? 3 : below(3 * each);
        if (what == 1 || what == 2)
            to[len++] = word(different);
        if (what == 0 || what == 1)
            continue;
        to[len++] = from[i];
    }
    return len;
}

/* ---- core */

START_TEST(an_edited_copy_is_aligned_as_far_as_a_longest_common_subsequence)
{
    static const struct {
        uint32_t each, different;
    } kinds[] = {{0, 400}, {100, 400}, {20, 400}, {10, 400}, {10, 2000}, {6, 2000}, {20, 40}, {50, 10}};
    uint32_t a[MOST], b[2 * MOST];
    size_t all = 0, aligned = 0;
    for (int round = 0; round < 40; round++) {
        size_t n_a = make_text(a, 1 + below(MOST), kinds[_i].different);
        size_t n_b = edit(b, a, n_a, kinds[_i].each, kinds[_i].different);
        size_t most = lcs(a, n_a, b, n_b);
        sums found = align(a, n_a, b, n_b);
        ck_assert_uint_le(found.ordered, most);
        all += most;
        aligned += found.ordered;
    }
    ck_assert_msg(aligned * 100 >= all * 95, "%zu of %zu", aligned, all);
    if (kinds[_i].each == 0)
        ck_assert_uint_eq(aligned, all);
}
END_TEST

START_TEST(where_words_were_replaced_all_others_are_aligned)
{
    uint32_t a[MOST], b[MOST];
    for (uint32_t i = 0; i < MOST; i++)
        a[i] = b[i] = i;
    uint32_t replaced = 0;
    for (uint32_t i = 0; i < MOST; i++) {
        if (below(100) < (uint32_t)_i) {
            b[i] = MOST + i;
            replaced++;
        }
    }
    sums found = align(a, MOST, b, MOST);
    ck_assert_uint_eq(found.ordered, MOST - replaced);
    ck_assert_uint_eq(found.moved, 0);
}
END_TEST

START_TEST(a_paragraph_that_was_moved_is_found_as_moved)
{
    uint32_t a[MOST], b[MOST];
    for (int round = 0; round < 100; round++) {
        uint32_t len = 8 + below(60), from = below(MOST / 2 - len), to = MOST / 2 + below(MOST / 2 - len);
        make_text(a, MOST, 3000);
        memcpy(b, a, from * sizeof *a);
        memcpy(b + from, a + from + len, (to - from) * sizeof *a);
        memcpy(b + to, a + from, len * sizeof *a);
        memcpy(b + to + len, a + to + len, (MOST - to - len) * sizeof *a);
        sums found = align(a, MOST, b, MOST);
        size_t within = 0;
        for (size_t i = 0; i < al.n_runs; i++)
            if (al.runs[i].moved && al.runs[i].a >= from && al.runs[i].a < from + len)
                within += al.runs[i].n;
        /* where the words at a cut are equal by chance, the cut lies a word aside */
        ck_assert_uint_ge(within + 2, len);
        ck_assert_uint_ge(found.ordered + 2, MOST - len);
    }
}
END_TEST

START_TEST(two_halves_that_changed_places_are_the_longer_one_and_a_moved_one)
{
    uint32_t a[MOST], b[MOST];
    for (uint32_t i = 0; i < MOST; i++) {
        a[i] = i;
        b[i] = (i + 200) % MOST;
    }
    sums found = align(a, MOST, b, MOST);
    ck_assert_uint_eq(al.n_runs, 2);
    ck_assert_uint_eq(found.ordered, MOST - 200);
    ck_assert_uint_eq(found.moved, 200);
    ck_assert(al.runs[0].moved && al.runs[0].a == 0);
}
END_TEST

/* A longest common subsequence has ten times as many: words that are used everywhere. */
START_TEST(unrelated_texts_share_next_to_nothing)
{
    uint32_t a[MOST], b[MOST];
    size_t aligned = 0, common = 0;
    for (int round = 0; round < 40; round++) {
        make_text(a, MOST, 2000);
        make_text(b, MOST, 2000);
        sums found = align(a, MOST, b, MOST);
        aligned += found.ordered + found.moved;
        common += lcs(a, MOST, b, MOST);
    }
    ck_assert_uint_gt(common, 40 * MOST / 20);
    ck_assert_msg(aligned * 200 <= 40 * MOST, "%zu words", aligned);
}
END_TEST

START_TEST(a_text_of_numbers_apart_is_as_one_of_small_numbers)
{
    uint32_t a[] = {70000, 5, 9, 100, 3}, b[] = {70000, 5, 8, 100, 3}, c[] = {1, 2};
    ck_assert_uint_eq(align(a, 5, b, 5).ordered, 4);
    ck_assert_uint_eq(align(c, 2, c, 2).ordered, 2);
    ck_assert_uint_eq(align(a, 5, b, 5).ordered, 4);
}
END_TEST

/* ---- hostile */

START_TEST(any_two_texts_are_aligned_sanely)
{
    uint32_t a[MOST], b[MOST];
    uint8_t breaks_a[MOST], breaks_b[MOST];
    for (int round = 0; round < 400; round++) {
        uint32_t different = 1 + below(round % 2 == 0 ? 4 : 60);
        size_t n_a = below(MOST), n_b = below(MOST);
        for (size_t i = 0; i < n_a; i++)
            a[i] = below(different);
        for (size_t i = 0; i < n_b; i++)
            b[i] = below(different);
        for (int piece = 0; piece < 10 && n_a > 0 && n_b > 0; piece++) {
            size_t from = below((uint32_t)n_a), to = below((uint32_t)n_b), n = below(30);
            for (; n > 0 && from < n_a && to < n_b; n--)
                b[to++] = a[from++];
        }
        sums without = align(a, n_a, b, n_b);
        for (size_t i = 0; i < MOST; i++) {
            breaks_a[i] = (uint8_t)below(3);
            breaks_b[i] = (uint8_t)below(3);
        }
        al.breaks_a = breaks_a;
        al.breaks_b = breaks_b;
        sums with = align(a, n_a, b, n_b);
        ck_assert_ptr_null(al.breaks_a);
        ck_assert_uint_ge(with.ordered, without.ordered);
    }
}
END_TEST

/* The same words again and again: no anchor is unique. */
START_TEST(what_repeats_itself_is_aligned)
{
    static uint32_t a[4 * MOST], b[4 * MOST];
    const size_t n = 4 * MOST;
    for (size_t i = 0; i < n; i++) {
        a[i] = (uint32_t)(i % (size_t)_i);
        b[i] = (uint32_t)((i + 1) % (size_t)_i);
    }
    ck_assert_uint_ge(align(a, n, b, n).ordered, n - (size_t)_i);
    ck_assert_uint_ge(align(a, n, b, n / 2).ordered + (size_t)_i, lcs(a, n, b, n / 2));
    /* something new in front, in the middle and behind */
    b[0] = b[n / 2] = b[n - 1] = 1000;
    ck_assert_uint_ge(align(a, n, b, n).ordered, n - 16 - 2 * (size_t)_i);
}
END_TEST

START_TEST(a_text_that_is_there_twice_is_aligned_once)
{
    uint32_t a[2 * MOST], b[2 * MOST];
    size_t n = make_text(a + 20, 250, 500);
    for (uint32_t i = 0; i < 20; i++)
        a[i] = a[20 + 2 * n + i] = 1000 + i;
    memcpy(a + 20 + n, a + 20, n * sizeof *a);
    for (uint32_t i = 0; i < 30; i++)
        b[i] = b[30 + n + i] = 2000 + i;
    memcpy(b + 30, a + 20, n * sizeof *a);
    sums found = align(a, 40 + 2 * n, b, 60 + n);
    ck_assert_uint_eq(found.ordered, n);
    ck_assert_uint_eq(al.n_runs, 1);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_of_words_may_fail_and_the_next_call_is_right)
{
    uint32_t a[MOST], b[2 * MOST];
    size_t n_a = make_text(a, MOST, 300), n_b = edit(b, a + MOST / 3, MOST - MOST / 3, 10, 300);
    memcpy(b + n_b, a, MOST / 3 * sizeof *a);
    n_b += MOST / 3;
    sums want = align(a, n_a, b, n_b);
    ck_assert_uint_gt(want.moved, 0);
    release_aligner();
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_word_aligner_init(&al, SCARCE(&s));
        nd_err err = {.code = ND_OK};
        st = nd_align_words(&al, a, n_a, b, n_b, &err);
        ck_assert_int_eq(err.code, st);
        s.left = SIZE_MAX;
        sums found = align(a, n_a, b, n_b);
        ck_assert_uint_eq(found.ordered, want.ordered);
        ck_assert_uint_eq(found.moved, want.moved);
        release_aligner();
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *align_suite(void);
Suite *align_suite(void)
{
    Suite *suite = suite_create("align");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");

    tcase_add_checked_fixture(core, make_aligner, release_aligner);
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, an_edited_copy_is_aligned_as_far_as_a_longest_common_subsequence, 0, 8);
    tcase_add_loop_test(core, where_words_were_replaced_all_others_are_aligned, 0, 50);
    tcase_add_test(core, a_paragraph_that_was_moved_is_found_as_moved);
    tcase_add_test(core, two_halves_that_changed_places_are_the_longer_one_and_a_moved_one);
    tcase_add_test(core, unrelated_texts_share_next_to_nothing);
    tcase_add_test(core, a_text_of_numbers_apart_is_as_one_of_small_numbers);
    suite_add_tcase(suite, core);

    tcase_add_checked_fixture(hostile, make_aligner, release_aligner);
    tcase_set_timeout(hostile, 60);
    tcase_add_test(hostile, any_two_texts_are_aligned_sanely);
    tcase_add_loop_test(hostile, what_repeats_itself_is_aligned, 1, 12);
    tcase_add_test(hostile, a_text_that_is_there_twice_is_aligned_once);
    suite_add_tcase(suite, hostile);

    tcase_add_checked_fixture(oom, make_aligner, release_aligner);
    tcase_set_timeout(oom, 60);
    tcase_add_test(oom, every_allocation_of_words_may_fail_and_the_next_call_is_right);
    suite_add_tcase(suite, oom);
    return suite;
}
