/* SPDX-License-Identifier: MIT
 *
 * runs_avx512.c - runs by 64 bytes: bytes are classed and folded in one register, then
 * those that stay (letters, and the byte behind each word, a space) are pushed together.
 *
 * Of the characters of two bytes there are few leads in one place of a text, so each
 * lead's table is looked up for all of its characters at once, by the second byte. The
 * character that the block, or the run, ends with is left for the next step.
 *
 * Mixed runs go sixteen characters at a time, each in a lane of its own, whatever its
 * length; what depends on the character before is worked out on bits, one a lane.
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

/* 0, 1, .. 63. */
ND_TARGET_AVX512 static inline __m512i counted_bytes(void)
{
    const __m512i sixteen = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    return _mm512_add_epi8(sixteen, _mm512_setr_epi64(0, 0, 0x1010101010101010, 0x1010101010101010, 0x2020202020202020,
                                                      0x2020202020202020, 0x3030303030303030, 0x3030303030303030));
}

/* Writes base and the place of each bit; the place after them. */
ND_TARGET_AVX512 static inline uint32_t *put_places(uint64_t bits, size_t base, uint32_t *to)
{
    __m512i packed = _mm512_maskz_compress_epi8(bits, counted_bytes()), all = _mm512_set1_epi32((int)base);
    size_t n = (size_t)_mm_popcnt_u64(bits);
    _mm512_storeu_si512(to, _mm512_add_epi32(all, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
    for (size_t done = 16; done < n; done += 16) {
        packed = _mm512_shuffle_i32x4(packed, packed, 0x39); /* the next sixteen first */
        _mm512_storeu_si512(to + done, _mm512_add_epi32(all, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
    }
    return to + n;
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
    uint32_t *edges = nd_edges(w);
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
        uint64_t behind = letters << 1 | in_word, keep = _bzhi_u64(letters | behind, n);
        _mm512_storeu_si512(to, _mm512_maskz_compress_epi8(keep, b.folded));
        to += _mm_popcnt_u64(keep);
        if (edges != NULL)
            edges = put_places(_bzhi_u64(letters ^ behind, n), at, edges);
        in_word = n == 0 ? in_word : letters >> (n - 1) & 1;
        at += n;
    }
    nd_close_run(w, (size_t)(to - w->folded), edges, in_word, at);
    return at;
}

/* Sixteen characters, each in a lane of four bytes. */
typedef struct lanes {
    __m512i   chars;       /* a space, then the bytes of the character, folded if it is ASCII */
    __m512i   kinds;
    __mmask16 wide;        /* of three bytes; all others of one */
    uint64_t  firsts;      /* of all bytes, those that begin a character */
} lanes;

/*
 * Characters begin at the bytes that are no trails. A lane whose character is not of one
 * byte or three, or not followed by another at its end, gets no kind.
 */
ND_TARGET_AVX512 static inline lanes load_lanes(const nd_run *run, size_t at)
{
    const __m512i quads = _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0x00000000);
    lanes l;
    size_t left = run->len - at;
    __m512i bytes = left >= 64 ? _mm512_loadu_si512(run->bytes + at)
                               : _mm512_maskz_loadu_epi8(_bzhi_u64(~0ull, (unsigned)left), run->bytes + at);
    l.firsts = ~trails_of(bytes);
    __m256i places = _mm512_castsi512_si256(_mm512_maskz_compress_epi8(l.firsts, counted_bytes()));
    __m128i here = _mm256_castsi256_si128(places);
    __m512i start = _mm512_cvtepu8_epi32(here);
    __m512i next = _mm512_cvtepu8_epi32(_mm_alignr_epi8(_mm256_extracti128_si256(places, 1), here, 1));
    __m512i len = _mm512_sub_epi32(next, start), each = _mm512_shuffle_epi8(start, quads);

    __m512i c = _mm512_add_epi8(each, _mm512_set1_epi32(0x00000102)); /* the last byte lowest */
    c = _mm512_maskz_permutexvar_epi8(0x7777777777777777, c, bytes);
    __mmask16 narrow = _mm512_cmplt_epu32_mask(c, _mm512_set1_epi32(0x800000));
    narrow = _mm512_mask_cmpeq_epi32_mask(narrow, len, _mm512_set1_epi32(1));
    l.wide = _mm512_cmpeq_epi32_mask(_mm512_and_si512(c, _mm512_set1_epi32(0xF0C0C0)), _mm512_set1_epi32(0xE08080));
    l.wide = _mm512_mask_cmpeq_epi32_mask(l.wide, len, _mm512_set1_epi32(3));
    __m512i cp = _mm512_and_si512(c, _mm512_set1_epi32(0x3F));
    cp = _mm512_or_si512(cp, _mm512_and_si512(_mm512_srli_epi32(c, 2), _mm512_set1_epi32(0xFC0)));
    cp = _mm512_or_si512(cp, _mm512_and_si512(_mm512_srli_epi32(c, 4), _mm512_set1_epi32(0xF000)));
    l.wide = _mm512_mask_cmpge_epu32_mask(l.wide, cp, _mm512_set1_epi32(0x800)); /* else overlong */
    cp = _mm512_mask_srli_epi32(cp, narrow, c, 16);
    l.kinds = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), l.wide | narrow, cp, run->kinds, 1);
    l.kinds = _mm512_and_si512(l.kinds, _mm512_set1_epi32(0xFF));

    __m512i folded = _mm512_mask_mov_epi8(fold_ascii(run, bytes), _mm512_movepi8_mask(bytes), bytes);
    l.chars = _mm512_mask_permutexvar_epi8(_mm512_set1_epi8(' '), 0xEEEEEEEEEEEEEEEE,
                                           _mm512_add_epi8(each, _mm512_set1_epi32(0x02010000)), folded);
    return l;
}

/* Bytes before lane n. */
ND_TARGET_AVX512 static inline size_t place_of_lane(const lanes *l, unsigned n)
{
    return _tzcnt_u64(_pdep_u64(1ull << n, l->firsts));
}

/* Which places come behind a place of a, and of marks that follow it. */
static inline uint32_t behind(uint32_t a, uint32_t marks)
{
    uint32_t first = a << 1 & marks;
    return ((a << 1) | ((marks + first) ^ marks)) & ~marks;
}

/* Writes the first n lanes; in masks place 0 is what is open before them, and lane i place i + 1. */
ND_TARGET_AVX512 static inline uint8_t *write_lanes(const lanes *l, unsigned n, uint32_t spaced, uint32_t breaks,
                                                    uint8_t *to)
{
    __mmask16 words = (__mmask16)~(breaks >> 1);
    __m512i keep = _mm512_maskz_set1_epi32((__mmask16)(spaced >> 1), 0x000000FF);
    keep = _mm512_mask_or_epi32(keep, words, keep, _mm512_set1_epi32(0x0000FF00));
    keep = _mm512_mask_or_epi32(keep, words & l->wide, keep, _mm512_set1_epi32((int)0xFFFF0000));
    uint64_t kept = _bzhi_u64(_mm512_movepi8_mask(keep), 4 * n);
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi8(kept, l->chars));
    return to + _mm_popcnt_u64(kept);
}

/*
 * A letter, or a break, has a space before it where a word is open that it does not go on
 * with; a mark has none. Those that follow a break, or would have to be moved before
 * another, end the run.
 */
ND_TARGET_AVX512 static size_t write_mixed(const nd_run *run, nd_word_writer *w, size_t at, size_t limit)
{
    if (w->spans != NULL)
        return nd_write_mixed(run, w, at, limit);
    unsigned state = w->state;
    uint8_t *to = w->folded + w->len;
    lanes l = load_lanes(run, at);
    for (bool more = true; more && at < limit;) {
        /* the next step's, if this one goes as most do: else that would begin when this has ended */
        size_t ahead = at + place_of_lane(&l, 15);
        lanes next = load_lanes(run, ahead < run->len ? ahead : at);
        __m512i before = _mm512_alignr_epi32(l.kinds, _mm512_setzero_si512(), 15);
        uint32_t inert = _mm512_cmpge_epi32_mask(l.kinds, _mm512_set1_epi32(ND_KIND_INERT));
        uint32_t marks = (uint32_t)_mm512_cmpge_epi32_mask(l.kinds, _mm512_set1_epi32(ND_KIND_MARK)) << 1;
        uint32_t breaks = (uint32_t)_mm512_cmpeq_epi32_mask(l.kinds, _mm512_set1_epi32(ND_KIND_BREAK)) << 1;
        uint32_t alone = (uint32_t)_mm512_cmpeq_epi32_mask(l.kinds, _mm512_set1_epi32(ND_KIND_ALONE)) << 1;
        breaks |= state == ND_NO_WORD;
        alone |= state == ND_IN_ALONE;
        uint32_t bad = _mm512_mask_cmplt_epi32_mask((__mmask16)inert, l.kinds, before) | (inert & 1);
        bad |= _mm512_testn_epi32_mask(l.kinds, l.kinds) | (marks & breaks << 1) >> 1;

        /* up to the last that nothing before it can change, or move behind */
        unsigned n = 15;
        more = l.wide != 0 && bad == 0;
        if (bad != 0 || inert >> 15 != 0) {
            uint32_t sure = ~inert & 0xFFFF & (bad != 0 ? _blsmsk_u32(bad) >> 1 : 0xFFFF);
            if (sure <= 1)
                break;
            n = 31 - (unsigned)__builtin_clz(sure);
        }
        uint32_t others = ~(marks | alone), behind_alone = behind(alone, marks);
        uint32_t spaced = ((alone | breaks) & ~(breaks << 1) & ~1u) | (others & ~breaks & behind_alone);
        to = write_lanes(&l, n, spaced, breaks, to);

        uint32_t last = ~marks & ((2u << n) - 1); /* what is not a mark says what is open */
        last = 1u << (31 - (unsigned)__builtin_clz(last));
        if (last > 1)
            state = last & breaks ? ND_NO_WORD : last & alone ? ND_IN_ALONE : ND_IN_WORD;
        at += place_of_lane(&l, n);
        l = at == ahead ? next : load_lanes(run, at);
    }
    w->state = state;
    w->len = (size_t)(to - w->folded);
    return at;
}

ND_TARGET_AVX512 static size_t find_starts(const nd_run *run, const uint8_t *folded, size_t from, size_t to,
                                           uint32_t *starts)
{
    uint32_t *next = starts;
    (void)run;
    for (; from < to; from += 64) {
        __mmask64 there = _bzhi_u64(~0ull, to - from > 64 ? 64 : (unsigned)(to - from));
        __m512i bytes = _mm512_maskz_loadu_epi8(there, folded + from);
        next = put_places(_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' ')), from + 1, next);
    }
    return (size_t)(next - starts);
}

const nd_run_loops nd_runs_avx512 = {write_run, true, write_mixed, find_starts};

#endif
