/* SPDX-License-Identifier: MIT
 *
 * numbers.c - a hash table with open addressing over seeded XXH3_64bits of the word,
 * which grows with the number of different words, since these are few: a text of a
 * million words has some ten thousand, and the table stays in cache. Equal hashes are
 * not believed: the words are compared.
 */
#include "numbers.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { LEAST_SLOTS = 64 };

void nd_numbers_init(nd_numbers *numbers, const nd_alloc *alloc)
{
    *numbers = (nd_numbers){.alloc = alloc};
}

void nd_numbers_release(nd_numbers *numbers)
{
    nd_drop(numbers->alloc, numbers->slots, numbers->n_slots, sizeof *numbers->slots);
    nd_drop(numbers->alloc, numbers->words, numbers->cap, sizeof *numbers->words);
    nd_numbers_init(numbers, numbers->alloc);
}

void nd_numbers_begin(nd_numbers *numbers, uint64_t seed)
{
    if (numbers->n_slots > 0)
        memset(numbers->slots, 0, numbers->n_slots * sizeof *numbers->slots);
    numbers->n = 0;
    numbers->seed = seed;
}

static nd_number_slot *free_slot(nd_number_slot *slots, size_t n_slots, uint64_t hash)
{
    size_t i = hash & (n_slots - 1);
    while (slots[i].number != 0)
        i = (i + 1) & (n_slots - 1);
    return &slots[i];
}

/* Room for one word more. */
static bool make_room(nd_numbers *numbers)
{
    if (!nd_grow(numbers->alloc, &numbers->words, &numbers->cap, numbers->n + 1, sizeof *numbers->words))
        return false;
    if (numbers->n < numbers->n_slots / 2)
        return true;
    size_t n_slots = numbers->n_slots > 0 ? 2 * numbers->n_slots : LEAST_SLOTS;
    nd_number_slot *slots = nd_get(numbers->alloc, n_slots, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < numbers->n_slots; i++)
        if (numbers->slots[i].number != 0)
            *free_slot(slots, n_slots, numbers->slots[i].hash) = numbers->slots[i];
    nd_drop(numbers->alloc, numbers->slots, numbers->n_slots, sizeof *slots);
    numbers->slots = slots;
    numbers->n_slots = n_slots;
    return true;
}

/* The slot of a word, or the free one where it belongs. */
static nd_number_slot *slot_of(const nd_numbers *numbers, const char *bytes, uint32_t len, uint64_t hash)
{
    size_t mask = numbers->n_slots - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        nd_number_slot *slot = &numbers->slots[i];
        if (slot->number == 0)
            return slot;
        if (slot->hash != hash)
            continue;
        const nd_numbered *word = &numbers->words[slot->number - 1];
        if (word->len == len && memcmp(word->bytes, bytes, len) == 0)
            return slot;
    }
}

nd_status nd_numbers_add(nd_numbers *numbers, const nd_words *words, uint32_t *out, nd_err *err)
{
    for (size_t i = 0; i < words->n_words; i++) {
        if (!make_room(numbers))
            return nd_no_memory(err, 0);
        const char *bytes = words->folded + words->starts[i];
        uint32_t len = words->starts[i + 1] - 1 - words->starts[i];
        uint64_t hash = XXH3_64bits_withSeed(bytes, len, numbers->seed);
        nd_number_slot *slot = slot_of(numbers, bytes, len, hash);
        if (slot->number == 0) {
            if (numbers->n == UINT32_MAX)
                return nd_fail(err, ND_ELIMIT, "a text of %u different words is too long", UINT32_MAX);
            numbers->words[numbers->n++] = (nd_numbered){bytes, len};
            *slot = (nd_number_slot){hash, (uint32_t)numbers->n};
        }
        out[i] = slot->number - 1;
    }
    return ND_OK;
}
