/* SPDX-License-Identifier: MIT
 *
 * held.h - all documents of the inputs in memory, in input order, for a job that compares
 * each with many.
 */
#ifndef ND_HELD_H
#define ND_HELD_H

#include "ledger.h"

typedef struct nd_held {
    const char *text;          /* len bytes */
    const char *id, *date;     /* JSON tokens, or NULL; not NUL-ended */
    size_t      len;
    uint64_t    record;        /* from 1 in its source */
    uint64_t    series;        /* 0: of none */
    uint32_t    source, id_len, date_len;
    bool        whole_file;    /* the file is the document (plain text) */
} nd_held;

typedef struct nd_holding {
    nd_held  *list;
    size_t    n, cap;
    nd_arena  bytes;           /* texts, ids and dates */
    const nd_alloc *alloc;
} nd_holding;

void nd_holding_init(nd_holding *holding, const nd_alloc *alloc);
void nd_holding_release(nd_holding *holding);

/*
 * nd_hold - reads all of job->sources into an empty holding, on job->threads. Texts stay
 * where they are until it is released. What cannot be read is noted in the ledger.
 */
nd_status nd_hold(nd_holding *holding, const nd_job *job, nd_ledger *ledger, nd_err *err);

/* nd_held_order - rank of each document in time: numbers, then dates, then other strings by their bytes, then no date; then as read. @ranks: n. */
nd_status nd_held_order(const nd_holding *holding, uint32_t *ranks, nd_err *err);

#endif
