/* SPDX-License-Identifier: MIT
 *
 * grams.c - the words of a text to the n-grams that stand in it more than once.
 *
 * Each word gets a number; then n-grams get numbers, one n after the other: an
 * n-gram is named by the numbers of the two (n-1)-grams that it is made of (Karp,
 * Miller, Rosenberg, STOC 1972). Words are compared as bytes and pairs of numbers
 * as pairs, so equal numbers are equal words: there is nothing to collide.
 *
 * An n-gram can stand twice only if both of its (n-1)-grams do. So what stands once
 * loses its number at each n and costs nothing after; in ordinary text few places
 * are left at n = 5. And as long as an n-gram goes on as it did at its first place
 * it hands its number on without being looked up: where a text repeats a long
 * passage the numbers of the second copy run in the order of the first, and reading
 * them is reading memory forwards. A suffix array would answer the same for every n
 * at once, but takes longer to sort than all of this.
 *
 * The hash table has open addressing, at most two thirds full, keyed with the hash
 * of the text as in equal.c. Keys are known long before they are looked up, so the
 * place of the one AHEAD steps from here is fetched into the cache meanwhile.
 */
#include "grams.h"

#include <xxhash.h>

enum { AHEAD = 16, LEAST_SLOTS = 64 };

void nd_grams_init(nd_grams *grams, const nd_alloc *alloc)
{
    *grams = (nd_grams){.alloc = alloc};
}

void nd_grams_release(nd_grams *grams)
{
    nd_drop(grams->alloc, grams->ids, grams->cap_ids, sizeof *grams->ids);
    nd_drop(grams->alloc, grams->classes, grams->cap_classes, sizeof *grams->classes);
    nd_drop(grams->alloc, grams->slots, grams->n_slots, sizeof *grams->slots);
    nd_grams_init(grams, grams->alloc);
}

/* Murmur3's finalizer: every bit of the key moves every bit of the place. */
static size_t place_of(const nd_grams *grams, uint64_t key)
{
    uint64_t x = key ^ grams->seed;
    x = (x ^ x >> 33) * UINT64_C(0xff51afd7ed558ccd);
    x = (x ^ x >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return (size_t)(x ^ x >> 33) & (grams->n_slots - 1);
}

/* An empty table for about n different keys; it grows. */
static bool clear_slots(nd_grams *grams, size_t n)
{
    size_t n_slots = LEAST_SLOTS;
    while (n_slots < n)
        n_slots *= 2;
    grams->n_used = 0;
    if (n_slots == grams->n_slots) {
        memset(grams->slots, 0, n_slots * sizeof *grams->slots);
        return true;
    }
    nd_gram_slot *slots = nd_get(grams->alloc, n_slots, sizeof *slots);
    if (slots == NULL)
        return false;
    nd_drop(grams->alloc, grams->slots, grams->n_slots, sizeof *grams->slots);
    grams->slots = slots;
    grams->n_slots = n_slots;
    return true;
}

static bool grow_slots(nd_grams *grams)
{
    nd_gram_slot *old = grams->slots;
    size_t n_old = grams->n_slots;
    nd_gram_slot *slots = nd_get(grams->alloc, 2 * n_old, sizeof *slots);
    if (slots == NULL)
        return false;
    grams->slots = slots;
    grams->n_slots = 2 * n_old;
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].id == 0)
            continue;
        size_t at = place_of(grams, old[i].key);
        while (slots[at].id != 0)
            at = (at + 1) & (grams->n_slots - 1);
        slots[at] = old[i];
    }
    nd_drop(grams->alloc, old, n_old, sizeof *old);
    return true;
}

/* The id of a key that is not in the table yet, put into the free slot at; 0: no memory. */
static uint32_t add_class(nd_grams *grams, size_t at, uint64_t key, size_t word)
{
    if (!nd_grow(grams->alloc, &grams->classes, &grams->cap_classes, grams->n_classes + 2,
                 sizeof *grams->classes))
        return 0;
    uint32_t id = (uint32_t)++grams->n_classes;
    grams->classes[id] = (nd_gram_class){0};
    grams->slots[at] = (nd_gram_slot){key, id, (uint32_t)word};
    if (++grams->n_used > grams->n_slots / 3 * 2 && !grow_slots(grams))
        return 0;
    return id;
}

static bool same_word(const nd_words *words, size_t a, size_t b)
{
    uint32_t len = words->starts[a + 1] - words->starts[a];
    return words->starts[b + 1] - words->starts[b] == len &&
           memcmp(words->folded + words->starts[a], words->folded + words->starts[b], len - 1) == 0;
}

static uint32_t word_id(nd_grams *grams, const nd_words *words, size_t word)
{
    uint32_t begin = words->starts[word], end = words->starts[word + 1] - 1;
    uint64_t key = XXH3_64bits_withSeed(words->folded + begin, end - begin, grams->seed);
    size_t at = place_of(grams, key);
    for (; grams->slots[at].id != 0; at = (at + 1) & (grams->n_slots - 1))
        if (grams->slots[at].key == key && same_word(words, grams->slots[at].word, word))
            return grams->slots[at].id;
    return add_class(grams, at, key, word);
}

static uint64_t pair_key(const uint32_t *ids)
{
    return (uint64_t)ids[0] << 32 | ids[1];
}

static uint32_t pair_id(nd_grams *grams, uint64_t key)
{
    size_t at = place_of(grams, key);
    for (; grams->slots[at].id != 0; at = (at + 1) & (grams->n_slots - 1))
        if (grams->slots[at].key == key)
            return grams->slots[at].id;
    return add_class(grams, at, key, 0);
}

/* Only n-grams of two places or more keep an id: 1, 2, 3 ... in the order of the first places. */
static void keep_repeated(nd_grams *grams, size_t n_places)
{
    uint32_t n_ids = 0, top_count = 1, before = 0;
    nd_gram_class *classes = grams->classes;
    grams->n_distinct = grams->n_classes;
    grams->n_pairs = 0;
    grams->top = 0;
    for (size_t id = 1; id <= grams->n_classes; id++)
        classes[id].link = 0;
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
    grams->n_classes = 0;
    grams->seed = XXH3_64bits(words->folded, words->folded_len);
    if (!nd_grow(grams->alloc, &grams->ids, &grams->cap_ids, n, sizeof *grams->ids) ||
        !clear_slots(grams, n / 16))
        return nd_no_memory(err, 0);
    for (size_t i = 0; i < n; i++) {
        uint32_t id = word_id(grams, words, i);
        if (id == 0)
            return nd_no_memory(err, 0);
        grams->classes[id].count++;
        grams->ids[i] = id;
    }
    keep_repeated(grams, n);
    return ND_OK;
}

nd_status nd_grams_lengthen(nd_grams *grams, nd_err *err)
{
    uint32_t *ids = grams->ids;
    size_t n_places = grams->n_words >= grams->n ? grams->n_words - grams->n + 1 : 0;
    grams->n++;
    if (n_places == 0)
        return ND_OK;
    if (!clear_slots(grams, grams->n_pairs / 4))
        return nd_no_memory(err, 0);
    if (grams->n_classes > 0)
        memset(grams->classes + 1, 0, grams->n_classes * sizeof *grams->classes);
    for (size_t i = 0; i + 1 < n_places; i++) {
        uint32_t id = ids[i], next = ids[i + 1];
        if (i + AHEAD + 1 < n_places)
            __builtin_prefetch(&grams->slots[place_of(grams, pair_key(ids + i + AHEAD))]);
        if (id != 0 && next != 0) {
            nd_gram_class *class = &grams->classes[id];
            if (class->link == 0)
                class->link = next;
            else if (class->link != next && (id = pair_id(grams, pair_key(ids + i))) == 0)
                return nd_no_memory(err, 0);
            grams->classes[id].count++;
        } else {
            id = 0;
        }
        ids[i] = id;
    }
    ids[n_places - 1] = 0;
    keep_repeated(grams, n_places - 1);
    return ND_OK;
}
