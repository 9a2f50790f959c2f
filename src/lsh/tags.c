/* SPDX-License-Identifier: MIT
 *
 * tags.c - growing by half bounds the memory at 8 / (4/5 * 2/3) = 15 bytes a
 * document; the place of an entry comes from its tag alone, so growing needs
 * nothing but the entries.
 */
#include "tags.h"

static void move_entries(const nd_tags *tags, nd_tags *grown)
{
    /* Starting behind an empty place keeps the order of entries of one tag
     * where their run wraps over the end of the table. */
    size_t from = 0;
    while (from < tags->cap && nd_tags_at(tags, from).doc != 0)
        from++;
    for (size_t i = 0; i < tags->cap; i++, from = nd_tags_next(tags, from)) {
        nd_tag_entry e = nd_tags_at(tags, from);
        if (e.doc == 0)
            continue;
        size_t p = nd_tags_home(grown, e.tag);
        while (nd_tags_at(grown, p).doc != 0)
            p = nd_tags_next(grown, p);
        nd_tags_put(grown, p, e.tag, e.doc - 1);
    }
}

bool nd_tags_reserve(nd_tags *tags, const nd_alloc *alloc)
{
    if (nd_tags_room(tags) > 0)
        return true;
    nd_tags grown = {.cap = tags->cap + tags->cap / 2 + 40};
    grown.entries = nd_get(alloc, grown.cap, sizeof *grown.entries);
    if (grown.entries == NULL)
        return false;
    move_entries(tags, &grown);
    nd_tags_release(tags, alloc);
    *tags = grown;
    return true;
}

void nd_tags_release(nd_tags *tags, const nd_alloc *alloc)
{
    nd_drop(alloc, tags->entries, tags->cap, sizeof *tags->entries);
    *tags = (nd_tags){0};
}
