/* SPDX-License-Identifier: MIT
 *
 * score_sharing.c - pairs that share a passage against labelled clusters: a true pair is
 * two members of one cluster, and every pair counts.
 */
#include "score.h"

#include <stdlib.h>

typedef struct labelled {      /* an item that is in a cluster of the labels */
    uint32_t cluster, item;
} labelled;

static int by_cluster(const void *a, const void *b)
{
    const labelled *x = a, *y = b;
    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static uint32_t cluster_of(const nd_found *found, const nd_labels *labels, uint32_t item)
{
    uint32_t name = found->items[item].name;
    return name < labels->n_members ? labels->members[name].cluster : ND_NO_ID;
}

static void add_found(nd_score *score, const nd_found *found, const nd_labels *labels)
{
    score->found = found->n_near;
    for (size_t i = 0; i < found->n_near; i++) {
        const nd_near_pair *pair = &found->near[i];
        uint32_t a = cluster_of(found, labels, pair->a), b = cluster_of(found, labels, pair->b);
        bool copies = a != ND_NO_ID && a == b;
        score->both += copies;
        if (!copies)
            nd_worst_add(&score->wrong, &(nd_fault){pair->a, pair->b, pair->jaccard, ND_NO_ID});
    }
}

/* Pairs of a cluster that share nothing, until there are enough of them to look at. */
static void add_missed(nd_score *score, const nd_found *found, const labelled *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && score->missed.n < ND_WORST; k++)
            if (!nd_found_together(found, set[i].item, set[k].item))
                nd_worst_add(&score->missed, &(nd_fault){set[i].item, set[k].item, ND_UNKNOWN, set[i].cluster});
}

nd_status nd_score_sharing(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err)
{
    size_t n = 0;
    labelled *list = nd_get(score->alloc, found->n_items + 1, sizeof *list);
    if (list == NULL)
        return nd_no_memory(err, found->n_items * sizeof *list);
    for (uint32_t i = 0; i < found->n_items; i++) {
        uint32_t cluster = cluster_of(found, labels, i);
        if (cluster != ND_NO_ID)
            list[n++] = (labelled){cluster, i};
    }
    qsort(list, n, sizeof *list, by_cluster);
    add_found(score, found, labels);
    for (size_t at = 0, end; at < n; at = end) {
        for (end = at + 1; end < n && list[end].cluster == list[at].cluster; end++)
            ;
        uint64_t of = end - at;
        score->truth += of * (of - 1) / 2;
        score->sets += of > 1;
        add_missed(score, found, list + at, end - at);
    }
    nd_drop(score->alloc, list, found->n_items + 1, sizeof *list);
    return ND_OK;
}
