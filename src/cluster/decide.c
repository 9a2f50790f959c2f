/* SPDX-License-Identifier: MIT
 *
 * decide.c - kept, or removed on whose word: the one definition of what goes.
 *
 * Documents come in keep order. LSH and the signature may only rule out; what is
 * removed has been compared, set with set, with a document that stays. So a cluster
 * is a star around its keeper and cannot chain, and n copies cost n comparisons.
 *
 * The question may be asked early, by many threads, about the documents that are kept by
 * then. Who is removed on the word of one of these stays removed, on the same word:
 *   - identical, same words: at most one kept document has this digest;
 *   - near: later ones come later in keep order, and none can have an equal digest,
 *     or it would have met the same keeper in the same buckets.
 * So what is left for its turn is to ask about those that were kept since.
 */
#include "index.h"

/* Documents whose places in the tables are on their way into cache before they are looked at. */
enum { AHEAD = 1 };

static nd_status init_questions(nd_questions *qs, nd_index *ix, nd_err *err)
{
    *qs = (nd_questions){.index = ix, .alloc = ix->alloc, .found.alloc = ix->alloc, .records.alloc = ix->alloc};
    qs->keys = nd_get(ix->alloc, ix->bands.bands, sizeof *qs->keys);
    return qs->keys != NULL ? ND_OK : nd_no_memory(err, 0);
}

/* What it asked into being stays with the index. */
static void release_questions(nd_questions *qs)
{
    const nd_alloc *alloc = qs->alloc;
    if (qs->index == NULL)
        return;
    nd_drop(alloc, qs->list, qs->cap, sizeof *qs->list);
    nd_drop(alloc, qs->walks, qs->cap_walks, sizeof *qs->walks);
    nd_drop(alloc, qs->below, qs->cap_below, sizeof *qs->below);
    nd_drop(alloc, qs->keys, qs->index->bands.bands, sizeof *qs->keys);
    nd_drop(alloc, qs->found.list, qs->found.cap, sizeof *qs->found.list);
    nd_drop(alloc, qs->set, qs->cap_set, sizeof *qs->set);
    nd_shelf_join(&qs->index->kept.records, &qs->records);
}

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
    st = nd_kept_init(&ix->kept, opts, &bands, borrow, ix->alloc, err);
    if (st == ND_OK)
        st = init_questions(&ix->one, ix, err);
    if (st == ND_OK)
        *out = ix;
    else
        nd_index_free(ix);
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
    release_questions(&ix->one);
    nd_kept_release(&ix->kept);
    nd_alloc own = ix->own;
    nd_drop(ix->alloc != NULL ? &own : NULL, ix, 1, sizeof *ix);
}

nd_status nd_questions_new(nd_questions **out, nd_index *index, nd_err *err)
{
    nd_questions *qs = nd_get(index->alloc, 1, sizeof *qs);
    if (qs == NULL)
        return nd_no_memory(err, sizeof *qs);
    nd_status st = init_questions(qs, index, err);
    if (st == ND_OK)
        *out = qs;
    else
        nd_drop(index->alloc, qs, 1, sizeof *qs);
    return st;
}

void nd_questions_free(nd_questions *qs)
{
    if (qs == NULL)
        return;
    release_questions(qs);
    nd_drop(qs->alloc, qs, 1, sizeof *qs);
}

void nd_questions_clear(nd_questions *qs)
{
    qs->n = qs->n_below = 0;
    qs->records.taken = qs->records.stayed;
}

/* Room for one more question. The walks move as they grow. */
static bool grow_list(nd_questions *qs, size_t tables)
{
    size_t cap = qs->cap_walks;
    if (!nd_grow(qs->alloc, &qs->list, &qs->cap, qs->n + 1, sizeof *qs->list) ||
        !nd_grow(qs->alloc, &qs->walks, &qs->cap_walks, (qs->n + 1) * tables, sizeof *qs->walks))
        return false;
    for (size_t i = 0; cap != qs->cap_walks && i < qs->n; i++)
        qs->list[i].question.walks = qs->walks + i * tables;
    return true;
}

nd_status nd_questions_add(nd_questions *qs, const nd_doc *doc, nd_err *err)
{
    nd_index *ix = qs->index;
    size_t size = nd_kept_size(&ix->kept, doc), tables = nd_kept_tables(&ix->bands);
    if (!grow_list(qs, tables))
        return nd_no_memory(err, 0);
    nd_asked *q = &qs->list[qs->n];
    *q = (nd_asked){.size = size, .question.walks = qs->walks + qs->n * tables};
    if (doc->n_shingles > 0) {
        if ((q->record = nd_shelf_take(&qs->records, size)) == NULL)
            return nd_no_memory(err, size);
        nd_kept_fill(&ix->kept, q->record, doc);
        ix->keys_of(doc->signature, &ix->bands, qs->keys);
        nd_kept_begin(&ix->kept, &q->question, q->record, qs->keys);
    }
    qs->n++;
    return ND_OK;
}

/* The record's shingles as a set, made only when something is to be compared with it. */
static nd_status own_set(nd_questions *qs, const nd_kept_doc *record, nd_err *err)
{
    if (qs->n_set > 0)
        return ND_OK;
    if (!nd_grow(qs->alloc, &qs->set, &qs->cap_set, record->n_shingles, sizeof *qs->set))
        return nd_no_memory(err, record->n_shingles * sizeof *qs->set);
    memcpy(qs->set, record->shingles, record->n_shingles * sizeof *qs->set);
    qs->n_set = nd_set_sort(qs->set, record->n_shingles);
    return ND_OK;
}

/* Step 2: the first in keep order whose exact Jaccard reaches the threshold. */
static nd_status first_alike(nd_questions *qs, nd_asked *q, nd_err *err)
{
    nd_index *ix = qs->index;
    qs->n_set = 0;
    for (size_t i = 0; i < qs->found.n; i++) {
        uint32_t number = qs->found.list[i], n_other;
        const nd_kept_doc *other = nd_kept_at(&ix->kept, number);
        if (nd_signature_matches(q->record->signature, other->signature, ix->opts.perms) < ix->bands.min_matches) {
            q->rejected++;
            continue;
        }
        nd_status st = own_set(qs, q->record, err);
        if (st != ND_OK)
            return st;
        const uint32_t *set = nd_kept_set(&ix->kept, number, &n_other);
        nd_similarity s = nd_compare(qs->set, qs->n_set, set, n_other);
        if (s.jaccard >= ix->opts.threshold) {
            q->verdict = (nd_verdict){.kind = ND_NEAR, .keeper = other->id, .similarity = s};
            return ND_OK;
        }
        q->rejected++;
        if (!nd_grow(qs->alloc, &qs->below, &qs->cap_below, qs->n_below + 1, sizeof *qs->below))
            return nd_no_memory(err, 0);
        qs->below[qs->n_below++] = (nd_below){number, s.jaccard};
    }
    return ND_OK;
}

/* Step 1. */
static void find_equal(const nd_index *ix, nd_asked *q, uint32_t upto)
{
    static const nd_similarity same = {.jaccard = 1, .containment = 1, .coverage = 1};
    const nd_kept_doc *keeper = nd_kept_find(&ix->kept, &q->question, ND_SAME_BYTES, q->record, upto);
    nd_kind kind = ND_IDENTICAL;
    if (keeper == NULL) {
        keeper = nd_kept_find(&ix->kept, &q->question, ND_SAME_FOLDED, q->record, upto);
        kind = ND_SAME_WORDS;
    }
    if (keeper != NULL)
        q->verdict = (nd_verdict){.kind = kind, .keeper = keeper->id, .similarity = same};
}

/*
 * Steps 1 and 2, about the documents before upto that have not been asked about. Where
 * somebody has been found, the later ones are only counted.
 */
static nd_status ask(nd_questions *qs, nd_asked *q, uint32_t upto, nd_err *err)
{
    nd_index *ix = qs->index;
    if (q->record == NULL)
        return ND_OK;
    if (q->verdict.kind == ND_KEPT)
        find_equal(ix, q, upto);
    if (q->verdict.kind == ND_IDENTICAL || q->verdict.kind == ND_SAME_WORDS)
        return ND_OK;
    nd_status st = nd_kept_ask(&ix->kept, &q->question, upto, &qs->found, err);
    if (st != ND_OK)
        return st;
    q->candidates += qs->found.n;
    return q->verdict.kind == ND_KEPT ? first_alike(qs, q, err) : ND_OK;
}

static void fetch(nd_questions *qs, size_t i)
{
    if (i < qs->n && qs->list[i].record != NULL)
        nd_kept_fetch(&qs->index->kept, &qs->list[i].question);
}

/* The record to where place is. */
static void move(nd_questions *qs, nd_asked *q, nd_shelf_place *place)
{
    if (q->record == NULL)
        return;
    q->record = nd_shelf_move(&qs->records, place, q->record, q->size);
    nd_kept_moved(&qs->index->kept, q->record);
}

nd_status nd_questions_ask(nd_questions *qs, nd_err *err)
{
    nd_kept *kept = &qs->index->kept;
    nd_shelf_place place = qs->records.stayed;
    nd_status st = ND_OK;
    nd_kept_open(kept);
    uint32_t upto = nd_kept_upto(kept);
    for (size_t i = 0; i < AHEAD; i++)
        fetch(qs, i);
    for (size_t i = 0; st == ND_OK && i < qs->n; i++) {
        nd_asked *q = &qs->list[i];
        fetch(qs, i + AHEAD);
        q->below = qs->n_below;
        st = ask(qs, q, upto, err);
        q->n_below = qs->n_below - q->below;
        if (q->verdict.kind == ND_KEPT)
            move(qs, q, &place);
    }
    nd_kept_close(kept);
    qs->records.taken = place;
    return st;
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

static void note_misses(nd_index *ix, uint64_t id, const nd_below *below, size_t n)
{
    for (size_t i = 0; i < n; i++)
        note_miss(ix, (nd_near_miss){.id = id, .other = nd_kept_at(&ix->kept, below[i].doc)->id,
                                     .jaccard = below[i].jaccard});
}

/* Step 3. */
static nd_status keep(nd_questions *qs, nd_asked *q, uint64_t id, nd_counts *counts, nd_err *err)
{
    bool capped = false;
    counts->kept++;
    if (q->record == NULL) {
        counts->wordless++;
        return ND_OK;
    }
    nd_shelf_place before = qs->records.stayed;
    move(qs, q, &qs->records.stayed);
    q->record->id = id;
    nd_status st = nd_kept_add(&qs->index->kept, &q->question, q->record, &capped, err);
    if (st != ND_OK)
        qs->records.stayed = before;
    counts->capped += capped;
    return st;
}

/* The turn of a document, whose question has been asked before, about nobody at least. */
static nd_status settle(nd_questions *qs, nd_asked *q, uint64_t id, nd_verdict *verdict, nd_err *err)
{
    nd_index *ix = qs->index;
    nd_counts counts = ix->counts;
    size_t since = qs->n_below;
    nd_status st = ask(qs, q, nd_kept_upto(&ix->kept), err);
    if (st == ND_OK && q->verdict.kind == ND_KEPT)
        st = keep(qs, q, id, &counts, err);
    if (st == ND_OK && q->verdict.kind == ND_KEPT) {
        note_misses(ix, id, qs->below + q->below, q->n_below);
        note_misses(ix, id, qs->below + since, qs->n_below - since);
    }
    qs->n_below = since;
    if (st != ND_OK)
        return st;
    if (q->verdict.kind == ND_KEPT || q->verdict.kind == ND_NEAR) {
        counts.candidates += q->candidates;
        counts.rejected += q->rejected;
    }
    counts.documents++;
    counts.identical += q->verdict.kind == ND_IDENTICAL;
    counts.same_words += q->verdict.kind == ND_SAME_WORDS;
    counts.near += q->verdict.kind == ND_NEAR;
    ix->counts = counts;
    *verdict = q->verdict;
    return ND_OK;
}

nd_status nd_index_settle(nd_index *ix, nd_questions *qs, size_t number, uint64_t id, nd_verdict *verdict,
                          nd_err *err)
{
    if (qs->index != ix || number >= qs->n)
        return nd_fail(err, ND_EINVAL, "question %zu of %zu", number, qs->n);
    for (size_t i = number == 0 ? 0 : number + AHEAD; i <= number + AHEAD; i++)
        fetch(qs, i);
    return settle(qs, &qs->list[number], id, verdict, err);
}

/* A question of its own for a document whose turn it is. */
static nd_status begin_one(nd_index *ix, const nd_doc *doc, nd_err *err)
{
    nd_questions_clear(&ix->one);
    nd_status st = nd_questions_add(&ix->one, doc, err);
    if (st == ND_OK)
        fetch(&ix->one, 0);
    return st;
}

nd_status nd_index_decide(nd_index *ix, const nd_doc *doc, nd_verdict *verdict, nd_err *err)
{
    nd_status st = begin_one(ix, doc, err);
    return st == ND_OK ? settle(&ix->one, ix->one.list, doc->id, verdict, err) : st;
}

nd_status nd_index_query(nd_index *ix, const nd_doc *doc, nd_verdict *verdict, nd_err *err)
{
    nd_status st = begin_one(ix, doc, err);
    if (st == ND_OK)
        st = ask(&ix->one, ix->one.list, nd_kept_upto(&ix->kept), err);
    if (st == ND_OK)
        *verdict = ix->one.list->verdict;
    return st;
}

void nd_index_expect(nd_index *ix, uint64_t documents)
{
    ix->kept.expected = documents < UINT32_MAX ? (size_t)documents : UINT32_MAX;
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
