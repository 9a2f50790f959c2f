/* SPDX-License-Identifier: MIT
 *
 * ledger.h - what one run decided: every removal with its keeper and the evidence,
 * every bad record, how every source ended. Rows wait in spools, in input order,
 * because a file that turns out damaged at its end cancels removals made before.
 */
#ifndef ND_LEDGER_H
#define ND_LEDGER_H

#include "job.h"
#include "output/sink.h"
#include "output/spool.h"

/* A record as results name it. */
typedef struct nd_name {
    uint64_t    record;    /* from 1 in its source */
    const char *id;        /* JSON token, not NUL-ended, or NULL */
    uint32_t    id_len;
    uint32_t    source;
} nd_name;

/* Names of documents, by the id under which the index knows them. */
typedef struct nd_names {
    nd_name *list;
    size_t   n, cap;
    nd_arena ids;
} nd_names;

void nd_names_init(nd_names *names);
void nd_names_release(nd_names *names);
nd_status nd_names_add(nd_names *names, const nd_name *name, nd_err *err);   /* copies the id */

typedef struct nd_removal {
    nd_name     record, keeper; /* ids good until the next one is read */
    nd_verdict  verdict;
} nd_removal;

typedef struct nd_fate {
    nd_source_end end;
    nd_format format;      /* how it was cut into records, where it was */
    bool damaged;          /* not intact: nothing of it is removed, nor on its word */
    bool settled;          /* what was dropped of it cannot be brought back: a pipe, or written to stdout */
    bool unwritten;        /* it loses nothing, and is to be copied */
    bool rewrite;          /* after close: what was written of it as the run decided is not what stays, or nothing was */
} nd_fate;

typedef struct nd_ledger {
    const nd_job     *job;
    const nd_sources *sources;
    nd_fate   *fates;      /* one a source */
    nd_spool   removals, errors;
    nd_buf     scratch;
    nd_outcome outcome;    /* documents, errors, text while running; all after close */
    uint64_t   lost;       /* after close: removals that damage came too late to cancel */
} nd_ledger;

nd_status nd_ledger_init(nd_ledger *ledger, const nd_job *job, const nd_sources *sources, nd_err *err);
void nd_ledger_release(nd_ledger *ledger);   /* all zero is fine */

nd_status nd_ledger_removed(nd_ledger *ledger, const nd_name *record, const nd_name *keeper,
                            const nd_verdict *verdict, nd_err *err);

/* nd_ledger_error - a record that cannot be read; is said too. */
nd_status nd_ledger_error(nd_ledger *ledger, uint32_t source, uint64_t record, uint64_t byte, const char *what,
                          nd_err *err);

/* nd_ledger_end - a source ended with this batch; is said where it is not intact. */
void nd_ledger_end(nd_ledger *ledger, const nd_batch *last);

/*
 * nd_ledger_close - all sources have ended: cancels what damage forbids and fills
 * outcome. counts: the index's (candidates, rejected, capped, wordless).
 */
nd_status nd_ledger_close(nd_ledger *ledger, const nd_counts *counts, nd_err *err);

/* The removals that stand, from the first again: rewind, then next until ND_END. */
nd_status nd_ledger_rewind(nd_ledger *ledger, nd_err *err);
nd_status nd_ledger_next(nd_ledger *ledger, nd_removal *removal, nd_err *err);

/* nd_ledger_say_lost - after close: says how many removals damage came too late to cancel, and where no result
 * file lists them (listed), which. */
nd_status nd_ledger_say_lost(nd_ledger *ledger, bool listed, nd_err *err);

/* nd_ledger_write - the result file, whole. @names: whom near misses speak of. */
nd_status nd_ledger_write(nd_ledger *ledger, const nd_near_miss *misses, size_t n_misses, const nd_names *names,
                          nd_sink *to, nd_err *err);

/* nd_rows_pour - hands rows on to a sink, all or once they are many; they are whole when it is called. */
nd_status nd_rows_pour(nd_buf *rows, bool all, nd_sink *to, nd_err *err);

/* nd_ledger_write_ends - for a result without removals: rows of the inputs, of those that are damaged, of bad records. */
nd_status nd_ledger_write_ends(nd_ledger *ledger, nd_sink *to, nd_err *err);

#endif
