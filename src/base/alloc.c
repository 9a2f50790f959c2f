/* SPDX-License-Identifier: MIT
 *
 * alloc.c - sizes are multiplied here and nowhere else.
 */
#define _DEFAULT_SOURCE /* madvise */
#include "base.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { LARGE = 2 << 20 }; /* bytes; of a huge page, on most machines that have them */

/*
 * The system gives memory 4 KiB at a time, each when it is first touched, which takes longer
 * than to fill it. So what is large is asked for at once where all of it will be used, and
 * in huge pages where it will be used in no order. Where that is refused nothing is lost.
 */
static void advise(void *p, size_t size, int advice)
{
    uintptr_t page = 4096, from = ((uintptr_t)p + page - 1) / page * page, to = ((uintptr_t)p + size) / page * page;
    if (from < to)
        (void)madvise((void *)from, to - from, advice);
}

static void *get_large(size_t size)
{
    void *p = malloc(size);
#ifdef MADV_POPULATE_WRITE
    if (p != NULL)
        advise(p, size, MADV_POPULATE_WRITE);
#endif
    return p;
}

static void *get_zeroed(size_t size)
{
    void *p = NULL;
    if (posix_memalign(&p, LARGE, size) != 0)
        return NULL;
#ifdef MADV_HUGEPAGE
    advise(p, size, MADV_HUGEPAGE);
#endif
    return memset(p, 0, size);
}

static void *resize(const nd_alloc *alloc, void *p, size_t old_size, size_t new_size)
{
    if (alloc != NULL)
        return alloc->fn(alloc->ctx, p, old_size, new_size);
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    return p == NULL && new_size >= LARGE ? get_large(new_size) : realloc(p, new_size);
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
    if (alloc == NULL)
        return bytes < LARGE ? calloc(1, bytes) : get_zeroed(bytes);
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
