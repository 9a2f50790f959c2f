/* SPDX-License-Identifier: MIT
 *
 * pipe.h - one ordered pipe: read in turn, work anywhere, write in input order.
 *
 * Invariants: memory is threads x batch; what is written, and the error that is
 * reported, are the same for 1 and N threads (the first failure in input order
 * wins). The calling thread is thread 0; a thread that cannot be made only means
 * fewer threads.
 */
#ifndef ND_PIPE_H
#define ND_PIPE_H

#include "base.h"

typedef struct nd_pipe_ops {
    nd_status (*read)(void *ctx, void *batch, nd_err *err);               /* one at a time; ND_END must stick */
    nd_status (*work)(void *ctx, void *batch, unsigned thread, nd_err *err); /* any thread */
    nd_status (*write)(void *ctx, void *batch, nd_err *err);              /* one at a time, in the order read */
} nd_pipe_ops;

/*
 * nd_pipe_run - runs ops until read says ND_END or something fails.
 *
 * @batches  n_threads batches, the caller's; each is filled, worked on and
 *           written by one thread, then filled again
 */
nd_status nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *const *batches, unsigned n_threads,
                      nd_err *err);

#endif
