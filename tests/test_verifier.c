/* SPDX-License-Identifier: MIT
 *
 * test_verifier.c - similarities that need no sorting, against sorted sets (which
 * test_sets.c holds against looking for each element).
 */
#include "cluster/verifier.h"
#include "pairs.h"
#include "sanitized.h"
#include "scarce.h"

#include <check.h>

enum { MANY = 40, MOST = UNLESS_SANITIZED(300000, 150000) };

/* Hash number i of a text. */
typedef uint32_t pattern(uint32_t i, uint64_t *state);

static uint32_t at_random(uint32_t i, uint64_t *state)
{
    (void)i;
    return (uint32_t)random_next(state);
}

static uint32_t counted(uint32_t i, uint64_t *state)
{
    (void)state;
    return i;
}

static uint32_t from_the_end(uint32_t i, uint64_t *state)
{
    (void)state;
    return UINT32_MAX - i;
}

static uint32_t few(uint32_t i, uint64_t *state)
{
    (void)i;
    return (uint32_t)random_next(state) % 5 * 0x40000000u; /* 0 among them */
}

static uint32_t top_bits(uint32_t i, uint64_t *state)
{
    (void)state;
    return i << 16;
}

static uint32_t spread(uint32_t i, uint64_t *state)
{
    (void)state;
    return i * 0x9e3779b1u;
}

static pattern *const patterns[] = {at_random, counted, from_the_end, few, top_bits, spread};

/* Of own every so many-th is replaced, and some are there twice. */
static uint32_t make_other(uint32_t *other, const uint32_t *own, uint32_t n, uint32_t every, uint64_t *state)
{
    uint32_t n_other = 0;
    for (uint32_t i = 0; i < n; i++) {
        other[n_other++] = i % every == 0 ? (uint32_t)random_next(state) : own[i];
        if (random_next(state) % 8 == 0)
            other[n_other++] = own[random_next(state) % n];
    }
    return n_other;
}

static void assert_as_sorted(nd_verifier *v, const uint32_t *own, uint32_t n, const uint32_t *other, uint32_t n_other)
{
    nd_similarity s;
    uint32_t *a = malloc(n * sizeof *a), *b = malloc(n_other * sizeof *b);
    memcpy(a, own, n * sizeof *a);
    memcpy(b, other, n_other * sizeof *b);
    ck_assert_int_eq(nd_verify(v, other, n_other, &s, NULL), ND_OK);
    nd_similarity expect = nd_compare(a, nd_set_sort(a, n), b, nd_set_sort(b, n_other));
    if (s.shared != expect.shared || s.a != expect.a || s.b != expect.b || s.jaccard != expect.jaccard ||
        s.containment != expect.containment || s.coverage != expect.coverage)
        ck_abort_msg("of %u and %u hashes: %u shared, %u, %u; sorted %u, %u, %u", n, n_other, s.shared, s.a, s.b,
                     expect.shared, expect.a, expect.b);
    free(a);
    free(b);
}

START_TEST(similarities_are_those_of_sorted_sets)
{
    static const uint32_t sizes[] = {1, 2, 3, 60, 191, 192, 193, 1000, 5000, MOST};
    uint64_t state = 1 + (uint64_t)_i;
    nd_verifier v;
    nd_verifier_init(&v, random_next(&state), NULL);
    for (size_t k = 0; k < 2 * ND_COUNT(sizes); k++) { /* up and down again: what is left over is used again */
        uint32_t n = sizes[k < ND_COUNT(sizes) ? k : 2 * ND_COUNT(sizes) - 1 - k];
        uint32_t *own = malloc(n * sizeof *own), *other = malloc(2 * (size_t)n * sizeof *other);
        for (uint32_t i = 0; i < n; i++)
            own[i] = patterns[_i](i, &state);
        nd_verifier_begin(&v, own, n);
        for (uint32_t many = 0; many < (n < 10000 ? MANY : 2); many++)
            assert_as_sorted(&v, own, n, other, make_other(other, own, n, 1 + many % 30, &state));
        assert_as_sorted(&v, own, n, own, n);
        assert_as_sorted(&v, own, n, own, (n + 1) / 2);
        free(own);
        free(other);
    }
    nd_verifier_release(&v);
}
END_TEST

START_TEST(no_memory_is_told_and_what_comes_after_is_right)
{
    uint64_t state = 7;
    uint32_t own[3000], other[6000];
    for (uint32_t size = 10; size <= 3000; size *= 10) {
        scarce s = {.left = 0};
        nd_similarity told;
        nd_err err;
        nd_verifier v;
        nd_verifier_init(&v, 5, SCARCE(&s));
        for (uint32_t i = 0; i < size; i++)
            own[i] = (uint32_t)random_next(&state);
        uint32_t n_other = make_other(other, own, size, 4, &state);
        nd_verifier_begin(&v, own, size);
        ck_assert_int_eq(nd_verify(&v, other, n_other, &told, &err), ND_ENOMEM);
        ck_assert_uint_gt(strlen(err.text), 0);
        s.left = SIZE_MAX;
        nd_verifier_begin(&v, own, size);
        assert_as_sorted(&v, own, size, other, n_other);
        nd_verifier_release(&v);
        ck_assert_uint_eq(s.live, 0);
    }
}
END_TEST

Suite *verifier_suite(void);

Suite *verifier_suite(void)
{
    Suite *suite = suite_create("verifier");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, similarities_are_those_of_sorted_sets, 0, (int)ND_COUNT(patterns));
    tcase_add_test(core, no_memory_is_told_and_what_comes_after_is_right);
    suite_add_tcase(suite, core);
    return suite;
}
