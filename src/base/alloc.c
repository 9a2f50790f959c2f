/* SPDX-License-Identifier: MIT
 *
 * alloc.c - sizes are multiplied here and nowhere else.
 */
#define _DEFAULT_SOURCE /* madvise */
#include "base.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 }; /* bytes of a huge page, on most machines that have them */

/*
 * What is large is asked for in huge pages: otherwise the system gives it 4 KiB at a time,
 * each when it is first touched, which takes longer than to fill it. (Asking for small pages
 * at once, MADV_POPULATE_WRITE, saves half as much, and holds up other threads.)
 */
static void *advised(void *p, size_t size)
{
#ifdef MADV_HUGEPAGE
    uintptr_t from = ((uintptr_t)p + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE, to = (uintptr_t)p + size;
    if (p != NULL && from < to)
        (void)madvise((void *)from, to - from, MADV_HUGEPAGE); /* where it is refused nothing is lost */
#endif
    return p;
}

static void *get_large(size_t size)
{
    void *p = NULL;
    return posix_memalign(&p, HUGE_PAGE, size) == 0 ? advised(p, size) : NULL;
}

static void *resize(const nd_alloc *alloc, void *p, size_t old_size, size_t new_size)
{
    if (alloc != NULL)
        return alloc->fn(alloc->ctx, p, old_size, new_size);
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    if (new_size < HUGE_PAGE)
        return realloc(p, new_size);
    return p == NULL ? get_large(new_size) : advised(realloc(p, new_size), new_size);
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
    if (alloc == NULL && bytes < HUGE_PAGE)
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
