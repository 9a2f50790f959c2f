/* SPDX-License-Identifier: MIT
 *
 * grams.h - which runs of n words stand in a text more than once, for n = 1, 2, 3 ...
 */
#ifndef ND_GRAMS_H
#define ND_GRAMS_H

#include "numbers.h"

typedef struct nd_gram_class {
    uint32_t count;     /* places */
    uint32_t link;      /* while n-grams grow: the n-gram after its first place; later its new id */
} nd_gram_class;

typedef struct nd_gram_slot {
    uint64_t key;       /* the ids of an n-gram and the one after it */
    uint32_t id;        /* 0: free */
} nd_gram_slot;

typedef struct nd_grams {
    uint32_t *ids;      /* of each word: the id of the n-gram that begins there, 0: it stands only there */
    size_t    n_words, cap_ids;
    uint32_t  n;        /* words of an n-gram */
    uint32_t  top;      /* the id that stands most often, of several the first; 0: there are none */
    size_t    n_distinct;            /* different n-grams that were looked at; all of them for n = 1 */
    size_t    n_pairs;               /* places where two n-grams with an id begin side by side */

    nd_gram_class *classes;          /* by id; [0] is not used */
    size_t         n_classes, cap_classes;
    nd_gram_slot  *slots;            /* a power of two of them */
    size_t         n_slots, n_used, cap_slots;
    uint8_t       *sieve;            /* four cells a byte */
    size_t         n_cells, cap_sieve; /* a power of two of them; 0: not in use */
    nd_numbers     numbers;          /* of the words */
    uint64_t       seed;
    const nd_alloc *alloc;
} nd_grams;

void nd_grams_init(nd_grams *grams, const nd_alloc *alloc);
void nd_grams_release(nd_grams *grams);

/*
 * nd_grams_begin - the single words of a text. O(bytes) expected.
 * ND_ENOMEM: to be begun again or released; so with nd_grams_lengthen.
 */
nd_status nd_grams_begin(nd_grams *grams, const nd_words *words, nd_err *err);

/* nd_grams_lengthen - from n to n + 1 words. O(words) expected. */
nd_status nd_grams_lengthen(nd_grams *grams, nd_err *err);

#endif
