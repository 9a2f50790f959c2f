/* SPDX-License-Identifier: MIT
 *
 * phrase.h - runs of words that stood before.
 */
#ifndef ND_PHRASE_H
#define ND_PHRASE_H

#include "finding.h"

typedef struct nd_gram {
    uint32_t hash;             /* high half; the low half is its place in the table */
    uint32_t first;            /* the word, + 1, where it began first; 0: free */
} nd_gram;

typedef struct nd_phrases {
    nd_gram  *grams;           /* open addressing, at most half full */
    uint32_t *before;          /* of each word, + 1: where the gram that begins there began before; of the
                                  word where it began first, where it began last; 0: it cannot repeat */
    uint64_t *starts;          /* a bit for each word: a block begins with it */
    size_t    cap_grams, cap_before, cap_starts;
    const nd_alloc *alloc;
} nd_phrases;

void nd_phrases_init(nd_phrases *phrases, const nd_alloc *alloc);
void nd_phrases_release(nd_phrases *phrases);

/*
 * nd_find_phrases - at least 5 words (10 characters in a script without spaces) of a
 * block that stood, in this order, in one block before; as long as they can be. Of
 * several such places the one that goes on longest, then the earliest, is `of`; the
 * first one and the nearest MOST_CANDIDATES before are looked at. O(words) expected.
 */
nd_status nd_find_phrases(nd_phrases *phrases, const nd_article *article, nd_findings *to, nd_err *err);

#endif
