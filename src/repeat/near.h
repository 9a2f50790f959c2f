/* SPDX-License-Identifier: MIT
 *
 * near.h - blocks with nearly the words of an earlier one.
 */
#ifndef ND_NEAR_H
#define ND_NEAR_H

#include "finding.h"
#include "likeness.h"

typedef struct nd_near {
    uint32_t *units_with;      /* of each distinct word: units (paragraphs, blocks) that have it */
    uint32_t *postings;        /* of each word that few have: its first units, in order, side by side */
    uint32_t *begins, *ends;   /* of each distinct word: where they stand in postings */
    uint32_t *seen;            /* of each distinct word: the unit, + 1, that had it last */
    float    *shared;          /* of each unit: weight shared with the one at hand; 0 between */
    uint32_t *roots;           /* of each unit: the first of its group */
    nd_likeness likeness;
    size_t    cap_with, cap_postings, cap_begins, cap_ends, cap_seen, cap_shared, cap_roots;
    const nd_alloc *alloc;
} nd_near;

void nd_near_init(nd_near *near, const nd_alloc *alloc);
void nd_near_release(nd_near *near);

/*
 * nd_find_near - lines and paragraphs of at least 5 words (10 characters in a script
 * without spaces) whose similarity with an earlier one reaches `least`.
 *
 * Similarity is Dice's over the words of both, each weighed by how few blocks have it:
 * in lines wherever they stand, in paragraphs those that stand in the same order
 * counting in full, the others half. Candidates share one of the block's rarest words
 * that few blocks have. O(words + blocks) expected, and the alignments, which are
 * bounded.
 */
nd_status nd_find_near(nd_near *near, const nd_article *article, uint32_t kinds, double least, nd_findings *to,
                       nd_err *err);

#endif
