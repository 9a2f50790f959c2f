/* SPDX-License-Identifier: MIT
 *
 * test_tune.c - the tuner's choices against brute force over all bands and rows,
 * its rejection bound against exact integers, its binomial against a table built
 * trial by trial. That real signatures keep what it promises is in test_scurve.c.
 */
#include "neardup.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static nd_opts asking(double threshold, double recall, uint32_t perms)
{
    nd_opts opts;
    nd_opts_init(&opts);
    opts.threshold = threshold;
    opts.recall = recall;
    opts.perms = perms;
    return opts;
}

static nd_bands tune(double threshold, double recall, uint32_t perms)
{
    nd_bands bands;
    nd_opts opts = asking(threshold, recall, perms);
    ck_assert_int_eq(nd_tune(&opts, &bands, NULL), ND_OK);
    return bands;
}

/* ---- choices ---- */

/*
 * The largest rows with 1 - (1 - t^r)^b >= recall and b * r <= perms, then the
 * fewest bands. At 0.75, 0.99, 128 the bands alone would reach it with 17 x 5
 * (.9900007); what the signature rules out makes it 18.
 */
static const struct {
    double threshold, recall;
    uint32_t perms, bands, rows;
} choices[] = {
    {.5, .95, 128, 23, 3},   {.5, .99, 128, 35, 3},   {.5, .95, 256, 47, 4},   {.5, .99, 256, 35, 3},
    {.7, .95, 128, 17, 5},   {.7, .99, 128, 17, 4},   {.7, .95, 256, 35, 7},   {.7, .99, 256, 37, 6},
    {.75, .95, 128, 16, 6},  {.75, .99, 128, 18, 5},  {.75, .95, 256, 29, 8},  {.75, .99, 256, 33, 7},
    {.8, .95, 128, 13, 7},   {.8, .99, 128, 16, 6},   {.8, .95, 256, 21, 9},   {.8, .99, 256, 26, 8},
    {.85, .95, 128, 12, 9},  {.85, .99, 128, 15, 8},  {.85, .95, 256, 20, 12}, {.85, .99, 256, 22, 10},
    {.9, .95, 128, 10, 12},  {.9, .99, 128, 11, 10},  {.9, .95, 256, 15, 16},  {.9, .99, 256, 18, 14},
    {.95, .95, 128, 6, 18},  {.95, .99, 128, 8, 16},  {.95, .95, 256, 10, 25}, {.95, .99, 256, 12, 21},
    {1, .95, 128, 1, 128},   {1, .99, 16, 1, 16},     {1, .99, 1000, 1, 1000},
};

START_TEST(known_questions_get_known_bands)
{
    nd_bands bands = tune(choices[_i].threshold, choices[_i].recall, choices[_i].perms);
    ck_assert_uint_eq(bands.bands, choices[_i].bands);
    ck_assert_uint_eq(bands.rows, choices[_i].rows);
}
END_TEST

START_TEST(the_defaults_are_16_bands_of_6)
{
    nd_opts opts;
    nd_bands bands;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_tune(&opts, &bands, NULL), ND_OK);
    ck_assert_uint_eq(bands.bands, 16);
    ck_assert_uint_eq(bands.rows, 6);
    ck_assert_uint_eq(bands.min_matches, 85); /* .8 - 4 * .03536 of 128 */
    ck_assert_double_eq_tol(bands.recall, 0.99218, 5e-6);
}
END_TEST

/*
 * With t = p / 1000: m / K >= t - 4 sqrt(t (1 - t) / K) just when d = K p - 1000 m is
 * at most 4 sqrt(K p (1000 - p)), all integers once it is squared.
 */
static uint32_t least_matches_in_integers(int64_t p, int64_t perms)
{
    int64_t m = 0;
    for (;; m++) {
        int64_t d = perms * p - 1000 * m;
        if (d <= 0 || d * d <= 16 * perms * p * (1000 - p))
            return (uint32_t)m;
    }
}

/* P(at most m - 1 of perms trials succeed), built trial by trial. */
static double binomial_below(double j, uint32_t m, uint32_t perms)
{
    double chance[1025] = {1}, sum = 0;
    for (uint32_t trial = 1; trial <= perms; trial++)
        for (uint32_t i = trial + 1; i-- > 0;)
            chance[i] = chance[i] * (1 - j) + (i > 0 ? chance[i - 1] * j : 0);
    for (uint32_t i = 0; i < m && i <= perms; i++)
        sum += chance[i];
    return sum;
}

static const double thresholds[] = {.05, .2, .45, .6, .72, .8, .88, .93, .97, .99, 1};

START_TEST(no_other_bands_with_as_many_rows_reach_the_recall)
{
    static const double recalls[] = {.3, .8, .95, .99, .999};
    static const uint32_t perms[] = {16, 63, 128, 250, 1024};
    double t = thresholds[_i];
    for (size_t r = 0; r < COUNT(recalls); r++)
        for (size_t p = 0; p < COUNT(perms); p++) {
            nd_bands bands, best = {0};
            nd_opts opts = asking(t, recalls[r], perms[p]);
            nd_status st = nd_tune(&opts, &bands, NULL);
            uint32_t m = least_matches_in_integers(lround(1000 * t), perms[p]);
            double lost = binomial_below(t, m, perms[p]);
            for (uint32_t rows = 1; rows <= perms[p]; rows++)
                for (uint32_t b = perms[p] / rows; b > 0; b--) {
                    double reached = 1 - pow(1 - pow(t, rows), b) - lost;
                    if (reached >= recalls[r])
                        best = (nd_bands){.bands = b, .rows = rows, .recall = reached};
                }
            ck_assert_uint_eq(st == ND_OK, best.rows > 0);
            if (st != ND_OK)
                continue;
            ck_assert_uint_eq(bands.rows, best.rows);
            ck_assert_uint_eq(bands.bands, best.bands);
            ck_assert_double_eq_tol(bands.recall, best.recall, 1e-9);
        }
}
END_TEST

/* ---- what the signature rules out ---- */

static const uint32_t lengths[] = {16, 17, 64, 100, 128, 256, 400, 1000, 1024};

START_TEST(the_fewest_matches_are_those_of_exact_arithmetic)
{
    for (int p = 1; p <= 1000; p++) {
        nd_bands bands = tune(p / 1000.0, 1e-9, lengths[_i]);
        uint32_t expected = least_matches_in_integers(p, lengths[_i]);
        ck_assert_msg(bands.min_matches == expected, "t %g, %u perms: %u, not %u", p / 1000.0, lengths[_i],
                      bands.min_matches, expected);
    }
}
END_TEST

START_TEST(a_tie_counts_as_reached)
{
    ck_assert_uint_eq(tune(.8, .9, 100).min_matches, 64); /* .8 - 4 * .04, not quite in doubles */
    ck_assert_uint_eq(tune(.5, .9, 64).min_matches, 16);  /* .5 - 4 * .0625 */
    ck_assert_uint_eq(tune(.9, .9, 900).min_matches, 774);
    ck_assert_uint_eq(tune(.2, .9, 64).min_matches, 0);   /* .2 - 4 * .05: all may differ */
}
END_TEST

static const double chances[] = {.001, .05, .3, .5, .77, .8, .95, .9999};

START_TEST(the_chance_to_be_ruled_out_is_binomial)
{
    static const uint32_t perms[] = {1, 16, 100, 128, 1024};
    for (size_t p = 0; p < COUNT(perms); p++)
        for (uint32_t m = 0; m <= perms[p]; m += 1 + perms[p] / 13) {
            double expected = binomial_below(chances[_i], m, perms[p]);
            double got = nd_ruled_out_probability(chances[_i], m, perms[p]);
            ck_assert_msg(fabs(got - expected) <= 1e-12 + 1e-9 * expected,
                          "%u of %u at %g: %.17g, not %.17g", m, perms[p], chances[_i], got, expected);
        }
}
END_TEST

START_TEST(the_chance_to_be_ruled_out_is_sound_at_its_ends)
{
    ck_assert_double_eq(nd_ruled_out_probability(0, 0, 128), 0);
    ck_assert_double_eq(nd_ruled_out_probability(0, 1, 128), 1);
    ck_assert_double_eq(nd_ruled_out_probability(.5, 0, 128), 0);
    ck_assert_double_eq(nd_ruled_out_probability(1, 128, 128), 0);
    for (uint32_t m = 129; m < 132; m++) {
        ck_assert_double_eq(nd_ruled_out_probability(0, m, 128), 1);
        ck_assert_double_eq(nd_ruled_out_probability(.5, m, 128), 1);
        ck_assert_double_eq(nd_ruled_out_probability(1, m, 128), 1);
    }
    ck_assert_double_eq_tol(nd_ruled_out_probability(1e-300, 1, 1024), 1, 1e-12);
    ck_assert_double_eq_tol(nd_ruled_out_probability(nextafter(1, 0), 1024, 1024), 0, 1e-12);
}
END_TEST

/* ---- the S-curve ---- */

START_TEST(the_s_curve_has_its_known_values)
{
    ck_assert_double_eq_tol(nd_band_probability(.6, 16, 8), .2374, 5e-5);
    ck_assert_double_eq_tol(nd_band_probability(.7, 16, 8), .6133, 5e-5);
    ck_assert_double_eq_tol(nd_band_probability(.8, 16, 8), .9470, 5e-5);
    ck_assert_double_eq_tol(nd_band_probability(.8, 9, 13), .3988, 5e-5);
    for (uint32_t bands = 1; bands <= 40; bands += 13)
        for (uint32_t rows = 1; rows <= 25; rows += 4) {
            double before = -1;
            ck_assert_double_eq(nd_band_probability(0, bands, rows), 0);
            ck_assert_double_eq(nd_band_probability(1, bands, rows), 1);
            for (int i = 0; i <= 100; i++) {
                double p = nd_band_probability(i / 100.0, bands, rows);
                ck_assert_double_eq_tol(p, 1 - pow(1 - pow(i / 100.0, rows), bands), 1e-14);
                ck_assert_double_ge(p, before);
                before = p;
            }
        }
}
END_TEST

START_TEST(the_s_curve_keeps_its_digits_where_it_is_almost_nothing)
{
    double p = nd_band_probability(.01, 8, 16); /* 8e-32 */
    ck_assert_double_eq_tol(p / 8e-32, 1, 1e-12);
}
END_TEST

/* ---- what cannot be ---- */

START_TEST(a_recall_out_of_reach_is_refused_with_the_best)
{
    nd_opts opts = asking(.01, .99, 16);
    nd_bands bands = {.bands = 77};
    nd_err err;
    char best[32];
    ck_assert_int_eq(nd_tune(&opts, &bands, &err), ND_EINVAL);
    ck_assert_uint_eq(bands.bands, 77);
    snprintf(best, sizeof best, "best is %.6f", 1 - pow(.99, 16));
    ck_assert_msg(strstr(err.text, best) != NULL, "%s", err.text);
    ck_assert_ptr_nonnull(strstr(err.text, "recall 0.99 at threshold 0.01 cannot be reached with 16 perms"));
    opts = asking(.8, .99999, 128); /* out of reach by what the signature rules out alone */
    ck_assert_int_eq(nd_tune(&opts, &bands, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "best is 0.999897"));
    ck_assert_int_eq(nd_tune(&opts, &bands, NULL), ND_EINVAL);
}
END_TEST

START_TEST(options_out_of_range_are_not_tuned_for)
{
    nd_opts opts = asking(NAN, .99, 128);
    nd_bands bands = {.bands = 77};
    nd_err err;
    ck_assert_int_eq(nd_tune(&opts, &bands, &err), ND_EINVAL);
    ck_assert_str_eq(err.text, "threshold is nan, must be above 0 and at most 1");
    ck_assert_uint_eq(bands.bands, 77);
}
END_TEST

Suite *tune_suite(void);
Suite *tune_suite(void)
{
    Suite *suite = suite_create("tune");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, known_questions_get_known_bands, 0, COUNT(choices));
    tcase_add_test(core, the_defaults_are_16_bands_of_6);
    tcase_add_loop_test(core, no_other_bands_with_as_many_rows_reach_the_recall, 0, COUNT(thresholds));
    tcase_add_loop_test(core, the_fewest_matches_are_those_of_exact_arithmetic, 0, COUNT(lengths));
    tcase_add_loop_test(core, the_chance_to_be_ruled_out_is_binomial, 0, COUNT(chances));
    tcase_add_test(core, the_s_curve_has_its_known_values);
    tcase_add_test(limits, a_tie_counts_as_reached);
    tcase_add_test(limits, the_chance_to_be_ruled_out_is_sound_at_its_ends);
    tcase_add_test(limits, the_s_curve_keeps_its_digits_where_it_is_almost_nothing);
    tcase_add_test(limits, a_recall_out_of_reach_is_refused_with_the_best);
    tcase_add_test(limits, options_out_of_range_are_not_tuned_for);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    return suite;
}
