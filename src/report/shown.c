/* SPDX-License-Identifier: MIT
 *
 * shown.c - the best pairs, and the pieces of text. Both are bounded: a result may have
 * millions of rows, a report shows some hundreds.
 */
#include "shown.h"

#include "input/utf8.h"

#include <stdlib.h>

/* ---- pairs */

void nd_shown_pairs_init(nd_shown_pairs *p, size_t most, const nd_alloc *alloc)
{
    *p = (nd_shown_pairs){.most = most, .alloc = alloc};
}

static void drop_ids(const nd_alloc *alloc, nd_shown_pair *pair)
{
    nd_drop(alloc, pair->record.id, pair->record.id_len + 1, 1);
    nd_drop(alloc, pair->other.id, pair->other.id_len + 1, 1);
}

void nd_shown_pairs_release(nd_shown_pairs *p)
{
    for (size_t i = 0; i < p->n; i++)
        drop_ids(p->alloc, &p->list[i]);
    nd_drop(p->alloc, p->list, p->cap, sizeof *p->list);
    nd_shown_pairs_init(p, p->most, p->alloc);
}

nd_status nd_shown_record_own(const nd_alloc *alloc, nd_shown_record *record, nd_err *err)
{
    if (record->id == NULL)
        return ND_OK;
    char *copy = nd_get(alloc, record->id_len + 1, 1);
    if (copy == NULL)
        return nd_no_memory(err, record->id_len);
    record->id = memcpy(copy, record->id, record->id_len);
    return ND_OK;
}

nd_status nd_shown_pairs_offer(nd_shown_pairs *p, const nd_shown_pair *pair, double weight, nd_err *err)
{
    size_t at = p->n;
    while (at > 0 && weight < p->list[at - 1].weight)
        at--;
    p->offered++;
    if (at == p->most)
        return ND_OK;
    nd_shown_pair own = *pair;
    own.weight = weight;
    if (!nd_grow(p->alloc, &p->list, &p->cap, p->n + 1, sizeof own))
        return nd_no_memory(err, sizeof own);
    nd_status st = nd_shown_record_own(p->alloc, &own.record, err);
    if (st != ND_OK)
        return st;
    if ((st = nd_shown_record_own(p->alloc, &own.other, err)) != ND_OK) {
        nd_drop(p->alloc, own.record.id, own.record.id_len + 1, 1);
        return st;
    }
    if (p->n == p->most)
        drop_ids(p->alloc, &p->list[--p->n]);
    memmove(&p->list[at + 1], &p->list[at], (p->n - at) * sizeof own);
    p->list[at] = own;
    p->n++;
    return ND_OK;
}

/* ---- texts */

enum { LEAST_KEPT = 4 << 10, MOST_KEPT = 1 << 20 };

void nd_shown_texts_init(nd_shown_texts *t, const nd_alloc *alloc)
{
    *t = (nd_shown_texts){.most = MOST_KEPT};
    nd_arena_init(&t->bytes, alloc);
}

void nd_shown_texts_release(nd_shown_texts *t)
{
    const nd_alloc *alloc = t->bytes.alloc;
    nd_drop(alloc, t->list, t->cap, sizeof *t->list);
    nd_arena_release(&t->bytes);
    nd_shown_texts_init(t, alloc);
}

nd_status nd_shown_texts_want(nd_shown_texts *t, const nd_shown_record *record, uint64_t from, uint64_t wanted,
                              nd_err *err)
{
    if (!nd_grow(t->bytes.alloc, &t->list, &t->cap, t->n + 1, sizeof *t->list))
        return nd_no_memory(err, sizeof *t->list);
    t->list[t->n++] = (nd_shown_text){record->input, record->record, from, wanted, NULL, 0, 0};
    return ND_OK;
}

static int by_place(const void *a, const void *b)
{
    const nd_shown_text *x = a, *y = b;
    if (x->input != y->input)
        return x->input < y->input ? -1 : 1;
    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->wanted < y->wanted ? -1 : x->wanted > y->wanted;
}

void nd_shown_texts_close(nd_shown_texts *t, size_t budget)
{
    size_t n = 0;
    if (t->n == 0)
        return;
    qsort(t->list, t->n, sizeof *t->list, by_place);
    for (size_t i = 0; i < t->n; i++)
        if (n == 0 || by_place(&t->list[n - 1], &t->list[i]) != 0)
            t->list[n++] = t->list[i];
    t->n = n;
    size_t share = budget / n;
    t->most = share < LEAST_KEPT ? LEAST_KEPT : share > MOST_KEPT ? MOST_KEPT : share;
}

/* The last place at or before `at` where a character begins; invalid bytes are one each. */
static size_t character_at(const char *text, size_t len, size_t at)
{
    for (size_t back = 0; at < len && back < 4 && back <= at; back++)
        if (nd_utf8_character(text + at - back, len - (at - back)) > back)
            return at - back;
    return at;
}

nd_status nd_shown_texts_give(nd_shown_texts *t, nd_shown_text *piece, const char *text, size_t len, nd_err *err)
{
    bool all = piece->wanted == ND_WHOLE;
    if (piece->from > len || (!all && piece->wanted > len - piece->from))
        return nd_fail(err, ND_EINVAL, "has %zu bytes of text, and no place from %llu to %llu", len,
                       (unsigned long long)piece->from, (unsigned long long)(piece->from + piece->wanted));
    size_t from = (size_t)piece->from, n = all ? len - from : (size_t)piece->wanted;
    if (n > t->most)
        n = character_at(text, len, from + t->most) - from;
    char *copy = nd_arena_get(&t->bytes, n + 1, 1);
    if (copy == NULL)
        return nd_no_memory(err, n);
    if (n > 0)
        memcpy(copy, text + from, n);
    copy[n] = '\0';
    piece->text = copy;
    piece->len = n;
    piece->whole = len;
    return ND_OK;
}

const nd_shown_text *nd_shown_texts_find(const nd_shown_texts *t, const nd_shown_record *record, uint64_t from,
                                         uint64_t wanted)
{
    const nd_shown_text key = {record->input, record->record, from, wanted, NULL, 0, 0};
    return t->n > 0 ? bsearch(&key, t->list, t->n, sizeof key, by_place) : NULL;
}
