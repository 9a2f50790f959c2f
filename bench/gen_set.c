/* SPDX-License-Identifier: MIT
 *
 * gen_set.c - the exact Jaccard similarity of two invented texts, from the numbers of
 * their words: an open table of 64-bit hashes of runs. It knows nothing of the library
 * that is measured by it, neither its folding nor its hashes.
 */
#include "gen_text.h"
#include "random.h"

enum { SLOTS = 2 * GEN_MOST_TOKENS };

nd_status gen_set_init(gen_set *s, const nd_alloc *alloc, nd_err *err)
{
    *s = (gen_set){.slots = nd_get(alloc, SLOTS, sizeof *s->slots),
                   .used = nd_get(alloc, GEN_MOST_TOKENS, sizeof *s->used)};
    if (s->slots != NULL && s->used != NULL)
        return ND_OK;
    gen_set_release(s, alloc);
    return nd_no_memory(err, SLOTS * sizeof *s->slots);
}

void gen_set_release(gen_set *s, const nd_alloc *alloc)
{
    nd_drop(alloc, s->slots, SLOTS, sizeof *s->slots);
    nd_drop(alloc, s->used, GEN_MOST_TOKENS, sizeof *s->used);
    *s = (gen_set){0};
}

/* The slot that holds the key, or the free one where it would stand. */
static gen_slot *slot_of(const gen_set *s, uint64_t key)
{
    uint32_t at = (uint32_t)key & s->mask;
    while (s->slots[at].stamp == s->stamp && s->slots[at].key != key)
        at = (at + 1) & s->mask;
    return s->slots + at;
}

void gen_set_of(gen_set *s, const gen_text *t, uint32_t shingle)
{
    if (++s->stamp == 0) {
        memset(s->slots, 0, SLOTS * sizeof *s->slots);
        s->stamp = 1;
    }
    s->n = 0;
    for (s->mask = 1; s->mask < 2 * t->n;)
        s->mask = 2 * s->mask + 1;
    uint32_t own = t->n < shingle ? t->n : shingle;
    for (uint32_t i = 0; i + own <= t->n; i++) {
        uint64_t key = own;
        for (uint32_t k = 0; k < own; k++)
            key = random_mix(key ^ (t->tokens[i + k] & GEN_WORD)) + k;
        gen_slot *slot = slot_of(s, key);
        if (slot->stamp != s->stamp)
            s->used[s->n++] = (uint32_t)(slot - s->slots);
        *slot = (gen_slot){key, s->stamp};
    }
}

double gen_set_jaccard(const gen_set *a, const gen_set *b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < b->n; i++)
        shared += slot_of(a, b->slots[b->used[i]].key)->stamp == a->stamp;
    return (double)shared / (double)(a->n + b->n - shared);
}
