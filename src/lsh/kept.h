/* SPDX-License-Identifier: MIT
 *
 * kept.h - the index of kept documents: who has this digest, who shares a bucket.
 *
 * A kept document has a number, from 0 in keep order. A bucket is (band, 64-bit
 * band key); it takes the first `cap` documents that come to it and refuses the
 * rest. Memory a document at K = 128, 16 bands: a record of 640 bytes, at most 15
 * for each of 16 bands and 2 digests, and 4 a shingle. Signature and shingles are
 * copied, or borrowed from a caller who has them in memory anyway.
 */
#ifndef ND_KEPT_H
#define ND_KEPT_H

#include "tags.h"

/* Why a document may be the same without a look at its shingles. */
typedef enum nd_sameness { ND_SAME_BYTES = 0, ND_SAME_FOLDED, ND_SAMENESSES } nd_sameness;

typedef struct nd_kept_doc {
    uint64_t  id;
    nd_digest digest[ND_SAMENESSES];
    const uint32_t *signature;
    uint32_t *shingles;
    uint32_t  n_shingles;
    bool      is_set;      /* shingles are sorted and without repeats */
    uint32_t  values[];    /* what its tag leaves of each band key; the signature where copied */
} nd_kept_doc;

typedef struct nd_kept {
    const nd_alloc *alloc;
    nd_bands  bands;
    uint32_t  perms, cap;
    bool      borrow;      /* do not copy signatures and shingles */
    uint64_t  multiplier[2]; /* of this run, odd; they make the tags */
    uint32_t  n;           /* kept documents */
    size_t    stride;      /* bytes of one nd_kept_doc with its values */
    char    **chunks;      /* records, ND_KEPT_CHUNK a chunk: none ever moves */
    size_t    n_chunks, cap_chunks;
    nd_arena  shingles;
    nd_tags   by_digest[ND_SAMENESSES];
    nd_tags  *buckets;     /* one table a band */
    uint64_t *keys;        /* scratch: band keys of the document at hand */
    uint32_t *found;       /* scratch: candidates */
    size_t    cap_found;
} nd_kept;

enum { ND_KEPT_CHUNK = 512 };

/*
 * nd_kept_init - @borrow: the arrays of added documents stay where they are until
 * release, and their shingles may be sorted in place.
 */
nd_status nd_kept_init(nd_kept *kept, const nd_opts *opts, const nd_bands *bands, bool borrow,
                       const nd_alloc *alloc, nd_err *err);
void nd_kept_release(nd_kept *kept);

static inline nd_kept_doc *nd_kept_at(const nd_kept *kept, uint32_t n)
{
    return (nd_kept_doc *)(void *)(kept->chunks[n / ND_KEPT_CHUNK] + n % ND_KEPT_CHUNK * kept->stride);
}

/* nd_kept_find - the kept document with this digest, or NULL. */
const nd_kept_doc *nd_kept_find(const nd_kept *kept, nd_sameness sameness, nd_digest digest);

/*
 * nd_kept_ask - the distinct kept documents in the buckets of keys, in keep order.
 *
 * @keys        one a band
 * @found, @n   out: numbers, good until the next call
 */
nd_status nd_kept_ask(nd_kept *kept, const uint64_t *keys, const uint32_t **found, size_t *n, nd_err *err);

/*
 * nd_kept_add - doc becomes kept document number kept->n.
 *
 * @keys    one a band
 * @capped  out: whether a full bucket refused it
 *
 * After ND_ENOMEM nothing has changed.
 */
nd_status nd_kept_add(nd_kept *kept, const nd_doc *doc, const uint64_t *keys, bool *capped, nd_err *err);

/* nd_kept_set - the shingle set of a kept document, sorted on first use. */
const uint32_t *nd_kept_set(nd_kept_doc *doc, uint32_t *n);

#endif
