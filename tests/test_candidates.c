/* SPDX-License-Identifier: MIT
 *
 * test_candidates.c - what stands between a document and a comparison: full buckets
 * and the signature; and what is counted and noted on the way.
 */
#include "made.h"
#include "pairs.h"
#include "twin.h"

#include <stdlib.h>

static void assert_counts(const nd_index *index, uint64_t candidates, uint64_t rejected, uint64_t capped)
{
    nd_counts c = nd_index_counts(index);
    ck_assert_uint_eq(c.candidates, candidates);
    ck_assert_uint_eq(c.rejected, rejected);
    ck_assert_uint_eq(c.capped, capped);
    ck_assert_uint_eq(c.kept + c.identical + c.same_words + c.near, c.documents);
}

static nd_bands default_bands(void)
{
    nd_opts opts;
    nd_bands bands;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_tune(&opts, &bands, NULL), ND_OK);
    return bands;
}

/* ---- buckets ----------------------------------------------------------- */

START_TEST(a_document_that_every_bucket_refused_is_kept_counted_once_and_no_candidate)
{
    made m;
    nd_index *index = made_index(.8, 2, NULL);
    assert_kept(decide_window(index, 1, 0, 10));
    assert_kept(decide_window(index, 2, 20, 30));
    assert_counts(index, 1, 1, 0);
    assert_kept(decide_window(index, 3, 40, 50));
    assert_counts(index, 3, 3, 1); /* one document, though it was refused in every band */
    assert_kept(decide_window(index, 4, 40, 50)); /* 3's set; but nobody meets 3 in a bucket */
    assert_counts(index, 5, 5, 2);
    assert_verdict(decide_window(index, 5, 20, 30), ND_NEAR, 2);
    assert_counts(index, 7, 6, 2); /* met 1 and 2, and 1 was not alike */
    assert_verdict(decide_window(index, 6, 0, 10), ND_NEAR, 1);
    assert_counts(index, 9, 6, 2); /* met both, and needed only the first */
    make_doc(&m, 7, 60, 70)->doc.same_words = (nd_digest){3, 2};
    assert_verdict(decide(index, &m), ND_SAME_WORDS, 3); /* a full bucket does not hide a digest */
    make_doc(&m, 8, 60, 70)->doc.identical = (nd_digest){4, 1};
    assert_verdict(decide(index, &m), ND_IDENTICAL, 4);
    assert_counts(index, 9, 6, 2); /* what a digest settled asked no bucket */
    nd_index_free(index);
}
END_TEST

START_TEST(a_document_is_found_through_the_buckets_that_took_it)
{
    made m;
    nd_bands bands = default_bands();
    nd_index *index = made_index(.8, 1, NULL);
    assert_kept(decide_window(index, 1, 0, 10));
    make_doc(&m, 2, 20, 30);
    for (uint32_t k = 0; k < bands.rows; k++) /* its last band is its own, the others are full */
        m.signature[(bands.bands - 1) * bands.rows + k] = 5;
    assert_kept(decide(index, &m));
    assert_counts(index, 1, 1, 1);
    m.doc.identical.lo = m.doc.same_words.lo = 3;
    m.doc.id = 3;
    assert_verdict(decide(index, &m), ND_NEAR, 2);
    assert_counts(index, 3, 2, 1);
    assert_kept(decide_window(index, 4, 20, 30)); /* meets 1 only */
    assert_counts(index, 4, 3, 2);
    nd_index_free(index);
}
END_TEST

START_TEST(a_bucket_takes_as_many_as_its_cap_and_no_more)
{
    static const uint32_t caps[] = {1, 2, 64, 300};
    for (size_t c = 0; c < sizeof caps / sizeof caps[0]; c++) {
        nd_index *index = made_index(.8, caps[c], NULL);
        for (uint32_t i = 0; i < 400; i++)
            assert_kept(decide_window(index, i, 20 * i, 20 * i + 10));
        ck_assert_uint_eq(nd_index_counts(index).capped, 400 - caps[c]);
        for (uint32_t i = 0; i < 400; i++) {
            nd_verdict v;
            made m;
            make_doc(&m, 1000, 20 * i, 20 * i + 10);
            ck_assert_int_eq(nd_index_query(index, &m.doc, &v, NULL), ND_OK);
            assert_verdict(v, i < caps[c] ? ND_NEAR : ND_KEPT, i < caps[c] ? i : 0);
        }
        nd_index_free(index);
    }
}
END_TEST

START_TEST(documents_without_a_common_band_do_not_meet)
{
    made m;
    nd_bands bands = default_bands();
    nd_index *index = made_index(.8, 64, NULL);
    assert_kept(decide_window(index, 1, 0, 10));
    make_doc(&m, 2, 0, 10);
    for (uint32_t band = 0; band < bands.bands; band++)
        m.signature[band * bands.rows + band % bands.rows] = 1;
    assert_kept(decide(index, &m));
    assert_counts(index, 0, 0, 0);
    nd_index_free(index);
}
END_TEST

/* ---- the signature ----------------------------------------------------- */

START_TEST(the_signature_may_reject_and_never_accept)
{
    made m;
    nd_bands bands = default_bands();
    nd_near_miss misses[ND_NEAR_MISSES];
    for (uint32_t matches = bands.min_matches - 1; matches <= bands.min_matches; matches++) {
        bool reached = matches == bands.min_matches;
        nd_index *index = made_index(.8, 64, NULL);
        assert_kept(decide_window(index, 1, 0, 10));
        make_doc(&m, 2, 0, 10);
        for (uint32_t k = matches; k < MADE_PERMS; k++)
            m.signature[k] = 1;
        nd_verdict v = decide(index, &m);
        assert_verdict(v, reached ? ND_NEAR : ND_KEPT, reached ? 1 : 0);
        assert_counts(index, 1, reached ? 0 : 1, 0);
        ck_assert_uint_eq(nd_index_near_misses(index, misses), 0); /* not compared, so it missed nothing */
        nd_index_free(index);
    }
    nd_index *index = made_index(.8, 64, NULL);
    assert_kept(decide_window(index, 1, 0, 10));
    assert_kept(decide_window(index, 2, 5, 15)); /* all slots agree, and a third of the sets */
    nd_index_free(index);
}
END_TEST

/* ---- near misses ------------------------------------------------------- */

enum { MISSERS = 60 };

static int by_nearness(const void *x, const void *y)
{
    const nd_near_miss *a = x, *b = y;
    if (a->jaccard != b->jaccard)
        return a->jaccard > b->jaccard ? -1 : 1;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

static double window_jaccard(uint32_t a, uint32_t b, uint32_t width)
{
    uint32_t apart = a > b ? a - b : b - a, shared = apart < width ? width - apart : 0;
    return (double)shared / (2 * width - shared);
}

/* Windows at random places with ids that do not follow keep order; every pair of kept ones, naively. */
START_TEST(near_misses_are_the_forty_nearest_pairs_of_kept_documents)
{
    static nd_near_miss all[MISSERS * MISSERS];
    uint64_t seed = (uint64_t)_i, ids[MISSERS];
    uint32_t at[MISSERS], n_kept = 0, full = 0, ties = 0;
    size_t n_all = 0;
    nd_near_miss got[ND_NEAR_MISSES];
    nd_index *index = made_index(.8, 1000, NULL);
    for (uint32_t i = 0; i < MISSERS; i++) {
        uint32_t from = (uint32_t)(random_next(&seed) % 300);
        uint64_t id = _i == 0 ? i : (i * 37u) % MISSERS;
        if (decide_window(index, id, from, from + 50).kind != ND_KEPT)
            continue;
        for (uint32_t k = 0; k < n_kept; k++)
            all[n_all++] = (nd_near_miss){id, ids[k], window_jaccard(at[k], from, 50)};
        ids[n_kept] = id;
        at[n_kept++] = from;
        qsort(all, n_all, sizeof *all, by_nearness);
        size_t expected = n_all < ND_NEAR_MISSES ? n_all : ND_NEAR_MISSES;
        ck_assert_uint_eq(nd_index_near_misses(index, got), expected);
        for (size_t m = 0; m < expected; m++) {
            ck_assert(got[m].id == all[m].id && got[m].other == all[m].other);
            ck_assert(got[m].jaccard == all[m].jaccard);
            ties += m > 0 && got[m].jaccard == got[m - 1].jaccard;
        }
        full += expected == ND_NEAR_MISSES;
    }
    ck_assert(full > 5 && ties > 20);
    nd_index_free(index);
}
END_TEST

START_TEST(a_removed_document_has_missed_nobody)
{
    nd_near_miss misses[ND_NEAR_MISSES];
    nd_index *index = made_index(.8, 64, NULL);
    assert_kept(decide_window(index, 1, 0, 20));
    assert_kept(decide_window(index, 2, 5, 25));
    assert_verdict(decide_window(index, 3, 6, 26), ND_NEAR, 2); /* it was compared with 1 first */
    ck_assert_uint_eq(nd_index_near_misses(index, misses), 1);
    ck_assert(misses[0].id == 2 && misses[0].other == 1 && misses[0].jaccard == .6);
    nd_index_free(index);
}
END_TEST

START_TEST(equally_near_pairs_stand_by_id_then_other_and_the_last_fall_out)
{
    nd_near_miss misses[ND_NEAR_MISSES];
    nd_index *index = made_index(.8, 1000, NULL);
    for (uint32_t i = 0; i < 12; i++) /* 66 pairs that share nothing; ids from the last to the first */
        assert_kept(decide_window(index, 11 - i, 100 * i, 100 * i + 9));
    ck_assert_uint_eq(nd_index_near_misses(index, misses), ND_NEAR_MISSES);
    size_t at = 0;
    for (uint64_t id = 0; id < 12; id++)
        for (uint64_t other = id + 1; other < 12 && at < ND_NEAR_MISSES; other++, at++)
            ck_assert(misses[at].id == id && misses[at].other == other && misses[at].jaccard == 0);
    assert_kept(decide_window(index, 50, 3, 12)); /* 6 of 12 with id 11: the nearest now */
    ck_assert_uint_eq(nd_index_near_misses(index, misses), ND_NEAR_MISSES);
    ck_assert(misses[0].id == 50 && misses[0].other == 11 && misses[0].jaccard == .5);
    ck_assert(misses[1].id == 0 && misses[1].other == 1);
    nd_index_free(index);
}
END_TEST

Suite *candidates_suite(void);

Suite *candidates_suite(void)
{
    Suite *suite = suite_create("candidates");
    TCase *limits = tcase_create("limits"), *misses = tcase_create("misses");
    tcase_add_test(limits, a_document_that_every_bucket_refused_is_kept_counted_once_and_no_candidate);
    tcase_add_test(limits, a_document_is_found_through_the_buckets_that_took_it);
    tcase_add_test(limits, a_bucket_takes_as_many_as_its_cap_and_no_more);
    tcase_add_test(limits, documents_without_a_common_band_do_not_meet);
    tcase_add_test(limits, the_signature_may_reject_and_never_accept);
    tcase_add_loop_test(misses, near_misses_are_the_forty_nearest_pairs_of_kept_documents, 0, 8);
    tcase_add_test(misses, a_removed_document_has_missed_nobody);
    tcase_add_test(misses, equally_near_pairs_stand_by_id_then_other_and_the_last_fall_out);
    tcase_set_timeout(limits, 60);
    tcase_set_timeout(misses, 60);
    suite_add_tcase(suite, limits);
    suite_add_tcase(suite, misses);
    return suite;
}
