/* SPDX-License-Identifier: MIT
 *
 * minhash_avx2.c - the loop of minhash.c's second round with AVX2: a block of 32 lanes is
 * four registers.
 */
#include "minhash.h"

#ifdef __x86_64__

#include <immintrin.h>

enum { WIDTH = 8, PARTS = 4 };

ND_TARGET_AVX2 static void lower_block(nd_lanes *lanes, size_t first, const uint32_t *values, size_t n)
{
    __m256i a[PARTS], b[PARTS], least[PARTS];
    for (size_t p = 0; p < PARTS; p++) {
        a[p] = _mm256_loadu_si256((const __m256i *)(lanes->a + first + WIDTH * p));
        b[p] = _mm256_loadu_si256((const __m256i *)(lanes->b + first + WIDTH * p));
        least[p] = _mm256_loadu_si256((const __m256i *)(lanes->least + first + WIDTH * p));
    }
    for (size_t i = 0; i < n; i++) {
        __m256i x = _mm256_set1_epi32((int)values[i]);
        for (size_t p = 0; p < PARTS; p++)
            least[p] = _mm256_min_epu32(least[p], _mm256_mullo_epi32(_mm256_xor_si256(x, b[p]), a[p]));
    }
    for (size_t p = 0; p < PARTS; p++)
        _mm256_storeu_si256((__m256i *)(lanes->least + first + WIDTH * p), least[p]);
}

ND_TARGET_AVX2 static void lower(nd_lanes *lanes, const uint32_t *values, size_t n)
{
    for (size_t first = 0; first < lanes->n; first += WIDTH * PARTS)
        lower_block(lanes, first, values, n);
}

const nd_lane_loops nd_lanes_avx2 = {nd_lanes_gather, lower, nd_lanes_spread};

#endif
