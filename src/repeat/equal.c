/* SPDX-License-Identifier: MIT
 *
 * equal.c - segments to the first segment with the same words: a hash table with
 * open addressing over XXH3_64bits of the folded words, made for each call, at
 * most half full. Equal hashes are not believed: the words are compared.
 *
 * The hash is seeded with the hash of the whole text. Whoever writes a text in
 * which all lines fall on one slot, to make this quadratic, changes the seed with
 * every line; and yet the same text is always worked on in the same way.
 */
#include "equal.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { FEW = 16 };               /* segments at once */

void nd_equal_init(nd_equal *equal, const nd_alloc *alloc)
{
    *equal = (nd_equal){.alloc = alloc};
}

void nd_equal_release(nd_equal *equal)
{
    nd_drop(equal->alloc, equal->slots, equal->cap, sizeof *equal->slots);
    nd_equal_init(equal, equal->alloc);
}

typedef struct folded {
    const char *bytes;
    size_t len;
} folded;

static folded folded_of(const nd_words *words, const nd_segment *segment)
{
    uint32_t begin = words->starts[segment->word];
    uint32_t end = words->starts[segment->word + segment->n_words] - 1;
    return (folded){words->folded + begin, end - begin};
}

/* The slot of the first segment with these words, or the free one where it belongs. */
static nd_equal_slot *slot_of(nd_equal_slot *slots, size_t mask, const nd_words *words,
                              const nd_segment *segments, folded wanted, uint64_t hash)
{
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        nd_equal_slot *slot = &slots[i];
        if (slot->segment == 0)
            return slot;
        if (slot->hash != hash >> 32)
            continue;
        folded there = folded_of(words, &segments[slot->segment - 1]);
        if (there.len == wanted.len && memcmp(there.bytes, wanted.bytes, wanted.len) == 0)
            return slot;
    }
}

/* A segment that is looked for. */
typedef struct sought {
    folded   own;
    uint64_t hash;
    uint32_t segment;
} sought;

/* The words that n segments are going to be compared with are three loads away: each for all, before one is waited for. */
static void fetch_candidates(const nd_equal_slot *slots, size_t mask, const nd_words *words,
                             const nd_segment *segments, const sought *of, size_t n)
{
    const nd_segment *there[FEW];
    for (size_t i = 0; i < n; i++) {
        const nd_equal_slot *slot = &slots[of[i].hash & mask];
        bool same = slot->segment != 0 && slot->hash == of[i].hash >> 32;
        there[i] = &segments[same ? slot->segment - 1 : of[i].segment];
        __builtin_prefetch(&there[i]->word);
    }
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&words->starts[there[i]->word]);
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(words->folded + words->starts[there[i]->word]);
}

nd_status nd_equal_mark(nd_equal *equal, const nd_words *words, uint64_t seed, nd_segment *segments, size_t n,
                        uint32_t min_lines, nd_err *err)
{
    size_t n_slots = 4;
    if (n < 2)
        return ND_OK;
    while (n_slots / 2 < n)
        n_slots *= 2;
    if (!nd_grow(equal->alloc, &equal->slots, &equal->cap, n_slots, sizeof *equal->slots))
        return nd_no_memory(err, n_slots * sizeof *equal->slots);
    memset(equal->slots, 0, n_slots * sizeof *equal->slots);

    /* a few at once, so that the slots of all are on their way while the first is looked at */
    sought few[FEW];
    for (size_t i = 0; i < n;) {
        size_t k = 0;
        for (; i < n && k < FEW; i++) {
            if (segments[i].n_lines < min_lines)
                continue;
            few[k].own = folded_of(words, &segments[i]);
            few[k].hash = XXH3_64bits_withSeed(few[k].own.bytes, few[k].own.len, seed);
            few[k].segment = (uint32_t)i;
            __builtin_prefetch(&equal->slots[few[k++].hash & (n_slots - 1)]);
        }
        fetch_candidates(equal->slots, n_slots - 1, words, segments, few, k);
        for (size_t f = 0; f < k; f++) {
            nd_equal_slot *slot = slot_of(equal->slots, n_slots - 1, words, segments, few[f].own, few[f].hash);
            if (slot->segment == 0)
                *slot = (nd_equal_slot){(uint32_t)(few[f].hash >> 32), few[f].segment + 1};
            else
                segments[few[f].segment].first = slot->segment - 1;
        }
    }
    return ND_OK;
}
