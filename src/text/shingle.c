/* SPDX-License-Identifier: MIT
 *
 * shingle.c - words to shingle hashes: XXH3_64bits of n words as they stand joined
 * in the folded text, so that anyone with xxHash can compute them.
 */
#include "shingles.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

size_t nd_shingle_count(size_t n_words, uint32_t n)
{
    if (n_words < n)
        return n_words != 0;
    return n_words - n + 1;
}

static uint64_t hash_one(const nd_shingles *s, size_t i)
{
    return XXH3_64bits(s->folded + s->starts[i], s->ends[i] - 1 - s->starts[i]);
}

#ifdef __x86_64__
/* Where text begins and ends there are no 16 bytes to read: those shingles are done one by one. */
static void hash_all_avx512(const nd_shingles *all, size_t folded_len, uint64_t *hashes)
{
    enum { NEAR = 16 };
    uint32_t others[ND_SHINGLES_MOST + 16];
    size_t i = 0, n = all->n;
    for (; i < n && all->ends[i] < NEAR + 1; i++)
        hashes[i] = hash_one(all, i);
    for (; n > i && all->starts[n - 1] + (size_t)NEAR > folded_len; n--)
        hashes[n - 1] = hash_one(all, n - 1);
    for (size_t part; i < n; i += part) {
        part = n - i < ND_SHINGLES_MOST ? n - i : ND_SHINGLES_MOST;
        const nd_shingles block = {all->folded, all->starts + i, all->ends + i, part};
        size_t n_others = nd_hash_shingles_avx512(&block, hashes + i, others);
        for (size_t j = 0; j < n_others; j++)
            hashes[i + others[j]] = hash_one(&block, others[j]);
    }
}
#endif

void nd_shingle_hashes_by(nd_simd simd, const nd_words *words, uint32_t n, uint64_t *hashes)
{
    size_t width = words->n_words < n ? words->n_words : n;
    const nd_shingles all = {(const uint8_t *)words->folded, words->starts, words->starts + width,
                             nd_shingle_count(words->n_words, n)};
#ifdef __x86_64__
    if (simd == ND_SIMD_AVX512) {
        hash_all_avx512(&all, words->folded_len, hashes);
        return;
    }
#else
    (void)simd;
#endif
    for (size_t i = 0; i < all.n; i++)
        hashes[i] = hash_one(&all, i);
}

void nd_shingle_hashes(const nd_words *words, uint32_t n, uint64_t *hashes)
{
    nd_shingle_hashes_by(nd_simd_use(ND_SIMD_BEST), words, n, hashes);
}
