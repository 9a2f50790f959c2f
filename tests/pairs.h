/* SPDX-License-Identifier: MIT
 *
 * pairs.h - random sets of shingle hashes, and pairs of them whose Jaccard
 * similarity is known: a and b are two windows on one run of distinct hashes.
 *
 *   |------------ a ------------|
 *   . . . . . . . . . . . . . . . . . . . . .
 *               |---- shared ---|
 *               |------------- b -----------|
 */
#ifndef PAIRS_H
#define PAIRS_H

#include <stddef.h>
#include <stdint.h>

typedef struct pair {
    const uint64_t *a, *b;
    size_t n_a, n_b, shared;
} pair;

/* splitmix64: 2^64 distinct values from any start, so the hashes of one run never repeat. */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static inline void random_hashes(uint64_t *hashes, size_t n, uint64_t *state)
{
    for (size_t i = 0; i < n; i++)
        hashes[i] = random_next(state);
}

static inline size_t pair_union(const pair *p)
{
    return p->n_a + p->n_b - p->shared;
}

static inline double pair_jaccard(const pair *p)
{
    return (double)p->shared / (double)pair_union(p);
}

/* New hashes for a pair of the sizes that p has; room for pair_union(p). */
static inline void pair_draw(pair *p, uint64_t *room, uint64_t *state)
{
    random_hashes(room, pair_union(p), state);
    p->a = room;
    p->b = room + p->n_a - p->shared;
}

#endif
