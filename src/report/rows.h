/* SPDX-License-Identifier: MIT
 *
 * rows.h - the JSON Lines of the result file and of --json: keys, order, version.
 * Every function appends whole lines to a buffer. The shapes are listed in
 * rows.schema.json beside this file.
 */
#ifndef ND_ROWS_H
#define ND_ROWS_H

#include "base/buf.h"

/* A record as results name it. */
typedef struct nd_row_record {
    const char *file;          /* name; bytes that are not UTF-8 are percent-escaped */
    uint64_t    record;        /* from 1 */
    const char *id;            /* JSON token or NULL */
    size_t      id_len;
} nd_row_record;

typedef struct nd_row_input {
    const char *file;
    uint64_t    bytes;
    nd_digest   digest;
    const char *format;        /* what its records are: "jsonl", "lines", "text"; NULL: there are none */
} nd_row_input;

/* What a summary counts. */
typedef struct nd_row_count {
    const char *key;
    uint64_t    value;
} nd_row_count;

/* nd_row_open, nd_row_end - {"type":...,"v":1 and }\n, for the rows of other rooms; each key between has a comma before it. */
void nd_row_open(nd_buf *to, const char *type);
void nd_row_end(nd_buf *to);

/* The keys of a record and of a place, for objects of other rows: no comma before the first. */
void nd_row_record_keys(nd_buf *to, const nd_row_record *record);
void nd_row_place_keys(nd_buf *to, const nd_place *place);

/*
 * The result of a command that removes nothing (passages, inspect): a header, whose further
 * params stand between begin and end, each with a comma before it; the rows; an input row
 * for each input, since digests are known only then; what could not be read; a summary.
 */
void nd_row_begin_header(nd_buf *to, const char *command);
void nd_row_end_header(nd_buf *to);
void nd_row_of_input(nd_buf *to, const nd_row_input *input);
void nd_row_summary_of(nd_buf *to, const nd_row_count *counts, size_t n);

void nd_row_header(nd_buf *to, const nd_opts *opts, const nd_bands *bands, const char *keep,
                   const nd_row_input *inputs, size_t n_inputs);
void nd_row_removed(nd_buf *to, const nd_row_record *record, const nd_row_record *keeper,
                    const nd_verdict *verdict);
void nd_row_near_miss(nd_buf *to, const nd_row_record *record, const nd_row_record *other, double jaccard);
void nd_row_error(nd_buf *to, const char *file, uint64_t record, uint64_t byte, const char *what);
/* nd_row_damaged - an input that is not intact; stands before the errors. */
void nd_row_damaged(nd_buf *to, const char *file, const char *what);
void nd_row_summary(nd_buf *to, const nd_counts *counts, uint64_t restored, uint64_t errors);

/* nd_row_inspect_header - first row of inspect --json; the inputs follow behind the rows. */
void nd_row_inspect_header(nd_buf *to, const nd_opts *opts);
void nd_row_repeat(nd_buf *to, const nd_row_record *record, const nd_repeat *repeat);

/* What else is told of a document where it was asked for. */
typedef struct nd_row_signals {
    const nd_signals     *signals;   /* NULL: not asked for */
    const nd_broken_rule *broken;    /* NULL: no rules were asked for */
    size_t                n_broken;
} nd_row_signals;

/* nd_repeats_share - of the words, those that repeat. */
static inline double nd_repeats_share(const nd_repeats *repeats)
{
    return repeats->words > 0 ? (double)repeats->repeated_words / (double)repeats->words : 0;
}

/* nd_row_article - @more may be NULL: nothing. */
void nd_row_article(nd_buf *to, const nd_row_record *record, const nd_repeats *repeats,
                    const nd_row_signals *more);
/* nd_row_boilerplate - a unit that stands in several documents; first: where it stood first. */
void nd_row_boilerplate(nd_buf *to, const nd_row_record *first, const nd_recurring *unit);

/* nd_row_compare - two records and what they share; the blocks of the alignment are rows of their own. */
void nd_row_compare(nd_buf *to, const nd_row_record *a, const nd_row_record *b,
                    const nd_similarity *similarity, const nd_alignment *alignment);
void nd_row_shared(nd_buf *to, const nd_block *block);

/* nd_json_string - text as a JSON string, quoted; bytes that are not UTF-8 become U+FFFD. */
void nd_json_string(nd_buf *to, const char *text, size_t len);

/* nd_json_number - the fewest digits that read back as the same number: 0.8, not 0.80000000000000004. */
void nd_json_number(nd_buf *to, double value);

/* nd_json_file_name - as it stands where it is UTF-8; else its other bytes, and "%", percent-escaped. */
void nd_json_file_name(nd_buf *to, const char *name);

/* nd_kind_name - "identical", "same_words", "near". */
const char *nd_kind_name(nd_kind kind);

#endif
