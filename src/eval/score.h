/* SPDX-License-Identifier: MIT
 *
 * score.h - what was found against what is labelled.
 */
#ifndef ND_SCORE_H
#define ND_SCORE_H

#include "interval.h"
#include "labels.h"

enum { ND_WORST = 20 };

/* A pair that is missed, or found and false. */
typedef struct nd_fault {
    uint32_t a, b;             /* items */
    double   jaccard;          /* or ND_UNKNOWN */
    uint32_t label;            /* number in the labels' values: of the pair, or of the cluster of both; ND_NO_ID */
} nd_fault;

/* The most alike first, those of unknown similarity last; of equals the first that came. */
typedef struct nd_worst {
    nd_fault list[ND_WORST];
    size_t   n;
} nd_worst;

typedef struct nd_label_score {
    uint64_t pairs, found;     /* with that label; of these found: in one cluster, or with a passage */
    uint64_t forms;            /* of these with templates only */
} nd_label_score;

typedef struct nd_score {
    uint64_t documents;        /* of the run */
    uint64_t names, named;     /* ids in the labels; of these in the result */
    uint64_t unlabelled;       /* records in the result whose id the labels do not have */
    uint64_t truth, found, both; /* pairs */
    nd_share precision, recall, f1;
    nd_worst missed, wrong;

    nd_label_score *labels;    /* of pairs: by number of the label */
    size_t   n_labels;

    uint64_t sets, exact;      /* of clusters: labelled ones of two and more; found just so */
    nd_share exact_sets;
    double   ari, b3_precision, b3_recall, b3; /* NaN where there is no document */
    const nd_alloc *alloc;
} nd_score;

void nd_score_release(nd_score *score);

/*
 * nd_score_make - scores a result against labels.
 *
 * Pairs: precision over the listed pairs in one cluster of the result, recall over the
 * listed copies. Clusters: over all pairs of the run's documents, by counting (never by
 * going through pairs: O(n log n) in the items); B-cubed (Bagga and Baldwin 1998) over
 * all documents. A result of passages has pairs, not clusters: against clusters only their
 * precision and recall are made. ND_ENOMEM only.
 */
nd_status nd_score_make(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err);

/* The parts of nd_score_make, for what is common to all is done. */
nd_status nd_score_pairs(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err);
nd_status nd_score_clusters(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err);

/* nd_score_sharing - pairs that share a passage against clusters; exact, ari and b3 are of clusters and stay 0. */
nd_status nd_score_sharing(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err);

void nd_worst_add(nd_worst *worst, const nd_fault *fault);

#endif
