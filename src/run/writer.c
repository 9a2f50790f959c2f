/* SPDX-License-Identifier: MIT
 *
 * writer.c - a source of records always has an output, be it empty; a text that is
 * one document has one only where it stays. What cannot be read to its end has none.
 */
#include "writer.h"

#include "say.h"

#include <sys/stat.h>

static nd_status path_of(nd_writer *w, size_t i, nd_err *err)
{
    nd_buf_clear(&w->path);
    nd_buf_puts(&w->path, w->folder);
    nd_buf_puts(&w->path, "/");
    nd_buf_puts(&w->path, w->sources->list[i].name);
    nd_buf_add(&w->path, "", 1);
    return w->path.failed ? nd_no_memory(err, 0) : ND_OK;
}

/* OUT may be a link, but no folder below it: what is written there would lie elsewhere, perhaps over an input. */
static nd_status check_path(nd_writer *w, nd_err *err)
{
    struct stat st;
    bool there = true;
    char *slash = strchr(w->path.bytes + strlen(w->folder) + 1, '/');
    for (; slash != NULL && there; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        there = lstat(w->path.bytes, &st) == 0;
        if (there && S_ISLNK(st.st_mode))
            return nd_fail(err, ND_EINVAL, "%s is a link: what is written below it would leave %s", w->path.bytes,
                           w->folder);
        *slash = '/';
    }
    return nd_outputs_check(w->outputs, w->path.bytes, err);
}

nd_status nd_writer_init(nd_writer *w, const nd_job *job, const nd_sources *sources, nd_outputs *outputs, nd_err *err)
{
    *w = (nd_writer){.sources = sources, .folder = job->output, .outputs = outputs,
                     .stop = job->watch.stop, .to_stdout = strcmp(job->output, "-") == 0};
    nd_buf_init(&w->path, NULL);
    w->files = nd_get(NULL, sources->n + 1, sizeof(nd_outfile *));
    if (w->files == NULL)
        return nd_no_memory(err, sources->n * sizeof(nd_outfile *));
    w->hash = XXH3_createState();
    nd_status st = w->hash == NULL ? nd_no_memory(err, 0) : nd_sink_new(&w->sink, NULL, err);
    if (st == ND_OK && w->to_stdout && sources->n > 1)
        st = nd_fail(err, ND_EINVAL, "-o - takes one input, not %zu", sources->n);
    if (st == ND_OK && !w->to_stdout)
        st = nd_sources_check_output(sources, job->output, err);
    for (size_t i = 0; st == ND_OK && !w->to_stdout && i < sources->n; i++)
        if (sources->list[i].problem == NULL && (st = path_of(w, i, err)) == ND_OK)
            st = check_path(w, err);
    return st;
}

void nd_writer_release(nd_writer *w)
{
    nd_sink_free(w->sink);
    XXH3_freeState(w->hash);
    if (w->sources != NULL)
        nd_drop(NULL, w->files, w->sources->n + 1, sizeof(nd_outfile *));
    nd_buf_release(&w->path);
    *w = (nd_writer){0};
}

nd_status nd_writer_file(nd_writer *w, size_t i, nd_outfile **file, nd_err *err)
{
    nd_status st;
    if (w->files[i] != NULL)
        st = nd_outfile_restart(w->files[i], err);
    else if (w->to_stdout)
        st = nd_outputs_stdout(w->outputs, w->stop, &w->files[i], err);
    else if ((st = path_of(w, i, err)) == ND_OK)
        st = nd_outputs_begin(w->outputs, w->path.bytes, false, &w->files[i], err);
    *file = w->files[i];
    return st;
}

static nd_status open_sink(nd_writer *w, const nd_batch *batch, nd_err *err)
{
    nd_outfile *file;
    nd_status st = nd_writer_file(w, batch->source, &file, err);
    if (st == ND_OK)
        st = nd_sink_begin(w->sink, file, batch->packing, err);
    w->open = st == ND_OK;
    return st;
}

static bool of_records(const nd_batch *batch)
{
    return batch->format == ND_JSONL || batch->format == ND_LINES;
}

nd_status nd_writer_begin(nd_writer *w, const nd_batch *batch, nd_err *err)
{
    w->open = false;
    w->seen = w->owed = 0;
    w->owes = w->lazy && !w->to_stdout && batch->packing != ND_PLAIN && w->sources->list[batch->source].regular;
    if (w->owes)
        XXH3_128bits_reset(w->hash);
    return !w->owes && of_records(batch) && !(batch->ends && batch->end.status == ND_EIO) ? open_sink(w, batch, err)
                                                                                           : ND_OK;
}

nd_status nd_writer_keep(nd_writer *w, const nd_batch *batch, const nd_record *record, nd_err *err)
{
    const char *bytes = batch->bytes + record->offset;
    w->seen++;
    if (w->owes) {
        w->owed += record->len;
        XXH3_128bits_update(w->hash, bytes, record->len);
        return ND_OK;
    }
    nd_status st = w->open ? ND_OK : open_sink(w, batch, err);
    return st == ND_OK ? nd_sink_write(w->sink, bytes, record->len, err) : st;
}

/* The first owed bytes of a source to the sink; what is read must be what was kept. */
static nd_status pay(nd_writer *w, const nd_source *source, nd_err *err)
{
    enum { PART = 64 << 10 };
    XXH128_hash_t kept = XXH3_128bits_digest(w->hash);
    nd_stream *stream = NULL;
    nd_err why = {.code = ND_OK};
    char *part = nd_get(NULL, PART, 1);
    nd_status st = part == NULL ? nd_no_memory(&why, PART) : nd_stream_open(&stream, source->path, w->stop, NULL, &why);
    XXH3_128bits_reset(w->hash);
    while (st == ND_OK && w->owed > 0) {
        size_t got, most = w->owed < PART ? (size_t)w->owed : PART;
        if ((st = nd_stream_read(stream, part, most, &got, &why)) == ND_OK) {
            XXH3_128bits_update(w->hash, part, got);
            w->owed -= got;
            st = nd_sink_write(w->sink, part, got, &why);
        }
    }
    bool same = XXH128_isEqual(XXH3_128bits_digest(w->hash), kept);
    nd_stream_close(stream);
    nd_drop(NULL, part, PART, 1);
    if ((st == ND_OK && !same) || st == ND_END || st == ND_EFORMAT)
        return nd_fail(err, ND_EINVAL, "%s changed while it was read", nd_source_label(source));
    if (st == ND_EIO)
        return nd_fail(err, ND_EIO, "%s, read again: %s", nd_source_label(source), why.text);
    return st == ND_OK ? ND_OK : nd_fail(err, st, "%s", why.text);
}

nd_status nd_writer_skip(nd_writer *w, const nd_batch *batch, nd_err *err)
{
    w->seen++;
    if (!w->owes)
        return ND_OK;
    w->owes = false;
    if (w->owed == 0 && !of_records(batch))
        return ND_OK;
    nd_status st = open_sink(w, batch, err);
    return st == ND_OK ? pay(w, &w->sources->list[batch->source], err) : st;
}

nd_status nd_writer_end(nd_writer *w, const nd_batch *batch, nd_err *err)
{
    nd_status st = ND_OK;
    if (w->owes)
        return ND_OK;
    if (!w->open && w->seen == 0 && batch->end.status != ND_EIO)
        st = open_sink(w, batch, err); /* an empty file stays an empty file */
    if (st != ND_OK || !w->open)
        return st;
    w->open = false;
    st = nd_sink_end(w->sink, err);
    if (batch->end.status == ND_EIO && !w->to_stdout) {
        nd_outfile_abandon(w->files[batch->source]);
        w->files[batch->source] = NULL;
    }
    return st;
}
