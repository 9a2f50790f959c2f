/* SPDX-License-Identifier: MIT
 *
 * report_texts.c - the texts of a report, read again from the inputs of its result.
 *
 * An input is read only where something of it is wanted, and then whole, for its digest
 * tells whether it is what the result was made from. That it is not comes before any
 * other complaint about it.
 */
#include "reporting.h"

#include "say.h"

#include <inttypes.h>
#include <sys/stat.h>

/* ---- where the inputs are */

/* A name that leads to a file below a folder: not absolute, no "..", nothing that ends it early. */
static bool stays_below(const nd_about_input *input)
{
    const char *name = input->file;
    if (name[0] == '/' || name[0] == '\0' || strlen(name) != input->file_len)
        return false;
    for (const char *part = name; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        size_t len = strcspn(part, "/");
        if (len == 2 && memcmp(part, "..", 2) == 0)
            return false;
    }
    return true;
}

/* The folder of the result file, with a slash; "" where that is the current one. */
static size_t folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

/* An input of that name, as large as it was then if one of the two places has such a one. */
static nd_status find_input(nd_reporting *r, size_t i, nd_err *err)
{
    const nd_about_input *input = &r->about.inputs[i];
    size_t folder = folder_of(r->job->result);
    const char *at = NULL;
    nd_buf paths[2];
    nd_status st = ND_OK;
    for (size_t k = 0; k < ND_COUNT(paths); k++) {
        nd_buf_init(&paths[k], r->alloc);
        if (k == 1)
            nd_buf_add(&paths[k], r->job->result, folder);
        nd_buf_add(&paths[k], input->file, input->file_len);
        nd_buf_add(&paths[k], "", 1);
        struct stat about;
        if (paths[k].failed)
            st = nd_no_memory(err, input->file_len);
        else if (stays_below(input) && stat(paths[k].bytes, &about) == 0 && S_ISREG(about.st_mode) &&
                 (at == NULL || (uint64_t)about.st_size == input->bytes))
            at = paths[k].bytes;
    }
    if (st == ND_OK && at == NULL)
        st = nd_fail(err, ND_EINVAL, "cannot find %.200s, an input of %.200s, here or beside it: name the inputs behind it",
                     r->result.inputs[i].file, r->job->result);
    if (st == ND_OK)
        st = nd_sources_add(&r->found, at, err);
    if (st == ND_OK)
        r->result.inputs[i].source = r->found.n - 1;
    for (size_t k = 0; k < ND_COUNT(paths); k++)
        nd_buf_release(&paths[k]);
    return st;
}

/* Whether anything of input i is wanted, from *at in the list on, which then stands there. */
static bool is_wanted(const nd_shown_texts *texts, size_t i, size_t *at)
{
    while (*at < texts->n && texts->list[*at].input < i)
        ++*at;
    return *at < texts->n && texts->list[*at].input == i;
}

nd_status nd_reporting_sources(nd_reporting *r, const nd_shown_texts *texts, nd_err *err)
{
    bool given = r->job->sources->n > 0;
    nd_status st = given ? nd_result_pair(&r->result, r->job->sources, err) : ND_OK;
    size_t at = 0;
    if (!given)
        r->sources = &r->found;
    for (size_t i = 0; st == ND_OK && i < r->result.n; i++) {
        if (!is_wanted(texts, i, &at))
            continue;
        if (!given)
            st = find_input(r, i, err);
        else if (r->result.inputs[i].source == ND_NO_SOURCE)
            st = nd_fail(err, ND_EINVAL, "%.200s is about an input %.200s that is not given", r->job->result,
                         r->result.inputs[i].file);
    }
    return st;
}

/* ---- what is in them */

typedef struct fetching {
    nd_reporting   *r;
    nd_shown_texts *texts;
    size_t          at;        /* the next piece that is wanted */
    size_t          input;
    const nd_source *source;
    nd_parser      *parser;
    nd_batch        batch;
    nd_err          why;       /* the first record that is not as it was */
    uint64_t        done, total;
} fetching;

static bool wants(const fetching *f)
{
    return f->at < f->texts->n && f->texts->list[f->at].input == f->input;
}

/* Failures of ours end the job; those of the input wait until its digest is known. */
static nd_status keep(fetching *f, const nd_record *record, nd_err *err)
{
    nd_parsed parsed;
    nd_err why = {.code = ND_OK};
    uint64_t byte;
    nd_status st = nd_parser_read(f->parser, &f->batch, record, &parsed, &byte, &why);
    for (; wants(f) && f->texts->list[f->at].record == record->number; f->at++)
        if (st == ND_OK)
            st = nd_shown_texts_give(f->texts, &f->texts->list[f->at], parsed.text, parsed.len, &why);
    if (st == ND_EFORMAT || st == ND_EINVAL) {
        if (f->why.code == ND_OK)
            nd_fail(&f->why, ND_EINVAL, "%.150s: record %" PRIu64 " %.120s; is --text-field as it was then?",
                    nd_source_label(f->source), record->number, why.text);
        return ND_OK;
    }
    return st == ND_OK ? ND_OK : nd_fail(err, st, "%s", why.text);
}

static nd_status take_batch(fetching *f, nd_err *err)
{
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && wants(f) && i < f->batch.n_records; i++) {
        const nd_record *record = &f->batch.records[i];
        if ((record->kind == ND_RECORD || record->kind == ND_OVERSIZE) &&
            record->number == f->texts->list[f->at].record)
            st = keep(f, record, err);
    }
    return st;
}

/* What the end of an input says. */
static nd_status check_end(fetching *f, nd_err *err)
{
    const nd_result_input *input = &f->r->result.inputs[f->input];
    const nd_source_end *end = &f->batch.end;
    bool same = nd_same_input(end, input->bytes, input->digest);
    if (end->status == ND_EIO && input->damaged) {
        f->r->outcome->bad_files++;
        nd_say(&f->r->job->watch, "%s: %s", nd_source_label(f->source), end->what);
    } else if (end->status == ND_EIO) {
        return nd_fail(err, ND_EINVAL, "%s: %s", nd_source_label(f->source), end->what);
    } else if (!same) {
        return nd_fail(err, ND_EINVAL, "%s has changed: it is not what %s was made from", nd_source_label(f->source),
                       f->r->job->result);
    } else if (f->why.code != ND_OK) {
        return nd_fail(err, ND_EINVAL, "%s", f->why.text);
    } else if (wants(f) && end->status == ND_OK) {
        return nd_fail(err, ND_EINVAL, "%s has no record %" PRIu64 ", which %s names", nd_source_label(f->source),
                       f->texts->list[f->at].record, f->r->job->result);
    }
    while (wants(f))
        f->at++;
    return ND_OK;
}

static nd_status read_input(fetching *f, nd_err *err)
{
    const nd_job *job = f->r->job;
    const nd_result_input *input = &f->r->result.inputs[f->input];
    f->source = &f->r->sources->list[input->source];
    nd_source own = *f->source;
    const nd_sources one = {.list = &own, .n = 1};
    nd_reader_opts opts = job->reader;
    nd_reader *reader = NULL;
    opts.format = input->format;
    f->why.code = ND_OK;
    nd_status st = nd_reader_new(&reader, &one, &opts, f->r->alloc, err);
    do {
        if (st == ND_OK)
            st = nd_reader_next(reader, &f->batch, err);
        if (st == ND_OK)
            st = take_batch(f, err);
        if (st == ND_OK && job->watch.progress != NULL)
            job->watch.progress(job->watch.ctx, &(nd_progress){"read", f->done + f->batch.raw_total, f->total, 0});
    } while (st == ND_OK && !f->batch.ends);
    f->done += f->batch.raw_total;
    if (st == ND_OK)
        st = check_end(f, err);
    nd_reader_free(reader);
    return st;
}

nd_status nd_reporting_texts(nd_reporting *r, nd_shown_texts *texts, nd_err *err)
{
    fetching f = {.r = r, .texts = texts};
    size_t at = 0;
    nd_batch_init(&f.batch, r->alloc);
    nd_status st = nd_parser_new(&f.parser, &r->job->fields, r->alloc, err);
    for (size_t i = 0; i < r->result.n; i++)
        f.total += is_wanted(texts, i, &at) ? r->result.inputs[i].bytes : 0;
    for (f.input = 0; st == ND_OK && f.input < r->result.n; f.input++) {
        if (!is_wanted(texts, f.input, &f.at))
            continue;
        r->outcome->files++;
        st = read_input(&f, err);
    }
    nd_parser_free(f.parser);
    nd_batch_release(&f.batch);
    return st;
}
