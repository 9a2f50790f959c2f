/* SPDX-License-Identifier: MIT
 *
 * gen_cliques.c - the permutation is a Feistel network over the least even number of bits
 * that holds n, walked until it falls below n (Black and Rogaway, "Ciphers with Arbitrary
 * Finite Domains", 2002): it can be asked both ways, so the members of a clique are
 * found from any one of them.
 */
#include "gen_cliques.h"

#include "random.h"

#include <stdlib.h>

enum { ROUNDS = 4 };

static uint64_t once(const gen_cliques *c, uint64_t x, bool forward)
{
    uint64_t mask = ((uint64_t)1 << c->half) - 1, left = x >> c->half, right = x & mask;
    for (uint64_t i = 0; i < ROUNDS; i++) {
        if (forward) {
            uint64_t next = left ^ (random_seed(c->seed, right, i) & mask);
            left = right;
            right = next;
        } else {
            uint64_t next = right ^ (random_seed(c->seed, left, ROUNDS - 1 - i) & mask);
            right = left;
            left = next;
        }
    }
    return left << c->half | right;
}

static uint64_t permute(const gen_cliques *c, uint64_t x, bool forward)
{
    do
        x = once(c, x, forward);
    while (x >= c->n);
    return x;
}

static bool read_sizes(gen_cliques *c, const char *spec, uint64_t *rank)
{
    uint64_t clique = 0;
    while (*spec != '\0') {
        char *end;
        uint64_t size = strtoull(spec, &end, 10);
        if (end == spec || *end != ':' || size < 2 || c->n_sizes == GEN_MOST_SIZES - 1)
            return false;
        spec = end + 1;
        double percent = strtod(spec, &end);
        if (end == spec || (*end != ',' && *end != '\0') || !(percent >= 0 && percent <= 100))
            return false;
        spec = *end == ',' ? end + 1 : end;
        uint64_t n = (uint64_t)((double)c->n * percent / 100 + .5) / size;
        c->sizes[c->n_sizes++] = (gen_sizes){size, *rank, clique};
        clique += n;
        *rank += n * size;
        if (*rank > c->n)
            return false;
    }
    c->sizes[c->n_sizes++] = (gen_sizes){1, *rank, clique};
    return true;
}

bool gen_cliques_init(gen_cliques *c, uint64_t n, const char *spec, uint64_t seed)
{
    uint64_t rank = 0;
    *c = (gen_cliques){.n = n, .seed = seed, .half = 1};
    while (c->half < 31 && n > (uint64_t)1 << (2 * c->half))
        c->half++;
    return n > 0 && n <= (uint64_t)1 << 62 && read_sizes(c, spec, &rank);
}

gen_place gen_cliques_at(const gen_cliques *c, uint64_t position)
{
    uint64_t rank = permute(c, position, true);
    size_t i = c->n_sizes - 1;
    while (rank < c->sizes[i].first_rank)
        i--;
    const gen_sizes *s = c->sizes + i;
    uint64_t nth = (rank - s->first_rank) / s->size, first = s->first_rank + nth * s->size;
    gen_place place = {s->first_clique + nth, s->size, 0};
    for (uint64_t other = first; other < first + s->size; other++)
        place.member += other != rank && permute(c, other, false) < position;
    return place;
}
