/* SPDX-License-Identifier: MIT
 *
 * shingle.c - words to shingle hashes: XXH3_64bits of n words as they stand joined
 * in the folded text, so that anyone with xxHash can compute them.
 */
#include "base/base.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

size_t nd_shingle_count(size_t n_words, uint32_t n)
{
    if (n_words < n)
        return n_words != 0;
    return n_words - n + 1;
}

void nd_shingle_hashes(const nd_words *words, uint32_t n, uint64_t *hashes)
{
    size_t count = nd_shingle_count(words->n_words, n);
    size_t width = words->n_words < n ? words->n_words : n;
    for (size_t i = 0; i < count; i++) {
        uint32_t start = words->starts[i], end = words->starts[i + width] - 1;
        hashes[i] = XXH3_64bits(words->folded + start, end - start);
    }
}
