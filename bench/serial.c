/* SPDX-License-Identifier: MIT
 *
 * serial.c - neardup itself, with a clock around the three steps of its pipe: which
 * part of a run can only be done by one thread at a time? After each pipe it prints a
 * TSV row to standard error: batches, then processor seconds of reading (in turn), of
 * work (any thread), of writing (in turn), and what the two in turn are of all three.
 *
 * The linker hands every call of nd_pipe_run to the one here (--wrap). The seconds are
 * those of the thread, so waiting for a turn is not counted.
 */
#include "base/pipe.h"

#include <stdio.h>
#include <time.h>

nd_status __real_nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *const *batches, unsigned n_threads, nd_err *err);
nd_status __wrap_nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *const *batches, unsigned n_threads, nd_err *err);

enum { MOST_THREADS = 256 };

typedef struct timed {
    const nd_pipe_ops *ops;
    void    *ctx;
    uint64_t batches;
    double   reading, writing, working[MOST_THREADS]; /* seconds */
} timed;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static nd_status read_batch(void *ctx, void *batch, nd_err *err)
{
    timed *t = ctx;
    double from = now();
    nd_status st = t->ops->read(t->ctx, batch, err);
    t->reading += now() - from;
    return st;
}

static nd_status work_batch(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    timed *t = ctx;
    double from = now();
    nd_status st = t->ops->work(t->ctx, batch, thread, err);
    t->working[thread] += now() - from;
    return st;
}

static nd_status write_batch(void *ctx, void *batch, nd_err *err)
{
    timed *t = ctx;
    double from = now();
    nd_status st = t->ops->write(t->ctx, batch, err);
    t->writing += now() - from;
    t->batches++;
    return st;
}

nd_status __wrap_nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *const *batches, unsigned n_threads, nd_err *err)
{
    static const nd_pipe_ops timed_ops = {read_batch, work_batch, write_batch};
    timed t = {.ops = ops, .ctx = ctx};
    nd_status st = __real_nd_pipe_run(&timed_ops, &t, batches, n_threads, err);
    double work = 0, turns = t.reading + t.writing;
    for (unsigned i = 0; i < n_threads && i < MOST_THREADS; i++)
        work += t.working[i];
    fprintf(stderr, "%llu\t%.4f\t%.4f\t%.4f\t%.3f\n", (unsigned long long)t.batches, t.reading, work, t.writing,
            turns / (turns + work));
    return st;
}
