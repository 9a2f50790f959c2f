/* SPDX-License-Identifier: MIT
 *
 * tags.h - a hash table from a 32-bit tag to any number of documents. Linear
 * probing from the first place of a line of eight, never more than 2/3 full; nothing
 * is ever removed, so documents with one tag are met in the order they were added.
 *
 * A line is what a processor fetches at once, 64 bytes, and most lines are not full: so
 * who asks looks at the eight places of one line without a branch, and is mostly done.
 * That is a third of the time of going from place to place, each of which may be the last.
 *
 * The line of an entry comes from its tag alone. The owner makes tags with numbers
 * that differ from run to run, so that no input can aim its documents at one place.
 *
 * One thread may add while others read, as long as the table does not grow: an entry
 * is there or it is not. What a reader may make of it is the owner's to say.
 */
#ifndef ND_TAGS_H
#define ND_TAGS_H

#include "base/base.h"

#include <stdatomic.h>

typedef struct nd_tag_entry {
    uint32_t tag;
    uint32_t doc;          /* plus 1; 0 is an empty place */
} nd_tag_entry;

enum { ND_TAGS_LINE = 8 };     /* places */

typedef struct nd_tags {
    _Atomic uint64_t *entries; /* tag, then doc */
    size_t cap, used;          /* places; cap is of whole lines */
} nd_tags;

/* Tables of one size, in one array: a large one, for which the system has larger pages. */
typedef struct nd_tables {
    nd_tags *list;
    uint32_t n;
    void    *memory;           /* of all entries, and what aligning them to lines takes */
    size_t   size;             /* bytes of it */
} nd_tables;

/* nd_tables_init - n empty tables; false: no memory. */
bool nd_tables_init(nd_tables *tables, uint32_t n, const nd_alloc *alloc);

void nd_tables_release(nd_tables *tables, const nd_alloc *alloc);

/* nd_tables_room - how many documents can still come to each before they must grow. */
size_t nd_tables_room(const nd_tables *tables);

/* nd_tables_grow - room for `more` documents in each; false: no memory, and all is as before. */
bool nd_tables_grow(nd_tables *tables, size_t more, const nd_alloc *alloc);

static inline size_t nd_tags_home(const nd_tags *tags, uint32_t tag)
{
    return (size_t)((uint64_t)tag * (tags->cap / ND_TAGS_LINE) >> 32) * ND_TAGS_LINE;
}

static inline nd_tag_entry nd_tags_at(const nd_tags *tags, size_t p)
{
    uint64_t entry = atomic_load_explicit(&tags->entries[p], memory_order_relaxed);
    return (nd_tag_entry){(uint32_t)(entry >> 32), (uint32_t)entry};
}

/* nd_tags_in_line - whether a place of the line at p has the tag. No branch on what is there. */
static inline bool nd_tags_in_line(const nd_tags *tags, size_t p, uint32_t tag)
{
    unsigned same = 0;
#pragma GCC unroll 8
    for (unsigned i = 0; i < ND_TAGS_LINE; i++)
        same |= nd_tags_at(tags, p + i).tag == tag;
    return same;
}

/* nd_tags_taken - how many places of the line at p are taken; they are its first. */
static inline unsigned nd_tags_taken(const nd_tags *tags, size_t p)
{
    unsigned taken = 0;
#pragma GCC unroll 8
    for (unsigned i = 0; i < ND_TAGS_LINE; i++)
        taken += nd_tags_at(tags, p + i).doc != 0;
    return taken;
}

/*
 * One walk for asking and adding:
 *   for (size_t p = nd_tags_home(..); nd_tags_at(tags, p).doc != 0; p = nd_tags_next(tags, p))
 *       if (nd_tags_at(tags, p).tag == tag) ...
 * and p is then the place for nd_tags_put. cap must not be 0.
 */
static inline size_t nd_tags_next(const nd_tags *tags, size_t p)
{
    return p + 1 == tags->cap ? 0 : p + 1;
}

static inline void nd_tags_put(nd_tags *tags, size_t p, uint32_t tag, uint32_t doc)
{
    atomic_store_explicit(&tags->entries[p], (uint64_t)tag << 32 | (doc + 1), memory_order_relaxed);
    tags->used++;
}

#endif
