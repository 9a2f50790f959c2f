/* SPDX-License-Identifier: MIT
 *
 * runs_avx512.c - runs by 64 bytes: bytes are classed and folded in one register, then
 * those that stay (letters, and the byte behind each word, a space) are pushed together.
 *
 * Of the characters of two bytes there are few leads in one place of a text, so each
 * lead's table is looked up for all of its characters at once, by the second byte. The
 * character that the block, or the run, ends with is left for the next step.
 */
#include "runs.h"

#ifdef __x86_64__

#include <immintrin.h>

typedef struct block {
    __m512i  bytes, folded;
    uint64_t bad;      /* bytes that are not for a run, or not of the text */
} block;

ND_TARGET_AVX512 static inline __m512i fold_ascii(const nd_run *run, __m512i bytes)
{
    const __m512i space = _mm512_set1_epi8(' ');
    __m512i small = _mm512_or_si512(bytes, space);
    __mmask64 letter = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(small, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
    __mmask64 digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    __m512i folded = _mm512_mask_mov_epi8(space, letter, small);
    return _mm512_mask_mov_epi8(folded, digit, run->fold_digits ? _mm512_set1_epi8('0') : bytes);
}

ND_TARGET_AVX512 static inline uint64_t trails_of(__m512i bytes)
{
    return _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8((char)0xC0));
}

/* Folds the characters of two bytes, and marks as bad what is neither these nor ASCII. */
ND_TARGET_AVX512 static inline void fold_pairs(const nd_run *run, const uint8_t *at, size_t left, uint64_t high,
                                               block *b)
{
    __m512i v = b->bytes, next = _mm512_maskz_loadu_epi8(_bzhi_u64(~0ull, left > 64 ? 64 : (unsigned)left - 1), at + 1);
    uint64_t lead = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8((char)ND_PAIR_FIRST)),
                                           _mm512_set1_epi8(ND_PAIRS));
    uint64_t trail = trails_of(v);
    b->bad |= (high & ~(lead | trail)) | (lead & ~trails_of(next)) | (trail & ~(lead << 1));
    for (uint64_t todo = lead & _blsmsk_u64(b->bad) & ~b->bad; todo != 0;) {
        uint8_t byte = at[_tzcnt_u64(todo)];
        const nd_pair *pair = &run->pairs[byte - ND_PAIR_FIRST];
        __mmask64 same = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)byte));
        b->folded = _mm512_mask_permutexvar_epi8(b->folded, same, next, _mm512_loadu_si512(pair->lead));
        b->folded = _mm512_mask_permutexvar_epi8(b->folded, same << 1, v, _mm512_loadu_si512(pair->trail));
        todo &= ~same;
    }
    b->bad |= _mm512_testn_epi8_mask(b->folded, b->folded);
}

ND_TARGET_AVX512 static size_t write_run(const nd_run *run, nd_word_writer *w, size_t at, size_t limit)
{
    uint8_t *to = w->folded + w->len;
    uint64_t in_word = w->state == ND_IN_WORD;
    block b = {.bad = 0};
    while (at < limit && b.bad == 0) {
        size_t left = run->len - at;
        b.bytes = _mm512_maskz_loadu_epi8(_bzhi_u64(~0ull, left > 64 ? 64 : (unsigned)left), run->bytes + at);
        b.folded = fold_ascii(run, b.bytes);
        b.bad = _mm512_testn_epi8_mask(b.bytes, b.bytes);
        uint64_t high = _mm512_movepi8_mask(b.bytes);
        if (high != 0)
            fold_pairs(run, run->bytes + at, left, high, &b);
        unsigned n = 63; /* a constant where it can be: the next step need not wait for it */
        if (b.bad != 0) {
            n = (unsigned)_tzcnt_u64(b.bad);
            if (n-- == 0)
                break;
        }
        if (high != 0)
            n -= (unsigned)(trails_of(b.bytes) >> n & 1);
        uint64_t letters = _bzhi_u64(_mm512_cmpneq_epi8_mask(b.folded, _mm512_set1_epi8(' ')), n);
        uint64_t keep = _bzhi_u64(letters | letters << 1 | in_word, n);
        _mm512_storeu_si512(to, _mm512_maskz_compress_epi8(keep, b.folded));
        to += _mm_popcnt_u64(keep);
        in_word = n == 0 ? in_word : letters >> (n - 1) & 1;
        at += n;
    }
    w->len = (size_t)(to - w->folded);
    w->state = in_word ? ND_IN_WORD : ND_NO_WORD;
    return at;
}

ND_TARGET_AVX512 static size_t find_starts(const nd_run *run, const uint8_t *folded, size_t from, size_t to,
                                           uint32_t *starts)
{
    const __m512i places = _mm512_set_epi8(
        64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38,
        37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11,
        10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    size_t n = 0;
    (void)run;
    for (; from < to; from += 64) {
        __mmask64 there = _bzhi_u64(~0ull, to - from > 64 ? 64 : (unsigned)(to - from));
        __m512i bytes = _mm512_maskz_loadu_epi8(there, folded + from);
        uint64_t spaces = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' '));
        __m512i packed = _mm512_maskz_compress_epi8(spaces, places), base = _mm512_set1_epi32((int)from);
        __m512i first = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed));
        _mm512_storeu_si512(starts + n, _mm512_add_epi32(base, first));
        size_t found = (size_t)_mm_popcnt_u64(spaces);
        if (found > 16) {
            __m512i second = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1));
            _mm512_storeu_si512(starts + n + 16, _mm512_add_epi32(base, second));
        }
        n += found;
    }
    return n;
}

const nd_run_loops nd_runs_avx512 = {.write = write_run, .pairs = true, .starts = find_starts};

#endif
