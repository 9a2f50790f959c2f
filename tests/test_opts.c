/* SPDX-License-Identifier: MIT
 *
 * test_opts.c - the defaults and ranges that neardup.h states.
 */
#include "neardup.h"

#include <check.h>
#include <math.h>
#include <string.h>

START_TEST(the_defaults_are_those_of_the_header)
{
    nd_opts opts;
    memset(&opts, 0xff, sizeof opts);
    nd_opts_init(&opts);
    ck_assert_uint_eq(opts.size, sizeof(nd_opts));
    ck_assert_double_eq(opts.threshold, 0.8);
    ck_assert_double_eq(opts.recall, 0.99);
    ck_assert_uint_eq(opts.shingle, 5);
    ck_assert_uint_eq(opts.perms, 128);
    ck_assert_uint_eq(opts.bucket_cap, 64);
    ck_assert_uint_eq(opts.seed, 1);
    ck_assert(!opts.fold_digits);
    ck_assert(!opts.strip_marks);
    ck_assert_double_eq(opts.near, 0.65);
    ck_assert_uint_eq(opts.repeat_kinds, ND_REPEATS_ALL);
    ck_assert(!opts.weak_repeats);
    ck_assert_uint_eq(opts.simd, ND_SIMD_BEST);
    ck_assert_int_eq(nd_opts_check(&opts, NULL), ND_OK);
}
END_TEST

/* ---- numbers of any size, in one table: a sentence, or NULL where the value is good ---- */

typedef enum field { THRESHOLD, RECALL, SHINGLE, PERMS, BUCKET_CAP, SIMD } field;

static const struct {
    field field;
    double value;
    const char *sentence;
} ranges[] = {
    {THRESHOLD, 0, "threshold is 0, must be above 0 and at most 1"},
    {THRESHOLD, -0.1, "threshold is -0.1, must be above 0 and at most 1"},
    {THRESHOLD, 1e-300, NULL},
    {THRESHOLD, 1, NULL},
    {THRESHOLD, 1.00001, "threshold is 1.00001, must be above 0 and at most 1"},
    {THRESHOLD, NAN, "threshold is nan, must be above 0 and at most 1"},
    {THRESHOLD, INFINITY, "threshold is inf, must be above 0 and at most 1"},
    {THRESHOLD, -INFINITY, "threshold is -inf, must be above 0 and at most 1"},
    {RECALL, 0, "recall is 0, must be above 0 and below 1"},
    {RECALL, 1e-300, NULL},
    {RECALL, 0.999999, NULL},
    {RECALL, 1, "recall is 1, must be above 0 and below 1"},
    {RECALL, -1, "recall is -1, must be above 0 and below 1"},
    {RECALL, NAN, "recall is nan, must be above 0 and below 1"},
    {RECALL, INFINITY, "recall is inf, must be above 0 and below 1"},
    {SHINGLE, 0, "shingle is 0, must be 1 to 64"},
    {SHINGLE, 1, NULL},
    {SHINGLE, 64, NULL},
    {SHINGLE, 65, "shingle is 65, must be 1 to 64"},
    {SHINGLE, UINT32_MAX, "shingle is 4294967295, must be 1 to 64"},
    {PERMS, 0, "perms is 0, must be 16 to 1024"},
    {PERMS, 8, "perms is 8, must be 16 to 1024"},
    {PERMS, 15, "perms is 15, must be 16 to 1024"},
    {PERMS, 16, NULL},
    {PERMS, 17, NULL},
    {PERMS, 1024, NULL},
    {PERMS, 1025, "perms is 1025, must be 16 to 1024"},
    {BUCKET_CAP, 0, "bucket_cap is 0, must be 1 to 65535"},
    {BUCKET_CAP, 1, NULL},
    {BUCKET_CAP, 65535, NULL},
    {BUCKET_CAP, 65536, "bucket_cap is 65536, must be 1 to 65535"},
    {SIMD, ND_SIMD_SCALAR, NULL},
    {SIMD, ND_SIMDS, "simd is 4, must be 0 to 3"},
};

static void set_field(nd_opts *opts, field which, double value)
{
    switch (which) {
    case THRESHOLD:
        opts->threshold = value;
        break;
    case RECALL:
        opts->recall = value;
        break;
    case SHINGLE:
        opts->shingle = (uint32_t)value;
        break;
    case PERMS:
        opts->perms = (uint32_t)value;
        break;
    case BUCKET_CAP:
        opts->bucket_cap = (uint32_t)value;
        break;
    case SIMD:
        opts->simd = (uint32_t)value;
        break;
    }
}

START_TEST(a_value_out_of_range_is_refused_with_the_range)
{
    nd_opts opts;
    nd_err err = {.text = "untouched"};
    nd_opts_init(&opts);
    set_field(&opts, ranges[_i].field, ranges[_i].value);
    nd_status st = nd_opts_check(&opts, &err);
    ck_assert_int_eq(st, ranges[_i].sentence == NULL ? ND_OK : ND_EINVAL);
    ck_assert_str_eq(err.text, ranges[_i].sentence == NULL ? "untouched" : ranges[_i].sentence);
    ck_assert_int_eq(nd_opts_check(&opts, NULL), st);
}
END_TEST

START_TEST(options_of_another_size_are_refused)
{
    nd_opts opts;
    nd_err err;
    nd_opts_init(&opts);
    opts.size--;
    ck_assert_int_eq(nd_opts_check(&opts, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "nd_opts_init"));
    opts.size = 0;
    ck_assert_int_eq(nd_opts_check(&opts, NULL), ND_EINVAL);
}
END_TEST

START_TEST(the_version_is_that_of_the_header)
{
    ck_assert_str_eq(nd_version(), ND_VERSION);
}
END_TEST

Suite *opts_suite(void);
Suite *opts_suite(void)
{
    Suite *suite = suite_create("opts");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    tcase_add_test(core, the_defaults_are_those_of_the_header);
    tcase_add_test(core, the_version_is_that_of_the_header);
    tcase_add_loop_test(limits, a_value_out_of_range_is_refused_with_the_range, 0,
                        sizeof ranges / sizeof ranges[0]);
    tcase_add_test(limits, options_of_another_size_are_refused);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    return suite;
}
