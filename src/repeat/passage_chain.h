/* SPDX-License-Identifier: MIT
 *
 * passage_chain.h - the seeds that two texts share, to chains: runs of equal letters
 * that stand in the same order in both, near each other.
 */
#ifndef ND_PASSAGE_CHAIN_H
#define ND_PASSAGE_CHAIN_H

#include "letters.h"

/* Where a seed begins in either text, as a key to sort by: its diagonal, b - a, then b. */
typedef uint64_t nd_hit;

static inline nd_hit nd_hit_at(uint32_t a, uint32_t b)
{
    return (uint64_t)(uint32_t)(b - a) << 32 | b;
}

static inline uint32_t nd_hit_b(nd_hit hit)
{
    return (uint32_t)hit;
}

static inline uint32_t nd_hit_a(nd_hit hit)
{
    return (uint32_t)hit - (uint32_t)(hit >> 32);
}

/* Equal letters: a .. a + n of one text, b .. b + n of the other; they end on both sides. */
typedef struct nd_equal_run {
    uint32_t a, b, n;
} nd_equal_run;

typedef struct nd_chain {
    uint32_t first, n;             /* of the chainer's links */
} nd_chain;

typedef struct nd_chainer {
    const nd_alloc *alloc;
    uint8_t      *is_near;         /* 1: a hit that may be of one chain with another */
    uint64_t     *spare;           /* to sort with */
    nd_equal_run *found, *runs;    /* by diagonal; by place in b */
    int64_t      *scores;          /* of the best chain that ends in a run, in hundredths of a letter */
    uint32_t     *before;          /* the run before it there, + 1 */
    uint32_t     *links;           /* runs of the chains */
    nd_chain     *chains;          /* by score of their last run */
    size_t        n_runs, n_links, n_chains;
    size_t        cap_near, cap_spare, cap_found, cap_runs, cap_scores, cap_before, cap_links, cap_chains;
} nd_chainer;

void nd_chainer_init(nd_chainer *c, const nd_alloc *alloc);
void nd_chainer_release(nd_chainer *c);

/*
 * nd_chain_hits - leaves in c->chains the chains of at least `least` letters.
 *
 * @k     letters of a seed
 * @hits  by place in b, n of them; other numbers afterwards
 */
nd_status nd_chain_hits(nd_chainer *c, const nd_letters *a, const nd_letters *b, nd_hit *hits, size_t n,
                        uint32_t k, uint32_t least, nd_err *err);

#endif
