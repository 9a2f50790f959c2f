/* SPDX-License-Identifier: MIT
 *
 * compare.c - two sources to the two documents that were asked for, and what they share.
 *
 * Each source is read to the record that was asked for, and no further; one of which
 * none was asked for is read to its end, since it may hold only one document. A file
 * without any is an empty document.
 *
 * Everything is allocated as the list of sources is: the job has no allocator of its own.
 */
#include "job.h"
#include "say.h"

#include <inttypes.h>

typedef struct search {
    const nd_job     *job;
    nd_outcome       *outcome;
    const nd_alloc   *alloc;
    nd_parser        *parser;
    nd_batch          batch;
    const nd_source  *source;
    uint64_t          wanted, last; /* record asked for, 0: the only one; the last one there */
    nd_compared_text *out;
    bool              found;        /* the record is there, readable or not */
} search;

static char *copy_of(const nd_alloc *alloc, const char *bytes, size_t len)
{
    char *copy = nd_get(alloc, len + 1, 1);
    if (copy != NULL && len > 0)
        memcpy(copy, bytes, len);
    return copy;
}

static nd_status keep(search *s, const nd_parsed *parsed, nd_err *err)
{
    nd_compared_text *to = s->out;
    if ((to->text = copy_of(s->alloc, parsed->text, parsed->len)) == NULL)
        return nd_no_memory(err, parsed->len);
    to->len = parsed->len;
    s->outcome->text += parsed->len;
    if (parsed->id == NULL)
        return ND_OK;
    if ((to->id = copy_of(s->alloc, parsed->id, parsed->id_len)) == NULL)
        return nd_no_memory(err, parsed->id_len);
    to->id_len = parsed->id_len;
    return ND_OK;
}

static nd_status take_record(search *s, const nd_record *record, nd_err *err)
{
    if (s->found)
        return nd_fail(err, ND_EINVAL, "'%.150s' has more than one document: say which, as in %.100s:%" PRIu64,
                       nd_source_label(s->source), s->source->path, record->number);
    nd_parsed parsed;
    nd_err fault = {.code = ND_OK};
    uint64_t byte = 0;
    s->found = true;
    s->outcome->counts.documents++;
    s->out->record = record->number;
    nd_status st = nd_parser_read(s->parser, &s->batch, record, &parsed, &byte, &fault);
    if (st == ND_OK)
        return keep(s, &parsed, err);
    if (st != ND_EFORMAT)
        return nd_fail(err, st, "%s", fault.text);
    s->outcome->errors++;
    nd_say(&s->job->watch, "%s: record %" PRIu64 ", byte %" PRIu64 ": %s", nd_source_label(s->source),
           record->number, byte, fault.text);
    return ND_OK;
}

static nd_status search_batch(search *s, nd_err *err)
{
    nd_status st = ND_OK;
    s->out->whole_file = s->batch.format == ND_TEXT;
    for (size_t i = 0; st == ND_OK && i < s->batch.n_records; i++) {
        const nd_record *record = &s->batch.records[i];
        if (record->number > 0)
            s->last = record->number;
        if (record->kind != ND_RECORD && record->kind != ND_OVERSIZE)
            continue;
        if (s->wanted == 0 || s->wanted == record->number)
            st = take_record(s, record, err);
        if (s->wanted != 0 && s->found)
            break;
    }
    return st;
}

/* The source has been read as far as it is to be. */
static nd_status end_search(search *s, nd_err *err)
{
    const nd_source_end *end = &s->batch.end;
    if (s->batch.ends && end->status != ND_OK) {
        s->outcome->bad_files++;
        nd_say(&s->job->watch, "%s: %s", nd_source_label(s->source), end->what);
        return ND_OK;
    }
    if (s->found)
        return ND_OK;
    if (s->wanted > 1 || (s->wanted == 1 && !s->out->whole_file))
        return nd_fail(err, ND_EINVAL, "'%.200s' has no document %" PRIu64 ": its last record is %" PRIu64,
                       nd_source_label(s->source), s->wanted, s->last);
    s->out->record = 1;
    s->out->whole_file = true;
    s->outcome->counts.documents++;
    return keep(s, &(nd_parsed){.text = "", .len = 0}, err);
}

static nd_status find_document(const nd_job *job, size_t i, nd_compared_text *out, nd_outcome *outcome,
                               nd_err *err)
{
    const nd_alloc *alloc = job->sources->alloc;
    nd_sources one = {.list = &job->sources->list[i], .n = 1, .alloc = alloc};
    search s = {
        .job = job,
        .outcome = outcome,
        .alloc = alloc,
        .source = one.list,
        .wanted = job->records[i],
        .out = out,
    };
    nd_reader *reader = NULL;
    out->source = one.list;
    nd_batch_init(&s.batch, alloc);
    nd_status st = nd_parser_new(&s.parser, &job->fields, alloc, err);
    if (st == ND_OK)
        st = nd_reader_new(&reader, &one, &job->reader, alloc, err);
    bool done = false;
    while (st == ND_OK && !done) {
        st = nd_reader_next(reader, &s.batch, err);
        if (st == ND_OK)
            st = search_batch(&s, err);
        done = s.batch.ends || (s.wanted != 0 && s.found);
    }
    if (st == ND_OK) {
        outcome->files++;
        st = end_search(&s, err);
    }
    nd_reader_free(reader);
    nd_parser_free(s.parser);
    nd_batch_release(&s.batch);
    return st;
}

/* The shingles of one text as a set, to be given back with their number. */
static nd_status shingle_set(nd_sketcher *sketcher, const nd_compared_text *text, const nd_alloc *alloc,
                             uint32_t **set, uint32_t *n, nd_err *err)
{
    nd_doc doc;
    nd_status st = nd_sketch(sketcher, text->text, text->len, &doc, err);
    if (st != ND_OK || doc.n_shingles == 0)
        return st;
    if ((*set = nd_get(alloc, doc.n_shingles, sizeof **set)) == NULL)
        return nd_no_memory(err, doc.n_shingles * sizeof **set);
    *n = doc.n_shingles;
    memcpy(*set, doc.shingles, doc.n_shingles * sizeof **set);
    return ND_OK;
}

static nd_status measure(const nd_job *job, nd_compared *c, nd_err *err)
{
    const nd_alloc *alloc = job->sources->alloc;
    nd_sketcher *sketcher = NULL;
    uint32_t *a = NULL, *b = NULL, n_a = 0, n_b = 0;
    nd_status st = nd_sketcher_new(&sketcher, &job->opts, alloc, err);
    if (st == ND_OK)
        st = shingle_set(sketcher, &c->a, alloc, &a, &n_a, err);
    if (st == ND_OK)
        st = shingle_set(sketcher, &c->b, alloc, &b, &n_b, err);
    if (st == ND_OK)
        c->similarity = nd_compare(a, nd_set_sort(a, n_a), b, nd_set_sort(b, n_b));
    nd_sketcher_free(sketcher);
    nd_drop(alloc, a, n_a, sizeof *a);
    nd_drop(alloc, b, n_b, sizeof *b);
    return st;
}

static void release(nd_compared_text *text, const nd_alloc *alloc)
{
    nd_drop(alloc, text->text, text->len + 1, 1);
    nd_drop(alloc, text->id, text->id_len + 1, 1);
}

nd_status nd_run_compare(const nd_job *job, nd_compare_fn *compared, void *ctx, nd_outcome *outcome, nd_err *err)
{
    const nd_alloc *alloc = job->sources->alloc;
    nd_compared c = {.similarity = {0}};
    nd_aligner *aligner = NULL;
    *outcome = (nd_outcome){0};
    nd_status st = find_document(job, 0, &c.a, outcome, err);
    if (st == ND_OK)
        st = find_document(job, 1, &c.b, outcome, err);
    if (st != ND_OK || c.a.text == NULL || c.b.text == NULL)
        goto done;
    if ((st = measure(job, &c, err)) != ND_OK || (st = nd_aligner_new(&aligner, &job->opts, alloc, err)) != ND_OK)
        goto done;
    st = nd_align(aligner, c.a.text, c.a.len, c.b.text, c.b.len, &c.alignment, err);
    if (st == ND_OK)
        st = compared(ctx, &c, err);
done:
    nd_aligner_free(aligner);
    release(&c.a, alloc);
    release(&c.b, alloc);
    return st;
}
