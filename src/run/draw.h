/* SPDX-License-Identifier: MIT
 *
 * draw.h - which of many clusters or families a page shows: the largest, and of the
 * others a sample, the same one each time.
 */
#ifndef ND_DRAW_H
#define ND_DRAW_H

#include <stddef.h>
#include <stdint.h>

typedef struct nd_ranked {
    uint64_t size;
    uint32_t number;           /* in the order of the result */
} nd_ranked;

typedef struct nd_drawn {
    size_t largest, random;
} nd_drawn;

/*
 * nd_draw - orders a list: the largest first, then those that a hash of their number
 * draws, largest first too, then the others. Of `most`, or as many as there are, three
 * in five are the largest, so that there is a sample also where a page has not room for all.
 */
nd_drawn nd_draw(nd_ranked *list, size_t n, size_t most);

#endif
