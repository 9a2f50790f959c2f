/* SPDX-License-Identifier: MIT
 *
 * test_crowds.c - inputs that make other tools compare everything with everything: a
 * bucket that all documents come to, a clique, a site whose pages share most of their
 * words. The decision stays linear: the tests assert how much it did, and a run that
 * was quadratic would not end in time.
 */
#include "edited.h"
#include "made.h"
#include "pairs.h"
#include "sanitized.h"

#include <stdlib.h>

enum {
    MILLION = UNLESS_SANITIZED(1000000, 20000),
    PAGES = UNLESS_SANITIZED(100000, 3000),
    CAP = 24,
    TIMEOUT = 240
};

/* Few slots and small buckets, so that a million records are no load for a small machine. */
static nd_index *new_index(void)
{
    nd_opts opts;
    nd_index *index = NULL;
    nd_opts_init(&opts);
    opts.perms = 16;
    opts.bucket_cap = CAP;
    ck_assert_int_eq(nd_index_new(&index, &opts, NULL, NULL), ND_OK);
    return index;
}

/* Sum over i < n of what document i met in a bucket that takes CAP. */
static uint64_t met_by(uint64_t n)
{
    return n <= CAP ? n * (n - 1) / 2 : CAP * (CAP - 1) / 2 + (n - CAP) * CAP;
}

START_TEST(a_million_equal_signatures_of_different_texts_meet_a_bucketful_each)
{
    made m;
    nd_verdict v;
    nd_near_miss misses[ND_NEAR_MISSES];
    nd_index *index = new_index();
    make_doc(&m, 0, 0, 1);
    for (uint32_t i = 0; i < MILLION; i++) {
        m.doc.id = m.doc.identical.lo = m.doc.same_words.lo = m.shingles[0] = i;
        if (nd_index_decide(index, &m.doc, &v, NULL) != ND_OK || v.kind != ND_KEPT)
            ck_abort_msg("document %u is not kept", i);
    }
    nd_counts c = nd_index_counts(index);
    ck_assert_uint_eq(c.kept, MILLION);
    ck_assert_uint_eq(c.candidates, met_by(MILLION));
    ck_assert_uint_eq(c.rejected, c.candidates);
    ck_assert_uint_eq(c.capped, MILLION - CAP);
    ck_assert_uint_eq(nd_index_near_misses(index, misses), ND_NEAR_MISSES);
    nd_index_free(index);
}
END_TEST

START_TEST(a_clique_of_a_million_near_copies_costs_one_comparison_each)
{
    made m;
    nd_verdict v;
    nd_index *index = new_index();
    make_doc(&m, 0, 0, 10);
    for (uint32_t i = 0; i < MILLION; i++) {
        m.doc.id = m.doc.identical.lo = m.doc.same_words.lo = i;
        m.shingles[0] = 100 + i; /* 9 of 11 with each of the others */
        if (nd_index_decide(index, &m.doc, &v, NULL) != ND_OK || v.kind != (i == 0 ? ND_KEPT : ND_NEAR) ||
            v.keeper != 0)
            ck_abort_msg("document %u", i);
    }
    nd_counts c = nd_index_counts(index);
    ck_assert(c.kept == 1 && c.near == MILLION - 1 && c.candidates == MILLION - 1 && c.rejected == 0);
    nd_index_free(index);
}
END_TEST

START_TEST(a_million_copies_of_few_texts_ask_no_bucket)
{
    nd_verdict v;
    nd_index *index = new_index();
    for (uint32_t i = 0; i < MILLION; i++) {
        made m;
        uint32_t text = i % 100;
        make_doc(&m, i, 1000 * text, 1000 * text + 5);
        m.doc.identical.lo = m.doc.same_words.lo = text;
        if (i >= MILLION / 2)
            m.doc.identical.lo = 1000 + i;
        nd_kind kind = i < 100 ? ND_KEPT : i < MILLION / 2 ? ND_IDENTICAL : ND_SAME_WORDS;
        if (nd_index_decide(index, &m.doc, &v, NULL) != ND_OK || v.kind != kind ||
            v.keeper != (i < 100 ? 0 : text))
            ck_abort_msg("document %u", i);
    }
    nd_counts c = nd_index_counts(index);
    ck_assert(c.kept == 100 && c.capped == 100 - CAP && c.candidates == met_by(100));
    nd_index_free(index);
}
END_TEST

/* All buckets full of strangers; then the same documents again with other digests. */
START_TEST(behind_full_buckets_the_first_are_found_and_the_refused_are_kept)
{
    enum { DOCS = UNLESS_SANITIZED(50000, 2000) };
    made m;
    nd_verdict v;
    nd_index *index = new_index();
    make_doc(&m, 0, 0, 5);
    for (uint32_t i = 0; i < 2 * DOCS; i++) {
        uint32_t n = i % DOCS;
        m.doc.id = m.doc.identical.lo = m.doc.same_words.lo = i;
        for (uint32_t s = 0; s < 5; s++)
            m.shingles[s] = 10 * n + s;
        nd_kind kind = i >= DOCS && n < CAP ? ND_NEAR : ND_KEPT;
        if (nd_index_decide(index, &m.doc, &v, NULL) != ND_OK || v.kind != kind ||
            v.keeper != (kind == ND_KEPT ? 0 : n))
            ck_abort_msg("document %u", i);
    }
    nd_counts c = nd_index_counts(index);
    ck_assert_uint_eq(c.near, CAP);
    ck_assert_uint_eq(c.capped, c.kept - CAP);
    ck_assert_uint_eq(c.candidates, met_by(2 * DOCS));
    ck_assert_uint_eq(c.rejected, c.candidates - CAP * (CAP + 1) / 2); /* copy n needed 0 to n only */
    nd_index_free(index);
}
END_TEST

START_TEST(pages_of_one_template_are_kept_and_do_not_meet_all_others)
{
    enum { WORDS = 60, TEMPLATE = 36 };
    nd_sketcher *sketcher = NULL;
    nd_index *index = NULL;
    nd_opts opts;
    nd_bands bands;
    nd_buf head, page, own;
    uint64_t state = 1;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_tune(&opts, &bands, NULL), ND_OK);
    ck_assert_int_eq(nd_index_new(&index, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_sketcher_new(&sketcher, &opts, NULL, NULL), ND_OK);
    nd_buf_init(&head, NULL);
    nd_buf_init(&page, NULL);
    nd_buf_init(&own, NULL);
    invent_text(&head, TEMPLATE, &state);
    for (uint32_t i = 0; i < PAGES; i++) {
        nd_doc doc;
        nd_verdict v;
        invent_text(&own, WORDS - TEMPLATE, &state);
        nd_buf_clear(&page);
        nd_buf_add(&page, head.bytes, head.len);
        nd_buf_add(&page, own.bytes, own.len);
        ck_assert_int_eq(nd_sketch(sketcher, page.bytes, page.len, &doc, NULL), ND_OK);
        doc.id = i;
        if (nd_index_decide(index, &doc, &v, NULL) != ND_OK || v.kind != ND_KEPT)
            ck_abort_msg("page %u", i);
    }
    nd_counts c = nd_index_counts(index);
    ck_assert_uint_eq(c.kept, PAGES);
    ck_assert_uint_eq(c.rejected, c.candidates);
    ck_assert_uint_gt(c.candidates, PAGES); /* there is a crowd */
    ck_assert_uint_le(c.candidates, (uint64_t)PAGES * bands.bands * opts.bucket_cap);
    ck_assert(SANITIZED || c.capped > PAGES / 100);
    nd_buf_release(&head);
    nd_buf_release(&page);
    nd_buf_release(&own);
    nd_index_free(index);
    nd_sketcher_free(sketcher);
}
END_TEST

Suite *crowds_suite(void);

Suite *crowds_suite(void)
{
    Suite *suite = suite_create("crowds");
    TCase *hard = tcase_create("hard");
    tcase_set_timeout(hard, TIMEOUT);
    tcase_add_test(hard, a_million_equal_signatures_of_different_texts_meet_a_bucketful_each);
    tcase_add_test(hard, a_clique_of_a_million_near_copies_costs_one_comparison_each);
    tcase_add_test(hard, a_million_copies_of_few_texts_ask_no_bucket);
    tcase_add_test(hard, behind_full_buckets_the_first_are_found_and_the_refused_are_kept);
    tcase_add_test(hard, pages_of_one_template_are_kept_and_do_not_meet_all_others);
    suite_add_tcase(suite, hard);
    return suite;
}
