/* SPDX-License-Identifier: MIT
 *
 * gen_cliques.h - which document of a corpus is a copy of which, by rule and not by list:
 * the place of 10^9 documents needs no memory.
 *
 *   rank       0 1 2 3 4 5 | 6 7 | 8 9 | 10 11 12 13 | ...    cliques side by side, size by size
 *                 size 1     size 2          size 4
 *   position   a seeded permutation of the ranks: copies stand near and far
 */
#ifndef GEN_CLIQUES_H
#define GEN_CLIQUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GEN_MOST_SIZES = 16 };

typedef struct gen_sizes {
    uint64_t size, first_rank, first_clique;
} gen_sizes;

typedef struct gen_cliques {
    uint64_t  n;                    /* documents */
    uint64_t  seed;
    uint32_t  half;                 /* bits of half a position, as the permutation sees it */
    size_t    n_sizes;
    gen_sizes sizes[GEN_MOST_SIZES];
} gen_cliques;

typedef struct gen_place {
    uint64_t clique, size;
    uint64_t member;                /* by position, from 0: the first is the original */
} gen_place;

/*
 * gen_cliques_init - lays out n documents.
 *
 * @spec  "2:16,100:2": 16 % of the documents in cliques of 2, 2 % in cliques of 100; the
 *        rest, and what fills no clique, stand alone
 *
 * False where the spec cannot be read or asks for more than 100 %.
 */
bool gen_cliques_init(gen_cliques *cliques, uint64_t n, const char *spec, uint64_t seed);

/* gen_cliques_at - what stands at a position. O(size of its clique). */
gen_place gen_cliques_at(const gen_cliques *cliques, uint64_t position);

#endif
