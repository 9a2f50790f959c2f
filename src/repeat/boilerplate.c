/* SPDX-License-Identifier: MIT
 *
 * boilerplate.c - lines and paragraphs that recur over many texts.
 *
 * A table of digests (XXH3_128bits of the folded words: two of them meet by chance in
 * a corpus of 10^12 lines with probability 10^-15) counts the documents that each unit
 * stands in. A unit's words are stored when its second document comes, for most never
 * have one.
 *
 * Within its budget the table counts exactly. Where it is full, those go that can have
 * stood in the fewest documents, and who comes later may have been among them: what
 * it can have missed is written to it. So each count is exact up to a number of its
 * own, as in lossy counting (Manku, Motwani, VLDB 2002), and 0 for who was there early
 * and stayed, as what recurs most does.
 */
#include "base/base.h"

enum {
    LEAST_SLOTS = 1 << 10,
    SHOWN = 240                /* bytes of text that are kept of a unit, at most */
};

typedef struct entry {
    nd_digest digest;
    uint64_t  document;        /* the first, + 1; 0: free */
    uint64_t  last;            /* the one counted last, + 1 */
    uint64_t  line;            /* in the first */
    uint64_t  missed;          /* documents that it may have stood in before */
    uint32_t  documents, n_lines, words;
    char     *text;            /* NULL until a second document */
    uint32_t  len;
} entry;

struct nd_boilerplate {
    nd_alloc        own;       /* the caller's, copied */
    const nd_alloc *alloc;     /* &own, or NULL: malloc */
    entry   *slots;
    size_t   n_slots, n, most; /* most: entries that the budget has room for */
    uint64_t missed;           /* documents that one that is not there may have stood in */
    size_t   text_bytes, budget;
    nd_recurring *told;
    size_t   cap_told;
};

void nd_boilerplate_free(nd_boilerplate *all)
{
    if (all == NULL)
        return;
    nd_alloc own = all->own;
    const nd_alloc *alloc = all->alloc != NULL ? &own : NULL;
    for (size_t i = 0; i < all->n_slots; i++)
        nd_drop(alloc, all->slots[i].text, all->slots[i].len, 1);
    nd_drop(alloc, all->slots, all->n_slots, sizeof *all->slots);
    nd_drop(alloc, all->told, all->cap_told, sizeof *all->told);
    nd_drop(alloc, all, 1, sizeof *all);
}

nd_status nd_boilerplate_new(nd_boilerplate **out, size_t budget, const nd_alloc *alloc, nd_err *err)
{
    if (budget < ND_BOILERPLATE_LEAST)
        return nd_fail(err, ND_EINVAL, "budget is %zu bytes, must be %zu at least", budget,
                       (size_t)ND_BOILERPLATE_LEAST);
    nd_boilerplate *all = nd_get(alloc, 1, sizeof *all);
    if (all == NULL)
        return nd_no_memory(err, sizeof *all);
    if (alloc != NULL) {
        all->own = *alloc;
        all->alloc = &all->own;
    }
    all->budget = budget;
    all->slots = nd_get(alloc, LEAST_SLOTS, sizeof *all->slots);
    if (all->slots == NULL) {
        nd_boilerplate_free(all);
        return nd_no_memory(err, LEAST_SLOTS * sizeof *all->slots);
    }
    all->n_slots = LEAST_SLOTS;
    *out = all;
    return ND_OK;
}

static entry *slot_of(entry *slots, size_t n_slots, const nd_digest *digest)
{
    for (size_t i = digest->lo & (n_slots - 1);; i = (i + 1) & (n_slots - 1)) {
        entry *slot = &slots[i];
        if (slot->document == 0 || (slot->digest.lo == digest->lo && slot->digest.hi == digest->hi))
            return slot;
    }
}

/* Moves the entries to n_slots new slots; drops those that stood in at most `few` documents. */
static nd_status move(nd_boilerplate *all, size_t n_slots, uint64_t few, nd_err *err)
{
    entry *slots = nd_get(all->alloc, n_slots, sizeof *slots);
    if (slots == NULL)
        return nd_no_memory(err, n_slots * sizeof *slots);
    all->n = 0;
    for (size_t i = 0; i < all->n_slots; i++) {
        entry *from = &all->slots[i];
        if (from->document == 0)
            continue;
        if (from->documents + from->missed <= few) {
            all->text_bytes -= from->text != NULL ? from->len : 0;
            nd_drop(all->alloc, from->text, from->len, 1);
            continue;
        }
        *slot_of(slots, n_slots, &from->digest) = *from;
        all->n++;
    }
    nd_drop(all->alloc, all->slots, all->n_slots, sizeof *slots);
    all->slots = slots;
    all->n_slots = n_slots;
    return ND_OK;
}

static bool has_room(const nd_boilerplate *all)
{
    return 4 * (all->n + 1) <= 3 * all->n_slots && all->text_bytes < all->budget / 4;
}

/* Room for one more. While it moves there are two tables, so a table may take a quarter of the budget. */
static nd_status make_room(nd_boilerplate *all, nd_err *err)
{
    if (has_room(all))
        return ND_OK;
    if (4 * (all->n + 1) > 3 * all->n_slots && 2 * all->n_slots * sizeof *all->slots <= all->budget / 2)
        return move(all, 2 * all->n_slots, 0, err);
    while (2 * all->n > all->n_slots || all->text_bytes > all->budget / 8) {
        nd_status st = move(all, all->n_slots, all->missed + 1, err);
        if (st != ND_OK)
            return st;
        all->missed++;
    }
    return ND_OK;
}

static nd_status keep_text(nd_boilerplate *all, entry *e, const char *text, size_t len, nd_err *err)
{
    if (len > SHOWN)
        for (len = SHOWN; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
    e->text = nd_get(all->alloc, len + 1, 1);
    if (e->text == NULL)
        return nd_no_memory(err, len);
    memcpy(e->text, text, len);
    e->len = (uint32_t)len + 1;
    all->text_bytes += e->len;
    return ND_OK;
}

nd_status nd_boilerplate_add(nd_boilerplate *all, uint64_t document, const char *text, const nd_unit *units,
                             size_t n_units, nd_err *err)
{
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < n_units; i++) {
        const nd_unit *unit = &units[i];
        st = make_room(all, err);
        if (st != ND_OK)
            return st;
        entry *e = slot_of(all->slots, all->n_slots, &unit->digest);
        if (e->document == 0) {
            *e = (entry){
                .digest = unit->digest,
                .document = document + 1,
                .last = document + 1,
                .line = unit->place.line,
                .missed = all->missed,
                .documents = 1,
                .n_lines = unit->n_lines,
                .words = (uint32_t)unit->words,
            };
            all->n++;
        } else if (e->last != document + 1) {
            if (e->text == NULL)
                st = keep_text(all, e, text + unit->place.offset, unit->place.len, err);
            if (st == ND_OK) {
                e->documents++;
                e->last = document + 1;
            }
        }
    }
    return st;
}

/* Whether a recurs more than b, or is longer; ties by place, so the order is one. */
static bool comes_before(const nd_recurring *a, const nd_recurring *b)
{
    if (a->documents != b->documents)
        return a->documents > b->documents;
    if (a->words != b->words)
        return a->words > b->words;
    if (a->document != b->document)
        return a->document < b->document;
    return a->line < b->line;
}

/* A line that is told with a paragraph that holds it. */
static bool is_told(const nd_recurring *told, size_t n, const nd_recurring *unit)
{
    for (size_t i = 0; i < n; i++)
        if (told[i].documents == unit->documents && told[i].document == unit->document &&
            unit->line >= told[i].line && unit->line < told[i].line + told[i].n_lines)
            return true;
    return false;
}

nd_status nd_boilerplate_most(nd_boilerplate *all, size_t n, uint64_t least, const nd_recurring **out,
                              size_t *n_out, nd_err *err)
{
    enum { MOST = 10000 };
    size_t told = 0, room = 4 * n + 4; /* lines of told paragraphs are left out below */
    if (n > MOST)
        return nd_fail(err, ND_EINVAL, "%zu units are wanted, %d is the most", n, MOST);
    if (!nd_grow(all->alloc, &all->told, &all->cap_told, room, sizeof *all->told))
        return nd_no_memory(err, room * sizeof *all->told);
    for (size_t i = 0; i < all->n_slots; i++) {
        const entry *e = &all->slots[i];
        if (e->documents < least || e->text == NULL)
            continue;
        nd_recurring unit = {
            .documents = e->documents,
            .missed = e->missed,
            .words = e->words,
            .text = e->text,
            .len = e->len - 1,
            .document = e->document - 1,
            .line = e->line,
            .n_lines = e->n_lines,
        };
        size_t at = told;
        while (at > 0 && comes_before(&unit, &all->told[at - 1]))
            at--;
        if (at == room)
            continue;
        told += told < room;
        memmove(&all->told[at + 1], &all->told[at], (told - 1 - at) * sizeof unit);
        all->told[at] = unit;
    }
    *n_out = 0;
    for (size_t i = 0; i < told && *n_out < n; i++)
        if (!is_told(all->told, *n_out, &all->told[i]))
            all->told[(*n_out)++] = all->told[i];
    *out = all->told;
    return ND_OK;
}
