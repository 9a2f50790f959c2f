/* SPDX-License-Identifier: MIT
 *
 * twin_rows.c - from who removed whom, and which pairs met, to the rows, counts and
 * near misses that neardup.h promises; and whether two sets of rows are the same.
 */
#include "made.h"
#include "twin.h"

#include <stdlib.h>

nd_similarity twin_similarity(const twin_corpus *c, uint32_t a, uint32_t b)
{
    uint32_t n_a = c->docs[a].n_set, n_b = c->docs[b].n_set, shared = c->shared[(size_t)a * c->n + b];
    return (nd_similarity){.jaccard = (double)shared / (n_a + n_b - shared),
                           .containment = (double)shared / n_a,
                           .coverage = (double)shared / n_b,
                           .shared = shared, .a = n_a, .b = n_b};
}

static int by_nearness(const void *x, const void *y)
{
    const nd_near_miss *a = x, *b = y;
    if (a->jaccard != b->jaccard)
        return a->jaccard > b->jaccard ? -1 : 1;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

/* kind relates a record to its keeper. */
static nd_kind kind_of(const twin_corpus *c, uint32_t a, uint32_t keeper)
{
    if (keeper == a)
        return ND_KEPT;
    if (c->docs[a].same_bytes == c->docs[keeper].same_bytes)
        return ND_IDENTICAL;
    return c->docs[a].same_words == c->docs[keeper].same_words ? ND_SAME_WORDS : ND_NEAR;
}

twin_rows twin_tell(const twin_corpus *c, const uint32_t *keepers, const unsigned char *pairs)
{
    static const nd_similarity same = {.jaccard = 1, .containment = 1, .coverage = 1};
    uint64_t kinds[4] = {0};
    twin_rows rows = {.verdicts = calloc(c->n, sizeof *rows.verdicts), .counts.documents = c->n};
    nd_near_miss *misses = calloc((size_t)c->n * c->n, sizeof *misses);
    for (uint32_t a = 0; a < c->n; a++) {
        nd_kind kind = kind_of(c, a, keepers[a]);
        kinds[kind]++;
        rows.counts.wordless += c->docs[a].n_set == 0;
        if (kind != ND_KEPT)
            rows.verdicts[a] =
                (nd_verdict){kind, keepers[a], kind == ND_NEAR ? twin_similarity(c, a, keepers[a]) : same};
        for (uint32_t b = 0; (kind == ND_KEPT || kind == ND_NEAR) && b < a; b++) {
            unsigned char pair = pairs[(size_t)a * c->n + b];
            rows.counts.candidates += (pair & TWIN_MET) != 0;
            rows.counts.rejected += (pair & TWIN_MET) && b < keepers[a];
            if (kind == ND_KEPT && (pair & (TWIN_MET | TWIN_RULED_OUT)) == TWIN_MET)
                misses[rows.n_misses++] = (nd_near_miss){a, b, twin_similarity(c, a, b).jaccard};
        }
    }
    rows.counts.kept = kinds[ND_KEPT];
    rows.counts.identical = kinds[ND_IDENTICAL];
    rows.counts.same_words = kinds[ND_SAME_WORDS];
    rows.counts.near = kinds[ND_NEAR];
    qsort(misses, rows.n_misses, sizeof *misses, by_nearness);
    rows.n_misses = rows.n_misses < ND_NEAR_MISSES ? rows.n_misses : ND_NEAR_MISSES;
    memcpy(rows.misses, misses, rows.n_misses * sizeof *misses);
    free(misses);
    return rows;
}

twin_rows twin_index(const twin_corpus *c, nd_index *index)
{
    twin_rows rows = {.verdicts = calloc(c->n, sizeof *rows.verdicts)};
    for (uint32_t i = 0; i < c->n; i++)
        ck_assert_int_eq(nd_index_decide(index, &c->docs[i].doc, &rows.verdicts[i], NULL), ND_OK);
    rows.counts = nd_index_counts(index);
    rows.n_misses = nd_index_near_misses(index, rows.misses);
    return rows;
}

void twin_rows_release(twin_rows *rows)
{
    free(rows->verdicts);
    *rows = (twin_rows){0};
}

static bool same_verdict(const nd_verdict *x, const nd_verdict *y)
{
    return x->kind == y->kind && x->keeper == y->keeper && same_similarity(&x->similarity, &y->similarity);
}

static void assert_same_counts(const nd_counts *x, const nd_counts *y, const char *what)
{
    const struct {
        const char *name;
        uint64_t x, y;
    } counts[] = {
        {"documents", x->documents, y->documents}, {"kept", x->kept, y->kept},
        {"identical", x->identical, y->identical}, {"same_words", x->same_words, y->same_words},
        {"near", x->near, y->near},                {"wordless", x->wordless, y->wordless},
        {"candidates", x->candidates, y->candidates}, {"rejected", x->rejected, y->rejected},
        {"capped", x->capped, y->capped},
    };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        if (counts[i].x != counts[i].y)
            ck_abort_msg("%s: %s is %lu, not %lu", what, counts[i].name, (unsigned long)counts[i].y,
                         (unsigned long)counts[i].x);
}

void twin_assert_equal(const twin_rows *expected, const twin_rows *got, const char *what)
{
    for (uint64_t i = 0; i < expected->counts.documents; i++) {
        const nd_verdict *x = &expected->verdicts[i], *y = &got->verdicts[i];
        if (!same_verdict(x, y))
            ck_abort_msg("%s: document %lu is (kind %d, keeper %lu, jaccard %g), not (%d, %lu, %g)", what,
                         (unsigned long)i, (int)y->kind, (unsigned long)y->keeper, y->similarity.jaccard,
                         (int)x->kind, (unsigned long)x->keeper, x->similarity.jaccard);
    }
    assert_same_counts(&expected->counts, &got->counts, what);
    ck_assert_uint_eq(got->n_misses, expected->n_misses);
    for (size_t i = 0; i < expected->n_misses; i++) {
        const nd_near_miss *x = &expected->misses[i], *y = &got->misses[i];
        if (x->id != y->id || x->other != y->other || x->jaccard != y->jaccard)
            ck_abort_msg("%s: near miss %zu is %lu with %lu at %g, not %lu with %lu at %g", what, i,
                         (unsigned long)y->id, (unsigned long)y->other, y->jaccard, (unsigned long)x->id,
                         (unsigned long)x->other, x->jaccard);
    }
}
