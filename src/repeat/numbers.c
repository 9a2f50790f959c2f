/* SPDX-License-Identifier: MIT
 *
 * numbers.c - a hash table with open addressing, which grows with the number of
 * different words: a text of a million words has some ten thousand. No hash is
 * believed: a short word is its own key, the bytes of a long one are compared.
 *
 * Hashes are keyed. Whoever writes a text whose words all fall on one slot, to make
 * this quadratic, changes the key with every word (equal.c).
 */
#include "numbers.h"

#include <math.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    LEAST_SLOTS = 64,
    HALF = sizeof(uint64_t),
    SHORT = 2 * HALF,          /* bytes of a word that is its own key */
    FEW = 16                   /* words at once */
};

void nd_numbers_init(nd_numbers *numbers, const nd_alloc *alloc)
{
    *numbers = (nd_numbers){.alloc = alloc};
}

void nd_numbers_release(nd_numbers *numbers)
{
    const nd_alloc *alloc = numbers->alloc;
    nd_drop(alloc, numbers->slots, numbers->cap_slots, sizeof *numbers->slots);
    nd_drop(alloc, numbers->words, numbers->cap_words, sizeof *numbers->words);
    nd_drop(alloc, numbers->lens, numbers->cap_lens, sizeof *numbers->lens);
    nd_drop(alloc, numbers->counts, numbers->cap_counts, sizeof *numbers->counts);
    nd_numbers_init(numbers, alloc);
}

void nd_numbers_begin(nd_numbers *numbers, uint64_t seed)
{
    numbers->n = numbers->n_slots = 0;
    numbers->seed = seed;
}

/* What a word is looked for by: its key and length, and where the search begins. */
typedef struct sought {
    uint64_t key[2], hash;
    uint32_t len;
} sought;

/* The finaliser of MurmurHash3 (Appleby), keyed before each of its rounds: every bit moves every bit of the place. */
static inline uint64_t mixed(const uint64_t key[2], uint64_t seed)
{
    uint64_t x = key[1] ^ seed;
    x = (x ^ x >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    x ^= key[0];
    x = (x ^ x >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    x = (x ^ x >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
    return x ^ x >> 33;
}

/* A mask of the first n bytes of eight, n from 1 to 8, as they lie in memory. */
static inline uint64_t first_bytes(uint32_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return UINT64_MAX >> 8 * (HALF - n);
#else
    return UINT64_MAX << 8 * (HALF - n);
#endif
}

/* @after  bytes that may be read behind the word */
static inline sought sought_of(const char *bytes, uint32_t len, size_t after, uint64_t seed)
{
    sought s = {.len = len};
    if (len > SHORT) {
        s.key[0] = s.hash = XXH3_64bits_withSeed(bytes, len, seed);
        return s;
    }
    if (len + after >= SHORT) {
        memcpy(s.key, bytes, SHORT);
        s.key[0] &= first_bytes(len < HALF ? len : HALF);
        s.key[1] &= len > HALF ? first_bytes(len - HALF) : 0;
    } else {
        memcpy(s.key, bytes, len);
    }
    s.hash = mixed(s.key, seed);
    return s;
}

/* Room for n words more; the slots are made anew, twice as many, where they would be over half full. */
static bool make_room(nd_numbers *numbers, size_t n)
{
    size_t n_slots = numbers->n_slots == 0 ? LEAST_SLOTS : numbers->n_slots, need = numbers->n + n;
    while (n_slots / 2 < need)
        n_slots *= 2;
    if (!nd_grow(numbers->alloc, &numbers->words, &numbers->cap_words, need, sizeof *numbers->words) ||
        !nd_grow(numbers->alloc, &numbers->lens, &numbers->cap_lens, need, sizeof *numbers->lens) ||
        !nd_grow(numbers->alloc, &numbers->counts, &numbers->cap_counts, need, sizeof *numbers->counts))
        return false;
    if (n_slots == numbers->n_slots)
        return true;
    if (!nd_grow(numbers->alloc, &numbers->slots, &numbers->cap_slots, n_slots, sizeof *numbers->slots))
        return false;
    memset(numbers->slots, 0, n_slots * sizeof *numbers->slots);
    for (size_t i = 0; i < numbers->n; i++) {
        sought s = sought_of(numbers->words[i], numbers->lens[i], 0, numbers->seed);
        size_t at = s.hash & (n_slots - 1);
        while (numbers->slots[at].number != 0)
            at = (at + 1) & (n_slots - 1);
        numbers->slots[at] = (nd_number_slot){{s.key[0], s.key[1]}, s.len, (uint32_t)i + 1};
    }
    numbers->n_slots = n_slots;
    return true;
}

/* Whether a slot is taken, by a word with this key. */
static inline bool has_key(const nd_number_slot *slot, const sought *s)
{
    return ((slot->key[0] ^ s->key[0]) | (slot->key[1] ^ s->key[1]) | (slot->len ^ s->len)) == 0;
}

/* The number of a word, new or not. */
static uint32_t number_of(nd_numbers *numbers, const char *bytes, const sought *s)
{
    size_t mask = numbers->n_slots - 1;
    for (size_t at = s->hash & mask;; at = (at + 1) & mask) {
        nd_number_slot *slot = &numbers->slots[at];
        if (slot->number == 0) {
            numbers->words[numbers->n] = bytes;
            numbers->lens[numbers->n] = s->len;
            numbers->counts[numbers->n] = 0;
            *slot = (nd_number_slot){{s->key[0], s->key[1]}, s->len, (uint32_t)++numbers->n};
            return slot->number - 1;
        }
        if (has_key(slot, s) && (s->len <= SHORT || memcmp(numbers->words[slot->number - 1], bytes, s->len) == 0))
            return slot->number - 1;
    }
}

/* Different words grow nearly as the root of all (Heaps' law); so many that the slots are made anew once at most, mostly. */
static size_t likely(size_t n_words)
{
    size_t n = 32 * (size_t)sqrt((double)n_words);
    return n < n_words ? n : n_words;
}

/* By a few words at once, so that the slots of all are on their way while the first is looked at. */
nd_status nd_numbers_add(nd_numbers *numbers, const nd_words *words, uint32_t *out, nd_err *err)
{
    const char *folded = words->folded;
    const uint32_t *starts = words->starts;
    size_t len = words->folded_len;
    sought few[FEW];
    if (numbers->n == 0 && !make_room(numbers, likely(words->n_words)))
        return nd_no_memory(err, 0);
    for (size_t i = 0, n; i < words->n_words; i += n) {
        n = words->n_words - i < FEW ? words->n_words - i : FEW;
        if (!make_room(numbers, n))
            return nd_no_memory(err, 0);
        const nd_number_slot *slots = numbers->slots;
        uint64_t seed = numbers->seed, mask = numbers->n_slots - 1;
        for (size_t k = 0; k < n; k++) {
            uint32_t begin = starts[i + k], end = starts[i + k + 1] - 1;
            few[k] = sought_of(folded + begin, end - begin, len - end, seed);
            __builtin_prefetch(&slots[few[k].hash & mask]);
        }
        uint32_t *counts = numbers->counts;
        for (size_t k = 0; k < n; k++) {
            const nd_number_slot *slot = &slots[few[k].hash & mask]; /* the first slot, mostly */
            uint32_t number = has_key(slot, &few[k]) && few[k].len <= SHORT
                                  ? slot->number - 1
                                  : number_of(numbers, folded + starts[i + k], &few[k]);
            counts[number]++;
            out[i + k] = number;
        }
    }
    return ND_OK;
}
