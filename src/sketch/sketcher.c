/* SPDX-License-Identifier: MIT
 *
 * sketcher.c - one text to digests, shingles and MinHash signature, through
 * scratch arrays that grow to the longest text so far: nothing is allocated per
 * word, nor per text once they are large enough.
 *
 * Shingles are hashed to 64 bits, because the signature takes its slots from the
 * upper half and its values from the lower. What stays of a document is the lower
 * half: two different shingles of a pair are taken for one with a chance of n / 2^32.
 */
#include "minhash.h"

struct nd_sketcher {
    nd_alloc        own;       /* the caller's, copied */
    const nd_alloc *alloc;     /* &own, or NULL: malloc */
    nd_text        *text;
    uint32_t        shingle;   /* words */
    nd_minhash      minhash;   /* a, b and signature are one block, from a */
    uint32_t       *signature;
    uint64_t       *hashes;
    uint32_t       *shingles;
    size_t          hashes_cap, shingles_cap;
};

nd_status nd_sketcher_new(nd_sketcher **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    nd_sketcher *sk = NULL;
    uint32_t perms = opts->perms;
    nd_status st = nd_opts_check(opts, err);
    if (st != ND_OK)
        goto done;
    if ((sk = nd_get(alloc, 1, sizeof *sk)) == NULL) {
        st = nd_no_memory(err, sizeof *sk);
        goto done;
    }
    *sk = (nd_sketcher){.shingle = opts->shingle, .minhash.perms = perms};
    if (alloc != NULL) {
        sk->own = *alloc;
        sk->alloc = &sk->own;
    }
    if ((sk->minhash.a = nd_get(alloc, 3 * (size_t)perms, sizeof *sk->signature)) == NULL) {
        st = nd_no_memory(err, 3 * (size_t)perms * sizeof *sk->signature);
        goto done;
    }
    sk->minhash.b = sk->minhash.a + perms;
    sk->signature = sk->minhash.b + perms;
    nd_minhash_seed(&sk->minhash, opts->seed);
    if ((st = nd_text_new(&sk->text, opts, alloc, err)) != ND_OK)
        goto done;
    *out = sk;
    sk = NULL; /* handed over */
done:
    nd_sketcher_free(sk);
    return st;
}

void nd_sketcher_free(nd_sketcher *sk)
{
    if (sk == NULL)
        return;
    nd_alloc own = sk->own;
    const nd_alloc *alloc = sk->alloc != NULL ? &own : NULL;
    nd_text_free(sk->text);
    nd_drop(alloc, sk->minhash.a, 3 * (size_t)sk->minhash.perms, sizeof *sk->signature);
    nd_drop(alloc, sk->hashes, sk->hashes_cap, sizeof *sk->hashes);
    nd_drop(alloc, sk->shingles, sk->shingles_cap, sizeof *sk->shingles);
    nd_drop(alloc, sk, 1, sizeof *sk);
}

nd_status nd_sketch(nd_sketcher *sk, const char *text, size_t len, nd_doc *doc, nd_err *err)
{
    nd_words words;
    nd_status st = nd_text_fold(sk->text, text, len, false, &words, err);
    if (st != ND_OK)
        return st;
    size_t n = nd_shingle_count(words.n_words, sk->shingle);
    if (n > UINT32_MAX)
        return nd_fail(err, ND_ELIMIT, "a text of %zu shingles is too long", n);
    if (n == 0) {
        *doc = (nd_doc){.invalid_bytes = words.invalid_bytes};
        return ND_OK;
    }
    if (!nd_grow(sk->alloc, &sk->hashes, &sk->hashes_cap, n, sizeof *sk->hashes) ||
        !nd_grow(sk->alloc, &sk->shingles, &sk->shingles_cap, n, sizeof *sk->shingles))
        return nd_no_memory(err, n * (sizeof *sk->hashes + sizeof *sk->shingles));
    nd_shingle_hashes(&words, sk->shingle, sk->hashes);
    for (size_t i = 0; i < n; i++)
        sk->shingles[i] = (uint32_t)sk->hashes[i];
    nd_minhash_sign(&sk->minhash, sk->hashes, n, sk->signature);
    *doc = (nd_doc){
        .n_words = words.n_words,
        .invalid_bytes = words.invalid_bytes,
        .identical = nd_digest_bytes(text, len),
        .same_words = nd_digest_bytes(words.folded, words.folded_len),
        .signature = sk->signature,
        .shingles = sk->shingles,
        .n_shingles = (uint32_t)n,
    };
    return ND_OK;
}

nd_status nd_signature(nd_sketcher *sk, const uint64_t *hashes, size_t n, uint32_t *signature, nd_err *err)
{
    if (n == 0)
        return nd_fail(err, ND_EINVAL, "a signature needs at least one shingle");
    nd_minhash_sign(&sk->minhash, hashes, n, signature);
    return ND_OK;
}

void nd_signature_merge(uint32_t *a, const uint32_t *b, uint32_t perms)
{
    for (uint32_t k = 0; k < perms; k++)
        a[k] = b[k] < a[k] ? b[k] : a[k];
}

uint32_t nd_signature_matches(const uint32_t *a, const uint32_t *b, uint32_t perms)
{
    uint32_t matches = 0;
    for (uint32_t k = 0; k < perms; k++)
        matches += a[k] == b[k];
    return matches;
}
