/* SPDX-License-Identifier: MIT
 *
 * minhash.c - shingle hashes to a MinHash signature: one-permutation hashing, and
 * what it leaves empty filled by ordinary min-wise hashing of the whole set. These
 * are two levels of Fast Similarity Sketching (Dahlgaard, Knudsen, Thorup, FOCS 2017).
 *
 *    63           32 31            0    first round: the upper half chooses the slot,
 *   +---------------+---------------+   slot = (upper * perms) >> 32; the slot keeps its
 *   |     upper     |     lower     |   least lower >> 1, so bit 31 is clear.
 *   +---------------+---------------+   second round, for a slot k that got nothing:
 *                                       1 << 31 | least of ((lower ^ b[k]) * a[k]) >> 1
 *
 * Why it is unbiased: slot k holds the shingle that comes first where those of
 * slot k go before all others. Of A and B together every shingle is as likely to
 * be that one, and the slots agree just when it is in both. Bit 31 ranks the first
 * round before the second, so the element-wise minimum of two signatures is the
 * signature of the union; and any number of slots will do.
 *
 * Why not what is simpler: perms ordinary hashes of every shingle cost perms
 * multiplications each, this costs one once a text has a few hundred words. Filling
 * an empty slot from its neighbours (rotation, copying) uses one draw twice and
 * is far off the S-curve on texts below 200 words, where most duplicates are.
 *
 * The second round takes the empty slots by blocks, and the shingles in chunks that stay
 * in cache. Four lanes are few enough for their numbers to stay in registers. SSE2 has no
 * multiplication of 32 bits: one lane at a time is twice as fast as what gcc makes of it.
 */
#include "minhash.h"

#include <xxhash.h>

enum {
    BLOCK = 4,    /* lanes that are kept in registers at once */
    CHUNK = 256,  /* shingles */
    SEEN = 512    /* a power of two */
};

void nd_minhash_seed(nd_minhash *minhash, uint64_t seed)
{
    for (uint32_t k = 0; k < minhash->perms; k++) {
        unsigned char slot[4];
        nd_put_le32(slot, k);
        uint64_t x = XXH3_64bits_withSeed(slot, sizeof slot, seed);
        minhash->a[k] = (uint32_t)x | 1;
        minhash->b[k] = (uint32_t)(x >> 32);
    }
}

void nd_minhash_begin(const nd_minhash *minhash, uint32_t *signature)
{
    memset(signature, 0xff, minhash->perms * sizeof *signature);
}

/* No branch on which is less: it would often be mispredicted. */
static inline void lower_slot(uint32_t *signature, uint64_t perms, uint64_t hash)
{
    uint32_t *slot = &signature[((hash >> 32) * perms) >> 32], value = (uint32_t)hash >> 1, least = *slot;
    *slot = value < least ? value : least;
}

/* Shingles go to two signatures in turn, so that none waits for the one before to be stored. */
void nd_minhash_add(const nd_minhash *minhash, const uint64_t *hashes, size_t n, uint32_t *signature)
{
    uint32_t perms = minhash->perms, other[ND_MOST_PERMS];
    size_t i = 0;
    if (n >= 2 * (size_t)perms) {
        nd_minhash_begin(minhash, other);
        for (; i + 2 <= n; i += 2) {
            lower_slot(signature, perms, hashes[i]);
            lower_slot(other, perms, hashes[i + 1]);
        }
        nd_signature_merge(signature, other, perms);
    }
    for (; i < n; i++)
        lower_slot(signature, perms, hashes[i]);
}

/*
 * The lower halves of the next shingles, without most of those that came before:
 * a text that says one thing ten thousand times fills few slots, and each of its
 * shingles would be hashed for all the others. Returns how many; *at moves on.
 */
static size_t next_chunk(const uint32_t *lower, size_t n, size_t *at, uint32_t *seen, uint32_t *chunk)
{
    size_t len = 0, i = *at;
    for (; i < n && len < CHUNK; i++) {
        uint32_t x = lower[i], *last = &seen[x % SEEN];
        chunk[len] = x;
        len += *last != x;
        *last = x;
    }
    *at = i;
    return len;
}

#if defined __x86_64__ && !defined __clang__
__attribute__((optimize("no-tree-vectorize", "no-tree-slp-vectorize")))
#endif
static void lower_block(nd_lanes *lanes, size_t first, const uint32_t *values, size_t n)
{
    uint32_t a[BLOCK], b[BLOCK], least[BLOCK];
    memcpy(a, lanes->a + first, sizeof a);
    memcpy(b, lanes->b + first, sizeof b);
    memcpy(least, lanes->least + first, sizeof least);
    for (size_t i = 0; i < n; i++) {
        for (int l = 0; l < BLOCK; l++) {
            uint32_t value = (values[i] ^ b[l]) * a[l];
            least[l] = value < least[l] ? value : least[l];
        }
    }
    memcpy(lanes->least + first, least, sizeof least);
}

static void lower_lanes(nd_lanes *lanes, const uint32_t *values, size_t n)
{
    for (size_t first = 0; first < lanes->n; first += BLOCK)
        lower_block(lanes, first, values, n);
}

void nd_lanes_gather(const nd_minhash *minhash, const uint32_t *signature, nd_lanes *lanes)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < minhash->perms; k++) {
        lanes->slots[n] = (uint16_t)k; /* no branch here either */
        lanes->a[n] = minhash->a[k];
        lanes->b[n] = minhash->b[k];
        n += signature[k] == UINT32_MAX;
    }
    lanes->n = n;
}

void nd_lanes_spread(const nd_lanes *lanes, uint32_t *signature, uint32_t perms)
{
    (void)perms;
    for (uint32_t l = 0; l < lanes->n; l++)
        signature[lanes->slots[l]] = ND_SECOND_ROUND | lanes->least[l] >> 1;
}

static const nd_lane_loops *loops_of(nd_simd simd)
{
    static const nd_lane_loops portable = {nd_lanes_gather, lower_lanes, nd_lanes_spread};
#ifdef __x86_64__
    if (simd == ND_SIMD_AVX512)
        return &nd_lanes_avx512;
    if (simd == ND_SIMD_AVX2)
        return &nd_lanes_avx2;
#else
    (void)simd;
#endif
    return &portable;
}

/* The second round. A short text is not worth looking for what it repeats. */
static void fill(const nd_minhash *minhash, const uint32_t *lower, size_t n, uint32_t *signature)
{
    const nd_lane_loops *loops = loops_of(minhash->simd);
    nd_lanes lanes;
    loops->gather(minhash, signature, &lanes);
    memset(lanes.least, 0xff, (lanes.n + ND_LANES) * sizeof *lanes.least);
    if (n <= CHUNK) {
        loops->lower(&lanes, lower, n);
    } else {
        uint32_t seen[SEEN] = {1}, chunk[CHUNK]; /* 1 is a value that seen[0] cannot have */
        for (size_t at = 0; at < n;) {
            size_t len = next_chunk(lower, n, &at, seen, chunk);
            loops->lower(&lanes, chunk, len);
        }
    }
    loops->spread(&lanes, signature, minhash->perms);
}

void nd_minhash_finish(const nd_minhash *minhash, const uint32_t *lower, size_t n, uint32_t *signature)
{
    uint32_t most = 0;
    for (uint32_t k = 0; k < minhash->perms; k++)
        most |= signature[k];
    if (most >> 31 != 0) /* a slot is empty */
        fill(minhash, lower, n, signature);
}
