/* SPDX-License-Identifier: MIT
 *
 * family_taken.h - which bytes of which text belong to a family already.
 */
#ifndef ND_FAMILY_TAKEN_H
#define ND_FAMILY_TAKEN_H

#include "family_sides.h"

#define ND_NO_FAMILY_YET UINT32_MAX

typedef struct nd_taken {
    nd_reach at;
    uint32_t family;
} nd_taken;

typedef struct nd_taken_list {     /* of one text: apart from each other, by place */
    nd_taken *list;
    size_t    n, cap;
} nd_taken_list;

/* nd_taken_free - the longest stretch of at, the first of those, that no family has; may be empty. */
nd_reach nd_taken_free(const nd_taken_list *taken, nd_reach at);

/* nd_taken_add - takes a stretch that is free. O(log n), but for moving what lies behind it. */
nd_status nd_taken_add(nd_taken_list *taken, nd_reach at, uint32_t family, const nd_alloc *alloc, nd_err *err);

/* nd_taken_remove - gives back a stretch that was added. */
void nd_taken_remove(nd_taken_list *taken, nd_reach at);

/* nd_taken_most - the family that has most of at, if that is more than half; else ND_NO_FAMILY_YET. */
uint32_t nd_taken_most(const nd_taken_list *taken, nd_reach at);

#endif
