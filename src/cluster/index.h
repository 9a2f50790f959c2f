/* SPDX-License-Identifier: MIT
 *
 * index.h - the decision's state: the kept documents, what was counted, and the
 * near misses. keys_of is a seam for tests that force every document into one
 * bucket; it is nd_band_keys otherwise.
 */
#ifndef ND_INDEX_H
#define ND_INDEX_H

#include "lsh/kept.h"

struct nd_index {
    nd_alloc  own;                         /* the caller's, copied */
    const nd_alloc *alloc;                 /* &own, or NULL: malloc */
    nd_opts   opts;
    nd_bands  bands;
    nd_kept   kept;
    nd_counts counts;
    nd_near_miss misses[ND_NEAR_MISSES];   /* nearest first */
    size_t    n_misses;
    void    (*keys_of)(const uint32_t *signature, const nd_bands *bands, uint64_t *keys);

    /* scratch of one decision */
    uint32_t *set;                         /* the document's own shingles, sorted */
    size_t    cap_set;
    struct { uint32_t doc; double jaccard; } *below;  /* checked and below the threshold */
    size_t    n_below, cap_below;
};

#endif
