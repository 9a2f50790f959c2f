/* SPDX-License-Identifier: MIT
 *
 * made.h - documents that never were texts: a set is a window on the number line, so
 * that every similarity can be read off, and all share one signature, so that they
 * meet in every bucket, until a test changes it.
 */
#ifndef MADE_H
#define MADE_H

#include "neardup.h"

#include <check.h>
#include <string.h>

enum { MADE_PERMS = 128, MADE_SHINGLES = 100 };

typedef struct made {
    nd_doc   doc;
    uint32_t signature[MADE_PERMS], shingles[MADE_SHINGLES];
} made;

/* A document with the set from, from + 1 .. to - 1, and digests that follow from its id. */
static inline made *make_doc(made *m, uint64_t id, uint32_t from, uint32_t to)
{
    if (to - from > MADE_SHINGLES)
        ck_abort_msg("%u shingles are too many", to - from);
    memset(m, 0, sizeof *m);
    m->doc = (nd_doc){.id = id, .n_words = to - from, .identical = {id, 1}, .same_words = {id, 2},
                      .signature = m->signature, .shingles = m->shingles, .n_shingles = to - from};
    for (uint32_t i = from; i < to; i++)
        m->shingles[i - from] = i;
    return m;
}

static inline nd_index *made_index(double threshold, uint32_t cap, const nd_alloc *alloc)
{
    nd_opts opts;
    nd_index *index = NULL;
    nd_opts_init(&opts);
    opts.threshold = threshold;
    opts.bucket_cap = cap;
    ck_assert_int_eq(nd_index_new(&index, &opts, alloc, NULL), ND_OK);
    return index;
}

static inline nd_verdict decide(nd_index *index, const made *m)
{
    nd_verdict verdict;
    ck_assert_int_eq(nd_index_decide(index, &m->doc, &verdict, NULL), ND_OK);
    return verdict;
}

static inline nd_verdict decide_window(nd_index *index, uint64_t id, uint32_t from, uint32_t to)
{
    made m;
    return decide(index, make_doc(&m, id, from, to));
}

static inline void assert_verdict(nd_verdict v, nd_kind kind, uint64_t keeper)
{
    ck_assert_int_eq(v.kind, kind);
    ck_assert_uint_eq(v.keeper, keeper);
}

static inline bool same_similarity(const nd_similarity *a, const nd_similarity *b)
{
    return a->jaccard == b->jaccard && a->containment == b->containment && a->coverage == b->coverage &&
           a->shared == b->shared && a->a == b->a && a->b == b->b;
}

static inline void assert_kept(nd_verdict v)
{
    assert_verdict(v, ND_KEPT, 0);
    ck_assert(same_similarity(&v.similarity, &(nd_similarity){0}));
}

#endif
