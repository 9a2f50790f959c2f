/* SPDX-License-Identifier: MIT
 *
 * shingles.h - shingle hashes with chosen instructions.
 */
#ifndef ND_SHINGLES_H
#define ND_SHINGLES_H

#include "base/simd.h"

enum { ND_SHINGLES_MOST = 256 }; /* at once */

/* Shingle i is folded[starts[i] .. ends[i]-1). */
typedef struct nd_shingles {
    const uint8_t  *folded;
    const uint32_t *starts, *ends;
    size_t          n;
} nd_shingles;

/* nd_shingle_hashes_by - nd_shingle_hashes; simd is there, and not ND_SIMD_BEST. */
void nd_shingle_hashes_by(nd_simd simd, const nd_words *words, uint32_t n, uint64_t *hashes);

/*
 * nd_hash_shingles_avx512 - as shingle.c, eight at a time.
 *
 * At most ND_SHINGLES_MOST. The 16 bytes from where each starts, and before where it ends, are of the text; a
 * shingle that is not of 17 to 128 bytes is left to the caller: others lists those, and
 * has room for 16 more than n. Returns how many.
 */
size_t nd_hash_shingles_avx512(const nd_shingles *shingles, uint64_t *hashes, uint32_t *others);

#endif
