/* SPDX-License-Identifier: MIT
 *
 * minhash.h - shingle hashes to signature; the one hot loop of the room.
 */
#ifndef ND_MINHASH_H
#define ND_MINHASH_H

#include "base/base.h"

/* The second round's hash of slot k: ((x ^ b[k]) * a[k]) mod 2^32. a, b: perms values, not owned. */
typedef struct nd_minhash {
    uint32_t perms;
    bool     avx2;         /* this processor has it */
    uint32_t *a, *b;
} nd_minhash;

/* nd_minhash_seed - fills a and b from a seed, and looks at the processor. */
void nd_minhash_seed(nd_minhash *minhash, uint64_t seed);

/*
 * A signature is made in three steps, so that 64-bit hashes need not be held all at
 * once: begin, add any number of times, finish.
 *
 * @signature  perms values
 * @lower      for finish: the lower halves of all hashes that were added, n > 0, in
 *             any order, repeats harmless
 */
void nd_minhash_begin(const nd_minhash *minhash, uint32_t *signature);
void nd_minhash_add(const nd_minhash *minhash, const uint64_t *hashes, size_t n, uint32_t *signature);
void nd_minhash_finish(const nd_minhash *minhash, const uint32_t *lower, size_t n, uint32_t *signature);

#endif
