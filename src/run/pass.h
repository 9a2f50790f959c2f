/* SPDX-License-Identifier: MIT
 *
 * pass.h - one pass over all inputs: records read, parsed, sketched and asked about on
 * any thread, and handed on in input order on one.
 */
#ifndef ND_PASS_H
#define ND_PASS_H

#include "job.h"

typedef struct nd_item {
    const nd_record *record;
    nd_status   status;    /* ND_OK: doc is set. ND_EFORMAT: unreadable, see byte and what. Blank lines
                            * and pieces (record->kind) are ND_OK without a doc. */
    uint64_t    byte;      /* ND_EFORMAT: where in the decoded source */
    const char *what;      /* ND_EFORMAT: one line */
    nd_doc      doc;       /* id 0; arrays good until the batch's next fill, NULL where the pass asks */
    nd_questions *questions; /* where the pass asks: doc is number `question` of these */
    size_t      question;
    uint64_t    text_len;  /* bytes of its text */
    const char *id;        /* JSON token or NULL */
    uint32_t    id_len;
    double      keep;      /* where has_keep */
    bool        has_keep;
} nd_item;

/* Called in input order, never two at once. item->record lies in batch->bytes. */
typedef struct nd_pass_ops {
    nd_status (*begin)(void *ctx, const nd_batch *batch, nd_err *err);
    nd_status (*record)(void *ctx, const nd_batch *batch, const nd_item *item, nd_err *err);
    nd_status (*end)(void *ctx, const nd_batch *batch, nd_err *err);
} nd_pass_ops;

/* nd_pass_run - @index: whom each thread asks about its documents; NULL: nobody. */
nd_status nd_pass_run(const nd_job *job, const nd_sources *sources, nd_index *index, const nd_pass_ops *ops, void *ctx,
                      nd_err *err);

#endif
