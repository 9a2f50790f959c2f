/* SPDX-License-Identifier: MIT
 *
 * sorted.c - any keep rule: every document is held in memory, sorted by the rule and
 * decided in that order; the verdicts then go to the ledger in input order.
 *
 * The index borrows signatures and shingles, so nothing is held twice. The verdict of
 * a removed document takes the place of its signature, which nobody asks for again.
 */
#include "deciding.h"

#include "base/pipe.h"
#include "say.h"

#include <math.h>
#include <stdlib.h>

typedef struct held {          /* a document with words; its name has the same number */
    uint32_t *arrays;          /* signature, then shingles; once removed: its nd_verdict */
    nd_digest identical, same_words;
    double    key;             /* what the rule sorts by, descending */
    uint32_t  n_shingles;
    bool      removed;
} held;

typedef struct sorted {
    nd_deciding *d;
    nd_arena  arrays;
    held     *docs;
    size_t    n, cap;
    uint64_t  wordless;
} sorted;

_Static_assert(sizeof(nd_verdict) <= 16 * sizeof(uint32_t), "a verdict fits in the smallest signature");

static double key_of(const nd_job *job, const nd_item *item, size_t number)
{
    switch (job->keep) {
    case ND_KEEP_LAST:
        return (double)number;
    case ND_KEEP_LONGEST:
        return (double)item->doc.n_words;
    case ND_KEEP_SHORTEST:
        return -(double)item->doc.n_words;
    case ND_KEEP_MAX:
        return item->has_keep ? item->keep : -INFINITY;
    case ND_KEEP_MIN:
        return item->has_keep ? -item->keep : -INFINITY;
    case ND_KEEP_FIRST:
        break;
    }
    return 0;
}

static nd_status begin(void *ctx, const nd_batch *batch, nd_err *err)
{
    (void)ctx, (void)batch, (void)err;
    return ND_OK;
}

static nd_status hold(sorted *s, const nd_batch *batch, const nd_item *item, nd_err *err)
{
    const nd_doc *doc = &item->doc;
    nd_name name = nd_item_name(batch, item);
    uint32_t perms = s->d->job->opts.perms;
    uint32_t *arrays = nd_arena_get(&s->arrays, (size_t)perms + doc->n_shingles, sizeof *arrays);
    if (arrays == NULL || !nd_grow(NULL, &s->docs, &s->cap, s->n + 1, sizeof *s->docs))
        return nd_no_memory(err, ((size_t)perms + doc->n_shingles) * sizeof *arrays);
    memcpy(arrays, doc->signature, perms * sizeof *arrays);
    memcpy(arrays + perms, doc->shingles, doc->n_shingles * sizeof *arrays);
    s->docs[s->n] = (held){.arrays = arrays, .identical = doc->identical, .same_words = doc->same_words,
                           .key = key_of(s->d->job, item, s->n), .n_shingles = doc->n_shingles};
    s->n++;
    return nd_names_add(&s->d->names, &name, err);
}

static nd_status record(void *ctx, const nd_batch *batch, const nd_item *item, nd_err *err)
{
    sorted *s = ctx;
    nd_status st = nd_deciding_note(s->d, batch, item, err);
    if (st != ND_OK || !nd_item_is_document(item))
        return st;
    if (item->doc.n_shingles > 0)
        return hold(s, batch, item, err);
    s->wordless++;
    return ND_OK;
}

static nd_status end(void *ctx, const nd_batch *batch, nd_err *err)
{
    sorted *s = ctx;
    (void)err;
    nd_ledger_end(s->d->ledger, batch);
    return ND_OK;
}

typedef struct turn {          /* a document's place in keep order */
    double key;
    size_t number;
} turn;

static int by_turn(const void *a, const void *b)
{
    const turn *x = a, *y = b;
    if (x->key != y->key)
        return x->key > y->key ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* The pipe through which documents are decided: asked about on any thread, settled in turn. */
typedef struct deciders {
    sorted   *s;
    nd_index *index;
    turn     *turns;           /* s->n */
    size_t    next;            /* turn that is not yet in a batch */
} deciders;

typedef struct decided {
    nd_questions *questions;
    size_t first, n;           /* turns */
} decided;

static nd_status take_turns(void *ctx, void *batch, nd_err *err)
{
    enum { TURNS = 256 };
    deciders *ds = ctx;
    decided *d = batch;
    size_t left = ds->s->n - ds->next;
    nd_status st = nd_stopped(&ds->s->d->job->watch, err);
    if (st != ND_OK)
        return st;
    d->first = ds->next;
    d->n = left < TURNS ? left : TURNS;
    ds->next += d->n;
    return d->n > 0 ? ND_OK : ND_END;
}

static nd_status ask_turns(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    deciders *ds = ctx;
    decided *d = batch;
    nd_status st = ND_OK;
    (void)thread;
    nd_questions_clear(d->questions);
    for (size_t i = 0; st == ND_OK && i < d->n; i++) {
        const held *h = &ds->s->docs[ds->turns[d->first + i].number];
        const nd_doc doc = {.identical = h->identical, .same_words = h->same_words, .signature = h->arrays,
                            .shingles = h->arrays + ds->s->d->job->opts.perms, .n_shingles = h->n_shingles};
        st = nd_questions_add(d->questions, &doc, err);
    }
    bool ahead = ds->s->d->job->threads > 1; /* alone one would only ask twice */
    return st == ND_OK && ahead ? nd_questions_ask(d->questions, err) : st;
}

static nd_status settle_turns(void *ctx, void *batch, nd_err *err)
{
    deciders *ds = ctx;
    decided *d = batch;
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < d->n; i++) {
        size_t number = ds->turns[d->first + i].number;
        nd_verdict verdict;
        st = nd_index_settle(ds->index, d->questions, i, number, &verdict, err);
        if (st != ND_OK || verdict.kind == ND_KEPT)
            continue;
        memcpy(ds->s->docs[number].arrays, &verdict, sizeof verdict);
        ds->s->docs[number].removed = true;
    }
    return st;
}

static nd_status run_deciders(deciders *ds, nd_err *err)
{
    static const nd_pipe_ops ops = {take_turns, ask_turns, settle_turns};
    unsigned n_threads = ds->s->d->job->threads, n = nd_pipe_batches(n_threads);
    decided *all = nd_get(NULL, n, sizeof *all);
    nd_status st = all != NULL ? ND_OK : nd_no_memory(err, 0);
    for (unsigned i = 0; st == ND_OK && i < n; i++)
        st = nd_questions_new(&all[i].questions, ds->index, err);
    if (st == ND_OK)
        st = nd_pipe_run(&ops, ds, all, sizeof *all, n, n_threads, err);
    for (unsigned i = 0; all != NULL && i < n; i++)
        nd_questions_free(all[i].questions);
    nd_drop(NULL, all, n, sizeof *all);
    return st;
}

static nd_status decide_all(sorted *s, nd_index *index, nd_err *err)
{
    deciders ds = {.s = s, .index = index, .turns = nd_get(NULL, s->n + 1, sizeof *ds.turns)};
    if (ds.turns == NULL)
        return nd_no_memory(err, s->n * sizeof *ds.turns);
    for (size_t i = 0; i < s->n; i++)
        ds.turns[i] = (turn){s->docs[i].key, i};
    qsort(ds.turns, s->n, sizeof *ds.turns, by_turn);
    nd_index_expect(index, s->n);
    nd_status st = run_deciders(&ds, err);
    nd_drop(NULL, ds.turns, s->n + 1, sizeof *ds.turns);
    return st;
}

static nd_status tell_ledger(sorted *s, nd_err *err)
{
    nd_status st = ND_OK;
    const nd_name *names = s->d->names.list;
    for (size_t i = 0; st == ND_OK && i < s->n; i++) {
        nd_verdict verdict;
        if (!s->docs[i].removed)
            continue;
        memcpy(&verdict, s->docs[i].arrays, sizeof verdict);
        st = nd_ledger_removed(s->d->ledger, &names[i], &names[verdict.keeper], &verdict, err);
    }
    return st;
}

nd_status nd_decide_sorted(nd_deciding *d, nd_err *err)
{
    static const nd_pass_ops ops = {begin, record, end};
    sorted s = {.d = d};
    nd_index *index = NULL;
    nd_arena_init(&s.arrays, NULL);
    nd_status st = nd_index_new_borrowing(&index, &d->job->opts, NULL, err);
    if (st == ND_OK)
        st = nd_pass_run(d->job, d->sources, NULL, &ops, &s, err);
    if (st == ND_OK)
        st = decide_all(&s, index, err);
    if (st == ND_OK)
        st = tell_ledger(&s, err);
    if (st == ND_OK) {
        nd_counts counts = nd_index_counts(index);
        counts.wordless = s.wordless;
        d->n_misses = nd_index_near_misses(index, d->misses);
        st = nd_ledger_close(d->ledger, &counts, err);
    }
    nd_index_free(index);
    nd_arena_release(&s.arrays);
    nd_drop(NULL, s.docs, s.cap, sizeof *s.docs);
    return st;
}
