/* SPDX-License-Identifier: MIT
 *
 * index.h - the decision's state: the kept documents, what was counted, and the
 * near misses. keys_of is a seam for tests that force every document into one
 * bucket; it is nd_band_keys otherwise.
 */
#ifndef ND_INDEX_H
#define ND_INDEX_H

#include "lsh/kept.h"

/* A pair that was compared and is below the threshold. */
typedef struct nd_below {
    uint32_t doc;          /* number of the kept one */
    double   jaccard;
} nd_below;

/* What is known of one document: of all kept ones before question.upto. */
typedef struct nd_asked {
    nd_kept_doc *record;       /* NULL: it has no words */
    size_t      size;          /* bytes of it */
    nd_question question;
    nd_verdict  verdict;       /* kept, unless somebody has been found */
    uint64_t    candidates, rejected;
    size_t      below, n_below; /* its part of nd_questions.below */
} nd_asked;

struct nd_questions {
    nd_index *index;
    const nd_alloc *alloc;     /* the index's */
    nd_asked *list;
    size_t    n, cap;
    nd_walk  *walks;           /* of all questions, one after the other */
    size_t    cap_walks;
    nd_below *below;
    size_t    n_below, cap_below;
    nd_shelf  records;

    /* scratch of one question */
    uint64_t  *keys;           /* one a band */
    nd_numbers found;
    uint32_t  *set;            /* the document's own shingles, sorted */
    size_t     cap_set;
    uint32_t   n_set;          /* 0: not yet */
};

struct nd_index {
    nd_alloc  own;             /* the caller's, copied */
    const nd_alloc *alloc;     /* &own, or NULL: malloc */
    nd_opts   opts;
    nd_bands  bands;
    nd_kept   kept;
    nd_counts counts;
    nd_near_miss misses[ND_NEAR_MISSES];   /* nearest first */
    size_t    n_misses;
    void    (*keys_of)(const uint32_t *signature, const nd_bands *bands, uint64_t *keys);
    nd_questions one;          /* of nd_index_decide and nd_index_query */
};

#endif
