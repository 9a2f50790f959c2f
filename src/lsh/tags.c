/* SPDX-License-Identifier: MIT
 *
 * tags.c - the line of an entry comes from its tag alone, so growing needs nothing but
 * the entries, and goes through both tables from their beginning to their end.
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

bool nd_tables_init(nd_tables *tables, uint32_t n, const nd_alloc *alloc)
{
    *tables = (nd_tables){.list = nd_get(alloc, n, sizeof *tables->list), .n = n};
    return tables->list != NULL;
}

void nd_tables_release(nd_tables *tables, const nd_alloc *alloc)
{
    nd_drop(alloc, tables->memory, tables->size, 1);
    nd_drop(alloc, tables->list, tables->n, sizeof *tables->list);
    *tables = (nd_tables){0};
}

static size_t most_used(const nd_tables *tables)
{
    size_t most = 0;
    for (uint32_t t = 0; t < tables->n; t++)
        most = tables->list[t].used > most ? tables->list[t].used : most;
    return most;
}

size_t nd_tables_room(const nd_tables *tables)
{
    size_t cap = tables->list[0].cap, used = most_used(tables);
    return cap - cap / 3 > used ? cap - cap / 3 - used : 0;
}

bool nd_tables_grow(nd_tables *tables, size_t more, const nd_alloc *alloc)
{
    size_t cap = ((most_used(tables) + more) / 2 * 3 / ND_TAGS_LINE + 1) * ND_TAGS_LINE;
    size_t line = ND_TAGS_LINE * sizeof(uint64_t), size = (tables->n * cap) * sizeof(uint64_t) + line;
    char *memory = nd_get(alloc, size, 1);
    if (memory == NULL)
        return false;
    _Atomic uint64_t *entries = (void *)(memory + (line - (uintptr_t)memory % line) % line);
    for (uint32_t t = 0; t < tables->n; t++) {
        nd_tags grown = {.entries = entries + t * cap, .cap = cap};
        move_entries(&tables->list[t], &grown);
        tables->list[t] = grown;
    }
    nd_drop(alloc, tables->memory, tables->size, 1);
    tables->memory = memory;
    tables->size = size;
    return true;
}
