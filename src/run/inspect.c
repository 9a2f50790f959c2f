/* SPDX-License-Identifier: MIT
 *
 * inspect.c - inputs to the repeats inside each of their documents, in input order.
 *
 * One pipe: a thread reads a batch, parses its records and finds what repeats in
 * each; that is handed over when its turn comes. A parser and a finder only keep
 * their last answer, so what the hand-over needs is copied to the batch's arena,
 * but for what points into the batch's own bytes already. Nothing outlives its batch.
 *
 * Everything is allocated as the list of sources is: the job has no allocator of its own.
 */
#include "job.h"
#include "say.h"

#include "base/pipe.h"

#include <inttypes.h>

/* One document, or why there is none. */
typedef struct item {
    nd_inspected document;
    nd_repeats   repeats;
    nd_unit     *units;
    size_t       n_units;
    nd_signals   signals;
    const char  *fault;         /* what is wrong with the record; NULL: nothing */
    uint64_t     byte;
} item;

typedef struct piece {
    nd_batch batch;
    nd_arena arena;             /* items and what they point to */
    item    *items;
    size_t   n_items;
} piece;

/* What one thread works with. */
typedef struct bench {
    nd_parser        *parser;
    nd_repeat_finder *finder;
    nd_signal_meter  *meter;    /* NULL: signals are not wanted */
} bench;

typedef struct inspection {
    const nd_job  *job;
    nd_reader     *reader;
    bench         *benches;     /* one a thread */
    const nd_inspect_to *to;
    nd_boilerplate *boilerplate; /* NULL: not wanted */
    nd_outcome    *outcome;
    uint64_t       total;       /* bytes of input, 0: not known */
} inspection;

static nd_status read_batch(void *ctx, void *batch, nd_err *err)
{
    inspection *all = ctx;
    piece *p = batch;
    return nd_reader_next(all->reader, &p->batch, err);
}

/* bytes that last until the batch is filled again; NULL: no memory */
static const char *lasting(piece *p, const char *bytes, size_t len)
{
    const char *begin = p->batch.bytes;
    if (begin != NULL && (uintptr_t)bytes >= (uintptr_t)begin &&
        (uintptr_t)bytes <= (uintptr_t)begin + p->batch.len)
        return bytes;
    char *copy = nd_arena_get(&p->arena, len + 1, 1);
    if (copy != NULL && len > 0)
        memcpy(copy, bytes, len);
    return copy;
}

static nd_status keep_document(piece *p, item *to, const nd_parsed *parsed, const nd_repeats *repeats,
                               nd_err *err)
{
    nd_inspected *document = &to->document;
    document->text = lasting(p, parsed->text, parsed->len);
    document->len = parsed->len;
    if (document->text == NULL)
        return nd_no_memory(err, parsed->len);
    if (parsed->id != NULL) {
        document->id = lasting(p, parsed->id, parsed->id_len);
        document->id_len = parsed->id_len;
        if (document->id == NULL)
            return nd_no_memory(err, parsed->id_len);
    }
    to->repeats = *repeats;
    document->repeats = &to->repeats;
    if (repeats->n_rows > 0) {
        nd_repeat *rows = nd_arena_get(&p->arena, repeats->n_rows, sizeof *rows);
        if (rows == NULL)
            return nd_no_memory(err, 0);
        memcpy(rows, repeats->rows, repeats->n_rows * sizeof *rows);
        to->repeats.rows = rows;
    }
    return ND_OK;
}

static nd_status keep_units(bench *b, piece *p, item *to, nd_err *err)
{
    const nd_unit *units;
    nd_status st = nd_repeats_units(b->finder, &units, &to->n_units, err);
    if (st != ND_OK || to->n_units == 0)
        return st;
    to->units = nd_arena_get(&p->arena, to->n_units, sizeof *units);
    if (to->units == NULL)
        return nd_no_memory(err, to->n_units * sizeof *units);
    memcpy(to->units, units, to->n_units * sizeof *units);
    return ND_OK;
}

static nd_status keep_fault(piece *p, item *to, const char *what, nd_err *err)
{
    size_t len = strlen(what);
    char *copy = nd_arena_get(&p->arena, len + 1, 1);
    if (copy == NULL)
        return nd_no_memory(err, len);
    memcpy(copy, what, len + 1);
    to->fault = copy;
    return ND_OK;
}

/* A record that cannot be read is a fault of the input, said in its turn; the rest ends the job. */
static nd_status inspect_record(bench *b, piece *p, const nd_record *record, bool units, item *to, nd_err *err)
{
    nd_parsed parsed;
    nd_repeats repeats;
    nd_err fault = {.code = ND_OK};
    nd_status st = nd_parser_read(b->parser, &p->batch, record, &parsed, &to->byte, &fault);
    if (st == ND_OK)
        st = nd_repeats_find(b->finder, parsed.text, parsed.len, &repeats, &fault);
    if (st == ND_OK && b->meter != NULL) {
        st = nd_signals_measure(b->meter, parsed.text, parsed.len, &to->signals, &fault);
        to->document.signals = &to->signals;
    }
    if (st == ND_OK) {
        st = keep_document(p, to, &parsed, &repeats, err);
        return st == ND_OK && units ? keep_units(b, p, to, err) : st;
    }
    if (st == ND_EFORMAT || st == ND_ELIMIT)
        return keep_fault(p, to, fault.text, err);
    return nd_fail(err, st, "%s", fault.text);
}

static nd_status inspect_batch(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    inspection *all = ctx;
    piece *p = batch;
    const nd_batch *in = &p->batch;
    p->n_items = 0;
    nd_arena_clear(&p->arena);
    if (in->n_records == 0)
        return ND_OK;
    p->items = nd_arena_get(&p->arena, in->n_records, sizeof *p->items);
    if (p->items == NULL)
        return nd_no_memory(err, 0);
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < in->n_records; i++) {
        const nd_record *record = &in->records[i];
        if (record->kind != ND_RECORD && record->kind != ND_OVERSIZE)
            continue;
        item *to = &p->items[p->n_items++];
        *to = (item){
            .document = {
                .source = &all->job->sources->list[in->source],
                .record = record->number,
                .whole_file = in->format == ND_TEXT,
            },
            .byte = record->at,
        };
        st = inspect_record(&all->benches[thread], p, record, all->boilerplate != NULL, to, err);
    }
    return st;
}

/* A document's name in the boilerplate: its source, whether it is all of it, its record. */
enum { RECORD_BITS = 39 };

static uint64_t name_of(const inspection *all, const nd_inspected *document)
{
    uint64_t source = (uint64_t)(document->source - all->job->sources->list);
    return (source << 1 | document->whole_file) << RECORD_BITS | document->record;
}

/* The units that recur most, to whom they may concern. */
static nd_status tell_boilerplate(const inspection *all, nd_err *err)
{
    const nd_recurring *units;
    size_t n;
    nd_status st = nd_boilerplate_most(all->boilerplate, all->job->boilerplate, 2, &units, &n, err);
    for (size_t i = 0; st == ND_OK && i < n; i++) {
        uint64_t file = units[i].document >> RECORD_BITS;
        st = all->to->recurs(all->to->ctx, &(nd_recurs){
            .unit = &units[i],
            .source = &all->job->sources->list[file >> 1],
            .record = units[i].document & ((UINT64_C(1) << RECORD_BITS) - 1),
            .whole_file = (file & 1) != 0,
        }, err);
    }
    return st;
}

static nd_status tell_fault(const inspection *all, const item *it, nd_err *err)
{
    const nd_inspected *document = &it->document;
    nd_say(&all->job->watch, "%s: record %" PRIu64 ", byte %" PRIu64 ": %s", nd_source_label(document->source),
           document->record, it->byte, it->fault);
    if (all->to->fault == NULL)
        return ND_OK;
    return all->to->fault(all->to->ctx, &(nd_inspect_fault){document->source, document->record, it->byte, it->fault}, err);
}

static nd_status tell_end(const inspection *all, const nd_batch *last, nd_err *err)
{
    const nd_source *source = &all->job->sources->list[last->source];
    nd_status st = ND_OK;
    all->outcome->files++;
    if (last->end.status != ND_OK) {
        all->outcome->bad_files++;
        nd_say(&all->job->watch, "%s: %s", nd_source_label(source), last->end.what);
        if (all->to->fault != NULL)
            st = all->to->fault(all->to->ctx, &(nd_inspect_fault){source, 0, 0, last->end.what}, err);
    }
    return st == ND_OK && all->to->ended != NULL ? all->to->ended(all->to->ctx, source, last, err) : st;
}

static nd_status hand_over(void *ctx, void *batch, nd_err *err)
{
    inspection *all = ctx;
    piece *p = batch;
    nd_outcome *outcome = all->outcome;
    const nd_watch *watch = &all->job->watch;
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < p->n_items; i++) {
        const item *it = &p->items[i];
        outcome->counts.documents++;
        outcome->text += it->document.len;
        if (it->fault == NULL) {
            st = all->to->found(all->to->ctx, &it->document, err);
            if (st == ND_OK && all->boilerplate != NULL)
                st = nd_boilerplate_add(all->boilerplate, name_of(all, &it->document), it->document.text, it->units,
                                        it->n_units, err);
        } else {
            outcome->errors++;
            st = tell_fault(all, it, err);
        }
    }
    if (st == ND_OK && p->batch.ends)
        st = tell_end(all, &p->batch, err);
    if (st == ND_OK && watch->progress != NULL)
        watch->progress(watch->ctx, &(nd_progress){
            .stage = "read", .done = p->batch.raw_total, .total = all->total, .text = outcome->text});
    return st;
}

static nd_status open_bench(bench *b, const nd_job *job, nd_err *err)
{
    const nd_alloc *alloc = job->sources->alloc;
    nd_status st = nd_parser_new(&b->parser, &job->fields, alloc, err);
    if (st == ND_OK)
        st = nd_repeat_finder_new(&b->finder, &job->opts, alloc, err);
    if (st == ND_OK && job->signals)
        st = nd_signal_meter_new(&b->meter, &job->opts, alloc, err);
    return st;
}

static void close_bench(bench *b)
{
    nd_parser_free(b->parser);
    nd_repeat_finder_free(b->finder);
    nd_signal_meter_free(b->meter);
}

/* Bytes that counting boilerplate may take: about 2.5 million distinct lines. */
static const size_t boilerplate_budget = (size_t)256 << 20;

nd_status nd_run_inspect(const nd_job *job, const nd_inspect_to *to, nd_outcome *outcome, nd_err *err)
{
    static const nd_pipe_ops ops = {read_batch, inspect_batch, hand_over};
    const nd_alloc *alloc = job->sources->alloc;
    inspection all = {
        .job = job,
        .to = to,
        .outcome = outcome,
        .total = nd_sources_size(job->sources),
    };
    unsigned opened = 0, n = nd_pipe_batches(job->threads);
    nd_status st = ND_OK;
    *outcome = (nd_outcome){0};
    piece *pieces = nd_get(alloc, n, sizeof *pieces);
    all.benches = nd_get(alloc, job->threads, sizeof *all.benches);
    if (pieces == NULL || all.benches == NULL) {
        st = nd_no_memory(err, 0);
        goto done;
    }
    for (unsigned i = 0; i < n; i++) {
        nd_batch_init(&pieces[i].batch, alloc);
        nd_arena_init(&pieces[i].arena, alloc);
    }
    for (; st == ND_OK && opened < job->threads; opened++)
        st = open_bench(&all.benches[opened], job, err);
    if (st == ND_OK && job->boilerplate > 0)
        st = nd_boilerplate_new(&all.boilerplate, boilerplate_budget, alloc, err);
    if (st == ND_OK)
        st = nd_reader_new(&all.reader, job->sources, &job->reader, alloc, err);
    if (st == ND_OK)
        st = nd_pipe_run(&ops, &all, pieces, sizeof *pieces, n, job->threads, err);
    if (st == ND_OK && all.boilerplate != NULL)
        st = tell_boilerplate(&all, err);
done:
    nd_reader_free(all.reader);
    nd_boilerplate_free(all.boilerplate);
    for (unsigned i = 0; i < opened; i++)
        close_bench(&all.benches[i]);
    for (unsigned i = 0; pieces != NULL && i < n; i++) {
        nd_batch_release(&pieces[i].batch);
        nd_arena_release(&pieces[i].arena);
    }
    nd_drop(alloc, all.benches, job->threads, sizeof *all.benches);
    nd_drop(alloc, pieces, n, sizeof *pieces);
    return st;
}
