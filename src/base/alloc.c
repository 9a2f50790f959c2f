/* SPDX-License-Identifier: MIT
 *
 * alloc.c - sizes are multiplied here and nowhere else.
 */
#include "base.h"

#include <stdlib.h>

static void *resize(const nd_alloc *alloc, void *p, size_t old_size, size_t new_size)
{
    if (alloc != NULL)
        return alloc->fn(alloc->ctx, p, old_size, new_size);
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, new_size);
}

static bool product(size_t n, size_t size, size_t *out)
{
    if (size != 0 && n > SIZE_MAX / 2 / size)
        return false;
    *out = n * size;
    return true;
}

void *nd_get(const nd_alloc *alloc, size_t n, size_t size)
{
    size_t bytes;
    if (!product(n, size, &bytes) || bytes == 0)
        return NULL;
    /* calloc's zero pages are free where the allocator is malloc */
    if (alloc == NULL)
        return calloc(1, bytes);
    void *p = resize(alloc, NULL, 0, bytes);
    if (p != NULL)
        memset(p, 0, bytes);
    return p;
}

void nd_drop(const nd_alloc *alloc, void *p, size_t n, size_t size)
{
    if (p != NULL)
        resize(alloc, p, n * size, 0);
}

bool nd_grow(const nd_alloc *alloc, void *array, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return true;
    size_t want = *cap + *cap / 2, bytes;
    if (want < need)
        want = need;
    if (want < 16)
        want = 16;
    if (!product(want, size, &bytes))
        return false;
    void *p;
    memcpy(&p, array, sizeof p); /* array is the address of some typed pointer */
    p = resize(alloc, p, *cap * size, bytes);
    if (p == NULL)
        return false;
    memcpy(array, &p, sizeof p);
    *cap = want;
    return true;
}
