/* SPDX-License-Identifier: MIT
 *
 * deciding.h - all inputs to a ledger of what goes. Two ways, one decision: as the
 * documents come (keep first), or after all have been seen and sorted (other rules).
 */
#ifndef ND_DECIDING_H
#define ND_DECIDING_H

#include "ledger.h"
#include "pass.h"
#include "writer.h"

typedef struct nd_deciding {
    const nd_job     *job;
    const nd_sources *sources;
    nd_ledger   *ledger;
    nd_names     names;        /* of the documents near misses may speak of */
    nd_near_miss misses[ND_NEAR_MISSES];
    size_t       n_misses;
} nd_deciding;

void nd_deciding_init(nd_deciding *deciding, const nd_job *job, const nd_sources *sources, nd_ledger *ledger);
void nd_deciding_release(nd_deciding *deciding);

/*
 * nd_decide_as_read - keep first: each document is decided when it comes, and what
 * stays goes to writer (may be NULL) at once. Memory: the kept documents.
 */
nd_status nd_decide_as_read(nd_deciding *deciding, nd_writer *writer, nd_err *err);

/* nd_decide_sorted - any keep rule. Memory: all documents. */
nd_status nd_decide_sorted(nd_deciding *deciding, nd_err *err);

/* What both do with a record that is no document: count it, note it where it cannot be read. */
nd_status nd_deciding_note(nd_deciding *deciding, const nd_batch *batch, const nd_item *item, nd_err *err);

static inline bool nd_item_is_document(const nd_item *item)
{
    return item->status == ND_OK && item->record->kind == ND_RECORD;
}

static inline nd_name nd_item_name(const nd_batch *batch, const nd_item *item)
{
    return (nd_name){item->record->number, item->id, item->id_len, (uint32_t)batch->source};
}

#endif
