/* SPDX-License-Identifier: MIT
 *
 * base.h - what every room stands on: failing, allocating, byte order.
 * Knows no text.
 */
#ifndef ND_BASE_H
#define ND_BASE_H

#include "neardup.h"

#include <string.h>

/*
 * nd_fail - formats one sentence into *err (may be NULL) and returns code.
 * No allocation, thread-safe. Too long a sentence is cut.
 */
nd_status nd_fail(nd_err *err, nd_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* nd_no_memory - the sentence for a failed allocation of size bytes (0: unknown); ND_ENOMEM. */
nd_status nd_no_memory(nd_err *err, size_t size);

/*
 * The only place that multiplies sizes. NULL or false: no memory or overflow,
 * and what was there is untouched. alloc may be NULL (malloc).
 */
void *nd_get(const nd_alloc *alloc, size_t n, size_t size);            /* n * size > 0 bytes, zeroed */
void  nd_drop(const nd_alloc *alloc, void *p, size_t n, size_t size);  /* p may be NULL */

/*
 * nd_grow - room for at least need elements in *array, whose capacity is *cap:
 * grows by half or more, keeps the elements. The new part is not zeroed.
 */
bool nd_grow(const nd_alloc *alloc, void *array, size_t *cap, size_t need, size_t size);

/*
 * Arena: many small pieces of one lifetime. Pieces are 16-byte aligned and stay
 * where they are. A piece over an eighth of a block has one of its own,
 * so an eighth at most is lost.
 */
typedef struct nd_arena {
    const nd_alloc *alloc;
    struct nd_arena_block *blocks; /* newest first */
    size_t used, size;             /* of the newest shared block, bytes */
} nd_arena;

/* Blocks of an arena, and of what else gives out memory by blocks: each twice the one before, up to a huge page. */
enum { ND_FIRST_BLOCK = 256 << 10, ND_LARGEST_BLOCK = 2 << 20 };

static inline size_t nd_block_behind(size_t size) /* 0: none */
{
    size_t twice = 2 * size, largest = ND_LARGEST_BLOCK;
    if (size == 0)
        return ND_FIRST_BLOCK;
    return twice < largest ? twice : largest;
}

void  nd_arena_init(nd_arena *arena, const nd_alloc *alloc);
void *nd_arena_get(nd_arena *arena, size_t n, size_t size);            /* NULL: no memory */
void  nd_arena_clear(nd_arena *arena);                                 /* keeps one block for reuse */
void  nd_arena_release(nd_arena *arena);

/* Little-endian bytes, whatever the machine. */
static inline void nd_put_le32(void *to, uint32_t v)
{
    unsigned char *b = (unsigned char *)to; /* the cast is for C++ */
    for (int i = 0; i < 4; i++)
        b[i] = (unsigned char)(v >> (8 * i));
}

/* A branch, not arithmetic: what follows need not wait until the condition is known. */
#define RARELY(condition) __builtin_expect((condition), 0)

#define ND_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
