/* SPDX-License-Identifier: MIT
 *
 * family_grow.h - one family: from its core to all that carry its kernel.
 */
#ifndef ND_FAMILY_GROW_H
#define ND_FAMILY_GROW_H

#include "family_taken.h"

/* A member, texts by their place in the sides. */
typedef struct nd_kin {
    uint32_t text;
    uint32_t links;
    nd_reach at, core;
    double   similarity;
} nd_kin;

/* A member that may be. */
typedef struct nd_kin_candidate {
    nd_kin   kin;
    uint64_t order;            /* in which it was met */
} nd_kin_candidate;

/* A side of the core's text over a stretch of it, seen as the places where a kernel may begin. */
typedef struct nd_kernel_vote {
    uint32_t first, last;      /* places, both included */
    uint64_t weight;           /* bytes of the core */
} nd_kernel_vote;

typedef struct nd_family_grower {
    const nd_sides *sides;
    nd_taken_list  *taken;     /* of each text */
    const double   *similarity; /* of each passage */
    nd_kin_candidate *heap;
    nd_kernel_vote   *votes;
    nd_key           *events;  /* room for twice as many, and as scratch again */
    size_t n_heap, cap_heap, n_votes, cap_votes, cap_events;
    nd_kin *kin;               /* of all families, one after the other */
    size_t  n_kin, cap_kin;
    const nd_alloc *alloc;
} nd_family_grower;

void nd_family_grower_release(nd_family_grower *grower);

/* Where a kernel of so many bytes may yet begin. */
typedef struct nd_kernel_room {
    uint32_t first, last, len;
} nd_kernel_room;

/*
 * nd_kernel_vote_count - the places that most votes hold, by weight: the first run of such.
 *
 * @events  room for 4 * n
 */
nd_kernel_room nd_kernel_vote_count(const nd_kernel_vote *votes, size_t n, nd_key *events);

/*
 * nd_family_grow - the family whose core is the side's stretch, as far as that and what it is
 * linked to by its own passage are free: at least its two ends become members. No family
 * where less than half of either is.
 *
 * @core, @kernel  out: empty where there is no family; members are appended to kin
 */
nd_status nd_family_grow(nd_family_grower *grower, const nd_side *side, uint32_t family, nd_reach *core,
                         nd_reach *kernel, nd_err *err);

#endif
