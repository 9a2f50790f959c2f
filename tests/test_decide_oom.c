/* SPDX-License-Identifier: MIT
 *
 * test_decide_oom.c - the decision when memory is short: every allocation fails once,
 * nothing is left out, and an index that was refused memory goes on as one that
 * never was.
 */
#include "made.h"
#include "scarce.h"
#include "twin.h"

enum { DOCS = 180 };

static void make_corpus(twin_corpus *corpus, nd_opts *opts, int i)
{
    nd_opts_init(opts);
    opts->bucket_cap = 3;
    opts->perms = 32;
    if (i % 2 == 0)
        twin_texts(corpus, opts, DOCS, 7);
    else
        twin_dense(corpus, opts, DOCS, 7);
}

static nd_status new_index(nd_index **out, const nd_opts *opts, bool borrow, const nd_alloc *alloc)
{
    return borrow ? nd_index_new_borrowing(out, opts, alloc, NULL) : nd_index_new(out, opts, alloc, NULL);
}

/* A whole run with s->left allocations; ND_ENOMEM where they do not do. */
static nd_status run(const twin_corpus *corpus, const nd_opts *opts, bool borrow, scarce *s)
{
    nd_index *index = NULL;
    nd_verdict v;
    nd_status st = new_index(&index, opts, borrow, SCARCE(s));
    ck_assert((index != NULL) == (st == ND_OK));
    for (uint32_t i = 0; i < DOCS && st == ND_OK; i++) {
        st = nd_index_query(index, &corpus->docs[i].doc, &v, NULL);
        if (st == ND_OK)
            st = nd_index_decide(index, &corpus->docs[i].doc, &v, NULL);
    }
    nd_index_free(index);
    return st;
}

START_TEST(every_allocation_may_fail)
{
    twin_corpus corpus;
    nd_opts opts;
    nd_status st = ND_ENOMEM;
    size_t left = 0;
    make_corpus(&corpus, &opts, _i);
    for (; st == ND_ENOMEM; left++) {
        scarce s = {.left = left};
        st = run(&corpus, &opts, _i / 2 == 1, &s);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_gt(left, 20);
    twin_release(&corpus);
}
END_TEST

START_TEST(a_failure_says_so_in_one_sentence_and_leaves_the_verdict_alone)
{
    made m;
    scarce s = {.left = SIZE_MAX};
    nd_err err = {0};
    nd_index *index = made_index(.8, 64, SCARCE(&s));
    nd_verdict v = {.kind = ND_NEAR, .keeper = 99};
    s.left = 0;
    make_doc(&m, 1, 0, 10);
    ck_assert_int_eq(nd_index_decide(index, &m.doc, &v, &err), ND_ENOMEM);
    ck_assert_int_eq(err.code, ND_ENOMEM);
    ck_assert(err.text[0] != '\0' && strchr(err.text, '\n') == NULL);
    assert_verdict(v, ND_NEAR, 99);
    s.left = SIZE_MAX;
    assert_kept(decide(index, &m));
    s.left = 0;
    make_doc(&m, 2, 5, 15);
    ck_assert_int_eq(nd_index_query(index, &m.doc, &v, NULL), ND_ENOMEM);
    assert_verdict(v, ND_NEAR, 99);
    nd_index_free(index);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

/* Before each document is decided its decision fails in every way that it can. */
START_TEST(an_index_that_was_refused_memory_is_as_before)
{
    twin_corpus corpus;
    nd_opts opts;
    scarce s = {.left = SIZE_MAX};
    nd_index *index = NULL;
    uint32_t refused = 0;
    make_corpus(&corpus, &opts, _i);
    twin_rows expected = twin_rounds(&corpus, &opts), got = {.verdicts = calloc(DOCS, sizeof(nd_verdict))};
    ck_assert_int_eq(new_index(&index, &opts, _i / 2 == 1, SCARCE(&s)), ND_OK);
    for (uint32_t i = 0; i < DOCS; i++) {
        const nd_doc *doc = &corpus.docs[i].doc;
        nd_status st = ND_ENOMEM;
        for (size_t left = 0; st == ND_ENOMEM; left++) {
            s.left = left;
            st = nd_index_decide(index, doc, &got.verdicts[i], NULL);
            refused += st == ND_ENOMEM;
        }
        ck_assert_int_eq(st, ND_OK);
    }
    got.counts = nd_index_counts(index);
    got.n_misses = nd_index_near_misses(index, got.misses);
    twin_assert_equal(&expected, &got, "refused memory");
    ck_assert_uint_gt(refused, 8);
    nd_index_free(index);
    ck_assert_uint_eq(s.live, 0);
    twin_rows_release(&expected);
    twin_rows_release(&got);
    twin_release(&corpus);
}
END_TEST

START_TEST(the_allocator_is_copied_and_need_not_outlive_the_call)
{
    made m;
    scarce s = {.left = SIZE_MAX};
    nd_opts opts;
    nd_alloc alloc = {scarce_fn, &s};
    nd_index *index = NULL;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_index_new(&index, &opts, &alloc, NULL), ND_OK);
    memset(&alloc, 0, sizeof alloc);
    memset(&opts, 0, sizeof opts);
    assert_kept(decide(index, make_doc(&m, 1, 0, 10)));
    assert_verdict(decide(index, make_doc(&m, 2, 0, 10)), ND_NEAR, 1);
    nd_index_free(index);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

START_TEST(options_that_cannot_be_met_make_no_index)
{
    nd_opts opts;
    nd_index *index = NULL;
    scarce s = {.left = SIZE_MAX};
    nd_opts_init(&opts);
    opts.threshold = 0;
    for (int borrow = 0; borrow < 2; borrow++)
        ck_assert_int_eq(new_index(&index, &opts, borrow, SCARCE(&s)), ND_EINVAL);
    opts.threshold = .01; /* no bands find 99 % there */
    for (int borrow = 0; borrow < 2; borrow++)
        ck_assert_int_eq(new_index(&index, &opts, borrow, SCARCE(&s)), ND_EINVAL);
    ck_assert_ptr_null(index);
    ck_assert_uint_eq(s.live, 0);
    nd_index_free(NULL);
}
END_TEST

Suite *decide_oom_suite(void);

Suite *decide_oom_suite(void)
{
    Suite *suite = suite_create("decide_oom");
    TCase *oom = tcase_create("oom");
    tcase_add_loop_test(oom, every_allocation_may_fail, 0, 4);
    tcase_add_test(oom, a_failure_says_so_in_one_sentence_and_leaves_the_verdict_alone);
    tcase_add_loop_test(oom, an_index_that_was_refused_memory_is_as_before, 0, 4);
    tcase_add_test(oom, the_allocator_is_copied_and_need_not_outlive_the_call);
    tcase_add_test(oom, options_that_cannot_be_met_make_no_index);
    tcase_set_timeout(oom, 60);
    suite_add_tcase(suite, oom);
    return suite;
}
