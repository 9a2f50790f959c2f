/* SPDX-License-Identifier: MIT
 *
 * family_sides.c - passages to their ends, sorted by the key
 *
 *     | text, 4 bytes | class, 4 | begin, 4 | link, 4 |
 *
 * where a class holds the lengths from one power of two to the next. So a stretch is asked
 * for in at most 32 short runs, whatever lengths lie over each other: a tree of intervals
 * that needs no tree.
 */
#include "family_sides.h"

enum { CLASSES = 32, MERGED = 16 };

void nd_sides_init(nd_sides *s, const nd_alloc *alloc)
{
    *s = (nd_sides){.alloc = alloc};
}

void nd_sides_release(nd_sides *s)
{
    nd_drop(s->alloc, s->list, s->cap, sizeof *s->list);
    nd_drop(s->alloc, s->place, s->n_links + 1, sizeof *s->place);
    nd_drop(s->alloc, s->texts, s->n_texts + 1, sizeof *s->texts);
    nd_sides_init(s, s->alloc);
}

nd_status nd_sides_add(nd_sides *s, const nd_side *a, const nd_side *b, nd_err *err)
{
    if (s->n_links >= UINT32_MAX - 2)
        return nd_fail(err, ND_ELIMIT, "more passages than are supported");
    if (!nd_grow(s->alloc, &s->list, &s->cap, s->n + 2, sizeof *s->list))
        return nd_no_memory(err, 2 * sizeof *s->list);
    if (nd_reach_len(a->at) > 0) {
        s->list[s->n] = *a;
        s->list[s->n++].link = (uint32_t)s->n_links;
        s->list[s->n] = *b;
        s->list[s->n++].link = (uint32_t)s->n_links + 1;
    }
    s->n_links += 2;
    return ND_OK;
}

static void merge(const nd_key *from, nd_key *to, size_t middle, size_t n)
{
    size_t a = 0, b = middle;
    for (size_t i = 0; i < n; i++) {
        bool second = b < n && (a == middle || from[b].hi < from[a].hi ||
                                (from[b].hi == from[a].hi && from[b].lo < from[a].lo));
        to[i] = second ? from[b++] : from[a++];
    }
}

static void insertion_sort(nd_key *keys, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        nd_key key = keys[i];
        size_t at = i;
        for (; at > 0 && (keys[at - 1].hi > key.hi || (keys[at - 1].hi == key.hi && keys[at - 1].lo > key.lo)); at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

void nd_keys_sort(nd_key *keys, nd_key *scratch, size_t n)
{
    nd_key *from = keys, *to = scratch;
    for (size_t at = 0; at < n; at += MERGED)
        insertion_sort(keys + at, n - at < MERGED ? n - at : MERGED);
    for (size_t run = MERGED; run < n; run *= 2) {
        for (size_t at = 0; at < n; at += 2 * run) {
            size_t rest = n - at;
            merge(from + at, to + at, run < rest ? run : rest, 2 * run < rest ? 2 * run : rest);
        }
        nd_key *other = from;
        from = to;
        to = other;
    }
    if (from != keys)
        memcpy(keys, from, n * sizeof *keys);
}

static unsigned class_of(nd_reach at)
{
    unsigned length_class = 0;
    for (uint32_t len = nd_reach_len(at); len > 1; len /= 2)
        length_class++;
    return length_class;
}

/* The sides as the sorted keys have them, and where each link went. */
static nd_status permute(nd_sides *s, const nd_key *keys, nd_err *err)
{
    nd_side *sorted = NULL;
    size_t cap = 0, n_texts = 0;
    if (!nd_grow(s->alloc, &sorted, &cap, s->n + 1, sizeof *sorted) ||
        (s->place = nd_get(s->alloc, s->n_links + 1, sizeof *s->place)) == NULL)
        goto no_memory;
    memset(s->place, 0xFF, s->n_links * sizeof *s->place);
    for (size_t i = 0; i < s->n; i++)
        s->place[(uint32_t)keys[i].lo] = (uint32_t)i;
    for (size_t i = 0; i < s->n; i++)
        sorted[s->place[s->list[i].link]] = s->list[i];
    for (size_t i = 0; i < s->n; i++)
        n_texts += i == 0 || sorted[i].text != sorted[i - 1].text;
    s->texts = nd_get(s->alloc, n_texts + 1, sizeof *s->texts);
    if (s->texts == NULL)
        goto no_memory;
    for (size_t i = 0; i < s->n; i++) {
        if (s->n_texts == 0 || sorted[i].text != s->texts[s->n_texts - 1].number)
            s->texts[s->n_texts++] = (nd_side_text){sorted[i].text, (uint32_t)i};
        sorted[i].text = (uint32_t)s->n_texts - 1;
    }
    s->texts[n_texts].first = (uint32_t)s->n;
    nd_drop(s->alloc, s->list, s->cap, sizeof *s->list);
    s->list = sorted;
    s->cap = cap;
    return ND_OK;
no_memory:
    nd_drop(s->alloc, sorted, cap, sizeof *sorted);
    nd_drop(s->alloc, s->place, s->n_links + 1, sizeof *s->place);
    s->place = NULL;
    return nd_no_memory(err, s->n * sizeof *sorted);
}

nd_status nd_sides_sort(nd_sides *s, nd_err *err)
{
    nd_key *keys = nd_get(s->alloc, s->n + 1, sizeof *keys), *scratch = nd_get(s->alloc, s->n + 1, sizeof *keys);
    nd_status st = keys == NULL || scratch == NULL ? nd_no_memory(err, s->n * sizeof *keys) : ND_OK;
    for (size_t i = 0; st == ND_OK && i < s->n; i++) {
        const nd_side *side = &s->list[i];
        keys[i] = (nd_key){.hi = (uint64_t)side->text << 32 | class_of(side->at),
                           .lo = (uint64_t)side->at.begin << 32 | side->link};
    }
    if (st == ND_OK) {
        nd_keys_sort(keys, scratch, s->n);
        nd_drop(s->alloc, scratch, s->n + 1, sizeof *keys);
        scratch = NULL;
        st = permute(s, keys, err);
    }
    nd_drop(s->alloc, keys, s->n + 1, sizeof *keys);
    nd_drop(s->alloc, scratch, s->n + 1, sizeof *keys);
    return st;
}

nd_side_walk nd_sides_walk(const nd_sides *s, uint32_t text, nd_reach at, uint32_t least)
{
    return (nd_side_walk){
        .sides = s,
        .at = at,
        .next = s->texts[text].first,
        .end = s->texts[text + 1].first,
        .most = SIZE_MAX,
        .length_class = class_of((nd_reach){0, least}),
    };
}

/* The first side of the text in or behind the class that begins at begin or later. */
static size_t search(const nd_side_walk *w, uint64_t begin)
{
    const nd_side *list = w->sides->list;
    size_t from = w->next, to = w->end;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        unsigned length_class = class_of(list[middle].at);
        if (length_class < w->length_class || (length_class == w->length_class && list[middle].at.begin < begin))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const nd_side *nd_sides_next(nd_side_walk *w)
{
    const nd_side *list = w->sides->list;
    while (w->length_class < CLASSES && w->next < w->end) {
        if (!w->begun) {
            uint64_t longest = (UINT64_C(2) << w->length_class) - 1;
            w->next = search(w, w->at.begin < longest ? 0 : w->at.begin - longest + 1);
            w->looked = 0;
            w->begun = true;
        }
        while (w->next < w->end && class_of(list[w->next].at) == w->length_class && w->looked++ < w->most &&
               list[w->next].at.begin < w->at.end) {
            const nd_side *side = &list[w->next++];
            if (side->at.end > w->at.begin)
                return side;
        }
        w->length_class++;
        w->begun = false;
    }
    return NULL;
}

nd_reach nd_reach_carry(nd_reach from, nd_reach to, nd_reach part)
{
    uint64_t a = nd_reach_len(from), b = nd_reach_len(to);
    uint64_t begin = part.begin - from.begin, end = part.end - from.begin;
    return (nd_reach){to.begin + (uint32_t)((begin * b + a / 2) / a), to.begin + (uint32_t)((end * b + a / 2) / a)};
}
