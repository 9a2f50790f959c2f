/* SPDX-License-Identifier: MIT
 *
 * judge.h - a result against labels: figures, and the cases worth a look.
 */
#ifndef ND_JUDGE_H
#define ND_JUDGE_H

#include "labels.h"
#include "score.h"

/* What a result says, with records as numbers of nd_ids. */
typedef struct nd_found_row {
    uint32_t a, b;             /* removed: record, keeper; near miss: two kept records */
    double   jaccard;
    bool     removed;
} nd_found_row;

typedef struct nd_found {
    nd_ids       *ids;
    nd_found_row *rows;
    size_t        n, cap;
    uint64_t      documents;   /* of its summary */
    const nd_alloc *alloc;
} nd_found;

enum { ND_WORST_CASES = 20 };

typedef struct nd_case {
    uint32_t a, b;             /* ids */
    double   jaccard;          /* negative: the result says nothing of the pair */
} nd_case;

/* Of one label of pairs: how many pairs have it, and how many of them were found. */
typedef struct nd_by_label {
    const char *label;
    uint64_t    pairs, found;
} nd_by_label;

typedef struct nd_judgement {
    nd_score     score;
    nd_by_label *by_label;     /* of pair labels, in order of appearance */
    size_t       n_by_label;
    nd_case      misses[ND_WORST_CASES], falses[ND_WORST_CASES];
    size_t       n_misses, n_falses;
    uint64_t     all_misses, all_falses; /* pairs */
    uint64_t     unknown;      /* removed records that no label speaks of */
    const nd_alloc *alloc;
} nd_judgement;

/*
 * nd_judge - found are the pairs whose records are in one cluster of the result: a
 * keeper and those removed on its account. A record that no row speaks of is alone.
 *
 * Misses come most alike first, false ones least alike first; those of which the
 * result has no similarity last. Of clusters one pair of each two parts is shown.
 */
nd_status nd_judge(nd_judgement *judgement, const nd_found *found, const nd_labels *labels, const nd_alloc *alloc,
                   nd_err *err);
void nd_judgement_release(nd_judgement *judgement);

#endif
