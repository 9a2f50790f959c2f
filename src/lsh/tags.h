/* SPDX-License-Identifier: MIT
 *
 * tags.h - a hash table from a 32-bit tag to any number of documents. Linear
 * probing, 8 bytes an entry, never more than 4/5 full; nothing is ever removed,
 * so documents with one tag are met in the order they were added.
 *
 * The place of an entry comes from its tag alone. The owner makes tags with numbers
 * that differ from run to run, so that no input can aim its documents at one place.
 */
#ifndef ND_TAGS_H
#define ND_TAGS_H

#include "base/base.h"

typedef struct nd_tag_entry {
    uint32_t tag;
    uint32_t doc;          /* plus 1; 0 is an empty place */
} nd_tag_entry;

typedef struct nd_tags {
    nd_tag_entry *entries;
    size_t cap, used;
} nd_tags;

/* nd_tags_reserve - room for one more; false: no memory, and the table is as before. */
bool nd_tags_reserve(nd_tags *tags, const nd_alloc *alloc);

void nd_tags_release(nd_tags *tags, const nd_alloc *alloc);

static inline size_t nd_tags_home(const nd_tags *tags, uint32_t tag)
{
    return (size_t)((uint64_t)tag * tags->cap >> 32);
}

/*
 * One walk for asking and adding:
 *   for (size_t p = nd_tags_home(..); tags->entries[p].doc != 0; p = nd_tags_next(tags, p))
 *       if (tags->entries[p].tag == tag) ...
 * and p is then the place for nd_tags_put. cap must not be 0.
 */
static inline size_t nd_tags_next(const nd_tags *tags, size_t p)
{
    return p + 1 == tags->cap ? 0 : p + 1;
}

static inline void nd_tags_put(nd_tags *tags, size_t p, uint32_t tag, uint32_t doc)
{
    tags->entries[p] = (nd_tag_entry){tag, doc + 1};
    tags->used++;
}

#endif
