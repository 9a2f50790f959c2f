/* SPDX-License-Identifier: MIT
 *
 * about.h - what a report tells of the run as a whole: who made the result, of what,
 * with which parameters, and what could not be read.
 */
#ifndef ND_ABOUT_H
#define ND_ABOUT_H

#include "shown.h"

typedef struct nd_about_input {
    const char *file;          /* as the result names it */
    size_t      file_len;
    uint64_t    bytes;         /* as on disk */
    uint64_t    rows;          /* of the result that are about a record of it */
    bool        whole_file;    /* it is one document */
    bool        damaged;
} nd_about_input;

/* A parameter of the header, as it stands there. */
typedef struct nd_about_param {
    const char *name, *value;
} nd_about_param;

/* A record that could not be read, or (record 0) an input that is damaged. */
typedef struct nd_about_fault {
    uint32_t    input;
    uint64_t    record, byte;
    const char *what;
} nd_about_fault;

enum { ND_ABOUT_PARAMS = 24, ND_ABOUT_FAULTS = 50 };

typedef struct nd_about {
    const char     *result;    /* path of the result file */
    const char     *version;   /* of the neardup that made it */
    nd_digest       digest;    /* of the result file */
    nd_about_input *inputs;
    size_t          n_inputs;
    nd_about_param  params[ND_ABOUT_PARAMS];
    size_t          n_params;
    nd_about_fault  faults[ND_ABOUT_FAULTS]; /* the first */
    size_t          n_faults;
    uint64_t        documents, errors, damaged;
    uint64_t        max_bytes; /* that the report may have */
} nd_about;

/* nd_about_name - "crawl.jsonl.gz:12 (a12)" of a record, in HTML. */
void nd_about_name(nd_buf *to, const nd_about *about, const nd_shown_record *record);

/* nd_about_label - what eval calls it: its id, without one "file:record". Bytes, not escaped. */
void nd_about_label(nd_buf *to, const nd_about *about, const nd_shown_record *record);

/*
 * nd_about_end - ends the facts and the head of a page: bad records under the given name,
 * inputs, and in a <details> each the parameters and the bad records.
 */
void nd_about_end(nd_buf *to, const nd_about *about, const char *errors);

#endif
