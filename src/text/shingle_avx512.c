/* SPDX-License-Identifier: MIT
 *
 * shingle_avx512.c - XXH3_64bits of many shingles, eight at a time.
 *
 * XXH3 takes another way at each of many lengths, and where lengths are those of text
 * no processor guesses which. So all shingles are first hashed as if they had 17 to 32
 * bytes, which most have: 16 bytes from either end are mixed. Those of up to 128 bytes
 * then add what XXH3 adds for them, 16 bytes further in from either end in each of at
 * most three more rounds. At last the lot is finished at once. Lists of who is longer,
 * or other, are made without a branch.
 *
 *   hash = finish(len * P1 + sum over rounds r of mix(at + 16r, secret[4r], secret[4r+1])
 *                                  + mix(at + len - 16r - 16, secret[4r+2], secret[4r+3]))
 *   mix(p, a, b) = both halves, xored, of the product of 128 bits (p[0..8) ^ a) * (p[8..16) ^ b)
 *   finish(x): x ^= x >> 37; x *= P2; x ^= x >> 32
 *
 * The product is made of the processor's multiplications of 52 bits. (xxHash,
 * XXH3_len_17to128_64b; the secret and the primes are its.)
 */
#include "shingles.h"

#ifdef __x86_64__

#include <immintrin.h>

enum { MIX = 16, SHORTEST = 17, ROUND = 32, LONGEST = 128, SECRET_OF_ROUND = 4 };

static const uint64_t secret[16] = {
    0xBE4BA423396CFEB8, 0x1CAD21F72C81017C, 0xDB979083E96DD4DE, 0x1F67B3B7A4A44072,
    0x78E5C0CC4EE679CB, 0x2172FFCC7DD05A82, 0x8E2443F7744608B8, 0x4C263A81E69035E0,
    0xCB00C391BB52283C, 0xA32E531B8B65D088, 0x4EF90DA297486471, 0xD8ACDEA946EF1938,
    0x3F349CE33F76FAA8, 0x1D4F0BC7C7BBDCF9, 0x3159B4CD4BE0518A, 0x647378D9C97E9FC8,
};

#define P1 0x9E3779B185EBCA87u
#define P2 0x165667919E3779F9u

typedef struct halves {
    __m512i low, high;
} halves;

/* 16 bytes from each of eight places. */
ND_TARGET_AVX512 static inline halves load(const uint8_t *bytes, const uint32_t *at)
{
    __m128i v[8];
    for (int i = 0; i < 8; i++)
        v[i] = _mm_loadu_si128((const __m128i *)(bytes + at[i]));
    __m256i even_low = _mm256_inserti128_si256(_mm256_castsi128_si256(v[0]), v[2], 1);
    __m256i even_high = _mm256_inserti128_si256(_mm256_castsi128_si256(v[4]), v[6], 1);
    __m256i odd_low = _mm256_inserti128_si256(_mm256_castsi128_si256(v[1]), v[3], 1);
    __m256i odd_high = _mm256_inserti128_si256(_mm256_castsi128_si256(v[5]), v[7], 1);
    __m512i even = _mm512_inserti64x4(_mm512_castsi256_si512(even_low), even_high, 1);
    __m512i odd = _mm512_inserti64x4(_mm512_castsi256_si512(odd_low), odd_high, 1);
    return (halves){_mm512_unpacklo_epi64(even, odd), _mm512_unpackhi_epi64(even, odd)};
}

/* a * b is low + middle * 2^52 + high * 2^104, of which low has 52 bits: nothing is carried. */
ND_TARGET_AVX512 static inline __m512i mix(halves v, const uint64_t *key)
{
    const __m512i none = _mm512_setzero_si512();
    __m512i a = _mm512_xor_si512(v.low, _mm512_set1_epi64((long long)key[0]));
    __m512i b = _mm512_xor_si512(v.high, _mm512_set1_epi64((long long)key[1]));
    __m512i a_top = _mm512_srli_epi64(a, 52), b_top = _mm512_srli_epi64(b, 52);
    __m512i middle = _mm512_madd52hi_epu64(none, a, b);
    middle = _mm512_madd52lo_epu64(middle, a, b_top);
    middle = _mm512_madd52lo_epu64(middle, a_top, b);
    __m512i high = _mm512_madd52hi_epu64(none, a, b_top);
    high = _mm512_madd52hi_epu64(high, a_top, b);
    high = _mm512_madd52lo_epu64(high, a_top, b_top);
    __m512i upper = _mm512_add_epi64(_mm512_srli_epi64(middle, 12), _mm512_slli_epi64(high, 40));
    return _mm512_xor_si512(upper, _mm512_mullo_epi64(a, b));
}

/* starts, ends: eight of each. A shingle ends a space before the next word. */
ND_TARGET_AVX512 static inline __m512i mix_ends(const uint8_t *folded, const uint32_t *starts, const uint32_t *ends,
                                                size_t round)
{
    const uint64_t *key = secret + SECRET_OF_ROUND * round;
    __m512i first = mix(load(folded + MIX * round, starts), key);
    return _mm512_add_epi64(first, mix(load(folded - 1 - MIX * (round + 1), ends), key + 2));
}

typedef struct lists {
    uint32_t *more, *others;   /* of shingles of ROUND to LONGEST bytes; of those that are none of ours */
    size_t    n_more, n_others;
} lists;

/* The first round, of sixteen, of which there are some. */
ND_TARGET_AVX512 static inline void first_round(const uint8_t *folded, const uint32_t *starts, const uint32_t *ends,
                                                size_t i, __mmask16 there, uint64_t *hashes, lists *to)
{
    const __m512i counted = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m512i len = _mm512_sub_epi32(_mm512_loadu_si512(ends), _mm512_loadu_si512(starts));
    len = _mm512_sub_epi32(len, _mm512_set1_epi32(1));
    __mmask16 other = _mm512_mask_cmpgt_epu32_mask(there, _mm512_sub_epi32(len, _mm512_set1_epi32(SHORTEST)),
                                                   _mm512_set1_epi32(LONGEST - SHORTEST));
    __mmask16 more = _mm512_mask_cmpgt_epu32_mask((__mmask16)(there & ~other), len, _mm512_set1_epi32(ROUND));
    __m512i index = _mm512_add_epi32(counted, _mm512_set1_epi32((int)i));
    _mm512_storeu_si512(to->others + to->n_others, _mm512_maskz_compress_epi32(other, index));
    _mm512_storeu_si512(to->more + to->n_more, _mm512_maskz_compress_epi32(more, index));
    to->n_others += (size_t)_mm_popcnt_u32(other);
    to->n_more += (size_t)_mm_popcnt_u32(more);
    for (int half = 0; half < 2; half++) {
        __m512i wide = _mm512_cvtepu32_epi64(half ? _mm512_extracti64x4_epi64(len, 1) : _mm512_castsi512_si256(len));
        __m512i sum = _mm512_mullo_epi64(wide, _mm512_set1_epi64((long long)P1));
        sum = _mm512_add_epi64(sum, mix_ends(folded, starts + 8 * half, ends + 8 * half, 0));
        _mm512_mask_storeu_epi64(hashes + i + 8 * half, (__mmask8)(there >> 8 * half), sum);
    }
}

/* The same for the last, fewer than sixteen: past them, the last once more. */
ND_TARGET_AVX512 static void first_round_of_last(const nd_shingles *s, size_t i, uint64_t *hashes, lists *to)
{
    uint32_t starts[16], ends[16];
    for (size_t k = 0; k < 16; k++) {
        size_t from = i + k < s->n ? i + k : s->n - 1;
        starts[k] = s->starts[from];
        ends[k] = s->ends[from];
    }
    first_round(s->folded, starts, ends, i, (__mmask16)((1u << (s->n - i)) - 1), hashes, to);
}

/* A later round, of those listed; the list becomes that of the next. */
ND_TARGET_AVX512 static size_t next_round(const nd_shingles *s, uint64_t *hashes, size_t round, uint32_t *more,
                                          size_t n_more)
{
    size_t n_next = 0;
    for (size_t j = 0; j < n_more; j += 8) {
        uint32_t starts[8], ends[8], index[8];
        uint64_t sums[8];
        size_t n = n_more - j < 8 ? n_more - j : 8;
        for (size_t k = 0; k < 8; k++) {
            index[k] = more[j + (k < n ? k : 0)];
            starts[k] = s->starts[index[k]];
            ends[k] = s->ends[index[k]];
        }
        _mm512_storeu_si512(sums, mix_ends(s->folded, starts, ends, round));
        for (size_t k = 0; k < n; k++) {
            hashes[index[k]] += sums[k];
            more[n_next] = index[k];
            n_next += ends[k] - 1 - starts[k] > ROUND * (round + 1);
        }
    }
    return n_next;
}

ND_TARGET_AVX512 static void finish(uint64_t *hashes, size_t n)
{
    for (size_t i = 0; i < n; i += 8) {
        __mmask8 there = (__mmask8)_bzhi_u32(0xFF, n - i < 8 ? (unsigned)(n - i) : 8);
        __m512i x = _mm512_maskz_loadu_epi64(there, hashes + i);
        x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 37));
        x = _mm512_mullo_epi64(x, _mm512_set1_epi64((long long)P2));
        x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 32));
        _mm512_mask_storeu_epi64(hashes + i, there, x);
    }
}

ND_TARGET_AVX512 size_t nd_hash_shingles_avx512(const nd_shingles *shingles, uint64_t *hashes, uint32_t *others)
{
    uint32_t more[ND_SHINGLES_MOST + 16];
    lists all = {.more = more, .others = others};
    size_t i = 0;
    for (; i + 16 <= shingles->n; i += 16)
        first_round(shingles->folded, shingles->starts + i, shingles->ends + i, i, 0xFFFF, hashes, &all);
    if (i < shingles->n)
        first_round_of_last(shingles, i, hashes, &all);
    for (size_t round = 1; all.n_more > 0; round++)
        all.n_more = next_round(shingles, hashes, round, more, all.n_more);
    finish(hashes, shingles->n);
    return all.n_others;
}

#endif
