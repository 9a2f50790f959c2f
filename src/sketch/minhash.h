/* SPDX-License-Identifier: MIT
 *
 * minhash.h - shingle hashes to signature; the one hot loop of the room.
 */
#ifndef ND_MINHASH_H
#define ND_MINHASH_H

#include "base/simd.h"

enum {
    ND_MOST_PERMS = 1024,
    ND_LANES = 128     /* lanes are taken by so many or fewer, and read in whole registers */
};

/* The second round's hash of slot k: ((x ^ b[k]) * a[k]) mod 2^32. a, b: perms values, not owned. */
typedef struct nd_minhash {
    uint32_t perms;
    nd_simd  simd;         /* there, and not ND_SIMD_BEST */
    uint32_t *a, *b;
} nd_minhash;

/* nd_minhash_seed - fills a and b from a seed. */
void nd_minhash_seed(nd_minhash *minhash, uint64_t seed);

/*
 * A signature is made in three steps, so that 64-bit hashes need not be held all at
 * once: begin, add any number of times, finish.
 *
 * @signature  perms values
 * @lower      for finish: the lower halves of all hashes that were added, n > 0, in
 *             any order, repeats harmless
 */
void nd_minhash_begin(const nd_minhash *minhash, uint32_t *signature);
void nd_minhash_add(const nd_minhash *minhash, const uint64_t *hashes, size_t n, uint32_t *signature);
void nd_minhash_finish(const nd_minhash *minhash, const uint32_t *lower, size_t n, uint32_t *signature);

/* A lane is a slot that the first round left empty: what it multiplies by, and its least up to now. */
typedef struct nd_lanes {
    uint32_t n;
    uint16_t slots[ND_MOST_PERMS + ND_LANES];
    uint32_t a[ND_MOST_PERMS + ND_LANES], b[ND_MOST_PERMS + ND_LANES], least[ND_MOST_PERMS + ND_LANES];
} nd_lanes;

/* The loops of the second round; lanes past lanes->n may be written too, up to whole ND_LANES. */
typedef struct nd_lane_loops {
    /* A lane for each empty slot, in order. (Which slots they are need not be kept.) */
    void (*gather)(const nd_minhash *minhash, const uint32_t *signature, nd_lanes *lanes);

    /*
     * least[l] becomes the least of itself and (x ^ b[l]) * a[l], over n values x. Only the
     * upper 31 bits will be looked at.
     */
    void (*lower)(nd_lanes *lanes, const uint32_t *values, size_t n);

    /* Every empty slot gets what its lane found. */
    void (*spread)(const nd_lanes *lanes, uint32_t *signature, uint32_t perms);
} nd_lane_loops;

#define ND_SECOND_ROUND 0x80000000u  /* set in every slot that the first round left empty */

/* For what AVX2 does no better, the portable loops. */
void nd_lanes_gather(const nd_minhash *minhash, const uint32_t *signature, nd_lanes *lanes);
void nd_lanes_spread(const nd_lanes *lanes, uint32_t *signature, uint32_t perms);

extern const nd_lane_loops nd_lanes_avx2, nd_lanes_avx512;

#endif
