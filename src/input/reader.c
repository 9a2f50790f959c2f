/* SPDX-License-Identifier: MIT
 *
 * reader.c - decoded bytes to batches of records.
 *
 * A batch is filled by reads of CHUNK bytes until it holds at least one record and
 * batch_bytes; it grows while a record does not end. The bytes behind the last whole
 * record are carried to the next batch, so a byte is moved twice at most, and most
 * never. A record that outgrows max_doc is let go in pieces, so memory stays near
 * max_doc + batch_bytes. A plain text that is one record is a line that ends at the
 * end of the input; bytes without a format are pieces of a record that never ends.
 *
 * Kinds and numbers depend on the bytes and the options, never on how reads or
 * batches cut them.
 */
#include "reader.h"
#include "sniff.h"

#include <stdio.h>

enum {
    BATCH = 512 << 10,
    CHUNK = 128 << 10
};

struct nd_reader {
    const nd_sources *sources;
    nd_reader_opts opts;
    const nd_alloc *alloc;

    size_t      source;     /* the one being read, or next */
    nd_stream  *stream;     /* NULL: not begun */
    nd_format   format;
    const char *opaque;     /* why the source is passed on unread, or NULL */
    uint64_t    number;     /* of the last record */
    uint64_t    at;         /* decoded bytes that are in records */
    bool        in_pieces;  /* the next record outgrew max_doc and began as pieces, */
    uint64_t    record_at;  /* here */
    size_t      done;       /* bytes of the batch that are in records */
    size_t      seen;       /* bytes of the batch in which line ends were looked for */
    char       *carry;      /* bytes of the last batch that were in no record */
    size_t      carry_len, carry_cap;

    uint64_t    raw_done;   /* raw bytes of the sources before this one */
    nd_status   failed;     /* sticks */
    nd_err      why;
};

void nd_batch_init(nd_batch *batch, const nd_alloc *alloc)
{
    *batch = (nd_batch){.alloc = alloc};
}

void nd_batch_release(nd_batch *batch)
{
    nd_drop(batch->alloc, batch->bytes, batch->cap, 1);
    nd_drop(batch->alloc, batch->records, batch->cap_records, sizeof *batch->records);
    nd_batch_init(batch, batch->alloc);
}

nd_status nd_reader_new(nd_reader **out, const nd_sources *sources, const nd_reader_opts *opts,
                        const nd_alloc *alloc, nd_err *err)
{
    nd_reader *r = nd_get(alloc, 1, sizeof *r);
    if (r == NULL)
        return nd_no_memory(err, sizeof *r);
    r->sources = sources;
    r->opts = *opts;
    if (r->opts.batch_bytes == 0)
        r->opts.batch_bytes = BATCH;
    if (r->opts.max_doc == 0)
        r->opts.max_doc = UINT64_MAX;
    r->alloc = alloc;
    *out = r;
    return ND_OK;
}

void nd_reader_free(nd_reader *r)
{
    if (r == NULL)
        return;
    nd_stream_close(r->stream);
    nd_drop(r->alloc, r->carry, r->carry_cap, 1);
    nd_drop(r->alloc, r, 1, sizeof *r);
}

/* How a source may end; other statuses are failures of the reader. */
static bool is_end(nd_status st)
{
    return st == ND_END || st == ND_EFORMAT || st == ND_EIO;
}

static bool is_white(const char *bytes, size_t len)
{
    size_t i = 0;
    while (i < len && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n'))
        i++;
    return i == len;
}

/* Nothing but white space, and a BOM at the very beginning. */
static bool is_blank(const char *bytes, size_t len, uint64_t at)
{
    if (at == 0 && len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        return is_white(bytes + 3, len - 3);
    return is_white(bytes, len);
}

/* The next len bytes are a record or a piece. False: no memory; likewise below. */
static bool add_record(nd_reader *r, nd_batch *batch, size_t len, nd_record_kind kind)
{
    if (!nd_grow(batch->alloc, &batch->records, &batch->cap_records, batch->n_records + 1,
                 sizeof *batch->records))
        return false;
    batch->records[batch->n_records++] = (nd_record){
        .offset = r->done,
        .len = len,
        .number = kind != ND_PIECE ? ++r->number : 0,
        .at = kind == ND_OVERSIZE && r->in_pieces ? r->record_at : r->at,
        .kind = kind,
    };
    r->done += len;
    r->at += len;
    return true;
}

/* A record ends with the next len bytes. */
static bool end_record(nd_reader *r, nd_batch *batch, size_t len)
{
    const char *bytes = batch->bytes + r->done;
    size_t content = r->format != ND_TEXT && len > 0 && bytes[len - 1] == '\n' ? len - 1 : len;
    nd_record_kind kind = ND_RECORD;
    if (r->in_pieces || content > r->opts.max_doc)
        kind = ND_OVERSIZE;
    else if (is_blank(bytes, len, r->at))
        kind = ND_BLANK;
    bool ok = add_record(r, batch, len, kind);
    r->in_pieces = false;
    return ok;
}

/* What is there and in no record goes as a piece. */
static bool let_go(nd_reader *r, nd_batch *batch)
{
    if (batch->len == r->done)
        return true;
    if (!r->in_pieces)
        r->record_at = r->at;
    r->in_pieces = true;
    return add_record(r, batch, batch->len - r->done, ND_PIECE);
}

/* Every record that ends in the batch, and a piece of one that is too large. */
static bool cut(nd_reader *r, nd_batch *batch)
{
    bool ok = true, lines = r->format == ND_JSONL || r->format == ND_LINES;
    while (ok && lines && r->seen < batch->len) {
        const char *from = batch->bytes + r->seen;
        const char *lf = memchr(from, '\n', batch->len - r->seen);
        if (lf == NULL)
            break;
        r->seen += (size_t)(lf - from) + 1;
        ok = end_record(r, batch, r->seen - r->done);
    }
    r->seen = batch->len;
    if (ok && (r->format == ND_OPAQUE || r->in_pieces || batch->len - r->done > r->opts.max_doc))
        ok = let_go(r, batch);
    return ok;
}

static nd_status read_more(nd_reader *r, nd_batch *batch, nd_err *err)
{
    size_t step = r->opts.batch_bytes < CHUNK ? r->opts.batch_bytes : CHUNK, got;
    if (!nd_grow(batch->alloc, &batch->bytes, &batch->cap, batch->len + step + ND_PADDING, 1))
        return nd_no_memory(err, batch->len + step);
    nd_status st = nd_stream_read(r->stream, batch->bytes + batch->len, step, &got, err);
    batch->len += got;
    return st;
}

/*
 * Opens the next source and tells its format. An end or a failure of the reads is
 * left to fill, to which the stream gives it again.
 */
static nd_status begin_source(nd_reader *r, nd_batch *batch, nd_err *err)
{
    enum { WHITE_MOST = 1 << 20 };  /* then it is plain text */
    const nd_source *source = &r->sources->list[r->source];
    r->number = r->at = 0;
    r->in_pieces = false;
    r->opaque = NULL;
    r->format = r->opts.format;
    if (source->problem != NULL)
        return nd_fail(err, ND_EIO, "%s", source->problem);
    nd_status st = nd_stream_open(&r->stream, source->path, r->opts.stop, r->alloc, err);
    size_t enough = ND_SNIFF_BYTES;
    while (st == ND_OK && r->format == ND_FORMAT_AUTO && enough <= WHITE_MOST) {
        while (st == ND_OK && batch->len < enough)
            st = read_more(r, batch, err);
        r->format = nd_sniff(batch->bytes, batch->len, &r->opaque);
        enough *= 2;
    }
    if (r->format == ND_FORMAT_AUTO)
        r->format = ND_TEXT;
    if (r->format == ND_TEXT && r->opts.format == ND_FORMAT_AUTO && r->opts.lines)
        r->format = ND_LINES;
    return r->stream != NULL && is_end(st) ? ND_OK : st;
}

/* ND_OK: the batch is full. Else its source ends, intact or not, or a failure. */
static nd_status fill(nd_reader *r, nd_batch *batch, nd_err *err)
{
    nd_status st = ND_OK;
    bool ok = cut(r, batch);
    while (ok && st == ND_OK && (r->done == 0 || batch->len < r->opts.batch_bytes)) {
        st = read_more(r, batch, err);
        ok = cut(r, batch);
    }
    if (ok && st == ND_END && r->format != ND_OPAQUE && (r->in_pieces || batch->len > r->done))
        ok = end_record(r, batch, batch->len - r->done);
    else if (ok && is_end(st))
        ok = let_go(r, batch);
    return ok ? st : nd_no_memory(err, 0);
}

/* The last batch of a source that ended with st; *err says why where it is not intact. */
static nd_status end_source(nd_reader *r, nd_batch *batch, nd_status st, nd_err *err)
{
    nd_source_end *end = &batch->end;
    if (st == ND_END)
        st = r->opaque != NULL ? nd_fail(err, ND_EFORMAT, "%s", r->opaque) : ND_OK;
    if (r->stream != NULL) {
        nd_err unread;
        nd_status rest = nd_stream_finish(r->stream, &end->bytes, &end->digest, &unread);
        if (rest != ND_OK)
            st = nd_fail(err, rest, "%s", unread.text);
        if (st == ND_ESTOP)
            return st;
    }
    if (st != ND_OK)
        snprintf(end->what, sizeof end->what, "%.*s", (int)sizeof end->what - 1, err->text);
    end->status = st;
    batch->ends = true;
    r->raw_done += end->bytes;
    nd_stream_close(r->stream);
    r->stream = NULL;
    r->source++;
    return ND_OK;
}

static nd_status next(nd_reader *r, nd_batch *batch, nd_err *err)
{
    nd_status st = ND_OK;
    if (!nd_grow(batch->alloc, &batch->bytes, &batch->cap, r->carry_len + ND_PADDING, 1))
        return nd_no_memory(err, r->carry_len);
    if (r->carry_len > 0)
        memcpy(batch->bytes, r->carry, r->carry_len);
    batch->len = r->carry_len;
    r->carry_len = r->done = r->seen = 0;

    batch->source = r->source;
    batch->begins = r->stream == NULL;
    if (batch->begins)
        st = begin_source(r, batch, err);
    batch->format = r->format;
    batch->packing = r->stream != NULL ? nd_stream_packing(r->stream) : ND_PLAIN;
    if (st == ND_OK)
        st = fill(r, batch, err);

    size_t rest = batch->len - r->done;
    batch->len = r->done;
    if (st == ND_OK && rest > 0) {
        if (!nd_grow(r->alloc, &r->carry, &r->carry_cap, rest, 1))
            return nd_no_memory(err, rest);
        memcpy(r->carry, batch->bytes + batch->len, rest);
        r->carry_len = rest;
    }
    if (is_end(st))
        st = end_source(r, batch, st, err);
    memset(batch->bytes + batch->len, 0, ND_PADDING);
    batch->raw_total = r->raw_done + (r->stream != NULL ? nd_stream_raw(r->stream) : 0);
    return st;
}

nd_status nd_reader_next(nd_reader *r, nd_batch *batch, nd_err *err)
{
    batch->len = batch->n_records = 0;
    batch->begins = batch->ends = false;
    batch->end = (nd_source_end){.status = ND_OK};
    if (r->failed == ND_OK && r->source == r->sources->n)
        return ND_END;
    if (r->failed == ND_OK)
        r->failed = next(r, batch, &r->why);
    return r->failed == ND_OK ? ND_OK : nd_fail(err, r->failed, "%s", r->why.text);
}
