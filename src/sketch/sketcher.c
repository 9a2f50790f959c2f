/* SPDX-License-Identifier: MIT
 *
 * sketcher.c - one text to digests, shingles and MinHash signature, through
 * scratch arrays that grow to the longest text so far: nothing is allocated per
 * word, nor per text once they are large enough.
 *
 * A long text is taken in pieces, so that what is folded of it stays in cache and in
 * bounds: only its shingles are held whole. A piece ends behind a space or line feed,
 * where no word goes on and nothing that follows can change what was before. The last
 * words of a piece are carried over, for the shingles that span two.
 *
 * Shingles are hashed to 64 bits, because the signature takes its slots from the
 * upper half and its values from the lower. What stays of a document is the lower
 * half: two different shingles of a pair are taken for one with a chance of n / 2^32.
 */
#include "minhash.h"
#include "text/shingles.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    PIECE = 64 << 10, /* bytes of text, at least, where it has more */
    SLICE = 1024      /* 64-bit hashes held at once */
};

struct nd_sketcher {
    nd_alloc        own;       /* the caller's, copied */
    const nd_alloc *alloc;     /* &own, or NULL: malloc */
    nd_text        *text;
    uint32_t        shingle;   /* words */
    nd_minhash      minhash;   /* a, b and signature are one block, from a */
    uint32_t       *signature;
    uint32_t       *shingles;
    size_t          n_shingles, cap_shingles;
    char           *carried;   /* the last words of the pieces before, and the first of the next */
    size_t          len_carried, cap_carried, n_carried;
    uint64_t        n_words, invalid_bytes;
    XXH3_state_t   *folded;    /* digest of the folded words, while there is more than one piece */
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
    sk->minhash.simd = nd_simd_use((nd_simd)opts->simd);
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
    nd_drop(alloc, sk->shingles, sk->cap_shingles, sizeof *sk->shingles);
    nd_drop(alloc, sk->carried, sk->cap_carried, 1);
    nd_drop(alloc, sk, 1, sizeof *sk);
}

/* Hashes the shingles of words into the signature, and keeps their lower halves. */
static nd_status add_shingles(nd_sketcher *sk, const nd_words *words, nd_err *err)
{
    uint64_t hashes[SLICE];
    size_t n = nd_shingle_count(words->n_words, sk->shingle), all = sk->n_shingles + n;
    if (all > UINT32_MAX)
        return nd_fail(err, ND_ELIMIT, "a text of more than %u shingles is too long", UINT32_MAX);
    if (!nd_grow(sk->alloc, &sk->shingles, &sk->cap_shingles, all, sizeof *sk->shingles))
        return nd_no_memory(err, all * sizeof *sk->shingles);
    for (size_t at = 0, part; at < n; at += part) {
        nd_words slice = *words;
        part = n - at < SLICE ? n - at : SLICE;
        slice.starts += at;
        if (part < n) /* else the text may have fewer words than a shingle */
            slice.n_words = part + sk->shingle - 1;
        nd_shingle_hashes_by(sk->minhash.simd, &slice, sk->shingle, hashes);
        nd_minhash_add(&sk->minhash, hashes, part, sk->signature);
        for (size_t i = 0; i < part; i++)
            sk->shingles[sk->n_shingles++] = (uint32_t)hashes[i];
    }
    return ND_OK;
}

/* Adds words first .. last (not included) of a piece to those carried. */
static nd_status carry(nd_sketcher *sk, const nd_words *words, size_t first, size_t last, nd_err *err)
{
    if (first == last)
        return ND_OK;
    size_t from = words->starts[first], len = words->starts[last] - 1 - from, space = sk->n_carried > 0;
    if (!nd_grow(sk->alloc, &sk->carried, &sk->cap_carried, sk->len_carried + space + len, 1))
        return nd_no_memory(err, len);
    if (space)
        sk->carried[sk->len_carried++] = ' ';
    memcpy(sk->carried + sk->len_carried, words->folded + from, len);
    sk->len_carried += len;
    sk->n_carried += last - first;
    return ND_OK;
}

/* The shingles that begin in what is carried, which now reaches into the piece; all = to the end of the text. */
static nd_status add_carried(nd_sketcher *sk, bool all, nd_err *err)
{
    enum { MOST_WORDS = 2 * 64 };
    uint32_t starts[MOST_WORDS + 1];
    size_t n = 0;
    if (sk->n_carried < sk->shingle && !all)
        return ND_OK;
    for (size_t i = 0; i < sk->len_carried; i++)
        if (i == 0 || sk->carried[i - 1] == ' ')
            starts[n++] = (uint32_t)i;
    starts[n] = (uint32_t)sk->len_carried + 1;
    const nd_words words = {.folded = sk->carried, .folded_len = sk->len_carried, .n_words = n, .starts = starts};
    return add_shingles(sk, &words, err);
}

static void hash_folded(nd_sketcher *sk, const nd_words *words)
{
    if (words->n_words == 0)
        return;
    if (sk->n_words > 0)
        XXH3_128bits_update(sk->folded, " ", 1);
    XXH3_128bits_update(sk->folded, words->folded, words->folded_len);
}

/* One piece of a text of several. */
static nd_status add_piece(nd_sketcher *sk, const nd_words *words, nd_err *err)
{
    size_t n = words->n_words, span = sk->shingle - 1;
    nd_status st;
    hash_folded(sk, words);
    sk->n_words += n;
    sk->invalid_bytes += words->invalid_bytes;
    if (n > span) {
        if ((st = carry(sk, words, 0, span, err)) != ND_OK || (st = add_carried(sk, false, err)) != ND_OK ||
            (st = add_shingles(sk, words, err)) != ND_OK)
            return st;
        sk->len_carried = sk->n_carried = 0;
        return carry(sk, words, n - span, n, err);
    }
    /* too short for a shingle of its own: word by word, which is rare and slow */
    for (size_t w = 0; w < n; w++) {
        if ((st = carry(sk, words, w, w + 1, err)) != ND_OK)
            return st;
        if (sk->n_carried <= span)
            continue;
        if ((st = add_carried(sk, false, err)) != ND_OK)
            return st;
        const char *space = memchr(sk->carried, ' ', sk->len_carried);
        size_t gone = space != NULL ? (size_t)(space - sk->carried) + 1 : sk->len_carried;
        memmove(sk->carried, sk->carried + gone, sk->len_carried - gone);
        sk->len_carried -= gone;
        sk->n_carried--;
    }
    return ND_OK;
}

/* Bytes of the next piece: all that is left, or PIECE and on to a space or line feed. */
static size_t piece_length(const char *text, size_t len)
{
    for (size_t i = PIECE; i < len; i++)
        if (text[i - 1] == ' ' || text[i - 1] == '\n')
            return i;
    return len;
}

static nd_status sketch_pieces(nd_sketcher *sk, const char *text, size_t len, size_t first, nd_doc *doc, nd_err *err)
{
    nd_words words;
    nd_status st = ND_OK;
    XXH3_state_t folded; /* here, because it must be aligned to more than allocators promise */
    XXH3_128bits_reset(&folded);
    sk->folded = &folded;
    sk->len_carried = sk->n_carried = 0;
    sk->n_words = sk->invalid_bytes = 0;
    for (size_t at = 0, part = first; st == ND_OK && at < len; at += part) {
        part = at == 0 ? first : piece_length(text + at, len - at);
        st = nd_text_fold(sk->text, text + at, part, false, &words, err);
        if (st == ND_OK)
            st = add_piece(sk, &words, err);
    }
    if (st == ND_OK && sk->n_shingles == 0 && sk->n_carried > 0)
        st = add_carried(sk, true, err); /* fewer words than a shingle: one of all */
    XXH128_hash_t digest = XXH3_128bits_digest(&folded);
    sk->folded = NULL;
    doc->n_words = sk->n_words;
    doc->invalid_bytes = sk->invalid_bytes;
    doc->same_words = (nd_digest){digest.low64, digest.high64};
    return st;
}

nd_status nd_sketch(nd_sketcher *sk, const char *text, size_t len, nd_doc *doc, nd_err *err)
{
    nd_words words;
    nd_doc made = {0};
    nd_status st;
    size_t first = piece_length(text, len);
    sk->n_shingles = 0;
    nd_minhash_begin(&sk->minhash, sk->signature);
    if (first < len) {
        st = sketch_pieces(sk, text, len, first, &made, err);
    } else {
        if ((st = nd_text_fold(sk->text, text, len, false, &words, err)) == ND_OK)
            st = add_shingles(sk, &words, err);
        if (st == ND_OK) {
            made.n_words = words.n_words;
            made.invalid_bytes = words.invalid_bytes;
            made.same_words = nd_digest_bytes(words.folded, words.folded_len);
        }
    }
    if (st != ND_OK)
        return st;
    if (sk->n_shingles == 0) {
        *doc = (nd_doc){.invalid_bytes = made.invalid_bytes};
        return ND_OK;
    }
    nd_minhash_finish(&sk->minhash, sk->shingles, sk->n_shingles, sk->signature);
    made.identical = nd_digest_bytes(text, len);
    made.signature = sk->signature;
    made.shingles = sk->shingles;
    made.n_shingles = (uint32_t)sk->n_shingles;
    *doc = made;
    return ND_OK;
}

nd_status nd_signature(nd_sketcher *sk, const uint64_t *hashes, size_t n, uint32_t *signature, nd_err *err)
{
    if (n == 0)
        return nd_fail(err, ND_EINVAL, "a signature needs at least one shingle");
    if (!nd_grow(sk->alloc, &sk->shingles, &sk->cap_shingles, n, sizeof *sk->shingles))
        return nd_no_memory(err, n * sizeof *sk->shingles);
    for (size_t i = 0; i < n; i++)
        sk->shingles[i] = (uint32_t)hashes[i];
    nd_minhash_begin(&sk->minhash, signature);
    nd_minhash_add(&sk->minhash, hashes, n, signature);
    nd_minhash_finish(&sk->minhash, sk->shingles, n, signature);
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
