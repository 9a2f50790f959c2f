/* SPDX-License-Identifier: MIT
 *
 * pipe.h - one ordered pipe: read in turn, work anywhere, write in input order.
 *
 * Invariants: no more is in the pipe than there are batches; what is written, and the
 * error that is reported, are the same for any number of threads and batches (the first
 * failure in input order wins). The calling thread is thread 0; a thread that cannot be
 * made only means fewer threads.
 */
#ifndef ND_PIPE_H
#define ND_PIPE_H

#include "base.h"

typedef struct nd_pipe_ops {
    nd_status (*read)(void *ctx, void *batch, nd_err *err);               /* one at a time; ND_END must stick */
    nd_status (*work)(void *ctx, void *batch, unsigned thread, nd_err *err); /* any thread */
    nd_status (*write)(void *ctx, void *batch, nd_err *err);              /* one at a time, in the order read */
} nd_pipe_ops;

enum { ND_PIPE_THREADS = 256, ND_PIPE_BATCHES = 2 * ND_PIPE_THREADS + 2 }; /* at most */

/*
 * nd_pipe_batches - with how many batches n_threads are seldom kept waiting: one that
 * each works on, as many worked on ahead of their turn, one that is read and one that is
 * written. A single thread is never ahead.
 */
static inline unsigned nd_pipe_batches(unsigned n_threads)
{
    return n_threads > 1 ? 2 * n_threads + 2 : n_threads;
}

/*
 * nd_pipe_run - runs ops until read says ND_END or something fails.
 *
 * @batches  n_batches batches of `size` bytes each, the caller's: 1 to ND_PIPE_BATCHES.
 *           Each is read and worked on by one thread and written by any, then filled
 *           again; one that has been written is taken before one that never was
 */
nd_status nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *batches, size_t size, unsigned n_batches,
                      unsigned n_threads, nd_err *err);

#endif
