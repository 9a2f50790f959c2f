/* SPDX-License-Identifier: MIT
 *
 * test_questions.c - documents that are asked about ahead of their turn: whoever asks
 * when, verdicts, counts and near misses are those of one thread that decides them one
 * by one.
 */
#include "base/pipe.h"
#include "made.h"
#include "pairs.h"
#include "sanitized.h"
#include "scarce.h"
#include "twin.h"

#include <stdlib.h>

enum { DOCS = UNLESS_SANITIZED(600, 200), MOST_AT_ONCE = 7, BATCHES = 16 };

static void make_corpus(twin_corpus *corpus, nd_opts *opts, int i)
{
    nd_opts_init(opts);
    opts->bucket_cap = i % 2 == 0 ? 64 : 2;
    if (i < 4)
        twin_texts(corpus, opts, DOCS, (uint64_t)i);
    else
        twin_dense(corpus, opts, DOCS, (uint64_t)i);
}

static nd_index *new_index(const nd_opts *opts, bool borrow, const nd_alloc *alloc)
{
    nd_index *index = NULL;
    nd_status st = borrow ? nd_index_new_borrowing(&index, opts, alloc, NULL) : nd_index_new(&index, opts, alloc, NULL);
    ck_assert_int_eq(st, ND_OK);
    return index;
}

static twin_rows expected_rows(const twin_corpus *corpus, const nd_opts *opts)
{
    nd_index *index = new_index(opts, false, NULL);
    twin_rows rows = twin_index(corpus, index);
    nd_index_free(index);
    return rows;
}

/* A run of documents that are asked about at once. */
typedef struct asked {
    nd_questions *questions;
    uint32_t first, n;
} asked;

typedef struct run {
    const twin_corpus *corpus;
    nd_index *index;
    twin_rows rows;
    uint32_t  next;        /* document that is not yet asked about */
    uint64_t  state;       /* of the sizes of runs */
} run;

static nd_status take(void *ctx, void *batch, nd_err *err)
{
    run *r = ctx;
    asked *a = batch;
    (void)err;
    uint32_t left = DOCS - r->next, want = 1 + (uint32_t)(random_next(&r->state) % MOST_AT_ONCE);
    a->first = r->next;
    a->n = want < left ? want : left;
    r->next += a->n;
    return a->n > 0 ? ND_OK : ND_END;
}

static nd_status ask(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    run *r = ctx;
    asked *a = batch;
    nd_status st = ND_OK;
    (void)thread;
    nd_questions_clear(a->questions);
    for (uint32_t i = 0; st == ND_OK && i < a->n; i++)
        st = nd_questions_add(a->questions, &r->corpus->docs[a->first + i].doc, err);
    return st == ND_OK ? nd_questions_ask(a->questions, err) : st;
}

static nd_status settle(void *ctx, void *batch, nd_err *err)
{
    run *r = ctx;
    asked *a = batch;
    nd_status st = ND_OK;
    for (uint32_t i = 0; st == ND_OK && i < a->n; i++)
        st = nd_index_settle(r->index, a->questions, i, a->first + i, &r->rows.verdicts[a->first + i], err);
    return st;
}

static void begin_run(run *r, const twin_corpus *corpus, nd_index *index, asked *batches, unsigned n, uint64_t seed)
{
    *r = (run){.corpus = corpus, .index = index, .state = seed, .rows.verdicts = calloc(DOCS, sizeof(nd_verdict))};
    for (unsigned i = 0; i < n; i++)
        ck_assert_int_eq(nd_questions_new(&batches[i].questions, index, NULL), ND_OK);
}

/* Compares what came out, and goes on to use the index without its questions. */
static void end_run(run *r, const twin_rows *expected, asked *batches, unsigned n)
{
    nd_verdict v;
    r->rows.counts = nd_index_counts(r->index);
    r->rows.n_misses = nd_index_near_misses(r->index, r->rows.misses);
    twin_assert_equal(expected, &r->rows, "asked ahead");
    for (unsigned i = 0; i < n; i++)
        nd_questions_free(batches[i].questions);
    for (uint32_t i = 0; i < DOCS; i++) {
        ck_assert_int_eq(nd_index_query(r->index, &r->corpus->docs[i].doc, &v, NULL), ND_OK);
        if (r->corpus->docs[i].n_set > 0 && v.kind == ND_KEPT && r->rows.counts.capped == 0)
            ck_abort_msg("document %u has been forgotten", i);
    }
    twin_rows_release(&r->rows);
}

/* Up to BATCHES runs are asked about before the first of them is settled. */
START_TEST(it_does_not_matter_how_long_ahead_it_was_asked)
{
    twin_corpus corpus;
    nd_opts opts;
    make_corpus(&corpus, &opts, _i);
    twin_rows expected = expected_rows(&corpus, &opts);
    for (unsigned ahead = 0; ahead < BATCHES; ahead += ahead + 1) {
        asked batches[BATCHES] = {{NULL, 0, 0}};
        run r;
        nd_index *index = new_index(&opts, ahead % 2 == 1, NULL);
        begin_run(&r, &corpus, index, batches, BATCHES, ahead + 1);
        size_t began = 0, settled = 0;
        for (bool more = true; more || settled < began;) {
            if ((more = more && take(&r, &batches[began % BATCHES], NULL) == ND_OK))
                ck_assert_int_eq(ask(&r, &batches[began++ % BATCHES], 0, NULL), ND_OK);
            if (settled < began && (!more || began - settled > ahead))
                ck_assert_int_eq(settle(&r, &batches[settled++ % BATCHES], NULL), ND_OK);
        }
        end_run(&r, &expected, batches, BATCHES);
        nd_index_free(index);
    }
    twin_rows_release(&expected);
    twin_release(&corpus);
}
END_TEST

START_TEST(nor_on_how_many_threads)
{
    static const nd_pipe_ops ops = {take, ask, settle};
    twin_corpus corpus;
    nd_opts opts;
    make_corpus(&corpus, &opts, _i);
    twin_rows expected = expected_rows(&corpus, &opts);
    for (uint64_t seed = 0; seed < UNLESS_SANITIZED(40, 8); seed++) {
        enum { THREADS = 8 };
        asked batches[THREADS] = {{NULL, 0, 0}};
        run r;
        nd_index *index = new_index(&opts, false, NULL);
        begin_run(&r, &corpus, index, batches, THREADS, seed);
        unsigned threads = 2 + (unsigned)seed % (THREADS - 1);
        ck_assert_int_eq(nd_pipe_run(&ops, &r, batches, sizeof *batches, THREADS, threads, NULL), ND_OK);
        end_run(&r, &expected, batches, THREADS);
        nd_index_free(index);
    }
    twin_rows_release(&expected);
    twin_release(&corpus);
}
END_TEST

/* Seven copies in one run: only the first is kept, and the next run finds it as it was. */
START_TEST(copies_that_are_asked_about_together_find_each_other)
{
    made m[MOST_AT_ONCE];
    nd_index *index = made_index(.8, 64, NULL);
    nd_questions *questions = NULL;
    ck_assert_int_eq(nd_questions_new(&questions, index, NULL), ND_OK);
    for (uint64_t round = 0; round < 3; round++) {
        nd_questions_clear(questions);
        for (uint32_t i = 0; i < MOST_AT_ONCE; i++)
            ck_assert_int_eq(nd_questions_add(questions, &make_doc(&m[i], 0, i % 2, 100)->doc, NULL), ND_OK);
        memset(m, 0xa5, sizeof m); /* it is copied */
        ck_assert_int_eq(nd_questions_ask(questions, NULL), ND_OK);
        for (uint32_t i = 0; i < MOST_AT_ONCE; i++) {
            nd_verdict v;
            ck_assert_int_eq(nd_index_settle(index, questions, i, round * 100 + i, &v, NULL), ND_OK);
            if (round == 0 && i == 0)
                assert_kept(v);
            else
                assert_verdict(v, ND_IDENTICAL, 0);
        }
    }
    ck_assert_uint_eq(nd_index_counts(index).kept, 1);
    nd_questions_free(questions);
    nd_index_free(index);
}
END_TEST

START_TEST(there_must_be_such_a_question)
{
    made m;
    nd_verdict v = {.kind = ND_NEAR, .keeper = 99};
    nd_index *index = made_index(.8, 64, NULL), *other = made_index(.8, 64, NULL);
    nd_questions *questions = NULL;
    ck_assert_int_eq(nd_questions_new(&questions, index, NULL), ND_OK);
    ck_assert_int_eq(nd_index_settle(index, questions, 0, 1, &v, NULL), ND_EINVAL);
    ck_assert_int_eq(nd_questions_add(questions, &make_doc(&m, 1, 0, 10)->doc, NULL), ND_OK);
    ck_assert_int_eq(nd_questions_ask(questions, NULL), ND_OK);
    ck_assert_int_eq(nd_index_settle(other, questions, 0, 1, &v, NULL), ND_EINVAL);
    ck_assert_int_eq(nd_index_settle(index, questions, 1, 1, &v, NULL), ND_EINVAL);
    assert_verdict(v, ND_NEAR, 99);
    nd_questions_clear(questions);
    ck_assert_int_eq(nd_index_settle(index, questions, 0, 1, &v, NULL), ND_EINVAL);
    nd_questions_free(questions);
    nd_questions_free(NULL);
    nd_index_free(index);
    nd_index_free(other);
}
END_TEST

/* Each run of documents fails in every way it can, is cleared, and asked about again from where it was. */
START_TEST(an_index_whose_questions_were_refused_memory_is_as_before)
{
    twin_corpus corpus;
    nd_opts opts;
    scarce s = {.left = SIZE_MAX};
    make_corpus(&corpus, &opts, _i);
    twin_rows expected = expected_rows(&corpus, &opts);
    nd_index *index = new_index(&opts, _i % 2 == 0, SCARCE(&s));
    nd_questions *questions = NULL;
    run r = {.corpus = &corpus, .index = index, .rows.verdicts = calloc(DOCS, sizeof(nd_verdict))};
    uint32_t refused = 0;
    s.left = 0;
    ck_assert_int_eq(nd_questions_new(&questions, index, NULL), ND_ENOMEM);
    s.left = 1;
    ck_assert_int_eq(nd_questions_new(&questions, index, NULL), ND_ENOMEM);
    ck_assert_ptr_null(questions);
    s.left = SIZE_MAX;
    ck_assert_int_eq(nd_questions_new(&questions, index, NULL), ND_OK);
    for (uint32_t at = 0; at < DOCS;) {
        nd_status st = ND_ENOMEM;
        for (size_t left = 0; st == ND_ENOMEM; left++) {
            asked a = {questions, at, DOCS - at < MOST_AT_ONCE ? DOCS - at : MOST_AT_ONCE};
            s.left = left;
            st = ask(&r, &a, 0, NULL);
            for (uint32_t i = 0; st == ND_OK && i < a.n; i++) {
                st = nd_index_settle(index, questions, i, at, &r.rows.verdicts[at], NULL);
                at += st == ND_OK;
            }
            refused += st == ND_ENOMEM;
        }
        ck_assert_int_eq(st, ND_OK);
    }
    r.rows.counts = nd_index_counts(index);
    r.rows.n_misses = nd_index_near_misses(index, r.rows.misses);
    twin_assert_equal(&expected, &r.rows, "refused memory");
    ck_assert_uint_gt(refused, 15);
    nd_questions_free(questions);
    nd_index_free(index);
    ck_assert_uint_eq(s.live, 0);
    twin_rows_release(&r.rows);
    twin_rows_release(&expected);
    twin_release(&corpus);
}
END_TEST

Suite *questions_suite(void);

Suite *questions_suite(void)
{
    Suite *suite = suite_create("questions");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 120);
    tcase_add_loop_test(core, it_does_not_matter_how_long_ahead_it_was_asked, 0, 6);
    tcase_add_loop_test(core, nor_on_how_many_threads, 0, 6);
    tcase_add_test(core, copies_that_are_asked_about_together_find_each_other);
    tcase_add_test(core, there_must_be_such_a_question);
    tcase_add_loop_test(core, an_index_whose_questions_were_refused_memory_is_as_before, 0, 6);
    suite_add_tcase(suite, core);
    return suite;
}
