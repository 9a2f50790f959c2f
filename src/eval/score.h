/* SPDX-License-Identifier: MIT
 *
 * score.h - two clusterings of the same records, or pairs with labels, to figures.
 */
#ifndef ND_SCORE_H
#define ND_SCORE_H

#include "base/base.h"

typedef struct nd_interval {
    double value, lo, hi;      /* 95 % */
} nd_interval;

/* nd_wilson - a share, hits of n, with its interval: the score interval of Wilson, JASA 1927. n 0: 0 to 1, value 0. */
nd_interval nd_wilson(uint64_t hits, uint64_t n);

typedef struct nd_score {
    uint64_t    records;
    uint64_t    pairs_true, pairs_found, pairs_both;
    nd_interval precision, recall;
    nd_interval f1;            /* its interval: of the least and the most that both allow */
    bool        clusters;      /* what follows is known */
    double      ari;           /* adjusted Rand index, Hubert, Arabie 1985; 1 where both are trivially equal */
    double      b3_precision, b3_recall, b3; /* B-cubed, Bagga, Baldwin 1998 */
    nd_interval exact_sets;    /* share of the true clusters of two or more that were found exactly */
    uint64_t    sets;          /* how many these are */
} nd_score;

/* nd_score_pairs - precision, recall and F1 of counts. */
void nd_score_pairs(nd_score *score, uint64_t pairs_true, uint64_t pairs_found, uint64_t pairs_both);

/*
 * nd_score_clusters - every pair counts, by counting and not by listing: O(n log n).
 *
 * @truth, @found  n cluster numbers each, of the same records; any numbers
 */
nd_status nd_score_clusters(nd_score *score, const uint32_t *truth, const uint32_t *found, size_t n,
                            const nd_alloc *alloc, nd_err *err);

#endif
