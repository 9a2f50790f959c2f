/* SPDX-License-Identifier: MIT
 *
 * equal.h - which segments have the same words.
 */
#ifndef ND_EQUAL_H
#define ND_EQUAL_H

#include "segment.h"

typedef struct nd_equal_slot {
    uint32_t hash;    /* of the segment's folded words: the high half; the low one is its place */
    uint32_t segment; /* its index + 1; 0: free */
} nd_equal_slot;

typedef struct nd_equal {
    nd_equal_slot  *slots;
    size_t          cap;
    const nd_alloc *alloc;
} nd_equal;

void nd_equal_init(nd_equal *equal, const nd_alloc *alloc);
void nd_equal_release(nd_equal *equal);

/*
 * nd_equal_mark - sets first of each segment to the first that has the same words
 * in the same order, among those of at least min_lines lines; the others are not
 * touched. O(words) expected. ND_ENOMEM: nothing was changed.
 *
 * @seed  of the hashes; should follow from all words
 */
nd_status nd_equal_mark(nd_equal *equal, const nd_words *words, uint64_t seed, nd_segment *segments, size_t n,
                        uint32_t min_lines, nd_err *err);

#endif
