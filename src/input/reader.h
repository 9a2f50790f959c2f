/* SPDX-License-Identifier: MIT
 *
 * reader.h - all inputs in order, cut into batches of records. A batch holds whole
 * records of one source (a record that is larger than max_doc comes in pieces that
 * are only passed on). Every byte of a decoded input is in exactly one record, in
 * order, so writing the records of a source one after the other gives it back.
 */
#ifndef ND_READER_H
#define ND_READER_H

#include "sources.h"
#include "stream.h"

typedef enum nd_format {
    ND_FORMAT_AUTO = 0,
    ND_JSONL,              /* a line is a record, a JSON object */
    ND_LINES,              /* a line is a record, plain text */
    ND_TEXT,               /* the file is one record, plain text */
    ND_OPAQUE              /* no format of ours: passed on, never looked into */
} nd_format;

typedef enum nd_record_kind {
    ND_RECORD = 0,
    ND_BLANK,              /* only white space: has a number, is no document */
    ND_PIECE,              /* part of a larger record or of bytes without records; no number (0) */
    ND_OVERSIZE            /* the last piece of a record larger than max_doc, or all of it; has the number */
} nd_record_kind;

typedef struct nd_record {
    size_t   offset, len;  /* raw bytes in batch->bytes, line end included; len may be 0 for ND_OVERSIZE */
    uint64_t number;       /* from 1 in its source; blank lines count */
    uint64_t at;           /* byte of the decoded source where it begins; ND_OVERSIZE: with its pieces */
    nd_record_kind kind;
} nd_record;

/*
 * Damaged: the whole lines before the damage have come as records, what is left of
 * them, and all of a plain text that is one record, as pieces. Unreadable from the
 * start: a batch without records.
 */
typedef struct nd_source_end {
    nd_status status;      /* ND_OK intact; ND_EFORMAT damaged or not a format of ours; ND_EIO unreadable */
    uint64_t  bytes;       /* raw, as on disk */
    nd_digest digest;      /* XXH3_128 of these */
    char      what[240];   /* why it is not intact: one line */
} nd_source_end;

/* nd_same_input - whether an input that was read whole had these bytes. */
static inline bool nd_same_input(const nd_source_end *end, uint64_t bytes, nd_digest digest)
{
    return end->bytes == bytes && end->digest.lo == digest.lo && end->digest.hi == digest.hi;
}

typedef struct nd_batch {
    size_t     source;     /* index into the list of sources */
    nd_format  format;
    nd_packing packing;
    bool       begins, ends;   /* first, last batch of its source; the last may be empty */
    char      *bytes;      /* len used; at least ND_PADDING readable bytes after them, zeros */
    size_t     len, cap;
    nd_record *records;
    size_t     n_records, cap_records;
    uint64_t   raw_total;  /* raw bytes read of all sources so far, for progress */
    nd_source_end end;     /* where ends */
    const nd_alloc *alloc;
} nd_batch;

#define ND_PADDING 64

void nd_batch_init(nd_batch *batch, const nd_alloc *alloc);
void nd_batch_release(nd_batch *batch);

typedef struct nd_reader_opts {
    nd_format format;      /* ND_FORMAT_AUTO: told by content (a forced ND_OPAQUE ends intact) */
    bool      lines;       /* plain text: a line is a document */
    uint64_t  max_doc;     /* most bytes of one record, its LF not counted; 0: no limit */
    size_t    batch_bytes; /* about how much a batch holds; 0: the default */
    const volatile sig_atomic_t *stop; /* may be NULL; non-zero: ND_ESTOP soon */
} nd_reader_opts;

typedef struct nd_reader nd_reader;

nd_status nd_reader_new(nd_reader **out, const nd_sources *sources, const nd_reader_opts *opts,
                        const nd_alloc *alloc, nd_err *err);
void nd_reader_free(nd_reader *reader);

/*
 * nd_reader_next - fills batch with what comes next. ND_END after the last source
 * (sticks). A damaged or unreadable source is no failure here: its last batch says
 * so in end. ND_ENOMEM, ND_ESTOP are failures, and stick.
 */
nd_status nd_reader_next(nd_reader *reader, nd_batch *batch, nd_err *err);

#endif
