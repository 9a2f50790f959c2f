/* SPDX-License-Identifier: MIT
 *
 * passage_seeds.h - seeds: short runs of letters that are looked for in other texts.
 *
 * A seed is an open syncmer (Edgar, "Syncmers are more sensitive than minimizers for
 * selecting conserved k-mers in biological sequences", 2021): k letters whose least run
 * of s is the middle one. Whether a run is a seed depends on its own letters alone, so
 * an edit loses only the seeds it touches; a fifth of all places are seeds.
 *
 * The table of all texts' seeds is made once. Then a text asks: each of its seeds that
 * stands in a text before it is an ask, and names a range of places there.
 */
#ifndef ND_PASSAGE_SEEDS_H
#define ND_PASSAGE_SEEDS_H

#include "letters.h"

typedef struct nd_seed_shape {
    uint32_t k, s;                 /* letters; k - s is 4 */
} nd_seed_shape;

typedef struct nd_seed_place {
    uint32_t text, letter;
} nd_seed_place;

typedef struct nd_seed_ask {
    uint32_t letter;               /* where the seed begins in the text that asks */
    uint32_t end;                  /* behind the last place before this text */
    uint8_t  n;                    /* places to look at: end - n .. end - 1 */
    uint8_t  bits;                 /* how rare the seed is, in quarters of a bit */
    bool     crowded;              /* a few texts will do */
} nd_seed_ask;

typedef struct nd_seed_table {
    const nd_alloc *alloc;
    nd_seed_shape   shape;
    nd_seed_place  *places;        /* of seeds that several texts have: by seed, then text and letter */
    nd_seed_ask    *asks;          /* by text and letter */
    uint32_t       *first_ask;     /* n_texts + 1 */
    size_t          n_texts, n_places, n_asks;
    size_t          cap_places, cap_asks, cap_first;
} nd_seed_table;

void nd_seed_table_init(nd_seed_table *table, const nd_alloc *alloc);
void nd_seed_table_release(nd_seed_table *table);

/* nd_seed_table_make - ND_ELIMIT from 2^32 seeds on. After a failure the table is empty, and may be made again. */
nd_status nd_seed_table_make(nd_seed_table *table, nd_seed_shape shape, const nd_letters *texts, size_t n_texts,
                             nd_err *err);

#endif
