/* SPDX-License-Identifier: MIT
 *
 * decide.c - kept, or removed on whose word: the one definition of what goes.
 *
 * Documents come in keep order. LSH and the signature may only rule out; what is
 * removed has been compared, set with set, with a document that stays. So a cluster
 * is a star around its keeper and cannot chain, and n copies cost n comparisons.
 */
#include "index.h"

static nd_status make_index(nd_index **out, const nd_opts *opts, bool borrow, const nd_alloc *alloc, nd_err *err)
{
    nd_bands bands;
    nd_status st = nd_tune(opts, &bands, err);
    if (st != ND_OK)
        return st;
    nd_index *ix = nd_get(alloc, 1, sizeof *ix);
    if (ix == NULL)
        return nd_no_memory(err, sizeof *ix);
    *ix = (nd_index){.opts = *opts, .bands = bands, .keys_of = nd_band_keys};
    if (alloc != NULL) {
        ix->own = *alloc;
        ix->alloc = &ix->own;
    }
    if ((st = nd_kept_init(&ix->kept, opts, &bands, borrow, ix->alloc, err)) == ND_OK)
        *out = ix;
    else
        nd_drop(alloc, ix, 1, sizeof *ix);
    return st;
}

nd_status nd_index_new(nd_index **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    return make_index(out, opts, false, alloc, err);
}

nd_status nd_index_new_borrowing(nd_index **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    return make_index(out, opts, true, alloc, err);
}

void nd_index_free(nd_index *ix)
{
    if (ix == NULL)
        return;
    nd_kept_release(&ix->kept);
    nd_drop(ix->alloc, ix->set, ix->cap_set, sizeof *ix->set);
    nd_drop(ix->alloc, ix->below, ix->cap_below, sizeof *ix->below);
    nd_alloc own = ix->own;
    nd_drop(ix->alloc != NULL ? &own : NULL, ix, 1, sizeof *ix);
}

static void removed(nd_verdict *verdict, nd_kind kind, const nd_kept_doc *keeper, nd_similarity similarity)
{
    *verdict = (nd_verdict){.kind = kind, .keeper = keeper->id, .similarity = similarity};
}

/* The document's shingles as a set, made only when something is to be compared with it. */
static nd_status own_set(nd_index *ix, const nd_doc *doc, uint32_t *n, nd_err *err)
{
    if (!nd_grow(ix->alloc, &ix->set, &ix->cap_set, doc->n_shingles, sizeof *ix->set))
        return nd_no_memory(err, doc->n_shingles * sizeof *ix->set);
    memcpy(ix->set, doc->shingles, doc->n_shingles * sizeof *ix->set);
    *n = nd_set_sort(ix->set, doc->n_shingles);
    return ND_OK;
}

/* Step 2: the first in keep order whose exact Jaccard reaches the threshold. */
static nd_status first_alike(nd_index *ix, const nd_doc *doc, const uint32_t *found, size_t n_found,
                             nd_verdict *verdict, uint64_t *rejected, nd_err *err)
{
    uint32_t n_set = 0;
    for (size_t i = 0; i < n_found; i++) {
        nd_kept_doc *other = nd_kept_at(&ix->kept, found[i]);
        if (nd_signature_matches(doc->signature, other->signature, ix->opts.perms) < ix->bands.min_matches) {
            ++*rejected;
            continue;
        }
        nd_status st;
        if (n_set == 0 && (st = own_set(ix, doc, &n_set, err)) != ND_OK)
            return st;
        uint32_t n_other;
        const uint32_t *set = nd_kept_set(other, &n_other);
        nd_similarity s = nd_compare(ix->set, n_set, set, n_other);
        if (s.jaccard >= ix->opts.threshold) {
            removed(verdict, ND_NEAR, other, s);
            return ND_OK;
        }
        ++*rejected;
        if (!nd_grow(ix->alloc, &ix->below, &ix->cap_below, ix->n_below + 1, sizeof *ix->below))
            return nd_no_memory(err, 0);
        ix->below[ix->n_below].doc = found[i];
        ix->below[ix->n_below++].jaccard = s.jaccard;
    }
    return ND_OK;
}

/* Steps 1 and 2. What it looked at goes to the counts only once it has answered. */
static nd_status judge(nd_index *ix, const nd_doc *doc, nd_verdict *verdict, nd_counts *counts, nd_err *err)
{
    static const nd_similarity same = {.jaccard = 1, .containment = 1, .coverage = 1};
    const nd_kept_doc *keeper;
    ix->n_below = 0;
    *verdict = (nd_verdict){.kind = ND_KEPT};
    if (doc->n_shingles == 0)
        return ND_OK;
    if ((keeper = nd_kept_find(&ix->kept, ND_SAME_BYTES, doc->identical)) != NULL) {
        removed(verdict, ND_IDENTICAL, keeper, same);
        return ND_OK;
    }
    if ((keeper = nd_kept_find(&ix->kept, ND_SAME_FOLDED, doc->same_words)) != NULL) {
        removed(verdict, ND_SAME_WORDS, keeper, same);
        return ND_OK;
    }
    const uint32_t *found;
    size_t n_found;
    uint64_t rejected = 0;
    ix->keys_of(doc->signature, &ix->bands, ix->kept.keys);
    nd_status st = nd_kept_ask(&ix->kept, ix->kept.keys, &found, &n_found, err);
    if (st != ND_OK || (st = first_alike(ix, doc, found, n_found, verdict, &rejected, err)) != ND_OK)
        return st;
    counts->candidates += n_found;
    counts->rejected += rejected;
    return ND_OK;
}

static bool nearer(const nd_near_miss *a, const nd_near_miss *b)
{
    if (a->jaccard != b->jaccard)
        return a->jaccard > b->jaccard;
    return a->id != b->id ? a->id < b->id : a->other < b->other;
}

static void note_miss(nd_index *ix, nd_near_miss miss)
{
    size_t at = ix->n_misses;
    while (at > 0 && nearer(&miss, &ix->misses[at - 1]))
        at--;
    if (at == ND_NEAR_MISSES)
        return;
    size_t last = ix->n_misses < ND_NEAR_MISSES ? ix->n_misses++ : ND_NEAR_MISSES - 1;
    memmove(&ix->misses[at + 1], &ix->misses[at], (last - at) * sizeof miss);
    ix->misses[at] = miss;
}

/* Step 3. */
static nd_status keep(nd_index *ix, const nd_doc *doc, nd_counts *counts, nd_err *err)
{
    counts->kept++;
    if (doc->n_shingles == 0) {
        counts->wordless++;
        return ND_OK;
    }
    bool capped;
    nd_status st = nd_kept_add(&ix->kept, doc, ix->kept.keys, &capped, err);
    if (st != ND_OK)
        return st;
    counts->capped += capped;
    for (size_t i = 0; i < ix->n_below; i++)
        note_miss(ix, (nd_near_miss){.id = doc->id, .other = nd_kept_at(&ix->kept, ix->below[i].doc)->id,
                                     .jaccard = ix->below[i].jaccard});
    return ND_OK;
}

nd_status nd_index_decide(nd_index *ix, const nd_doc *doc, nd_verdict *verdict, nd_err *err)
{
    nd_counts counts = ix->counts;
    nd_verdict v;
    nd_status st = judge(ix, doc, &v, &counts, err);
    if (st == ND_OK && v.kind == ND_KEPT)
        st = keep(ix, doc, &counts, err);
    if (st != ND_OK)
        return st;
    counts.documents++;
    counts.identical += v.kind == ND_IDENTICAL;
    counts.same_words += v.kind == ND_SAME_WORDS;
    counts.near += v.kind == ND_NEAR;
    ix->counts = counts;
    *verdict = v;
    return ND_OK;
}

nd_status nd_index_query(nd_index *ix, const nd_doc *doc, nd_verdict *verdict, nd_err *err)
{
    nd_counts ignored = {0};
    nd_verdict v;
    nd_status st = judge(ix, doc, &v, &ignored, err);
    if (st == ND_OK)
        *verdict = v;
    return st;
}

nd_counts nd_index_counts(const nd_index *ix)
{
    return ix->counts;
}

size_t nd_index_near_misses(const nd_index *ix, nd_near_miss *out)
{
    memcpy(out, ix->misses, ix->n_misses * sizeof *out);
    return ix->n_misses;
}
