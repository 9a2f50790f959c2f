/* SPDX-License-Identifier: MIT
 *
 * runs.c - runs in portable C.
 *
 * Text is one branch that cannot be predicted at each end of a word, so there is none:
 * each byte is written where it would go, and counts if it is a letter or digit or the
 * first after one (a space, then). The starts are found eight bytes at a time: a word
 * and its space are two bytes, so there are four at most, and four are always written.
 */
#include "runs.h"

#define ONES  0x0101010101010101u
#define HIGHS 0x8080808080808080u
#define BITS_OF_4 0x4332322132212110u /* how many bits are set in 0 .. 15, four bits each */

/* Whether eight bytes of ASCII, NUL not being any, are at `at`. Of bytes below 0x80
 * taking 1 from each carries into a top bit only from a NUL. */
static bool ascii_ahead(const nd_run *run, size_t at)
{
    uint64_t eight;
    if (run->len - at < sizeof eight)
        return false;
    memcpy(&eight, run->bytes + at, sizeof eight);
    return ((eight | (eight - ONES)) & HIGHS) == 0;
}

static inline __attribute__((always_inline)) void write_ascii(const nd_run *run, nd_word_writer *w, size_t at,
                                                              size_t end, uint32_t *edges)
{
    const uint8_t *bytes = run->bytes, *map = run->ascii; /* which the stores below might change, else */
    uint8_t *folded = w->folded;
    size_t len = w->len, in_word = w->state == ND_IN_WORD;
    for (size_t i = at; i < end; i++) {
        uint8_t byte = map[bytes[i]];
        size_t letter = byte != ' ';
        folded[len] = byte;
        len += letter | in_word;
        if (edges != NULL) {
            *edges = (uint32_t)i;
            edges += letter ^ in_word;
        }
        in_word = letter;
    }
    nd_close_run(w, len, edges, in_word, end);
}

static size_t write_run(const nd_run *run, nd_word_writer *w, size_t at, size_t limit)
{
    size_t end = at;
    while (end < limit && ascii_ahead(run, end))
        end += sizeof(uint64_t);
    if (end == at)
        return at;
    while (end < limit && run->bytes[end] - 1u < 0x7F)
        end++;
    end--;
    if (w->spans == NULL)
        write_ascii(run, w, at, end, NULL);
    else
        write_ascii(run, w, at, end, nd_edges(w));
    return end;
}

/* A bit for each space of eight bytes, the lowest for the first. */
static inline unsigned spaces_of(const uint8_t *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    eight ^= ONES * ' ';
    uint64_t other = ((eight & ~HIGHS) + ~HIGHS) | eight; /* a top bit for each byte that is not zero */
    return (unsigned)(((~other & HIGHS) >> 7) * 0x0102040810204080u >> 56);
}

static size_t find_starts(const nd_run *run, const uint8_t *folded, size_t from, size_t to, uint32_t *starts)
{
    const uint8_t (*squeeze)[8] = run->squeeze;
    size_t n = 0;
    for (; to - from >= 8; from += 8) {
        unsigned spaces = spaces_of(folded + from);
        const uint8_t *places = squeeze[spaces];
        for (size_t i = 0; i < 4; i++)
            starts[n + i] = (uint32_t)from + 1 + places[i];
        n += (BITS_OF_4 >> 4 * (spaces & 15) & 15) + (BITS_OF_4 >> 4 * (spaces >> 4) & 15);
    }
    for (; from < to; from++) {
        starts[n] = (uint32_t)from + 1;
        n += folded[from] == ' ';
    }
    return n;
}

/* ---- mixed runs ---- */

enum { READABLE = 12, LONG_ASCII = 32 }; /* bytes that three characters are read by; of ASCII in one go */

typedef struct character {
    uint32_t bytes;    /* as they lie in memory, folded */
    unsigned len, kind;
} character;

static inline __attribute__((always_inline)) character read_character(const nd_run *run, size_t at)
{
    const uint8_t *p = run->bytes + at;
    if (p[0] < 0x80) {
        uint32_t byte = run->ascii[p[0]];
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        byte <<= 24;
#endif
        return (character){byte, 1, run->kinds[p[0]]};
    }
    uint32_t four;
    memcpy(&four, p, sizeof four);
    bool wide = (p[0] & 0xF0) == 0xE0 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
    unsigned cp = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return (character){four, 3, wide && cp >= 0x800 ? run->kinds[cp] : 0}; /* halves of pairs have no kind */
}

/* A character that begins a segment, and so ends the one before. */
static inline bool begins(character c)
{
    return c.kind - 1u < ND_KIND_INERT - 1;
}

static inline void write_character(nd_word_writer *w, character c, size_t at)
{
    static const uint8_t kinds[] = {
        [ND_KIND_BREAK] = ND_BREAK, [ND_KIND_LETTER] = ND_LETTER, [ND_KIND_ALONE] = ND_ALONE, [ND_KIND_MARK] = ND_MARK
    };
    unsigned kind = begins(c) ? kinds[c.kind] : ND_MARK;
    nd_step_at(w, kind, &c.bytes, kind == ND_BREAK ? 0 : c.len, at, at + c.len);
}

/* A letter may have one mark that combines with nothing: more might have to change places. */
size_t nd_write_mixed(const nd_run *of, nd_word_writer *words, size_t at, size_t limit)
{
    const nd_run run = *of; /* which the stores below might change, else */
    nd_word_writer w = *words;
    size_t ascii = 0;
    if (run.len < READABLE || at > run.len - READABLE)
        return at;
    size_t end = limit < run.len - READABLE ? limit : run.len - READABLE;
    character c = read_character(&run, at);
    if (!begins(c))
        return at;
    while (at < end && ascii < LONG_ASCII) {
        character next = read_character(&run, at + c.len);
        if (__builtin_expect(!begins(next), 0)) {
            if (next.kind == 0)
                break;
            character third = read_character(&run, at + c.len + next.len);
            if (!begins(third))
                break;
            write_character(&w, c, at);
            at += c.len;
            c = next;
            next = third;
        }
        write_character(&w, c, at);
        at += c.len;
        ascii = c.len == 1 ? ascii + 1 : 0;
        c = next;
    }
    *words = w;
    return at;
}

const nd_run_loops *nd_run_loops_of(nd_simd simd)
{
    static const nd_run_loops portable = {write_run, false, nd_write_mixed, find_starts};
#ifdef __x86_64__
    if (simd == ND_SIMD_AVX512)
        return &nd_runs_avx512;
    if (simd == ND_SIMD_AVX2)
        return &nd_runs_avx2;
#else
    (void)simd;
#endif
    return &portable;
}
