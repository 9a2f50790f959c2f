/* SPDX-License-Identifier: MIT
 *
 * near.h - blocks with nearly the words of an earlier one.
 */
#ifndef ND_NEAR_H
#define ND_NEAR_H

#include "finding.h"
#include "likeness.h"

/* A distinct word, in the index of the units (paragraphs, blocks) that have it. */
typedef struct nd_near_word {
    uint32_t with;             /* units that have it */
    uint32_t seen;             /* the unit, + 1, that had it last */
    uint32_t begin, end;       /* where the first of them stand in postings; none of one that too many have */
} nd_near_word;

typedef struct nd_near {
    nd_near_word *words;
    uint32_t *postings;        /* units, in order */
    float    *shared;          /* of each unit: weight shared with the one at hand; 0 between */
    uint32_t *roots;           /* of each unit: the first of its group */
    nd_likeness likeness;
    size_t    cap_words, cap_postings, cap_shared, cap_roots;
    const nd_alloc *alloc;
} nd_near;

void nd_near_init(nd_near *near, const nd_alloc *alloc);
void nd_near_release(nd_near *near);

/*
 * nd_find_near - lines and paragraphs of at least 5 words (10 characters in a script
 * without spaces) whose similarity with an earlier one reaches `least`.
 *
 * How alike two are: likeness.h. Candidates share some of the unit's rarest words; each
 * is compared with four earlier ones at most, and the first of the best one's group. Told is the first of a group that is like
 * the unit. Weak is what looks like items of a list (layout.h), and all in a text that
 * repeats by nature. O(words) expected, and the alignments, which are bounded.
 */
nd_status nd_find_near(nd_near *near, const nd_article *article, uint32_t kinds, double least, nd_findings *to,
                       nd_err *err);

#endif
