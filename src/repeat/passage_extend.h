/* SPDX-License-Identifier: MIT
 *
 * passage_extend.h - how far two texts go on alike from a place in each.
 *
 * Scores here are twice those of nd_passage, in whole numbers: a letter of either side
 * counts 1 and an edit costs 5 (so two equal letters 2, two different ones -3, one
 * that only one side has -4).
 */
#ifndef ND_PASSAGE_EXTEND_H
#define ND_PASSAGE_EXTEND_H

#include "base/base.h"

enum {
    ND_EDIT_COST = 5,
    ND_X_DROP = 50                 /* so far below its best a score may fall and still recover */
};

typedef struct nd_extension {
    uint32_t a, b;                 /* letters taken of either side */
    uint32_t edits;
} nd_extension;

/* Furthest places by diagonal, of this number of edits and of one less. */
typedef struct nd_extender {
    const nd_alloc *alloc;
    int64_t *rows[2];
    size_t   caps[2];
} nd_extender;

void nd_extender_init(nd_extender *x, const nd_alloc *alloc);
void nd_extender_release(nd_extender *x);

/*
 * nd_extend - the best-scoring way on from a[0] and b[0], or with step -1 back from
 * a[-1] and b[-1].
 *
 * @n_a, @n_b  letters that there are that way; 8 bytes more may be read
 * @backing   score of what is extended; all of it may not fall below 0 on the way, for then
 *            it would be better to begin behind that
 */
nd_status nd_extend(nd_extender *x, const uint8_t *a, uint32_t n_a, const uint8_t *b, uint32_t n_b, int64_t backing,
                    int step, nd_extension *out, nd_err *err);

#endif
