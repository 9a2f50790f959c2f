/* SPDX-License-Identifier: MIT
 *
 * shelf.c - a list of blocks that is filled twice: with pieces as they are taken, and
 * from its beginning again with those that stay. Both go by one rule, so the second
 * never overtakes the first, and a piece finds room where it lies at the latest.
 * Blocks between the two hold nothing.
 */
#include "shelf.h"

enum { ALIGN = 16 };

struct nd_shelf_block {
    nd_shelf_block *next;
    size_t size;             /* bytes, this header included */
};

enum { HEAD = (sizeof(nd_shelf_block) + ALIGN - 1) / ALIGN * ALIGN };

static size_t aligned(size_t size)
{
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

static bool fits(nd_shelf_place place, size_t size)
{
    return place.block != NULL && place.block->size - place.used >= size;
}

/*
 * The next block behind place with room for size bytes, or NULL. Those before it hold
 * nothing any more; as they are too small now they go, or they would gather.
 */
static nd_shelf_block *next_block(nd_shelf *shelf, nd_shelf_place place, size_t size)
{
    nd_shelf_block **link = place.block != NULL ? &place.block->next : &shelf->first, *block;
    while ((block = *link) != NULL && block->size - HEAD < size) {
        *link = block->next;
        nd_drop(shelf->alloc, block, block->size, 1);
    }
    return block;
}

/* A new one, behind place and all blocks. */
static nd_shelf_block *add_block(nd_shelf *shelf, nd_shelf_place place, size_t size)
{
    nd_shelf_block *block = NULL;
    size_t cap = 0, usual = nd_block_behind(place.block != NULL ? place.block->size : 0);
    if (!nd_grow(shelf->alloc, &block, &cap, HEAD + size < usual ? usual : HEAD + size, 1))
        return NULL;
    *block = (nd_shelf_block){.size = cap};
    *(place.block != NULL ? &place.block->next : &shelf->first) = block;
    return block;
}

void *nd_shelf_take(nd_shelf *shelf, size_t size)
{
    if (size > SIZE_MAX / 4)
        return NULL;
    size = aligned(size);
    if (!fits(shelf->taken, size)) {
        nd_shelf_block *next = next_block(shelf, shelf->taken, size);
        if (next == NULL)
            next = add_block(shelf, shelf->taken, size);
        if (next == NULL)
            return NULL;
        shelf->taken = (nd_shelf_place){next, HEAD};
    }
    void *piece = (char *)shelf->taken.block + shelf->taken.used;
    shelf->taken.used += size;
    return piece;
}

void *nd_shelf_move(nd_shelf *shelf, nd_shelf_place *place, void *piece, size_t size)
{
    if (!fits(*place, aligned(size)))
        *place = (nd_shelf_place){next_block(shelf, *place, aligned(size)), HEAD};
    void *to = (char *)place->block + place->used;
    place->used += aligned(size);
    return to != piece ? memmove(to, piece, size) : to;
}

void nd_shelf_join(nd_shelf *shelf, nd_shelf *from)
{
    nd_shelf_block **end = &from->first;
    while (*end != NULL)
        end = &(*end)->next;
    *end = shelf->first;
    shelf->first = from->first;
    *from = (nd_shelf){.alloc = from->alloc};
}

void nd_shelf_release(nd_shelf *shelf)
{
    while (shelf->first != NULL) {
        nd_shelf_block *block = shelf->first;
        shelf->first = block->next;
        nd_drop(shelf->alloc, block, block->size, 1);
    }
    *shelf = (nd_shelf){.alloc = shelf->alloc};
}
