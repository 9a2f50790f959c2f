/* SPDX-License-Identifier: MIT
 *
 * test_twins.c - nd_index_decide against its definition, written twice more (twin.h):
 * the same verdict, keeper and similarity for every document, the same counts and
 * near misses, on corpora in which most documents are near others.
 *
 * A collision of 32-bit hashes inside a pair would show as a difference; the seeds
 * are fixed, and with them there is none.
 */
#include "cluster/index.h"
#include "sanitized.h"
#include "twin.h"

#include <check.h>
#include <stdio.h>

enum { CORPORA = UNLESS_SANITIZED(60, 6), TIMEOUT = 240 };

static const double thresholds[] = {.3, .5, .8, .95, 1};
static const uint32_t caps[] = {1, 2, 3, 64};

/* Options and size of corpus number i: every size of signature and shingle, 50 to 400 documents. */
static void make_corpus(twin_corpus *corpus, int i)
{
    static const uint32_t perms[] = {128, 64, 100, 32}, shingles[] = {5, 3, 1, 2, 4};
    nd_opts opts;
    nd_opts_init(&opts);
    opts.perms = perms[i % 4];
    opts.shingle = shingles[i % 5];
    opts.seed = (uint64_t)i;
    uint32_t n = i % 6 == 5 ? UNLESS_SANITIZED(400, 120) : 50 + (uint32_t)i % 6 * 20;
    if (i % 3 == 2)
        twin_dense(corpus, &opts, n, (uint64_t)i);
    else
        twin_texts(corpus, &opts, n, (uint64_t)i);
}

static nd_opts opts_at(const twin_corpus *corpus, size_t threshold, uint32_t cap)
{
    nd_opts opts = corpus->opts;
    opts.threshold = thresholds[threshold];
    opts.bucket_cap = cap;
    return opts;
}

static void one_bucket(const uint32_t *signature, const nd_bands *bands, uint64_t *keys)
{
    (void)signature;
    memset(keys, 0, bands->bands * sizeof *keys);
}

static void add(nd_counts *to, const nd_counts *from)
{
    to->identical += from->identical;
    to->same_words += from->same_words;
    to->near += from->near;
    to->wordless += from->wordless;
    to->rejected += from->rejected;
    to->capped += from->capped;
}

/* A comparison of runs in which nothing happens shows nothing. */
static void assert_not_idle(const nd_counts *sum, bool capped)
{
    ck_assert_uint_gt(sum->identical, 5 * CORPORA);
    ck_assert_uint_gt(sum->same_words, 10 * CORPORA);
    ck_assert_uint_gt(sum->near, 50 * CORPORA);
    ck_assert_uint_gt(sum->wordless, 5 * CORPORA);
    ck_assert_uint_gt(sum->rejected, 100 * CORPORA);
    ck_assert(!capped || sum->capped > CORPORA);
}

START_TEST(in_one_bucket_it_is_the_greedy_definition)
{
    nd_counts sum = {0};
    for (int i = 0; i < CORPORA; i++) {
        twin_corpus corpus;
        make_corpus(&corpus, i);
        for (size_t t = 0; t < ND_COUNT(thresholds); t++) {
            char what[80];
            nd_index *index = NULL;
            nd_opts opts = opts_at(&corpus, t, 65535);
            snprintf(what, sizeof what, "corpus %d at %g", i, opts.threshold);
            ck_assert_int_eq(nd_index_new(&index, &opts, NULL, NULL), ND_OK);
            index->keys_of = one_bucket;
            index->bands.min_matches = 0;
            twin_rows got = twin_index(&corpus, index), expected = twin_greedy(&corpus, &opts);
            twin_assert_equal(&expected, &got, what);
            add(&sum, &got.counts);
            twin_rows_release(&got);
            twin_rows_release(&expected);
            nd_index_free(index);
        }
        twin_release(&corpus);
    }
    assert_not_idle(&sum, false);
}
END_TEST

START_TEST(with_real_buckets_it_is_what_the_rounds_decide)
{
    nd_counts sum = {0};
    uint32_t most_rounds = 0, cap = caps[_i];
    for (int i = 0; i < CORPORA; i++) {
        twin_corpus corpus;
        make_corpus(&corpus, i);
        for (size_t t = 0; t < ND_COUNT(thresholds); t++) {
            char what[80];
            nd_index *index = NULL;
            nd_opts opts = opts_at(&corpus, t, cap);
            snprintf(what, sizeof what, "corpus %d at %g, cap %u", i, opts.threshold, cap);
            ck_assert_int_eq(nd_index_new(&index, &opts, NULL, NULL), ND_OK);
            twin_rows got = twin_index(&corpus, index), expected = twin_rounds(&corpus, &opts);
            twin_assert_equal(&expected, &got, what);
            add(&sum, &got.counts);
            most_rounds = expected.rounds > most_rounds ? expected.rounds : most_rounds;
            twin_rows_release(&got);
            twin_rows_release(&expected);
            nd_index_free(index);
        }
        twin_release(&corpus);
    }
    assert_not_idle(&sum, cap < 4);
    ck_assert_uint_gt(most_rounds, 3);
}
END_TEST

Suite *twins_suite(void);

Suite *twins_suite(void)
{
    Suite *suite = suite_create("twins");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, TIMEOUT);
    tcase_add_test(core, in_one_bucket_it_is_the_greedy_definition);
    tcase_add_loop_test(core, with_real_buckets_it_is_what_the_rounds_decide, 0, ND_COUNT(caps));
    suite_add_tcase(suite, core);
    return suite;
}
