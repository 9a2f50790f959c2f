/* SPDX-License-Identifier: MIT
 *
 * rewrite.h - one source read again, its removed records left out: apply, dedup with
 * a keep rule that must see all first, and what damage makes dedup write anew.
 */
#ifndef ND_REWRITE_H
#define ND_REWRITE_H

#include "writer.h"

/* What is to go, by record number, ascending. */
typedef struct nd_removed {
    nd_status (*next)(void *ctx, size_t source, uint64_t *record, nd_err *err);  /* ND_END: none left in source */
    void *ctx;
} nd_removed;

typedef struct nd_rewrite {
    const nd_job     *job;
    const nd_sources *sources;
    nd_removed        removed;
    nd_format         format;     /* how the next source is cut into records; ND_FORMAT_AUTO: as the job says */
    nd_writer        *writer;     /* NULL: nothing is written, only compared */
    nd_sink          *rejects;    /* removed records, or NULL */
    uint64_t          n_removed;  /* out: so far */
    uint64_t          n_records;  /* out: so far; only of sources that were cut into records */
} nd_rewrite;

/*
 * nd_rewrite_source - source i without its removed records; with none to remove, its
 * bytes as they lie. @end: out: how it ended, with size and digest as read now. A
 * source that cannot be read leaves no output and ends as ND_EIO. ND_EINVAL where a
 * record to remove is not there.
 */
nd_status nd_rewrite_source(nd_rewrite *rewrite, size_t i, nd_source_end *end, nd_err *err);

#endif
