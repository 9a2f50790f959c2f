/* SPDX-License-Identifier: MIT
 *
 * held.c - the ordered pipe around reader and parser, into memory that stays. A parser
 * holds one record at a time, so a thread copies its text into the batch's arena, and the
 * ordered step from there into the holding's.
 */
#include "held.h"

#include "base/pipe.h"
#include "date.h"

#include <stdlib.h>

/* A document as it leaves its parser, or why there is none. */
typedef struct item {
    nd_held     held;
    const char *fault;         /* NULL: none */
    uint64_t    byte;
} item;

typedef struct load {
    nd_batch   batch;
    nd_arena   arena;          /* of the batch */
    item      *items;
    size_t     n_items, cap_items;
} load;

typedef struct reading {
    const nd_job *job;
    nd_ledger    *ledger;
    nd_holding   *holding;
    nd_reader    *reader;
    nd_parser   **parsers;     /* one a thread */
    uint64_t      total;       /* bytes of input as on disk */
} reading;

void nd_holding_init(nd_holding *h, const nd_alloc *alloc)
{
    *h = (nd_holding){.alloc = alloc};
    nd_arena_init(&h->bytes, alloc);
}

void nd_holding_release(nd_holding *h)
{
    nd_drop(h->alloc, h->list, h->cap, sizeof *h->list);
    nd_arena_release(&h->bytes);
    nd_holding_init(h, h->alloc);
}

/* A copy of bytes; of NULL, NULL. false: no memory. */
static bool copy(nd_arena *arena, const char **bytes, size_t len)
{
    char *to = *bytes == NULL ? NULL : nd_arena_get(arena, len + 1, 1);
    if (to != NULL && len > 0)
        memcpy(to, *bytes, len);
    bool ok = to != NULL || *bytes == NULL;
    *bytes = to;
    return ok;
}

static bool copy_all(nd_arena *arena, nd_held *held)
{
    return copy(arena, &held->text, held->len) && copy(arena, &held->id, held->id_len) &&
           copy(arena, &held->date, held->date_len);
}

/* Equal values, whichever way they are written as a string, are one series; 0 is none. */
static uint64_t series_of(const nd_json_value *value)
{
    if (value->kind == ND_JSON_NONE)
        return 0;
    bool string = value->kind == ND_JSON_STRING;
    uint64_t hash = nd_digest_bytes(string ? value->text : value->raw, string ? value->len : value->raw_len).lo;
    return hash != 0 ? hash : 1;
}

static nd_status read_batch(void *ctx, void *batch, nd_err *err)
{
    reading *r = ctx;
    load *l = batch;
    nd_arena_clear(&l->arena);
    return nd_reader_next(r->reader, &l->batch, err);
}

/* What is wrong with a record is part of the item, what is wrong with us a failure. */
static nd_status parse_record(nd_parser *parser, load *l, const nd_record *record, item *to, nd_err *err)
{
    nd_parsed parsed;
    nd_err why = {.code = ND_OK};
    nd_status st = nd_parser_read(parser, &l->batch, record, &parsed, &to->byte, &why);
    if (st == ND_EFORMAT || st == ND_ELIMIT) {
        to->fault = why.text;
        return copy(&l->arena, &to->fault, strlen(why.text) + 1) ? ND_OK : nd_no_memory(err, sizeof why.text);
    }
    if (st != ND_OK)
        return nd_fail(err, st, "%s", why.text);
    to->held.text = parsed.text;
    to->held.len = parsed.len;
    to->held.id = parsed.id;
    to->held.id_len = (uint32_t)parsed.id_len;
    to->held.series = series_of(&parsed.series);
    if (parsed.date.kind != ND_JSON_NONE) {
        to->held.date = parsed.date.raw;
        to->held.date_len = (uint32_t)parsed.date.raw_len;
    }
    return copy_all(&l->arena, &to->held) ? ND_OK : nd_no_memory(err, parsed.len);
}

static nd_status parse_batch(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    reading *r = ctx;
    load *l = batch;
    const nd_alloc *alloc = r->holding->alloc;
    nd_status st = ND_OK;
    l->n_items = 0;
    if (!nd_grow(alloc, &l->items, &l->cap_items, l->batch.n_records, sizeof *l->items))
        return nd_no_memory(err, l->batch.n_records * sizeof *l->items);
    for (size_t i = 0; st == ND_OK && i < l->batch.n_records; i++) {
        const nd_record *record = &l->batch.records[i];
        if (record->kind != ND_RECORD && record->kind != ND_OVERSIZE)
            continue;
        item *to = &l->items[l->n_items++];
        *to = (item){
            .held = {.record = record->number, .source = (uint32_t)l->batch.source,
                     .whole_file = l->batch.format == ND_TEXT},
            .byte = record->at,
        };
        st = parse_record(r->parsers[thread], l, record, to, err);
    }
    return st;
}

static nd_status keep(nd_holding *h, const nd_held *held, nd_err *err)
{
    if (h->n >= UINT32_MAX - 1)
        return nd_fail(err, ND_ELIMIT, "more documents than are supported");
    if (!nd_grow(h->alloc, &h->list, &h->cap, h->n + 1, sizeof *h->list))
        return nd_no_memory(err, sizeof *h->list);
    nd_held *to = &h->list[h->n];
    *to = *held;
    if (!copy_all(&h->bytes, to))
        return nd_no_memory(err, held->len);
    h->n++;
    return ND_OK;
}

static nd_status keep_batch(void *ctx, void *batch, nd_err *err)
{
    reading *r = ctx;
    load *l = batch;
    nd_outcome *o = &r->ledger->outcome;
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < l->n_items; i++) {
        const item *it = &l->items[i];
        o->counts.documents++;
        o->text += it->held.len;
        if (it->fault == NULL)
            st = keep(r->holding, &it->held, err);
        else
            st = nd_ledger_error(r->ledger, it->held.source, it->held.record, it->byte, it->fault, err);
    }
    if (st == ND_OK && l->batch.ends)
        nd_ledger_end(r->ledger, &l->batch);
    const nd_watch *watch = &r->job->watch;
    if (st == ND_OK && watch->progress != NULL)
        watch->progress(watch->ctx, &(nd_progress){"read", l->batch.raw_total, r->total, o->text});
    return st;
}

nd_status nd_hold(nd_holding *holding, const nd_job *job, nd_ledger *ledger, nd_err *err)
{
    static const nd_pipe_ops ops = {read_batch, parse_batch, keep_batch};
    const nd_alloc *alloc = holding->alloc;
    reading r = {.job = job, .ledger = ledger, .holding = holding};
    unsigned n = nd_pipe_batches(job->threads);
    nd_status st = ND_ENOMEM;
    load *loads = nd_get(alloc, n, sizeof *loads);
    r.parsers = nd_get(alloc, job->threads, sizeof *r.parsers);
    if (loads == NULL || r.parsers == NULL) {
        nd_no_memory(err, 0);
        goto done;
    }
    for (unsigned i = 0; i < n; i++) {
        nd_batch_init(&loads[i].batch, alloc);
        nd_arena_init(&loads[i].arena, alloc);
    }
    st = nd_reader_new(&r.reader, job->sources, &job->reader, alloc, err);
    for (unsigned t = 0; st == ND_OK && t < job->threads; t++)
        st = nd_parser_new(&r.parsers[t], &job->fields, alloc, err);
    r.total = nd_sources_size(job->sources);
    if (st == ND_OK)
        st = nd_pipe_run(&ops, &r, loads, sizeof *loads, n, job->threads, err);
done:
    for (unsigned i = 0; loads != NULL && i < n; i++) {
        nd_arena_release(&loads[i].arena);
        nd_drop(alloc, loads[i].items, loads[i].cap_items, sizeof *loads[i].items);
        nd_batch_release(&loads[i].batch);
    }
    for (unsigned t = 0; r.parsers != NULL && t < job->threads; t++)
        nd_parser_free(r.parsers[t]);
    nd_reader_free(r.reader);
    nd_drop(alloc, r.parsers, job->threads, sizeof *r.parsers);
    nd_drop(alloc, loads, n, sizeof *loads);
    return st;
}

/* ---- in order of time */

typedef enum date_kind { DATE_NUMBER, DATE_TIME, DATE_STRING, DATE_NONE } date_kind;

typedef struct dated {
    date_kind   kind;
    double      number;
    const char *token;
    uint32_t    len, document;
} dated;

static dated date_of(const nd_held *held, uint32_t document)
{
    char digits[64];
    dated d = {.kind = DATE_NONE, .token = held->date, .len = held->date_len, .document = document};
    if (held->date == NULL)
        return d;
    d.kind = held->date[0] == '"' ? DATE_STRING : DATE_NUMBER;
    if (d.kind == DATE_STRING) {
        d.token++;
        d.len -= 2;
        if (nd_date_read(d.token, d.len, &d.number))
            d.kind = DATE_TIME;
    }
    size_t len = held->date_len < sizeof digits - 1 ? held->date_len : sizeof digits - 1;
    if (d.kind == DATE_NUMBER) {
        memcpy(digits, held->date, len);
        digits[len] = '\0';
        d.number = strtod(digits, NULL);
    }
    return d;
}

static int by_time(const void *a, const void *b)
{
    const dated *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->kind <= DATE_TIME && x->number != y->number)
        return x->number < y->number ? -1 : 1;
    if (x->kind == DATE_STRING) {
        int order = memcmp(x->token, y->token, x->len < y->len ? x->len : y->len);
        if (order != 0 || x->len != y->len)
            return order != 0 ? order : x->len < y->len ? -1 : 1;
    }
    return x->document < y->document ? -1 : x->document > y->document;
}

nd_status nd_held_order(const nd_holding *h, uint32_t *ranks, nd_err *err)
{
    dated *list = nd_get(h->alloc, h->n + 1, sizeof *list);
    if (list == NULL)
        return nd_no_memory(err, h->n * sizeof *list);
    for (size_t i = 0; i < h->n; i++)
        list[i] = date_of(&h->list[i], (uint32_t)i);
    qsort(list, h->n, sizeof *list, by_time);
    for (size_t i = 0; i < h->n; i++)
        ranks[list[i].document] = (uint32_t)i;
    nd_drop(h->alloc, list, h->n + 1, sizeof *list);
    return ND_OK;
}
