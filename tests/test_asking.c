/* SPDX-License-Identifier: MIT
 *
 * test_asking.c - three ways to ask one question: nd_index_query, which leaves no
 * trace, an index that borrows what it keeps, and one that copies it.
 */
#include "made.h"
#include "twin.h"

#include <stdlib.h>

enum { DOCS = 150 };

static void make_corpus(twin_corpus *corpus, nd_opts *opts, int i)
{
    nd_opts_init(opts);
    opts->bucket_cap = i % 2 == 0 ? 64 : 2;
    if (i < 4)
        twin_texts(corpus, opts, DOCS, (uint64_t)i);
    else
        twin_dense(corpus, opts, DOCS, (uint64_t)i);
}

START_TEST(a_query_answers_as_a_decision_keeps_nothing_and_counts_nothing)
{
    twin_corpus corpus;
    nd_opts opts;
    nd_index *asked = NULL, *index = NULL;
    make_corpus(&corpus, &opts, _i);
    ck_assert_int_eq(nd_index_new(&asked, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_index_new(&index, &opts, NULL, NULL), ND_OK);
    for (uint32_t i = 0; i < DOCS; i++) {
        const nd_doc *doc = &corpus.docs[i].doc;
        nd_verdict before[3], v;
        nd_counts counts = nd_index_counts(asked), same;
        for (int again = 0; again < 3; again++)
            ck_assert_int_eq(nd_index_query(asked, doc, &before[again], NULL), ND_OK);
        same = nd_index_counts(asked);
        ck_assert_mem_eq(&same, &counts, sizeof counts);
        ck_assert_int_eq(nd_index_decide(asked, doc, &v, NULL), ND_OK);
        for (int again = 0; again < 3; again++)
            ck_assert(before[again].kind == v.kind && before[again].keeper == v.keeper &&
                      before[again].similarity.shared == v.similarity.shared);
        /* what comes later, asked early, is nobody's keeper */
        ck_assert_int_eq(nd_index_query(asked, &corpus.docs[DOCS - 1].doc, &v, NULL), ND_OK);
        ck_assert(v.kind == ND_KEPT || v.keeper <= i);
    }
    twin_rows plain = twin_index(&corpus, index), got = {.counts = nd_index_counts(asked)};
    got.n_misses = nd_index_near_misses(asked, got.misses);
    got.verdicts = plain.verdicts;
    twin_assert_equal(&plain, &got, "queries between");
    twin_rows_release(&plain);
    nd_index_free(asked);
    nd_index_free(index);
    twin_release(&corpus);
}
END_TEST

START_TEST(a_borrowing_index_gives_the_same_rows_and_only_reorders_what_it_borrowed)
{
    twin_corpus corpus;
    nd_opts opts;
    nd_index *index = NULL, *borrowing = NULL;
    make_corpus(&corpus, &opts, _i);
    ck_assert_int_eq(nd_index_new(&index, &opts, NULL, NULL), ND_OK);
    twin_rows expected = twin_index(&corpus, index);
    ck_assert_int_eq(nd_index_new_borrowing(&borrowing, &opts, NULL, NULL), ND_OK);
    twin_rows got = twin_index(&corpus, borrowing);
    twin_assert_equal(&expected, &got, "borrowing");
    nd_index_free(borrowing);
    for (uint32_t i = 0; i < DOCS; i++) {
        nd_doc *doc = &corpus.docs[i].doc;
        ck_assert_uint_eq(nd_set_sort(corpus.docs[i].shingles, doc->n_shingles), corpus.docs[i].n_set);
    }
    twin_rows_release(&expected);
    twin_rows_release(&got);
    nd_index_free(index);
    twin_release(&corpus);
}
END_TEST

START_TEST(an_index_that_copies_needs_nothing_of_a_document_after_the_call)
{
    twin_corpus corpus;
    nd_opts opts;
    nd_index *index = NULL;
    make_corpus(&corpus, &opts, _i);
    twin_rows expected = twin_rounds(&corpus, &opts), got = {.verdicts = calloc(DOCS, sizeof(nd_verdict))};
    ck_assert_int_eq(nd_index_new(&index, &opts, NULL, NULL), ND_OK);
    for (uint32_t i = 0; i < DOCS; i++) {
        nd_doc *doc = &corpus.docs[i].doc;
        ck_assert_int_eq(nd_index_decide(index, doc, &got.verdicts[i], NULL), ND_OK);
        memset(corpus.docs[i].shingles, 0xa5, doc->n_shingles * sizeof *doc->shingles);
        memset(corpus.docs[i].signature, 0xa5, opts.perms * sizeof *doc->signature);
        memset(doc, 0xa5, sizeof *doc);
    }
    got.counts = nd_index_counts(index);
    got.n_misses = nd_index_near_misses(index, got.misses);
    twin_assert_equal(&expected, &got, "scribbled over");
    twin_rows_release(&expected);
    twin_rows_release(&got);
    nd_index_free(index);
    twin_release(&corpus);
}
END_TEST

Suite *asking_suite(void);

Suite *asking_suite(void)
{
    Suite *suite = suite_create("asking");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, a_query_answers_as_a_decision_keeps_nothing_and_counts_nothing, 0, 6);
    tcase_add_loop_test(core, a_borrowing_index_gives_the_same_rows_and_only_reorders_what_it_borrowed, 0, 6);
    tcase_add_loop_test(core, an_index_that_copies_needs_nothing_of_a_document_after_the_call, 0, 6);
    suite_add_tcase(suite, core);
    return suite;
}
