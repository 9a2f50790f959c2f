/* SPDX-License-Identifier: MIT
 *
 * verifier.h - one document against others, exactly: their similarity as sets of shingle
 * hashes, which need be neither sorted nor distinct. As nd_set_sort and nd_compare tell
 * it, in half the time, and nobody's arrays are touched.
 */
#ifndef ND_VERIFIER_H
#define ND_VERIFIER_H

#include "sketch/set.h"

typedef struct nd_verifier {
    const nd_alloc *alloc;
    uint64_t  multiplier;      /* odd, of this run: no input can choose where hashes go */
    const uint32_t *own;       /* of the document, borrowed */
    uint32_t  n_own, distinct; /* distinct: 0 = not in the table yet */
    uint64_t *slots;           /* hash, then the turn in which it was last met, then whether it is own */
    size_t    cap, size, used; /* size: slots of the table, of cap that there are */
    unsigned  shift;           /* size = 2^(64 - shift) */
    uint32_t  turn;
    uint32_t *sorted;          /* both, where they are large */
    size_t    cap_sorted;
} nd_verifier;

/* nd_verifier_init - nothing is allocated yet. alloc must live as long. */
void nd_verifier_init(nd_verifier *v, uint64_t multiplier, const nd_alloc *alloc);
void nd_verifier_release(nd_verifier *v);

/* nd_verifier_begin - the document is now this one; own must stay until the next. */
void nd_verifier_begin(nd_verifier *v, const uint32_t *own, uint32_t n_own);

/*
 * nd_verify - similarity of the document (a) and another (b), each of a shingle or more.
 *
 * After ND_ENOMEM the document is to be begun again.
 */
nd_status nd_verify(nd_verifier *v, const uint32_t *other, uint32_t n_other, nd_similarity *out, nd_err *err);

#endif
