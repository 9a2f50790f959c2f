/* SPDX-License-Identifier: MIT
 *
 * sharing.h - the passages that documents share, and their families: the job of
 * neardup passages.
 */
#ifndef ND_SHARING_H
#define ND_SHARING_H

#include "job.h"
#include "report/passage_rows.h"

/* A passage as people are told of it: names are what opens the files. */
typedef struct nd_told_passage {
    nd_row_record a, b;
    const nd_passage *passage;
    const char *text;          /* of record a */
    size_t      family;        /* from 1; 0: none */
} nd_told_passage;

/* Likewise a family; text is that of the record with the core. */
typedef struct nd_told_family {
    const nd_row_family *family;
    const char *text;
} nd_told_family;

/* Who is told of it; what the pointers lead to is good for the call. */
typedef struct nd_passages_to {
    void  *ctx;
    size_t most;               /* families that are wanted, at most: what each changed has to be found out */
    nd_status (*family)(void *ctx, const nd_told_family *told, nd_err *err);   /* those with most text first */
    nd_status (*passage)(void *ctx, const nd_told_passage *told, nd_err *err); /* then all, by the later record */
} nd_passages_to;

/*
 * nd_run_passages - all inputs into memory, each document compared with those before it.
 *
 * With job->output rows are written there, whole or not at all, as group writes its result;
 * else @to is told. A record that cannot be read is said and counted. outcome->documents
 * counts it too. Memory: the texts, the collection (nd_passages), about 64 bytes a document;
 * then the texts and the families. Passages wait in a spool of the work folder.
 */
nd_status nd_run_passages(const nd_job *job, const nd_passages_to *to, nd_outcome *outcome, nd_err *err);

#endif
