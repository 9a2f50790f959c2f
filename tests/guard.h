/* SPDX-License-Identifier: MIT
 *
 * guard.h - memory whose end is the end of a page, before one that cannot be
 * touched: a read or write behind it is a crash, not a matter of luck. Include it
 * before anything else.
 */
#ifndef GUARD_H
#define GUARD_H

#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static inline size_t guard_pages(size_t n)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (n + page - 1) / page * page;
}

/* n bytes, zero, that end at the guard. */
static inline void *guard_get(size_t n)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), size = guard_pages(n);
    char *map = mmap(NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED || mprotect(map + size, page, PROT_NONE) != 0)
        abort();
    return map + size - n;
}

static inline void guard_drop(void *at, size_t n)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), size = guard_pages(n);
    munmap((char *)at + n - size, size + page);
}

#endif
