/* SPDX-License-Identifier: MIT
 *
 * group_shown.h - what a report shows of a result of group or dedup.
 */
#ifndef ND_GROUP_SHOWN_H
#define ND_GROUP_SHOWN_H

#include "about.h"
#include "tally.h"

typedef enum nd_pick { ND_PICK_LARGEST = 0, ND_PICK_RANDOM } nd_pick;

/* A kept record and those that were removed on its word. */
typedef struct nd_shown_cluster {
    nd_shown_record keeper;    /* its id belongs to one of the members */
    uint64_t        size;      /* records, the keeper too */
    uint64_t        order;     /* from 1, by its first row */
    nd_pick         pick;
    nd_shown_pairs  members;   /* the least similar of them */
} nd_shown_cluster;

typedef struct nd_shown_group {
    const nd_about   *about;
    nd_counts         counts;
    uint64_t          restored;
    double            threshold;
    uint32_t          bands, rows;
    nd_tally          tally;
    nd_shown_pairs    removed, missed;   /* nearest the threshold, on either side */
    nd_shown_cluster *clusters;          /* the largest first, then the random ones, both by size */
    size_t            n_clusters;
    uint64_t          all_clusters;
    nd_shown_texts    texts;
} nd_shown_group;

/* How many of each are shown at most. */
enum { ND_SHOWN_NEAREST = 40, ND_SHOWN_CLUSTERS = 1000, ND_SHOWN_MEMBERS = 24 };

/*
 * nd_group_page - the page, of about->max_bytes at most.
 *
 * ND_ENOMEM, ND_ELIMIT where not even what stands around the list has room.
 */
nd_status nd_group_page(nd_buf *to, const nd_shown_group *group, nd_aligner *aligner, nd_err *err);

#endif
