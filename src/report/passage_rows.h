/* SPDX-License-Identifier: MIT
 *
 * passage_rows.h - shared passages and their families as JSON Lines; as rows.h.
 */
#ifndef ND_PASSAGE_ROWS_H
#define ND_PASSAGE_ROWS_H

#include "rows.h"

/* A record that carries the core of a family. */
typedef struct nd_row_member {
    nd_row_record record;
    const char   *date;        /* JSON token or NULL */
    size_t        date_len;
    nd_place      at;
    nd_span       core;        /* the part of the core that it carries: bytes of the core's text */
    double        similarity;  /* to that part */
    nd_changes    changes;     /* of the whole core */
} nd_row_member;

typedef struct nd_row_family {
    size_t        number;      /* from 1 */
    nd_row_record record;      /* that has the core */
    nd_place      core;
    uint64_t      words;       /* of the core */
    bool          by_date;     /* the first member has a date */
    const nd_row_member *members; /* in order of time */
    size_t        n_members;
} nd_row_family;

/* What was asked for, and how the texts were searched. */
typedef struct nd_row_passage_params {
    const nd_opts *opts;
    bool           noisy;
    const char    *series, *date; /* fields, or NULL */
} nd_row_passage_params;

void nd_row_passages_header(nd_buf *to, const nd_row_passage_params *params);

/* nd_row_passage - family: its number, or 0. */
void nd_row_passage(nd_buf *to, const nd_row_record *a, const nd_row_record *b, const nd_passage *passage, size_t family);

void nd_row_of_family(nd_buf *to, const nd_row_family *family);

void nd_row_passages_summary(nd_buf *to, uint64_t documents, uint64_t passages, uint64_t templates, uint64_t families,
                             uint64_t errors);

#endif
