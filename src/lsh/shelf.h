/* SPDX-License-Identifier: MIT
 *
 * shelf.h - an arena whose last pieces are on approval. Who takes a piece says later, in
 * the order they were taken, which ones stay; those move up to the ones that stayed
 * before, so what goes leaves no hole. Pieces are 16-byte aligned. A piece that does not
 * fit behind the others begins a new block, so less than its own size is lost with it.
 */
#ifndef ND_SHELF_H
#define ND_SHELF_H

#include "base/base.h"

typedef struct nd_shelf_block nd_shelf_block;

typedef struct nd_shelf_place {
    nd_shelf_block *block;   /* NULL: before the first */
    size_t          used;    /* bytes of it */
} nd_shelf_place;

typedef struct nd_shelf {
    const nd_alloc *alloc;
    nd_shelf_block *first;   /* in the order of pieces; those behind `taken` are empty */
    nd_shelf_place  stayed;  /* behind the last piece that stays */
    nd_shelf_place  taken;   /* behind the last piece */
} nd_shelf;

/* nd_shelf_take - size bytes, on approval; NULL: no memory. */
void *nd_shelf_take(nd_shelf *shelf, size_t size);

/*
 * nd_shelf_move - moves a piece to *place, which moves on behind it; where it is then.
 * Called for pieces in the order they were taken, from a place before them.
 */
void *nd_shelf_move(nd_shelf *shelf, nd_shelf_place *place, void *piece, size_t size);

/* nd_shelf_join - all that is on from, which is empty then, stays on shelf. One allocator. */
void nd_shelf_join(nd_shelf *shelf, nd_shelf *from);

void nd_shelf_release(nd_shelf *shelf);

#endif
