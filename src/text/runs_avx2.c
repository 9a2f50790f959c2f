/* SPDX-License-Identifier: MIT
 *
 * runs_avx2.c - runs by 32 bytes, as runs_avx512.c by 64. There is no instruction that
 * pushes bytes together, so that is looked up for eight at a time.
 */
#include "runs.h"

#ifdef __x86_64__

#include <immintrin.h>

typedef struct block {
    __m256i  bytes, folded;
    uint32_t bad;      /* bytes that are not for a run, or not of the text */
} block;

/* Below n, as unsigned bytes. */
ND_TARGET_AVX2 static inline __m256i below(__m256i v, int n)
{
    return _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8((char)(n - 1))), v);
}

ND_TARGET_AVX2 static inline uint32_t mask_of(__m256i v)
{
    return (uint32_t)_mm256_movemask_epi8(v);
}

ND_TARGET_AVX2 static inline __m256i fold_ascii(const nd_run *run, __m256i bytes)
{
    const __m256i space = _mm256_set1_epi8(' ');
    __m256i small = _mm256_or_si256(bytes, space);
    __m256i letter = below(_mm256_sub_epi8(small, _mm256_set1_epi8('a')), 26);
    __m256i digit = below(_mm256_sub_epi8(bytes, _mm256_set1_epi8('0')), 10);
    __m256i folded = _mm256_blendv_epi8(space, small, letter);
    return _mm256_blendv_epi8(folded, run->fold_digits ? _mm256_set1_epi8('0') : bytes, digit);
}

/* table[v & 63] of 64 bytes. */
ND_TARGET_AVX2 static inline __m256i look_up(const uint8_t *table, __m256i v)
{
    __m256i low = _mm256_and_si256(v, _mm256_set1_epi8(15)), part[4];
    for (int i = 0; i < 4; i++) {
        __m256i quarter = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(table + 16 * i)));
        part[i] = _mm256_shuffle_epi8(quarter, low);
    }
    __m256i bit4 = _mm256_slli_epi16(v, 3), bit5 = _mm256_slli_epi16(v, 2); /* in the top bit */
    return _mm256_blendv_epi8(_mm256_blendv_epi8(part[0], part[1], bit4),
                              _mm256_blendv_epi8(part[2], part[3], bit4), bit5);
}

/* Every byte at the next place. */
ND_TARGET_AVX2 static inline __m256i moved_up(__m256i v)
{
    return _mm256_alignr_epi8(v, _mm256_permute2x128_si256(v, v, 0x08), 15);
}

ND_TARGET_AVX2 static inline uint32_t trails_of(__m256i bytes)
{
    return mask_of(_mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), bytes));
}

/* Folds the characters of two bytes, and marks as bad what is neither these nor ASCII. */
ND_TARGET_AVX2 static inline void fold_pairs(const nd_run *run, const uint8_t *at, uint32_t high, block *b)
{
    __m256i v = b->bytes, next = _mm256_loadu_si256((const __m256i *)(at + 1));
    uint32_t lead = mask_of(below(_mm256_sub_epi8(v, _mm256_set1_epi8((char)ND_PAIR_FIRST)), ND_PAIRS));
    uint32_t trail = trails_of(v);
    b->bad |= (high & ~(lead | trail)) | (lead & ~trails_of(next)) | (trail & ~(lead << 1));
    for (uint32_t todo = lead & _blsmsk_u32(b->bad) & ~b->bad; todo != 0;) {
        uint8_t byte = at[_tzcnt_u32(todo)];
        const nd_pair *pair = &run->pairs[byte - ND_PAIR_FIRST];
        __m256i same = _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)byte));
        b->folded = _mm256_blendv_epi8(b->folded, look_up(pair->lead, next), same);
        b->folded = _mm256_blendv_epi8(b->folded, look_up(pair->trail, v), moved_up(same));
        todo &= ~mask_of(same);
    }
    b->bad |= mask_of(_mm256_cmpeq_epi8(b->folded, _mm256_setzero_si256()));
}

/* Writes the bytes of b that keep has a bit for; the place after them. */
ND_TARGET_AVX2 static inline uint8_t *push_together(const nd_run *run, __m256i folded, uint32_t keep, uint8_t *to)
{
    uint8_t bytes[32];
    _mm256_storeu_si256((__m256i *)bytes, folded);
    for (int i = 0; i < 32; i += 8) {
        unsigned bits = keep >> i & 255;
        __m128i eight = _mm_loadl_epi64((const __m128i *)(bytes + i));
        __m128i places = _mm_loadl_epi64((const __m128i *)run->squeeze[bits]);
        _mm_storel_epi64((__m128i *)to, _mm_shuffle_epi8(eight, places));
        to += _mm_popcnt_u32(bits);
    }
    return to;
}

/* Writes base and the place of each bit; the place after them. */
ND_TARGET_AVX2 static inline uint32_t *put_places(const nd_run *run, uint32_t bits, size_t base, uint32_t *to)
{
    for (int i = 0; i < 32; i += 8) {
        unsigned eight = bits >> i & 255;
        __m256i places = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)run->squeeze[eight]));
        _mm256_storeu_si256((__m256i *)to, _mm256_add_epi32(_mm256_set1_epi32((int)base + i), places));
        to += _mm_popcnt_u32(eight);
    }
    return to;
}

ND_TARGET_AVX2 static size_t write_run(const nd_run *run, nd_word_writer *w, size_t at, size_t limit)
{
    uint8_t *to = w->folded + w->len, last[33];
    uint32_t *edges = nd_edges(w);
    uint32_t in_word = w->state == ND_IN_WORD;
    block b = {.bad = 0};
    while (at < limit && b.bad == 0) {
        const uint8_t *from = run->bytes + at;
        if (run->len - at < sizeof last) {
            memset(last, 0, sizeof last);
            from = memcpy(last, from, run->len - at);
        }
        b.bytes = _mm256_loadu_si256((const __m256i *)from);
        b.folded = fold_ascii(run, b.bytes);
        b.bad = mask_of(_mm256_cmpeq_epi8(b.bytes, _mm256_setzero_si256()));
        uint32_t high = mask_of(b.bytes);
        if (high != 0)
            fold_pairs(run, from, high, &b);
        unsigned n = 31; /* a constant where it can be: the next step need not wait for it */
        if (b.bad != 0) {
            n = _tzcnt_u32(b.bad);
            if (n-- == 0)
                break;
        }
        if (high != 0)
            n -= trails_of(b.bytes) >> n & 1;
        uint32_t letters = _bzhi_u32(~mask_of(_mm256_cmpeq_epi8(b.folded, _mm256_set1_epi8(' '))), n);
        uint32_t behind = letters << 1 | in_word;
        to = push_together(run, b.folded, _bzhi_u32(letters | behind, n), to);
        if (edges != NULL)
            edges = put_places(run, _bzhi_u32(letters ^ behind, n), at, edges);
        in_word = n == 0 ? in_word : letters >> (n - 1) & 1;
        at += n;
    }
    nd_close_run(w, (size_t)(to - w->folded), edges, in_word, at);
    return at;
}

ND_TARGET_AVX2 static size_t find_starts(const nd_run *run, const uint8_t *folded, size_t from, size_t to,
                                         uint32_t *starts)
{
    uint32_t *next = starts;
    for (; to - from >= 32; from += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(folded + from));
        uint32_t spaces = mask_of(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' ')));
        next = put_places(run, spaces, from + 1, next);
    }
    for (; from < to; from++) {
        *next = (uint32_t)from + 1;
        next += folded[from] == ' ';
    }
    return (size_t)(next - starts);
}

const nd_run_loops nd_runs_avx2 = {write_run, true, nd_write_mixed, find_starts};

#endif
