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
 * The second round takes LANES empty slots at a time, and the shingles in chunks
 * that stay in cache. Its inner loops have constant bounds and local arrays, and
 * compare signed values below 2^31: that is what compilers turn into SIMD, SSE2 too.
 */
#include "minhash.h"

#include <xxhash.h>

enum {
    LANES = 64,   /* empty slots that are filled in one pass over the shingles */
    BLOCK = 16,   /* of them kept in registers at once */
    CHUNK = 256,  /* shingles */
    SEEN = 512    /* a power of two */
};

#define SECOND_ROUND 0x80000000u  /* set in every slot that the first round left empty */

typedef struct lanes {
    uint32_t slot[LANES], a[LANES], b[LANES];
    int32_t least[LANES];
} lanes;

void nd_minhash_seed(nd_minhash *minhash, uint64_t seed)
{
#ifdef __x86_64__
    minhash->avx2 = __builtin_cpu_supports("avx2") != 0;
#else
    minhash->avx2 = false;
#endif
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

void nd_minhash_add(const nd_minhash *minhash, const uint64_t *hashes, size_t n, uint32_t *signature)
{
    uint64_t perms = minhash->perms;
    for (size_t i = 0; i < n; i++) {
        uint32_t slot = (uint32_t)(((hashes[i] >> 32) * perms) >> 32);
        uint32_t value = (uint32_t)hashes[i] >> 1, least = signature[slot];
        signature[slot] = value < least ? value : least; /* no branch: it would often be mispredicted */
    }
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

static inline __attribute__((always_inline)) void lower_lanes(lanes *lane, size_t first, const uint32_t *chunk,
                                                              size_t len)
{
    uint32_t a[BLOCK], b[BLOCK];
    int32_t least[BLOCK];
    memcpy(a, lane->a + first, sizeof a);
    memcpy(b, lane->b + first, sizeof b);
    memcpy(least, lane->least + first, sizeof least);
    for (size_t i = 0; i < len; i++) {
        uint32_t x = chunk[i];
        for (int l = 0; l < BLOCK; l++) {
            int32_t value = (int32_t)(((x ^ b[l]) * a[l]) >> 1);
            least[l] = value < least[l] ? value : least[l];
        }
    }
    memcpy(lane->least + first, least, sizeof least);
}

static void lower_block(lanes *lane, size_t first, const uint32_t *chunk, size_t len)
{
    lower_lanes(lane, first, chunk, len);
}

/* The same loop for processors whose 32-bit multiplication takes eight lanes at once. */
#ifdef __x86_64__
__attribute__((target("avx2"))) static void lower_block_avx2(lanes *lane, size_t first, const uint32_t *chunk,
                                                             size_t len)
{
    lower_lanes(lane, first, chunk, len);
}
#else
#define lower_block_avx2 lower_block
#endif

/* Fills the empty slots from *slot on, LANES at most; *slot moves behind the last. Returns how many. */
static uint32_t second_round(const nd_minhash *minhash, const uint32_t *lower, size_t n,
                             uint32_t *slot, uint32_t *signature)
{
    lanes lane = {0};
    uint32_t used = 0, seen[SEEN] = {1}, chunk[CHUNK]; /* a value that seen[0] cannot have */
    for (; *slot < minhash->perms && used < LANES; ++*slot) {
        lane.slot[used] = *slot; /* no branch here either */
        lane.a[used] = minhash->a[*slot];
        lane.b[used] = minhash->b[*slot];
        used += signature[*slot] == UINT32_MAX;
    }
    for (uint32_t l = 0; l < used; l++)
        lane.least[l] = INT32_MAX;
    for (size_t at = 0; at < n;) {
        size_t len = next_chunk(lower, n, &at, seen, chunk);
        for (size_t l = 0; l < used; l += BLOCK)
            (minhash->avx2 ? lower_block_avx2 : lower_block)(&lane, l, chunk, len);
    }
    for (uint32_t l = 0; l < used; l++)
        signature[lane.slot[l]] = SECOND_ROUND | (uint32_t)lane.least[l];
    return used;
}

void nd_minhash_finish(const nd_minhash *minhash, const uint32_t *lower, size_t n, uint32_t *signature)
{
    uint32_t empty = 0, slot = 0;
    for (uint32_t k = 0; k < minhash->perms; k++)
        empty += signature[k] >> 31;
    while (empty > 0)
        empty -= second_round(minhash, lower, n, &slot, signature);
}
