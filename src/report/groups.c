/* SPDX-License-Identifier: MIT
 *
 * groups.c - findings that repeat one place, as one.
 *
 * The rows are sorted by kind and by the place they repeat, so that those of a group
 * lie side by side: a million equal lines are one group as fast as a million pairs.
 */
#include "groups.h"

#include <stdlib.h>

typedef struct key {
    unsigned kind;
    size_t   of, len, row;
} key;

static int compare(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_group(const void *a, const void *b)
{
    const key *x = a, *y = b;
    int order = compare(x->kind, y->kind);
    if (order == 0)
        order = compare(x->of, y->of);
    if (order == 0)
        order = compare(x->len, y->len);
    return order != 0 ? order : compare(x->row, y->row);
}

static int by_place(const void *a, const void *b)
{
    const nd_group *x = a, *y = b;
    return compare(x->first, y->first);
}

static int by_weight_then_place(const void *a, const void *b)
{
    const nd_group *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return by_place(a, b);
}

static bool stays_alone(nd_repeat_kind kind)
{
    return kind != ND_REPEAT_LINE && kind != ND_REPEAT_PARAGRAPH && kind != ND_REPEAT_PHRASE;
}

static bool same_group(const key *a, const key *b)
{
    return a->kind == b->kind && a->of == b->of && a->len == b->len && !stays_alone((nd_repeat_kind)a->kind);
}

bool nd_groups_make(nd_groups *groups, const nd_repeats *repeats, bool by_weight, const nd_alloc *alloc)
{
    size_t n = repeats->n_rows;
    *groups = (nd_groups){.n_rows = n, .alloc = alloc};
    if (n == 0)
        return true;
    key *keys = nd_get(alloc, n, sizeof *keys);
    groups->members = nd_get(alloc, n, sizeof *groups->members);
    groups->list = nd_get(alloc, n, sizeof *groups->list);
    bool made = keys != NULL && groups->members != NULL && groups->list != NULL;
    for (size_t i = 0; made && i < n; i++) {
        const nd_repeat *row = &repeats->rows[i];
        /* a phrase may repeat the begin of a longer one: its own length tells them apart */
        keys[i] = (key){(unsigned)row->kind, row->of.offset, row->of.len, i};
    }
    if (made)
        qsort(keys, n, sizeof *keys, by_group);
    for (size_t i = 0; made && i < n; i++) {
        if (i == 0 || !same_group(&keys[i - 1], &keys[i]))
            groups->list[groups->n++] = (nd_group){.first = i};
        nd_group *group = &groups->list[groups->n - 1];
        group->n++;
        group->weight += repeats->rows[keys[i].row].weight;
        groups->members[i] = keys[i].row;
    }
    /* while they are sorted, first is the first row itself; then its place among the members again */
    for (size_t g = 0, at = 0; made && g < groups->n; at += groups->list[g++].n)
        groups->list[g].first = groups->members[at];
    if (made) {
        qsort(groups->list, groups->n, sizeof *groups->list, by_weight ? by_weight_then_place : by_place);
        for (size_t i = 0; i < n; i++)
            keys[keys[i].row].len = i;
        for (size_t g = 0; g < groups->n; g++)
            groups->list[g].first = keys[groups->list[g].first].len;
    }
    nd_drop(alloc, keys, n, sizeof *keys);
    return made;
}

void nd_groups_release(nd_groups *groups)
{
    nd_drop(groups->alloc, groups->members, groups->n_rows, sizeof *groups->members);
    nd_drop(groups->alloc, groups->list, groups->n_rows, sizeof *groups->list);
    *groups = (nd_groups){.alloc = groups->alloc};
}
