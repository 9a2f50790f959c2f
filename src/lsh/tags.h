/* SPDX-License-Identifier: MIT
 *
 * tags.h - a hash table from a 32-bit tag to any number of documents. Linear
 * probing, 8 bytes an entry, never more than 4/5 full; nothing is ever removed,
 * so documents with one tag are met in the order they were added.
 *
 * The place of an entry comes from its tag alone. The owner makes tags with numbers
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

typedef struct nd_tags {
    _Atomic uint64_t *entries; /* tag, then doc */
    size_t cap, used;
} nd_tags;

/* nd_tags_reserve - room for one more; false: no memory, and the table is as before. */
bool nd_tags_reserve(nd_tags *tags, const nd_alloc *alloc);

void nd_tags_release(nd_tags *tags, const nd_alloc *alloc);

/* nd_tags_room - how many more can come before the table must grow. */
static inline size_t nd_tags_room(const nd_tags *tags)
{
    size_t most = tags->cap / 5 * 4;
    return tags->used < most ? most - tags->used : 0;
}

static inline size_t nd_tags_home(const nd_tags *tags, uint32_t tag)
{
    return (size_t)((uint64_t)tag * tags->cap >> 32);
}

static inline nd_tag_entry nd_tags_at(const nd_tags *tags, size_t p)
{
    uint64_t entry = atomic_load_explicit(&tags->entries[p], memory_order_relaxed);
    return (nd_tag_entry){(uint32_t)(entry >> 32), (uint32_t)entry};
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
