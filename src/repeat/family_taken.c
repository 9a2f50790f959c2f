/* SPDX-License-Identifier: MIT
 *
 * family_taken.c - a sorted array is enough: a text has few families, and one of 10 MB
 * that is quoted 100,000 times takes seconds, not hours.
 */
#include "family_taken.h"

/* The first that ends behind a place. */
static size_t first_behind(const nd_taken_list *t, uint32_t place)
{
    size_t from = 0, to = t->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (t->list[middle].at.end <= place)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

nd_reach nd_taken_free(const nd_taken_list *t, nd_reach at)
{
    nd_reach best = {at.begin, at.begin};
    uint32_t from = at.begin;
    for (size_t i = first_behind(t, at.begin); from < at.end; i++) {
        uint32_t to = i < t->n && t->list[i].at.begin < at.end ? t->list[i].at.begin : at.end;
        if (to > from && to - from > nd_reach_len(best))
            best = (nd_reach){from, to};
        from = to < at.end ? t->list[i].at.end : at.end;
    }
    return best;
}

nd_status nd_taken_add(nd_taken_list *t, nd_reach at, uint32_t family, const nd_alloc *alloc, nd_err *err)
{
    if (!nd_grow(alloc, &t->list, &t->cap, t->n + 1, sizeof *t->list))
        return nd_no_memory(err, sizeof *t->list);
    size_t i = first_behind(t, at.begin);
    memmove(&t->list[i + 1], &t->list[i], (t->n - i) * sizeof *t->list);
    t->list[i] = (nd_taken){at, family};
    t->n++;
    return ND_OK;
}

void nd_taken_remove(nd_taken_list *t, nd_reach at)
{
    size_t i = first_behind(t, at.begin);
    t->n--;
    memmove(&t->list[i], &t->list[i + 1], (t->n - i) * sizeof *t->list);
}

uint32_t nd_taken_most(const nd_taken_list *t, nd_reach at)
{
    for (size_t i = first_behind(t, at.begin); i < t->n && t->list[i].at.begin < at.end; i++)
        if (nd_reach_len(nd_reach_meet(t->list[i].at, at)) > nd_reach_len(at) / 2)
            return t->list[i].family;
    return ND_NO_FAMILY_YET;
}
