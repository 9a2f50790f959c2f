/* SPDX-License-Identifier: MIT
 *
 * align.h - two arrays of word numbers to runs of equal words: what stands in the
 * same order in both, and what was moved.
 *
 * The steps, each in a file of its own: align_words.c shrinks the gaps between what
 * is aligned, with anchors (align_anchor.c) while a gap is long and the shortest edit
 * script (align_gap.c) when it is short; align_support.c takes back what chance would
 * align too; align_moved.c finds moved runs in the rest, and the heaviest order;
 * align_slide.c puts the ends of runs where a line or a sentence begins.
 *
 * Time is O(n log n) and memory O(n) whatever the words are. Nothing is cleared
 * that the call did not use, so many short pairs cost what their words cost.
 */
#ifndef ND_ALIGN_H
#define ND_ALIGN_H

#include "base/base.h"

/* n equal words, from a in one text and from b in the other. */
typedef struct nd_run {
    uint32_t a, b, n;
    bool     moved;
} nd_run;

/* Words a .. a_end - 1 and b .. b_end - 1, none of them aligned, between two that are. */
typedef struct nd_gap {
    uint32_t a, a_end, b, b_end;
    uint16_t level, tries;  /* how it is to be looked at: align_words.c */
} nd_gap;

/* Words i of a and j of b begin the same n-gram. */
typedef struct nd_anchor {
    uint32_t a, b;
} nd_anchor;

/* The n-grams of b that share a hash, in a table that is at most half full. */
typedef struct nd_gram {
    uint32_t check;         /* bits of the hash */
    uint32_t first, last;   /* places in b + 1, from the last one on; last 0: the slot is free */
    uint32_t n_a;           /* places in a */
} nd_gram;

typedef struct nd_word_aligner {
    const nd_alloc *alloc;
    const uint32_t *a, *b;      /* the two texts, while they are aligned */
    const uint8_t  *breaks_a, *breaks_b; /* ND_BREAK_ of each word; NULL: not known */
    uint32_t  n_a, n_b;
    uint64_t  seed;             /* of n-gram hashes: drawn from both texts */
    uint32_t *of_a, *of_b;      /* of each word its partner + 1; 0: none */
    size_t    cap_of_a, cap_of_b;
    uint32_t *counts;           /* of each word number, in both texts; zeros between calls */
    size_t    cap_counts;
    nd_run   *runs;             /* the result, in order of a */
    size_t    n_runs, cap_runs;

    nd_gap    *gaps;            /* still to be looked at */
    size_t     n_gaps, cap_gaps;
    nd_gram   *grams;
    size_t     n_grams, cap_grams;  /* slots: a power of two */
    uint32_t  *next;            /* of a place in b: the next with its n-gram, + 1 */
    size_t     cap_next;
    nd_anchor *anchors;
    size_t     cap_anchors;
    uint32_t  *back, *tails;    /* of the increasing chain, and other scratch */
    size_t     cap_back, cap_tails;
    uint32_t  *trace;           /* furthest places of each edit distance */
    size_t     cap_trace;
    uint64_t  *scores;
    size_t     cap_scores;
} nd_word_aligner;

void nd_word_aligner_init(nd_word_aligner *al, const nd_alloc *alloc);
void nd_word_aligner_release(nd_word_aligner *al);

/*
 * nd_align_words - leaves in al->runs the equal words of two texts, in order of a.
 *
 * @a, @b  word numbers; equal words have equal numbers. Borrowed for this call.
 *         Memory is taken for the largest number, so count from 0.
 *
 * Runs are maximal and disjoint in both texts, and those not moved increase in
 * both. A moved run has ND_MOVED_WORDS at least. al->of_a and al->of_b say the same
 * of each word. All of it is good until the next call. ND_ELIMIT: over 2^31 words.
 * ND_ENOMEM: the object is usable, the result is without meaning.
 */
nd_status nd_align_words(nd_word_aligner *al, const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b,
                         nd_err *err);

enum { ND_MOVED_WORDS = 4 };

/* What begins with a word, where that is said before the call (it is forgotten after it). */
enum { ND_BREAK_NONE, ND_BREAK_SENTENCE, ND_BREAK_LINE };

#endif
