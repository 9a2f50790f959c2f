/* SPDX-License-Identifier: MIT
 *
 * test_sets.c - sets of shingle hashes, sorted and compared, against qsort and
 * against looking for each element of one in the other.
 */
#include "guard.h"
#include "neardup.h"
#include "pairs.h"
#include "sanitized.h"

#include <check.h>
#include <string.h>

enum { SMALL = 5000, LARGE = UNLESS_SANITIZED(1000000, 100000), TIMEOUT = 60 };

/* ---- patterns of hashes ------------------------------------------------ */

static uint32_t at_random(uint32_t i, uint32_t n, uint64_t *state)
{
    (void)i, (void)n;
    return (uint32_t)random_next(state);
}

static uint32_t all_equal(uint32_t i, uint32_t n, uint64_t *state)
{
    (void)i, (void)state;
    return n * 0x9e3779b1u;
}

static uint32_t distinct_up(uint32_t i, uint32_t n, uint64_t *state)
{
    (void)n, (void)state;
    return i;
}

static uint32_t distinct_down(uint32_t i, uint32_t n, uint64_t *state)
{
    (void)n, (void)state;
    return UINT32_MAX - i;
}

static uint32_t distinct_spread(uint32_t i, uint32_t n, uint64_t *state)
{
    (void)n, (void)state;
    return i * 0x9e3779b1u;
}

static uint32_t few_values(uint32_t i, uint32_t n, uint64_t *state)
{
    (void)i, (void)n;
    return (uint32_t)random_next(state) % 7;
}

static uint32_t only_the_top_byte(uint32_t i, uint32_t n, uint64_t *state)
{
    (void)i, (void)n;
    return (uint32_t)random_next(state) << 24;
}

static uint32_t halves_repeated(uint32_t i, uint32_t n, uint64_t *state)
{
    (void)state;
    return i % (n / 2 + 1) * 0x01000193u;
}

/* Groups of about 66 that agree in what the sort looks at first. */
static uint32_t in_crowds(uint32_t i, uint32_t n, uint64_t *state)
{
    return i % (n / 66 + 1) << 21 | (uint32_t)(random_next(state) & 0x1fffff);
}

typedef uint32_t (*pattern)(uint32_t i, uint32_t n, uint64_t *state);
static const pattern patterns[] = {at_random,       all_equal,  distinct_up,       distinct_down,
                                   distinct_spread, few_values, only_the_top_byte, halves_repeated,
                                   in_crowds};
enum { PATTERNS = sizeof patterns / sizeof patterns[0] };

/* ---- the oracle -------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t naive_set(uint32_t *values, uint32_t n)
{
    uint32_t kept = 0;
    if (n > 0)
        qsort(values, n, sizeof *values, by_value);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || values[i] != values[i - 1])
            values[kept++] = values[i];
    return kept;
}

/* Fills two arrays, the first behind a guard page, and compares what becomes of them. */
static void assert_sorts(pattern fill, uint32_t n, uint64_t seed)
{
    size_t size = n * sizeof(uint32_t);
    uint32_t *got = guard_get(size), *expected = malloc(size + 1);
    for (uint32_t i = 0; i < n; i++)
        got[i] = fill(i, n, &seed);
    if (n > 0)
        memcpy(expected, got, size);
    uint32_t n_expected = naive_set(expected, n), n_got = nd_set_sort(got, n);
    if (n_got != n_expected || (n > 0 && memcmp(got, expected, n_got * sizeof *got) != 0))
        ck_abort_msg("%u values become %u, not %u, or others", n, n_got, n_expected);
    free(expected);
    guard_drop(got, size);
}

START_TEST(a_set_is_sorted_and_without_repeats)
{
    for (uint32_t n = 0; n <= SMALL; n += n < 300 ? 1 : 1 + n / 37)
        assert_sorts(patterns[_i], n, n);
    for (uint32_t power = 512; power <= 4096; power *= 2)
        for (uint32_t n = power - 1; n <= power + 1; n++)
            assert_sorts(patterns[_i], n, n);
    assert_sorts(patterns[_i], SMALL, 0);
}
END_TEST

START_TEST(a_million_hashes_are_sorted_whatever_they_are)
{
    assert_sorts(patterns[_i], LARGE, 1);
}
END_TEST

START_TEST(a_set_sorted_again_stays_what_it_is)
{
    uint32_t values[SMALL], once[SMALL];
    uint64_t seed = 1;
    for (uint32_t i = 0; i < SMALL; i++)
        values[i] = (uint32_t)random_next(&seed) % SMALL;
    uint32_t n = nd_set_sort(values, SMALL);
    memcpy(once, values, sizeof once);
    ck_assert_uint_eq(nd_set_sort(values, n), n);
    ck_assert_mem_eq(values, once, n * sizeof *values);
    /* what a borrowing index leaves in the caller's array is still the same set */
    ck_assert_uint_eq(nd_set_sort(values, SMALL), n);
    ck_assert_mem_eq(values, once, n * sizeof *values);
}
END_TEST

static uint32_t naive_shared(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < n_a; i++)
        shared += n_b > 0 && bsearch(&a[i], b, n_b, sizeof *b, by_value) != NULL;
    return shared;
}

static void assert_compares(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b)
{
    nd_similarity s = nd_compare(a, n_a, b, n_b);
    uint32_t shared = naive_shared(a, n_a, b, n_b);
    ck_assert_uint_eq(s.a, n_a);
    ck_assert_uint_eq(s.b, n_b);
    ck_assert_uint_eq(s.shared, shared);
    ck_assert(s.jaccard == (shared > 0 ? shared / ((double)n_a + n_b - shared) : 0));
    ck_assert(s.containment == (shared > 0 ? (double)shared / n_a : 0));
    ck_assert(s.coverage == (shared > 0 ? (double)shared / n_b : 0));
}

static uint32_t *drawn_set(uint32_t room, uint32_t of, uint64_t *state, uint32_t *n)
{
    uint32_t *drawn = calloc(room + 1, sizeof *drawn);
    for (uint32_t i = 0; i < room; i++)
        drawn[i] = (uint32_t)(random_next(state) % of) * 0x9e3779b1u;
    *n = naive_set(drawn, room);
    uint32_t *set = guard_get(*n * sizeof *set);
    if (*n > 0)
        memcpy(set, drawn, *n * sizeof *set);
    free(drawn);
    return set;
}

START_TEST(two_sets_are_compared_exactly)
{
    uint64_t seed = 1;
    for (uint32_t round = 0; round < 600; round++) {
        uint32_t n_a, n_b, of = 1 + (uint32_t)(random_next(&seed) % 3000);
        uint32_t *a = drawn_set((uint32_t)(random_next(&seed) % 2000), of, &seed, &n_a);
        uint32_t *b = drawn_set((uint32_t)(random_next(&seed) % 2000), of, &seed, &n_b);
        assert_compares(a, n_a, b, n_b);
        assert_compares(a, n_a, a, n_a);
        guard_drop(a, n_a * sizeof *a);
        guard_drop(b, n_b * sizeof *b);
    }
}
END_TEST

START_TEST(an_empty_set_is_like_nothing_not_even_itself)
{
    static const uint32_t one[] = {7};
    assert_compares(one, 0, one, 1);
    assert_compares(one, 1, one, 0);
    assert_compares(one, 0, one, 0);
    ck_assert(nd_compare(NULL, 0, NULL, 0).jaccard == 0);
}
END_TEST

START_TEST(sets_without_a_common_element_and_sets_inside_others_are_told)
{
    uint32_t even[SMALL], odd[SMALL], all[2 * SMALL];
    for (uint32_t i = 0; i < SMALL; i++) {
        even[i] = all[2 * i] = 2 * i;
        odd[i] = all[2 * i + 1] = 2 * i + 1;
    }
    ck_assert(nd_compare(even, SMALL, odd, SMALL).jaccard == 0);
    nd_similarity s = nd_compare(even, SMALL, all, 2 * SMALL);
    ck_assert(s.jaccard == .5 && s.containment == 1 && s.coverage == .5);
    s = nd_compare(all, 2 * SMALL, odd, SMALL);
    ck_assert(s.jaccard == .5 && s.containment == .5 && s.coverage == 1);
    assert_compares(even, SMALL / 2, all + SMALL, SMALL);
}
END_TEST

Suite *sets_suite(void);

Suite *sets_suite(void)
{
    Suite *suite = suite_create("sets");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    tcase_add_loop_test(core, a_set_is_sorted_and_without_repeats, 0, PATTERNS);
    tcase_add_test(core, a_set_sorted_again_stays_what_it_is);
    tcase_add_test(core, two_sets_are_compared_exactly);
    tcase_add_test(limits, an_empty_set_is_like_nothing_not_even_itself);
    tcase_add_test(limits, sets_without_a_common_element_and_sets_inside_others_are_told);
    tcase_add_loop_test(limits, a_million_hashes_are_sorted_whatever_they_are, 0, PATTERNS);
    tcase_set_timeout(core, TIMEOUT);
    tcase_set_timeout(limits, TIMEOUT);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    return suite;
}
