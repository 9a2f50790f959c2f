/* SPDX-License-Identifier: MIT
 *
 * test_signature.c - signatures and band keys, value by value: against a
 * second implementation written straight from the definition, and
 * against numbers that a third one, in another language, computed. What signatures
 * are worth on average is for test_scurve.c.
 */
#include "guard.h"
#include "neardup.h"
#include "pairs.h"

#include <check.h>
#include <string.h>
#include <xxhash.h>

enum { MOST_PERMS = 1024, MOST_HASHES = 3000 };

static const uint32_t perms_rows[] = {16, 17, 100, 128, 1000, 1024};
enum { PERMS_ROWS = sizeof perms_rows / sizeof perms_rows[0] };

static nd_sketcher *sketcher_of(uint32_t perms, uint64_t seed)
{
    nd_opts opts;
    nd_sketcher *sketcher = NULL;
    nd_opts_init(&opts);
    opts.perms = perms;
    opts.seed = seed;
    ck_assert_int_eq(nd_sketcher_new(&sketcher, &opts, NULL, NULL), ND_OK);
    return sketcher;
}

static void sign(nd_sketcher *sketcher, const uint64_t *hashes, size_t n, uint32_t *signature)
{
    ck_assert_int_eq(nd_signature(sketcher, hashes, n, signature, NULL), ND_OK);
}

/* ---- the definition, slot by slot ---- */

static void le32(unsigned char *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(value >> 8 * i);
}

static uint32_t slot_by_definition(const uint64_t *hashes, size_t n, uint32_t perms, uint64_t seed,
                                   uint32_t k)
{
    unsigned char bytes[4];
    le32(bytes, k);
    uint64_t x = XXH3_64bits_withSeed(bytes, 4, seed);
    uint32_t a = (uint32_t)x | 1, b = (uint32_t)(x >> 32), in_bin = UINT32_MAX, of_all = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        uint32_t upper = (uint32_t)(hashes[i] >> 32), lower = (uint32_t)hashes[i];
        uint32_t value = lower / 2, other = (uint32_t)((uint64_t)(lower ^ b) * a % 4294967296u);
        if ((uint64_t)upper * perms / 4294967296u == k && value < in_bin)
            in_bin = value;
        if (other < of_all)
            of_all = other;
    }
    return in_bin != UINT32_MAX ? in_bin : 2147483648u + of_all / 2;
}

static void assert_by_definition(const uint64_t *hashes, size_t n, uint32_t perms, uint64_t seed)
{
    uint32_t signature[MOST_PERMS];
    nd_sketcher *sketcher = sketcher_of(perms, seed);
    sign(sketcher, hashes, n, signature);
    for (uint32_t k = 0; k < perms; k++)
        ck_assert_msg(signature[k] == slot_by_definition(hashes, n, perms, seed, k),
                      "%zu hashes, slot %u of %u", n, k, perms);
    nd_sketcher_free(sketcher);
}

START_TEST(a_signature_is_what_the_definition_says_at_every_size)
{
    static const size_t sizes[] = {1,   2,   3,   5,   10,  16,  17,   50,   64,
                                   100, 255, 256, 257, 511, 513, 1000, 1024, MOST_HASHES};
    uint64_t hashes[MOST_HASHES], state = (uint64_t)_i;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        random_hashes(hashes, sizes[i], &state);
        assert_by_definition(hashes, sizes[i], perms_rows[_i], 1 + i % 3);
    }
}
END_TEST

START_TEST(extreme_hashes_and_texts_that_repeat_keep_to_the_definition)
{
    uint64_t hashes[MOST_HASHES], few[40], state = 77 + (uint64_t)_i;
    static const uint64_t edges[] = {0, 1, 512, UINT32_MAX, UINT64_MAX, UINT64_MAX - UINT32_MAX, 1ull << 31,
                                     1ull << 32, UINT64_MAX << 33, 0x7fffffff};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
        assert_by_definition(&edges[i], 1, perms_rows[_i], 1);
    assert_by_definition(edges, sizeof edges / sizeof edges[0], perms_rows[_i], 1);
    random_hashes(few, 40, &state);
    for (size_t distinct = 1; distinct <= 40; distinct += 13) {
        for (size_t i = 0; i < MOST_HASHES; i++)
            hashes[i] = few[random_next(&state) % distinct];
        assert_by_definition(hashes, MOST_HASHES, perms_rows[_i], 1);
    }
    /* all in one bin: every other slot is of the second round, by more than one chunk */
    for (size_t i = 0; i < MOST_HASHES; i++)
        hashes[i] = random_next(&state) & UINT32_MAX;
    assert_by_definition(hashes, MOST_HASHES, perms_rows[_i], 1);
}
END_TEST

/* ---- fixed numbers: signatures are kept in files, so no value may ever change ---- */

static const struct {
    size_t n;
    uint64_t seed;
    uint32_t values[16];
} golden_values[] = {
    {1, 1, {0x9bce7074, 0x85f8e90e, 0xf3c01c37, 0xe844af6d, 0xde4c5d0d, 0xae5d0837, 0x89b1cbe3, 0x9e9307ad,
            0xf5e8f981, 0x44812e60, 0xb26a6e17, 0xe653c926, 0xc6abfe6c, 0xa66a4b2a, 0x9a756ab5, 0xdf237bfa}},
    {20, 1, {0x05a31dbb, 0x0e332dbc, 0x6076adf9, 0x240b40c6, 0x6912d0fb, 0x2720f3b6, 0x80aaeb6c, 0x3401bc41,
             0x06ba74de, 0x8165b1d1, 0x33947763, 0x8411bd6a, 0x29ee0cf8, 0x1a3bba37, 0x819c8b0b, 0x8174d558}},
    {20, 2, {0x05a31dbb, 0x0e332dbc, 0x6076adf9, 0x240b40c6, 0x6912d0fb, 0x2720f3b6, 0x826e4459, 0x3401bc41,
             0x06ba74de, 0x8015861d, 0x33947763, 0x87b52fd9, 0x29ee0cf8, 0x1a3bba37, 0x811ee4a2, 0x82b7c58d}},
};

/* XXH3_64bits of the signature's little-endian bytes. */
static const struct {
    size_t n;
    uint32_t perms;
    uint64_t seed, hash;
} golden_hashes[] = {
    {1, 128, 1, 0x3c493a85994476df},   {50, 128, 1, 0x90af3887c8cc833b},
    {1000, 128, 1, 0x467c5077c3639bc2}, {200, 100, 7, 0xed4969875dd5bc65},
    {3000, 1024, 1, 0xd5513043ddc506f6},
};

static uint64_t hash_of_values(const uint32_t *values, size_t n, uint64_t seed)
{
    unsigned char bytes[4 * MOST_PERMS];
    for (size_t i = 0; i < n; i++)
        le32(bytes + 4 * i, values[i]);
    return XXH3_64bits_withSeed(bytes, 4 * n, seed);
}

/* The set of n hashes that follow from the state n. */
static void sign_golden(size_t n, uint32_t perms, uint64_t seed, uint32_t *signature)
{
    uint64_t hashes[MOST_HASHES], state = n;
    nd_sketcher *sketcher = sketcher_of(perms, seed);
    random_hashes(hashes, n, &state);
    sign(sketcher, hashes, n, signature);
    nd_sketcher_free(sketcher);
}

START_TEST(signature_values_never_change)
{
    uint32_t signature[MOST_PERMS];
    for (size_t i = 0; i < sizeof golden_values / sizeof golden_values[0]; i++) {
        sign_golden(golden_values[i].n, 16, golden_values[i].seed, signature);
        ck_assert_mem_eq(signature, golden_values[i].values, sizeof golden_values[i].values);
    }
    for (size_t i = 0; i < sizeof golden_hashes / sizeof golden_hashes[0]; i++) {
        sign_golden(golden_hashes[i].n, golden_hashes[i].perms, golden_hashes[i].seed, signature);
        ck_assert_uint_eq(hash_of_values(signature, golden_hashes[i].perms, 0), golden_hashes[i].hash);
    }
}
END_TEST

START_TEST(band_keys_are_the_seeded_hash_of_their_values)
{
    static const nd_bands layouts[] = {{.bands = 16, .rows = 6},
                                       {.bands = 13, .rows = 7},
                                       {.bands = 1, .rows = 128},
                                       {.bands = 128, .rows = 1}};
    uint32_t signature[MOST_PERMS];
    uint64_t keys[MOST_PERMS];
    sign_golden(50, 128, 1, signature);
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        nd_band_keys(signature, &layouts[i], keys);
        for (uint32_t band = 0; band < layouts[i].bands; band++)
            ck_assert_uint_eq(keys[band],
                              hash_of_values(signature + band * layouts[i].rows, layouts[i].rows, band));
    }
    nd_band_keys(signature, &layouts[0], keys);
    ck_assert_uint_eq(keys[0], 0xdb624386f4c72a8b);
    ck_assert_uint_eq(keys[1], 0x8c82bfa202f28a2a);
    ck_assert_uint_eq(keys[15], 0x4ce7771192916e86);
}
END_TEST

/* ---- signatures of sets ---- */

START_TEST(the_signature_of_a_union_is_the_least_of_both)
{
    uint64_t room[2 * MOST_HASHES], state = 5 + (uint64_t)_i;
    uint32_t a[MOST_PERMS], b[MOST_PERMS], both[MOST_PERMS], perms = perms_rows[_i];
    nd_sketcher *sketcher = sketcher_of(perms, 1);
    for (int trial = 0; trial < 200; trial++) {
        size_t most = trial % 2 == 0 ? MOST_HASHES : 30; /* with and without empty slots */
        pair p = {.n_a = 1 + random_next(&state) % most, .n_b = 1 + random_next(&state) % most};
        p.shared = random_next(&state) % ((p.n_a < p.n_b ? p.n_a : p.n_b) + 1);
        pair_draw(&p, room, &state);
        sign(sketcher, p.a, p.n_a, a);
        sign(sketcher, p.b, p.n_b, b);
        sign(sketcher, room, pair_union(&p), both);
        nd_signature_merge(a, b, perms);
        ck_assert_mem_eq(a, both, perms * sizeof *a);
    }
    nd_sketcher_free(sketcher);
}
END_TEST

START_TEST(neither_order_nor_repeats_matter)
{
    uint64_t hashes[2000], state = 11 + (uint64_t)_i;
    uint32_t first[MOST_PERMS], again[MOST_PERMS], perms = perms_rows[_i];
    nd_sketcher *sketcher = sketcher_of(perms, 1);
    for (size_t n = 1; n <= 500; n += n / 2 + 1) {
        random_hashes(hashes, n, &state);
        sign(sketcher, hashes, n, first);
        for (size_t i = n; i < 4 * n; i++)
            hashes[i] = hashes[random_next(&state) % n];
        for (size_t i = 4 * n - 1; i > 0; i--) {
            size_t other = random_next(&state) % (i + 1);
            uint64_t h = hashes[i];
            hashes[i] = hashes[other];
            hashes[other] = h;
        }
        sign(sketcher, hashes, 4 * n, again);
        ck_assert_mem_eq(first, again, perms * sizeof *first);
    }
    nd_sketcher_free(sketcher);
}
END_TEST

START_TEST(matches_counts_equal_slots)
{
    uint32_t a[MOST_PERMS], b[MOST_PERMS], expected = 0;
    for (uint32_t k = 0; k < MOST_PERMS; k++) {
        a[k] = k * 2654435761u;
        b[k] = k % 3 == 0 ? a[k] ^ 1u << k % 32 : a[k];
        ck_assert_uint_eq(nd_signature_matches(a, b, k), expected);
        expected += k % 3 != 0;
    }
}
END_TEST

START_TEST(an_empty_set_has_no_signature)
{
    uint64_t hash = 0;
    uint32_t signature[128] = {7};
    nd_err err;
    nd_sketcher *sketcher = sketcher_of(128, 1);
    ck_assert_int_eq(nd_signature(sketcher, &hash, 0, signature, &err), ND_EINVAL);
    ck_assert_str_eq(err.text, "a signature needs at least one shingle");
    ck_assert_uint_eq(signature[0], 7);
    nd_sketcher_free(sketcher);
}
END_TEST

/* ---- the ends of memory ---- */

START_TEST(nothing_is_read_or_written_behind_its_end)
{
    static const size_t sizes[] = {1, 15, 17, 255, 257, 700};
    uint32_t perms = perms_rows[_i];
    uint64_t state = 3, keys[MOST_PERMS];
    nd_sketcher *sketcher = sketcher_of(perms, 1);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint64_t *hashes = guard_get(sizes[i] * sizeof *hashes);
        uint32_t *signature = guard_get(perms * sizeof *signature);
        random_hashes(hashes, sizes[i], &state);
        sign(sketcher, hashes, sizes[i], signature);
        nd_signature_merge(signature, signature, perms);
        ck_assert_uint_eq(nd_signature_matches(signature, signature, perms), perms);
        nd_band_keys(signature, &(nd_bands){.bands = 1, .rows = perms}, keys);
        guard_drop(hashes, sizes[i] * sizeof *hashes);
        guard_drop(signature, perms * sizeof *signature);
    }
    nd_sketcher_free(sketcher);
}
END_TEST

Suite *signature_suite(void);
Suite *signature_suite(void)
{
    Suite *suite = suite_create("signature");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *hostile = tcase_create("hostile");
    tcase_set_timeout(core, 60);
    tcase_set_timeout(limits, 60);
    tcase_add_loop_test(core, a_signature_is_what_the_definition_says_at_every_size, 0, PERMS_ROWS);
    tcase_add_test(core, signature_values_never_change);
    tcase_add_test(core, band_keys_are_the_seeded_hash_of_their_values);
    tcase_add_loop_test(core, the_signature_of_a_union_is_the_least_of_both, 0, PERMS_ROWS);
    tcase_add_loop_test(core, neither_order_nor_repeats_matter, 0, PERMS_ROWS);
    tcase_add_test(core, matches_counts_equal_slots);
    tcase_add_loop_test(limits, extreme_hashes_and_texts_that_repeat_keep_to_the_definition, 0, PERMS_ROWS);
    tcase_add_test(limits, an_empty_set_has_no_signature);
    tcase_add_loop_test(hostile, nothing_is_read_or_written_behind_its_end, 0, PERMS_ROWS);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    suite_add_tcase(suite, hostile);
    return suite;
}
