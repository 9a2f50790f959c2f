/* SPDX-License-Identifier: MIT
 *
 * grams.c - the words of a text to the n-grams that stand in it more than once.
 *
 * Each word gets a number (numbers.c); then n-grams get numbers, one n after the other: an
 * n-gram is named by the numbers of the two (n-1)-grams that it is made of (Karp,
 * Miller, Rosenberg, STOC 1972). Pairs of numbers are compared as pairs, so equal
 * numbers are equal words: there is nothing to collide.
 *
 * An n-gram can stand twice only if both of its (n-1)-grams do. So what stands once
 * loses its number at each n and costs nothing after; in ordinary text few places
 * are left at n = 5. And as long as an n-gram goes on as it did at its first place
 * it hands its number on without being looked up: where a text repeats a long
 * passage the numbers of the second copy run in the order of the first, and reading
 * them is reading memory forwards. A suffix array would answer the same for every n
 * at once, but takes longer to sort than all of this.
 *
 * What is left to look up is sifted first where it is much: one pass sets two bits
 * a pair, one where it is seen, one where it is seen again, and only pairs that were
 * seen again go into the hash table. Two pairs may share their bits; then one that
 * stands once goes in too and loses its number as it would have without the sieve.
 *
 * The hash table has open addressing, at most two thirds full, keyed with the hash
 * of the text as in equal.c. On long texts all this waits for memory: keys are known
 * long before they are looked up, so their places are fetched AHEAD steps before.
 */
#include "grams.h"

#include <xxhash.h>

enum {
    AHEAD = 16,
    LEAST_SLOTS = 64,
    MANY = 16,           /* one in so many pairs had to be looked up: look only for what comes again */
    CELLS_PER_PAIR = 2,  /* or up to twice that */
    SEEN_ONCE = 1, SEEN_AGAIN = 2
};

void nd_grams_init(nd_grams *grams, const nd_alloc *alloc)
{
    *grams = (nd_grams){.alloc = alloc};
    nd_numbers_init(&grams->numbers, alloc);
}

void nd_grams_release(nd_grams *grams)
{
    nd_drop(grams->alloc, grams->ids, grams->cap_ids, sizeof *grams->ids);
    nd_drop(grams->alloc, grams->classes, grams->cap_classes, sizeof *grams->classes);
    nd_drop(grams->alloc, grams->slots, grams->cap_slots, sizeof *grams->slots);
    nd_drop(grams->alloc, grams->sieve, grams->cap_sieve, 1);
    nd_numbers_release(&grams->numbers);
    nd_grams_init(grams, grams->alloc);
}

/* Murmur3's finalizer: every bit of the key moves every bit of the place. */
static size_t mixed(const nd_grams *grams, uint64_t key)
{
    uint64_t x = key ^ grams->seed;
    x = (x ^ x >> 33) * UINT64_C(0xff51afd7ed558ccd);
    x = (x ^ x >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return (size_t)(x ^ x >> 33);
}

static size_t place_of(const nd_grams *grams, uint64_t key)
{
    return mixed(grams, key) & (grams->n_slots - 1);
}

/* An empty table that takes n different keys before it grows. */
static bool clear_slots(nd_grams *grams, size_t n)
{
    size_t n_slots = LEAST_SLOTS;
    while (n_slots / 3 * 2 < n)
        n_slots *= 2;
    if (n_slots > grams->cap_slots) {
        nd_gram_slot *slots = nd_get(grams->alloc, n_slots, sizeof *slots);
        if (slots == NULL)
            return false;
        nd_drop(grams->alloc, grams->slots, grams->cap_slots, sizeof *slots);
        grams->slots = slots;
        grams->cap_slots = n_slots;
    } else {
        memset(grams->slots, 0, n_slots * sizeof *grams->slots);
    }
    grams->n_slots = n_slots;
    grams->n_used = 0;
    return true;
}

static bool grow_slots(nd_grams *grams)
{
    nd_gram_slot *old = grams->slots;
    size_t n_old = grams->n_slots, cap_old = grams->cap_slots;
    nd_gram_slot *slots = nd_get(grams->alloc, 2 * n_old, sizeof *slots);
    if (slots == NULL)
        return false;
    grams->slots = slots;
    grams->n_slots = grams->cap_slots = 2 * n_old;
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].id == 0)
            continue;
        size_t at = place_of(grams, old[i].key);
        while (slots[at].id != 0)
            at = (at + 1) & (grams->n_slots - 1);
        slots[at] = old[i];
    }
    nd_drop(grams->alloc, old, cap_old, sizeof *old);
    return true;
}

/* The id of a key that is not in the table yet, put into the free slot at; 0: no memory. */
static uint32_t add_class(nd_grams *grams, size_t at, uint64_t key)
{
    if (!nd_grow(grams->alloc, &grams->classes, &grams->cap_classes, grams->n_classes + 2,
                 sizeof *grams->classes))
        return 0;
    uint32_t id = (uint32_t)++grams->n_classes;
    grams->classes[id] = (nd_gram_class){0};
    grams->slots[at] = (nd_gram_slot){key, id};
    if (++grams->n_used > grams->n_slots / 3 * 2 && !grow_slots(grams))
        return 0;
    return id;
}

static uint64_t pair_key(const uint32_t *ids)
{
    return (uint64_t)ids[0] << 32 | ids[1];
}

static size_t cell_of(const nd_grams *grams, uint64_t key)
{
    return mixed(grams, key) & (grams->n_cells - 1);
}

static uint32_t pair_id(nd_grams *grams, uint64_t key)
{
    size_t at = place_of(grams, key);
    for (; grams->slots[at].id != 0; at = (at + 1) & (grams->n_slots - 1))
        if (grams->slots[at].key == key)
            return grams->slots[at].id;
    return add_class(grams, at, key);
}

/* Only n-grams of two places or more keep an id: 1, 2, 3 ... in the order of the first places. */
static void keep_repeated(nd_grams *grams, size_t n_places)
{
    uint32_t n_ids = 0, top_count = 1, before = 0;
    nd_gram_class *classes = grams->classes;
    grams->n_distinct = grams->n_classes;
    grams->n_pairs = 0;
    grams->top = 0;
    for (size_t id = 0; n_places > 0 && id <= grams->n_classes; id++)
        classes[id] = (nd_gram_class){0};
    for (size_t i = 0; i < n_places; i++)
        classes[grams->ids[i]].count++;
    for (size_t i = 0; i < n_places; i++) {
        uint32_t *id = &grams->ids[i];
        if (*id != 0) {
            nd_gram_class *class = &classes[*id];
            if (class->count > 1 && class->link == 0) {
                class->link = ++n_ids;
                if (class->count > top_count) {
                    top_count = class->count;
                    grams->top = n_ids;
                }
            }
            *id = class->link;
        }
        grams->n_pairs += before != 0 && *id != 0;
        before = *id;
    }
    grams->n_classes = n_ids;
}

nd_status nd_grams_begin(nd_grams *grams, const nd_words *words, nd_err *err)
{
    size_t n = words->n_words;
    grams->n = 1;
    grams->n_words = n;
    grams->seed = XXH3_64bits(words->folded, words->folded_len);
    if (!nd_grow(grams->alloc, &grams->ids, &grams->cap_ids, n, sizeof *grams->ids))
        return nd_no_memory(err, 0);
    nd_numbers_begin(&grams->numbers, grams->seed);
    nd_status st = nd_numbers_add(&grams->numbers, words, grams->ids, err);
    if (st != ND_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        grams->ids[i]++;
    grams->n_classes = grams->numbers.n;
    if (!nd_grow(grams->alloc, &grams->classes, &grams->cap_classes, grams->n_classes + 1, sizeof *grams->classes))
        return nd_no_memory(err, 0);
    keep_repeated(grams, n);
    return ND_OK;
}

/* Notes a pair in its cell; whether the cell is the first time met again. */
static bool sift_one(nd_grams *grams, size_t cell)
{
    unsigned shift = cell % 4 * 2, seen = grams->sieve[cell / 4] >> shift & (SEEN_ONCE | SEEN_AGAIN);
    grams->sieve[cell / 4] |= (uint8_t)((seen != 0 ? SEEN_AGAIN : SEEN_ONCE) << shift);
    return seen == SEEN_ONCE;
}

/*
 * Notes of each pair whether it, or one that falls into the same cell, comes again.
 * again: out: how many different pairs do, about
 */
static bool sift(nd_grams *grams, size_t n_places, size_t *again)
{
    const uint32_t *ids = grams->ids;
    size_t cells = LEAST_SLOTS, n = 0;
    while (cells / CELLS_PER_PAIR < grams->n_pairs)
        cells *= 2;
    if (!nd_grow(grams->alloc, &grams->sieve, &grams->cap_sieve, cells / 4, 1))
        return false;
    memset(grams->sieve, 0, cells / 4);
    grams->n_cells = cells;
    for (size_t i = 0; i + 1 < n_places; i++) {
        if (i + 2 * AHEAD + 1 < n_places)
            __builtin_prefetch(&grams->sieve[cell_of(grams, pair_key(ids + i + 2 * AHEAD)) / 4], 1);
        if (ids[i] != 0 && ids[i + 1] != 0)
            n += sift_one(grams, cell_of(grams, pair_key(ids + i)));
    }
    *again = n;
    return true;
}

static bool sifted_out(const nd_grams *grams, uint64_t key)
{
    size_t cell = cell_of(grams, key);
    return grams->n_cells > 0 && (grams->sieve[cell / 4] >> cell % 4 * 2 & SEEN_AGAIN) == 0;
}

/* Fetches what number_pairs will ask for some steps on. */
static void fetch_ahead(const nd_grams *grams, const uint32_t *ids)
{
    uint64_t far = pair_key(ids + 3 * AHEAD), near = pair_key(ids + AHEAD);
    __builtin_prefetch(&grams->classes[ids[2 * AHEAD]]);
    if (grams->n_cells > 0)
        __builtin_prefetch(&grams->sieve[cell_of(grams, far) / 4]);
    if (!sifted_out(grams, near))
        __builtin_prefetch(&grams->slots[place_of(grams, near)]);
}

/* The id of the n-gram at each place but the last to that of the (n+1)-gram there. */
static bool number_pairs(nd_grams *grams, size_t n_places)
{
    uint32_t *ids = grams->ids;
    for (size_t i = 0; i + 1 < n_places; i++) {
        if (i + 3 * AHEAD + 1 < n_places)
            fetch_ahead(grams, ids + i);
        uint32_t id = ids[i], next = ids[i + 1];
        uint64_t key = pair_key(ids + i);
        if (id == 0 || next == 0 || sifted_out(grams, key)) {
            ids[i] = 0;
            continue;
        }
        nd_gram_class *class = &grams->classes[id];
        if (class->link == 0)
            class->link = next;
        else if (class->link != next && (id = pair_id(grams, key)) == 0)
            return false;
        ids[i] = id;
    }
    ids[n_places - 1] = 0;
    return true;
}

nd_status nd_grams_lengthen(nd_grams *grams, nd_err *err)
{
    size_t n_places = grams->n_words >= grams->n ? grams->n_words - grams->n + 1 : 0;
    if (n_places == 0)
        return ND_OK;
    grams->n++;
    size_t expected = grams->n_used;
    grams->n_cells = 0;
    if ((grams->n == 2 || grams->n_used > grams->n_pairs / MANY) && !sift(grams, n_places, &expected))
        return nd_no_memory(err, 0);
    if (!clear_slots(grams, expected))
        return nd_no_memory(err, 0);
    for (size_t id = 1; id <= grams->n_classes; id++)
        grams->classes[id].link = 0;
    if (!number_pairs(grams, n_places))
        return nd_no_memory(err, 0);
    keep_repeated(grams, n_places - 1);
    return ND_OK;
}
