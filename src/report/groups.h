/* SPDX-License-Identifier: MIT
 *
 * groups.h - findings that repeat one place, as one.
 */
#ifndef ND_GROUPS_H
#define ND_GROUPS_H

#include "base/base.h"

typedef struct nd_group {
    size_t first, n;           /* rows[members[first .. first + n)] */
    double weight;             /* of all its rows */
} nd_group;

/* The groups of one document's findings; arrays of its own. */
typedef struct nd_groups {
    nd_group *list;
    size_t    n;
    size_t   *members;         /* indices of rows, group by group, by place */
    size_t    n_rows;
    const nd_alloc *alloc;
} nd_groups;

/*
 * nd_groups_make - rows of one kind that repeat the same place are one group; near
 * repeats differ each in its own way, and stay alone, as stutters and marks do.
 * Groups come in the order of their first rows, or the heaviest first.
 *
 * False: no memory. To be released either way.
 */
bool nd_groups_make(nd_groups *groups, const nd_repeats *repeats, bool by_weight, const nd_alloc *alloc);
void nd_groups_release(nd_groups *groups);

#endif
