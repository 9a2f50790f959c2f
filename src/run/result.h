/* SPDX-License-Identifier: MIT
 *
 * result.h - a result file read back: what it says of its inputs, then record after
 * record what is to go, or every row as it comes.
 */
#ifndef ND_RESULT_H
#define ND_RESULT_H

#include "job.h"
#include "rewrite.h"

#include "eval/ids.h"

/* Which command wrote it; dedup's is group's. */
typedef enum nd_result_of { ND_OF_GROUP = 0, ND_OF_PASSAGES, ND_OF_INSPECT } nd_result_of;

typedef struct nd_result_input {
    char      *file;       /* as a JSON string token, so that names compare as they are written */
    uint64_t   bytes;
    nd_digest  digest;
    nd_format  format;     /* how it was cut into records */
    bool       damaged;    /* when the result was made: nothing was removed on its word */
    size_t     source;     /* its number in the job's sources, once matched */
} nd_result_input;

#define ND_NO_SOURCE SIZE_MAX

typedef struct nd_result {
    const char *path;
    nd_result_input *inputs;   /* in the order of the run that made it */
    size_t     n, cap;
    nd_result_of of;
    nd_counts  counts;         /* of its summary; candidates and what follows are 0 */
    nd_digest  digest;         /* of the file itself */
    nd_arena   strings;
    nd_json   *json;
    nd_reader *reader;         /* over its removed rows */
    nd_sources self;
    nd_batch   batch;
    size_t     at;             /* next record of batch */
    bool       any;            /* next_input and next_record hold a row not yet asked for */
    size_t     next_input;
    uint64_t   next_record;
    uint64_t   line;
    const char *row;           /* that line, as it stands; good until the next */
    size_t     row_len;
    nd_ids     names;          /* of the inputs, by number */
} nd_result;

/*
 * nd_result_open - reads it once, whole: ND_EINVAL where it is no result file of this
 * version, or not complete (no summary). @path: a file that can be read twice.
 */
nd_status nd_result_open(nd_result *result, const char *path, nd_err *err);
void nd_result_release(nd_result *result);

/* nd_result_decides - ND_EINVAL where it is not of group or dedup, and so says nothing of what goes. */
nd_status nd_result_decides(const nd_result *result, nd_err *err);

/* nd_result_input_of - which input a row's file is; ND_EINVAL where none is called so. */
nd_status nd_result_input_of(const nd_result *result, const nd_json_value *file, size_t *input, nd_err *err);

/* nd_format_name - as a result file has it; NULL for what is not cut into records. */
const char *nd_format_name(nd_format format);

/* nd_result_pair - gives its inputs their sources by name, ND_NO_SOURCE where there is none. */
nd_status nd_result_pair(nd_result *result, const nd_sources *sources, nd_err *err);

/* nd_result_match - as nd_result_pair; ND_EINVAL where one is missing on either side. */
nd_status nd_result_match(nd_result *result, const nd_sources *sources, nd_err *err);

/* nd_result_rewind - to the first removed row. */
nd_status nd_result_rewind(nd_result *result, nd_err *err);

/* nd_result_next - the next record of input i to remove; ND_END where i has no more. i must not go back. */
nd_status nd_result_next(nd_result *result, size_t i, uint64_t *record, nd_err *err);

/*
 * nd_result_restart, nd_result_row - the other way to read it: every row as it comes,
 * its values at n paths (good until the next), its number in line. ND_END behind the last.
 */
nd_status nd_result_restart(nd_result *result, nd_err *err);
nd_status nd_result_row(nd_result *result, const char *const *paths, size_t n, nd_json_value *values,
                        nd_err *err);

/* nd_result_bad - ND_EINVAL: what is wrong with the row at hand, behind the file's name and the line's number. */
nd_status nd_result_bad(const nd_result *result, nd_err *err, const char *what);

#endif
