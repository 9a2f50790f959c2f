/* SPDX-License-Identifier: MIT
 *
 * labels.h - what is known of the records: which pairs are copies, or which cluster
 * each is in.
 */
#ifndef ND_LABELS_H
#define ND_LABELS_H

#include "ids.h"

typedef struct nd_labelled_pair {
    uint32_t a, b;             /* ids */
    uint32_t label;            /* number of the label in nd_labels.names */
    bool     copy;             /* the label is not 0 */
} nd_labelled_pair;

typedef struct nd_labels {
    nd_ids   *ids;             /* the caller's; of the result's records too */
    nd_ids    names;           /* of labels, or of clusters */
    bool      pairs;           /* else clusters */
    bool      known;           /* whether it is pairs or clusters */
    int       columns[3];      /* of id, second id or cluster, label; by the header line */
    nd_labelled_pair *list;    /* pairs */
    size_t    n, cap;
    uint32_t *cluster_of;      /* of each id: number of its cluster, or ND_NO_ID; n_cluster_of ids */
    size_t    n_cluster_of, cap_cluster_of, n_labelled;
    const nd_alloc *alloc;
} nd_labels;

void nd_labels_init(nd_labels *labels, nd_ids *ids, const nd_alloc *alloc);
void nd_labels_release(nd_labels *labels);

/*
 * nd_labels_add - one line of a TSV file, without its end.
 *
 * The first line tells the columns: by their names (id, id1, id2, cluster, label,
 * type), or, where it is no header, "id cluster" for two columns and "id1 id2 label"
 * for more. Other columns are not looked at.
 *
 * ND_EFORMAT and what is wrong with the line, which is then as if it were not there.
 */
nd_status nd_labels_add(nd_labels *labels, const char *line, size_t len, nd_err *err);

#endif
