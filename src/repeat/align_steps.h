/* SPDX-License-Identifier: MIT
 *
 * align_steps.h - the steps of nd_align_words, one a file. All of them work on
 * al->of_a and al->of_b; ND_ENOMEM where a step fails.
 */
#ifndef ND_ALIGN_STEPS_H
#define ND_ALIGN_STEPS_H

#include "align.h"

static inline void nd_pair(nd_word_aligner *al, uint32_t a, uint32_t b)
{
    al->of_a[a] = b + 1;
    al->of_b[b] = a + 1;
}

static inline void nd_unpair(nd_word_aligner *al, const nd_run *run)
{
    memset(al->of_a + run->a, 0, run->n * sizeof *al->of_a);
    memset(al->of_b + run->b, 0, run->n * sizeof *al->of_b);
}

/* ---- align_anchor.c */

/* nd_grams_make - a table of the n-grams of b .. b_end - 1 of whose words none is paired. */
nd_status nd_grams_make(nd_word_aligner *al, uint32_t b, uint32_t b_end, uint32_t n, nd_err *err);

/* nd_gram_at - the slot of the n-gram at a place in a, or NULL. */
nd_gram *nd_gram_at(nd_word_aligner *al, uint32_t a, uint32_t n);

/*
 * nd_anchors_find - the longest chain, increasing in both texts, of n-grams of a gap:
 * those that occur once on either side, or (ranked) the r-th of one kind in either,
 * counted from the end. al->anchors, *found of them.
 */
nd_status nd_anchors_find(nd_word_aligner *al, const nd_gap *gap, uint32_t n, bool ranked, size_t *found,
                          nd_err *err);

/* ---- align_gap.c */

/* nd_gap_align - pairs the words of a shortest edit script, where it is short enough. */
nd_status nd_gap_align(nd_word_aligner *al, const nd_gap *gap, nd_err *err);

/* ---- align_support.c */

/* nd_runs_gather - the paired words as al->runs, in order of a. */
nd_status nd_runs_gather(nd_word_aligner *al, nd_err *err);

/* nd_runs_extend - each run takes the equal words beside it that are still free. */
void nd_runs_extend(nd_word_aligner *al);

/* nd_runs_support - takes back the runs that chance explains as well. */
nd_status nd_runs_support(nd_word_aligner *al, nd_err *err);

/* nd_is_telling - that n words from a on, found anywhere in b, are no chance. */
bool nd_is_telling(const nd_word_aligner *al, uint32_t a, uint32_t n);

/* ---- align_moved.c */

/* nd_moved_find - pairs runs of free words wherever in b they are. */
nd_status nd_moved_find(nd_word_aligner *al, nd_err *err);

/* nd_runs_order - marks what is not in the heaviest increasing chain as moved; drops it where it is short. */
nd_status nd_runs_order(nd_word_aligner *al, nd_err *err);

/* ---- align_slide.c */

/* nd_gaps_slide - moves each gap in one text only to where a line or sentence begins; needs breaks_a and _b. */
void nd_gaps_slide(nd_word_aligner *al);

#endif
