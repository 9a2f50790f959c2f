/* SPDX-License-Identifier: MIT
 *
 * test_oracle.c - real texts through nd_sketch and nd_index_decide, against brute
 * force: of the pairs that a full comparison of all with all lists, are they found;
 * and is every single removal right, recomputed from the text without any hash?
 */
#include "corpora.h"
#include "exact.h"
#include "oracle_words.h"
#include "sanitized.h"

#include <check.h>
#include <math.h>

enum { MOST_DOCS = UNLESS_SANITIZED(1000000, 400), TIMEOUT = 300 };

static const char *const sets[] = {"reuters", "news20", "psdocs", "spdx"};

/* Two 32-bit hashes of a pair may be equal by chance; it changes a similarity by about 1 / n. */
static const double equal = 1e-9, collision = 5e-4;

typedef struct run {
    corpus   corpus;
    nd_opts  opts;
    nd_verdict *verdicts;
    nd_counts counts;
} run;

static void decide_all(run *r)
{
    nd_sketcher *sketcher = NULL;
    nd_index *index = NULL;
    nd_opts_init(&r->opts);
    r->verdicts = calloc(r->corpus.n, sizeof *r->verdicts);
    ck_assert_int_eq(nd_sketcher_new(&sketcher, &r->opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_index_new(&index, &r->opts, NULL, NULL), ND_OK);
    for (size_t i = 0; i < r->corpus.n; i++) {
        nd_doc doc;
        nd_err err;
        nd_status st = nd_sketch(sketcher, corpus_text(&r->corpus, i), r->corpus.docs[i].len, &doc, &err);
        doc.id = i;
        if (st != ND_OK || nd_index_decide(index, &doc, &r->verdicts[i], &err) != ND_OK)
            ck_abort_msg("document %zu: %s", i, err.text);
    }
    r->counts = nd_index_counts(index);
    nd_index_free(index);
    nd_sketcher_free(sketcher);
}

/* ---- every removal is right -------------------------------------------- */

static double difference(const nd_similarity *a, const exact_similarity *b)
{
    return fmax(fabs(a->jaccard - b->jaccard),
                fmax(fabs(a->containment - b->containment), fabs(a->coverage - b->coverage)));
}

/*
 * What was told of a near copy is what the texts say; or two of their shingles do have
 * one 32-bit hash, that alone makes the difference, and it is small.
 */
static void check_near(const run *r, size_t i, const exact_text *a, const exact_text *b, size_t *collided)
{
    const nd_similarity *told = &r->verdicts[i].similarity;
    exact_similarity real = exact_compare(a, b);
    ck_assert(told->jaccard >= r->opts.threshold);
    if (difference(told, &real) <= equal) {
        ck_assert(real.jaccard >= r->opts.threshold - equal);
        return;
    }
    exact_similarity hashed = exact_compare_hashed(a, b);
    if (difference(told, &hashed) > equal || difference(told, &real) > collision)
        ck_abort_msg("document %zu: jaccard %.6f, containment %.6f, coverage %.6f; really %.6f, %.6f, %.6f",
                     i, told->jaccard, told->containment, told->coverage, real.jaccard, real.containment,
                     real.coverage);
    ++*collided;
}

static void check_removal(const run *r, size_t i, const bool *alone, size_t *collided)
{
    const corpus *c = &r->corpus;
    const nd_verdict *v = &r->verdicts[i];
    size_t keeper = (size_t)v->keeper;
    exact_text a, b;
    if (keeper >= i || r->verdicts[keeper].kind != ND_KEPT)
        ck_abort_msg("document %zu went on the word of %zu, which does not stay before it", i, keeper);
    bool same_bytes = c->docs[i].len == c->docs[keeper].len &&
                      memcmp(corpus_text(c, i), corpus_text(c, keeper), c->docs[i].len) == 0;
    exact_make(&a, alone, corpus_text(c, i), c->docs[i].len, r->opts.shingle);
    exact_make(&b, alone, corpus_text(c, keeper), c->docs[keeper].len, r->opts.shingle);
    nd_kind kind = same_bytes ? ND_IDENTICAL : exact_same_words(&a, &b) ? ND_SAME_WORDS : ND_NEAR;
    if (a.n_set == 0 || v->kind != kind)
        ck_abort_msg("document %zu, of %zu shingles, is of kind %d to %zu, really %d", i, a.n_set,
                     (int)v->kind, keeper, (int)kind);
    if (kind == ND_NEAR)
        check_near(r, i, &a, &b, collided);
    else
        ck_assert(exact_compare(&a, &b).jaccard == 1 && v->similarity.jaccard == 1);
    exact_release(&a);
    exact_release(&b);
}

static void check_removals(const run *r)
{
    size_t collided = 0;
    bool *alone = oracle_scripts();
    if (alone == NULL) {
        printf("oracle: the Unicode files are not there, removals are not recomputed\n");
        return;
    }
    for (size_t i = 0; i < r->corpus.n; i++)
        if (r->verdicts[i].kind != ND_KEPT)
            check_removal(r, i, alone, &collided);
    printf("  every removal recomputed; %zu similarities off by a collision of 32-bit hashes\n", collided);
    free(alone);
}

/* ---- the listed pairs are found ---------------------------------------- */

static void check_pairs(const run *r, const char *set, double from, double to, double share)
{
    size_t n, listed = 0, found = 0;
    corpus_pair *pairs = corpus_pairs(&r->corpus, set, &n);
    for (size_t i = 0; i < n; i++) {
        if (pairs[i].jaccard < from || pairs[i].jaccard >= to)
            continue;
        listed++;
        found += r->verdicts[pairs[i].a].kind != ND_KEPT || r->verdicts[pairs[i].b].kind != ND_KEPT;
    }
    free(pairs);
    printf("  listed pairs from %.2f to %.2f: %zu of %zu found\n", from, fmin(to, 1), found, listed);
    fflush(stdout);
    ck_assert((double)found >= share * (double)listed);
}

START_TEST(real_copies_are_found_and_every_removal_is_right)
{
    run r;
    if (!corpora_are_there("oracle"))
        return;
    corpus_read(&r.corpus, sets[_i], MOST_DOCS);
    decide_all(&r);
    const nd_counts *c = &r.counts;
    printf("%s: %zu documents, %zu kept, %zu identical, %zu the same words, %zu near\n", sets[_i],
           (size_t)c->documents, (size_t)c->kept, (size_t)c->identical, (size_t)c->same_words,
           (size_t)c->near);
    printf("  %zu candidates, %zu of them not alike, %zu documents met a full bucket\n",
           (size_t)c->candidates, (size_t)c->rejected, (size_t)c->capped);
    check_removals(&r);
    check_pairs(&r, sets[_i], .9, 2, .99);
    check_pairs(&r, sets[_i], .82, .9, .98);
    free(r.verdicts);
    corpus_release(&r.corpus);
}
END_TEST

Suite *oracle_suite(void);

Suite *oracle_suite(void)
{
    Suite *suite = suite_create("oracle");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, TIMEOUT);
    tcase_add_loop_test(core, real_copies_are_found_and_every_removal_is_right, 0, ND_COUNT(sets));
    suite_add_tcase(suite, core);
    return suite;
}
