/* SPDX-License-Identifier: MIT
 *
 * scarce.h - an allocator that fails after n allocations, for "every allocation
 * may fail" tests, and counts the bytes that are still out.
 */
#ifndef SCARCE_H
#define SCARCE_H

#include "neardup.h"

#include <stdlib.h>

typedef struct scarce {
    size_t left;  /* allocations that succeed before the next ones fail */
    size_t live;  /* bytes still out */
} scarce;

static inline void *scarce_fn(void *ctx, void *p, size_t old_size, size_t new_size)
{
    scarce *s = ctx;
    if (new_size == 0) {
        free(p);
        s->live -= old_size;
        return NULL;
    }
    if (s->left == 0)
        return NULL;
    s->left--;
    void *q = realloc(p, new_size);
    if (q != NULL)
        s->live += new_size - old_size;
    return q;
}

#define SCARCE(s) (&(nd_alloc){scarce_fn, (s)})

#endif
