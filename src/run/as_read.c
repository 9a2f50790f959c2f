/* SPDX-License-Identifier: MIT
 *
 * as_read.c - keep first: a decision is final when it is made, so one pass is enough
 * and kept records can be written as they come.
 */
#include "deciding.h"

typedef struct as_read {
    nd_deciding *d;
    nd_index    *index;
    nd_writer   *writer;
} as_read;

void nd_deciding_init(nd_deciding *d, const nd_job *job, const nd_sources *sources, nd_ledger *ledger)
{
    *d = (nd_deciding){.job = job, .sources = sources, .ledger = ledger};
    nd_names_init(&d->names);
}

void nd_deciding_release(nd_deciding *d)
{
    nd_names_release(&d->names);
}

nd_status nd_deciding_note(nd_deciding *d, const nd_batch *batch, const nd_item *item, nd_err *err)
{
    nd_outcome *o = &d->ledger->outcome;
    bool record = item->record->kind == ND_RECORD || item->record->kind == ND_OVERSIZE;
    o->counts.documents += record;
    o->text += item->text_len;
    if (item->status == ND_OK)
        return ND_OK;
    return nd_ledger_error(d->ledger, (uint32_t)batch->source, item->record->number, item->byte, item->what, err);
}

static nd_status begin(void *ctx, const nd_batch *batch, nd_err *err)
{
    as_read *a = ctx;
    return a->writer != NULL ? nd_writer_begin(a->writer, batch, err) : ND_OK;
}

/* The index knows a kept document by its place in names. */
static nd_status decide(as_read *a, const nd_batch *batch, const nd_item *item, bool *stays, nd_err *err)
{
    nd_names *names = &a->d->names;
    nd_name name = nd_item_name(batch, item);
    nd_verdict verdict;
    nd_status st = nd_index_settle(a->index, item->questions, item->question, names->n, &verdict, err);
    if (st != ND_OK)
        return st;
    *stays = verdict.kind == ND_KEPT;
    if (!*stays)
        return nd_ledger_removed(a->d->ledger, &name, &names->list[verdict.keeper], &verdict, err);
    return item->doc.n_shingles > 0 ? nd_names_add(names, &name, err) : ND_OK;
}

static nd_status record(void *ctx, const nd_batch *batch, const nd_item *item, nd_err *err)
{
    as_read *a = ctx;
    bool stays = true;
    nd_status st = nd_deciding_note(a->d, batch, item, err);
    if (st == ND_OK && nd_item_is_document(item))
        st = decide(a, batch, item, &stays, err);
    if (st != ND_OK || a->writer == NULL)
        return st;
    return stays ? nd_writer_keep(a->writer, batch, item->record, err) : nd_writer_skip(a->writer, batch, err);
}

static nd_status end(void *ctx, const nd_batch *batch, nd_err *err)
{
    as_read *a = ctx;
    nd_ledger_end(a->d->ledger, batch);
    if (a->writer == NULL)
        return ND_OK;
    a->d->ledger->fates[batch->source].unwritten = a->writer->owes;
    return nd_writer_end(a->writer, batch, err);
}

nd_status nd_decide_as_read(nd_deciding *d, nd_writer *writer, nd_err *err)
{
    static const nd_pass_ops ops = {begin, record, end};
    as_read a = {.d = d, .writer = writer};
    for (size_t i = 0; writer != NULL && i < d->sources->n; i++)
        d->ledger->fates[i].settled = writer->to_stdout || !d->sources->list[i].regular;
    if (writer != NULL)
        writer->lazy = true;
    nd_status st = nd_index_new(&a.index, &d->job->opts, NULL, err);
    if (st == ND_OK)
        st = nd_pass_run(d->job, d->sources, a.index, &ops, &a, err);
    if (writer != NULL)
        writer->lazy = false;
    if (st == ND_OK) {
        nd_counts counts = nd_index_counts(a.index);
        d->n_misses = nd_index_near_misses(a.index, d->misses);
        st = nd_ledger_close(d->ledger, &counts, err);
    }
    nd_index_free(a.index);
    return st;
}
