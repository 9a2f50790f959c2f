/* SPDX-License-Identifier: MIT
 *
 * numbers.h - folded words to numbers, equal ones to the same: from then on a word is
 * compared in one step.
 */
#ifndef ND_NUMBERS_H
#define ND_NUMBERS_H

#include "base/base.h"

/*
 * What a word is compared with lies in its slot: the word itself where it has at most
 * 16 bytes, as nearly all do, else its hash, and then the bytes decide.
 */
typedef struct nd_number_slot {
    uint64_t key[2];
    uint32_t len;           /* bytes of the word */
    uint32_t number;        /* + 1; 0: free */
} nd_number_slot;

typedef struct nd_numbers {
    nd_number_slot *slots;  /* n_slots, a power of two; at most half of them taken */
    size_t          n_slots, cap_slots;
    const char    **words;  /* of each number, where the word was first met */
    uint32_t       *lens;   /* its bytes, */
    uint32_t       *counts; /* and how often it was met */
    size_t          n, cap_words, cap_lens, cap_counts; /* n: different words */
    uint64_t        seed;
    const nd_alloc *alloc;
} nd_numbers;

void nd_numbers_init(nd_numbers *numbers, const nd_alloc *alloc);
void nd_numbers_release(nd_numbers *numbers);

/* nd_numbers_begin - forgets all words. The seed should follow from all that is going to be added. */
void nd_numbers_begin(nd_numbers *numbers, uint64_t seed);

/*
 * nd_numbers_add - the number of each word of a text, counted from 0 in the order
 * that words are met.
 *
 * @words  as nd_text_fold left them; to stay as they are until the last add
 * @out    room for n_words
 *
 * O(words) expected. ND_ENOMEM: to be begun anew.
 */
nd_status nd_numbers_add(nd_numbers *numbers, const nd_words *words, uint32_t *out, nd_err *err);

#endif
