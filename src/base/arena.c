/* SPDX-License-Identifier: MIT
 *
 * arena.c - blocks, newest first; large pieces in blocks of their own behind the newest,
 * so that the shared block goes on being filled.
 */
#include "base.h"

enum { ALIGN = 16 };

struct nd_arena_block {
    struct nd_arena_block *next;
    size_t size; /* bytes, this header included */
};

enum { HEAD = (sizeof(struct nd_arena_block) + ALIGN - 1) / ALIGN * ALIGN };

void nd_arena_init(nd_arena *arena, const nd_alloc *alloc)
{
    *arena = (nd_arena){.alloc = alloc};
}

static struct nd_arena_block *new_block(nd_arena *arena, size_t size)
{
    struct nd_arena_block *block = NULL;
    size_t cap = 0;
    if (!nd_grow(arena->alloc, &block, &cap, size, 1))
        return NULL;
    block->size = cap;
    return block;
}

void *nd_arena_get(nd_arena *arena, size_t n, size_t size)
{
    if (size != 0 && n > (SIZE_MAX / 4) / size)
        return NULL;
    size_t bytes = (n * size + ALIGN - 1) / ALIGN * ALIGN;
    if (bytes == 0)
        bytes = ALIGN; /* NULL would say that there is no memory */
    if (bytes > ND_FIRST_BLOCK / 8) {
        struct nd_arena_block *own = new_block(arena, HEAD + bytes);
        if (own == NULL)
            return NULL;
        struct nd_arena_block **at = arena->size != 0 ? &arena->blocks->next : &arena->blocks;
        own->next = *at;
        *at = own;
        return (char *)own + HEAD;
    }
    if (arena->size - arena->used < bytes) {
        struct nd_arena_block *block = new_block(arena, nd_block_behind(arena->size));
        if (block == NULL)
            return NULL;
        block->next = arena->blocks;
        arena->blocks = block;
        arena->size = block->size;
        arena->used = HEAD;
    }
    void *p = (char *)arena->blocks + arena->used;
    arena->used += bytes;
    return p;
}

static void free_blocks(nd_arena *arena, struct nd_arena_block *block)
{
    while (block != NULL) {
        struct nd_arena_block *next = block->next;
        nd_drop(arena->alloc, block, block->size, 1);
        block = next;
    }
}

void nd_arena_clear(nd_arena *arena)
{
    if (arena->size == 0) {
        nd_arena_release(arena);
        return;
    }
    free_blocks(arena, arena->blocks->next);
    arena->blocks->next = NULL;
    arena->used = HEAD;
}

void nd_arena_release(nd_arena *arena)
{
    free_blocks(arena, arena->blocks);
    nd_arena_init(arena, arena->alloc);
}
