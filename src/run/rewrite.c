/* SPDX-License-Identifier: MIT */
#include "rewrite.h"

#include "base/digest.h"
#include "base/pipe.h"
#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { COPY_BUFFER = 256 << 10 };

/* Bytes of fd to file (NULL: nowhere), their number and digest into end. */
static nd_status copy_bytes(nd_rewrite *w, int fd, nd_outfile *file, char *buffer, nd_source_end *end, nd_err *err)
{
    XXH3_state_t *hash = XXH3_createState();
    if (hash == NULL)
        return nd_no_memory(err, 0);
    XXH3_128bits_reset(hash);
    nd_status st = ND_OK;
    ssize_t n = 1;
    while (st == ND_OK && n > 0) {
        if ((st = nd_stopped(&w->job->watch, err)) != ND_OK)
            break;
        if ((n = read(fd, buffer, COPY_BUFFER)) > 0) {
            XXH3_128bits_update(hash, buffer, (size_t)n);
            end->bytes += (uint64_t)n;
            st = file != NULL ? nd_outfile_write(file, buffer, (size_t)n, err) : ND_OK;
        } else if (n < 0 && errno == EINTR) {
            n = 1;
        } else if (n < 0) {
            end->status = ND_EIO;
            snprintf(end->what, sizeof end->what, "cannot read: %s", strerror(errno));
        }
    }
    XXH128_hash_t digest = XXH3_128bits_digest(hash);
    end->digest = (nd_digest){digest.low64, digest.high64};
    XXH3_freeState(hash);
    return st;
}

static nd_status copy_raw(nd_rewrite *w, size_t i, nd_source_end *end, nd_err *err)
{
    const nd_source *source = &w->sources->list[i];
    nd_outfile *file = NULL;
    int fd = -1;
    if (source->problem != NULL) {
        end->status = ND_EIO;
        snprintf(end->what, sizeof end->what, "%s", source->problem);
        return ND_OK;
    }
    do
        fd = open(source->path, O_RDONLY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) {
        end->status = ND_EIO;
        snprintf(end->what, sizeof end->what, "cannot open: %s", strerror(errno));
        return ND_OK;
    }
    char *buffer = nd_get(NULL, COPY_BUFFER, 1);
    nd_status st = buffer == NULL ? nd_no_memory(err, COPY_BUFFER) : ND_OK;
    if (st == ND_OK && w->writer != NULL)
        st = nd_writer_file(w->writer, i, &file, err);
    if (st == ND_OK)
        st = copy_bytes(w, fd, file, buffer, end, err);
    if (st == ND_OK && file != NULL)
        st = nd_outfile_finish(file, err);
    if (st == ND_OK && file != NULL && end->status == ND_EIO)
        nd_outfile_abandon(file);
    nd_drop(NULL, buffer, COPY_BUFFER, 1);
    close(fd);
    return st;
}

typedef struct cursor {        /* the next record to go */
    uint64_t record;
    bool     any;
} cursor;

static nd_status advance(nd_rewrite *w, size_t i, cursor *c, nd_err *err)
{
    nd_status st = w->removed.next(w->removed.ctx, i, &c->record, err);
    c->any = st == ND_OK;
    return st == ND_END ? ND_OK : st;
}

/* A record without a line end gets one: another may follow it. */
static nd_status reject(nd_sink *to, const char *bytes, size_t len, nd_err *err)
{
    nd_status st = nd_sink_write(to, bytes, len, err);
    bool ended = len > 0 && bytes[len - 1] == '\n';
    return st == ND_OK && !ended ? nd_sink_write(to, "\n", 1, err) : st;
}

static nd_status filter_record(nd_rewrite *w, size_t i, const nd_batch *batch, const nd_record *record, cursor *c,
                               nd_err *err)
{
    bool whole = record->kind == ND_RECORD || record->kind == ND_OVERSIZE;
    w->n_records += whole;
    if (c->any && record->kind == ND_RECORD && record->number == c->record) {
        nd_status st = ND_OK;
        w->n_removed++;
        if (w->rejects != NULL)
            st = reject(w->rejects, batch->bytes + record->offset, record->len, err);
        if (st == ND_OK && w->writer != NULL)
            st = nd_writer_skip(w->writer, batch, err);
        return st == ND_OK ? advance(w, i, c, err) : st;
    }
    return w->writer != NULL ? nd_writer_keep(w->writer, batch, record, err) : ND_OK;
}

/* One source through the ordered pipe: unpacked by one thread while another packs. */
typedef struct filtering {
    nd_rewrite    *rewrite;
    size_t         source;
    nd_reader     *reader;
    cursor        *next;
    nd_source_end *end;
} filtering;

static nd_status read_batch(void *ctx, void *batch, nd_err *err)
{
    filtering *f = ctx;
    return nd_reader_next(f->reader, batch, err);
}

static nd_status no_work(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    (void)ctx, (void)batch, (void)thread, (void)err;
    return ND_OK;
}

static nd_status write_batch(void *ctx, void *item, nd_err *err)
{
    filtering *f = ctx;
    nd_batch *batch = item;
    nd_writer *writer = f->rewrite->writer;
    nd_status st = ND_OK;
    batch->source = f->source; /* not its place in a list of one */
    if (batch->begins && writer != NULL)
        st = nd_writer_begin(writer, batch, err);
    for (size_t r = 0; st == ND_OK && r < batch->n_records; r++)
        st = filter_record(f->rewrite, f->source, batch, &batch->records[r], f->next, err);
    if (st == ND_OK && batch->ends && writer != NULL)
        st = nd_writer_end(writer, batch, err);
    if (batch->ends)
        *f->end = batch->end;
    return st;
}

static nd_status filter(nd_rewrite *w, size_t i, cursor *c, nd_source_end *end, nd_err *err)
{
    static const nd_pipe_ops ops = {read_batch, no_work, write_batch};
    enum { THREADS = 2, BATCHES = 3 }; /* no work in between: a third thread would only wait */
    const nd_sources one = {.list = &w->sources->list[i], .n = 1};
    filtering f = {.rewrite = w, .source = i, .next = c, .end = end};
    nd_batch batches[BATCHES];
    unsigned n = w->job->threads < THREADS ? w->job->threads : THREADS;
    for (int b = 0; b < BATCHES; b++)
        nd_batch_init(&batches[b], NULL);
    nd_reader_opts opts = w->job->reader;
    if (w->format != ND_FORMAT_AUTO)
        opts.format = w->format;
    nd_status st = nd_reader_new(&f.reader, &one, &opts, NULL, err);
    if (st == ND_OK)
        st = nd_pipe_run(&ops, &f, batches, sizeof *batches, n > 1 ? BATCHES : 1, n, err);
    if (st == ND_OK && c->any && end->status == ND_OK)
        st = nd_fail(err, ND_EINVAL, "%s has no record %llu to remove", nd_source_label(&w->sources->list[i]),
                     (unsigned long long)c->record);
    nd_reader_free(f.reader);
    for (int b = 0; b < BATCHES; b++)
        nd_batch_release(&batches[b]);
    return st;
}

nd_status nd_rewrite_source(nd_rewrite *w, size_t i, nd_source_end *end, nd_err *err)
{
    cursor c = {0};
    nd_status st = advance(w, i, &c, err);
    *end = (nd_source_end){.status = ND_OK};
    if (st != ND_OK)
        return st;
    return c.any ? filter(w, i, &c, end, err) : copy_raw(w, i, end, err);
}
