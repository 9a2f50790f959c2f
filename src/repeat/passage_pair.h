/* SPDX-License-Identifier: MIT
 *
 * passage_pair.h - what two texts share, from the seeds that they share.
 *
 * A piece is a local alignment: it begins and ends where going on would cost more than
 * it brings. Pieces that follow each other in both texts, with an insertion, a cut or
 * a bad stretch between them, are one stretch.
 */
#ifndef ND_PASSAGE_PAIR_H
#define ND_PASSAGE_PAIR_H

#include "passage_chain.h"
#include "passage_extend.h"

typedef struct nd_stretch {
    uint32_t a, a_end, b, b_end;   /* letters of either text */
    uint32_t letters_a, letters_b; /* of its pieces */
    uint32_t edits;
    int64_t  score;                /* letters_a + letters_b - ND_EDIT_COST * edits */
} nd_stretch;

typedef struct nd_pair_rules {
    uint32_t k;                    /* letters of a seed */
    uint32_t chain;                /* least letters of a chain */
    uint32_t letters;              /* least of a stretch, on either side */
    double   score;                /* least of all stretches of a pair, as in nd_passage */
} nd_pair_rules;

typedef struct nd_pair_finder {
    const nd_alloc *alloc;
    nd_chainer  chainer;
    nd_extender extender;
    nd_stretch *found;             /* by place in b */
    nd_stretch *unsorted;
    uint64_t   *keys, *spare;      /* to sort by */
    uint8_t    *covered_a, *covered_b; /* of every few letters: inside a piece; zeros between calls */
    size_t      n_found, cap_found, cap_unsorted, cap_keys, cap_spare, cap_a, cap_b;
} nd_pair_finder;

void nd_pair_finder_init(nd_pair_finder *f, const nd_alloc *alloc);
void nd_pair_finder_release(nd_pair_finder *f);

/* nd_pair_find - leaves in f->found the stretches of two texts that share hits, which it uses up. */
nd_status nd_pair_find(nd_pair_finder *f, const nd_pair_rules *rules, const nd_letters *a, const nd_letters *b,
                       nd_hit *hits, size_t n_hits, nd_err *err);

#endif
