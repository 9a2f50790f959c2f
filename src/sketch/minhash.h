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
    uint32_t *a, *b;
} nd_minhash;

/* nd_minhash_seed - fills a and b from a seed. */
void nd_minhash_seed(nd_minhash *minhash, uint64_t seed);

/*
 * nd_minhash_sign - the signature of a set of shingle hashes.
 *
 * @hashes, @n  any order, repeats harmless; n > 0
 * @signature   out: perms values
 */
void nd_minhash_sign(const nd_minhash *minhash, const uint64_t *hashes, size_t n, uint32_t *signature);

#endif
