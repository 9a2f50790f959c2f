/* SPDX-License-Identifier: MIT
 *
 * runs.h - the loops over most bytes of most texts: runs of characters that fold one by
 * one, and the places where words start. In portable C (runs.c), which is the
 * definition, and for wider registers (runs_avx2.c, runs_avx512.c).
 *
 * A run is of ASCII but NUL. The wider ones also take characters of two bytes that
 * stand in the table of pairs: two bytes again, or a break. Mixed runs are for the rest,
 * a character at a time but many at once: of one byte or three, scripts without spaces
 * and marks among them, as the table of kinds says.
 */
#ifndef ND_RUNS_H
#define ND_RUNS_H

#include "base/simd.h"
#include "words.h"

enum {
    ND_PAIR_FIRST = 0xC2, ND_PAIRS = 0xE0 - ND_PAIR_FIRST, /* leads of two bytes */
    ND_RUN_ROOM = 64,    /* bytes that a run may write past what it adds, and as many of spans */
    ND_STARTS_ROOM = 64  /* starts, likewise */
};

/*
 * What the 64 characters of one lead fold to, by the low bits of their second byte.
 * Two spaces for a break; zero for what is not for a run: not made yet, other than two
 * bytes, no letter, or something that changes with what stands before it.
 */
typedef struct nd_pair {
    uint8_t lead[64], trail[64];
} nd_pair;

/*
 * What a character of one byte or three is to a mixed run. Those of three, but breaks, fold
 * to themselves. From ND_KIND_INERT on it is a mark that combines with nothing but may have
 * to be moved (ND_INERT): this and its combining class. Zero is what is not for a run, or
 * not made yet.
 */
enum {
    ND_KIND_BREAK = 1,
    ND_KIND_LETTER,
    ND_KIND_ALONE,
    ND_KIND_MARK,
    ND_KIND_INERT = 8,
    ND_KINDS = 0x10000
};

typedef struct nd_run {
    const uint8_t *bytes;       /* the text, len of it */
    size_t         len;
    const uint8_t *ascii;       /* 128: the folded byte of each, a space for a break */
    bool           fold_digits;
    const nd_pair *pairs;       /* ND_PAIRS */
    const uint8_t *kinds;       /* ND_KINDS, by code point, and 4 that may be read */
    const uint8_t (*squeeze)[8];/* of every byte the places of its bits, from the lowest; then 0x80 */
} nd_run;

typedef struct nd_run_loops {
    /*
     * Writes characters of a run from at on, until limit or a little more, as nd_write
     * would, but for the last of the run: what follows may combine with it. Returns the
     * place after what was written, at where that is nothing. From the states ND_NO_WORD
     * and ND_IN_WORD. Room as for as many forms as there are bytes, and ND_RUN_ROOM, of
     * spans too where they are wanted.
     */
    size_t (*write)(const nd_run *run, nd_word_writer *w, size_t at, size_t limit);
    bool pairs;                 /* whether it knows them */

    /* The same for a mixed run, but not from ND_ONLY_MARKS. NULL: there is none. */
    size_t (*write_mixed)(const nd_run *run, nd_word_writer *w, size_t at, size_t limit);

    /* Where words start behind the spaces of folded[from, to); how many. Room as said above, in both. */
    size_t (*starts)(const nd_run *run, const uint8_t *folded, size_t from, size_t to, uint32_t *starts);
} nd_run_loops;

/* nd_run_loops_of - the loops for simd, which is there. */
const nd_run_loops *nd_run_loops_of(nd_simd simd);

/*
 * Where words begin and end in the text takes turns, and so it lies in spans: a run puts
 * down each place where letters begin or end, one behind the other.
 */
static inline uint32_t *nd_edges(const nd_word_writer *w)
{
    return w->spans == NULL ? NULL : &w->spans->offset + 2 * w->n_spans - (w->state == ND_IN_WORD);
}

/* nd_close_run - what a run wrote up to `len` of folded and `edges`, and that a word is open at `at`. */
static inline void nd_close_run(nd_word_writer *w, size_t len, const uint32_t *edges, bool in_word, size_t at)
{
    w->len = len;
    w->state = in_word ? ND_IN_WORD : ND_NO_WORD;
    if (w->spans == NULL)
        return;
    w->n_spans = (size_t)(edges - &w->spans->offset + 1) / 2;
    if (in_word)
        w->spans[w->n_spans - 1].len = (uint32_t)at;
}

/* nd_write_mixed - the portable loop, which AVX2 would do no better. */
size_t nd_write_mixed(const nd_run *run, nd_word_writer *w, size_t at, size_t limit);

extern const nd_run_loops nd_runs_avx2, nd_runs_avx512;

#endif
