/* SPDX-License-Identifier: MIT
 *
 * tally.h - the numbers behind the pictures of a report: every row counts, shown or not.
 */
#ifndef ND_TALLY_H
#define ND_TALLY_H

#include "base/base.h"

enum {
    ND_SIMILARITY_BINS = 50,   /* a fiftieth each; 1 itself is in the last */
    ND_SIZE_BINS = 56          /* bin k: over 2^k to 2^(k+1) records */
};

typedef struct nd_tally {
    uint64_t similar[ND_SIMILARITY_BINS];  /* pairs that were taken for copies, by similarity */
    uint64_t missed[ND_SIMILARITY_BINS];   /* pairs that were not */
    uint64_t sizes[ND_SIZE_BINS];          /* clusters by size */
    uint64_t in_sizes[ND_SIZE_BINS];       /* records in these */
} nd_tally;

/* nd_similarity_bin - of a similarity from 0 to 1. */
size_t nd_similarity_bin(double similarity);

/* nd_size_bin - of a cluster of size records, 2 at least; its bin holds those over *over and up to *most. */
size_t nd_size_bin(uint64_t size);
static inline uint64_t nd_size_bin_over(size_t bin) { return UINT64_C(1) << bin; }
static inline uint64_t nd_size_bin_most(size_t bin) { return UINT64_C(2) << bin; }

#endif
