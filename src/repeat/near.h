/* SPDX-License-Identifier: MIT
 *
 * near.h - blocks with nearly the words of an earlier one.
 */
#ifndef ND_NEAR_H
#define ND_NEAR_H

#include "finding.h"

typedef struct nd_near {
    uint32_t *blocks_with;     /* of each distinct word: blocks that have it */
    uint32_t *postings;        /* of each rare word: its blocks, in order, side by side */
    uint32_t *posting_at;      /* of each distinct word: where its blocks begin */
    uint32_t *seen;            /* of each distinct word: the block, + 1, that had it last */
    float    *shared;          /* of each block: weight shared with the one at hand */
    uint32_t *touched;         /* blocks whose shared is not 0 */
    uint32_t *roots;           /* of each block: the first of its group */
    uint32_t *left;            /* of each distinct word: how often it is still to be matched */
    float    *weights;         /* of each distinct word */
    float    *block_weights;   /* of each block: of all its words */
    uint64_t *masks;           /* of an alignment */
    size_t    cap_with, cap_postings, cap_at, cap_seen, cap_shared, cap_touched, cap_roots, cap_left;
    size_t    cap_weights, cap_block_weights, cap_masks;
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
