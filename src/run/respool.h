/* SPDX-License-Identifier: MIT
 *
 * respool.h - inputs that can be read only once (pipes), made readable twice: their
 * bytes go to files of the work folder, which vanish with the run.
 */
#ifndef ND_RESPOOL_H
#define ND_RESPOOL_H

#include "job.h"
#include "output/outputs.h"

typedef struct nd_respool {
    nd_sources  sources;     /* those of the job, pipes replaced; same order, same names */
    nd_outputs *files;
} nd_respool;

nd_status nd_respool_init(nd_respool *respool, const nd_job *job, nd_err *err);
void nd_respool_release(nd_respool *respool);

#endif
