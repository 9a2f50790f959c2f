/* SPDX-License-Identifier: MIT */
#include "draw.h"

#include "base/base.h"

#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
    const nd_ranked *x = a, *y = b;
    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static uint64_t lot_of(const nd_ranked *ranked)
{
    return nd_digest_bytes(&ranked->number, sizeof ranked->number).lo;
}

static int by_lot(const void *a, const void *b)
{
    uint64_t x = lot_of(a), y = lot_of(b);
    return x < y ? -1 : x > y ? 1 : by_size(a, b);
}

nd_drawn nd_draw(nd_ranked *list, size_t n, size_t most)
{
    size_t taken = n < most ? n : most;
    nd_drawn drawn = {.largest = taken - taken * 2 / 5, .random = taken * 2 / 5};
    if (n == 0)
        return drawn;
    qsort(list, n, sizeof *list, by_size);
    if (n > taken)
        qsort(list + drawn.largest, n - drawn.largest, sizeof *list, by_lot);
    qsort(list + drawn.largest, drawn.random, sizeof *list, by_size);
    return drawn;
}
