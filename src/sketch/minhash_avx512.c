/* SPDX-License-Identifier: MIT
 *
 * minhash_avx512.c - the loops of minhash.c's second round with AVX-512: up to 128 lanes
 * stay in registers, with what they are multiplied by, so that the values are read once
 * for all of them.
 */
#include "minhash.h"

#ifdef __x86_64__

#include <immintrin.h>

enum { WIDTH = 16, MOST_PARTS = ND_LANES / WIDTH };

/* parts is constant where this is called: the loops over it are unrolled, the arrays registers. */
ND_TARGET_AVX512 __attribute__((always_inline)) static inline void
lower_parts(nd_lanes *lanes, size_t first, size_t parts, const uint32_t *values, size_t n)
{
    __m512i a[MOST_PARTS], b[MOST_PARTS], least[MOST_PARTS];
    for (size_t p = 0; p < parts; p++) {
        a[p] = _mm512_loadu_si512(lanes->a + first + WIDTH * p);
        b[p] = _mm512_loadu_si512(lanes->b + first + WIDTH * p);
        least[p] = _mm512_loadu_si512(lanes->least + first + WIDTH * p);
    }
    for (size_t i = 0; i < n; i++) {
        __m512i x = _mm512_set1_epi32((int)values[i]);
        for (size_t p = 0; p < parts; p++)
            least[p] = _mm512_min_epu32(least[p], _mm512_mullo_epi32(_mm512_xor_si512(x, b[p]), a[p]));
    }
    for (size_t p = 0; p < parts; p++)
        _mm512_storeu_si512(lanes->least + first + WIDTH * p, least[p]);
}

ND_TARGET_AVX512 static void lower_group(nd_lanes *lanes, size_t first, size_t parts, const uint32_t *values, size_t n)
{
    switch (parts) {
    case 1: lower_parts(lanes, first, 1, values, n); break;
    case 2: lower_parts(lanes, first, 2, values, n); break;
    case 3: lower_parts(lanes, first, 3, values, n); break;
    case 4: lower_parts(lanes, first, 4, values, n); break;
    case 5: lower_parts(lanes, first, 5, values, n); break;
    case 6: lower_parts(lanes, first, 6, values, n); break;
    case 7: lower_parts(lanes, first, 7, values, n); break;
    default: lower_parts(lanes, first, MOST_PARTS, values, n);
    }
}

ND_TARGET_AVX512 static void lower(nd_lanes *lanes, const uint32_t *values, size_t n)
{
    size_t parts = (lanes->n + WIDTH - 1) / WIDTH;
    for (size_t done = 0; done < parts; done += MOST_PARTS)
        lower_group(lanes, WIDTH * done, parts - done < MOST_PARTS ? parts - done : MOST_PARTS, values, n);
}

ND_TARGET_AVX512 static inline __mmask16 present(uint32_t perms, uint32_t k)
{
    return (__mmask16)_bzhi_u32(0xFFFF, perms - k < WIDTH ? perms - k : WIDTH);
}

ND_TARGET_AVX512 static void gather(const nd_minhash *minhash, const uint32_t *signature, nd_lanes *lanes)
{
    uint32_t n = 0, perms = minhash->perms;
    for (uint32_t k = 0; k < perms; k += WIDTH) {
        __mmask16 there = present(perms, k);
        __m512i slots = _mm512_maskz_loadu_epi32(there, signature + k);
        __mmask16 empty = _mm512_cmpeq_epi32_mask(slots, _mm512_set1_epi32(-1));
        __m512i a = _mm512_maskz_loadu_epi32(there, minhash->a + k);
        __m512i b = _mm512_maskz_loadu_epi32(there, minhash->b + k);
        _mm512_storeu_si512(lanes->a + n, _mm512_maskz_compress_epi32(empty, a));
        _mm512_storeu_si512(lanes->b + n, _mm512_maskz_compress_epi32(empty, b));
        n += (uint32_t)_mm_popcnt_u32(empty);
    }
    lanes->n = n;
}

ND_TARGET_AVX512 static void spread(const nd_lanes *lanes, uint32_t *signature, uint32_t perms)
{
    const uint32_t *least = lanes->least;
    for (uint32_t k = 0; k < perms; k += WIDTH) {
        __m512i slots = _mm512_maskz_loadu_epi32(present(perms, k), signature + k);
        __mmask16 empty = _mm512_cmpeq_epi32_mask(slots, _mm512_set1_epi32(-1));
        __m512i found = _mm512_maskz_expand_epi32(empty, _mm512_loadu_si512(least));
        found = _mm512_or_si512(_mm512_srli_epi32(found, 1), _mm512_set1_epi32((int)ND_SECOND_ROUND));
        _mm512_mask_storeu_epi32(signature + k, empty, found);
        least += _mm_popcnt_u32(empty);
    }
}

const nd_lane_loops nd_lanes_avx512 = {gather, lower, spread};

#endif
