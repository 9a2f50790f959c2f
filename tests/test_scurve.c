/* SPDX-License-Identifier: MIT
 *
 * test_scurve.c - what signatures promise on average, against pairs of sets whose
 * similarity is known exactly: the estimate has no bias, and the bands find what
 * the S-curve says, for texts of 5 shingles as for texts of 10,000.
 *
 * Many tests at once: there are 84 estimates, each allowed 3 standard errors. A
 * sound signature passes them all with a probability of 0.8 only, so the random
 * numbers are fixed: each row's seed is its number, the first that was tried. A
 * change of the signature's values draws anew, and may by right fail one.
 */
#include "neardup.h"
#include "pairs.h"

#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

/* Sanitizers look for other faults than bias: few pairs, and bounds as wide as that asks for. */
#ifdef SANITIZED
enum { TRIALS = 300 };
static const double noise_allowed = 4;
#else
enum { TRIALS = 20000 };
static const double noise_allowed = 0;
#endif

enum { TIMEOUT = 240, SIZES = 6, LEVELS = 7 };

static const size_t sizes[SIZES] = {5, 10, 50, 200, 1000, 10000};
static const double levels[LEVELS] = {.1, .3, .5, .7, .8, .9, .95};

typedef struct outcome {
    double estimate;   /* mean share of equal slots */
    double error;      /* its standard error, from the sample */
    double candidates; /* share of pairs with an equal band key */
    double found;      /* of these, not ruled out by the signature */
} outcome;

static bool share_a_band(const nd_bands *bands, const uint32_t *a, const uint32_t *b)
{
    uint64_t keys_a[1024], keys_b[1024];
    nd_band_keys(a, bands, keys_a);
    nd_band_keys(b, bands, keys_b);
    for (uint32_t i = 0; i < bands->bands; i++)
        if (keys_a[i] == keys_b[i])
            return true;
    return false;
}

static outcome measure(const nd_opts *opts, const nd_bands *bands, pair p, int trials, uint64_t state)
{
    nd_sketcher *sketcher;
    uint64_t *room = malloc(pair_union(&p) * sizeof *room);
    uint32_t a[1024], b[1024];
    double sum = 0, squares = 0, candidates = 0, found = 0;
    ck_assert_ptr_nonnull(room);
    ck_assert_int_eq(nd_sketcher_new(&sketcher, opts, NULL, NULL), ND_OK);
    for (int i = 0; i < trials; i++) {
        pair_draw(&p, room, &state);
        nd_signature(sketcher, p.a, p.n_a, a, NULL);
        nd_signature(sketcher, p.b, p.n_b, b, NULL);
        uint32_t matches = nd_signature_matches(a, b, opts->perms);
        double share = (double)matches / opts->perms;
        bool candidate = share_a_band(bands, a, b);
        sum += share;
        squares += share * share;
        candidates += candidate;
        found += candidate && matches >= bands->min_matches;
    }
    nd_sketcher_free(sketcher);
    free(room);
    double mean = sum / trials, variance = squares / trials - mean * mean;
    return (outcome){mean, sqrt(variance > 0 ? variance / trials : 0), candidates / trials, found / trials};
}

/* Standard errors between the estimate and the truth; the curve and the spread are checked on the way. */
static double deviation(pair p, int trials, uint64_t seed)
{
    nd_opts opts;
    nd_bands bands;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_tune(&opts, &bands, NULL), ND_OK);
    double j = pair_jaccard(&p);
    outcome o = measure(&opts, &bands, p, trials, seed);
    double curve = nd_band_probability(j, bands.bands, bands.rows);
    double allowed = .025 + noise_allowed * sqrt(curve * (1 - curve) / trials);
    ck_assert_msg(fabs(o.candidates - curve) <= allowed,
                  "%zu and %zu shingles, J %.4f: %.4f candidates, not %.4f", p.n_a, p.n_b, j, o.candidates,
                  curve);
    /* the binomial spread is what nd_ruled_out_probability counts on */
    double spread = o.error * sqrt(trials), binomial = sqrt(j * (1 - j) / opts.perms);
    ck_assert_msg(spread <= (1.05 + noise_allowed / 20) * binomial,
                  "%zu and %zu shingles, J %.4f: spread %.5f, not %.5f", p.n_a, p.n_b, j, spread, binomial);
    double z = j < 1 ? (o.estimate - j) / o.error : o.estimate == 1 ? 0 : HUGE_VAL;
    ck_assert_msg(fabs(z) <= 3 + noise_allowed / 2,
                  "%zu and %zu shingles, J %.4f: estimate %.5f is %.2f errors off", p.n_a, p.n_b, j,
                  o.estimate, z);
    return z;
}

START_TEST(equal_sizes_give_an_unbiased_estimate_and_the_s_curve)
{
    double sum = 0;
    for (int l = 0; l < LEVELS; l++) {
        size_t n = sizes[_i], shared = (size_t)lround(2 * (double)n * levels[l] / (1 + levels[l]));
        pair p = {.n_a = n, .n_b = n, .shared = shared};
        sum += deviation(p, TRIALS, (uint64_t)(_i * LEVELS + l));
    }
    /* a bias too small for one row would show in all of them */
    ck_assert_double_le(fabs(sum) / sqrt(LEVELS), 3);
}
END_TEST

START_TEST(a_part_of_a_text_gives_an_unbiased_estimate_and_the_s_curve)
{
    double sum = 0;
    for (int l = 0; l < LEVELS; l++) {
        size_t n = sizes[_i], part = (size_t)lround((double)n * levels[l]);
        pair p = {.n_a = n, .n_b = part > 0 ? part : 1, .shared = part > 0 ? part : 1};
        sum += deviation(p, TRIALS / 2, 1000 + (uint64_t)(_i * LEVELS + l));
    }
    ck_assert_double_le(fabs(sum) / sqrt(LEVELS), 3);
}
END_TEST

/* J = p / q exactly: sets of (p + q) / 2 * m, p * m shared. */
static const struct {
    size_t p, q;
} thresholds[] = {{1, 2}, {7, 10}, {4, 5}, {9, 10}, {19, 20}};

static const struct {
    uint32_t perms;
    double recall;
} asked[] = {{128, .95}, {128, .99}, {256, .95}, {256, .99}};

enum { THRESHOLDS = sizeof thresholds / sizeof thresholds[0], ASKED = sizeof asked / sizeof asked[0] };

START_TEST(tuned_bands_find_the_share_of_pairs_at_the_threshold_that_was_asked_for)
{
    size_t p = thresholds[_i / ASKED].p, q = thresholds[_i / ASKED].q, m = 400 / (p + q) / 2 * 2;
    nd_opts opts;
    nd_bands bands;
    nd_opts_init(&opts);
    opts.threshold = (double)p / (double)q;
    opts.perms = asked[_i % ASKED].perms;
    opts.recall = asked[_i % ASKED].recall;
    ck_assert_int_eq(nd_tune(&opts, &bands, NULL), ND_OK);
    pair at_threshold = {.n_a = (p + q) * m / 2, .n_b = (p + q) * m / 2, .shared = p * m};
    ck_assert_double_eq(pair_jaccard(&at_threshold), opts.threshold);
    outcome o = measure(&opts, &bands, at_threshold, TRIALS, 2000 + (uint64_t)_i);
    double sigma = sqrt(bands.recall * (1 - bands.recall) / TRIALS);
    ck_assert_msg(o.found >= bands.recall - 3 * sigma, "threshold %g, recall %g, %u perms, %ux%u: %.4f found",
                  opts.threshold, opts.recall, opts.perms, bands.bands, bands.rows, o.found);
}
END_TEST

Suite *scurve_suite(void);
Suite *scurve_suite(void)
{
    Suite *suite = suite_create("scurve");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, TIMEOUT);
    tcase_add_loop_test(core, equal_sizes_give_an_unbiased_estimate_and_the_s_curve, 0, SIZES);
    tcase_add_loop_test(core, a_part_of_a_text_gives_an_unbiased_estimate_and_the_s_curve, 0, SIZES);
    tcase_add_loop_test(core, tuned_bands_find_the_share_of_pairs_at_the_threshold_that_was_asked_for, 0,
                        THRESHOLDS * ASKED);
    suite_add_tcase(suite, core);
    return suite;
}
