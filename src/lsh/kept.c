/* SPDX-License-Identifier: MIT
 *
 * kept.c - records of kept documents in chunks that never move, found by digest
 * or by band key through tables of 32-bit tags.
 *
 * The tag is the upper half of a product with numbers of this run (multiply-shift,
 * Dietzfelbinger et al., "A Reliable Randomized Algorithm for the Closest-Pair
 * Problem", 1997): digests and keys that were chosen to agree in any 32 bits still
 * have tags of their own, so no input makes a table slow. Times an odd number no two
 * band keys become one; the record holds the lower half of the product, so a bucket
 * is exactly the documents of one 64-bit key however the tables are sized.
 */
#include "kept.h"

#include "xxhash.h"

nd_status nd_kept_init(nd_kept *kept, const nd_opts *opts, const nd_bands *bands, bool borrow,
                       const nd_alloc *alloc, nd_err *err)
{
    *kept = (nd_kept){.alloc = alloc, .bands = *bands, .perms = opts->perms, .cap = opts->bucket_cap,
                      .borrow = borrow};
    nd_arena_init(&kept->shingles, alloc);
    size_t values = (size_t)bands->bands + (borrow ? 0 : opts->perms), align = _Alignof(nd_kept_doc);
    kept->stride = (sizeof(nd_kept_doc) + values * sizeof(uint32_t) + align - 1) / align * align;
    kept->buckets = nd_get(alloc, bands->bands, sizeof *kept->buckets);
    kept->keys = nd_get(alloc, bands->bands, sizeof *kept->keys);
    if (kept->buckets == NULL || kept->keys == NULL) {
        nd_kept_release(kept);
        return nd_no_memory(err, 0);
    }
    /* Where the system placed us is all the chance a library has to draw on. */
    const void *place[2] = {kept->buckets, &place};
    XXH128_hash_t chance = XXH3_128bits(place, sizeof place);
    kept->multiplier[0] = chance.low64 | 1;
    kept->multiplier[1] = chance.high64 | 1;
    return ND_OK;
}

void nd_kept_release(nd_kept *kept)
{
    const nd_alloc *alloc = kept->alloc;
    for (size_t i = 0; i < kept->n_chunks; i++)
        nd_drop(alloc, kept->chunks[i], ND_KEPT_CHUNK, kept->stride);
    nd_drop(alloc, kept->chunks, kept->cap_chunks, sizeof *kept->chunks);
    nd_arena_release(&kept->shingles);
    for (int s = 0; s < ND_SAMENESSES; s++)
        nd_tags_release(&kept->by_digest[s], alloc);
    for (uint32_t band = 0; kept->buckets != NULL && band < kept->bands.bands; band++)
        nd_tags_release(&kept->buckets[band], alloc);
    nd_drop(alloc, kept->buckets, kept->bands.bands, sizeof *kept->buckets);
    nd_drop(alloc, kept->keys, kept->bands.bands, sizeof *kept->keys);
    nd_drop(alloc, kept->found, kept->cap_found, sizeof *kept->found);
    *kept = (nd_kept){.alloc = alloc};
}

static uint32_t digest_tag(const nd_kept *kept, nd_digest digest)
{
    return (uint32_t)((digest.lo * kept->multiplier[0] + digest.hi * kept->multiplier[1]) >> 32);
}

/* The tag of a band key, and what tells it from other keys of that tag. */
typedef struct bucket_key {
    uint32_t tag, rest;
} bucket_key;

static bucket_key split_key(const nd_kept *kept, uint64_t key)
{
    uint64_t product = key * kept->multiplier[0];
    return (bucket_key){.tag = (uint32_t)(product >> 32), .rest = (uint32_t)product};
}

static bool in_bucket(const nd_kept *kept, uint32_t band, bucket_key key, nd_tag_entry entry)
{
    return entry.tag == key.tag && nd_kept_at(kept, entry.doc - 1)->values[band] == key.rest;
}

const nd_kept_doc *nd_kept_find(const nd_kept *kept, nd_sameness sameness, nd_digest digest)
{
    const nd_tags *t = &kept->by_digest[sameness];
    uint32_t tag = digest_tag(kept, digest);
    if (t->cap == 0)
        return NULL;
    for (size_t p = nd_tags_home(t, tag); t->entries[p].doc != 0; p = nd_tags_next(t, p)) {
        if (t->entries[p].tag != tag)
            continue;
        const nd_kept_doc *doc = nd_kept_at(kept, t->entries[p].doc - 1);
        if (doc->digest[sameness].lo == digest.lo && doc->digest[sameness].hi == digest.hi)
            return doc;
    }
    return NULL;
}

nd_status nd_kept_ask(nd_kept *kept, const uint64_t *keys, const uint32_t **found, size_t *n, nd_err *err)
{
    size_t met = 0;
    /* each band is a cache miss: let them all be on their way before the first is waited for */
    for (uint32_t band = 0; band < kept->bands.bands; band++) {
        const nd_tags *t = &kept->buckets[band];
        if (t->cap != 0)
            __builtin_prefetch(&t->entries[nd_tags_home(t, split_key(kept, keys[band]).tag)]);
    }
    for (uint32_t band = 0; band < kept->bands.bands; band++) {
        const nd_tags *t = &kept->buckets[band];
        bucket_key key = split_key(kept, keys[band]);
        if (t->cap == 0)
            continue;
        for (size_t p = nd_tags_home(t, key.tag); t->entries[p].doc != 0; p = nd_tags_next(t, p)) {
            if (!in_bucket(kept, band, key, t->entries[p]))
                continue;
            if (!nd_grow(kept->alloc, &kept->found, &kept->cap_found, met + 1, sizeof *kept->found))
                return nd_no_memory(err, (met + 1) * sizeof *kept->found);
            kept->found[met++] = t->entries[p].doc - 1;
        }
    }
    *found = kept->found;
    *n = nd_set_sort(kept->found, (uint32_t)met);
    return ND_OK;
}

/* Everything that can fail, before anything changes. */
static nd_status reserve(nd_kept *kept, uint32_t n_shingles, uint32_t **shingles, nd_err *err)
{
    const nd_alloc *alloc = kept->alloc;
    bool ok = true;
    if (kept->n == UINT32_MAX - 1)
        return nd_fail(err, ND_ELIMIT, "more than %u kept documents", UINT32_MAX - 1);
    for (int s = 0; ok && s < ND_SAMENESSES; s++)
        ok = nd_tags_reserve(&kept->by_digest[s], alloc);
    for (uint32_t band = 0; ok && band < kept->bands.bands; band++)
        ok = nd_tags_reserve(&kept->buckets[band], alloc);
    if (ok && kept->n / ND_KEPT_CHUNK == kept->n_chunks) {
        ok = nd_grow(alloc, &kept->chunks, &kept->cap_chunks, kept->n_chunks + 1, sizeof *kept->chunks);
        char *chunk = ok ? nd_get(alloc, ND_KEPT_CHUNK, kept->stride) : NULL;
        if ((ok = chunk != NULL))
            kept->chunks[kept->n_chunks++] = chunk;
    }
    if (ok && !kept->borrow)
        ok = (*shingles = nd_arena_get(&kept->shingles, n_shingles, sizeof **shingles)) != NULL;
    return ok ? ND_OK : nd_no_memory(err, 0);
}

static void put_digest(nd_kept *kept, nd_sameness sameness, nd_digest digest, uint32_t n)
{
    nd_tags *t = &kept->by_digest[sameness];
    uint32_t tag = digest_tag(kept, digest);
    size_t p = nd_tags_home(t, tag);
    while (t->entries[p].doc != 0)
        p = nd_tags_next(t, p);
    nd_tags_put(t, p, tag, n);
}

/* Puts document n into the bucket of key; false where it is full. */
static bool put_key(nd_kept *kept, uint32_t band, bucket_key key, uint32_t n)
{
    nd_tags *t = &kept->buckets[band];
    uint32_t there = 0;
    size_t p = nd_tags_home(t, key.tag);
    for (; t->entries[p].doc != 0; p = nd_tags_next(t, p))
        there += in_bucket(kept, band, key, t->entries[p]);
    if (there >= kept->cap)
        return false;
    nd_tags_put(t, p, key.tag, n);
    return true;
}

nd_status nd_kept_add(nd_kept *kept, const nd_doc *doc, const uint64_t *keys, bool *capped, nd_err *err)
{
    /* borrowed shingles are the caller's to give away: see nd_kept_init */
    uint32_t *shingles = (uint32_t *)(uintptr_t)doc->shingles, n = kept->n;
    nd_status st = reserve(kept, doc->n_shingles, &shingles, err);
    if (st != ND_OK)
        return st;
    nd_kept_doc *to = nd_kept_at(kept, n);
    *to = (nd_kept_doc){.id = doc->id, .digest = {doc->identical, doc->same_words},
                        .signature = doc->signature, .shingles = shingles, .n_shingles = doc->n_shingles};
    if (!kept->borrow) {
        memcpy(shingles, doc->shingles, doc->n_shingles * sizeof *shingles);
        to->signature = memcpy(to->values + kept->bands.bands, doc->signature, kept->perms * sizeof *to->values);
    }
    put_digest(kept, ND_SAME_BYTES, doc->identical, n);
    put_digest(kept, ND_SAME_FOLDED, doc->same_words, n);
    *capped = false;
    for (uint32_t band = 0; band < kept->bands.bands; band++) {
        bucket_key key = split_key(kept, keys[band]);
        to->values[band] = key.rest;
        *capped |= !put_key(kept, band, key, n);
    }
    kept->n++;
    return ND_OK;
}

const uint32_t *nd_kept_set(nd_kept_doc *doc, uint32_t *n)
{
    if (!doc->is_set) {
        doc->n_shingles = nd_set_sort(doc->shingles, doc->n_shingles);
        doc->is_set = true;
    }
    *n = doc->n_shingles;
    return doc->shingles;
}
