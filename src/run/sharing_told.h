/* SPDX-License-Identifier: MIT
 *
 * sharing_told.h - what the job of passages has found, to rows or to who asked.
 */
#ifndef ND_SHARING_TOLD_H
#define ND_SHARING_TOLD_H

#include "held.h"
#include "sharing.h"

typedef struct nd_sharing {
    const nd_job *job;
    nd_ledger     ledger;
    nd_holding    texts;
    nd_families  *families;
    nd_spool      spool;       /* of nd_passage, by the later text */
    uint64_t      n_passages, n_templates, n_families;
    bool          noisy;
} nd_sharing;

/* The two ends of the job, once all is found; n_families is set. */
nd_status nd_sharing_write(nd_sharing *sharing, nd_sink *to, nd_err *err);
nd_status nd_sharing_tell(nd_sharing *sharing, const nd_passages_to *to, nd_err *err);

#endif
