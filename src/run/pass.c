/* SPDX-License-Identifier: MIT
 *
 * pass.c - the ordered pipe around reader, parser and sketcher. A thread's parser and
 * sketcher hold one record at a time, so what the ordered step needs of a record is
 * copied into the batch's arena: memory is that of the pipe's batches, two a thread.
 *
 * Many threads ask about their batch as soon as they have it: what is asked in turn holds
 * up all others. Who asks ahead asks twice, so one or two, which nothing holds up, do not.
 */
#include "pass.h"

#include "base/pipe.h"

enum { AHEAD_FROM = 3 }; /* threads */

typedef struct load {
    nd_batch batch;
    nd_item *items;        /* one a record */
    size_t   cap_items;
    nd_arena arena;
    nd_questions *questions; /* of the items that are documents; NULL where nobody is asked */
    size_t   n_questions;
} load;

typedef struct hand {      /* what a thread works with */
    nd_parser   *parser;
    nd_sketcher *sketcher;
} hand;

typedef struct pass {
    const nd_job *job;
    const nd_pass_ops *ops;
    void      *ctx;
    nd_reader *reader;
    hand      *hands;       /* one a thread */
    nd_index  *index;       /* NULL: nobody is asked */
    uint64_t   total, text; /* raw bytes in all, bytes of text so far */
} pass;

static nd_status read_batch(void *ctx, void *batch, nd_err *err)
{
    pass *p = ctx;
    load *l = batch;
    nd_arena_clear(&l->arena);
    return nd_reader_next(p->reader, &l->batch, err);
}

static void *copy(nd_arena *arena, const void *bytes, size_t n, size_t size)
{
    void *to = nd_arena_get(arena, n, size);
    return to != NULL && n > 0 ? memcpy(to, bytes, n * size) : to;
}

/* The arrays of a document into the arena, or with it to who asks about it. */
static nd_status keep_arrays(load *l, nd_item *item, uint32_t perms, nd_err *err)
{
    nd_doc *doc = &item->doc;
    if (l->questions != NULL) {
        item->questions = l->questions;
        item->question = l->n_questions++;
        nd_status st = nd_questions_add(l->questions, doc, err);
        doc->signature = doc->shingles = NULL;
        return st;
    }
    if (doc->n_shingles == 0)
        return ND_OK;
    doc->signature = copy(&l->arena, doc->signature, perms, sizeof *doc->signature);
    doc->shingles = copy(&l->arena, doc->shingles, doc->n_shingles, sizeof *doc->shingles);
    if (doc->signature == NULL || doc->shingles == NULL)
        return nd_no_memory(err, doc->n_shingles * sizeof *doc->shingles);
    return ND_OK;
}

static nd_status keep_doc(load *l, nd_item *item, const nd_doc *doc, const nd_parsed *parsed, uint32_t perms,
                          nd_err *err)
{
    item->doc = *doc;
    item->text_len = parsed->len;
    item->keep = parsed->keep;
    item->has_keep = parsed->has_keep;
    if (parsed->id != NULL) {
        item->id = copy(&l->arena, parsed->id, parsed->id_len, 1);
        item->id_len = (uint32_t)parsed->id_len;
        if (item->id == NULL)
            return nd_no_memory(err, parsed->id_len);
    }
    return keep_arrays(l, item, perms, err);
}

/* One record; what is wrong with it becomes part of the item, what is wrong with us a failure. */
static nd_status work_record(pass *p, hand *h, load *l, nd_item *item, nd_err *err)
{
    nd_parsed parsed;
    nd_doc doc;
    nd_err why = {.code = ND_OK};
    item->byte = item->record->at;
    nd_status st = nd_parser_read(h->parser, &l->batch, item->record, &parsed, &item->byte, &why);
    if (st == ND_OK)
        st = nd_sketch(h->sketcher, parsed.text, parsed.len, &doc, &why);
    if (st == ND_OK)
        return keep_doc(l, item, &doc, &parsed, p->job->opts.perms, err);
    if (st != ND_EFORMAT && st != ND_ELIMIT)
        return nd_fail(err, st, "%s", why.text);
    item->status = ND_EFORMAT;
    item->what = copy(&l->arena, why.text, strlen(why.text) + 1, 1);
    return item->what == NULL ? nd_no_memory(err, sizeof why.text) : ND_OK;
}

static nd_status work_batch(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    pass *p = ctx;
    load *l = batch;
    if (!nd_grow(NULL, &l->items, &l->cap_items, l->batch.n_records, sizeof *l->items))
        return nd_no_memory(err, l->batch.n_records * sizeof *l->items);
    l->n_questions = 0;
    if (l->questions != NULL)
        nd_questions_clear(l->questions);
    for (size_t i = 0; i < l->batch.n_records; i++) {
        const nd_record *record = &l->batch.records[i];
        l->items[i] = (nd_item){.record = record, .status = ND_OK};
        if (record->kind != ND_RECORD && record->kind != ND_OVERSIZE)
            continue;
        nd_status st = work_record(p, &p->hands[thread], l, &l->items[i], err);
        if (st != ND_OK)
            return st;
    }
    bool ahead = l->questions != NULL && p->job->threads >= AHEAD_FROM;
    return ahead ? nd_questions_ask(l->questions, err) : ND_OK;
}

/* Where of so much that was read so many stay, of all that there is so many will stay. */
static void expect(const pass *p, const nd_batch *batch)
{
    if (p->index == NULL || batch->raw_total == 0)
        return;
    double all = (double)nd_index_counts(p->index).kept * (double)p->total / (double)batch->raw_total;
    nd_index_expect(p->index, all < (double)UINT32_MAX ? (uint64_t)all : UINT32_MAX); /* a sparse file may seem endless */
}

static nd_status write_batch(void *ctx, void *batch, nd_err *err)
{
    pass *p = ctx;
    load *l = batch;
    nd_status st = l->batch.begins ? p->ops->begin(p->ctx, &l->batch, err) : ND_OK;
    for (size_t i = 0; st == ND_OK && i < l->batch.n_records; i++) {
        p->text += l->items[i].text_len;
        st = p->ops->record(p->ctx, &l->batch, &l->items[i], err);
    }
    if (st == ND_OK && l->batch.ends)
        st = p->ops->end(p->ctx, &l->batch, err);
    expect(p, &l->batch);
    const nd_watch *watch = &p->job->watch;
    if (st == ND_OK && watch->progress != NULL)
        watch->progress(watch->ctx, &(nd_progress){"read", l->batch.raw_total, p->total, p->text});
    return st;
}

static nd_status set_up(pass *p, const nd_sources *sources, nd_index *index, load *loads, nd_err *err)
{
    const nd_job *job = p->job;
    nd_status st = nd_reader_new(&p->reader, sources, &job->reader, NULL, err);
    for (unsigned t = 0; st == ND_OK && t < job->threads; t++) {
        st = nd_parser_new(&p->hands[t].parser, &job->fields, NULL, err);
        if (st == ND_OK)
            st = nd_sketcher_new(&p->hands[t].sketcher, &job->opts, NULL, err);
    }
    for (unsigned i = 0; st == ND_OK && index != NULL && i < nd_pipe_batches(job->threads); i++)
        st = nd_questions_new(&loads[i].questions, index, err);
    p->total = nd_sources_size(sources);
    return st;
}

nd_status nd_pass_run(const nd_job *job, const nd_sources *sources, nd_index *index, const nd_pass_ops *ops, void *ctx,
                      nd_err *err)
{
    static const nd_pipe_ops pipe_ops = {read_batch, work_batch, write_batch};
    unsigned n = nd_pipe_batches(job->threads);
    nd_status st = ND_ENOMEM;
    pass p = {.job = job, .ops = ops, .ctx = ctx, .index = index};
    load *loads = nd_get(NULL, n, sizeof *loads);
    p.hands = nd_get(NULL, job->threads, sizeof *p.hands);
    if (loads == NULL || p.hands == NULL) {
        nd_no_memory(err, 0);
        goto done;
    }
    for (unsigned i = 0; i < n; i++) {
        nd_batch_init(&loads[i].batch, NULL);
        nd_arena_init(&loads[i].arena, NULL);
    }
    st = set_up(&p, sources, index, loads, err);
    if (st == ND_OK)
        st = nd_pipe_run(&pipe_ops, &p, loads, sizeof *loads, n, job->threads, err);
done:
    for (unsigned i = 0; loads != NULL && i < n; i++) {
        nd_arena_release(&loads[i].arena);
        nd_questions_free(loads[i].questions);
        nd_drop(NULL, loads[i].items, loads[i].cap_items, sizeof *loads[i].items);
        nd_batch_release(&loads[i].batch);
    }
    for (unsigned t = 0; p.hands != NULL && t < job->threads; t++) {
        nd_sketcher_free(p.hands[t].sketcher);
        nd_parser_free(p.hands[t].parser);
    }
    nd_reader_free(p.reader);
    nd_drop(NULL, p.hands, job->threads, sizeof *p.hands);
    nd_drop(NULL, loads, n, sizeof *loads);
    return st;
}
